"""`eval`: measure quality on data with known answers."""

from bot.app import core
from bot.cli import output
from bot.cli.parser import Arguments
from bot.evaluate.retrieval import retrieval
from bot.settings import Settings


def evaluate(arguments: Arguments, settings: Settings) -> int:
    """Measure retrieval on the labelled sets in each DATA folder."""
    with core(settings) as parts, output.bar("measuring") as advance:
        report = retrieval(
            arguments.paths,
            lambda home: parts.knowledge,
            settings.home,
            progress=advance,
            eyes=parts.eyes,
        )
    if arguments.json:
        output.emit(report.json())
    else:
        output.line(report.table())
    return 0
