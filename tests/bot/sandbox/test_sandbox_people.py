"""What people do reaches the bot as Telegram would tell it."""

from sandbox_client import JONAS, MARA, PAT, Town, at, png


def told(updates: list[dict[str, object]], kind: str) -> list[dict[str, object]]:
    """Return the payloads of one kind of update."""
    return [payload for each in updates if isinstance(payload := each.get(kind), dict)]


async def texts(town: Town) -> list[object]:
    return [each.get("text") for each in told(await town.updates(), "message")]


async def test_an_administrator_bot_hears_everything(town: Town) -> None:
    chat = await town.group()
    await town.write(chat, "just talking")

    assert await texts(town) == ["just talking"]


async def test_privacy_mode_hides_talk_but_not_calls_to_the_bot(town: Town) -> None:
    chat = await town.group(bot={"status": "member"})
    await town.write(chat, "just talking")
    await town.write(chat, "hello @Sandbox_Bot")
    await town.write(chat, "/ask now")
    await town.write(chat, "/ask@other_bot now")
    await town.write(chat, "/ask@sandbox_bot now")
    mine = await town.send(chat, "I am here")
    await town.write(chat, "thanks", reply_to=mine)
    await town.person("POST", f"/chats/{chat}/members", id=99, first_name="New", action="join")

    assert await texts(town) == [
        "hello @Sandbox_Bot",
        "/ask now",
        "/ask@sandbox_bot now",
        "thanks",
        None,
    ]


async def test_without_privacy_mode_a_plain_member_hears_everything(town: Town) -> None:
    chat = await town.group(bot={"status": "member"}, privacy_mode=False)
    await town.write(chat, "just talking")

    assert await texts(town) == ["just talking"]


async def test_an_album_arrives_part_after_part(town: Town) -> None:
    chat = await town.private()
    files = [
        (f"{n}.png", png(600, 400, color), "image/png") for n, color in enumerate(("red", "blue"))
    ]
    numbers = await town.attach(chat, files, text="two", spacing=0.3, caption_part=1)
    first = told(await town.updates(), "message")
    later = told(await town.updates(timeout_seconds=10), "message")

    assert [each["message_id"] for each in (*first, *later)] == numbers
    assert len(first) == len(later) == 1
    assert first[0]["media_group_id"] == later[0]["media_group_id"]
    assert "caption" not in first[0]
    assert later[0]["caption"] == "two"


async def test_a_photo_comes_in_several_true_sizes(town: Town) -> None:
    chat = await town.private()
    await town.attach(chat, [("a.png", png(1000, 500), "image/png")])
    (message,) = told(await town.updates(), "message")
    sizes = message["photo"]

    assert isinstance(sizes, list)
    assert [(size["width"], size["height"]) for size in sizes] == [
        (90, 45),
        (320, 160),
        (800, 400),
        (1000, 500),
    ]


async def test_kinds_are_named_once_or_per_file(town: Town) -> None:
    chat = await town.private()
    picture = ("a.png", png(), "image/png")
    await town.attach(chat, [picture], **{"as": "document"})
    film = ("film.mp4", b"\0\0\0\x18ftypmp42", "video/mp4")
    await town.attach(chat, [film])
    document, video = told(await town.updates(), "message")

    shown = document["document"]
    assert isinstance(shown, dict)
    assert (shown["file_name"], shown["mime_type"]) == ("a.png", "image/png")
    assert at(shown, "thumbnail", "width") == 320
    assert "video" in video


async def test_what_is_no_picture_travels_as_a_file(town: Town) -> None:
    chat = await town.private()
    await town.attach(chat, [("a.jpg", b"<html>", "image/jpeg")], **{"as": "photo"})
    (message,) = told(await town.updates(), "message")

    assert "document" in message


async def test_edits_show_all_versions_and_reach_the_bot(town: Town) -> None:
    chat = await town.private()
    number = await town.write(chat, "frist")
    await town.person(
        "PATCH", f"/chats/{chat}/messages/{number}", **{"from": MARA, "text": "first"}
    )
    (message,) = await town.messages(chat)
    (edited,) = told(await town.updates(), "edited_message")

    assert (message["text"], message["edited"]) == ("first", True)
    assert [at(message, "versions", n, "text") for n in (0, 1)] == ["frist", "first"]
    assert edited["text"] == "first"


async def test_nobody_edits_for_another(town: Town) -> None:
    chat = await town.group()
    number = await town.write(chat, "mine")
    path = f"/sandbox/chats/{chat}/messages/{number}"
    response = await town.http.patch(path, json={"from": PAT, "text": "yours"})

    assert response.status_code == 403
    assert response.json() == {"error": "only its author can edit a message"}


async def test_deleted_messages_stay_on_record(town: Town) -> None:
    chat = await town.group()
    number = await town.write(chat, "spam", PAT)
    await town.person("DELETE", f"/chats/{chat}/messages/{number}", **{"from": JONAS})
    (message,) = await town.messages(chat)

    assert (message["text"], message["deleted"]) == ("spam", True)


async def test_a_reply_carries_its_message_and_a_topic_its_thread(town: Town) -> None:
    chat = await town.group(forum=True)
    thread = (await town.person("POST", f"/chats/{chat}/topics", name="Plans"))["thread"]
    first = await town.write(chat, "in the topic", thread=thread)
    await town.write(chat, "answer", reply_to=first)
    await town.write(chat, "general")
    opened, inside, answer, general = told(await town.updates(), "message")

    assert opened["message_id"] == thread
    assert (inside["message_thread_id"], inside["is_topic_message"]) == (thread, True)
    assert at(inside, "reply_to_message", "message_id") == thread
    assert at(answer, "reply_to_message", "message_id") == first
    assert answer["message_thread_id"] == thread
    assert "message_thread_id" not in general


async def test_a_group_that_migrates_answers_under_its_new_id(town: Town) -> None:
    old = await town.group("group")
    new = (await town.person("POST", f"/chats/{old}/migrate"))["id"]
    leaving, arriving = told(await town.updates(), "message")
    answer = await town.call("sendMessage", chat_id=old, text="hi")

    assert leaving["migrate_to_chat_id"] == new
    assert arriving["migrate_from_chat_id"] == old
    assert answer == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new},
    }
    assert isinstance(new, int)
    assert await town.send(new, "hi")


async def test_forwards_and_channels_say_where_they_come_from(town: Town) -> None:
    chat = await town.group()
    await town.write(chat, "known", forward_from=PAT)
    await town.write(chat, "hidden", forward_from="Somebody")
    await town.write(chat, "anonymous", sender_chat=True)
    known, hidden, anonymous = told(await town.updates(), "message")

    assert at(known, "forward_origin", "sender_user", "first_name") == "Pat"
    assert at(hidden, "forward_origin", "sender_user_name") == "Somebody"
    assert at(anonymous, "sender_chat", "id") == chat


async def test_special_kinds_are_sent_whole(town: Town) -> None:
    chat = await town.private()
    await town.write(chat, "", location={"latitude": 1.5, "longitude": 2.5})
    await town.write(chat, "", poll={"question": "Tea?", "options": ["yes", "no"]})
    await town.write(chat, "", contact={"phone_number": "1", "first_name": "A"})
    await town.write(chat, "", sticker_emoji="🙂")
    kinds = [set(each) for each in told(await town.updates(), "message")]

    assert [kind & {"location", "poll", "contact", "sticker"} for kind in kinds] == [
        {"location"},
        {"poll"},
        {"contact"},
        {"sticker"},
    ]


async def test_a_text_too_long_for_one_message_becomes_several(town: Town) -> None:
    chat = await town.private()
    await town.write(chat, "word " * 2400)
    lengths = [len(str(text)) for text in await texts(town)]

    assert len(lengths) == 3
    assert max(lengths) <= 4096


async def test_old_messages_can_be_dated_back_and_bot_may_not_delete_them(town: Town) -> None:
    chat = await town.group()
    fresh = await town.write(chat, "fresh")
    old = await town.write(chat, "old", date=town.world.now() - 49 * 3600)

    assert await town.refused("deleteMessage", chat_id=chat, message_id=old) == (
        "Bad Request: message can't be deleted"
    )
    assert (await town.call("deleteMessage", chat_id=chat, message_id=fresh))["result"] is True


async def test_bad_wishes_get_one_sentence(town: Town) -> None:
    chat = await town.private()
    path = f"/sandbox/chats/{chat}/messages"
    answers = [
        await town.http.post(path, json={"from": MARA}),
        await town.http.post(path, content=b"{", headers={"content-type": "application/json"}),
        await town.http.post(path, json={"from": 5, "text": "x"}),
        await town.http.post("/sandbox/chats/123/messages", json={"text": "x"}),
        await town.http.post("/sandbox/chats", json={"type": "channel"}),
        await town.http.post("/sandbox/faults", json={"error": 404}),
        await town.http.post(path, data={"as": "hat"}, files={"files": ("a", b"x")}),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 403, 404, 400, 400, 400]
    assert all(set(answer.json()) == {"error"} for answer in answers)


async def test_a_file_in_a_part_of_another_name_is_refused_and_the_right_name_told(
    town: Town,
) -> None:
    chat = await town.private()
    path = f"/sandbox/chats/{chat}/messages"
    answer = await town.http.post(path, data={"text": "look"}, files={"file": ("a", b"x")})
    assert answer.status_code == 400
    told = "a part with a file is named 'files', several times for an album, not 'file'"
    assert answer.json() == {"error": told}
    assert await town.messages(chat) == []
