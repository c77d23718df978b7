"""Methods by which the bot learns who it is and receives updates and files."""

import asyncio
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.sandbox import webhook, wire
from bot.sandbox.access import Call, Method
from bot.sandbox.errors import bad_request
from bot.sandbox.updates import SECRET, Webhook


async def get_me(call: Call) -> object:
    """Return the bot."""
    return wire.user(call.world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
    }


async def get_updates(call: Call) -> object:
    """Return waiting updates, or wait for them."""
    parameters, updates = call.parameters, call.world.updates
    if parameters.has("allowed_updates"):
        updates.allow(parameters.items("allowed_updates"))
    return await updates.poll(
        parameters.integer("offset"), parameters.integer("limit", 100), parameters.number("timeout")
    )


async def set_webhook(call: Call) -> object:
    """Send updates to an address from now on; an empty address ends that."""
    world, parameters = call.world, call.parameters
    url = parameters.text("url").strip()
    if not url:
        return await delete_webhook(call)
    _check_address(url)
    secret = parameters.text("secret_token")
    if secret and not SECRET.match(secret):
        raise bad_request("secret token contains unallowed characters")
    if parameters.flag("drop_pending_updates"):
        world.updates.forget_all()
    if parameters.has("allowed_updates"):
        world.updates.allow(parameters.items("allowed_updates"))
    webhook.stop(world)
    world.updates.set_webhook(active=True)
    world.webhook = Webhook(url, secret)
    world.webhook.task = asyncio.create_task(webhook.deliver(world, world.webhook))
    world.spawn(world.webhook.task)
    return True


def _check_address(url: str) -> None:
    """Refuse an address that Telegram would not call; plain http is left to this machine."""
    address = urlsplit(url)
    host = address.hostname or ""
    if address.scheme == "https" and host:
        return
    try:
        local = ip_address(host).is_loopback
    except ValueError:
        local = host == "localhost"
    if address.scheme != "http" or not local:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")


async def delete_webhook(call: Call) -> object:
    """Go back to long polling."""
    if call.parameters.flag("drop_pending_updates"):
        call.world.updates.forget_all()
    webhook.stop(call.world)
    return True


async def webhook_info(call: Call) -> object:
    """Return where updates go and how that works out."""
    hook = call.world.webhook
    info: dict[str, object] = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(call.world.updates.pending),
        "allowed_updates": sorted(call.world.updates.allowed),
    }
    if hook is not None:
        info["max_connections"] = 1
        if hook.error_date:
            info |= {"last_error_date": hook.error_date, "last_error_message": hook.error}
    return info


async def get_file(call: Call) -> object:
    """Return the path under which a file can be fetched."""
    if not call.parameters.text("file_id"):
        raise bad_request("file_id not specified")
    stored = call.world.files.downloadable(call.parameters.text("file_id"))
    return stored.fields() | {"file_path": stored.path}


async def acknowledge(call: Call) -> object:
    """Accept what has no meaning on one machine (logOut, close)."""
    return True


METHODS: Mapping[str, Method] = {
    "getme": get_me,
    "getupdates": get_updates,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": webhook_info,
    "getfile": get_file,
    "logout": acknowledge,
    "close": acknowledge,
}
