"""Drawn stickers that would unfold, reach out or never end: each is drawn within limits or refused in one sentence."""

import gzip
import http.server
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import TooLarge, Unreadable
from knowledge.vision.eyes import Eyes
from tests.drawn.stickers import BLUE, RED, circle, circle_then_square, layer, packed, sticker
from tests.hostile.measured import one_sentence

MOST_SECONDS = 20.0
"""On a busy machine; alone each takes less than two."""


def nested(depth: int) -> list[Any]:
    shapes: list[Any] = [circle()]
    for _ in range(depth):
        shapes = [{"ty": "gr", "it": shapes}]
    return shapes


def drawing_of(name: str, *shown: str) -> dict[str, object]:
    """Make a drawing that shows others, ten times each."""
    inside = [{"ty": 0, "refId": one, "w": 512, "h": 512, "ip": 0, "op": 60} for one in shown]
    return {"id": name, "layers": inside * 10}


BOMBS = {
    "gzip": gzip.compress(b'{"layers": [' + b" " * 50_000_000 + b"]}"),
    "brackets": gzip.compress(b"[" * 1_000_000),
    "groups": sticker(layer(nested(200), RED, 0, 60), frames=60),
    "laughs": sticker(
        {"ty": 0, "refId": "a", "w": 512, "h": 512, "ip": 0, "op": 60},
        assets=[drawing_of("abcdefghi"[at], "abcdefghi"[at + 1]) for at in range(8)],
    ),
    "circle": sticker(
        {"ty": 0, "refId": "a", "w": 512, "h": 512, "ip": 0, "op": 60},
        assets=[drawing_of("a", "b"), drawing_of("b", "a")],
    ),
    "nothing": sticker(),
    "no frames": sticker(layer([circle()], RED, 0, 1), frames=-5),
    "no end": sticker(layer([circle()], RED, 0, 60), fr=0),
    "infinite": gzip.compress(b'{"layers": [{"ty": 4, "ip": 1e999}], "fr": 60, "op": 60}'),
    "no size": sticker(layer([circle()], RED, 0, 60), w=0),
    "cut off": circle_then_square()[:120],
    "no json": gzip.compress(b"red circle"),
    "a list": packed([1, 2, 3]),
    "large": b"\x1f\x8b" + bytes(70_000),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_sticker_that_cannot_be_drawn_is_refused_in_one_sentence(eyes: Eyes, name: str) -> None:
    began = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        eyes.watch(BOMBS[name]).result()
    assert one_sentence(refused.value)
    assert isinstance(refused.value, TooLarge) is (name in ("gzip", "large"))
    assert time.monotonic() - began < MOST_SECONDS


ENDLESS = {
    "frames": sticker(layer([circle()], RED, 0, 10**9), frames=10**9),
    "copies": sticker(
        layer([circle(), {"ty": "rp", "c": {"a": 0, "k": 1e9}, "o": {"a": 0, "k": 0}}], RED, 0, 60),
        frames=60,
    ),
    "corners": sticker(
        layer([circle(), {"ty": "sr", "pt": {"a": 0, "k": 1e9}, "sy": 1}], RED, 0, 60), frames=60
    ),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_sticker_that_claims_too_much_is_drawn_within_limits(eyes: Eyes, name: str) -> None:
    began = time.monotonic()
    seen = eyes.watch(ENDLESS[name]).result()
    assert seen.frames
    assert seen.cut is (name == "frames")
    assert seen.seconds <= 12
    assert time.monotonic() - began < 3 * MOST_SECONDS


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback, and what it was asked for."""
    paths: list[str] = []

    class Listening(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listening)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()
    thread.join()


def test_nothing_outside_of_a_sticker_is_opened_or_run(
    eyes: Eyes, asked: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, paths = asked
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"\x89PNG")
    picture = {"ty": 2, "refId": "p", "ip": 0, "op": 60}
    writing = {"ty": 5, "t": {"d": {"k": [{"s": {"t": "secret", "f": "F"}}]}}, "ip": 0, "op": 60}
    script = layer([circle()], BLUE, 0, 60)
    script["ks"]["o"]["x"] = f"var $bm_rt; while (true) {{}}; fetch('{address}')"
    content = sticker(
        picture,
        writing,
        script,
        frames=60,
        assets=[
            {"id": "p", "w": 9, "h": 9, "u": f"{tmp_path}/", "p": secret.name, "e": 0},
            {"id": "q", "w": 9, "h": 9, "u": f"{address}/", "p": "picture.png", "e": 0},
        ],
        fonts={"list": [{"fName": "F", "fFamily": "F", "fPath": f"{address}/font.ttf"}]},
    )
    before = secret.stat().st_atime_ns
    assert eyes.watch(content).result().frames
    assert (paths, secret.stat().st_atime_ns) == ([], before)
    from knowledge.film.lottie import unpack

    kept = unpack(content).content.decode()
    assert not [one for one in (address, str(tmp_path), "fetch", "secret") if one in kept]
    assert len(json.loads(kept)["layers"]) == 1
