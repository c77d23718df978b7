"""Turn the bytes of a document into a draft with all its units and vectors, ready to be written.

Opens bytes through the `Eyes` it is given, and takes from `Derived` whatever was made before. Does not
know why a document is learned, nor what was learned earlier.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from knowledge import chunk, figures, reading, sights
from knowledge.derived import Derived
from knowledge.language import script
from knowledge.naming import Naming
from knowledge.ports import TextEmbedder
from knowledge.reading import Readings
from knowledge.records import Document, Kind, Parsed, TextLine, Unit
from knowledge.rows import Draft
from knowledge.sights import Sights
from knowledge.sources import digest, media_type, read

logger = logging.getLogger(__name__)


class Eyes(reading.Eyes, sights.Eyes, Protocol):
    """What is needed of `knowledge.vision.eyes.Eyes`."""

    def parse(
        self,
        name: str,
        content: bytes,
        folder: Path | None = None,
        read: Mapping[int, tuple[TextLine, ...]] | None = None,
    ) -> Parsed:
        """Read a document; `folder` is the root below which its pictures may lie."""


@dataclass
class _Cut:
    """The units of a document, and what went wrong with some."""

    units: list[Unit]
    warnings: list[str] = field(default_factory=list)
    settled: bool = True
    """False where a busy machine was the reason: the next run tries again."""


@dataclass(frozen=True, slots=True)
class Intake:
    """A document that is about to be learned."""

    name: str
    space: str
    content: bytes | None = None
    """The bytes of an upload; None where they are read from `source` when their turn comes."""
    learned_by: str = ""
    source: str = ""
    """Absolute path, empty for an upload."""
    folder: Path | None = None
    note: str = ""
    """What was said along with an upload: the caption of a picture."""
    inputs: str = ""
    """Fingerprint of all that its units are made from (`knowledge.sources.fingerprint`)."""

    @property
    def size_bytes(self) -> int:
        """The size of the document as it is now; 0 where its file is gone."""
        if self.content is not None:
            return len(self.content)
        try:
            return Path(self.source).stat().st_size
        except OSError:
            return 0


class Builder:
    """Makes drafts. Thread safe, so that one document is read while another is embedded."""

    def __init__(
        self, eyes: Eyes, derived: Derived, embedder: TextEmbedder, readings: Readings
    ) -> None:
        self._eyes = eyes
        self._derived = derived
        self._embedder = embedder
        self._readings = readings
        self._sights = Sights(eyes, derived)

    def prepare(self, intake: Intake, drawing: Callable[[], None] | None = None) -> Draft:
        """Parse and cut a document and look at its pictures; raise `Unreadable` where it is none.

        Figures that have to be drawn from their page are left for later, unless `drawing` is given,
        which is called after each.
        """
        if intake.content is None:
            intake = replace(intake, content=read(Path(intake.source)))
        content = intake.content or b""
        path = intake.name
        if intake.folder is not None:
            path = Path(intake.source).relative_to(intake.folder).as_posix()
        sha256 = hashlib.sha256(content).hexdigest()
        parsed = self._eyes.parse(path, content, intake.folder, self._readings.known(sha256))
        if intake.note and len(parsed.blocks) == 1:
            blocks = tuple(
                replace(block, caption=intake.note) if block.picture else block
                for block in parsed.blocks
            )
            parsed = replace(parsed, blocks=blocks)
        undrawn = sum(block.drawn for block in parsed.blocks)
        if undrawn and drawing is not None:
            parsed = self._drawn(parsed, content)
            undrawn = 0
        cut = self._cut(intake, parsed, content, drawing)
        document = _document(intake, parsed, cut)
        return Draft(
            document,
            tuple(cut.units),
            *_keys(document.title, cut.units),
            model=self._embedder.name,
            source=intake.source,
            folder=str(intake.folder or ""),
            inputs=intake.inputs if cut.settled and not (parsed.unread or undrawn) else "",
            unread=parsed.unread,
            undrawn=undrawn,
        )

    def read_pages(self, intake: Intake, pages: Sequence[int], step: Callable[[], None]) -> None:
        """Read pages that `prepare` left unread, so that it finds them read; `step` follows each."""
        content = intake.content
        if content is None:
            content = read(Path(intake.source))
        self._readings.read(hashlib.sha256(content).hexdigest(), content, pages, step)

    def _drawn(self, parsed: Parsed, content: bytes) -> Parsed:
        """Draw the figures of a PDF; one that cannot be drawn is named, and found by its page alone."""
        blocks = self._sights.draw(parsed.blocks, content)
        pages = sorted({block.page or 0 for block in blocks if block.drawn and not block.picture})
        warnings = [f"a figure on page {page} could not be drawn" for page in pages]
        return replace(parsed, blocks=blocks, warnings=(*parsed.warnings, *warnings))

    def _cut(
        self,
        intake: Intake,
        parsed: Parsed,
        content: bytes,
        drawing: Callable[[], None] | None,
    ) -> _Cut:
        pieces = chunk.cut(intake.name, parsed, self._embedder.count)
        naming = Naming(intake.name)
        cut = _Cut(list(pieces.texts))
        for figure in pieces.figures:
            look = self._sights.look(figure.block)
            cut.settled = cut.settled and look.settled
            cut.warnings += [look.warning] if look.warning else []
            sight = look.sight
            if figure.block.drawn and drawing is not None:
                drawing()
            if sight is not None and min(sight.width, sight.height) >= figures.MIN_PIXELS:
                told = self._derived.description(sight.sha256)
                cut.units.append(figures.unit(naming, figure, sight, intake.name, told))
        cut.units.sort(key=lambda unit: unit.position)
        if media_type(intake.name, content) == "application/pdf":
            sha256 = hashlib.sha256(content).hexdigest()
            self._derived.keep_blob(sha256, content, "application/pdf")
            following = len(pieces.texts) + len(pieces.figures)
            cut.units += chunk.pages(intake.name, parsed, sha256, following)
            cut.units = [replace(unit, blob=unit.blob or sha256) for unit in cut.units]
        if not parsed.unread and not any(unit.text for unit in cut.units):
            cut.warnings.append("neither words nor pictures were found in it")
        return cut

    def embed(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Add the vectors that are not stored yet, all drafts in one go."""
        texts = {
            draft.text_keys[unit.id]: chunk.embedded_text(draft.document.title, unit)
            for draft in drafts
            for unit in draft.units
            if draft.scripts.get(unit.id) in self._embedder.languages
        }
        known = self._derived.known_vectors(texts, self._embedder.name)
        missing = [key for key in texts if key not in known]
        # A model behind an address is not asked for nothing: it may be away.
        rows = self._embedder.embed([texts[key] for key in missing]) if missing else ()
        vectors = dict(zip(missing, rows, strict=True))
        return [
            replace(
                draft,
                vectors={key: vectors[key] for key in draft.text_keys.values() if key in vectors},
            )
            for draft in drafts
        ]


def _keys(title: str, units: Sequence[Unit]) -> tuple[dict[str, str], dict[str, str]]:
    """Return, by unit id, the key of the text whose vector stands for the unit, and that text's script."""
    texts = {
        unit.id: chunk.embedded_text(title, unit)
        for unit in units
        # A page is found by its chunks.
        if unit.kind is not Kind.PAGE and (unit.text or unit.fields.get("description"))
    }
    keys = {one: digest(text) for one, text in texts.items()}
    return keys, {one: script(text) for one, text in texts.items()}


def _document(intake: Intake, parsed: Parsed, cut: _Cut) -> Document:
    content = intake.content or b""
    return Document(
        name=intake.name,
        title=parsed.title or Path(intake.name).stem,
        space=intake.space,
        media_type=media_type(intake.name, content),
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        pages=parsed.pages,
        units=sum(unit.kind is not Kind.PAGE for unit in cut.units),
        pictures=sum(unit.kind is Kind.PICTURE for unit in cut.units),
        learned_at=datetime.now(UTC).isoformat(timespec="seconds"),
        learned_by=intake.learned_by,
        warnings=(*parsed.warnings, *cut.warnings),
        address=parsed.address,
    )
