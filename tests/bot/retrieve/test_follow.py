"""Follow-up questions, completed only where they point back."""

import pytest
from retrieving import SALES, SIGHT, asked, in_group

from bot.records import Picture, Replied, Turn
from bot.retrieve.follow import complete

HISTORY = (
    Turn("How do I reset the router?", "Hold the button."),
    Turn("How many days of leave do we get in Berlin?", "30"),
)


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("And in Lisbon?", "And in Lisbon? days leave Berlin"),
        ("Why is that?", "Why is that? days leave Berlin"),
        ("what about it", "what about it days leave Berlin"),
        ("那里斯本呢？", "那里斯本呢？ days leave Berlin"),
        ("How do I get a parking space?", "How do I get a parking space?"),
        ("parking space", "parking space"),
        (
            "Which of those forms do I need for a parking space at the new office?",
            "Which of those forms do I need for a parking space at the new office?",
        ),
        ("", ""),
    ],
)
def test_only_a_short_question_that_points_back_is_completed(text: str, searched: str) -> None:
    assert complete(asked(text, in_group(SALES)), HISTORY) == searched


def test_a_reply_points_at_the_message_it_replies_to() -> None:
    theirs = Replied(3, "The VPN gives ERR-4012 again")
    ours = Replied(3, "You get 30 days. [1]", by_this_bot=True)
    marked = Replied(3, "long answer", by_this_bot=True, quote="carry-over to March")
    group = in_group(SALES)
    assert complete(asked("what does this mean?", group, replied=theirs), HISTORY) == (
        "what does this mean? VPN gives ERR-4012 again"
    )
    assert complete(asked("why is that?", group, replied=ours), HISTORY).endswith("leave Berlin")
    assert complete(asked("why is that?", group, replied=marked), HISTORY).endswith(
        "carry-over March"
    )


def test_a_question_under_a_picture_points_at_the_picture() -> None:
    question = asked("what is this?", in_group(SALES), Picture(SIGHT, "a.png"))
    assert complete(question, HISTORY) == "what is this?"
