"""`eval retrieval --ask-model`: a model reads what was found, and tells what is not answered there."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path

import pytest
from test_cli import command, new_home

from bot.evaluate.datasets import PageQuestion
from bot.evaluate.paged import pdf
from bot.evaluate.refusal import MODEL, NOT_ANSWERED, TAKEN_OUT
from tests.way.endpoint import endpoint, question_in

WHALES = (
    "# Whales\n\nWhales sing at night, mostly in winter.\n\n" + "They travel far in spring. " * 30
)
FOXES = "# Foxes\n\nFoxes eat berries in autumn.\n\n" + "They sleep in dens. " * 30
QUESTIONS = (
    PageQuestion("1", "When do whales sing?", "whales.pdf", (1,), ("Text",), True),
    PageQuestion("2", "What do foxes eat in autumn?", "foxes.pdf", (1,), ("Text",), True),
    PageQuestion("3", "Where do whales sing?", "whales.pdf", (), (), False),
)
KNOWN = {"When do whales sing": "at night", "What do foxes eat": "berries"}


def told(messages: list[dict[str, object]]) -> tuple[str, ...]:
    """Answer what stands in the passages, and nothing else."""
    asked = question_in(messages)
    question = asked.rpartition("Question: ")[2]
    fact = next((fact for start, fact in KNOWN.items() if question.startswith(start)), None)
    return (f"{fact} [1]." if fact and fact in asked else "I don't know from these documents.",)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    (folder / "pdfs").mkdir(parents=True)
    rows = "".join(json.dumps(asdict(question)) + "\n" for question in QUESTIONS)
    (folder / "questions.jsonl").write_text(rows)
    (folder / "pdfs" / "whales.pdf").write_bytes(pdf(WHALES))
    (folder / "pdfs" / "foxes.pdf").write_bytes(pdf(FOXES))
    return folder


async def test_a_model_that_reads_tells_what_no_score_of_a_search_can(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = new_home(tmp_path / "home")
    async with endpoint() as model:
        model.script = told
        argv = ("eval", "retrieval", str(data), "--ask-model", "--json")
        run = asyncio.to_thread(lambda: command(home, *argv, OPENAI_BASE_URL=model.url))
        assert await run == 0
        rows = json.loads(capsys.readouterr().out)["rows"]
        aucs = {row["task"]: row["AUC"]["value"] for row in rows if row["method"] == MODEL}
        assert aucs == {TAKEN_OUT: 1.0, NOT_ANSWERED: 1.0}


def test_without_a_model_it_says_what_to_set(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = new_home(tmp_path / "home")
    assert command(home, "eval", "retrieval", str(data), "--ask-model") == 2
    assert "set OPENAI_API_KEY, OPENAI_BASE_URL or GROUNDGLASS_LLAVA" in capsys.readouterr().err
