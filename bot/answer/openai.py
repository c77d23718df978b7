"""Ask any OpenAI-compatible endpoint: OpenAI itself, vLLM, Ollama, llama.cpp, `transformers serve`.

Turns a prompt into one streaming chat completion. Knows the protocol and its errors, nothing of
Telegram or documents. The `openai` package is loaded with the first question.
"""

import asyncio
import ipaddress
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.answer.departure import departure
from bot.answer.manners import Manners, too_long
from bot.answer.messages import messages
from bot.errors import ModelFailed, ModelRefused
from bot.ports import Lane, Prompt
from bot.records import Usage

if TYPE_CHECKING:
    import httpx2
    from openai import APIStatusError, AsyncOpenAI, AsyncStream
    from openai.types import CompletionUsage
    from openai.types.chat import (
        ChatCompletionChunk,
        ChatCompletionMessageParam,
    )

OPENAI = "https://api.openai.com/v1"

ANSWER_TOKENS = 1_000
"""Kept for the answer where the model's room is known."""

NO_KEY = "none"
"""Sent to servers on one's own machines, which want some key and read none."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is served. An empty `base_url` means OpenAI."""

    api_key: str = field(default="", repr=False)
    base_url: str = ""
    timeout_seconds: float = 60.0
    """Longest silence, before the first word and between two."""
    max_retries: int = 1
    """Tries again after outages and rate limits, before the first word only."""
    sees: bool = True
    """Whether the model takes pictures; one that turns them down is told of them in words from then on."""
    room: int | None = None
    """Tokens that the model reads, its answer included; None: learned from what its server turns down."""
    declared: Lane | None = None
    """Where the address leads in truth: a proxy next door may hand everything on to a cloud."""

    @property
    def lane(self) -> Lane:
        """Tell whether what is asked leaves the machine or its inner network."""
        if self.declared is not None:
            return self.declared
        host = urlsplit(self.base_url or OPENAI).hostname or ""
        if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
            return "local"
        try:
            return "local" if not ipaddress.ip_address(host).is_global else "cloud"
        except ValueError:
            # A name without a dot is a container or a machine next door.
            return "cloud" if "." in host else "local"


class OpenAIModel:
    """A model behind the chat completions protocol."""

    def __init__(
        self, name: str, endpoint: Endpoint, http_client: "httpx2.AsyncClient | None" = None
    ) -> None:
        self.name = name
        self.lane: Lane = endpoint.lane
        self._endpoint = endpoint
        self._http_client = http_client
        self._client: AsyncOpenAI | None = None
        self._connecting = asyncio.Lock()
        self._manners = Manners(sees=endpoint.sees, room=_read(endpoint.room))

    async def close(self) -> None:
        """Let connections go; a later call opens them anew."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
        """Yield words as they come, then what was used; closing it hangs up."""
        client = await self._connect()
        usage, words, filtered = Usage(self.name, self.lane), False, False
        with _translated(self.name):
            # The package would try again after a time-out, too, and so wait twice for nothing.
            async with asyncio.timeout(self._endpoint.timeout_seconds):
                stream = await self._ask(client, prompt)
            async with stream:
                async for chunk in stream:
                    if chunk.usage is not None:
                        usage = self._usage(chunk.usage)
                    for choice in chunk.choices:
                        filtered = filtered or choice.finish_reason == "content_filter"
                        # A refusal is words too, in a field of its own.
                        piece = choice.delta.content or choice.delta.refusal
                        if piece:
                            words = True
                            yield piece
        if not words:
            if filtered:
                raise ModelRefused(f"{self.name} turned this down under its content rules")
            raise ModelFailed(f"{self.name} gave no words; ask again, or see its server's log")
        yield usage

    async def _ask(
        self, client: "AsyncOpenAI", prompt: Prompt
    ) -> "AsyncStream[ChatCompletionChunk]":
        """Ask, and ask otherwise where the endpoint names a part of the protocol that it does not know."""
        from openai import BadRequestError, UnprocessableEntityError

        while True:
            asked = self._manners.fitting(prompt)
            if asked.question.pictures:
                # Scaling them takes a while; without any, the hop to a thread would.
                told = await asyncio.to_thread(messages, asked, self._manners)
            else:
                told = messages(asked, self._manners)
            if prompt.outbound is not None and self.lane == "cloud":
                prompt.outbound(departure(self.name, told, prompt.withheld))
            try:
                return await self._post(client, told)
            except (BadRequestError, UnprocessableEntityError) as error:
                if not self._manners.learn(f"{error.message} {error.body}", asked):
                    raise

    async def _post(
        self, client: "AsyncOpenAI", messages: "list[ChatCompletionMessageParam]"
    ) -> "AsyncStream[ChatCompletionChunk]":
        from openai import AsyncStream
        from openai.types.chat import ChatCompletionChunk

        body: dict[str, object] = {"model": self.name, "messages": messages, "stream": True}
        if self._manners.counts:
            body["stream_options"] = {"include_usage": True}
        # Not `completions.create`: it compares each message with every shape that one may have,
        # which takes longer than all else that is done here for an answer (4 ms).
        return await client.post(
            "/chat/completions",
            body=body,
            cast_to=ChatCompletionChunk,
            stream=True,
            stream_cls=AsyncStream[ChatCompletionChunk],
        )

    async def _connect(self) -> "AsyncOpenAI":
        async with self._connecting:
            if self._client is None:
                # Importing takes half a second, during which other chats want to be served.
                self._client = await asyncio.to_thread(self._open)
            return self._client

    def _open(self) -> "AsyncOpenAI":
        import httpx2
        from openai import AsyncOpenAI

        endpoint = self._endpoint
        return AsyncOpenAI(
            api_key=endpoint.api_key or NO_KEY,
            # Given even where it is the default: the package would read the environment.
            base_url=endpoint.base_url or OPENAI,
            timeout=httpx2.Timeout(endpoint.timeout_seconds, connect=5.0),
            max_retries=endpoint.max_retries,
            http_client=self._http_client,
        )

    def _usage(self, counted: "CompletionUsage") -> Usage:
        details = counted.prompt_tokens_details
        cached = (details.cached_tokens if details else None) or 0
        read, written = counted.prompt_tokens, counted.completion_tokens
        return Usage(self.name, self.lane, read, written, cached_tokens=cached)


def _read(room: int | None) -> int | None:
    """Return the tokens that a prompt may be, so that the answer has room as well."""
    return None if room is None else max(room - ANSWER_TOKENS, room // 2)


@contextmanager
def _translated(model: str) -> Iterator[None]:
    """Turn the package's errors into ours.

    They are raised without their cause: servers like to repeat the key or the question in theirs.
    """
    import openai

    try:
        yield
    except openai.APIStatusError as error:
        raise _told(model, error) from None
    except (openai.APITimeoutError, TimeoutError):
        raise ModelFailed(f"{model} was silent for too long; ask again in a minute") from None
    except openai.APIConnectionError:
        raise ModelFailed(f"{model} cannot be reached; check OPENAI_BASE_URL") from None
    except (openai.APIError, ValueError):
        raise ModelFailed(f"{model} broke off in the middle of its answer; ask again") from None


def _told(model: str, error: "APIStatusError") -> ModelFailed:
    status = error.status_code
    code = re.sub(r"\W", "", str(error.code or ""))[:40]
    if status in (401, 403):
        return ModelRefused(f"the endpoint of {model} rejects the key; check OPENAI_API_KEY")
    if status == 404:
        where = "check GROUNDGLASS_MODEL and OPENAI_BASE_URL"
        return ModelRefused(f"the endpoint serves no {model!r}; {where}")
    if code == "insufficient_quota":
        return ModelRefused(f"the account behind {model} has no credit left; top it up")
    if status == 429:
        return ModelFailed(f"{model} is over its rate limit; ask again in a minute")
    if too_long(f"{error.message} {error.body}"):
        return ModelRefused(f"the question is too long for {model}; ask a shorter one")
    if 400 <= status < 500 and status not in (408, 409, 425):
        return ModelRefused(" ".join((f"{model} turned it down with {status}", code)).strip())
    return ModelFailed(f"{model} is down ({status}); ask again in a minute")
