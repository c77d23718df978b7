"""What the bot does is done, or refused in Telegram's words."""

import pytest
from sandbox_client import MARA, TOKEN, Town, at, png


@pytest.mark.parametrize("method", ["sendPhoto", "sendDocument", "sendAnimation", "sendSticker"])
async def test_files_go_out_and_come_back(town: Town, method: str) -> None:
    chat = await town.private()
    name = method.removeprefix("send").lower()
    url, files = f"/bot{TOKEN}/{method}", {name: ("a.png", png(), "image/png")}
    answer = (await town.http.post(url, data={"chat_id": str(chat)}, files=files)).json()
    (shown,) = await town.messages(chat)
    url, file_id = (str(at(shown, "media", 0, key)) for key in ("url", "file_id"))

    assert answer["ok"], answer
    assert at(shown, "media", 0, "kind") == name
    content = (await town.http.get(url)).content
    file = await town.ok("getFile", file_id=file_id)
    assert (await town.http.get(f"/file/bot{TOKEN}/{file['file_path']}")).content == content


async def test_a_file_is_sent_again_by_its_id(town: Town) -> None:
    chat = await town.private()
    await town.attach(chat, [("a.png", png(), "image/png")])
    (shown,) = await town.messages(chat)
    file_id = str(at(shown, "media", 0, "file_id"))
    sent = await town.ok("sendPhoto", chat_id=chat, photo=file_id, caption="again")

    assert sent["caption"] == "again"
    assert await town.refused("sendDocument", chat_id=chat, document=file_id) == (
        "Bad Request: type of file mismatch"
    )


async def test_an_album_is_two_to_ten_alike(town: Town) -> None:
    chat = await town.private()
    media = '[{"type":"photo","media":"attach://a","caption":"*x*","parse_mode":"MarkdownV2"},{"type":"photo","media":"attach://b"}]'
    files = {"a": ("a.png", png()), "b": ("b.png", png(color="red"))}
    form = {"chat_id": str(chat), "media": media}
    answer = (await town.http.post(f"/bot{TOKEN}/sendMediaGroup", data=form, files=files)).json()
    one, two = answer["result"]

    assert one["media_group_id"] == two["media_group_id"]
    assert one["caption_entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    assert await town.refused("sendMediaGroup", chat_id=chat, media=[{"type": "photo"}]) == (
        "Bad Request: too few messages to send as an album"
    )


async def test_big_files_are_refused_both_ways(town: Town) -> None:
    chat = await town.private()
    await town.attach(chat, [("film.bin", bytes(21 * 2**20), "application/octet-stream")])
    (shown,) = await town.messages(chat)
    file_id = str(at(shown, "media", 0, "file_id"))
    files = {"photo": ("a.jpg", bytes(11 * 2**20))}
    photo = await town.http.post(f"/bot{TOKEN}/sendPhoto", data={"chat_id": str(chat)}, files=files)
    files = {"document": ("a.bin", bytes(51 * 2**20))}
    document = await town.http.post(
        f"/bot{TOKEN}/sendDocument", data={"chat_id": str(chat)}, files=files
    )

    assert await town.refused("getFile", file_id=file_id) == "Bad Request: file is too big"
    assert "too big for a photo" in photo.json()["description"]
    assert document.json() == {
        "ok": False,
        "error_code": 413,
        "description": "Request Entity Too Large",
    }


async def test_edits_must_change_something_of_ones_own(town: Town) -> None:
    chat = await town.private()
    mine, hers = await town.send(chat, "one"), await town.write(chat, "hers")
    keyboard = {"inline_keyboard": [[{"text": "ok", "callback_data": "x"}]]}

    async def refusal(number: int, text: str) -> str:
        return await town.refused("editMessageText", chat_id=chat, message_id=number, text=text)

    assert (await refusal(mine, "one")).startswith("Bad Request: message is not modified")
    assert await refusal(hers, "mine") == "Bad Request: message can't be edited"
    assert await refusal(999, "x") == "Bad Request: message to edit not found"
    edit = {"chat_id": chat, "message_id": mine, "text": "one", "reply_markup": keyboard}
    assert (await town.ok("editMessageText", **edit))["reply_markup"] == keyboard
    shown, _ = await town.messages(chat)
    assert shown["buttons"] == [[{"text": "ok", "data": "x", "url": None}]]


@pytest.mark.parametrize(
    ("button", "refusal"),
    [
        ({"text": "x", "callback_data": "é" * 33}, "Bad Request: BUTTON_DATA_INVALID"),
        (
            {"text": "x"},
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x", "url": "nowhere"},
            "Bad Request: inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
    ],
)
async def test_bad_buttons_are_refused(town: Town, button: dict[str, str], refusal: str) -> None:
    chat = await town.private()
    markup = {"inline_keyboard": [[button]]}

    assert await town.refused("sendMessage", chat_id=chat, text="x", reply_markup=markup) == refusal


async def test_replies_and_threads_must_exist(town: Town) -> None:
    chat = await town.group(forum=True)
    send = {"chat_id": chat, "text": "x"}

    assert await town.refused("sendMessage", **send, reply_parameters={"message_id": 77}) == (
        "Bad Request: message to be replied not found"
    )
    lenient = {"message_id": 77, "allow_sending_without_reply": True}
    assert await town.ok("sendMessage", **send, reply_parameters=lenient)
    for thread in (1, 4711):
        assert await town.refused("sendMessage", **send, message_thread_id=thread) == (
            "Bad Request: message thread not found"
        )
    topic = (await town.ok("createForumTopic", chat_id=chat, name="New"))["message_thread_id"]
    assert (await town.ok("sendMessage", **send, message_thread_id=topic))["is_topic_message"]


async def test_chats_that_cannot_be_written_to(town: Town) -> None:
    private, group = await town.private(), await town.group()
    await town.person("POST", f"/chats/{private}/block", **{"from": MARA, "blocked": True})
    bot = (await town.ok("getMe"))["id"]
    await town.person("POST", f"/chats/{group}/members", id=bot, action="leave")

    async def refusal(chat: int) -> str:
        return await town.refused("sendMessage", chat_id=chat, text="x")

    assert await refusal(private) == "Forbidden: bot was blocked by the user"
    assert await refusal(group) == "Forbidden: bot was kicked from the supergroup chat"
    assert await refusal(55) == "Bad Request: chat not found"
    standings = [each["my_chat_member"] for each in await town.updates()]
    assert [at(each, "new_chat_member", "status") for each in standings] == ["kicked", "kicked"]


async def test_a_draft_lives_until_the_message_comes(town: Town) -> None:
    chat = await town.private()
    for text in ("Thin", "Thinking"):
        await town.call("sendMessageDraft", chat_id=chat, draft_id=5, text=text)
    (draft,) = await town.messages(chat)
    await town.send(chat, "Thought")
    (message,) = await town.messages(chat)

    assert (draft["text"], draft["draft"], draft["id"]) == ("Thinking", True, "draft-5")
    assert (message["text"], message["draft"]) == ("Thought", False)
    group = await town.group()
    assert "private" in await town.refused("sendMessageDraft", chat_id=group, draft_id=5, text="x")


async def test_forwards_and_copies(town: Town) -> None:
    chat, group = await town.private(), await town.group()
    files = [("a.png", png(), "image/png"), ("b.png", png(color="red"), "image/png")]
    numbers = await town.attach(chat, files, text="look")
    where = {"chat_id": group, "from_chat_id": chat}
    forwarded = await town.ok("forwardMessage", **where, message_id=numbers[0])
    await town.ok("copyMessages", **where, message_ids=numbers)
    _, one, two = await town.messages(group)

    assert at(forwarded, "forward_origin", "sender_user", "id") == MARA
    assert (one["text"], one["forward"]) == ("look", None)
    assert one["album_id"] == two["album_id"]
    assert await town.refused("copyMessage", **where, message_id=99) == (
        "Bad Request: message to copy not found"
    )


async def test_names_commands_and_reactions(town: Town) -> None:
    chat = await town.private()
    number = await town.write(chat, "hi")
    menu = [{"command": "ask", "description": "Ask"}]
    await town.call("setMyCommands", commands=menu)
    await town.call("setMyName", name="Ground")
    await town.call(
        "setMessageReaction",
        chat_id=chat,
        message_id=number,
        reaction=[{"type": "emoji", "emoji": "👍"}],
    )
    everything = (await town.http.get("/sandbox/chats")).json()
    (shown,) = await town.messages(chat)

    assert (everything["bot"]["first_name"], everything["bot"]["commands"]) == ("Ground", menu)
    assert (await town.call("getMyCommands"))["result"] == menu
    assert shown["reactions"] == [{"emoji": "👍", "count": 1, "from": [4242]}]


async def test_unknown_methods_and_tokens(town: Town) -> None:
    unknown = await town.http.get(f"/bot{TOKEN}/doMagic")
    stranger = await town.http.get("/bot1:abc/getMe")

    assert unknown.json() == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert (unknown.status_code, stranger.status_code) == (404, 401)
    assert (await town.http.get(f"/bot{TOKEN}/GETME")).json()["result"]["id"] == 4242


async def test_calls_are_on_record_without_token_and_bytes(town: Town) -> None:
    chat = await town.private()
    files = {"document": ("a.bin", b"secret bytes")}
    await town.http.post(f"/bot{TOKEN}/sendDocument", data={"chat_id": str(chat)}, files=files)
    response = await town.http.get("/sandbox/calls?since=0")
    (call,) = response.json()["calls"]

    assert (call["n"], call["method"], call["chat"], call["status"]) == (
        1,
        "sendDocument",
        chat,
        200,
    )
    assert call["parameters"]["document"] == [{"name": "a.bin", "size": 12}]
    assert call["answer"]["ok"] is True
    assert TOKEN not in response.text
    assert (await town.http.get("/sandbox/calls?since=1")).json() == {"calls": []}
