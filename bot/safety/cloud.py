"""Ask OpenAI's moderation of texts and pictures (omni-moderation).

It sends what people wrote to OpenAI, so it is off unless a setting says otherwise. In pictures it sees six of its
thirteen categories only: a picture of hate or of illicit goods scores 0, which is no finding and never reads as
clean. A call that fails is an error, not a clean finding.
"""

import asyncio
import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import httpx
from pydantic import BaseModel, Field, ValidationError

from bot.categories import Category
from bot.errors import BotError
from bot.ports import Permit, Permitted, unnoted
from bot.records import Finding, Picture, Question, Sent
from bot.safety.said import heard, typed

MODEL = "omni-moderation-2024-09-26"
"""A pinned version: thresholds are only as good as the model that they were set for."""

SECONDS = 4.0
"""A call was seen to take 135 s under the client's usual limits; a verdict that late is of no use."""

REMOVE = 0.8
MENTIONED = 0.1

CATEGORIES: Final[Mapping[str, Category]] = {
    "harassment": Category.HATE,
    "harassment/threatening": Category.VIOLENCE,
    "hate": Category.HATE,
    "hate/threatening": Category.HATE,
    "illicit": Category.CRIME,
    "illicit/violent": Category.CRIME,
    "self-harm": Category.SELF_HARM,
    "self-harm/intent": Category.SELF_HARM,
    "self-harm/instructions": Category.SELF_HARM,
    "sexual": Category.SEXUAL,
    "sexual/minors": Category.SEXUAL,
    "violence": Category.VIOLENCE,
    "violence/graphic": Category.GORE,
}
"""All thirteen (developers.openai.com/docs/guides/moderation)."""

SEEN_IN_PICTURES: Final = frozenset(
    {
        *("violence", "violence/graphic", "sexual"),
        *("self-harm", "self-harm/intent", "self-harm/instructions"),
    }
)
"""The only ones that a picture is looked at for; for the others its score is no judgement."""


async def everything(question: Question) -> Permitted:
    """Permit all, as the setting says."""
    return Permitted(question, unnoted)


class Refusing(BotError):
    """The moderation endpoint did not judge."""


class _Result(BaseModel):
    category_scores: dict[str, float]
    category_applied_input_types: dict[str, list[str]] = Field(default_factory=dict)


class _Reply(BaseModel):
    results: list[_Result] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Address:
    """Where the moderation is served."""

    api_key: str = field(repr=False)
    base_url: str = "https://api.openai.com/v1"


class Cloud:
    """OpenAI's moderation, one call for the words and one for each picture."""

    name = "openai"

    def __init__(self, address: Address, permit: Permit = everything) -> None:
        self._address = address
        self._permit = permit

    async def check(self, question: Question) -> tuple[Finding, ...]:
        """Judge the words and pictures of the sender, as far as they may be sent."""
        permitted = await self._permit(question)
        if permitted is None:
            return (Finding(self.name, "", detail="nothing of it may leave this machine"),)
        allowed = permitted.question
        pictures = [one for one in allowed.pictures if not one.from_reply]
        inputs = [_shown(one) for one in pictures]
        # What is drawn as words is judged as words: in a picture seven categories are not looked for.
        drawn = (one.sight.words for one in pictures)
        words = "\n".join(filter(str.strip, (typed(allowed), heard(allowed), *drawn)))
        if words:
            inputs.append({"type": "text", "text": words})
        if not inputs:
            return (Finding(self.name, ""),)
        contents = tuple(one.sight.content for one in pictures)
        permitted.note(Sent(MODEL, len(words), contents))
        async with httpx.AsyncClient(timeout=SECONDS) as client:
            results = await asyncio.gather(*(self._ask(client, one) for one in inputs))
        worst: dict[Category, Finding] = {}
        for result in results:
            for finding in _findings(self.name, result):
                category = Category(finding.category)
                if category not in worst or worst[category].score < finding.score:
                    worst[category] = finding
        return tuple(worst.values()) or (Finding(self.name, ""),)

    async def _ask(self, client: httpx.AsyncClient, content: Mapping[str, object]) -> _Result:
        try:
            answer = await client.post(
                f"{self._address.base_url.rstrip('/')}/moderations",
                headers={"Authorization": f"Bearer {self._address.api_key}"},
                json={"model": MODEL, "input": [content]},
            )
            answer.raise_for_status()
            return _Reply.model_validate_json(answer.content).results[0]
        except (httpx.HTTPError, ValidationError) as error:
            # The type alone: its words may repeat what was sent.
            raise Refusing(
                f"no judgement from the moderation endpoint ({type(error).__name__})"
            ) from None


def _shown(picture: Picture) -> dict[str, object]:
    encoded = base64.b64encode(picture.sight.content).decode()
    url = f"data:{picture.sight.media_type};base64,{encoded}"
    return {"type": "image_url", "image_url": {"url": url}}


def _findings(check: str, result: _Result) -> list[Finding]:
    found = []
    for name, score in result.category_scores.items():
        seen = result.category_applied_input_types.get(name, [])
        blind = "image" in seen and name not in SEEN_IN_PICTURES and "text" not in seen
        # A category that no input was looked at for has the score 0 and says nothing.
        if name not in CATEGORIES or not seen or blind or score < MENTIONED:
            continue
        score = round(min(1.0, max(0.0, score)), 3)
        found.append(Finding(check, CATEGORIES[name], score >= REMOVE, score, kind="", detail=name))
    return found
