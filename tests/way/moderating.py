"""What stories about moderation share: spam, a newcomer, groups under a policy, administrators who listen."""

import asyncio
from typing import Any

from tests.way.conftest import Stage
from tests.way.town import JONAS, MARA, PAT, PATIENCE_SECONDS, Chat, Message, texts

SPAM = "Claim your free airdrop now: https://t.me/+aBcDeFgHiJk and connect your wallet"
TALK = "The printer on the second floor is out of paper again, who has the key?"
EVE: dict[str, Any] = {"id": 900, "first_name": "Eve", "status": "member"}
ANN: dict[str, Any] = {"id": 109, "first_name": "Ann", "status": "administrator"}


async def group_under(stage: Stage, policy: str, *people: dict[str, Any], **more: Any) -> Chat:
    """Open a group with Mara as its owner, Ann as an administrator, Jonas, Eve and Pat, under a policy."""
    group = await stage.town.group(MARA, ANN, JONAS, EVE, PAT, *people, **more)
    text = policy if ":" in policy else f"preset: {policy}"
    stage.running.desk.moderation.books.policies.set(group.id, text)
    return group


async def listening(stage: Stage, who: dict[str, Any] = MARA) -> Chat:
    """Let an administrator write to the bot privately once, so that cards reach them."""
    private = await stage.town.private({**who, "status": "member"})
    started = await private.say("/start")
    await private.answer_to(started)
    return private


async def gone(group: Chat) -> set[int]:
    """Return the messages that are deleted."""
    return {message["id"] for message in await group.messages() if message["deleted"]}


async def removal(group: Chat, who: str = "Eve", patience: float = PATIENCE_SECONDS) -> Message:
    """Wait for the sentence about a removed message; pictures take their time to be read."""
    return await group.hears(f"I removed a message by {who}", patience=patience)


async def all_told(group: Chat, count: int) -> list[str]:
    """Wait until the group is told of so many removals together; return the sentences that say it."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while True:
        said = [text for text in texts(await group.said()) if text.startswith("I removed ")]
        numbers = [text.removeprefix("I removed ").split()[0] for text in said]
        told = sum(1 if number == "a" else int(number) for number in numbers)
        if told == count:
            return said
        assert told < count and asyncio.get_running_loop().time() < deadline, said
        await asyncio.sleep(0.05)


def button(message: Message, words: str) -> str:
    """Return the data of the button with these words."""
    for row in message["buttons"]:
        for key in row:
            if words in key["text"]:
                return str(key["data"])
    raise AssertionError(f"no button {words!r} under {message['text']!r}: {message['buttons']}")


async def vanishes(group: Chat, message: int, patience: float = PATIENCE_SECONDS) -> None:
    """Wait until a message is deleted."""
    deadline = asyncio.get_running_loop().time() + patience
    while message not in await gone(group):
        assert asyncio.get_running_loop().time() < deadline, f"message {message} is still there"
        await asyncio.sleep(0.05)


async def judged(stage: Stage, group: Chat, count: int) -> None:
    """Wait until so many messages of a group are judged, where nothing that can be seen follows from it."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    ledger = stage.running.desk.moderation.books.judged
    while len(ledger.since(group.id, 0)) < count:
        assert asyncio.get_running_loop().time() < deadline, ledger.since(group.id, 0)
        await asyncio.sleep(0.05)


async def after(group: Chat) -> None:
    """Wait until what was said before is judged: until a stranger's spam, said now, is gone."""
    words = "Send me your wallet seed phrase to claim the free airdrop"
    await vanishes(group, await group.say(words, by=PAT["id"]))
