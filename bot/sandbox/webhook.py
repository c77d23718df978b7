"""Deliver updates to the bot's own address, one after the other, until each is accepted.

Knows the queue and HTTP; what an update says is no concern of it.
"""

import asyncio

import httpx
import orjson

from bot.sandbox.records import Json
from bot.sandbox.updates import Webhook
from bot.sandbox.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
FIRST_RETRY_SECONDS = 0.2
LONGEST_RETRY_SECONDS = 30.0
ANSWER_SECONDS = 60.0


def stop(world: World) -> None:
    """End the delivery to a webhook, if there is one."""
    if world.webhook is not None and world.webhook.task is not None:
        world.webhook.task.cancel()
    world.webhook = None
    world.updates.set_webhook(active=False)


async def deliver(world: World, hook: Webhook) -> None:
    """Send every update, oldest first, and wait for new ones."""
    # Certificates of a bot under test are its own; Telegram too takes self-signed ones.
    async with httpx.AsyncClient(timeout=ANSWER_SECONDS, verify=False) as client:
        while not world.closing.is_set():
            while world.updates.pending:
                number, update = next(iter(world.updates.pending.items()))
                await _send(world, hook, client, update)
                world.updates.pending.pop(number, None)
            await world.updates.changed(ANSWER_SECONDS)


async def _send(world: World, hook: Webhook, client: httpx.AsyncClient, update: Json) -> None:
    pause = FIRST_RETRY_SECONDS
    headers = {"content-type": "application/json"}
    if hook.secret:
        headers[SECRET_HEADER] = hook.secret
    body = orjson.dumps(update, option=orjson.OPT_NON_STR_KEYS)
    while True:
        try:
            response = await client.post(hook.url, content=body, headers=headers)
        except httpx.HTTPError as error:
            hook.error = str(error) or type(error).__name__
        else:
            if response.is_success:
                return
            hook.error = (
                f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}"
            )
        hook.error_date = world.now()
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_RETRY_SECONDS)
