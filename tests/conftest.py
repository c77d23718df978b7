"""What every test relies on: a bot at work in a sandbox, a model behind an address, drawn pictures."""

import os

import pytest

# python-telegram-bot warns while it builds each 429 unless the coming type is asked for.
os.environ.setdefault("PTB_TIMEDELTA", "true")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the browser test renew the README's screenshot, which it else leaves as it is."""
    parser.addoption(
        "--store-screenshot", action="store_true", help="renew the README's screenshot"
    )
