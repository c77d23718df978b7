"""Presses on inline buttons: the person waits, the bot answers."""

import asyncio
import secrets
from collections.abc import Mapping

from bot.sandbox import wire
from bot.sandbox.access import Call, Method
from bot.sandbox.errors import bad_request
from bot.sandbox.records import Chat, Json, Message, Person
from bot.sandbox.world import Press, World

PERSON_WAITS_SECONDS = 5.0
EXPIRES_SECONDS = 60.0
"""After this long an answer comes too late."""
MAX_ANSWER = 200


async def press(world: World, chat: Chat, message: Message, who: Person, data: str) -> Json:
    """Press a button and return the bot's answer, or that none came in time."""
    now = world.clock()
    _forget_old(world, now)
    query_id = str(secrets.randbits(62))
    waiting = Press(asyncio.get_running_loop().create_future(), now)
    world.presses[query_id] = waiting
    world.updates.put(
        "callback_query",
        {
            "id": query_id,
            "from": wire.user(who),
            "message": wire.message(world, chat, message),
            "chat_instance": str(abs(chat.id) * 7919),
            "data": data,
        },
    )
    try:
        answer = await asyncio.wait_for(asyncio.shield(waiting.answered), PERSON_WAITS_SECONDS)
    except TimeoutError:
        return {"answered": False, "text": None, "show_alert": False, "url": None}
    return answer


def _forget_old(world: World, now: float) -> None:
    old = [name for name, each in world.presses.items() if now - each.pressed > EXPIRES_SECONDS]
    for name in old:
        del world.presses[name]


async def answer(call: Call) -> object:
    """Answer a press, once."""
    text = call.parameters.text("text")
    if len(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query_id = call.parameters.text("callback_query_id")
    waiting = call.world.presses.get(query_id)
    late = waiting is None or call.world.clock() - waiting.pressed > EXPIRES_SECONDS
    if waiting is None or late or waiting.answered.done():
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    reply = {
        "answered": True,
        "text": text or None,
        "show_alert": call.parameters.flag("show_alert"),
        "url": call.parameters.text("url") or None,
    }
    waiting.answered.set_result(reply)
    call.world.events.tell(lambda: {"type": "callback_answer", **reply})
    return True


METHODS: Mapping[str, Method] = {"answercallbackquery": answer}
