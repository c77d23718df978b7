"""Cards about acts: what they say, which buttons they carry, and whose chats they go to.

A button's token means something in the chat of its card alone; whether the presser may decide is asked
in the group that the act concerns, when it is pressed.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.errors import Undeliverable
from bot.moderate.enforce import MISSING_RIGHT
from bot.records import Action, ChatKind, Origin, Person, Question
from bot.reply import layout
from bot.reply.sentences import named
from bot.review.moderation import Moderation, evidence
from bot.say import Notice, Say
from bot.store.acts import Act

GROUP = ChatKind.SUPERGROUP

SHOWN_CHARACTERS = 1_500
"""Of the message itself; a card is read at a glance."""

REMOVED = (
    ("removal_right", Say.BUTTON_RIGHT),
    ("undo", Say.BUTTON_UNDO),
    ("ban", Say.BUTTON_BAN),
    ("trust", Say.BUTTON_TRUST),
)
REVIEW = (
    ("remove", Say.BUTTON_REMOVE),
    ("leave", Say.BUTTON_LEAVE),
    ("ban", Say.BUTTON_BAN),
    ("trust", Say.BUTTON_TRUST),
)
ACTIONS = tuple({name for name, _ in (*REMOVED, *REVIEW)})


def label(say: Say, language: str) -> str:
    """Return the words on a button."""
    return layout.of_notice(Notice(say), language).text


def privately(person_id: int, language: str = "en") -> Origin:
    """Return the private chat with a person as a place to write to."""
    return Origin(person_id, ChatKind.PRIVATE, 0, Person(person_id, "", language=language))


async def destinations(moderation: Moderation, chat_id: int) -> tuple[int, ...]:
    """Return where a group's cards go: the chat that its policy names, else its reachable admins."""
    named = moderation.books.policy(chat_id).admins_chat
    if named is not None:
        return (named,)
    admins = await moderation.standing.administrators(chat_id) or frozenset()
    return tuple(sorted(admin for admin in admins if moderation.spaces.knows(admin)))


async def post(
    moderation: Moderation, question: Question, action: Action, say: Say | None = None
) -> None:
    """Put a card about an act before a group's administrators, with its pictures blurred."""
    act = moderation.books.acts.get(action.record or 0)
    if act is None:
        return
    say = say or (Say.CARD_REVIEW if action.name == "review" else Say.CARD_REMOVED)
    places = await destinations(moderation, act.chat_id)
    if not places:
        await _alone(moderation, question.incoming.origin, action)
        return
    if question.incoming.attachments and not question.pictures:
        # Its words were enough to act; whoever judges the act sees what hung on it, too.
        question = await moderation.opener.open(question.incoming)
    pictures = await moderation.blurred(question)
    for place in places:
        await _post(moderation, act, place, say, pictures)


async def _post(
    moderation: Moderation,
    act: Act,
    place: int,
    say: Say,
    pictures: Sequence[tuple[bytes, str]],
) -> None:
    language = moderation.language(act.chat_id)
    try:
        ids = await moderation.replies.tell(
            at(place, language),
            saying(moderation, act, say),
            update_id=act.id,
            key=f"card/{act.id}/{place}/{say}",
            buttons=buttons(moderation, act, place, language),
            pictures=pictures,
            language=language,
        )
    except Undeliverable:
        return
    for number in ids[:1]:
        moderation.books.baselines.card(act.id, place, number)


def saying(moderation: Moderation, act: Act, say: Say) -> Notice:
    """Put an act into the words of a card."""
    language = moderation.language(act.chat_id)
    lines = evidence(act.findings, language) or f"• {named(act.reason, language)}"
    return Notice(
        say,
        {
            "title": moderation.title(act.chat_id),
            "name": act.person.name,
            "done": act.action + (f" ({act.obstacle})" if act.obstacle else ""),
            "lines": lines,
            "text": act.text[:SHOWN_CHARACTERS] or "—",
        },
    )


def buttons(moderation: Moderation, act: Act, place: int, language: str) -> list[tuple[str, str]]:
    """Issue the buttons of a card; each works once."""
    offered = REVIEW if act.action == "review" else REMOVED
    return [
        (
            label(say, language),
            moderation.buttons.issue(place, name, str(act.id), single_use=True),
        )
        for name, say in offered
    ]


def together(acts: Sequence[int], people: Iterable[int], reasons: Sequence[str]) -> Notice:
    """Count what was removed in one spell."""
    ((reason, _),) = Counter(reasons).most_common(1)
    counted: dict[str, str | int] = {
        "count": len(acts),
        "people": len(set(people)),
        "reason": reason,
    }
    return Notice(Say.REMOVED_MANY, counted)


def undo_all(moderation: Moderation, chat_id: int, place: int, acts: Sequence[int]) -> str:
    """Issue the button that takes back every act of a spell; the one before it is used up."""
    payload = f"{chat_id}:{acts[0]}-{acts[-1]}"
    moderation.buttons.withdraw_like(place, "undo_all", f"{chat_id}:{acts[0]}-")
    return moderation.buttons.issue(place, "undo_all", payload, single_use=True)


async def post_together(
    moderation: Moderation,
    chat_id: int,
    acts: Sequence[int],
    notice: Notice,
    shown: dict[int, tuple[int, ...]],
) -> None:
    """Keep one card up to date for administrators; `shown` remembers where it stands."""
    language = moderation.language(chat_id)
    for place in await destinations(moderation, chat_id):
        token = undo_all(moderation, chat_id, place, acts)
        offered = [(label(Say.BUTTON_UNDO_ALL, language), token)]
        if place in shown:
            for number in shown[place][:1]:
                await moderation.replies.revise(place, number, notice, offered, language)
            continue
        shown[place] = await moderation.replies.tell(
            at(place, language),
            notice,
            update_id=acts[0],
            key=f"together/{acts[0]}/{place}",
            buttons=offered,
            language=language,
        )


async def decided(
    moderation: Moderation,
    act: Act,
    notice: Notice,
    *,
    undo: int | None = None,
    offer: tuple[Say, str, str] | None = None,
) -> None:
    """Show a decision on every card about an act, with how it can be taken back.

    `undo` is the act that it made; `offer` is another button: its words, what it does, and about what.
    """
    language = moderation.language(act.chat_id)
    if undo is not None:
        offer = (Say.BUTTON_UNDO, "undo", str(undo))
    for place, number in moderation.books.baselines.cards(act.id):
        moderation.buttons.withdraw(place, str(act.id), ACTIONS)
        offered = []
        if offer is not None:
            say, action, payload = offer
            token = moderation.buttons.issue(place, action, payload, single_use=True)
            offered = [(label(say, language), token)]
        if undo is not None:
            moderation.books.baselines.card(undo, place, number)
        await moderation.replies.revise(place, number, notice, offered, language)


async def tell_admins(moderation: Moderation, origin: Origin, notice: Notice, *, key: str) -> None:
    """Tell a group's administrators something; in the group itself where none can be reached."""
    language = moderation.language(origin.chat_id)
    places = await destinations(moderation, origin.chat_id) or (origin.chat_id,)
    for place in places:
        await moderation.replies.tell(
            at(place, language), notice, update_id=0, key=f"{key}/{place}", language=language
        )


async def _alone(moderation: Moderation, origin: Origin, action: Action) -> None:
    """Say once in the group how its administrators can get cards, where some are needed."""
    if action.name == "review" and moderation.books.audit.tell_once(origin.chat_id, "no cards"):
        language = moderation.language(origin.chat_id)
        notice = Notice(Say.CARDS_WHERE, {"username": moderation.replies.username})
        place = at(origin.chat_id, language)
        key = f"cards/{origin.chat_id}"
        await moderation.replies.tell(place, notice, update_id=0, key=key, language=language)


def hindered(obstacle: str, title: str = "") -> Notice:
    """Say why an act could not be carried out; where a right is missing, which one to give."""
    say = Say.OBSTACLE_RIGHT if obstacle.endswith(MISSING_RIGHT) else Say.OBSTACLE
    return Notice(say, {"title": title, "obstacle": obstacle})


def at(chat_id: int, language: str) -> Origin:
    """Return a chat as a place to write to."""
    if chat_id > 0:
        return privately(chat_id, language)
    return Origin(chat_id, ChatKind.SUPERGROUP, 0, Person(0, "", language=language))
