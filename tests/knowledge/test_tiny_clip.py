"""A small CLIP, trained by `knowledge.adapt` on drawings, finds other drawings by their captions and back.

The checkpoint lies in `tests/data/tiny_clip`; `python -m tests.drawn.train` makes it, and
`python -m tests.benchmarks.adapt` measures all of it, reading included.
"""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from bot import cli
from knowledge import KnowledgeBase
from knowledge.embed.clip import OpenClip
from knowledge.records import Query, Scope
from knowledge.vision.eyes import Eyes
from knowledge.zero_shot import classify
from tests.drawn import KINDS, STRANGERS, draw, drawings, measure, subjects
from tests.drawn.train import FOLDER, UNSEEN
from tests.knowledge.fakes import KnowingEyes, write

CLIP = f"local-dir:{FOLDER}"

SOME = 100
"""A drawing of each of so many captions; all of them take `tests.benchmarks.adapt`."""


@pytest.fixture(scope="module")
def clip() -> OpenClip:
    return OpenClip(CLIP)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Path:
    home = tmp_path_factory.mktemp("home")
    (home / "models").symlink_to(models)
    models.mkdir(exist_ok=True)
    return home


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files") / "drawings"
    measure.write_drawings(folder)
    return folder


@pytest.fixture(scope="module")
def base(home: Path, real_eyes: Eyes, drawn: Path) -> Iterator[KnowledgeBase]:
    """A store that knows the drawings in one space and the pages in another; nothing is read in them."""
    base = KnowledgeBase(home, KnowingEyes(real_eyes), clip=CLIP)
    base.learn([drawn], "drawings")
    measure.write_pages(drawn.parent / "pages")
    base.learn([drawn.parent / "pages"], "pages")
    measure.write_captions(drawn.parent / "captions")
    base.learn([drawn.parent / "captions"], "captions")
    yield base
    base.close()


@pytest.fixture
def run(home: Path, base: KnowledgeBase) -> Callable[..., str]:
    def run(*argv: str) -> str:
        with redirect_stdout(io.StringIO()) as out:
            assert cli.main(argv, {"GROUNDGLASS_HOME": str(home), "GROUNDGLASS_CLIP": CLIP}) == 0
        return out.getvalue()

    return run


@pytest.mark.parametrize("language", ["caption", "chinese"])
def test_captions_find_unseen_drawings(
    run: Callable[..., str], tmp_path: Path, language: str
) -> None:
    assert measure.text_to_image(run, tmp_path, language) >= 0.9


@pytest.mark.parametrize("space", ["captions", "pages"])
def test_unseen_drawings_find_the_words_that_say_what_they_show(
    base: KnowledgeBase, real_eyes: Eyes, drawn: Path, space: str
) -> None:
    captions = {path.name: path.read_text("utf-8") for path in drawn.parent.glob("captions/*")}
    captions |= {p.name: p.read_text("utf-8") for p in drawn.parent.glob("pages/*.md")}
    right, scope, some = 0, Scope((space,)), measure.unseen()[:SOME]
    for subject, picture in some:
        hits = base.search(Query("", real_eyes.look(picture, read=False)), scope, 1).hits
        right += bool(hits) and subject.caption in captions[hits[0].unit.document]
    assert right / len(some) >= 0.9


def test_a_few_words_that_pictures_share_tell_less_than_what_they_show(
    tmp_path: Path, models: Path, real_eyes: Eyes
) -> None:
    eyes, words = KnowingEyes(real_eyes), ("Harbour", "Ledger", "Window", "Thursday", "Signal")
    some = measure.chosen()[:40]

    def drawing(at: int, seed: int) -> bytes:
        # The words of a drawing are those of one that shows something else.
        return eyes.knows(draw(some[at], UNSEEN * seed), f"{words[(at + seed) % len(words)]} 12")

    folder = write(tmp_path / "files", {f"{at}.png": drawing(at, 3) for at in range(len(some))})
    base = KnowledgeBase(tmp_path / "home", eyes, clip=CLIP, models=models)
    base.learn([folder], "drawings")
    queries = [Query("", eyes.look(drawing(at, 4))) for at in range(len(some))]
    queries += [Query(subject.caption) for subject in some]
    found = [base.search(query, Scope(("drawings",)), 1).hits for query in queries]
    base.close()
    right = [
        bool(hits) and hits[0].unit.document == f"{number % len(some)}.png"
        for number, hits in enumerate(found)
    ]
    assert sum(right) / len(right) >= 0.85


def test_the_same_shapes_in_another_colour_are_not_taken_for_the_same_picture(
    base: KnowledgeBase, real_eyes: Eyes
) -> None:
    taken, scope = 0, Scope(("pages",))
    for _, picture in measure.unseen():
        hits = base.search(Query("", real_eyes.look(picture, read=False)), scope, 1).hits
        taken += any(vote.list == "same_picture" for hit in hits for vote in hit.lists)
    # No page shows any of them.
    assert taken / len(measure.unseen()) <= 0.03


@pytest.mark.parametrize("chinese", [False, True])
def test_unseen_drawings_are_told_apart_by_twelve_words(clip: OpenClip, chinese: bool) -> None:
    assert measure.zero_shot(lambda one, labels: classify(one, labels, clip).label, chinese) >= 0.95


def test_what_is_none_of_the_labels_is_said_to_be_none(clip: OpenClip) -> None:
    labels = [kind for kind in KINDS if kind not in ("stars", "pie chart")]
    right = []
    for kind in (*KINDS, *STRANGERS):
        some = [one for one in subjects() if one.kind == kind]
        for _, picture in drawings(some, 6, UNSEEN + 10):
            right.append((classify(picture, labels, clip).best is None) != (kind in labels))
    assert sum(right) / len(right) >= 0.8


def test_the_command_classifies_a_file(run: Callable[..., str], tmp_path: Path) -> None:
    subject = next(one for one in subjects() if one.kind == "pie chart")
    path = tmp_path / "unnamed.png"
    path.write_bytes(draw(subject, UNSEEN * 7))
    labels = "pie chart,error dialog,tree diagram"
    said = json.loads(run("classify", str(path), "--labels", labels, "--json"))
    assert (said["label"], said["best"]) == ("pie chart", "pie chart")
    assert sum(said["scores"].values()) == pytest.approx(1, abs=0.001)
    assert sum(said["labels"].values()) + said["none"] == pytest.approx(1, abs=0.001)
    assert run("classify", str(path), "--labels", labels).startswith("100.0% pie chart\n")
    said = json.loads(run("classify", str(path), "--labels", "饼图,错误对话框", "--json"))
    assert said["best"] == "饼图"


def test_labels_that_the_model_cannot_read_are_refused(clip: OpenClip) -> None:
    from knowledge.errors import ModelMissing

    picture = draw(subjects()[0], UNSEEN)
    with pytest.raises(ModelMissing, match="cyrillic"):
        classify(picture, ["круги", "звёзды"], clip)
