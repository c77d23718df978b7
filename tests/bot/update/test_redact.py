"""The token never reaches a log, whichever way it travels."""

import io
import logging

from bot.update.commands import NAMES, menu
from bot.update.redact import Redact, conceal

TOKEN = "123456:AAH-secret"


def logged(log: logging.Logger) -> io.StringIO:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(Redact(TOKEN))
    log.addHandler(handler)
    log.propagate = False
    return stream


def test_messages_arguments_and_tracebacks_are_cleaned() -> None:
    log = logging.getLogger("test.redact")
    stream = logged(log)
    log.warning("POST %s", f"https://api.telegram.org/bot{TOKEN}/getMe")
    log.warning("only AAH-secret by itself, 100 % sure")
    try:
        int(f"The token `{TOKEN}` was rejected")
    except ValueError:
        log.exception("failed")
    text = stream.getvalue()
    assert "secret" not in text
    assert text.count("<token>") == 3
    assert "The token `<token>` was rejected" in text


def test_an_empty_token_conceals_nothing() -> None:
    assert conceal("a: b", "") == "a: b"


def test_both_menus_name_every_command() -> None:
    for language in ("en", "zh-hans"):
        assert {command.command for command in menu(language)} == NAMES
    assert menu("de") == menu("en") != menu("zh")
