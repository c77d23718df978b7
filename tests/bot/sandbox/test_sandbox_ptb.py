"""python-telegram-bot, a client that knows nothing of this sandbox, works with it unchanged."""

import telegram
from sandbox_client import MARA, PAT, TOKEN, Town, png
from telegram.constants import ChatMemberStatus, ParseMode


async def test_a_whole_conversation_through_python_telegram_bot(town: Town) -> None:
    chat, group = await town.private(), await town.group(forum=True)
    await town.attach(chat, [("a.png", png(), "image/png")], text="what is this?")
    url = str(town.http.base_url).rstrip("/")
    async with telegram.Bot(TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
        updates = await bot.get_updates(allowed_updates=telegram.Update.ALL_TYPES)
        question = updates[-1].message
        assert question is not None
        file = await bot.get_file(question.photo[-1])
        content = await file.download_as_bytearray()
        await bot.send_message_draft(chat, 1, "A te…")
        answer = await bot.send_message(
            chat,
            "A <b>teal</b> square",
            ParseMode.HTML,
            reply_parameters=telegram.ReplyParameters(question.message_id),
            reply_markup=telegram.InlineKeyboardMarkup.from_button(
                telegram.InlineKeyboardButton("right", callback_data="r")
            ),
        )
        edited = await answer.edit_text("A teal rectangle")
        album = await bot.send_media_group(
            chat, [telegram.InputMediaPhoto(png(color=color)) for color in ("red", "blue")]
        )
        admins = await bot.get_chat_administrators(group)
        await bot.restrict_chat_member(group, PAT, telegram.ChatPermissions.no_permissions())
        restricted = await bot.get_chat_member(group, PAT)
        topic = await bot.create_forum_topic(group, "Plans")
        inside = await bot.send_document(
            group, png(), message_thread_id=topic.message_thread_id, filename="plan.png"
        )
        whole = await bot.get_chat(group)

    assert content[:2] == b"\xff\xd8"
    assert answer.reply_to_message is not None
    assert [entity.type for entity in answer.entities] == ["bold"]
    assert isinstance(edited, telegram.Message)
    assert edited.edit_date is not None
    assert len({message.media_group_id for message in album}) == 1
    assert {admin.user.id for admin in admins} >= {MARA, 4242}
    assert restricted.status == ChatMemberStatus.RESTRICTED
    assert inside.message_thread_id == topic.message_thread_id
    assert inside.document is not None
    assert whole.is_forum
