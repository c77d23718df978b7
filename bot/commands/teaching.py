"""`/spam`, `/ham` and `/report`: what people say of a message by replying to it.

Administrators alone teach; members with standing ask administrators to look.
"""

from dataclasses import replace

from bot.commands.allowed import may
from bot.commands.response import Desk, Response
from bot.moderate.policy import Step
from bot.moderate.undo import source
from bot.ports import Lesson
from bot.records import Action, Incoming, Replied
from bot.review import cards
from bot.say import Notice, Say

STEPS = {"ban": Step.BAN, "warn": Step.WARN}
"""What may stand after `/spam`."""

HOUR = 3_600
MOST_REPORTS = 3
"""Reports that one member makes in an hour."""


async def spam(incoming: Incoming, desk: Desk) -> Response:
    """Remove the message that is replied to, its whole album, and learn from it; `ban` puts out, too."""
    refused = await _not_teaching(incoming, desk)
    if refused is not None:
        return refused
    moderation, target = desk.moderation, _target(incoming, desk)
    if await moderation.standing.is_admin(target.origin.chat_id, target.origin.person.id):
        return Response(Notice(Say.TEACH_NOT_ADMIN))
    argument = incoming.command.argument.strip().lower() if incoming.command else ""
    step = STEPS.get(argument, Step.DELETE)
    # Opened before it is gone: Telegram may not serve a removed file for long.
    question = await desk.opener.open(target)
    by = incoming.origin.person.id
    action = Action(str(step), target.message_ids, "spam", score=1.0)
    done = await moderation.enforcer.carry_out(target, action, by_id=by)
    pictures = tuple(p for p in question.pictures if not p.from_reply)
    lesson = Lesson(target.text, unwanted=True, by=by, pictures=pictures)
    count = _teach(desk, target.origin.chat_id, done.record or 0, lesson)
    moderation.books.judged.label(target.origin.chat_id, target.message_ids, "right", by)
    moderation.books.audit.note(target.origin.chat_id, by, "spam", f"act {done.record}")
    if done.obstacle:
        notice = cards.hindered(done.obstacle)
    else:
        values: dict[str, str | int] = {"name": target.origin.person.name, "count": count}
        notice = Notice(Say.TAUGHT_SPAM, values)
    return Response(notice, buttons=_undo(desk, incoming, done.record or 0))


async def ham(incoming: Incoming, desk: Desk) -> Response:
    """Learn that the message that is replied to is harmless."""
    refused = await _not_teaching(incoming, desk)
    if refused is not None:
        return refused
    target, by = _target(incoming, desk), incoming.origin.person.id
    chat_id, books = target.origin.chat_id, desk.moderation.books
    question = await desk.opener.open(target)
    noted = Action("note", target.message_ids, "ham")
    keep_text = books.policy(chat_id).keep_text_seconds
    record = books.acts.plan(target.origin, noted, target.text, keep_text, by)
    books.acts.done(record, "note")
    pictures = tuple(p for p in question.pictures if not p.from_reply)
    count = _teach(desk, chat_id, record, Lesson(target.text, False, by, pictures))
    books.judged.label(chat_id, target.message_ids, "wrong", by)
    books.audit.note(chat_id, by, "ham", f"act {record}")
    return Response(Notice(Say.TAUGHT_HAM, {"count": count}), buttons=_undo(desk, incoming, record))


async def report(incoming: Incoming, desk: Desk) -> Response:
    """Put the message that is replied to before the administrators; nothing else follows from it."""
    origin, books = incoming.origin, desk.moderation.books
    if origin.private:
        return Response(Notice(Say.GROUPS_ONLY))
    if incoming.replied is None or incoming.replied.person is None:
        return Response(Notice(Say.REPORT_WHAT))
    policy = books.policy(origin.chat_id)
    if not await may(policy.report, incoming, desk):
        return Response(Notice(Say.REPORT_NOT_YET))
    since = books.audit.now - HOUR
    if books.audit.reports_by(origin.chat_id, origin.person.id, since) >= MOST_REPORTS:
        return Response(Notice(Say.REPORT_ENOUGH))
    target = _target(incoming, desk)
    first = books.audit.reports_on(origin.chat_id, target.message_ids[0]) == 0
    books.audit.report(origin.chat_id, target.message_ids[0], origin.person.id)
    admin = await desk.moderation.standing.is_admin(origin.chat_id, target.origin.person.id)
    if first and not admin:
        question = await desk.opener.open(target)
        verdict = await desk.moderation.inspector.inspect(question)
        action = Action("review", target.message_ids, "report", findings=verdict.findings)
        keep_text = policy.keep_text_seconds
        record = books.acts.plan(target.origin, action, target.text, keep_text)
        books.acts.done(record, "review")
        shown = replace(action, record=record)
        await cards.post(desk.moderation, question, shown, Say.CARD_REPORTED)
    return Response(Notice(Say.REPORTED))


async def _not_teaching(incoming: Incoming, desk: Desk) -> Response | None:
    """Return why nothing is taught: a private chat, nothing replied to, somebody without the right."""
    origin = incoming.origin
    if origin.private:
        return Response(Notice(Say.GROUPS_ONLY))
    if not await desk.is_admin(origin.chat_id, origin.person.id):
        return Response(Notice(Say.LEARN_ADMINS_ONLY))
    if incoming.replied is None or incoming.replied.person is None:
        return Response(Notice(Say.TEACH_WHAT))
    return None


def _teach(desk: Desk, chat_id: int, record: int, lesson: Lesson) -> int:
    named = source(record)
    return sum(store.learn(chat_id, named, lesson) for store in desk.moderation.lessons)


def _target(incoming: Incoming, desk: Desk) -> Incoming:
    """Return the message that is replied to as one of its own, with its whole album."""
    replied = incoming.replied
    assert isinstance(replied, Replied) and replied.person is not None
    hung = desk.opener.replied(incoming)
    numbers = sorted({replied.message_id, *(one.message_id for one in hung)})
    origin = replace(incoming.origin, message_id=numbers[0], person=replied.person)
    # A caption stands on one part only, and not always on the one that was replied to.
    judged = desk.moderation.books.judged.of_message(origin.chat_id, numbers[0])
    text = replied.text or (judged.text if judged else "")
    said = (replied.said,) if replied.said and len(numbers) == 1 else ()
    return Incoming(
        incoming.update_ids,
        origin,
        text,
        attachments=tuple(hung),
        message_ids=tuple(numbers),
        album_id=replied.album_id,
        said=said,
    )


def _undo(desk: Desk, incoming: Incoming, record: int) -> tuple[tuple[str, str], ...]:
    origin = incoming.origin
    token = desk.buttons.issue(origin.chat_id, "undo", str(record), single_use=True)
    return ((cards.label(Say.BUTTON_UNDO, origin.person.language), token),)
