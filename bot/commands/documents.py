"""`/learn`, `/docs`, `/find`, `/forget`: a team's documents from within a chat."""

import asyncio
import difflib
import threading
from collections.abc import Callable, Mapping, Sequence

from bot.commands.allowed import not_learning
from bot.commands.response import Desk, Response, Status
from bot.errors import Refused
from bot.records import Attachment, AttachmentKind, Incoming
from bot.reply import layout
from bot.say import Notice, Say
from knowledge.errors import Interrupted, KnowledgeError, NotFound
from knowledge.records import Document, Hit, Progress, Query, Report, Scope

FILMS = (AttachmentKind.VIDEO, AttachmentKind.ANIMATION, AttachmentKind.VIDEO_NOTE)
LEARNABLE = (AttachmentKind.PHOTO, AttachmentKind.DOCUMENT, *FILMS)
SHOWN_DOCUMENTS = 40
"""Longer lists are counted, not shown: a message holds 4,096 characters."""
SHOWN_HITS = 5
SHOWN_PICTURES = 4
SHOWN_CHARACTERS = 200
SHOWN_CLOSE = 3
SHOWN_WARNINGS = 3


async def learn(incoming: Incoming, desk: Desk, status: Status) -> Response:
    """Learn the files of this message, or of the one that it replies to."""
    attachments = _learnable(incoming, desk)
    if not attachments:
        return Response(Notice(Say.LEARN_WHAT))
    origin = incoming.origin
    refused = await not_learning(incoming, desk)
    if refused is not None:
        return refused
    outcomes = await desk.stops.unless_stopped(incoming, _each(attachments, incoming, desk, status))
    if outcomes is None:
        return Response(Notice(Say.LEARN_STOPPED))
    reports = [one for one in outcomes if isinstance(one, Report)]
    failures = [one for one in outcomes if isinstance(one, Notice)]
    return Response(_told(_learned(reports), failures, reports, origin.person.language))


async def _each(
    attachments: Sequence[Attachment], incoming: Incoming, desk: Desk, status: Status
) -> list[Report | Notice]:
    return [await _learn(one, incoming, desk, _watch(one, status)) for one in attachments]


def _watch(attachment: Attachment, status: Status) -> Callable[[Progress], None]:
    """Show that a file is being read, and return what tells how far that is, from any thread."""
    name, loop = _name(attachment), asyncio.get_running_loop()
    status(Notice(Say.LEARNING, {"name": name}))

    def watch(progress: Progress) -> None:
        if progress.done < progress.total:
            done: dict[str, str | int] = {
                "name": name,
                "done": progress.done,
                "total": progress.total,
            }
            loop.call_soon_threadsafe(status, Notice(Say.LEARNING, done))

    return watch


async def _learn(
    attachment: Attachment, incoming: Incoming, desk: Desk, watch: Callable[[Progress], None]
) -> Report | Notice:
    """Learn one file; a notice says why it could not be. Cancelled, it ends with the page that is being read."""
    name, space = _name(attachment), desk.spaces.of(incoming.origin.chat_id)
    stopped = threading.Event()

    def go_on(progress: Progress) -> None:
        if stopped.is_set():
            raise Interrupted("learning was stopped; send the file again to go on")
        watch(progress)

    try:
        content = await desk.files.fetch(attachment)
        report = await desk.workers.run_long(
            desk.knowledge.learn_upload,
            name,
            content,
            space,
            learned_by=str(incoming.origin.person.id),
            note=_note(incoming),
            progress=go_on,
        )
    except asyncio.CancelledError:
        stopped.set()
        raise
    except Refused as refusal:
        return refusal.notice
    except KnowledgeError as error:
        return Notice(Say.LEARN_FAILED, {"name": name, "reason": str(error)})
    if report.failed:
        name, reason = report.failed[0]
        return Notice(Say.LEARN_FAILED, {"name": name, "reason": reason})
    return report


def _learnable(incoming: Incoming, desk: Desk) -> Sequence[Attachment]:
    own = [a for a in incoming.attachments if a.kind in LEARNABLE]
    if own or incoming.replied is None:
        return own
    return [a for a in desk.opener.replied(incoming) if a.kind in LEARNABLE]


def _name(attachment: Attachment) -> str:
    kind = "video-{}.mp4" if attachment.kind in FILMS else "photo-{}.jpg"
    return attachment.name or kind.format(attachment.message_id)


def _note(incoming: Incoming) -> str:
    said = incoming.command.argument if incoming.command else ""
    replied = incoming.replied.text if incoming.replied else ""
    return said or incoming.text or replied


def _told(
    learned: Notice | None, failures: Sequence[Notice], reports: Sequence[Report], language: str
) -> Notice:
    """Say what was learned, what was not, and what to know about it: one notice, or all as lines."""
    notices = [*([learned] if learned else []), *failures]
    warnings = [warning for report in reports for warning in report.warnings]
    if len(notices) == 1 and not warnings:
        return notices[0]
    lines = [layout.of_notice(notice, language).text for notice in notices]
    lines += [f"• {name}: {warning}" for name, warning in warnings[:SHOWN_WARNINGS]]
    if len(warnings) > SHOWN_WARNINGS:
        lines.append(f"… +{len(warnings) - SHOWN_WARNINGS}")
    return Notice(Say.LEARNED_PARTLY, {"lines": "\n".join(lines)})


def _learned(reports: Sequence[Report]) -> Notice | None:
    if not reports:
        return None
    names = [name for report in reports for name in (*report.added, *report.changed)]
    if not names:
        known = [name for report in reports for name in report.unchanged]
        return Notice(Say.LEARN_UNCHANGED, {"name": ", ".join(known)})
    units = sum(report.units for report in reports)
    return Notice(Say.LEARNED, {"name": ", ".join(names), "units": units})


async def docs(incoming: Incoming, desk: Desk) -> Response:
    """List what this chat can read."""
    scope = await desk.scopes.resolve(incoming.origin)
    documents = await desk.workers.run(desk.knowledge.documents, scope)
    # A group's space has no name that anybody could guess, and a folder is learned from a terminal.
    space = "" if incoming.origin.private else desk.spaces.of(incoming.origin.chat_id)
    if not documents:
        return Response(Notice(Say.DOCS_EMPTY, {"space": space}))
    shared = _shared(incoming, desk)
    lines = [_entry(one, shared.get(one.space, "")) for one in documents[:SHOWN_DOCUMENTS]]
    if len(documents) > SHOWN_DOCUMENTS:
        lines.append(f"… +{len(documents) - SHOWN_DOCUMENTS}")
    shown = "\n".join(lines)
    return Response(Notice(Say.DOCS, {"count": len(documents), "lines": shown, "space": space}))


def _shared(incoming: Incoming, desk: Desk) -> Mapping[str, str]:
    """Name the groups behind the spaces that a private chat reads beside its own."""
    origin = incoming.origin
    if not origin.private:
        return {}
    own = desk.spaces.of(origin.chat_id)
    groups = (
        (desk.spaces.of(g), desk.spaces.title(g)) for g in desk.spaces.groups_of(origin.chat_id)
    )
    return {space: title for space, title in groups if space != own}


def _entry(document: Document, group: str) -> str:
    pages = f" ({document.pages} p.)" if document.pages else ""
    return f"• {document.name}{pages}" + (f" · {group}" if group else "")


async def find(incoming: Incoming, desk: Desk) -> Response:
    """Search without answering: by words, by a picture sent or replied to, or by both."""
    words = incoming.command.argument if incoming.command else incoming.text
    question = await desk.opener.open(incoming)
    sight = question.pictures[0].sight if question.pictures else None
    if not words.strip() and sight is None:
        return Response(next(iter(question.notices), Notice(Say.FIND_WHAT)))
    scope = await desk.scopes.resolve(incoming.origin)
    found = await desk.workers.run(desk.knowledge.search, Query(words, sight), scope, SHOWN_HITS)
    if not found.hits:
        return Response(Notice(Say.FOUND_NOTHING))
    shown = [hit for hit in found.hits if hit.unit.kind == "picture" and hit.image]
    pictures = [
        (await desk.workers.run(desk.knowledge.picture, hit.image, scope), _caption(hit))
        for hit in shown[:SHOWN_PICTURES]
        if hit.image
    ]
    return Response(Notice(Say.FOUND, {"lines": describe(found.hits)}), tuple(pictures))


async def forget(incoming: Incoming, desk: Desk) -> Response:
    """Forget one document of this chat's own space."""
    name = incoming.command.argument.strip() if incoming.command else ""
    if not name:
        return Response(Notice(Say.FORGET_WHAT))
    origin = incoming.origin
    if not origin.private and not await desk.is_admin(origin.chat_id, origin.person.id):
        return Response(Notice(Say.LEARN_ADMINS_ONLY))
    try:
        document = await desk.workers.run_long(
            desk.knowledge.forget, name, desk.spaces.of(origin.chat_id)
        )
    except NotFound:
        return Response(await _unknown(name, incoming, desk))
    return Response(Notice(Say.FORGOTTEN, {"name": document.name}))


async def _unknown(name: str, incoming: Incoming, desk: Desk) -> Notice:
    """Say that there is no such document here, and which ones are called almost like that."""
    scope = Scope((desk.spaces.of(incoming.origin.chat_id),))
    known = [one.name for one in await desk.workers.run(desk.knowledge.documents, scope)]
    by_folded = {one.casefold(): one for one in known}
    held = [one for one in by_folded if name.casefold() in one]
    close = held or difflib.get_close_matches(name.casefold(), by_folded)
    near = ", ".join(by_folded[one] for one in close[:SHOWN_CLOSE])
    return Notice(Say.FORGET_UNKNOWN, {"name": name, "near": near})


def place(hit: Hit) -> str:
    """Say where a hit stands: `handbook.pdf, p. 12`."""
    return hit.unit.document + (f", p. {hit.unit.page}" if hit.unit.page else "")


def describe(hits: Sequence[Hit]) -> str:
    """List hits with their places and first words."""
    return "\n\n".join(_line(hit) for hit in hits)


def _line(hit: Hit) -> str:
    heading = f" · {hit.unit.heading[-1]}" if hit.unit.heading else ""
    words = " ".join(hit.unit.text.split())
    if len(words) > SHOWN_CHARACTERS:
        # Words that no space separates (Chinese) may be cut anywhere.
        words = words[:SHOWN_CHARACTERS].rsplit(" ", 1)[0].rstrip(",;:|") + " …"
    return f"{_caption(hit)}{heading}\n{words}"


def _caption(hit: Hit) -> str:
    return f"{hit.rank}. {place(hit)}"
