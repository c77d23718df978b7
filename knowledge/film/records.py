"""What is found in a film: key frames with their times, and its sound."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeyFrame:
    """A picture (JPEG) and its time from the start."""

    seconds: float
    picture: bytes


@dataclass(frozen=True, slots=True)
class Video:
    """Distinct frames in order. `seconds` is how far was looked; `cut` where there was more."""

    frames: tuple[KeyFrame, ...]
    seconds: float
    cut: bool = False
    cuts: tuple[float, ...] = ()
    """When it changes from one picture to another."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording, encoded, in a container that speech recognition takes."""

    content: bytes
    media_type: str
    name: str
    """With the ending by which servers tell the format."""
    seconds: float = 0.0
    """0 where it is not known."""


def clock(seconds: float) -> str:
    """Write a time as players do: `1:02:03`, `0:07`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
