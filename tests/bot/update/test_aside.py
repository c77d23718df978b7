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


def test_what_is_shown_of_another_chats_message_is_read(wire: "Wire") -> None:
    channel = {"id": -1009, "type": "channel", "title": "Easy Money"}
    origin = {"type": "channel", "date": 1, "chat": channel, "message_id": 4}
    event = incoming(
        wire.message(
            "group",
            text="agreed",
            external_reply={"origin": origin, "message_id": 4},
            quote={"text": "Double your coins at t.me/+aBcDeFgHiJk", "position": 0},
        ),
        wire.me,
    )
    assert event.aside.texts == ("Easy Money", "Double your coins at t.me/+aBcDeFgHiJk")


def test_lists_games_bills_and_prize_draws_are_read(wire: "Wire") -> None:
    task = {"id": 1, "text": "write to @loans"}
    listed = incoming(wire.message("group", checklist={"title": "Earn", "tasks": [task]}), wire.me)
    assert listed.aside.texts == ("Earn", "write to @loans")
    game = {"title": "Slots", "description": "Win big", "photo": [], "text": "play at x.example"}
    assert incoming(wire.message("group", game=game), wire.me).aside.texts == (
        *("Slots", "Win big", "play at x.example"),
    )
    bill = {
        **{"title": "Loan", "description": "No questions", "start_parameter": "s"},
        **{"currency": "EUR", "total_amount": 100},
    }
    asked = incoming(wire.message("group", invoice=bill), wire.me)
    assert asked.aside.texts == ("Loan", "No questions")
    prize = {"chats": [], "winners_selection_date": 9, "winner_count": 1}
    drawn = incoming(
        wire.message("group", giveaway={**prize, "prize_description": "1000 USDT"}), wire.me
    )
    assert drawn.aside.texts == ("1000 USDT",)


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
