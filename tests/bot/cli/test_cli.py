"""The command line as a person or a script uses it: what it prints, and how it fails."""

import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from tests.way.drawing import dialog, write_handbook
from tests.way.filming import error_at

Run = Callable[..., tuple[int, str, str]]


def new_home(folder: Path) -> Path:
    folder.mkdir()
    kept = Path(tempfile.gettempdir()) / "groundglass-models"
    kept.mkdir(exist_ok=True)
    (folder / "models").symlink_to(kept)
    return folder


def command(home: Path, *argv: str, **environment: str) -> int:
    return cli.main(argv, {"GROUNDGLASS_HOME": str(home)} | environment)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return new_home(tmp_path / "home")


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the handbook was learned; only copies of it are used."""
    home = new_home(tmp_path_factory.mktemp("learned") / "home")
    assert command(home, "learn", str(write_handbook(home.with_name("handbook")))) == 0
    return home


@pytest.fixture
def handbook(home: Path, learned: Path) -> None:
    """Let the home of the test know the handbook."""
    shutil.copytree(learned / "knowledge", home / "knowledge")


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*argv: str, **environment: str) -> tuple[int, str, str]:
        return command(home, *argv, **environment), *capsys.readouterr()

    return run


def printed(run: Run, *argv: str) -> dict[str, Any]:
    status, out, _ = run(*argv)
    assert status == 0
    assert out.count("\n") == 1
    return dict(json.loads(out))


@pytest.mark.parametrize(
    "argv",
    [
        (),
        ("dance",),
        ("learn",),
        ("learn", "no-such-folder"),
        ("forget", "never-learned.md"),
        ("search",),
        ("search", "words", "--limit", "0"),
        ("search", "words", "--limit", "many"),
        ("search", "--image", "no-such.png"),
        ("search", "--batch", "no-such.jsonl"),
        ("ask",),
        ("ask", "  "),
        ("ask", "what is this?", "--media", "no-such.png"),
        ("screen",),
        ("classify", "no-such.png", "--labels", "one"),
        ("classify", "no-such.png", "--labels", "one,two"),
        ("adapt",),
        ("adapt", "--to", "no-such-folder", "--epochs", "0"),
        ("adapt", "--to", "no-such-folder", "--space", "never-learned"),
        ("eval", "taste", "."),
        ("eval", "retrieval", "no-such-folder"),
        ("models", "pull"),
        ("sandbox", "--port", "eighty"),
        ("sandbox", "--port", "70000"),
    ],
)
def test_bad_input_gets_one_line_and_changes_nothing(
    run: Run, home: Path, argv: Sequence[str]
) -> None:
    before = sorted(home.rglob("*"))
    status, out, err = run(*argv)
    assert status == 2
    assert out == ""
    assert err.startswith("groundglass: ")
    assert err.count("\n") == 1
    assert sorted(home.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GROUNDGLASS_SANDBOX_PORT", "eighty"),
        ("GROUNDGLASS_MODEL_TIMEOUT_SECONDS", "soon"),
        ("GROUNDGLASS_LOG_LEVEL", "LOUD"),
        ("GROUNDGLASS_CHAT_INTERVAL_SECONDS", "-1"),
    ],
)
def test_a_wrong_setting_is_named(run: Run, name: str, value: str) -> None:
    status, _, err = run("doctor", **{name: value})
    assert status == 2
    assert name in err
    assert value in err


def test_a_broken_picture_is_bad_input(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + b"nothing more")
    status, out, err = run("search", "--image", str(broken))
    assert (status, out) == (2, "")
    assert err.count("\n") == 1


def test_learn_search_ask_forget(run: Run, tmp_path: Path) -> None:
    folder = write_handbook(tmp_path / "handbook")
    learned = printed(run, "learn", str(folder), "--json")
    assert sorted(learned["added"]) == [
        "hb-2209.png",
        "travel.md",
        "vpn.md",
        "办公室.md",
    ] or sorted(learned["added"]) == ["travel.md", "vpn.md", "办公室.md"]
    again = printed(run, "learn", str(folder), "--json")
    assert (again["added"], again["changed"], again["units"]) == ([], [], 0)
    found = printed(run, "search", "meal allowance in Norway", "--json")
    best = found["hits"][0]
    assert set(best) >= {
        "rank", "kind", "document", "page", "heading", "text", "image", "score", "lists",
    }  # fmt: skip
    assert (best["rank"], best["document"]) == (1, "travel.md")
    assert found["answerable"] > 0.5
    assert printed(run, "search", "会议室", "--json")["hits"][0]["document"] == "办公室.md"

    asked = printed(run, "ask", "How high is the meal allowance in Norway?", "--json")
    assert "38 euros" in asked["answer"]
    assert asked["citations"][0]["document"] == "travel.md"
    assert (asked["refused"], asked["model"]) == (False, "extractive")

    assert run("forget", "travel.md")[0] == 0
    assert not [
        hit for hit in printed(run, "search", "meal allowance", "--json")["hits"]
        if hit["document"] == "travel.md"
    ]  # fmt: skip


@pytest.mark.usefixtures("handbook")
def test_docs_stats_rebuild_forget(run: Run) -> None:
    listed = printed(run, "docs", "--json")
    assert listed["space"] == "default"
    assert {"travel.md", "vpn.md"} <= {one["name"] for one in listed["documents"]}
    assert set(listed["documents"][0]) >= {"title", "size_bytes", "pages", "units", "learned_at"}
    assert "travel.md" in run("docs")[1]

    (counted,) = printed(run, "stats", "--json")["spaces"]
    assert counted["documents"] == len(listed["documents"])
    assert counted["models"][0]["state"] == "present"
    assert set(printed(run, "stats", "--json")["disk_bytes"]) == {"catalog", "blobs", "indexes"}
    assert "on disk" in run("stats")[1]

    (rebuilt,) = printed(run, "rebuild", "--json")["spaces"]
    assert {key: rebuilt[key] for key in counted} == counted
    assert run("rebuild", "--space", "nobody")[0] == 2
    assert printed(run, "search", "meal allowance in Norway", "--json")["hits"]

    forgotten = printed(run, "forget", "travel.md", "--json")
    assert (forgotten["space"], forgotten["document"]) == ("default", "travel.md")
    status, _, err = run("docs", GROUNDGLASS_EMBEDDER="no-such-model")
    assert status == 1
    assert "GROUNDGLASS_EMBEDDER" in err


@pytest.mark.usefixtures("handbook")
def test_a_screenshot_is_a_question(run: Run, tmp_path: Path) -> None:
    shot = tmp_path / "shot.png"
    shot.write_bytes(dialog("HB-2209", "Something else is written here.", (700, 380)))
    asked = printed(run, "ask", "What does this mean?", "--media", str(shot), "--json")
    assert {citation["document"] for citation in asked["citations"]} == {"vpn.md"}
    crops = [citation["crop"] for citation in asked["citations"] if citation["crop"]]
    assert crops
    assert all(Path(crop).read_bytes()[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0") for crop in crops)


@pytest.mark.usefixtures("handbook")
def test_a_film_is_a_question(run: Run, tmp_path: Path) -> None:
    film = tmp_path / "screen.mp4"
    film.write_bytes(error_at(2.0, "HB-2209", "Something else is written here.", after=1.0))
    asked = printed(run, "ask", "What is wrong here?", "--media", str(film), "--json")
    assert {citation["document"] for citation in asked["citations"]} == {"vpn.md"}
    assert "0:02: Error HB-2209" in asked["answer"]
    film.write_bytes(b"no film")
    status, _, err = run("ask", "What is wrong here?", "--media", str(film))
    assert (status, err.count("\n")) == (2, 1)
    assert "screen.mp4" in err


def test_screen_reads_text_and_pictures(run: Run, tmp_path: Path) -> None:
    clean = printed(run, "screen", "--text", "Lunch at noon?", "--json")
    assert (clean["allows"], clean["convicts"], clean["action"]) == (True, False, "none")
    words = "Connect your wallet and enter your seed phrase to claim the airdrop"
    assert printed(run, "screen", "--text", words, "--json")["convicts"]
    drawn = tmp_path / "scam.png"
    drawn.write_bytes(dialog("!", words, (1400, 420)))
    assert printed(run, "screen", "--media", str(drawn), "--json")["action"] == "delete"


def test_a_batch_keeps_ids_and_order(run: Run, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    rows = [
        {"id": "b", "text": "hello"},
        {"id": 7, "text": "claim your airdrop: enter seed phrase"},
    ]
    batch.write_text("\n".join(map(json.dumps, rows)))
    status, out, _ = run("screen", "--batch", str(batch))
    judged = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [(row["id"], row["convicts"]) for row in judged] == [("b", False), (7, True)]
    batch.write_text('{"id": 1, "text": "fine"}\nnot json\n')
    status, out, err = run("search", "--batch", str(batch))
    assert (status, out) == (2, "")
    assert "line 2" in err


def test_doctor_tells_what_is_missing(run: Run) -> None:
    report = printed(run, "doctor", "--json")
    assert report["ok"]
    assert {check["name"] for check in report["checks"]} >= {"home", "sqlite", "Telegram"}
    status, out, _ = run("doctor", TELEGRAM_BOT_TOKEN="12345:never-to-be-shown-to-anybody")
    assert status == 0
    assert "never-to-be-shown" not in out


def test_models_lists_what_is_here(run: Run) -> None:
    names = [model["name"] for model in printed(run, "models", "--json")["models"]]
    assert any("MiniLM" in name for name in names)
