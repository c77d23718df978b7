"""One pair of eyes for all hostile files: it has to outlive each of them."""

from collections.abc import Iterator

import pytest

from knowledge.vision.eyes import Eyes


@pytest.fixture(scope="module")
def eyes() -> Iterator[Eyes]:
    eyes = Eyes()
    yield eyes
    eyes.close()
