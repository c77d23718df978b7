"""The README says what is so: its map, its settings, its commands and its links."""

import re
import shlex
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import pytest

from bot.cli import parser
from bot.errors import BadInput
from bot.settings import Settings, variable

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PACKAGES = ("bot", "knowledge")


def section(title: str) -> str:
    """Return what stands below a heading of the second level."""
    return README.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def mapped(text: str) -> dict[str, str]:
    """Read the fenced tree: path from the root to its remark; two blanks are one level."""
    tree = re.search(r"```text\n(.*?)```", text, re.DOTALL)
    assert tree is not None, "the map is a fenced block of `text`"
    above: list[str] = []
    found: dict[str, str] = {}
    for line in tree[1].splitlines():
        name, _, remark = line.strip().partition(" ")
        level = (len(line) - len(line.lstrip())) // 2
        above = [*above[:level], name.rstrip("/")]
        found["/".join(above)] = remark.strip()
    return found


def astray(listed: dict[str, str], root: Path) -> list[str]:
    """Return what is wrong with a map: paths that do not exist, folders of code left out."""
    code = {path.parent for top in PACKAGES for path in (root / top).rglob("*.py")}
    return [
        *(f"{path} does not exist" for path in listed if not (root / path).exists()),
        *(f"{path} has no remark" for path, remark in listed.items() if not remark),
        *(
            f"{folder} is not on the map"
            for folder in sorted(path.relative_to(root).as_posix() for path in code)
            if folder not in listed
        ),
    ]


def settings_rows() -> list[str]:
    """Return the table that the settings' fields ask for."""
    return [
        f"| `{variable(spec.name)}` | {_default(spec.default)} | {spec.metadata['doc']} |"
        for spec in fields(Settings)
    ]


def _default(value: object) -> str:
    if isinstance(value, Path):
        return f"`~/{value.relative_to(Path.home()).as_posix()}`"
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`" if value != "" else ""


def examples(text: str, program: str) -> list[list[str]]:
    """Return the words of each line in a `sh` block that calls `program`, comments left out."""
    blocks: Iterable[str] = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    return [words[words.index(program) + 1 :] for words in lines if program in words]


def test_the_map_names_every_folder_of_code_and_nothing_that_is_gone() -> None:
    assert astray(mapped(section("Map")), ROOT) == []


def test_a_map_that_drifted_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "bot" / "fresh").mkdir(parents=True)
    (tmp_path / "bot" / "fresh" / "a.py").touch()
    (tmp_path / "bot" / "b.py").touch()
    text = "```text\nbot/      the bot\n  b.py\n  gone/    was moved\n```"
    assert astray(mapped(text), tmp_path) == [
        "bot/gone does not exist",
        "bot/b.py has no remark",
        "bot/fresh is not on the map",
    ]


def test_the_settings_table_is_the_dataclass() -> None:
    rows = [line for line in section("Settings").splitlines() if line.startswith("| `")]
    assert "\n".join(rows) == "\n".join(settings_rows())


def test_every_command_in_the_readme_is_understood() -> None:
    verbs = set()
    for words in examples(README, "groundglass"):
        verbs.add(parser.build().parse_args(words).verb)
    assert {"run", "learn", "ask", "search", "forget", "screen", "eval", "doctor"} <= verbs


def test_a_command_that_does_not_exist_would_be_noticed() -> None:
    (words,) = examples("```sh\nA=1 groundglass teach docs  # all of it\n```", "groundglass")
    assert words == ["teach", "docs"]
    with pytest.raises(BadInput):
        parser.build().parse_args(words)


def test_every_make_target_in_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    used = {words[0] for words in examples(README, "make")}
    assert used >= {"run", "test"}
    assert used <= targets


def test_every_local_link_leads_to_a_file() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert "LICENSE" in links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_library_example_prints_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    handbook = ROOT / "bot" / "demo" / "handbook"
    for name in (
        "network.md",
        "incidents.md",
        "pictures/network-plan.png",
        "pictures/error-nl-4012.png",
    ):
        copy = tmp_path / "handbook" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(handbook / name, copy)
    shutil.copy(copy, tmp_path / "error.png")
    kept = Path(tempfile.gettempdir()) / "groundglass-models"
    kept.mkdir(exist_ok=True)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "models").symlink_to(kept)
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})
    promised = re.findall(r"^# > (.*)$", example, re.MULTILINE)
    assert capsys.readouterr().out.splitlines() == promised
