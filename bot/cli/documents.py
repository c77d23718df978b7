"""`learn`, `forget`, `search`: the knowledge store without any chat."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from bot.app import Core, core, on_account
from bot.cli import output
from bot.cli.batch import Row, each
from bot.cli.parser import Arguments
from bot.describe import Describer
from bot.errors import BadInput, ModelFailed
from bot.settings import Settings
from knowledge.base import Watch
from knowledge.records import Found, Hit, Query, Report, Scope

SHOWN_NOTES = 5


def learn(arguments: Arguments, settings: Settings) -> int:
    """Learn files and folders into a space."""
    for path in arguments.paths:
        if not path.exists():
            raise BadInput(f"there is no {str(path)!r}; give an existing file or folder")
    space = arguments.space or settings.space
    with core(settings) as parts, output.bar("learning") as advance:
        report = parts.knowledge.learn(arguments.paths, space, progress=advance)
        told = _described(settings, parts, space, advance)
    if arguments.json:
        output.emit(_report(report))
    else:
        _print_report(report)
        if told:
            output.line(told)
    learned_nothing = report.failed and not (report.added or report.changed or report.unchanged)
    return 1 if learned_nothing else 0


def _described(settings: Settings, parts: Core, space: str, step: Watch) -> str:
    """Have the pictures described where a model is named for it; return what to say of that."""
    if not settings.describer:
        return ""
    with on_account(settings, parts) as booked:
        return asyncio.run(_told(booked.describer, space, step))


async def _told(describer: Describer, space: str, step: Watch) -> str:
    try:
        count = await describer.fill(space, step)
    except ModelFailed as error:
        return f"pictures are described the next time: {error}"
    finally:
        await describer.close()
    return f"pictures described: {count}" if count else ""


def forget(arguments: Arguments, settings: Settings) -> int:
    """Forget one document, at once and everywhere."""
    with core(settings) as parts:
        document = parts.knowledge.forget(arguments.document, arguments.space or settings.space)
    if arguments.json:
        output.emit({"space": document.space, "document": document.name, "units": document.units})
    else:
        output.line(f"forgot {document.name} ({document.units} passages)")
    return 0


def search(arguments: Arguments, settings: Settings) -> int:
    """Search one space by words, picture or both."""
    scope = Scope((arguments.space or settings.space,))
    if not (arguments.text.strip() or arguments.image or arguments.batch):
        raise BadInput("there is nothing to look for; give TEXT, --image FILE or --batch FILE")
    with core(settings) as parts:
        if arguments.batch:
            for row in each(arguments.batch):
                found = _search(parts, row, scope, arguments.limit)
                output.emit({"id": row.id, **as_json(found)})
            return 0
        media = (arguments.image,) if arguments.image else ()
        found = _search(parts, Row(None, arguments.text, media), scope, arguments.limit)
        empty = not found.hits and not parts.knowledge.documents(scope)
    if arguments.json:
        output.emit(as_json(found))
    else:
        _print_found(found)
    if empty and not arguments.json:
        output.line(f"space {scope.spaces[0]!r} is empty; `groundglass learn PATH` fills it")
    return 0


def _search(parts: Core, row: Row, scope: Scope, limit: int) -> Found:
    sight = parts.eyes.look(read(row.media[0])) if row.media else None
    return parts.knowledge.search(Query(row.text, sight), scope, limit)


def read(path: Path) -> bytes:
    """Read a file named on the command line."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise BadInput(f"{str(path)!r}: {reason}; give the path of a picture") from error


def as_json(found: Found) -> dict[str, object]:
    """Put a search into the shape that other programs rely on (design, section 5)."""
    return {
        "hits": [hit_as_json(hit) for hit in found.hits],
        "answerable": round(found.answerable, 4),
        "nearest": hit_as_json(found.nearest) if found.nearest else None,
        "lists": dict(found.lists),
        "took_ms": round(found.took_ms, 2),
    }


def hit_as_json(hit: Hit) -> dict[str, object]:
    """Put one hit into the shape that other programs rely on."""
    unit = hit.unit
    return {
        "rank": hit.rank,
        "kind": unit.kind.value,
        "document": unit.document,
        "page": unit.page,
        "heading": " > ".join(unit.heading),
        "text": unit.text,
        "image": hit.image,
        "score": round(hit.score, 6),
        "lists": {vote.list: vote.rank for vote in hit.lists},
        "also": list(hit.also),
        "match": asdict(hit.match) if hit.match else None,
    }


def _report(report: Report) -> Mapping[str, object]:
    return {
        "space": report.space,
        "added": list(report.added),
        "changed": list(report.changed),
        "unchanged": list(report.unchanged),
        "moved": list(report.moved),
        "removed": list(report.removed),
        "failed": [{"document": name, "reason": reason} for name, reason in report.failed],
        "warnings": [{"document": name, "reason": reason} for name, reason in report.warnings],
        "units": report.units,
        "took_ms": round(report.took_seconds * 1000),
    }


def _print_report(report: Report) -> None:
    counts = {
        "added": report.added,
        "changed": report.changed,
        "moved": report.moved,
        "removed": report.removed,
        "unchanged": report.unchanged,
    }
    parts = [f"{len(names)} {word}" for word, names in counts.items() if names]
    summary = ", ".join(parts) or "nothing to learn there"
    output.line(f"{summary}; {report.units} new passages in {report.took_seconds:.1f} s")
    for name, reason in report.failed:
        output.line(f"not learned: {name}: {reason}")
    for name, reason in report.warnings[:SHOWN_NOTES]:
        output.line(f"note: {name}: {reason}")
    if len(report.warnings) > SHOWN_NOTES:
        output.line(f"and {len(report.warnings) - SHOWN_NOTES} more notes; --json lists them all")


def _print_found(found: Found) -> None:
    for hit in found.hits:
        page = f", p. {hit.unit.page}" if hit.unit.page else ""
        heading = f" > {' > '.join(hit.unit.heading)}" if hit.unit.heading else ""
        output.line(f"{hit.rank:2}. {hit.unit.document}{page}{heading}")
        output.line(f"    {' '.join(hit.unit.text.split())[:160]}")
    if not found.hits:
        near = f"; the nearest is in {found.nearest.unit.document}" if found.nearest else ""
        output.line(f"nothing found{near}")
