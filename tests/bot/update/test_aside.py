"""What stands beside a message's text: buttons, senders, cards, polls."""

from typing import TYPE_CHECKING

from telegram import Update, User

from bot.records import Aside, Incoming
from bot.update.incoming import read

if TYPE_CHECKING:
    from conftest import Wire


def incoming(update: Update, me: User) -> Incoming:
    event = read(update, me)
    assert isinstance(event, Incoming), event
    return event


def test_what_hides_beside_the_text_is_read(wire: "Wire") -> None:
    channel = {"id": -1009, "type": "channel", "title": "Easy Money"}
    event = incoming(
        wire.message(
            "group",
            text="hi @ada @Ada @bob",
            entities=[
                {"type": "mention", "offset": 3, "length": 4},
                {"type": "mention", "offset": 8, "length": 4},
                {"type": "mention", "offset": 13, "length": 4},
            ],
            via_bot={"id": 3, "is_bot": True, "first_name": "Post", "username": "post_bot"},
            forward_origin={"type": "channel", "date": 1, "chat": channel, "message_id": 4},
            reply_markup={"inline_keyboard": [[{"text": "Claim now", "url": "https://x.example"}]]},
        ),
        wire.me,
    )
    assert event.aside == Aside(
        texts=("Claim now",),
        forwarded_from="Easy Money",
        from_channel=True,
        via="post_bot",
        mentions=2,
        sent_at=1_800_000_000,
    )
    assert event.links == ("https://x.example",)


def test_a_contact_card_and_a_poll_are_read(wire: "Wire") -> None:
    contact = {"phone_number": "+7900", "first_name": "Anna", "last_name": "Loans", "vcard": "V"}
    card = incoming(wire.message("group", contact=contact), wire.me)
    assert card.aside.texts == ("Anna Loans", "+7900", "V")
    poll = {
        **{"id": "1", "question": "Earn?", "total_voter_count": 0, "is_closed": False},
        **{"is_anonymous": True, "type": "regular", "allows_multiple_answers": False},
        **{"allows_revoting": True, "members_only": False},
        "options": [
            {"text": t, "voter_count": 0, "persistent_id": t} for t in ("yes, dm me", "no")
        ],
    }
    asked = incoming(wire.message("group", poll=poll), wire.me)
    assert asked.aside.texts == ("Earn?", "yes, dm me", "no")
