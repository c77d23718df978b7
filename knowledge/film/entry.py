"""What the confined process is called with: a film in, what is found in it out.

What these functions import never enters the process that calls.
"""

from knowledge.film.records import Sound, Video


def watch(content: bytes, most: int, stretches: int) -> Video:
    """Look through a film."""
    from knowledge.film.keyframes import keyframes

    return keyframes(content, most, stretches)


def watch_closely(content: bytes, at: float, most: int) -> Video:
    """Look at the moment around `at` seconds."""
    from knowledge.film.keyframes import closely

    return closely(content, at, most)


def hear(content: bytes) -> Sound | None:
    """Take the sound out of a film."""
    from knowledge.film.sound import sound_of

    return sound_of(content)
