"""What a group banned, and how others notice that it changed."""

from bot.store.banned import Banned, NewBan
from bot.store.database import Database

CHAT = -1001


def test_a_ban_that_rests_in_place_of_another_is_a_change(database: Database) -> None:
    banned = Banned(database)
    one, other = (banned.add(CHAT, NewBan("s", 7), [b"picture"]) for _ in range(2))
    banned.pause(CHAT, one)
    before = banned.state(CHAT)
    assert banned.state(CHAT) == before
    banned.pause(CHAT, other)
    banned.pause(CHAT, one, paused=False)
    assert banned.state(CHAT) != before
