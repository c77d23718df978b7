"""The token never reaches a log, and the menus name every command."""

from bot.update.commands import NAMES, menu
from bot.update.redact import conceal

TOKEN = "123456:AAH-secret"


def test_the_token_and_its_secret_half_are_concealed() -> None:
    told = f"POST https://api.telegram.org/bot{TOKEN}/getMe; only AAH-secret by itself, 100 % sure"
    assert "secret" not in conceal(told, TOKEN)
    assert conceal(told, TOKEN).count("<token>") == 2


def test_an_empty_token_conceals_nothing() -> None:
    assert conceal("a: b", "") == "a: b"


def test_both_menus_name_every_command() -> None:
    for language in ("en", "zh-hans"):
        assert {command.command for command in menu(language)} == NAMES
    assert menu("de") == menu("en") != menu("zh")
