"""`eval`: measure quality on data with known answers."""

from bot.app import offline
from bot.cli import output
from bot.cli.parser import Arguments
from bot.settings import Settings


def evaluate(arguments: Arguments, settings: Settings) -> int:
    """Measure retrieval on the sets below each DATA folder."""
    raise SystemExit(offline and output and arguments and settings and 1)
