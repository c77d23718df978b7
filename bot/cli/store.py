"""`docs`, `stats`, `rebuild`: what the knowledge store holds, and its indexes made anew."""

import time

from bot.app import core
from bot.cli import output
from bot.cli.parser import Arguments
from bot.settings import Settings
from knowledge.records import Document, Scope
from knowledge.stats import SpaceStats, Stats


def docs(arguments: Arguments, settings: Settings) -> int:
    """List the documents of one space."""
    space = arguments.space or settings.space
    with core(settings) as parts:
        documents = parts.knowledge.documents(Scope((space,)))
    if arguments.json:
        output.emit({"space": space, "documents": [document_as_json(one) for one in documents]})
        return 0
    for one in documents:
        pages = f", {one.pages} pages" if one.pages else ""
        pictures = f", {one.pictures} pictures" if one.pictures else ""
        output.line(f"{one.name}: {one.units} passages{pages}{pictures}, learned {one.learned_at}")
    if not documents:
        output.line(f"space {space!r} is empty; `groundglass learn PATH` fills it")
    return 0


def document_as_json(document: Document) -> dict[str, object]:
    """Put a document into the shape that other programs rely on."""
    return {
        "name": document.name,
        "title": document.title,
        "media_type": document.media_type,
        "size_bytes": document.size_bytes,
        "sha256": document.sha256,
        "pages": document.pages,
        "units": document.units,
        "pictures": document.pictures,
        "learned_at": document.learned_at,
        "learned_by": document.learned_by,
        "warnings": list(document.warnings),
    }


def stats(arguments: Arguments, settings: Settings) -> int:
    """Count documents, units, vectors and bytes, of one space or of all."""
    with core(settings) as parts:
        counted = parts.knowledge.stats(arguments.space or None)
    if arguments.json:
        output.emit(_stats_as_json(counted))
        return 0
    for space in counted.spaces:
        units = ", ".join(f"{count} {kind}" for kind, count in space.units.items())
        output.line(f"{space.space}: {space.documents} documents, units: {units or 'none'}")
        for one in space.vectors:
            output.line(
                f"    {one.count} {one.model.modality} vectors, {one.model.state}: {one.model.name}"
            )
    disk = ", ".join(f"{part} {size / 1e6:.1f} MB" for part, size in counted.disk_bytes.items())
    output.line(f"on disk: {disk}")
    return 0


def _stats_as_json(counted: Stats) -> dict[str, object]:
    return {
        "spaces": [_space_as_json(space) for space in counted.spaces],
        "disk_bytes": dict(counted.disk_bytes),
    }


def _space_as_json(space: SpaceStats) -> dict[str, object]:
    return {
        "space": space.space,
        "documents": space.documents,
        "size_bytes": space.size_bytes,
        "units": dict(space.units),
        "models": [
            {
                "modality": one.model.modality,
                "state": one.model.state,
                "name": one.model.name,
                "vectors": one.count,
            }
            for one in space.vectors
        ],
    }


def rebuild(arguments: Arguments, settings: Settings) -> int:
    """Make every index anew from the catalog, of one space or of all; complete a new model."""
    rebuilt = []
    with core(settings) as parts, output.bar("rebuilding") as advance:
        spaces = (arguments.space,) if arguments.space else parts.knowledge.spaces()
        for space in spaces:
            began = time.monotonic()
            parts.knowledge.rebuild(space, progress=advance)
            (counted,) = parts.knowledge.stats(space).spaces
            took = round(1_000 * (time.monotonic() - began))
            rebuilt.append({**_space_as_json(counted), "took_ms": took})
    if arguments.json:
        output.emit({"spaces": rebuilt})
    elif not rebuilt:
        output.line(
            "nothing to rebuild: no space holds a document; `groundglass learn PATH` adds some"
        )
    for one in () if arguments.json else rebuilt:
        output.line(f"rebuilt {one['space']}: {one['documents']} documents in {one['took_ms']} ms")
    return 0
