"""The invented team Northlight: its handbook, its people and the chats in which one meets them.

Speaks only the sandbox's JSON interface, through a callable; it knows nothing of the bot behind it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

HANDBOOK = Path(__file__).parent / "handbook"
"""The folder that the demo's space is learned from."""

Post = Callable[[str, dict[str, object]], Awaitable[dict[str, object]]]
"""POST a JSON object to a path of the sandbox and return the JSON object it answers."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the demo as the sandbox takes it; `status` is Telegram's."""

    id: int
    first_name: str
    username: str
    language_code: str = "en"
    status: str = "member"

    def json(self) -> dict[str, object]:
        """Return the person as the sandbox's interface names the fields."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


MARA = Member(1001, "Mara", "mara_northlight", status="creator")
JONAS = Member(1002, "Jonas", "jonas_northlight")
XIAOYU = Member(1003, "小雨", "xiaoyu_northlight", language_code="zh-hans")
PAT = Member(1004, "Pat", "pat_northlight")
"""The newcomer: the private chat is Pat's, on the first day."""

PEOPLE = (MARA, JONAS, XIAOYU, PAT)


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat with what was said in it before one looks; `talk` is (who, words)."""

    type: str
    title: str
    members: tuple[Member, ...]
    suggestions: tuple[str, ...]
    talk: tuple[tuple[Member, str], ...]


PRIVATE = Chat(
    type="private",
    title="Pat",
    members=(PAT,),
    suggestions=(
        "How do I renew my VPN profile?",
        "Which VLAN is for guests?",
        "会议室可以提前几天预订？",
    ),
    talk=((PAT, "/start"),),
)
GROUP = Chat(
    type="supergroup",
    title="Northlight",
    members=PEOPLE,
    suggestions=(
        "/ask Who is paged after 25 minutes?",
        "/ask Which week had the most pages?",
        "/ask 外勤餐补每天多少钱？",
    ),
    talk=(
        (MARA, "Morning everyone. Please welcome Pat, who starts in customer support today."),
        (JONAS, "Welcome Pat! I am your buddy. Lunch at 11:45, it is rack lunch day."),
        (XIAOYU, "欢迎 Pat！我在成都，负责四川的气象站。"),
        (PAT, "Thanks, happy to be here. Still fighting with the VPN, but I have the handbook."),
        (MARA, "Ask the bot with /ask or by mentioning it. It shows the page it read."),
    ),
)


@dataclass(frozen=True, slots=True)
class Seeded:
    """The ids of the chats as the sandbox gave them."""

    private: int
    group: int


async def seed(post: Post) -> Seeded:
    """Create the demo's chats and let its people say their first words."""
    private = await _create(post, PRIVATE)
    group = await _create(post, GROUP)
    return Seeded(private=private, group=group)


async def _create(post: Post, chat: Chat) -> int:
    answer = await post(
        "/sandbox/chats",
        {
            "type": chat.type,
            "title": chat.title,
            "members": [member.json() for member in chat.members],
            "suggestions": list(chat.suggestions),
        },
    )
    number = int(str(answer["id"]))
    for member, words in chat.talk:
        await post(f"/sandbox/chats/{number}/messages", {"from": member.id, "text": words})
    return number
