"""Read the text of a message that the bot sends: parse mode or entities, trimmed, within limits."""

from typing import Literal

from bot.sandbox import entities, html_text, markdown_text
from bot.sandbox.errors import bad_request
from bot.sandbox.parameters import Parameters
from bot.sandbox.records import Content

MAX_TEXT = 4096
MAX_CAPTION = 1024
"""Characters after parsing."""

_PARSERS = {
    "html": html_text.parse,
    "markdownv2": markdown_text.parse,
    "markdown": markdown_text.parse_old,
}


def read(parameters: Parameters, name: Literal["text", "caption"]) -> Content:
    """Return text and entities; an empty text is refused, an empty caption is not."""
    source = parameters.text(name)
    mode = parameters.text("parse_mode").lower()
    given = parameters.records("caption_entities" if name == "caption" else "entities", "entities")
    if mode and mode != "none":
        parse = _PARSERS.get(mode)
        if parse is None:
            raise bad_request("unsupported parse_mode")
        source, marked = parse(source)
    else:
        marked = entities.given(given)
        entities.check(source, marked)
    text, found = entities.finish(source, marked)
    if name == "text" and not text:
        raise bad_request("message text is empty")
    if len(text) > (MAX_TEXT if name == "text" else MAX_CAPTION):
        raise bad_request(f"message {'' if name == 'text' else 'caption '}is too long")
    return Content(text, found)
