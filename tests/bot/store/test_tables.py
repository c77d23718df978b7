"""What each family of tables remembers, and when it forgets."""

from typing import Protocol

from bot.records import (
    Attachment,
    AttachmentKind,
    ChatKind,
    Incoming,
    Origin,
    Person,
    Turn,
)
from bot.store.conversations import KEPT_TURNS, Conversations
from bot.store.database import Database
from bot.store.feedback import Feedback
from bot.store.presses import KEPT_SECONDS, Buttons
from bot.store.seen import Seen
from bot.store.traces import Traces

DAY = 86_400
MARA = Person(7, "Mara", "mara", "de")


class Clock(Protocol):
    now: float

    def __call__(self) -> float: ...


# --- conversations


def test_history_is_the_last_turns_oldest_first(database: Database) -> None:
    conversations = Conversations(database)
    for number in range(8):
        conversations.record(5, None, number, Turn(f"q{number}", f"a{number}"))
    assert conversations.history(5, None, limit=2) == (Turn("q6", "a6"), Turn("q7", "a7"))
    assert len(conversations.history(5, None)) == 6


def test_an_edited_question_replaces_its_turn_in_its_place(database: Database) -> None:
    conversations = Conversations(database)
    conversations.record(5, None, 1, Turn("first", "one"))
    conversations.record(5, None, 2, Turn("second", "two"))
    conversations.record(5, None, 1, Turn("first, edited", "eins"))
    assert conversations.history(5, None) == (Turn("first, edited", "eins"), Turn("second", "two"))


def test_topics_and_chats_are_separate_and_reset_alone(database: Database) -> None:
    conversations = Conversations(database)
    conversations.record(-9, 3, 1, Turn("in topic three", "a"))
    conversations.record(-9, 4, 2, Turn("in topic four", "b"))
    conversations.record(-9, None, 3, Turn("in general", "c"))
    assert conversations.history(-9, 4) == (Turn("in topic four", "b"),)
    assert conversations.reset(-9, 3) == 1
    assert conversations.reset(-9, 3) == 0
    assert conversations.history(-9, 3) == ()
    assert conversations.history(-9, None) == (Turn("in general", "c"),)


def test_a_conversation_does_not_grow_for_ever(database: Database) -> None:
    conversations = Conversations(database)
    for number in range(KEPT_TURNS + 5):
        conversations.record(5, None, number, Turn(str(number), ""))
    kept = conversations.history(5, None, limit=1_000)
    assert (len(kept), kept[0].question) == (KEPT_TURNS, "5")


# --- seen


def photo(message_id: int, unique_id: str) -> Attachment:
    return Attachment(
        AttachmentKind.PHOTO, message_id, f"file-{unique_id}", unique_id, 1_000, "image/jpeg", ""
    )


def album(*photos: Attachment, album_id: str | None = "al") -> Incoming:
    origin = Origin(-9, ChatKind.GROUP, photos[0].message_id, MARA)
    return Incoming((1,), origin, attachments=photos, album_id=album_id)


def test_an_album_is_remembered_whole_and_by_message(database: Database) -> None:
    seen = Seen(database)
    seen.remember(album(photo(11, "b"), photo(10, "a")))
    seen.remember(album(photo(12, "c")))
    assert seen.album(-9, "al") == (photo(10, "a"), photo(11, "b"), photo(12, "c"))
    assert seen.attachments(-9, 11) == (photo(11, "b"),)
    assert seen.album(-8, "al") == ()


def test_an_edit_that_swaps_the_picture_replaces_it(database: Database) -> None:
    seen = Seen(database)
    seen.remember(album(photo(10, "old"), album_id=None))
    seen.remember(album(photo(10, "new"), album_id=None))
    assert seen.attachments(-9, 10) == (photo(10, "new"),)


def test_attachments_are_forgotten_after_thirty_days(database: Database, clock: Clock) -> None:
    seen = Seen(database, clock)
    seen.remember(album(photo(10, "a")))
    clock.now += 29 * DAY
    seen.remember(album(photo(20, "b"), album_id="later"))
    assert seen.attachments(-9, 10) == (photo(10, "a"),)
    clock.now += 2 * DAY
    seen.remember(album(photo(30, "c"), album_id="last"))
    seen.sweep()
    assert seen.attachments(-9, 10) == ()
    assert seen.attachments(-9, 20) == (photo(20, "b"),)


# --- traces


def test_why_finds_the_newest_trace_of_a_question(database: Database) -> None:
    traces = Traces(database)
    traces.record(-9, 3, 10, {"model": "first", "lists": {"bm25": "ran"}})
    traces.record(-9, 3, 10, {"model": "second"})
    traces.record(-9, None, 11, {"model": "elsewhere"})
    assert traces.latest(-9, 3) == {"model": "second"}
    assert traces.of_question(-9, 10) == {"model": "second"}
    assert traces.latest(-9, 4) is None
    assert traces.of_question(-8, 10) is None


def test_traces_are_forgotten_after_thirty_days(database: Database, clock: Clock) -> None:
    traces = Traces(database, clock)
    traces.record(-9, None, 10, {"model": "old"})
    clock.now += 31 * DAY
    traces.record(-9, None, 11, {"model": "new"})
    traces.sweep()
    assert traces.of_question(-9, 10) is None


# --- feedback


def test_one_verdict_for_each_person_the_last_wins(database: Database) -> None:
    feedback = Feedback(database)
    feedback.record(-9, 50, 1, "right")
    feedback.record(-9, 50, 2, "right")
    feedback.record(-9, 50, 1, "outdated")
    feedback.record(-9, 51, 1, "wrong")
    assert feedback.verdicts(-9, 50) == {1: "outdated", 2: "right"}


def test_the_same_verdict_again_takes_it_back(database: Database) -> None:
    feedback = Feedback(database)
    assert feedback.record(-9, 50, 1, "right")
    assert not feedback.record(-9, 50, 1, "right")
    assert feedback.verdicts(-9, 50) == {}
    assert feedback.record(-9, 50, 1, "right")
    assert feedback.verdicts(-9, 50) == {1: "right"}


def test_judged_answers_keep_their_trace_for_a_year(database: Database, clock: Clock) -> None:
    feedback = Feedback(database, clock)
    feedback.record(-9, 50, 1, "right", {"answer": "42"})
    feedback.record(-9, 50, 2, "wrong", {"answer": "42"})
    feedback.record(-9, 51, 1, "wrong", {"answer": "43"})
    assert [(one.answer_message_id, one.trace, one.votes) for one in feedback.judged()] == [
        (50, {"answer": "42"}, {"right": 1, "wrong": 1}),
        (51, {"answer": "43"}, {"wrong": 1}),
    ]
    clock.now += 366 * DAY
    feedback.sweep()
    assert feedback.judged() == ()


# --- buttons


def test_a_button_means_something_only_in_its_chat(database: Database) -> None:
    buttons = Buttons(database)
    token = buttons.issue(-9, "verdict", "right 50")
    assert len(token) <= 24
    assert buttons.redeem(token, -8) is None
    assert buttons.redeem("forged", -9) is None
    assert buttons.redeem("", -9) is None
    assert buttons.redeem(token, -9) == ("verdict", "right 50")
    assert buttons.redeem(token, -9) == ("verdict", "right 50")


def test_a_single_use_button_works_once(database: Database) -> None:
    buttons = Buttons(database)
    token = buttons.issue(-9, "undo", "3", single_use=True)
    assert buttons.redeem(token, -8) is None
    assert buttons.redeem(token, -9) == ("undo", "3")
    assert buttons.redeem(token, -9) is None


def test_a_button_expires(database: Database, clock: Clock) -> None:
    buttons = Buttons(database, clock)
    token = buttons.issue(-9, "verdict", "right 50")
    clock.now += KEPT_SECONDS + 1
    assert buttons.redeem(token, -9) is None
    buttons.issue(-9, "verdict", "right 51")
    buttons.sweep()
    assert len(database.rows("SELECT * FROM buttons")) == 1


def test_tokens_cannot_be_guessed_from_one_another(database: Database) -> None:
    buttons = Buttons(database)
    assert len({buttons.issue(-9, "a", "")[:8] for _ in range(200)}) == 200
