"""The classifier of spam: what it sees through, what it leaves alone, and that a lesson can be taken back."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from written import INNOCENT

from bot import ports
from bot.evaluate.disguise import DRESSES, padded
from bot.evaluate.spam import INNOCENT as PARAGRAPHS
from bot.records import ChatKind, Finding, Incoming, Origin, Person, Question
from bot.safety.spam.check import Spam
from bot.safety.spam.course import (
    FORGOTTEN,
    MOST_LESSONS,
    course,
    fitted,
    taught,
    written,
)
from bot.safety.spam.fit import Lesson
from bot.safety.spam.school import School
from bot.store.database import Database
from bot.store.lessons import KEPT_SECONDS, LessonTable

SPAM = (
    "Ищу двух партнёров в онлайн проект, доход от 120 долларов в день, обучение бесплатно, пишите + в личку",
    "I joined this trading platform with 300 dollars and withdrew 4,000 in a week, contact the manager below",
    "网上兼职招人，手机就能操作，日结五百，不收押金，当天提现，加微信领取任务",
)
HAM = (
    "Завтра в офис привезут новые кресла, кто сможет помочь занести?",
    "The printer on the second floor is out of toner again, who has the key to the cupboard?",
    "明天的会议改到下午四点，请带上上周的报告",
)
GROUP, OTHER, ADMIN = -100, -200, 7


def verdict(texts: tuple[str, ...] | list[str], lessons: tuple[Lesson, ...] = ()) -> list[bool]:
    model = course(lessons).model
    return [bool(weight >= model.line) for weight in model.weigh(texts)]


def asked(text: str, chat_id: int = GROUP) -> Question:
    origin = Origin(chat_id, ChatKind.SUPERGROUP, 1, Person(5, "Eve"))
    return Question(Incoming((1,), origin, text), text)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "bot.sqlite3")


def test_a_group_that_taught_nothing_knows_common_spam_and_leaves_talk_alone() -> None:
    assert verdict(SPAM) == [True] * 3
    assert verdict(HAM) == [False] * 3
    assert verdict(INNOCENT) == [False] * len(INNOCENT)


def test_plain_english_is_no_spam_to_a_group_that_knows_only_english_spam() -> None:
    spam = [text for text in written("spam") if text.isascii()]
    talk = [text for text in written("ham") if "я" in text]
    model = taught([f"{text}!" for text in spam], [f"{text}." for text in talk]).model
    paragraphs = PARAGRAPHS.read_text("utf-8").splitlines()
    assert not (model.weigh(paragraphs) >= model.line).any()


@pytest.mark.parametrize("name", DRESSES)
def test_a_disguise_hides_nothing(name: str) -> None:
    chance = random.Random(3)
    dressed = [DRESSES[name](text, chance) for text in SPAM]
    assert dressed != list(SPAM)
    assert verdict(dressed) == [True] * 3


def test_spam_among_ham_is_found_wherever_it_stands() -> None:
    chance = random.Random(5)
    talk = written("ham")
    assert verdict([padded(text, talk, chance) for text in SPAM]) == [True] * 3
    assert (
        verdict([f"{' '.join(chance.sample(talk, 4))} {text}" for text in SPAM[:2]]) == [True] * 2
    )
    assert verdict([" ".join(chance.sample(talk, 12))]) == [False]


def test_short_chinese_spam_does_not_hide_behind_long_chinese_talk() -> None:
    """A Chinese offer is over in twenty characters, a quarter of what one in English takes."""
    chance = random.Random(7)
    chinese = [text for text in written("ham") if any("一" <= one < "鿿" for one in text)]
    talk = "".join(chance.sample(chinese, 8))
    offers = (
        "美女主播一对一视频，激情裸聊，下载就送二十元",
        "信用卡套现，花呗白条秒到，手续费最低",
    )
    assert len(talk) > 100
    assert verdict([f"{talk}{offer}" for offer in offers]) == [True] * 2
    assert verdict([f"{talk}\n{offer}" for offer in offers]) == [True] * 2
    assert verdict([talk]) == [False]


@pytest.mark.parametrize(
    "text", ["", " ", "😂😂😂", "\u200b", "\ud800", "!!!", "ха" * 900, "no " * 900]
)
def test_whatever_is_written_gets_a_weight(text: str) -> None:
    model = course().model
    weight = model.weigh([text, "hello"])
    assert np.isfinite(weight).all()
    assert weight[0] < model.line


def test_a_message_weighs_the_same_alone_and_among_others() -> None:
    model = course().model
    signs = ["@keen writes", "#job today", "$5 for you", "\u200bhidden", "s p a m"]
    texts = [*SPAM, *HAM, "😂", "", *signs, *INNOCENT]
    alone = [float(model.weigh([text])[0]) for text in texts]
    assert model.weigh(texts) == pytest.approx(alone, abs=1e-6)
    assert model.weigh(texts[::-1]) == pytest.approx(alone[::-1], abs=1e-6)


def test_a_lesson_changes_the_verdict_on_messages_like_it() -> None:
    text = "Наш кружок макраме набирает желающих, приносите нитки и хорошее настроение"
    again = "Кружок макраме набирает желающих, нитки и хорошее настроение берите с собой"
    assert verdict([again]) == [False]
    assert verdict([again], (Lesson(text, True),)) == [True]
    assert verdict([SPAM[0]], (Lesson(SPAM[0], False),)) == [False]


LESSONS = [Lesson(text, True) for text in (*SPAM, *written("spam")[:30], "@keen writes")]
LESSONS += [Lesson(f"{text} 2", False) for text in (*HAM, *written("ham")[:30], "#job today")]


@settings(max_examples=12, deadline=None)
@given(
    some.lists(
        some.lists(some.sampled_from(LESSONS), max_size=60, unique=True), min_size=2, max_size=4
    ),
    some.booleans(),
)
def test_what_was_taught_before_leaves_nothing_behind(
    steps: list[list[Lesson]], relabelled: bool
) -> None:
    """However lessons came, went, moved and were called otherwise: the last bit is that of a fresh start."""
    now = course()
    for step in steps:
        now = now.then(step)
        if relabelled and step:
            now = now.then([Lesson(step[0].text, not step[0].spam), *step[1:]]).then(step)
    fresh = course(steps[-1])
    assert now.lessons == fresh.lessons
    assert (now.likeness == fresh.likeness).all()
    assert (now.model.runs == fresh.model.runs).all()
    assert (now.model.words == fresh.model.words).all()
    assert (now.model.marks == fresh.model.marks).all()
    assert (now.model.line, now.model.slope) == (fresh.model.line, fresh.model.slope)


def test_a_lesson_and_its_end_give_the_same_classifier() -> None:
    begun = course(LESSONS)
    again = begun.after("A lesson like no other", spam=True).without("A lesson like no other")
    assert again.lessons == begun.lessons
    assert (again.model.runs == begun.model.runs).all()
    assert (again.model.line, again.model.slope) == (begun.model.line, begun.model.slope)


def test_of_too_many_lessons_the_oldest_fall_out_some_at_a_time() -> None:
    lessons = [Lesson(f"lesson {number}", True) for number in range(MOST_LESSONS + FORGOTTEN + 1)]
    assert fitted(lessons[:MOST_LESSONS]) == tuple(lessons[:MOST_LESSONS])
    for many in (MOST_LESSONS + 1, MOST_LESSONS + FORGOTTEN):
        assert fitted(lessons[:many]) == tuple(lessons[FORGOTTEN:many])
    assert fitted(lessons) == tuple(lessons[2 * FORGOTTEN :])


def lesson(text: str, *, unwanted: bool = True) -> ports.Lesson:
    return ports.Lesson(text, unwanted, ADMIN)


async def test_each_group_has_its_own_lessons_and_they_outlive_a_restart(
    database: Database,
) -> None:
    school = School(LessonTable(database))
    check = Spam(school.model)
    text = "Weekly macrame evening in the yard, bring your own string"
    assert school.learn(GROUP, "act 1", lesson(text)) == 1
    assert await flagged(check, text) == (True, False)
    assert await flagged(Spam(School(LessonTable(database)).model), text) == (True, False)
    assert school.unlearn(GROUP, "act 1") == 1
    assert school.unlearn(GROUP, "act 1") == 0
    assert await flagged(check, text) == (False, False)


async def flagged(check: Spam, text: str) -> tuple[bool, bool]:
    """Tell what the check says in the one group and in the other."""
    here, there = [(await check.check(asked(text, chat)))[0] for chat in (GROUP, OTHER)]
    return here.flagged, there.flagged


async def test_the_newest_word_on_a_text_counts_and_taking_it_back_restores_the_one_before(
    database: Database,
) -> None:
    school = School(LessonTable(database))
    text = "Weekly macrame evening in the yard, bring your own string"
    school.learn(GROUP, "act 1", lesson(text))
    school.learn(GROUP, "act 2", lesson("Lunch at noon?", unwanted=False))
    before = await school.model(GROUP)
    school.learn(GROUP, "press 9", lesson(text, unwanted=False))
    assert (await school.model(GROUP)).weigh([text]) < before.weigh([text])
    school.unlearn(GROUP, "press 9")
    after = await school.model(GROUP)
    assert (after.runs == before.runs).all()
    assert (after.words == before.words).all()
    assert (after.line, after.slope, after.bias) == (before.line, before.slope, before.bias)


def test_next_to_no_words_teach_nothing(database: Database) -> None:
    school = School(LessonTable(database))
    assert school.learn(GROUP, "act 1", lesson(" 👍 ok ")) == 0
    assert school.unlearn(GROUP, "act 1") == 0


def test_lessons_expire(database: Database) -> None:
    now = [0.0]
    lessons = LessonTable(database, lambda: now[0])
    lessons.add(GROUP, "act 1", "some spam", spam=True, by=ADMIN)
    now[0] = KEPT_SECONDS + 1.0
    lessons.sweep()
    assert lessons.of(GROUP) == ()


async def test_the_finding_tells_the_chance(database: Database) -> None:
    found = await Spam(School(LessonTable(database)).model).check(asked(SPAM[0]))
    assert found == (
        Finding("spam", "spam", flagged=True, score=found[0].score, detail=found[0].detail),
    )
    assert 0.5 < found[0].score <= 1
    assert found[0].detail.endswith("%")
