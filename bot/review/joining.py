"""Let people in who ask to join: a question of the group's own, and a look at the picture they show.

Whoever answers rightly and shows nothing bad is let in; everybody else is put before an administrator,
and nobody is turned away by a machine.
"""

import logging
import unicodedata

from telegram.error import TelegramError

from bot.errors import Undeliverable
from bot.moderate.enforce import OBSTACLES
from bot.moderate.hands import Outcome
from bot.records import Application, Attachment, AttachmentKind, Incoming, Origin, Press
from bot.review import cards
from bot.review.moderation import Moderation
from bot.say import Notice, Say
from bot.store.audit import Applicant

logger = logging.getLogger(__name__)

ACTION = "joining"
OUTSIDE = OBSTACLES | {Outcome.NO_RIGHT: "missing right to invite people"}
"""Why somebody could not be let in or turned away."""


async def asked(moderation: Moderation, event: Application) -> None:
    """Ask somebody who wants to join what the group's policy asks, where it asks anything."""
    origin, person = event.origin, event.origin.person
    rules = moderation.books.policy(origin.chat_id).joining
    if rules is None:
        return
    moderation.spaces.named(origin.chat_id, origin.chat_title, origin.chat_kind)
    moderation.books.audit.ask(origin.chat_id, person.id, person.name, rules.question)
    title = moderation.title(origin.chat_id)
    notice = Notice(Say.JOIN_QUESTION, {"title": title, "text": rules.question})
    try:
        await moderation.replies.tell(
            cards.privately(event.private_chat_id, person.language),
            notice,
            update_id=event.update_ids[0],
        )
    except (Undeliverable, TelegramError) as error:
        logger.info("an applicant cannot be asked: %s", type(error).__name__)
        await _before_admins(moderation, _applicant(event, rules.question), "—")


async def answered(moderation: Moderation, incoming: Incoming) -> bool:
    """Take a private message as the answer of somebody who wants to join; False where nobody asked."""
    person = incoming.origin.person
    if not incoming.origin.private or incoming.command is not None:
        return False
    pending = moderation.books.audit.applications(person.id)
    if not pending:
        return False
    applicant = pending[0]
    moderation.books.audit.answered(applicant.chat_id, person.id)
    rules = moderation.books.policy(applicant.chat_id).joining
    said = incoming.text.strip()
    right = rules is not None and fits(said, rules.answers)
    shown = await _shows_nothing_bad(moderation, incoming) if rules and rules.picture else True
    inside = False
    if right and shown:
        outcome = await moderation.hands.admit(applicant.chat_id, person.id, True)
        inside = outcome is Outcome.DONE
    if inside:
        moderation.books.audit.note(applicant.chat_id, 0, "admit", f"person {person.id}")
    else:
        await _before_admins(moderation, applicant, said or "—")
    title = moderation.title(applicant.chat_id)
    say = Say.JOIN_WELCOME if inside else Say.JOIN_WAIT
    await moderation.replies.tell(
        incoming.origin, Notice(say, {"title": title}), update_id=incoming.update_ids[0]
    )
    return True


async def pressed(moderation: Moderation, event: Press, payload: str) -> Notice:
    """Let an applicant in or turn them away, by whoever administers that group now."""
    chat, person, welcome = payload.split(":")
    if not await moderation.standing.is_admin(int(chat), event.origin.person.id):
        return Notice(Say.NOT_YOURS)
    if moderation.buttons.peek(event.data, event.origin.chat_id) is None:
        return Notice(Say.BUTTON_EXPIRED)
    outcome = await moderation.hands.admit(int(chat), int(person), welcome == "in")
    if outcome is not Outcome.DONE:
        return cards.hindered(OUTSIDE[outcome])
    if moderation.buttons.redeem(event.data, event.origin.chat_id) is None:
        # A second tap came meanwhile, and has noted it.
        return Notice(Say.THANKS)
    what = "admit" if welcome == "in" else "decline"
    moderation.books.audit.note(int(chat), event.origin.person.id, what, f"person {person}")
    await moderation.replies.edit_buttons(event.origin.chat_id, event.origin.message_id)
    return Notice(Say.THANKS)


def fits(said: str, answers: tuple[str, ...]) -> bool:
    """Tell whether an answer holds one of the right ones; where none is named a human reads it."""
    words = _plain(said)
    return any(wanted in words for answer in answers if (wanted := _plain(answer)))


def _plain(text: str) -> str:
    """Return text in which no case and no way of composing a letter makes a difference."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


async def _shows_nothing_bad(moderation: Moderation, incoming: Incoming) -> bool:
    """Look at the picture that a person shows of themselves; what could not be looked at is not clean."""
    person = incoming.origin.person
    file_id = await moderation.standing.picture(person.id)
    if not file_id:
        return file_id is not None
    picture = Attachment(AttachmentKind.PHOTO, 0, file_id, file_id)
    origin = Origin(-person.id, cards.GROUP, 0, person)
    question = await moderation.opener.open(Incoming((0,), origin, attachments=(picture,)))
    verdict = await moderation.inspector.inspect(question)
    return bool(question.pictures) and verdict.allows


async def _before_admins(moderation: Moderation, applicant: Applicant, said: str) -> None:
    values = {
        "title": moderation.title(applicant.chat_id),
        "name": applicant.name,
        "question": applicant.question,
        "text": said,
    }
    language = moderation.language(applicant.chat_id)
    issue = moderation.buttons.issue
    for place in await cards.destinations(moderation, applicant.chat_id):
        payload = f"{applicant.chat_id}:{applicant.person_id}"
        buttons = [
            (cards.label(Say.BUTTON_ADMIT, language), issue(place, ACTION, f"{payload}:in", True)),
            (
                cards.label(Say.BUTTON_DECLINE, language),
                issue(place, ACTION, f"{payload}:out", True),
            ),
        ]
        await moderation.replies.tell(
            cards.at(place, language),
            Notice(Say.JOIN_CARD, values),
            update_id=0,
            key=f"joining/{payload}/{applicant.asked_at}/{place}",
            buttons=buttons,
            language=language,
        )


def _applicant(event: Application, question: str) -> Applicant:
    person = event.origin.person
    return Applicant(event.origin.chat_id, person.id, person.name, question, event.update_ids[0])
