"""A language model behind an OpenAI-compatible address, whose words a test chooses.

It streams over real HTTP, so that the client library, its time-outs and its cancelling are real.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

Script = Callable[[list[dict[str, object]]], Sequence[str]]


@dataclass
class Endpoint:
    """What the model says, how slowly, and what it was asked."""

    script: Script = lambda messages: ("It stands there [1].",)
    pause_seconds: float = 0.0
    fail_with: int | None = None
    hangs: Callable[[list[dict[str, object]]], bool] = lambda messages: False
    """Tells which requests are taken and never answered."""
    answering: asyncio.Event | None = None
    """Nothing is answered before it is set."""
    asked: list[list[dict[str, object]]] = field(default_factory=list)
    finished: int = 0
    left: int = 0
    """Answers in the middle of which the asker hung up."""
    spoken: list[tuple[float, str]] | None = None
    """What recordings say, by time; None: it knows no speech."""
    recordings: list[tuple[str, bytes]] = field(default_factory=list)
    url: str = ""

    def says(self, *pieces: str, pause_seconds: float = 0.0) -> None:
        """Let the next answers be these pieces."""
        self.script = lambda messages: pieces
        self.pause_seconds = pause_seconds

    def hears(self, *sentences: str) -> None:
        """Let recordings say these sentences, two seconds each."""
        self.spoken = [(2.0 * at, sentence) for at, sentence in enumerate(sentences)]

    async def transcribe(self, request: Request) -> Response:
        """Answer `POST /v1/audio/transcriptions`."""
        async with request.form() as form:
            sent = form["file"]
            assert isinstance(sent, UploadFile)
            self.recordings.append((str(sent.filename), await sent.read()))
        if self.spoken is None:
            return JSONResponse({"error": {"message": "no such model"}}, status_code=404)
        segments = [
            {"id": at, "start": start, "end": start + 2, "text": f" {text}"}
            for at, (start, text) in enumerate(self.spoken)
        ]
        whole = " ".join(text for _, text in self.spoken)
        return JSONResponse({"text": whole, "segments": segments, "language": "english"})

    @property
    def prompt(self) -> str:
        """Return all words of the last request, pictures left out."""
        return "\n".join(question_in([message]) for message in self.asked[-1])

    async def complete(self, request: Request) -> Response:
        """Answer `POST /v1/chat/completions`."""
        body = await request.json()
        self.asked.append(body["messages"])
        if self.hangs(body["messages"]):
            while not await request.is_disconnected():
                await asyncio.sleep(0.05)
        if self.answering is not None:
            await self.answering.wait()
        if not body.get("stream"):
            said = {"content": "".join(self.script(body["messages"]))}
            return JSONResponse({"choices": [{"message": said}]})
        if self.fail_with:
            error = {"error": {"message": "the model is out", "type": "server_error"}}
            return JSONResponse(error, status_code=self.fail_with)
        if not self.pause_seconds:
            # At once: one write, as a server has it whose words are all there.
            whole = "".join([event async for event in self._stream(body["messages"])])
            return Response(whole, media_type="text/event-stream")
        return StreamingResponse(self._stream(body["messages"]), media_type="text/event-stream")

    async def _stream(self, messages: list[dict[str, object]]) -> AsyncIterator[str]:
        # What is set meanwhile is for the next answer.
        pause = self.pause_seconds
        for piece in self.script(messages):
            if pause:
                try:
                    await asyncio.sleep(pause)
                except asyncio.CancelledError:
                    self.left += 1
                    raise
            yield _event({"choices": [{"index": 0, "delta": {"content": piece}}]})
        yield _event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        usage = {"prompt_tokens": 120, "completion_tokens": 12, "total_tokens": 132}
        yield _event({"choices": [], "usage": usage})
        yield "data: [DONE]\n\n"
        self.finished += 1


def question_in(messages: list[dict[str, object]]) -> str:
    """Return what stands in the last message to the model, as text."""
    content = messages[-1]["content"]
    if isinstance(content, str):
        return content
    assert isinstance(content, list)
    return "\n".join(part["text"] for part in content if part["type"] == "text")


def pictures_in(messages: list[dict[str, object]]) -> int:
    """Count the pictures that the model was shown with the last message."""
    content = messages[-1]["content"]
    if isinstance(content, str):
        return 0
    assert isinstance(content, list)
    return sum(part["type"] == "image_url" for part in content)


def _event(chunk: dict[str, object]) -> str:
    head = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "gpt-4o"}
    return f"data: {json.dumps(head | chunk)}\n\n"


@asynccontextmanager
async def endpoint() -> AsyncIterator[Endpoint]:
    """Serve a model on loopback."""
    model = Endpoint()
    routes = [
        Route("/v1/chat/completions", model.complete, methods=["POST"]),
        Route("/v1/audio/transcriptions", model.transcribe, methods=["POST"]),
    ]
    config = uvicorn.Config(Starlette(routes=routes), port=0, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    serving = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    model.url = f"http://127.0.0.1:{port}/v1"
    try:
        yield model
    finally:
        server.should_exit = True
        await serving
