"""Somebody else who is asked: one JSON answer to each POST, questions for it, and a check that is unsure."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from bot.categories import Category
from bot.records import (
    ChatKind,
    Finding,
    Incoming,
    Origin,
    Person,
    Picture,
    Question,
)
from knowledge.records import Sight

GROUP = Origin(-1001, ChatKind.SUPERGROUP, 10, Person(7, "Ada"))
ADVERT = b"a picture"


def question(*contents: bytes, text: str = "") -> Question:
    pictures = tuple(
        Picture(Sight(one, "image/jpeg", 800, 600, "0" * 64), "p.jpg") for one in contents
    )
    return Question(Incoming((1,), GROUP, text), text, pictures)


@contextmanager
def served(answer: Callable[[dict[str, object]], tuple[int, object]]) -> Iterator[str]:
    """Serve one JSON answer to each POST; yield the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, said = answer(body)
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Unsure:
    """Suspects a scam, not surely."""

    name = "unsure"

    def __init__(self, score: float = 0.6) -> None:
        self.score = score

    async def check(self, question: Question) -> tuple[Finding, ...]:
        return (Finding(self.name, Category.SCAM, self.score >= 0.8, self.score),)


def opinion(category: str, score: float, **more: object) -> dict[str, object]:
    said = json.dumps({"category": category, "score": score, "reason": "because", **more})
    return {"choices": [{"message": {"content": said}}]}
