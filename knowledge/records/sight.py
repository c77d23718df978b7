"""A picture that was opened safely, and what can be read in it. Coordinates are fractions of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in fractions (0 to 1) of its page or picture, origin at the top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line as OCR or a PDF's text layer gives it."""

    text: str
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code or barcode; `text` is what it says, an address more often than not."""

    text: str
    format: str
    box: Box


@dataclass(frozen=True, slots=True)
class Sight:
    """A picture after it was opened safely: upright, without metadata, within limits.

    `content` is encoded again (JPEG, or PNG where there is transparency or few colours), so nothing
    of the sender's bytes survives but the pixels. `sha256` is of the bytes as they came.
    """

    content: bytes
    media_type: str
    width: int
    height: int
    sha256: str
    frames: int = 1
    lines: tuple[TextLine, ...] = ()
    codes: tuple[Code, ...] = ()
    read: bool = False
    """Whether OCR looked at it; a picture without lines may hold none, or was never read."""

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def words(self) -> str:
        """Everything readable in it, by people or by machines."""
        return "\n".join(filter(None, (self.text, *(code.text for code in self.codes))))
