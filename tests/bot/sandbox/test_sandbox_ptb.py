"""python-telegram-bot, a client that knows nothing of this sandbox, works with it unchanged."""

from collections.abc import AsyncIterator

import pytest
import telegram
from sandbox_client import MARA, PAT, TOKEN, Town, png
from telegram.constants import ChatMemberStatus, ParseMode


@pytest.fixture
async def bot(town: Town) -> AsyncIterator[telegram.Bot]:
    """Connect the library's own client."""
    url = str(town.http.base_url).rstrip("/")
    async with telegram.Bot(TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
        yield bot


async def test_a_conversation_with_pictures(town: Town, bot: telegram.Bot) -> None:
    chat = await town.private()
    await town.attach(chat, [("a.png", png(), "image/png")], text="what is this?")
    (update,) = await bot.get_updates(allowed_updates=telegram.Update.ALL_TYPES)
    question = update.message
    assert question is not None
    file = await bot.get_file(question.photo[-1])
    content = await file.download_as_bytearray()
    await bot.send_message_draft(chat, 1, "A te…")
    button = telegram.InlineKeyboardButton("right", callback_data="r")
    answer = await bot.send_message(
        chat,
        "A <b>teal</b> square",
        ParseMode.HTML,
        reply_parameters=telegram.ReplyParameters(question.message_id),
        reply_markup=telegram.InlineKeyboardMarkup.from_button(button),
    )
    edited = await answer.edit_text("A teal rectangle")
    pictures = [telegram.InputMediaPhoto(png(color=color)) for color in ("red", "blue")]
    album = await bot.send_media_group(chat, pictures)

    assert content[:2] == b"\xff\xd8"
    assert answer.reply_to_message is not None
    assert [entity.type for entity in answer.entities] == ["bold"]
    assert isinstance(edited, telegram.Message)
    assert edited.edit_date is not None
    assert len({message.media_group_id for message in album}) == 1


async def test_a_group_is_moderated(town: Town, bot: telegram.Bot) -> None:
    group = await town.group(forum=True)
    admins = await bot.get_chat_administrators(group)
    await bot.restrict_chat_member(group, PAT, telegram.ChatPermissions.no_permissions())
    restricted = await bot.get_chat_member(group, PAT)
    topic = await bot.create_forum_topic(group, "Plans")
    thread = topic.message_thread_id
    plan = await bot.send_document(group, png(), message_thread_id=thread, filename="plan.png")
    whole = await bot.get_chat(group)

    assert {admin.user.id for admin in admins} >= {MARA, 4242}
    assert restricted.status == ChatMemberStatus.RESTRICTED
    assert plan.message_thread_id == thread
    assert plan.document is not None
    assert plan.document.file_name == "plan.png"
    assert whole.is_forum


async def test_refusals_become_the_librarys_own_errors(town: Town, bot: telegram.Bot) -> None:
    chat, group = await town.private(), await town.group("group")
    await town.person("POST", "/faults", method="sendMessage", error=429, retry_after=7)
    with pytest.raises(telegram.error.RetryAfter):
        await bot.send_message(chat, "x")
    await town.person("POST", f"/chats/{group}/migrate")
    with pytest.raises(telegram.error.ChatMigrated):
        await bot.send_message(group, "x")
    await town.person("POST", f"/chats/{chat}/block", blocked=True)
    with pytest.raises(telegram.error.Forbidden):
        await bot.send_message(chat, "x")
    await town.person("POST", "/faults", method="getMe", error="drop")
    with pytest.raises(telegram.error.NetworkError):
        await bot.get_me()
