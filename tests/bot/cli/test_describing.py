"""`learn` with a model that says what the pictures show."""

import asyncio
from pathlib import Path

import pytest
from test_cli import command, new_home

from tests.knowledge.fakes import write
from tests.way.drawing import photo
from tests.way.endpoint import endpoint

SAID = "A heron stands under a violet umbrella."


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return write(tmp_path / "pages", {"a.md": "# Trip\n\n![](a.jpg)\n", "a.jpg": photo(7)})


async def test_pictures_are_described_once_after_their_pages_are_learned(
    tmp_path: Path, pages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = new_home(tmp_path / "home")
    async with endpoint() as model:
        model.says(SAID)
        environment = {"OPENAI_BASE_URL": model.url, "GROUNDGLASS_DESCRIBER": "gpt-4o-mini"}

        async def run(*argv: str) -> str:
            assert await asyncio.to_thread(lambda: command(home, *argv, **environment)) == 0
            return capsys.readouterr().out

        assert "pictures described: 1" in await run("learn", str(pages))
        assert "a.md" in await run("search", "violet umbrella")
        assert "described" not in await run("learn", str(pages))
        assert len(model.asked) == 1
        (pages / "a.jpg").write_bytes(photo(8))
        model.fail_with = 500
        said = await run("learn", str(pages))
        assert "1 changed" in said
        assert "pictures are described the next time: gpt-4o-mini is down (500)" in said
        model.fail_with = None
        assert "pictures described: 1" in await run("learn", str(pages))


@pytest.mark.parametrize(
    ("name", "remedy"),
    [("gpt-4o", "OPENAI_API_KEY or OPENAI_BASE_URL"), ("llava", "set GROUNDGLASS_LLAVA")],
)
def test_a_describer_that_cannot_be_asked_is_refused_at_once(
    tmp_path: Path, pages: Path, capsys: pytest.CaptureFixture[str], name: str, remedy: str
) -> None:
    home = new_home(tmp_path / "home")
    assert command(home, "learn", str(pages), GROUNDGLASS_DESCRIBER=name) == 2
    assert remedy in capsys.readouterr().err
    assert not (home / "knowledge").exists()
