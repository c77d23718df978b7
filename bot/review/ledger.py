"""Look back over a group: replays of another policy, and the receipt of a watching week."""

from collections import Counter
from collections.abc import Sequence

from bot.language import is_chinese
from bot.moderate import document
from bot.moderate.policy import Policy
from bot.moderate.replay import Replay, Would, fitted, replay, wilson
from bot.records import Attachment, ChatKind, Incoming, Origin, Person, Press, Question
from bot.reply.sentences import deed, named
from bot.review.cards import label
from bot.review.moderation import Moderation
from bot.say import Notice, Say

DAY = 86_400
SHOWN = 10
"""Messages of a receipt that are shown: the most doubtful, for the others tell nothing about the line."""
SHOWN_CHARACTERS = 90
ACTION = "receipt"


def past(moderation: Moderation, chat_id: int, policy: Policy, days: int) -> Replay:
    """Replay a policy on the last days of a group."""
    since = moderation.books.audit.now - days * DAY
    rows = moderation.books.judged.since(chat_id, since)
    acts = moderation.books.acts.since(chat_id, since)
    done = {number: act.action for act in acts for number in act.message_ids}
    return replay(rows, policy, done)


def told(found: Replay, days: int, mode: str, language: str) -> Notice:
    """Put a replay into words."""
    lines = [
        f"• {deed(one.action.name, language)}: {one.judged.person_name}, "
        f"{named(one.action.reason, language)}: {_words(one)}" + _difference(one, found, language)
        for one in found.removed[-SHOWN:]
    ]
    return Notice(
        Say.REPLAYED,
        {
            "mode": mode,
            "days": days,
            "count": found.looked_at,
            "removed": len(found.removed),
            "people": len({one.judged.person_id for one in found.removed}),
            "wrong": len(found.wrong),
            "missed": len(found.missed),
            "lines": "\n".join(lines) or "—",
        },
    )


def _difference(one: Would, found: Replay, language: str) -> str:
    said = {"wrong": " ✗", "right": " ✓"}.get(one.judged.label, "")
    really = found.done.get(one.judged.message_id)
    if not really or really == one.action.name:
        return said
    return said + (
        f"（现在：{deed(really, language)}）" if is_chinese(language) else f" (now: {really})"
    )


def _words(one: Would) -> str:
    text = " ".join(one.judged.text.split())
    media = f"[{len(one.judged.media)} files] " if one.judged.media else ""
    return media + (text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…")


def would_be(moderation: Moderation, chat_id: int, days: int = 7) -> tuple[Would, ...]:
    """Return what *standard* would have removed, the most doubtful first."""
    found = past(moderation, chat_id, document.preset("standard"), days)
    return tuple(sorted(found.removed, key=lambda one: one.action.score))


def receipt(
    moderation: Moderation, chat_id: int, place: int, language: str
) -> tuple[Notice, tuple[tuple[str, str], ...]]:
    """Make the card of a watching week: what would have been removed, with a button for each."""
    found = would_be(moderation, chat_id)
    if not found:
        return Notice(Say.RECEIPT_EMPTY), ()
    shown = found[:SHOWN]
    wrong = sum(one.judged.label == "wrong" for one in found)
    low, high = wilson(len(found) - wrong, len(found))
    reasons = Counter(one.action.reason for one in found)
    lines = [
        f"{'✗' if one.judged.label == 'wrong' else '•'} {number} {one.judged.person_name}: "
        f"{_words(one)} ({named(one.action.reason, language)}, {one.action.score:.2f})"
        for number, one in enumerate(shown, 1)
    ]
    values: dict[str, str | int] = {
        "count": len(found),
        "people": len({one.judged.person_id for one in found}),
        "reasons": ", ".join(
            f"{named(reason, language)} {many}" for reason, many in reasons.most_common(4)
        ),
        "lines": "\n".join(lines),
        "precision": f"{(len(found) - wrong) / len(found):.0%} ({low:.0%}-{high:.0%})",
    }
    issue = moderation.buttons.issue
    buttons = [
        (str(number), issue(place, ACTION, f"{chat_id}:wrong:{one.judged.message_id}"))
        for number, one in enumerate(shown, 1)
    ]
    buttons.append((label(Say.BUTTON_USE_LINES, language), issue(place, ACTION, f"{chat_id}:use")))
    return Notice(Say.RECEIPT, values), tuple(buttons)


async def thumbnails(moderation: Moderation, chat_id: int) -> tuple[tuple[bytes, str], ...]:
    """Return the blurred pictures of what a receipt shows, each with its number."""
    pictures: list[tuple[bytes, str]] = []
    for number, one in enumerate(would_be(moderation, chat_id)[:SHOWN], 1):
        if one.judged.media:
            question = await _opened(moderation, one, one.judged.media)
            pictures += [
                (blurred, str(number)) for blurred, _ in await moderation.blurred(question)
            ]
    return tuple(pictures[:SHOWN])


async def _opened(moderation: Moderation, one: Would, media: Sequence[Attachment]) -> Question:
    judged = one.judged
    sender = Person(judged.person_id, "")
    origin = Origin(judged.chat_id, ChatKind.SUPERGROUP, judged.message_id, sender)
    return await moderation.opener.open(Incoming((0,), origin, attachments=tuple(media)))


async def pressed(
    moderation: Moderation, event: Press, payload: str
) -> tuple[Notice, tuple[tuple[str, str], ...]] | None:
    """Carry out a tap on a receipt by whoever administers its group now; None for anybody else."""
    chat, what, *rest = payload.split(":")
    chat_id, person = int(chat), event.origin.person
    if not await moderation.standing.is_admin(chat_id, person.id):
        return None
    books = moderation.books
    if what == "wrong":
        judged = books.judged.of_message(chat_id, int(rest[0]))
        if judged is not None:
            said = "" if judged.label == "wrong" else "wrong"
            books.judged.label(chat_id, (judged.message_id,), said, person.id)
        return receipt(moderation, chat_id, event.origin.chat_id, person.language)
    text = document.merged("preset: standard")
    for category, line in fitted(would_be(moderation, chat_id), document.read(text)).items():
        text = document.changed(text, ("categories", category, "remove"), line)
    version = books.policies.set(chat_id, text, person.id, person.language)
    books.audit.note(chat_id, person.id, "policy", f"version {version.number} (receipt)")
    return Notice(Say.POLICY_SET, {"mode": "standard", "version": version.number}), ()
