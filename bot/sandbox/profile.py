"""Methods by which the bot describes itself: name, descriptions, commands, menu button."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from bot.sandbox import timeline
from bot.sandbox.access import Call, Method
from bot.sandbox.errors import bad_request
from bot.sandbox.records import Json

MAX_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")
_TEXTS = {
    "name": ("name", 64),
    "description": ("description", 512),
    "shortdescription": ("short_description", 120),
}
"""Method suffix to parameter and longest text."""


def _scope(call: Call) -> str:
    """Name the place and language in which commands are shown."""
    scope = call.parameters.record("scope", "BotCommandScope") or {}
    where = [str(scope.get("type") or "default")]
    where += [str(scope[name]) for name in ("chat_id", "user_id") if name in scope]
    return f"{'/'.join(where)}:{call.parameters.text('language_code')}"


def _command(item: Json) -> Json:
    name = str(item.get("command") or "").removeprefix("/")
    description = str(item.get("description") or "")
    if not _COMMAND.match(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


async def set_commands(call: Call) -> object:
    """Set the menu of commands."""
    commands = [_command(item) for item in call.parameters.records("commands", "commands")]
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    call.world.profile.commands[_scope(call)] = commands
    _tell(call)
    return True


async def get_commands(call: Call) -> object:
    """Return the menu of commands."""
    return call.world.profile.commands.get(_scope(call), [])


async def delete_commands(call: Call) -> object:
    """Remove the menu of commands."""
    call.world.profile.commands.pop(_scope(call), None)
    _tell(call)
    return True


def _tell(call: Call) -> None:
    for chat in call.world.chats.values():
        timeline.chat_changed(call.world, chat)


async def set_text(suffix: str, call: Call) -> object:
    """Set the bot's name or a description."""
    name, longest = _TEXTS[suffix]
    text, language = call.parameters.text(name), call.parameters.text("language_code")
    if len(text) > longest:
        raise bad_request(f"{name} is too long")
    call.world.profile.texts[f"{name}:{language}"] = text
    if name == "name" and not language and text:
        call.world.rename(replace(call.world.bot, first_name=text))
        _tell(call)
    return True


async def get_text(suffix: str, call: Call) -> object:
    """Return the bot's name or a description."""
    name, _ = _TEXTS[suffix]
    texts = call.world.profile.texts
    fallback = call.world.bot.first_name if name == "name" else ""
    language = call.parameters.text("language_code")
    return {name: texts.get(f"{name}:{language}") or texts.get(f"{name}:") or fallback}


async def set_menu_button(call: Call) -> object:
    """Set what the button beside the text field does."""
    button = call.parameters.record("menu_button", "MenuButton") or {"type": "default"}
    call.world.profile.menu_buttons[call.parameters.integer("chat_id")] = button
    return True


async def get_menu_button(call: Call) -> object:
    """Return what the button beside the text field does."""
    buttons = call.world.profile.menu_buttons
    return buttons.get(call.parameters.integer("chat_id")) or buttons.get(0) or {"type": "commands"}


METHODS: Mapping[str, Method] = {
    "setmycommands": set_commands,
    "getmycommands": get_commands,
    "deletemycommands": delete_commands,
    "setchatmenubutton": set_menu_button,
    "getchatmenubutton": get_menu_button,
    **{f"setmy{suffix}": partial(set_text, suffix) for suffix in _TEXTS},
    **{f"getmy{suffix}": partial(get_text, suffix) for suffix in _TEXTS},
}
