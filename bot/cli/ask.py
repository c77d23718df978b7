"""`ask` and `screen`: one question through the stages, without any chat."""

import asyncio
import hashlib
import re
from pathlib import Path

from bot.app import Core, core
from bot.cli import output
from bot.cli.batch import Row, each
from bot.cli.documents import read
from bot.cli.parser import Arguments
from bot.errors import BadInput
from bot.moderate.policy import decide
from bot.ports import Prompt
from bot.records import (
    Answer,
    ChatKind,
    Citation,
    Finding,
    Incoming,
    Origin,
    Person,
    Picture,
    Question,
    Scope,
    Verdict,
)
from bot.reply.markdown import styled
from bot.settings import Settings

ADDRESS = re.compile(r"(?:https?://|www\.|t\.me/)[^\s<>\"']+", re.IGNORECASE)


def ask(arguments: Arguments, settings: Settings) -> int:
    """Answer one question from one space."""
    if not arguments.text.strip() and not arguments.media:
        raise BadInput("the question is empty; write it between quotes after `ask`")
    with core(settings) as parts:
        question = _question(parts, Row(None, arguments.text, tuple(arguments.media)))
        scope = Scope((arguments.space or settings.space,))
        verdict, answer, took_ms = asyncio.run(_answer(parts, question, scope))
    if arguments.json:
        crops = settings.home / "crops"
        output.emit(_answer_as_json(answer, verdict, took_ms, crops))
    else:
        output.line(_plain(answer))
        for citation in answer.citations:
            output.line(f"[{citation.number}] {citation.passage.source}")
    return 0


def screen(arguments: Arguments, settings: Settings) -> int:
    """Judge a text and pictures as a message in a group would be."""
    if not (arguments.text.strip() or arguments.media or arguments.batch):
        raise BadInput("there is nothing to judge; give --text, --media FILE or --batch FILE")
    with core(settings) as parts:
        if arguments.batch:
            for row in each(arguments.batch):
                question = _question(parts, row)
                verdict = asyncio.run(parts.inspector.inspect(question))
                output.emit({"id": row.id, **_verdict_as_json(question, verdict)})
            return 0
        row = Row(None, arguments.text, tuple(arguments.media))
        question = _question(parts, row)
        verdict = asyncio.run(parts.inspector.inspect(question))
    result = _verdict_as_json(question, verdict)
    if arguments.json:
        output.emit(result)
    else:
        output.line("allowed" if verdict.allows else "not allowed")
        for finding in verdict.findings:
            if finding.flagged or finding.error:
                output.line(f"{finding.check}: {finding.category} {finding.detail}{finding.error}")
    return 0


def _question(parts: Core, row: Row) -> Question:
    pictures = tuple(
        Picture(parts.eyes.look(read(path)), path.name, message_id=number)
        for number, path in enumerate(row.media, 1)
    )
    # Groups have negative ids; one that writes under its own id is an administrator and spared.
    origin = Origin(-1, ChatKind.GROUP, 1, Person(0, "command line"))
    links = tuple(ADDRESS.findall(row.text))
    return Question(Incoming((), origin, row.text, links), row.text, pictures)


async def _answer(parts: Core, question: Question, scope: Scope) -> tuple[Verdict, Answer, float]:
    started = asyncio.get_running_loop().time()
    verdict = await parts.inspector.inspect(question)
    if verdict.allows:
        evidence = await parts.retriever.retrieve(question, (), scope)
        answer = Answer("", refused=True)
        async for piece in parts.answers.stream(Prompt(question, evidence)):
            answer = answer if isinstance(piece, str) else piece
        answer = await parts.illustrator.illustrate(answer, scope)
        await parts.answers.close()
    else:
        answer = Answer("This message was not answered: a safety check stopped it.", refused=True)
    return verdict, answer, (asyncio.get_running_loop().time() - started) * 1000


def _plain(answer: Answer) -> str:
    """Return the words without their Markdown: here nothing makes text bold."""
    return styled(answer.text).text


def _answer_as_json(
    answer: Answer, verdict: Verdict, took_ms: float, crops: Path
) -> dict[str, object]:
    usage = answer.usage
    return {
        "answer": _plain(answer),
        "citations": [_citation_as_json(citation, crops) for citation in answer.citations],
        "model": answer.model,
        "refused": answer.refused,
        "verdict": {
            "allows": verdict.allows,
            "convicts": verdict.convicts,
            "findings": [_finding_as_json(finding) for finding in verdict.findings],
        },
        "usage": {
            "input_tokens": usage.input_tokens if usage else 0,
            "output_tokens": usage.output_tokens if usage else 0,
            "cost_dollars": usage.cost_dollars if usage else 0.0,
        },
        "took_ms": round(took_ms, 1),
    }


def _citation_as_json(citation: Citation, crops: Path) -> dict[str, object]:
    crop = None
    if citation.crop:
        crops.mkdir(parents=True, exist_ok=True)
        suffix = "png" if citation.crop.startswith(b"\x89PNG") else "jpg"
        crop = crops / f"{hashlib.sha256(citation.crop).hexdigest()[:16]}.{suffix}"
        crop.write_bytes(citation.crop)
    unit = citation.passage.hit.unit
    return {
        "n": citation.number,
        "document": unit.document,
        "page": unit.page,
        "quote": citation.quote,
        "crop": str(crop) if crop else None,
    }


def _verdict_as_json(question: Question, verdict: Verdict) -> dict[str, object]:
    return {
        "allows": verdict.allows,
        "convicts": verdict.convicts,
        "findings": [_finding_as_json(finding) for finding in verdict.findings],
        "action": decide(verdict, question.incoming, "delete").name,
    }


def _finding_as_json(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.check,
        "category": finding.category,
        "flagged": finding.flagged,
        "score": round(finding.score, 4),
        "detail": finding.detail,
        "error": finding.error or None,
    }
