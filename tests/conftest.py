"""What every test relies on: a bot at work in a sandbox, a model behind an address, drawn pictures."""

import os

import pytest

# python-telegram-bot warns while it builds each 429 unless the coming type is asked for.
os.environ.setdefault("PTB_TIMEDELTA", "true")
# Tests run side by side, one for each processor and more: a second thread in each finds none free, and those that
# wait for it turn in circles meanwhile (OpenMP; with the tiny LLaVA, twelve times the processor time).
os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the browser test renew the README's screenshot, which it else leaves as it is."""
    parser.addoption(
        "--store-screenshot", action="store_true", help="renew the README's screenshot"
    )
