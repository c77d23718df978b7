"""The demo's chats are made through the sandbox's interface and nothing else."""

import re

from bot.demo import team
from bot.demo.team import GROUP, HANDBOOK, PRIVATE, Seeded, seed


class Wire:
    """Answer like the sandbox: a new chat gets the next id."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, dict[str, object]]] = []
        self._next = 40

    async def post(self, path: str, body: dict[str, object]) -> dict[str, object]:
        self.posts.append((path, body))
        if path != "/sandbox/chats":
            return {"message_ids": [len(self.posts)]}
        self._next += 1
        return {"id": self._next}


async def test_seeding_makes_a_private_chat_and_a_group_of_four() -> None:
    wire = Wire()
    assert await seed(wire.post) == Seeded(private=41, group=42)
    chats = [body for path, body in wire.posts if path == "/sandbox/chats"]
    assert [chat["type"] for chat in chats] == ["private", "supergroup"]
    assert chats[0]["members"] == [
        {
            "id": 1004,
            "first_name": "Pat",
            "username": "pat_northlight",
            "language_code": "en",
            "status": "member",
        }
    ]
    assert [member.status for member in GROUP.members] == ["creator", "member", "member", "member"]


async def test_everyone_in_the_group_has_spoken_in_their_own_name() -> None:
    wire = Wire()
    await seed(wire.post)
    said = [body for path, body in wire.posts if path == "/sandbox/chats/42/messages"]
    assert {body["from"] for body in said} == {member.id for member in GROUP.members}
    assert all(body["text"] for body in said)


def test_each_chat_suggests_three_questions_one_of_them_chinese() -> None:
    for chat in (PRIVATE, GROUP):
        assert len(chat.suggestions) == 3
        assert sum(bool(re.search("[一-鿿]", text)) for text in chat.suggestions) == 1


def test_every_person_stands_in_the_handbook() -> None:
    page = (HANDBOOK / "onboarding.md").read_text("utf-8")
    assert [person.first_name for person in team.PEOPLE if person.first_name not in page] == []
