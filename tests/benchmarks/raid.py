"""A raid: 200 accounts join and 1,000 messages come in ten seconds; what stays, what goes, and how soon.

    python -m tests.benchmarks.raid

The bot is a process of its own against the sandbox with Telegram's flood limits. 800 messages are spam by
the newcomers, 200 are the talk of ten regulars. Prints the figures and whether each limit holds; exits 1
when one does not.
"""

import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bot.sandbox import timeline, wire
from bot.sandbox.errors import PersonError
from bot.sandbox.parameters import Parameters
from bot.sandbox.records import Member, Person, Status
from bot.sandbox.server import serving
from bot.sandbox.world import World
from bot.sandbox.writing import Writing, write
from bot.store.database import Database
from bot.store.policies import Policies
from tests.benchmarks.street import percentile
from tests.way.bot_process import BotProcess

TOKEN = "4242:a-token-for-the-benchmark-alone"
RAIDERS, REGULARS = 200, 10
MESSAGES, SECONDS = 1_000, 10.0
GONE_SECONDS = 5.0
"""How long after it was sent the last spam may stand."""
PATIENCE_SECONDS = 120.0

SPAM = (
    "Claim your free airdrop now: https://t.me/+aBcDeF{n}iJk and connect your wallet",
    "Send me your wallet seed phrase number {n} to claim the free airdrop now",
    "Earn 500 dollars a day at home, no experience, write me: https://t.me/+Xy{n}zzAbC",
    "Free USDT for the first {n} people: https://t.me/+{n}joinNowQ",
)
TALK = (
    "The printer on floor {n} is out of paper again, who has the key?",
    "I pushed the fix for ticket {n}, could somebody review it today?",
    "Lunch at noon? I know a place with {n} kinds of soup.",
    "The meeting about budget {n} moved to Thursday, same room.",
)


@dataclass
class Raid:
    """What was sent, and when it was seen gone."""

    sent: dict[int, float] = field(default_factory=dict)
    talk: set[int] = field(default_factory=set)
    gone: dict[int, float] = field(default_factory=dict)
    kept_out: int = 0
    """Messages that Telegram refused, for their author was muted before."""


async def watch(world: World, chat_id: int, raid: Raid) -> None:
    """Note when each message is first seen gone."""
    while True:
        now = time.monotonic()
        for number, message in world.chats[chat_id].messages.items():
            if message.deleted:
                raid.gone.setdefault(number, now)
        await asyncio.sleep(0.05)


async def warm(world: World, chat_id: int) -> None:
    """Let the bot judge one message before: a raid meets a bot that has been running."""
    chat = world.chats[chat_id]
    said = Parameters({"text": SPAM[1].format(n=0)})
    (number,) = await write(Writing(world, chat, chat.members[101 + REGULARS - 1], said))
    while not chat.messages[number].deleted:
        await asyncio.sleep(0.1)
    await asyncio.sleep(2.0)


async def pour(world: World, chat_id: int, raid: Raid) -> None:
    """Let the raiders in and everybody speak, evenly over ten seconds."""
    chat = world.chats[chat_id]
    for n in range(RAIDERS):
        person = Person(1_000 + n, f"Raider {n}")
        timeline.change_member(world, chat, person, Member(person, Status.MEMBER))
        timeline.service(world, chat, person, {"new_chat_members": [wire.user(person)]})
    began = time.monotonic()
    for n in range(MESSAGES):
        await asyncio.sleep(max(0.0, began + n * SECONDS / MESSAGES - time.monotonic()))
        if n % 5 == 0:
            who, words = 101 + n // 5 % REGULARS, TALK[n // 5 % len(TALK)]
        else:
            who, words = 1_000 + n % RAIDERS, SPAM[n % len(SPAM)]
        said = Parameters({"text": words.format(n=n)})
        try:
            (number,) = await write(Writing(world, chat, chat.members[who], said))
        except PersonError:
            # Muted or banned by now, as it should be.
            raid.kept_out += 1
            continue
        raid.sent[number] = time.monotonic()
        if n % 5 == 0:
            raid.talk.add(number)


async def measure(home: Path) -> int:
    """Run one raid and judge it."""
    world = World(TOKEN, first_id=1_000, bot=Person(4242, "G", "groundglass_bot", is_bot=True))
    people = [
        {"id": 101 + n, "first_name": f"Regular {n}", "status": "creator" if n == 0 else "member"}
        for n in range(REGULARS)
    ]
    async with serving(world, port=0) as url, httpx.AsyncClient(base_url=url, timeout=60) as http:
        body = {"type": "supergroup", "title": "Raided", "members": people}
        chat_id = int((await http.post("/sandbox/chats", json=body)).json()["id"])
        database = Database(home / "bot.sqlite3")
        Policies(database).set(chat_id, "preset: standard")
        database.close()
        bot = BotProcess(url, TOKEN, home)
        await bot.start()
        try:
            while not any(call["method"] == "getUpdates" for call in world.calls.since(0)):
                await asyncio.sleep(0.1)
            raid = Raid()
            watching = asyncio.create_task(watch(world, chat_id, raid))
            await warm(world, chat_id)
            await pour(world, chat_id, raid)
            spam = set(raid.sent) - raid.talk
            deadline = time.monotonic() + PATIENCE_SECONDS
            while not spam <= set(raid.gone) and time.monotonic() < deadline:
                await asyncio.sleep(0.1)
            await asyncio.sleep(5.0)
            watching.cancel()
        finally:
            await bot.kill()
        calls = (await http.get("/sandbox/calls")).json()["calls"]
    return judge(raid, calls)


def judge(raid: Raid, calls: list[dict[str, object]]) -> int:
    """Print the figures; return 1 where a limit is missed."""
    spam = set(raid.sent) - raid.talk
    took = sorted(raid.gone[n] - raid.sent[n] for n in spam if n in raid.gone)
    missed = 0

    def line(holds: bool, text: str) -> None:
        nonlocal missed
        missed |= not holds
        sys.stdout.write(f"{'holds ' if holds else 'MISSED'} {text}\n")

    alive = len(raid.talk - set(raid.gone))
    line(alive == len(raid.talk), f"regulars' messages alive: {alive} of {len(raid.talk)}")
    told = f"{len(took)} of {len(spam)}; {raid.kept_out} more could not be sent by muted accounts"
    line(len(took) == len(spam), f"spam gone: {told}")
    if took:
        text = f"spam gone after {percentile(took, 0.5):.2f} s (median), {took[-1]:.2f} s (last)"
        line(took[-1] <= GONE_SECONDS, text)
    refused = [call for call in calls if call["status"] == 429]
    deleting = [call for call in calls if call["method"] == "deleteMessages"]
    said = [call for call in calls if str(call["method"]).startswith(("send", "edit"))]
    line(not refused, f"calls refused with 429: {len(refused)}")
    line(
        len(said) <= 40,
        f"sentences and edits in the group: {len(said)}; calls that delete: {len(deleting)}",
    )
    return missed


def main() -> int:
    """Run it in a home of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
