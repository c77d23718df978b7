"""Hashes found by the number of bits in which they differ, as one would count them."""

import threading

import numpy as np
import pytest

from knowledge.index.binary import BinaryIndex, Codes


def codes(count: int, bits: int, seed: int = 0) -> Codes:
    return np.random.default_rng(seed).integers(0, 256, (count, bits // 8), dtype=np.uint8)


def flipped(row: Codes, *places: int) -> Codes:
    bits = np.unpackbits(row)
    bits[list(places)] ^= 1
    return np.packbits(bits)[None]


@pytest.fixture(params=[64, 128, 256])
def bits(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def test_distances_are_counted_bits_nearest_first(bits: int) -> None:
    rows = codes(300, bits)
    index = BinaryIndex(bits)
    index.replace([str(at) for at in range(300)], rows)
    query = flipped(rows[7], 0, 9, 33)
    counted = np.unpackbits(rows ^ query, axis=1).sum(axis=1)
    found = index.search(query, 20)
    assert found[0] == ("7", 3)
    assert [far for _, far in found] == sorted(counted.tolist())[:20]
    assert all(counted[int(name)] == far for name, far in found)


def test_only_what_is_near_enough_is_returned(bits: int) -> None:
    rows = codes(50, bits)
    index = BinaryIndex(bits)
    index.replace([str(at) for at in range(50)], rows)
    assert index.search(flipped(rows[3], 1, 2), 10, within=2) == [("3", 2)]
    assert index.search(flipped(rows[3], 1, 2), 10, within=1) == []


def test_an_id_counts_with_the_nearest_of_several_variants(bits: int) -> None:
    rows = codes(50, bits)
    index = BinaryIndex(bits)
    index.replace([str(at) for at in range(50)], rows)
    variants = np.concatenate([flipped(rows[4], 5, 6, 7), rows[9:10], flipped(rows[4], 5)])
    assert index.search(variants, 2) == [("9", 0), ("4", 1)]


def test_an_empty_index_finds_nothing_and_more_than_all_is_all(bits: int) -> None:
    index = BinaryIndex(bits)
    assert (index.search(codes(1, bits), 5), index.count(), index.ids()) == ([], 0, set())
    index.replace(["a", "b"], codes(2, bits))
    assert len(index.search(codes(1, bits), 50)) == 2
    assert index.search(codes(0, bits), 5) == []


def test_known_ids_are_overwritten_and_removed_ones_are_gone(bits: int) -> None:
    rows = codes(5, bits)
    index = BinaryIndex(bits)
    index.replace(["a", "b", "c", "a"], rows[:4])
    assert (index.count(), index.search(rows[3:4], 1)) == (3, [("a", 0)])
    index.replace(["b"], rows[4:])
    index.remove(["c", "nobody"])
    assert index.ids() == {"a", "b"}
    assert index.search(rows[4:], 1) == [("b", 0)]
    assert index.search(rows[2:3], 5, within=0) == []


def test_readers_see_whole_rows_while_a_writer_adds() -> None:
    rows = codes(2_000, 256)
    index = BinaryIndex(256)
    index.replace(["first"], rows[:1])
    wrong: list[object] = []
    writing = threading.Event()

    def read() -> None:
        while not writing.is_set():
            found = index.search(rows[:1], 3)
            if found[0] != ("first", 0):
                wrong.append(found)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for start in range(1, 2_000, 50):
        part = rows[start : start + 50]
        index.replace([str(start + at) for at in range(len(part))], part)
        index.remove([str(start)])
    writing.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert index.count() == 1_960


def test_a_length_that_is_no_whole_number_of_bytes_is_refused() -> None:
    with pytest.raises(ValueError, match="multiple of 8"):
        BinaryIndex(30)
