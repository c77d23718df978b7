"""Read the reply markup of a message: inline keyboards are kept and checked, the rest only checked."""

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.links import valid
from bot.sandbox.parameters import Parameters
from bot.sandbox.records import Json

MAX_CALLBACK_DATA = 64
"""Bytes of a button's callback data."""
_ACTIONS = frozenset(
    (
        *(
            "url",
            "callback_data",
            "web_app",
            "login_url",
            "switch_inline_query",
            "copy_text",
            "pay",
        ),
        *("switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "callback_game"),
    )
)
_OTHER_KINDS = ("keyboard", "remove_keyboard", "force_reply")


def read(parameters: Parameters) -> Json | None:
    """Return an inline keyboard, or None where there is none."""
    markup = parameters.record("reply_markup", "reply keyboard markup")
    if not markup:
        return None
    rows = markup.get("inline_keyboard")
    if rows is None:
        if any(kind in markup for kind in _OTHER_KINDS):
            return None
        raise bad_request("object expected as reply markup")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
        )
    kept = [[_button(key) for key in row] for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def _button(key: object) -> Json:
    if not isinstance(key, dict):
        raise _refusal("InlineKeyboardButton must be an Object")
    text = key.get("text")
    if not isinstance(text, str) or not text.strip():
        raise _refusal("Button text must be non-empty")
    actions = [name for name in _ACTIONS if key.get(name) is not None]
    if not actions:
        raise _refusal("Text buttons are unallowed in the inline keyboard")
    data, url = key.get("callback_data"), key.get("url")
    if data is not None and not (
        isinstance(data, str) and 0 < len(data.encode()) <= MAX_CALLBACK_DATA
    ):
        raise bad_request("BUTTON_DATA_INVALID")
    if url is not None and not (isinstance(url, str) and valid(url)):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return key


def _refusal(text: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {text}")
