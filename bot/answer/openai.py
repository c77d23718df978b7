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

from bot.answer.pictures import show
from bot.answer.prices import cost_dollars
from bot.answer.prompt import word
from bot.errors import ModelFailed, ModelRefused
from bot.ports import Lane, Prompt
from bot.records import Usage

if TYPE_CHECKING:
    import httpx2
    from openai import APIStatusError, AsyncOpenAI, AsyncStream
    from openai.types import CompletionUsage
    from openai.types.chat import (
        ChatCompletionChunk,
        ChatCompletionContentPartParam,
        ChatCompletionMessageParam,
    )

OPENAI = "https://api.openai.com/v1"

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

    @property
    def lane(self) -> Lane:
        """Tell whether what is asked leaves the machine or its inner network."""
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

    async def close(self) -> None:
        """Let connections go; a later call opens them anew."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
        """Yield words as they come, then what they cost; closing it hangs up."""
        client = await self._connect()
        # Scaling pictures takes a while; without any, the hop to a thread would.
        pictures = bool(prompt.question.pictures)
        messages = await asyncio.to_thread(_messages, prompt) if pictures else _messages(prompt)
        usage = Usage(self.name, self.lane)
        words, filtered = False, False
        with _translated(self.name):
            # The package would try again after a time-out, too, and so wait twice for nothing.
            async with asyncio.timeout(self._endpoint.timeout_seconds):
                stream = await self._ask(client, messages)
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
        self, client: "AsyncOpenAI", messages: "list[ChatCompletionMessageParam]"
    ) -> "AsyncStream[ChatCompletionChunk]":
        from openai import AsyncStream
        from openai.types.chat import ChatCompletionChunk

        # Not `completions.create`: it compares each message with every shape that one may have,
        # which takes longer than all else that is done here for an answer (4 ms).
        return await client.post(
            "/chat/completions",
            body={
                "model": self.name,
                "messages": messages,
                "stream": True,
                "stream_options": {"include_usage": True},
            },
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
        cost = cost_dollars(self.name, read, cached, written) if self.lane == "cloud" else 0.0
        return Usage(self.name, self.lane, read, written, cost)


def _messages(prompt: Prompt) -> "list[ChatCompletionMessageParam]":
    """Write the conversation as the protocol wants it, pictures scaled; blocking."""
    wording = word(prompt)
    messages: list[ChatCompletionMessageParam] = [
        {"role": "system", "content": wording.instructions}
    ]
    for question, answer in wording.earlier:
        messages.append({"role": "user", "content": question})
        messages.append({"role": "assistant", "content": answer})
    parts: list[ChatCompletionContentPartParam] = [{"type": "text", "text": wording.question}]
    for picture in prompt.question.pictures:
        shown = show(picture.sight)
        parts.append(
            {"type": "image_url", "image_url": {"url": shown.data_url, "detail": shown.detail}}
        )
    messages.append({"role": "user", "content": parts if len(parts) > 1 else wording.question})
    return messages


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
        return ModelRefused(
            f"the endpoint serves no {model!r}; check GROUNDGLASS_MODEL and OPENAI_BASE_URL"
        )
    if code == "insufficient_quota":
        return ModelRefused(f"the account behind {model} has no credit left; top it up")
    if status == 429:
        return ModelFailed(f"{model} is over its rate limit; ask again in a minute")
    if 400 <= status < 500 and status not in (408, 409, 425):
        because = f" ({code})" if code else ""
        return ModelRefused(f"{model} turned the request down with {status}{because}")
    return ModelFailed(f"{model} is down ({status}); ask again in a minute")
