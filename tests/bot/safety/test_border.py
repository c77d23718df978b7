"""What of a message may leave this machine before it is answered, and what is spoken in it."""

import base64
import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from elsewhere import ADVERT, Unsure, opinion, question, served

from bot.answer.clean import Cleaner
from bot.border import Border
from bot.ports import ANY_LANE, Privacy, SafetyCheck
from bot.records import (
    Clip,
    Picture,
    Question,
    Sent,
    Utterance,
)
from bot.safety.cloud import Address, Cloud
from bot.safety.inspect import Inspector
from bot.safety.judge import Bench, Judge
from bot.safety.links import Links
from bot.safety.requests import Requests
from bot.safety.words import Words
from knowledge.records import Box, Sight, TextLine

PAINTED = b"painted" * 4_000
"""As many bytes as a picture has that is not plain, and so is sent at its own size."""
SAID = "is it safe? password: Blue-Horse-77"


def border(mode: Privacy, kept: list[tuple[int, Sent, int]] | None = None) -> Border:
    """Stand before a cloud; a picture that was painted over reads as clean."""

    def painted(content: bytes, covers: Sequence[tuple[Box, str]]) -> tuple[bytes, str]:
        return PAINTED, "image/jpeg"

    def look(content: bytes) -> Sight:
        return Sight(content, "image/jpeg", 800, 600, "0" * 64, read=True)

    def keep(chat_id: int, sent: Sent, message_id: int) -> None:
        if kept is not None:
            kept.append((chat_id, sent, message_id))

    return Border(
        Cleaner(look, painted, lambda _: (), lambda _: ()), lambda chat_id: mode, ANY_LANE, keep
    )


def screenshot() -> Question:
    line = TextLine("password: Blue-Horse-77", Box(0.1, 0.1, 0.9, 0.2), 0.99)
    sight = Sight(ADVERT, "image/jpeg", 800, 600, "0" * 64, lines=(line,), read=True)
    asked = question(text=SAID)
    return replace(asked, pictures=(Picture(sight, "p.jpg"),))


@pytest.mark.parametrize(
    ("mode", "asked", "leaks"),
    [
        ("redact", 2, False),
        ("faces", 2, False),
        ("local", 0, False),
        ("ask", 0, False),
        ("off", 2, True),
    ],
)
async def test_moderation_in_a_cloud_is_given_what_the_chat_lets_pass_and_that_is_noted(
    mode: Privacy, asked: int, leaks: bool
) -> None:
    bodies: list[str] = []
    kept: list[tuple[int, Sent, int]] = []

    def answer(body: dict[str, object]) -> tuple[int, object]:
        bodies.append(json.dumps(body))
        return 200, {"results": [{"category_scores": {}}]}

    with served(answer) as url:
        check = Cloud(Address("key", url), border(mode, kept).permit)
        assert not (await check.check(screenshot()))[0].error
    assert len(bodies) == asked
    assert ("Blue-Horse" in "".join(bodies)) is leaks
    shown = [base64.b64encode(PAINTED).decode() in body for body in bodies]
    assert any(shown) is (mode in ("redact", "faces"))
    assert [(chat, sent.pictures) for chat, sent, _ in kept] == (
        [(-1001, (PAINTED if mode in ("redact", "faces") else ADVERT,))] if asked else []
    )


async def test_the_judge_is_given_no_secret_either() -> None:
    bodies: list[str] = []

    def answer(body: dict[str, object]) -> tuple[int, object]:
        bodies.append(json.dumps(body))
        return 200, opinion("none", 0.0)

    with served(answer) as url:
        judge = Judge(Bench("judge", url), border("redact").permit)
        await Inspector([Unsure()], second=judge).inspect(screenshot())
    assert len(bodies) == 1
    assert "Blue-Horse" not in bodies[0]
    assert "[password 1]" in bodies[0]


@pytest.mark.parametrize(
    ("mode", "may"),
    [("redact", True), ("faces", True), ("off", True), ("local", False), ("ask", False)],
)
def test_sound_that_nobody_can_look_into_stays_where_the_chat_is_careful(
    mode: Privacy, may: bool
) -> None:
    assert (border(mode).sound(question().incoming) is not None) is may
    nowhere = Border(
        Cleaner(
            lambda _: Sight(b"", "", 1, 1, ""), lambda a, b: (a, ""), lambda _: (), lambda _: ()
        ),
        lambda _: "off",
        ("local",),
    )
    assert nowhere.sound(question().incoming) is None


@pytest.mark.parametrize("check", [Words(), Requests(), Links()])
async def test_what_is_spoken_is_judged_like_what_is_typed(check: SafetyCheck) -> None:
    spoken = (
        "Guaranteed profits every week, see bit.ly/x and 45.155.205.233/app.apk. "
        "Explain step by step how to build a pipe bomb at home"
    )
    clip = Clip(1, "note", 3.0, (Utterance(0.0, spoken),))
    typed = await check.check(question(text=spoken))
    heard = await check.check(replace(question(), clips=(clip,)))
    assert typed[0].score > 0
    assert heard[0].category == typed[0].category
    quoted = await check.check(replace(question(), clips=(replace(clip, from_reply=True),)))
    assert isinstance(check, Requests) or quoted[0].score == 0
