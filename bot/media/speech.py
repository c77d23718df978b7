"""Write recordings down at an OpenAI-compatible endpoint (`POST /audio/transcriptions`).

Knows the protocol and its errors. A server without such a model is asked once and then left alone.
"""

import asyncio
from collections.abc import Iterator

import httpx

from bot.errors import NotHeard
from bot.ports import Lane
from bot.records import Utterance
from knowledge.film.records import Sound

OPENAI = "https://api.openai.com/v1"
MOST_SEGMENTS = 5_000
MOST_BYTES = 25 * 1024 * 1024
"""What OpenAI takes (API reference, audio/transcriptions)."""

ANSWER_SECONDS = 120.0
"""For a whole recording; servers say nothing until they are done."""

AT_ONCE = 2
"""Recordings under way: each is up to 20 MB in memory."""


class Endpoint:
    """A `Transcriber` behind HTTP. `detailed` servers give times; others are asked for words alone."""

    def __init__(self, name: str, api_key: str, base_url: str, lane: Lane) -> None:
        self.name = name
        self.lane: Lane = lane
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._url = (base_url or OPENAI).rstrip("/") + "/audio/transcriptions"
        self._client: httpx.AsyncClient | None = None
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._absent = ""
        self._detailed = True

    async def close(self) -> None:
        """Let connections go; a later call opens them anew."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def transcribe(self, sound: Sound) -> tuple[Utterance, ...]:
        """Return what is said; raise `NotHeard` with what the server did."""
        if self._absent:
            raise NotHeard(self._absent)
        if len(sound.content) > MOST_BYTES:
            raise NotHeard(f"the recording is too big for {self.name}; send a shorter one")
        async with self._slots:
            answer = await self._ask(sound, detailed=self._detailed)
            if answer.status_code == 400 and self._detailed:
                # Some models know no times, and refuse to be asked for them.
                answer = await self._ask(sound, detailed=False)
                self._detailed = answer.status_code != 200
        return tuple(_utterances(self._read(answer)))

    async def _ask(self, sound: Sound, *, detailed: bool) -> httpx.Response:
        if self._client is None:
            timeout = httpx.Timeout(ANSWER_SECONDS, connect=5.0)
            self._client = httpx.AsyncClient(headers=self._headers, timeout=timeout)
        try:
            return await self._client.post(
                self._url,
                data={
                    "model": self.name,
                    "response_format": "verbose_json" if detailed else "json",
                },
                files={"file": (sound.name, sound.content, sound.media_type)},
            )
        except httpx.TimeoutException:
            raise NotHeard(f"{self.name} was silent for too long; try again in a minute") from None
        except httpx.HTTPError:
            raise NotHeard(f"{self.name} cannot be reached; check OPENAI_BASE_URL") from None

    def _read(self, answer: httpx.Response) -> dict[str, object]:
        status = answer.status_code
        if status in (404, 405, 501):
            self._absent = f"the endpoint serves no speech recognition {self.name!r}; set GROUNDGLASS_TRANSCRIBER"
            raise NotHeard(self._absent)
        if status in (401, 403):
            raise NotHeard(f"the endpoint of {self.name} rejects the key; check OPENAI_API_KEY")
        if status != 200:
            raise NotHeard(f"{self.name} gave no transcript ({status}); try again in a minute")
        try:
            told = answer.json()
        except ValueError:
            raise NotHeard(f"{self.name} answered with no JSON; check OPENAI_BASE_URL") from None
        if not isinstance(told, dict):
            raise NotHeard(f"{self.name} answered with no transcript; check OPENAI_BASE_URL")
        return told


def _utterances(told: dict[str, object]) -> Iterator[Utterance]:
    """Read segments with their times, or the text alone."""
    segments = told.get("segments")
    if isinstance(segments, list) and segments:
        for segment in segments[:MOST_SEGMENTS]:
            if isinstance(segment, dict):
                text = " ".join(str(segment.get("text", "")).split())
                start = segment.get("start")
                if text:
                    yield Utterance(
                        max(0.0, float(start)) if isinstance(start, int | float) else 0.0, text
                    )
        return
    text = " ".join(str(told.get("text") or "").split())
    if text:
        yield Utterance(0.0, text)
