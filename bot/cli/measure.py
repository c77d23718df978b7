"""`eval`: measure quality on data with known answers."""

import asyncio
from collections.abc import Sequence
from functools import partial

from bot.answer.extractive import Extractive
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
from knowledge.records import Progress


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
    measured = partial(
        retrieval, paths, lambda home: parts.knowledge, settings.home, tell, parts.eyes
    )
    if not arguments.ask_model:
        return measured()
    with on_account(settings, parts) as booked:
        return measured(read=partial(_read, booked, tell))


async def _answers(arguments: Arguments, parts: Core, tell: Tell) -> Report:
    try:
        ask = partial(_ask, parts)
        return await answers.answers(arguments.paths, ask, arguments.space or "", tell)
    finally:
        await parts.answers.close()
        await parts.tasks.close()


async def _ask(parts: Core, text: str, scope: Scope) -> Answer:
    origin = Origin(0, ChatKind.PRIVATE, 1, Person(0, "command line"))
    question = Question(Incoming((), origin, text), text)
    evidence = await parts.retriever.retrieve(question, (), scope)
    answer = Answer("", refused=True)
    prompt = Prompt(question, evidence, lanes=parts.lanes, scope=scope)
    async for piece in parts.answers.stream(prompt):
        answer = answer if isinstance(piece, str) else piece
    return answer


def _read(parts: Core, tell: Tell, texts: Sequence[str], space: str) -> list[float]:
    """Have a model answer `texts` from `space`; return which it finds answered there."""

    async def each() -> list[float]:
        found = []
        for number, text in enumerate(texts, 1):
            answer = await _ask(parts, text, Scope((space,)))
            if answer.model == Extractive.name and not answer.refused:
                raise BadInput(
                    "no model answered; set OPENAI_API_KEY, OPENAI_BASE_URL or GROUNDGLASS_LLAVA, or raise its budget"
                )
            found.append(float(not answer.refused))
            tell(Progress(number, len(texts), f"the model reads for {space}"))
        await parts.answers.close()
        return found

    return asyncio.run(each())
