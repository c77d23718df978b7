"""How large a stranger's picture may be."""

import math
from dataclasses import dataclass

from knowledge.errors import TooLarge, Unreadable


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused before anything is decoded, and how large the picture is that comes out."""

    file_bytes: int = 20_000_000
    """What a Bot API server hands out at most."""
    pixels: int = 40_000_000
    """A 480 KB file can unpack to gigabytes; the main cameras of phones stay below this."""
    frames: int = 600
    frame_pixels: int = 200_000_000
    """Frames times pixels of one frame: what an animation unpacks to."""
    longest_side: int = 2048
    """Small print of a screenshot stays legible, and every model scales down to less."""

    def check_bytes(self, count: int) -> None:
        """Refuse an empty or a too long file."""
        if count == 0:
            raise Unreadable("the file is empty; send it again")
        if count > self.file_bytes:
            raise TooLarge(
                f"the file has {count / 1e6:.0f} MB and at most {self.file_bytes / 1e6:.0f} MB "
                "can be opened; send a smaller copy"
            )

    def side_of(self, pixels: int, ratio: float) -> int:
        """Return the longest side of a picture with so many pixels, whose width is `ratio` times its height."""
        return max(self.longest_side, int(math.sqrt(pixels * max(ratio, 1 / ratio))))

    def check_size(self, width: int, height: int, frames: int = 1) -> None:
        """Refuse a picture that has no pixels or would unpack to too many."""
        if width < 1 or height < 1:
            raise Unreadable("the picture has no pixels; save it again and send that")
        if width * height > self.pixels:
            raise TooLarge(
                f"the picture has {width} x {height} pixels and at most "
                f"{self.pixels // 1_000_000} megapixels can be opened; send a smaller copy"
            )
        if frames > self.frames or frames * width * height > self.frame_pixels:
            raise TooLarge(
                f"the animation is too long or too large ({width} x {height} pixels, "
                f"{frames} frames or more); send one frame of it as a picture"
            )
