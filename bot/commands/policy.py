"""`/policy`: show a group's rules, set them by a preset, by lines or by a whole document, and go back."""

from dataclasses import replace

from bot.commands.numbers import numbered
from bot.commands.response import Desk, Response
from bot.errors import BadInput, Refused
from bot.moderate import document
from bot.moderate.policy import NEVER
from bot.records import Attachment, AttachmentKind, Incoming, Origin, Press
from bot.review.cards import label
from bot.say import Notice, Say

ACTION = "policy"
"""What the buttons of a policy's message stand for."""

LEGACY = {"delete": "standard"}
"""What `/policy delete` was called before there were presets."""

STEP = 0.05
"""How far one tap moves a line."""


async def policy(incoming: Incoming, desk: Desk) -> Response:
    """Show the policy, or set it where one is given with the command."""
    origin = incoming.origin
    if origin.private:
        return Response(Notice(Say.POLICY_IN_GROUPS))
    given = incoming.command.argument.strip() if incoming.command else ""
    file = _file(incoming)
    if not given and file is None:
        return shown(desk, origin, origin.person.language)
    if not await desk.is_admin(origin.chat_id, origin.person.id):
        return Response(Notice(Say.LEARN_ADMINS_ONLY))
    if file is not None and not given:
        try:
            given = (await desk.files.fetch(file)).decode("utf-8", "replace")
        except Refused as refused:
            return Response(refused.notice)
    if given.isdecimal():
        number = numbered(given)
        policies = desk.moderation.books.policies
        version = policies.get(origin.chat_id, number) if number is not None else None
        if version is None:
            return Response(Notice(Say.POLICY_NO_VERSION, {"version": given}))
        given = version.document
    return await change(desk, origin, _written(given))


async def change(desk: Desk, origin: Origin, text: str) -> Response:
    """Let a document hold from now on; say which line is wrong where it cannot be read."""
    try:
        whole = document.merged(text)
        wanted = document.read(whole)
    except BadInput as error:
        return Response(Notice(Say.POLICY_WRONG, {"reason": str(error)}))
    chat = wanted.admins_chat
    if chat is not None and not await desk.is_admin(chat, origin.person.id):
        return Response(Notice(Say.POLICY_CHAT))
    books = desk.moderation.books
    person = origin.person
    version = books.policies.set(origin.chat_id, whole, person.id, person.language)
    books.audit.note(origin.chat_id, person.id, "policy", f"version {version.number}")
    notice = Notice(Say.POLICY_SET, {"mode": wanted.preset, "version": version.number})
    return Response(notice, buttons=(back(desk, origin, origin.chat_id, version.number),))


def back(desk: Desk, place: Origin, chat_id: int, number: int) -> tuple[str, str]:
    """Return the button that lets the version before `number` hold again, wherever it is shown."""
    token = desk.buttons.issue(place.chat_id, ACTION, f"back:{chat_id}:{number}", single_use=True)
    return label(Say.BUTTON_UNDO, place.person.language), token


def shown(desk: Desk, origin: Origin, language: str) -> Response:
    """Show the whole document, with a button for each preset and one for the lines."""
    books = desk.moderation.books
    version = books.policies.latest(origin.chat_id)
    values: dict[str, str | int] = {
        "mode": books.policy(origin.chat_id).preset,
        "version": version.number,
        "document": document.merged(version.document).strip(),
    }
    offered = [(name, f"preset:{name}") for name in document.PRESETS]
    offered.append((label(Say.BUTTON_LINES, language), "lines"))
    return Response(Notice(Say.POLICY, values), buttons=_buttons(desk, origin, offered))


async def pressed(event: Press, payload: str, desk: Desk) -> Response:
    """Carry out a press below a policy, for administrators alone."""
    if payload.startswith("back:"):
        return await _go_back(event, payload, desk)
    origin, language = event.origin, event.origin.person.language
    if not await desk.is_admin(origin.chat_id, origin.person.id):
        return Response(Notice(Say.NOT_YOURS))
    name, *rest = payload.split(":")
    if name == "preset":
        await change(desk, origin, f"preset: {rest[0]}")
    elif name == "line":
        category, which, value = rest
        text = desk.moderation.books.policies.latest(origin.chat_id).document
        line: float | str = "never" if value == "never" else float(value)
        moved = document.changed(text, ("categories", category, which), line)
        outcome = await change(desk, origin, moved)
        if outcome.notice.key is not Say.POLICY_SET:
            return outcome
    if name == "lines":
        response = _categories(desk, origin, language)
    elif name in ("category", "line"):
        response = _category(desk, origin, rest[0], language)
    else:
        response = shown(desk, origin, language)
    return Response(response.notice, buttons=response.buttons, in_place=True)


async def _go_back(event: Press, payload: str, desk: Desk) -> Response:
    """Let the version before hold again, as a new one, unless the policy was changed meanwhile."""
    _, chat, after = payload.split(":")
    number, policies = int(after), desk.moderation.books.policies
    origin = replace(event.origin, chat_id=int(chat))
    if not await desk.is_admin(origin.chat_id, origin.person.id):
        return Response(Notice(Say.NOT_YOURS))
    before = policies.get(origin.chat_id, max(0, number - 1))
    redeemed = desk.buttons.redeem(event.data, event.origin.chat_id)
    if redeemed is None or before is None or policies.latest(origin.chat_id).number != number:
        return Response(Notice(Say.BUTTON_EXPIRED))
    done = await change(desk, origin, before.document)
    if done.notice.key is not Say.POLICY_SET:
        return Response(done.notice, in_place=True)
    newest = policies.latest(origin.chat_id).number
    offered = back(desk, event.origin, origin.chat_id, newest)
    return Response(done.notice, buttons=(offered,), in_place=True)


def _categories(desk: Desk, origin: Origin, language: str) -> Response:
    current = desk.moderation.books.policy(origin.chat_id)
    lines = [
        f"• {name.replace('_', ' ')}: {_told(kept.review)} / {_told(kept.remove)}"
        for name, kept in current.lines.items()
    ]
    offered = [(name.replace("_", " "), f"category:{name}") for name in current.lines]
    offered.append((label(Say.BUTTON_BACK, language), "back"))
    notice = Notice(Say.POLICY_CATEGORIES, {"lines": "\n".join(lines)})
    return Response(notice, buttons=_buttons(desk, origin, offered))


def _category(desk: Desk, origin: Origin, name: str, language: str) -> Response:
    kept = desk.moderation.books.policy(origin.chat_id).lines_of(name)
    remove = 1.0 if kept.remove >= NEVER else kept.remove
    review = 0.0 if kept.review >= NEVER else kept.review
    stricter = max(review, round(remove - STEP, 2))
    offered = [
        (label(Say.BUTTON_STRICTER, language), f"line:{name}:remove:{stricter}"),
        (label(Say.BUTTON_LAXER, language), f"line:{name}:remove:{min(1.0, remove + STEP):.2f}"),
        (label(Say.BUTTON_NEVER, language), f"line:{name}:remove:never"),
        (label(Say.BUTTON_BACK, language), "lines"),
    ]
    values = {
        "name": name.replace("_", " "),
        "review": _told(kept.review),
        "remove": _told(kept.remove),
    }
    return Response(Notice(Say.POLICY_CATEGORY, values), buttons=_buttons(desk, origin, offered))


def _buttons(
    desk: Desk, origin: Origin, offered: list[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (words, desk.buttons.issue(origin.chat_id, ACTION, payload)) for words, payload in offered
    )


def _told(line: float) -> str:
    return "∞" if line >= NEVER else f"{line:.2f}"


def _written(given: str) -> str:
    """Take a bare preset's name, or a document that was pasted between code fences."""
    word = given.lower()
    if word in (*document.PRESETS, *LEGACY):
        return f"preset: {LEGACY.get(word, word)}"
    return given.removeprefix("```yaml").strip("`\n")


def _file(incoming: Incoming) -> Attachment | None:
    hung = [*incoming.attachments, *(incoming.replied.attachments if incoming.replied else ())]
    return next((one for one in hung if one.kind is AttachmentKind.DOCUMENT), None)
