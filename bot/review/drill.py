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
from bot.moderate.enforce import OBSTACLES
from bot.moderate.hands import Outcome
from bot.records import Incoming, Person, Picture, Question, Verdict
from bot.reply.sentences import obstacle
from bot.review import cards
from bot.review.drill_words import line
from bot.review.moderation import Moderation
from bot.say import Notice, Say

STRANGER = Person(0, "Drill")

CARDS = (
    ("spam", "Send me your wallet seed phrase to claim the free airdrop now"),
    (
        "disguised",
        "S\u0435nd m\u0435 y0ur w\u0430llet s\u0435\u0435d phr\u0430se to cl\u0430im the fr\u0435\u0435 airdr0p",
    ),
    ("invitation", "Claim your free USDT now: https://t.me/+aBcDeFgHiJk"),
)
"""What each card shows, as `drill_words` calls it, and its words."""

HARMLESS = "The printer on the second floor is out of paper again, who has the key?"
"""What a card says before an edit makes spam of it."""

PICTURES = (("words", "words.png"), ("code", "code.png"))
"""What each picture shows, as `drill_words` calls it, and its file."""

FOLDER = "drill_cards"
SEEING = frozenset({"pictures", "openai"})
"""Checks that know what a picture shows beside its words."""

RIGHTS = ("can_delete_messages", "can_restrict_members", "can_invite_users")
GREEN, YELLOW, RED = "🟢", "🟡", "🔴"


async def drill(moderation: Moderation, incoming: Incoming) -> Notice:
    """Run the drill; the lines say what works, how fast, and what is missing."""
    chat_id, language = incoming.origin.chat_id, incoming.origin.person.language
    lines, light = [], GREEN
    for right in RIGHTS:
        held = await moderation.hands.may(chat_id, right)
        lines.append(line(right, language, mark="✓" if held else "✗"))
        if not held:
            light = RED if right == "can_delete_messages" else max(light, YELLOW, key=_grave)
    pictures = [files("bot.review").joinpath(FOLDER, name).read_bytes() for _, name in PICTURES]
    tried = [await _caught(moderation, incoming, card) for card in CARDS]
    tried.append(await _edited(moderation, incoming))
    for (shown, name), content in zip(PICTURES, pictures, strict=True):
        tried.append(await _seen(moderation, incoming, shown, (name, content)))
    tried.append(await _posted(moderation, incoming, pictures))
    lines += [told for told, _ in tried]
    light = light if all(well for _, well in tried) else RED
    if not SEEING & moderation.inspector.names:
        lines.append(line("blind", language))
        light = max(light, YELLOW, key=_grave)
    reached = await cards.destinations(moderation, chat_id)
    lines.append(line("chats", language, mark="✓" if reached else "✗", count=len(reached)))
    light = light if reached else max(light, YELLOW, key=_grave)
    policy = moderation.books.policy(chat_id)
    lines.append(line("policy", language, preset=policy.preset, version=policy.version))
    values = {"light": light, "title": moderation.title(chat_id), "lines": "\n".join(lines)}
    return Notice(Say.DRILL, values)


async def _seen(
    moderation: Moderation, incoming: Incoming, shown: str, card: tuple[str, bytes]
) -> tuple[str, bool]:
    """Open a picture as a stranger's is, and let every check look at it."""
    name, content = card
    opened = await moderation.opener.own(content, name)
    if isinstance(opened, Notice):
        language = incoming.origin.person.language
        return line("closed", language, shown=line(shown, language)), False
    return await _caught(moderation, incoming, (shown, ""), (opened,))


async def _edited(moderation: Moderation, incoming: Incoming) -> tuple[str, bool]:
    """Let every check look at harmless words, which stay, and at the spam that an edit makes of them."""
    _, gone = await _caught(moderation, incoming, ("edit", HARMLESS))
    if gone:
        return line("harmless", incoming.origin.person.language), False
    card = ("edit", CARDS[0][1])
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
    took = f"{(time.perf_counter() - started) * 1_000:.0f}"
    broken = sorted({f.check for f in verdict.findings if f.error})
    caught = _removes(moderation, sent, verdict)
    language = incoming.origin.person.language
    name = "caught" if caught else "missed"
    told = line(name, language, shown=line(shown, language), took=took)
    return told + (line("broken", language, checks=", ".join(broken)) if broken else ""), caught


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
    took = f"{time.perf_counter() - started:.1f}"
    if outcome is Outcome.DONE:
        return line("posted", language, count=len(numbers), took=took), True
    return line("left", language, obstacle=obstacle(OBSTACLES[outcome], language)), False


def _grave(light: str) -> int:
    return (GREEN, YELLOW, RED).index(light)
