"""Methods that show what the bot is doing: a text being written, an action such as typing."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from itertools import count

from bot.sandbox import texts, timeline, view, wire
from bot.sandbox.access import Call, Method, thread_of, writable
from bot.sandbox.errors import bad_request
from bot.sandbox.parameters import Parameters
from bot.sandbox.records import Chat, Content, Draft
from bot.sandbox.world import World

DRAFT_SECONDS = 30.0
"""A draft that is not renewed goes away."""
ACTIONS = frozenset(
    (
        *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
        *("upload_document", "choose_sticker", "find_location", "record_video_note"),
        "upload_video_note",
    )
)
_serials = count(1)


async def send_draft(call: Call) -> object:
    """Show a text that is still being written; an empty one means that the bot thinks."""
    chat = writable(call, "text")
    if not chat.private:
        raise bad_request("message drafts can be sent only to private chats")
    draft_id = call.parameters.integer("draft_id")
    if not draft_id:
        raise bad_request("draft_id must be non-zero")
    content = _content(call.parameters)
    thread = thread_of(call, chat, None)
    before, now = chat.draft, call.world.clock()
    began = before.began if before and before.draft_id == draft_id else now
    stop = call.parameters.flag("can_stop"), call.parameters.flag("keep_on_stop")
    if before and before.draft_id == draft_id and before.stopped:
        # The person wants no more of it.
        return True
    chat.draft = Draft(draft_id, content, thread, began, next(_serials), *stop)
    call.world.events.tell(
        lambda: {"type": "draft", "chat": chat.id, "message": view.draft(call.world, chat)}
    )
    loop = asyncio.get_running_loop()
    loop.call_later(DRAFT_SECONDS, _expire, call.world, chat, chat.draft.serial)
    return True


def stop(world: World, chat: Chat) -> None:
    """Press Stop under a draft: the bot is told, and the draft goes unless it is to stay a while."""
    draft = chat.draft
    assert draft is not None
    payload = {"chat": wire.chat(chat), "draft_id": draft.draft_id}
    thread = {"message_thread_id": draft.thread} if draft.thread else {}
    chat.draft = replace(draft, stopped=True)
    if not draft.keep_on_stop:
        timeline.end_draft(world, chat)
    world.updates.put("stopped_message_generation", payload | thread)


def _content(parameters: Parameters) -> Content:
    if parameters.text("text").strip():
        return texts.read(parameters, "text")
    return Content()


def _expire(world: World, chat: Chat, serial: int) -> None:
    """Take a draft away unless a newer one has taken its place."""
    if chat.draft is not None and chat.draft.serial == serial:
        timeline.end_draft(world, chat)


async def send_action(call: Call) -> object:
    """Show for some seconds what the bot is about to send."""
    chat = writable(call, "text")
    thread_of(_without_general(call), chat, None)
    action = call.parameters.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    by = call.world.bot.first_name
    thread = call.parameters.maybe_integer("message_thread_id")
    call.world.events.tell(
        lambda: {"type": "action", "chat": chat.id, "action": action, "by": by, "thread": thread}
    )
    return True


def _without_general(call: Call) -> Call:
    """Drop the General topic's number, which actions, unlike messages, may carry."""
    if call.parameters.maybe_integer("message_thread_id") != 1:
        return call
    return call.with_values({**call.parameters.values, "message_thread_id": None})


METHODS: Mapping[str, Method] = {
    "sendmessagedraft": send_draft,
    "sendchataction": send_action,
}
