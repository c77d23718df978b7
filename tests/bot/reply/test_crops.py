"""Pictures that wait for delivery are whole, also where two answers keep the same one at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.reply.cards import KEPT_SECONDS, Crops


def test_one_picture_is_kept_by_two_answers_at_once(tmp_path: Path) -> None:
    many = 4
    together = threading.Barrier(many)

    def keeps(_: int) -> str:
        crops = Crops(tmp_path)
        together.wait()
        return crops.keep(picture)

    with ThreadPoolExecutor(many) as threads:
        for attempt in range(20):
            picture = bytes([attempt]) * 1_000_000
            (name,) = set(threads.map(keeps, range(many)))
            assert Crops(tmp_path).read(name) == picture
    assert len(list(tmp_path.iterdir())) == 20


def test_a_picture_goes_with_age_and_one_that_is_gone_is_none(tmp_path: Path) -> None:
    now = [1_800_000_000.0]
    crops = Crops(tmp_path, lambda: now[0])
    old = crops.keep(b"old")
    now[0] += KEPT_SECONDS + 1
    new = crops.keep(b"new")
    assert (crops.read(old), crops.read(new)) == (None, b"new")
