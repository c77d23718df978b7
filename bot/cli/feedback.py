"""`feedback export`: what people said of the answers, as an evaluation set."""

import json

from bot.app import STATE
from bot.cli import output
from bot.cli.parser import Arguments
from bot.errors import BadInput
from bot.evaluate import judged
from bot.settings import Settings
from bot.store.database import Database
from bot.store.feedback import Feedback


def feedback(arguments: Arguments, settings: Settings) -> int:
    """Write every judged answer as one JSON object a line, to a file or to standard output."""
    path = settings.home / STATE
    if not path.is_file():
        raise BadInput(f"there is no {str(path)!r}; start the bot first, or set GROUNDGLASS_HOME")
    database = Database(path)
    try:
        kept = [judged.of(one) for one in Feedback(database).judged()]
    finally:
        database.close()
    cases = [case for case in kept if case and _within(case, arguments.space)]
    lines = [json.dumps(judged.line(case), ensure_ascii=False) for case in cases]
    if arguments.output is None:
        for line in lines:
            output.line(line)
        return 0
    arguments.output.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    counted = dict(judged.verdicts(cases))
    if arguments.json:
        output.emit({"written": str(arguments.output), "answers": len(cases), "verdicts": counted})
    else:
        said = ", ".join(f"{count} {verdict}" for verdict, count in counted.items())
        output.line(f"{len(cases)} judged answers ({said or 'none'}) in {arguments.output}")
    return 0


def _within(case: judged.Case, space: str) -> bool:
    return not space or any(one.space == space for one in case.evidence)
