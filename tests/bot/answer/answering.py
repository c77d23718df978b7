"""Questions, passages and a chat completions server at the wire."""

import json
from collections.abc import AsyncIterator, Sequence

import httpx2

from bot.answer.openai import Endpoint, OpenAIModel
from bot.errors import ModelFailed
from bot.ports import Lane, Prompt, VisionModel
from bot.records import (
    Answer,
    ChatKind,
    Evidence,
    Incoming,
    Origin,
    Passage,
    Person,
    Picture,
    Question,
    Turn,
    Usage,
)
from knowledge.records import Box, Hit, Kind, Sight, TextLine, Unit

KEY = "sk-test-0123456789abcdef"

LEAVE = (
    "Every employee has 25 days of paid leave a year. Up to five unused days move to March.\n"
    "Ask your team lead two weeks before."
)
VPN = "The VPN client shows ERR-4012 when the certificate has expired. Renew it with `vpn renew`."


def passage(number: int, text: str, document: str = "handbook.md", **more: object) -> Passage:
    unit = Unit(
        id=f"unit-{number}",
        document=document,
        kind=Kind(str(more.get("kind", "text"))),
        text=str(more.get("caption", text)),
        heading=tuple(str(more["heading"]).split(" > ")) if "heading" in more else (),
        page=int(str(more["page"])) if "page" in more else None,
        fields={name: str(more[name]) for name in ("caption", "alt", "ocr") if name in more},
    )
    return Passage(number, Hit(number, unit, "space", "Handbook", 1 / number, ()), text)


def picture(
    text: str = "", *, content: bytes = b"\x89PNG", size: tuple[int, int] = (64, 48)
) -> Picture:
    lines = tuple(TextLine(line, Box(0, 0, 1, 1)) for line in text.splitlines())
    return Picture(Sight(content, "image/png", *size, "0" * 64, lines=lines), "photo.png")


def asked(
    text: str,
    *passages: Passage,
    pictures: Sequence[Picture] = (),
    quoted: str = "",
    history: tuple[Turn, ...] = (),
    language: str = "en",
    answerable: float = 0.9,
    nearest: Hit | None = None,
) -> Prompt:
    origin = Origin(7, ChatKind.PRIVATE, 10, Person(7, "Ada"))
    question = Question(Incoming((1,), origin, text), text, tuple(pictures), quoted)
    return Prompt(question, Evidence(passages, nearest, answerable), history, language)


def failure(status: int, code: str = "", message: str = "") -> httpx2.Response:
    """What a server answers that turns a question down."""
    # The server asks for a quick second try, so that the test does not wait for one.
    return httpx2.Response(
        status,
        headers={"retry-after-ms": "1"},
        json={"error": {"message": message or f"no: {KEY}", "code": code}},
    )


class Server:
    """A chat completions endpoint that says `words`, then `usage`, or fails as it is told."""

    def __init__(self) -> None:
        self.words: list[str] = ["Twenty-five", " days [1]."]
        self.usage: dict[str, object] | None = {
            "prompt_tokens": 1000,
            "completion_tokens": 200,
            "total_tokens": 1200,
        }
        self.failures: list[httpx2.Response | Exception] = []
        self.break_after: int | None = None
        self.junk_after: int | None = None
        self.finish = "stop"
        self.requests: list[dict[str, object]] = []
        self.headers: list[httpx2.Headers] = []
        self.hung_up = False

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append({"url": str(request.url), **json.loads(request.content)})
        self.headers.append(request.headers)
        if self.failures:
            failure = self.failures.pop(0)
            if isinstance(failure, Exception):
                raise failure
            return failure
        return httpx2.Response(
            200, headers={"content-type": "text/event-stream"}, stream=_Events(self)
        )

    def model(self, name: str = "gpt-4o", endpoint: Endpoint | None = None) -> OpenAIModel:
        client = httpx2.AsyncClient(transport=httpx2.MockTransport(self.answer))
        return OpenAIModel(name, endpoint or Endpoint(api_key=KEY), client)


class _Events(httpx2.AsyncByteStream):
    def __init__(self, server: Server) -> None:
        self._server = server

    async def __aiter__(self) -> AsyncIterator[bytes]:
        server = self._server
        for number, word in enumerate(server.words):
            if number == server.break_after:
                raise httpx2.ReadError("the connection was reset")
            if number == server.junk_after:
                yield b"data: {this is not JSON\n\n"
            yield event({"choices": [{"index": 0, "delta": {"content": word}}]})
        last = {"index": 0, "delta": {}, "finish_reason": server.finish}
        yield event({"choices": [last]})
        if server.usage is not None:
            yield event({"choices": [], "usage": server.usage})
        yield b"data: [DONE]\n\n"

    async def aclose(self) -> None:
        self._server.hung_up = True


def event(chunk: dict[str, object]) -> bytes:
    whole = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", **chunk}
    return f"data: {json.dumps(whole)}\n\n".encode()


class Model:
    """Says `words`; then fails with `error` if it has one."""

    lane: Lane = "cloud"

    def __init__(self, name: str, *words: str, error: ModelFailed | None = None) -> None:
        self.name = name
        self.words = words
        self.error = error
        self.asked = 0
        self.closed = 0

    async def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
        self.asked += 1
        try:
            for word in self.words:
                yield word
            if self.error is not None:
                raise self.error
            yield Usage(self.name, self.lane, 10, 5, 0.01)
        finally:
            self.closed += 1

    async def close(self) -> None: ...


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def down(name: str = "down", *words: str) -> Model:
    return Model(name, *words, error=ModelFailed("it is down; ask again"))


async def told(model: VisionModel, prompt: Prompt) -> tuple[str, Usage]:
    """Return all that a model says, and check that its usage comes once and last."""
    items = [item async for item in model.stream(prompt)]
    *pieces, usage = items
    assert isinstance(usage, Usage)
    return "".join(piece for piece in pieces if isinstance(piece, str)), usage


async def heard(stream: AsyncIterator[str | Answer]) -> tuple[str, Answer]:
    """Return the words that were shown and the answer that came at the end."""
    items = [item async for item in stream]
    *pieces, answer = items
    assert isinstance(answer, Answer)
    return "".join(piece for piece in pieces if isinstance(piece, str)), answer
