"""Try moderation in a group on messages of our own, and say with a light whether it is ready.

What is tried goes the way that a stranger's message goes: opened, looked at by every check, decided by the group's
policy as if *standard* held where it only watches, and deleted by the bot's own right.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files

from bot.moderate import document
from bot.moderate.decide import UNKNOWN, decide
from bot.moderate.hands import Outcome
from bot.records import Incoming, Person, Picture, Question, Verdict
from bot.review import cards
from bot.review.moderation import Moderation
from bot.say import Notice, Say

STRANGER = Person(0, "Drill")

CARDS = (
    ("spam", "Send me your wallet seed phrase to claim the free airdrop now"),
    (
        "a disguised spam",
        "S\u0435nd m\u0435 y0ur w\u0430llet s\u0435\u0435d phr\u0430se to cl\u0430im the fr\u0435\u0435 airdr0p",
    ),
    ("a hidden invitation", "Claim your free USDT now: https://t.me/+aBcDeFgHiJk"),
)
"""What each card shows, and its words."""

HARMLESS = "The printer on the second floor is out of paper again, who has the key?"
"""What a card says before an edit makes spam of it."""

PICTURES = (("words in a picture", "words.png"), ("a QR code", "code.png"))
"""What each picture shows, and its file."""

FOLDER = "drill_cards"
SEEING = frozenset({"pictures", "openai"})
"""Checks that know what a picture shows beside its words."""

RIGHTS = (
    ("can_delete_messages", "delete messages"),
    ("can_restrict_members", "mute and ban"),
    ("can_invite_users", "let people in"),
)
GREEN, YELLOW, RED = "🟢", "🟡", "🔴"


async def drill(moderation: Moderation, incoming: Incoming) -> Notice:
    """Run the drill; the lines say what works, how fast, and what is missing."""
    chat_id = incoming.origin.chat_id
    lines, light = [], GREEN
    for right, deed in RIGHTS:
        held = await moderation.hands.may(chat_id, right)
        lines.append(f"{'✓' if held else '✗'} right to {deed}")
        if not held:
            light = RED if right == "can_delete_messages" else max(light, YELLOW, key=_grave)
    pictures = [files("bot.review").joinpath(FOLDER, name).read_bytes() for _, name in PICTURES]
    tried = [await _caught(moderation, incoming, card) for card in CARDS]
    tried.append(await _edited(moderation, incoming))
    for (shown, name), content in zip(PICTURES, pictures, strict=True):
        tried.append(await _seen(moderation, incoming, shown, (name, content)))
    tried.append(await _posted(moderation, incoming, pictures))
    lines += [line for line, _ in tried]
    light = light if all(well for _, well in tried) else RED
    if not SEEING & moderation.inspector.names:
        lines.append("✗ nobody looks for nudity or violence in pictures: no model is set up for it")
        light = max(light, YELLOW, key=_grave)
    reached = await cards.destinations(moderation, chat_id)
    lines.append(f"{'✓' if reached else '✗'} {len(reached)} chats for cards")
    light = light if reached else max(light, YELLOW, key=_grave)
    policy = moderation.books.policy(chat_id)
    lines.append(f"• policy {policy.preset}, version {policy.version}")
    values = {"light": light, "title": moderation.title(chat_id), "lines": "\n".join(lines)}
    return Notice(Say.DRILL, values)


async def _seen(
    moderation: Moderation, incoming: Incoming, shown: str, card: tuple[str, bytes]
) -> tuple[str, bool]:
    """Open a picture as a stranger's is, and let every check look at it."""
    name, content = card
    opened = await moderation.opener.own(content, name)
    if isinstance(opened, Notice):
        return f"✗ could not open {shown}", False
    return await _caught(moderation, incoming, (shown, ""), (opened,))


async def _edited(moderation: Moderation, incoming: Incoming) -> tuple[str, bool]:
    """Let every check look at harmless words, which stay, and at the spam that an edit makes of them."""
    _, gone = await _caught(moderation, incoming, ("", HARMLESS))
    if gone:
        return "✗ would remove a harmless message", False
    card = ("an edit into spam", CARDS[0][1])
    return await _caught(moderation, incoming, card, edited=True)


async def _caught(
    moderation: Moderation,
    incoming: Incoming,
    card: tuple[str, str],
    pictures: tuple[Picture, ...] = (),
    *,
    edited: bool = False,
) -> tuple[str, bool]:
    """Let every check look at a stranger's message that was never sent."""
    started, (shown, words) = time.perf_counter(), card
    origin = replace(incoming.origin, person=STRANGER)
    sent = Incoming((0,), origin, words, message_ids=(0,), edited=edited)
    verdict = await moderation.inspector.inspect(Question(sent, words, pictures))
    took = (time.perf_counter() - started) * 1_000
    broken = sorted({f.check for f in verdict.findings if f.error})
    caught = _removes(moderation, sent, verdict)
    told = f"{'✓ caught' if caught else '✗ did not catch'} {shown} in {took:.0f} ms"
    return told + (f"; could not look: {', '.join(broken)}" if broken else ""), caught


def _removes(moderation: Moderation, sent: Incoming, verdict: Verdict) -> bool:
    policy = moderation.books.policy(sent.origin.chat_id)
    if policy.watches_only:
        policy = document.preset("standard")
    return decide(verdict.findings, sent, policy, UNKNOWN, 0).removes


async def _posted(
    moderation: Moderation, incoming: Incoming, pictures: Sequence[bytes]
) -> tuple[str, bool]:
    """Post cards, an album among them, edit the first into spam, and take all of them away again."""
    started = time.perf_counter()
    place = replace(incoming.origin, message_id=0)
    notice = Notice(Say.DRILL_TEST, {"text": HARMLESS})
    key = f"drill/{incoming.update_ids[0]}"
    numbers = await moderation.replies.tell(
        place, notice, update_id=0, key=key, pictures=[(one, "") for one in pictures]
    )
    spam = Notice(Say.DRILL_TEST, {"text": CARDS[0][1]})
    language = incoming.origin.person.language
    for number in numbers[:1]:
        await moderation.replies.revise(place.chat_id, number, spam, language=language)
    outcome = await moderation.hands.delete(place.chat_id, numbers)
    took = time.perf_counter() - started
    if outcome is Outcome.DONE:
        return f"✓ posted and removed {len(numbers)} test cards in {took:.1f} s", True
    return f"✗ could not remove the test cards: {outcome}", False


def _grave(light: str) -> int:
    return (GREEN, YELLOW, RED).index(light)
