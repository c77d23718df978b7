"""Take the sound out of a film, without its pictures and without decoding it.

What is only sound passes as it is. Knows the containers by their first bytes; run in a confined process.
"""

from knowledge.film.records import Sound

SOUNDS = (
    (b"OggS", "audio/ogg", "sound.ogg"),
    (b"ID3", "audio/mpeg", "sound.mp3"),
    (b"\xff\xfb", "audio/mpeg", "sound.mp3"),
    (b"\xff\xf3", "audio/mpeg", "sound.mp3"),
    (b"fLaC", "audio/flac", "sound.flac"),
)
"""Beginnings of files that hold sound alone, or a cover beside it."""

EBML = b"\x1a\x45\xdf\xa3"


def sound_of(content: bytes) -> Sound | None:
    """Return the first sound track; None where there is none, or none that can be taken out."""
    for magic, media_type, name in SOUNDS:
        if content.startswith(magic):
            return Sound(content, media_type, name)
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return Sound(content, "audio/wav", "sound.wav")
    if content.startswith(EBML):
        from knowledge.film.matroska import sound_track

        copied = sound_track(content)
        return Sound(copied, "audio/webm", "sound.webm") if copied else None
    return _of_mp4(content)


def _of_mp4(content: bytes) -> Sound | None:
    from knowledge.film.boxes import tracks
    from knowledge.film.copy import copy

    for track in tracks(content):
        if track.kind == "soun" and "tkhd" in track.boxes and len(track.sizes):
            copied = copy(content, track)
            return Sound(copied, "audio/mp4", "sound.m4a", track.seconds)
    return None
