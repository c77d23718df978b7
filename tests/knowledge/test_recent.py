"""What stays in memory of the spaces that were searched is bounded."""

import gc
import weakref
from pathlib import Path

from knowledge.alike.known import KEPT as KEPT_LOOKS
from knowledge.alike.known import Spaces
from knowledge.alike.looks import Looks
from knowledge.catalog import Catalog
from knowledge.derived import Derived
from knowledge.index.shelf import Model
from knowledge.recent import Recent
from knowledge.sample import KEPT as KEPT_SAMPLES
from knowledge.sample import Samples


def test_what_was_used_last_stays() -> None:
    recent = Recent[str, int](2)
    assert [recent.keep("a", 1), recent.keep("b", 2), recent.find("a")] == [1, 2, 1]
    recent.keep("c", 3)
    assert [recent.find(key) for key in "abc"] == [1, None, 3]
    recent.keep("a", 4)
    recent.keep("d", 5)
    assert [recent.find(key) for key in "acd"] == [4, None, 5]


def test_of_many_spaces_few_stay_in_memory(tmp_path: Path) -> None:
    catalog = Catalog.open(tmp_path / "catalog.sqlite3")
    samples = Samples(catalog, Derived(catalog.database, tmp_path))
    spaces = Spaces(catalog, Looks(catalog.database))
    vectors, hashes = [], []
    for number in range(2 * KEPT_SAMPLES):
        sample = samples.of(f"space {number}", Model("text", "words@1", 4))
        vectors.append(weakref.ref(sample.vectors))
        hashes.append(weakref.ref(spaces.known(f"space {number}").hashes))
    del sample
    gc.collect()
    assert 0 < sum(one() is not None for one in vectors) <= KEPT_SAMPLES
    assert 0 < sum(one() is not None for one in hashes) <= KEPT_LOOKS
