"""Write an MP4 copy of some samples of one track: the pictures that are worth decoding, or the sound alone.

What is copied is not decoded, so a copy costs milliseconds. Knows the file format and, of two codecs, how they
mark a picture that no other one needs; run in a confined process.
"""

import struct
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from knowledge.film.boxes import Numbers, Track

Mask = NDArray[np.bool_]

SKIP_FROM_RATE = 12.0
"""Pictures a second from which on some can be spared; below, each may be the only one of its moment."""

MOST_UNITS = 64
"""Of one sample that are looked at for its first slice."""

LAST_SECONDS = 0.75
"""At the end every picture is looked at: what is hidden there is hidden from checks."""


def spared(content: bytes, track: Track) -> Mask:
    """Mark the samples that are to be decoded: all but those that no other picture refers to."""
    count = len(track.sizes)
    keep = np.ones(count, np.bool_)
    if track.seconds <= 0 or count / track.seconds < SKIP_FROM_RATE:
        return keep
    if track.codec in ("avc1", "avc3"):
        flags = _h264(content, track)
    elif track.codec in ("hvc1", "hev1"):
        flags = _h265(content, track)
    else:
        return keep
    last = track.times >= track.times.max() - round(LAST_SECONDS * track.ticks)
    return np.asarray(flags | track.sync | last, np.bool_)


def window(track: Track, first: float, last: float) -> Mask:
    """Mark the samples that are needed to show what lies between two times, in seconds."""
    wanted = (track.times >= first * track.ticks) & (track.times <= last * track.ticks)
    if not wanted.any():
        return wanted
    at = np.flatnonzero(wanted)
    begins = np.flatnonzero(track.sync[: at[0] + 1])
    mask = np.zeros(len(wanted), np.bool_)
    mask[int(begins[-1]) if len(begins) else 0 : at[-1] + 1] = True
    return mask


def copy(content: bytes, track: Track, keep: Mask | None = None) -> bytes:
    """Write a film of one track and of the samples that `keep` marks; its times begin at 0."""
    chosen = np.flatnonzero(keep) if keep is not None else np.arange(len(track.sizes))
    head = _box("ftyp", b"isom\0\0\2\0isomiso2mp41")
    sizes = track.sizes[chosen]
    offsets = len(head) + 8 + np.cumsum(sizes) - sizes
    media = b"".join(
        content[at : at + size]
        for at, size in zip(track.offsets[chosen].tolist(), sizes.tolist(), strict=True)
    )
    return head + _box("mdat", media) + _index(track, chosen, offsets)


def _index(track: Track, chosen: Numbers, offsets: Numbers) -> bytes:
    order = track.order[chosen] - track.order[chosen[0]]
    shown = track.times[chosen] - track.times[chosen].min()
    steps = np.diff(np.append(order, order[-1] + 1))
    stbl = [
        track.boxes["stsd"],
        _table("stts", np.column_stack((np.ones_like(steps), steps))),
        # Version 1 allows a picture to be shown before its turn to be decoded.
        _table("ctts", np.column_stack((np.ones_like(steps), shown - order)), version=1),
        _table("stsc", np.array([[1, 1, 1]])),
        _box("stsz", bytes(8) + _numbers(np.array([len(chosen)])) + _numbers(track.sizes[chosen])),
        _table("stco", offsets[:, None]),
    ]
    if not track.sync[chosen].all():
        stbl.append(_table("stss", np.flatnonzero(track.sync[chosen])[:, None] + 1))
    boxes = track.boxes
    data = boxes.get("dinf") or _box(
        "dinf", _box("dref", struct.pack(">II", 0, 1) + _box("url ", b"\0\0\0\1"))
    )
    kind = boxes.get("vmhd") or boxes.get("smhd") or b""
    minf = _box("minf", kind + data + _box("stbl", b"".join(stbl)))
    # Its field holds no more; a film that claims years is read by its pictures.
    span = min(int(shown.max()) + 1, 0xFFFFFFFF)
    media = _box("mdhd", struct.pack(">5I2H", 0, 0, 0, track.ticks, span, 0x55C4, 0))
    trak = _box("trak", boxes["tkhd"] + _box("mdia", media + boxes["hdlr"] + minf))
    matrix = struct.pack(">9I", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    rate = struct.pack(">IHH8x", 1 << 16, 1 << 8, 0)
    whole = struct.pack(">5I", 0, 0, 0, track.ticks, span) + rate + matrix + bytes(24)
    return _box("moov", _box("mvhd", whole + struct.pack(">I", 2)) + trak)


def _box(name: str, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, name.encode("latin-1")) + body


def _table(name: str, rows: Numbers, version: int = 0) -> bytes:
    return _box(name, struct.pack(">BxxxI", version, len(rows)) + _numbers(rows))


def _numbers(values: Numbers) -> bytes:
    return (values.astype(np.int64) & 0xFFFFFFFF).astype(">u4").tobytes()


def _h264(content: bytes, track: Track) -> Mask:
    """Mark the pictures that others refer to (ITU-T H.264, 7.4.1: nal_ref_idc)."""
    width = _length_size(track, b"avcC", 4)
    needed = np.ones(len(track.sizes), np.bool_)
    for number, head in enumerate(_heads(content, track, width, lambda head: head & 31 in (1, 5))):
        needed[number] = head is None or bool(head[0] & 0x60)
    return needed


def _h265(content: bytes, track: Track) -> Mask:
    """Mark the pictures that others refer to (ITU-T H.265, 7.4.2.2: sub-layer non-reference)."""
    width = _length_size(track, b"hvcC", 21)
    count = len(track.sizes)
    needed, layers = np.ones(count, np.bool_), np.zeros(count, np.int64)
    for number, head in enumerate(_heads(content, track, width, lambda head: head >> 1 & 63 < 32)):
        if head is not None:
            kind = head[0] >> 1 & 63
            needed[number] = kind > 14 or kind % 2 == 1
            layers[number] = head[1] & 7
    # A picture of a lower layer may still be needed by one above it.
    return np.asarray(needed | (layers < layers.max(initial=0)), np.bool_)


def _length_size(track: Track, name: bytes, at: int) -> int:
    entry = track.boxes["stsd"]
    found = entry.find(name)
    body = entry[found + 4 :] if found >= 0 else b""
    return (body[at] & 3) + 1 if len(body) > at else 4


def _heads(
    content: bytes, track: Track, width: int, is_slice: Callable[[int], bool]
) -> Iterator[bytes | None]:
    """Yield the two bytes at the head of each sample's first slice."""
    for offset, size in zip(track.offsets.tolist(), track.sizes.tolist(), strict=True):
        at, end, found = offset, offset + size, None
        for _ in range(MOST_UNITS):
            if at + width + 2 > end:
                break
            head = content[at + width : at + width + 2]
            if is_slice(head[0]):
                found = head
                break
            at += width + int.from_bytes(content[at : at + width])
        yield found
