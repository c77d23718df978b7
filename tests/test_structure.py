"""The project keeps the rules of `structure.py`, and each rule fails on a planted violation."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.structure import (
    HEAVY,
    WRAPPERS,
    Rule,
    async_in_knowledge,
    builds_stage_part,
    heavy_at_import,
    island_imports_bot,
    knowledge_imports_bot,
    long_file,
    long_function,
    patches_in_test,
    reads_environment,
    stage_imports_beyond,
)

ROOT = Path(__file__).parent.parent

LONG = "def f() -> None:\n" + "    x = 1\n" * 41
PLANTED: list[tuple[Rule, str, str]] = [
    (long_file, "bot/a.py", "x = 1\n" * 251),
    (long_function, "tests/a.py", LONG),
    (long_function, "bot/a.py", "class A:\n    async " + LONG.replace("\n", "\n    ")),
    (knowledge_imports_bot, "knowledge/a.py", "def f():\n    from bot.records import Answer\n"),
    (stage_imports_beyond, "bot/media/a.py", "from bot.safety.inspect import Inspector\n"),
    (stage_imports_beyond, "bot/media/a.py", "from bot import reply\n"),
    (stage_imports_beyond, "bot/media/a.py", "from ..answer import prompt\n"),
    (stage_imports_beyond, "bot/reply/a.py", "import bot.settings\n"),
    (island_imports_bot, "bot/sandbox/a.py", "from bot.records import Answer\n"),
    (island_imports_bot, "bot/demo/team.py", "from bot.sandbox import world\n"),
    (builds_stage_part, "bot/pipeline.py", "from bot.reply.send import Sender\nSender(1)\n"),
    (builds_stage_part, "bot/cli/a.py", "from bot.media.open import Opener as O\nO()\n"),
    (
        heavy_at_import,
        "knowledge/a.py",
        "try:\n    import torch.nn\nexcept ImportError:\n    pass\n",
    ),
    (heavy_at_import, "bot/answer/a.py", "class A:\n    from openai import OpenAI\n"),
    (heavy_at_import, "bot/demo/draw/canvas.py", "import cv2\n"),
    (reads_environment, "bot/app.py", "import os\nx = os.environ.get('A')\n"),
    (reads_environment, "knowledge/a.py", "import os\nx = os.environ['A'] == ''\n"),
    (reads_environment, "knowledge/a.py", "from os import getenv\n"),
    (async_in_knowledge, "knowledge/a.py", "async def f() -> None: ...\n"),
    (async_in_knowledge, "knowledge/a.py", "def f():\n    import asyncio\n"),
    (patches_in_test, "tests/a.py", "from unittest.mock import patch\n"),
    (patches_in_test, "tests/a.py", "from unittest import mock\n"),
]
TALL_DOCSTRING = 'def f() -> None:\n    """One\n\n    two."""\n' + "    x = 1\n" * 39
INNOCENT: list[tuple[Rule, str, str]] = [
    (long_file, "bot/a.py", "x = 1\n" * 250),
    (long_function, "bot/a.py", TALL_DOCSTRING),
    (knowledge_imports_bot, "knowledge/a.py", "import knowledge.bottom\n"),
    (
        stage_imports_beyond,
        "bot/media/a.py",
        "from bot.store.seen import Seen\nimport bot.media.b\n",
    ),
    (island_imports_bot, "bot/sandbox/a.py", "from bot.sandbox import world\nfrom . import api\n"),
    (builds_stage_part, "bot/app.py", "from bot.reply.send import Sender\nSender(1)\n"),
    (builds_stage_part, "bot/pipeline.py", "from bot.reply.send import Sender\nx: Sender\n"),
    (heavy_at_import, "knowledge/a.py", "def f():\n    import torch\n"),
    (heavy_at_import, "knowledge/a.py", "if TYPE_CHECKING:\n    import torch\n"),
    (heavy_at_import, "bot/demo/draw/canvas.py", "from PIL import Image\n"),
    (reads_environment, "knowledge/a.py", "import os\nos.environ.clear()\n"),
    (reads_environment, "knowledge/a.py", "import os\nos.environ['HF_HUB_OFFLINE'] = '1'\n"),
    (reads_environment, "bot/__main__.py", "import os\nx = os.environ\n"),
    (async_in_knowledge, "bot/a.py", "async def f() -> None: ...\n"),
    (patches_in_test, "tests/a.py", "import httpx\n"),
]
RULES = list(dict.fromkeys(rule for rule, _, _ in PLANTED))
FILES = [
    path for top in ("bot", "knowledge", "tests") for path in sorted((ROOT / top).rglob("*.py"))
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_project_keeps_the_rule(rule: Rule) -> None:
    found = [
        violation
        for path in FILES
        for violation in rule(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(("rule", "path", "source"), PLANTED)
def test_a_planted_violation_is_found(rule: Rule, path: str, source: str) -> None:
    assert rule(path, source) != []


@pytest.mark.parametrize(("rule", "path", "source"), INNOCENT)
def test_what_is_allowed_is_left_alone(rule: Rule, path: str, source: str) -> None:
    assert rule(path, source) == []


def test_importing_everything_but_the_wrappers_loads_nothing_heavy() -> None:
    names = [
        path.relative_to(ROOT)
        .with_suffix("")
        .as_posix()
        .replace("/", ".")
        .removesuffix(".__init__")
        for path in FILES
        if path.is_relative_to(ROOT / "bot") or path.is_relative_to(ROOT / "knowledge")
        if path.relative_to(ROOT).as_posix() not in WRAPPERS
        if not path.is_relative_to(ROOT / "bot" / "demo" / "draw")
    ]
    lines = [f"import {name}" for name in names]
    code = "\n".join([*lines, "import sys", f"print(sorted({set(HEAVY)} & set(sys.modules)))"])
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("[]\n", "")


def test_every_file_of_stories_is_told() -> None:
    told = (ROOT / "tests" / "test_whole_way.py").read_text("utf-8")
    files = [path.stem for path in (ROOT / "tests" / "way").glob("stories_*.py")]
    assert [name for name in files if f"from tests.way.{name} import *" not in told] == []
