"""`eval spam`: measure the spam classifier on messages, one a line."""

from bot.cli import output
from bot.cli.parser import Arguments
from bot.errors import BadInput
from bot.evaluate import spam


def evaluate(arguments: Arguments) -> int:
    """Measure on the files given, and on those of another time where there are any."""
    if arguments.spam is None or arguments.ham is None:
        raise BadInput("name both files, one message a line: `eval spam --spam FILE --ham FILE`")
    later = [
        spam.read(path) if path is not None else ()
        for path in (arguments.test_spam, arguments.test_ham)
    ]
    data = spam.Data(spam.read(arguments.spam), spam.read(arguments.ham), *later)
    with output.bar("measuring") as advance:
        report = spam.measure(data, spam.Plan(arguments.folds, arguments.seeds), advance)
    if arguments.json:
        output.emit(report.json())
    else:
        output.line(report.table())
    return 0
