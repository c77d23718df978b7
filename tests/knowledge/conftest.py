"""A store in a folder of its own, with real parsing and real indexes; models are converted once a machine."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge import KnowledgeBase
from knowledge.vision.eyes import Eyes
from tests.knowledge.fakes import KnowingEyes, WordEmbedder


@pytest.fixture(scope="session")
def models() -> Path:
    """A stable folder: converting the text model takes 15 s, and is done once."""
    return Path(tempfile.gettempdir()) / "groundglass-models"


@pytest.fixture(scope="session")
def real_eyes() -> Iterator[Eyes]:
    eyes = Eyes()
    yield eyes
    eyes.close()


@pytest.fixture
def eyes(real_eyes: Eyes) -> KnowingEyes:
    return KnowingEyes(real_eyes)


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def base(home: Path, eyes: KnowingEyes, embedder: WordEmbedder) -> Iterator[KnowledgeBase]:
    base = KnowledgeBase(home, eyes, embedder=embedder)
    yield base
    base.close()
