"""What one Telegram update becomes: real JSON in, through python-telegram-bot's own types."""

from typing import TYPE_CHECKING

import pytest
from telegram import Update, User

from bot.records import (
    Aside,
    Attachment,
    AttachmentKind,
    ChatKind,
    Incoming,
    Membership,
    Migration,
    Origin,
    Person,
    Press,
    Replied,
    Said,
)
from bot.update.incoming import read

if TYPE_CHECKING:
    from conftest import Wire

MARA = Person(7, "Mara Lind", "mara", "de")
SPOT = {"longitude": 1.0, "latitude": 2.0}


def incoming(update: Update, me: User) -> Incoming:
    event = read(update, me)
    assert isinstance(event, Incoming), event
    return event


def test_a_private_message_becomes_a_whole_record(wire: "Wire") -> None:
    assert read(wire.message(text="hello"), wire.me) == Incoming(
        update_ids=(100,),
        origin=Origin(7, ChatKind.PRIVATE, 10, MARA),
        text="hello",
        message_ids=(10,),
        said=(Said(10, "hello"),),
        aside=Aside(sent_at=1_800_000_000),
    )


# --- replies, topics, senders


def test_a_reply_brings_the_picture_and_its_album(wire: "Wire") -> None:
    earlier = wire.body("group", photo=wire.photo("cat"), caption="mine", media_group_id="al")
    event = incoming(wire.message("group", text="whose?", reply_to_message=earlier), wire.me)
    picture = Attachment(
        AttachmentKind.PHOTO, 10, "cat-1280", "u-cat-1280", 12_800, media_type="image/jpeg"
    )
    said = Said(10, "mine", attachment=picture)
    assert event.replied == Replied(10, "mine", (picture,), album_id="al", person=MARA, said=said)
    assert not event.addressed


def test_a_reply_to_us_addresses_and_keeps_the_marked_words(wire: "Wire") -> None:
    bot = {"id": 99, "is_bot": True, "first_name": "Groundglass"}
    answer = {**wire.body("group", text="the port is 8443"), "from": bot}
    quote = {"text": "8443", "position": 12}
    update = wire.message("group", text="why?", reply_to_message=answer, quote=quote)
    event = incoming(update, wire.me)
    said = Said(10, "the port is 8443")
    assert event.replied == Replied(10, said.text, by_this_bot=True, quote="8443", said=said)
    assert event.addressed


def test_in_a_topic_ordinary_messages_are_no_replies(wire: "Wire") -> None:
    bot = {"id": 99, "is_bot": True, "first_name": "Groundglass"}
    icon = {"name": "Network", "icon_color": 7322096}
    root = {**wire.body("forum", message_thread_id=10, forum_topic_created=icon), "from": bot}
    fields = {"message_thread_id": 10, "is_topic_message": True, "reply_to_message": root}
    event = incoming(wire.message("forum", text="hi", **fields), wire.me)
    assert (event.replied, event.addressed, event.origin.topic_id) == (None, False, 10)


def test_a_chain_of_replies_outside_forums_is_no_topic(wire: "Wire") -> None:
    earlier = wire.body("group", text="first")
    event = incoming(
        wire.message("group", text="hi", message_thread_id=10, reply_to_message=earlier), wire.me
    )
    assert event.origin.topic_id is None
    assert event.replied is not None


def test_general_is_no_topic_and_a_private_topic_is(wire: "Wire") -> None:
    general = wire.message("forum", text="hi", message_thread_id=1, is_topic_message=True)
    private = wire.message("private", text="hi", message_thread_id=5, is_topic_message=True)
    assert incoming(general, wire.me).origin.topic_id is None
    assert incoming(private, wire.me).origin.topic_id == 5


def test_an_anonymous_admin_writes_as_the_chat(wire: "Wire") -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    chat = {"id": -1001, "type": "supergroup", "title": "Northlight"}
    update = wire.message("group", text="hi", sender_chat=chat, **{"from": anonymous})
    assert incoming(update, wire.me).origin.person == Person(-1001, "Northlight")


def test_forwards_and_edits_are_marked(wire: "Wire") -> None:
    source = {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": "X"}
    assert incoming(wire.message(text="fwd", forward_origin=source), wire.me).forwarded
    edited = incoming(wire.edit(text="better"), wire.me)
    assert (edited.edited, edited.text) == (True, "better")


def test_an_external_reply_crashes_nothing(wire: "Wire") -> None:
    source = {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": "X"}
    update = wire.message(text="hi", external_reply={"origin": source, "photo": wire.photo()})
    assert incoming(update, wire.me).replied is None


# --- what is nothing for us


def test_service_messages_and_our_own_are_nothing(wire: "Wire") -> None:
    ours = {"id": 99, "is_bot": True, "first_name": "Groundglass"}
    other = {"id": 98, "is_bot": True, "first_name": "Other"}
    nothing = [
        wire.message("group", new_chat_members=[wire.mara]),
        wire.message("group", left_chat_member=wire.mara),
        wire.message("group", new_chat_title="New"),
        wire.message("group", pinned_message=wire.body("group", text="x")),
        wire.message("group", migrate_from_chat_id=-44),
        wire.message("group", hologram={"file_id": "x"}),
        wire.message("group", text="hi", **{"from": ours}),
        wire.message("group", text="hi", **{"from": other}),
        wire.message("group", text="inline result of ours", via_bot=ours),
        wire.edit(location=SPOT),
        wire.update(channel_post=wire.body("group", text="hi")),
        wire.update(),
    ]
    assert [read(update, wire.me) for update in nothing] == [None] * len(nothing)


# --- everything else


def test_a_migration_is_told_once(wire: "Wire") -> None:
    update = wire.message("group", migrate_to_chat_id=-1009)
    assert read(update, wire.me) == Migration((100,), -1001, -1009)


def test_a_press_names_the_button_and_the_presser(wire: "Wire") -> None:
    bot = {"id": 99, "is_bot": True, "first_name": "Groundglass"}
    carrying = {**wire.body("group", text="answer"), "from": bot}
    query = {"id": "q1", "from": wire.mara, "chat_instance": "c", "data": "tok\ud83d"}
    event = read(wire.update(callback_query={**query, "message": carrying}), wire.me)
    assert isinstance(event, Press)
    assert (event.id, event.origin.person, event.origin.message_id) == ("q1", MARA, 10)
    assert event.data.startswith("tok") and event.data.encode("utf-8")


def test_a_press_on_a_message_too_old_to_see_still_counts(wire: "Wire") -> None:
    chat = {"id": -1001, "type": "supergroup", "title": "Northlight"}
    query = {"id": "q1", "from": wire.mara, "chat_instance": "c", "data": "tok"}
    old = {"chat": chat, "message_id": 3, "date": 0}
    event = read(wire.update(callback_query={**query, "message": old}), wire.me)
    origin = Origin(-1001, ChatKind.SUPERGROUP, 3, MARA, chat_title="Northlight")
    assert event == Press((100,), "q1", "tok", origin)
    assert read(wire.update(callback_query={**query, "inline_message_id": "i"}), wire.me) is None


RIGHTS = dict.fromkeys(
    (
        "can_be_edited",
        "is_anonymous",
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
    ),
    False,
)


@pytest.mark.parametrize(
    ("status", "reads_all", "can_read_all"),
    [
        ("member", False, False),
        ("member", True, True),
        ("administrator", False, True),
        ("left", False, False),
    ],
)
def test_standing_tells_whether_privacy_mode_hides_talk(
    wire: "Wire", status: str, reads_all: bool, can_read_all: bool
) -> None:
    bot = {"id": 99, "is_bot": True, "first_name": "Groundglass"}
    me = User(99, "G", is_bot=True, username="g", can_read_all_group_messages=reads_all)
    change = {
        "chat": {"id": -1001, "type": "supergroup", "title": "Northlight"},
        "from": wire.mara,
        "date": 1_800_000_000,
        "old_chat_member": {"status": "left", "user": bot},
        "new_chat_member": {"status": status, "user": bot, **RIGHTS},
    }
    event = read(wire.update(my_chat_member=change), me)
    origin = Origin(-1001, ChatKind.SUPERGROUP, 0, MARA, chat_title="Northlight")
    assert event == Membership((100,), origin, status, can_read_all)


# --- what stands beside the text
