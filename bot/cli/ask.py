"""`ask` and `screen`: one question through the stages, without any chat."""

import asyncio
import hashlib
from dataclasses import replace
from pathlib import Path

from bot.answer.task import SEARCHED
from bot.app import Core, core, on_account
from bot.cli import output
from bot.cli.batch import Row, each
from bot.cli.moderate import policy_of
from bot.cli.parser import Arguments
from bot.cli.question import question, words
from bot.errors import BadInput
from bot.moderate.decide import UNKNOWN, decide
from bot.moderate.policy import Policy
from bot.ports import Prompt
from bot.records import (
    Answer,
    Citation,
    Evidence,
    Finding,
    Question,
    Scope,
    Verdict,
)
from bot.reply import exits
from bot.reply.markdown import styled
from bot.settings import Settings


def ask(arguments: Arguments, settings: Settings) -> int:
    """Answer one question from one space."""
    if not arguments.text.strip() and not arguments.media:
        raise BadInput("the question is empty; write it between quotes after `ask`")
    scope = Scope((arguments.space or settings.space,))
    with core(settings) as parts:
        asked = question(parts, Row(None, arguments.text, tuple(arguments.media)))
        with on_account(settings, parts) as booked:
            verdict, answer, took_ms = asyncio.run(_answer(booked, asked, scope))
    if arguments.json:
        crops = settings.home / "crops"
        output.emit(_answer_as_json(answer, verdict, took_ms, crops))
    else:
        output.line(_plain(answer))
        for notice in asked.notices:
            output.line(words(notice))
        for citation in answer.citations:
            source, address = citation.passage.source, citation.passage.hit.address
            output.line(" ".join(filter(None, (f"[{citation.number}] {source}", address))))
    return 0


def screen(arguments: Arguments, settings: Settings) -> int:
    """Judge a text and pictures as a message in a group would be."""
    if not (arguments.text.strip() or arguments.media or arguments.batch):
        raise BadInput("there is nothing to judge; give --text, --media FILE or --batch FILE")
    policy = policy_of(arguments.policy)
    with core(settings) as parts:
        if arguments.batch:
            for row in each(arguments.batch):
                asked = question(parts, row)
                verdict = asyncio.run(parts.inspector.inspect(asked))
                output.emit({"id": row.id, **_verdict_as_json(asked, verdict, policy)})
            return 0
        row = Row(None, arguments.text, tuple(arguments.media))
        asked = question(parts, row)
        verdict = asyncio.run(parts.inspector.inspect(asked))
    result = _verdict_as_json(asked, verdict, policy)
    if arguments.json:
        output.emit(result)
    else:
        output.line("allowed" if verdict.allows else "not allowed")
        for finding in verdict.findings:
            if finding.flagged or finding.error:
                output.line(f"{finding.check}: {finding.reason} {finding.detail}{finding.error}")
    return 0


async def _answer(parts: Core, question: Question, scope: Scope) -> tuple[Verdict, Answer, float]:
    started = asyncio.get_running_loop().time()
    verdict = await parts.inspector.inspect(question)
    if verdict.allows:
        prompt = await parts.tasks.chosen(
            Prompt(question, Evidence(), lanes=parts.lanes, scope=scope)
        )
        if prompt.task in SEARCHED:
            evidence = await parts.retriever.retrieve(question, (), scope)
            prompt = replace(prompt, evidence=evidence)
        answer = Answer("", refused=True)
        async for piece in parts.tasks.stream(prompt, parts.answers.stream):
            answer = answer if isinstance(piece, str) else piece
        answer = exits.told(answer, prompt.texts)
        answer = await parts.illustrator.illustrate(answer, scope)
        await parts.answers.close()
        await parts.tasks.close()
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
        "address": citation.passage.hit.address,
        "quote": citation.quote,
        "crop": str(crop) if crop else None,
    }


def _verdict_as_json(question: Question, verdict: Verdict, policy: Policy) -> dict[str, object]:
    return {
        "allows": verdict.allows,
        "convicts": verdict.convicts,
        "findings": [_finding_as_json(finding) for finding in verdict.findings],
        "action": decide(verdict.findings, question.incoming, policy, UNKNOWN, 0).name,
    }


def _finding_as_json(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.check,
        "category": finding.category,
        "kind": finding.kind or None,
        "flagged": finding.flagged,
        "score": round(finding.score, 4),
        "detail": finding.detail,
        "error": finding.error or None,
    }
