"""`eval`: measure quality on data with known answers."""

import asyncio

from bot.app import Core, core, on_account
from bot.cli import labels, output, spam
from bot.cli.parser import Arguments
from bot.errors import BadInput
from bot.evaluate import answers, ocr
from bot.evaluate.report import Report
from bot.evaluate.retrieval import retrieval
from bot.evaluate.store import Tell
from bot.ports import Prompt
from bot.records import Answer, ChatKind, Incoming, Origin, Person, Question, Scope
from bot.settings import Settings


def evaluate(arguments: Arguments, settings: Settings) -> int:
    """Measure retrieval, answers, reading, the taxonomy of pictures, or spam, each on data with known answers."""
    if arguments.kind == "spam":
        return spam.evaluate(arguments)
    if not arguments.paths:
        raise BadInput(f"name what to measure on: `groundglass eval {arguments.kind} DATA...`")
    with core(settings) as parts, output.bar("measuring") as advance:
        report = _measured(arguments, settings, parts, advance)
    if arguments.json:
        output.emit(report.json())
    else:
        output.line(report.table())
    return 0


def _measured(
    arguments: Arguments, settings: Settings, parts: Core, tell: Tell
) -> Report | ocr.Reading:
    paths, space = arguments.paths, arguments.space or ""
    if arguments.kind == "ocr":
        return ocr.measure(paths, parts.eyes.look, tell)
    if arguments.kind == "labels":
        return labels.measure(arguments, settings, parts, tell)
    if arguments.kind == "answers":
        with on_account(settings, parts) as booked:
            return asyncio.run(_answers(arguments, booked, tell))
    if all(path.is_file() for path in paths):
        return answers.retrieval(paths, parts.knowledge.search, space)
    return retrieval(
        paths, lambda home: parts.knowledge, settings.home, progress=tell, eyes=parts.eyes
    )


async def _answers(arguments: Arguments, parts: Core, tell: Tell) -> Report:
    async def ask(text: str, scope: Scope) -> Answer:
        origin = Origin(0, ChatKind.PRIVATE, 1, Person(0, "command line"))
        question = Question(Incoming((), origin, text), text)
        evidence = await parts.retriever.retrieve(question, (), scope)
        answer = Answer("", refused=True)
        prompt = Prompt(question, evidence, lanes=parts.lanes, scope=scope)
        async for piece in parts.answers.stream(prompt):
            answer = answer if isinstance(piece, str) else piece
        return answer

    try:
        return await answers.answers(arguments.paths, ask, arguments.space or "", tell)
    finally:
        await parts.answers.close()
        await parts.tasks.close()
