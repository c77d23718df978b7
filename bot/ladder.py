"""The ladder of language models, built as the settings say; what is in the cloud stands behind a guard."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast

from bot.answer.clean import Cleaner
from bot.answer.guard import Guard
from bot.answer.llava.model import Llava, Plan
from bot.answer.llava.weights import locate
from bot.answer.openai import Endpoint, OpenAIModel
from bot.answer.verify import Verifier
from bot.errors import BadInput
from bot.ports import Lane, Privacy, VisionModel
from bot.settings import Settings
from knowledge.vision.eyes import Eyes

LLAVA: Final = "llava"
"""What names the model in this process."""


def models(settings: Settings, eyes: Eyes) -> tuple[VisionModel, ...]:
    """Return the models, best first; empty where none is configured."""
    return tuple(_guarded(model, settings, eyes) for model in _models(settings))


def verifier(settings: Settings, eyes: Eyes) -> Verifier | None:
    """Return the second model that reads answers again, None where none is named."""
    if not settings.verifier:
        return None
    _need_endpoint("GROUNDGLASS_VERIFIER", settings)
    return Verifier(_guarded(OpenAIModel(settings.verifier, _endpoint(settings)), settings, eyes))


def describer(settings: Settings, eyes: Eyes, ladder: Sequence[VisionModel]) -> VisionModel | None:
    """Return the model that says what learned pictures show, None where none is named; LLaVA is that of `ladder`."""
    if not settings.describer:
        return None
    if settings.describer == LLAVA:
        for model in ladder:
            if isinstance(model, Llava):
                return model
        raise BadInput("GROUNDGLASS_DESCRIBER is `llava`; set GROUNDGLASS_LLAVA to its weights")
    _need_endpoint("GROUNDGLASS_DESCRIBER", settings)
    # It is asked about nothing but pictures, whatever the model of the answers takes.
    seeing = replace(_endpoint(settings), sees=True)
    return _guarded(OpenAIModel(settings.describer, seeing), settings, eyes)


def _need_endpoint(variable: str, settings: Settings) -> None:
    if not (settings.openai_api_key or settings.openai_base_url):
        raise BadInput(f"{variable} needs OPENAI_API_KEY or OPENAI_BASE_URL; set one of them")


def _guarded(model: VisionModel, settings: Settings, eyes: Eyes) -> VisionModel:
    if model.lane == "local":
        return model
    return Guard(
        model,
        Cleaner(eyes.look, eyes.cover, eyes.faces, eyes.read_closer),
        cast("Privacy", settings.privacy),
    )


def _models(settings: Settings) -> tuple[VisionModel, ...]:
    ladder: list[VisionModel] = []
    if settings.openai_api_key or settings.openai_base_url:
        ladder.append(OpenAIModel(settings.model, _endpoint(settings)))
    if settings.llava:
        silence, idle = settings.model_timeout_seconds, settings.llava_idle_seconds
        plan = Plan(settings.llava_precision, silence, idle)
        ladder.append(Llava(locate(settings.llava), plan))
    return tuple(ladder)


def _endpoint(settings: Settings) -> Endpoint:
    return Endpoint(
        settings.openai_api_key,
        settings.openai_base_url,
        settings.model_timeout_seconds,
        sees=settings.model_pictures == "yes",
        room=settings.model_context or None,
        declared=cast("Lane | None", settings.model_lane or None),
    )
