"""Choose, as the settings say, who writes speech down."""

from pathlib import Path
from typing import cast

from bot.answer.openai import Endpoint
from bot.media.speech import Endpoint as Recognition
from bot.media.whisper import Whisper
from bot.ports import Lane, Transcriber
from bot.settings import Settings


def transcriber(settings: Settings) -> Transcriber | None:
    """Return what writes speech down: on this machine where weights are named, else at the endpoint."""
    if settings.whisper:
        return Whisper(Path(settings.whisper).expanduser())
    configured = settings.openai_api_key or settings.openai_base_url
    if not configured or not settings.transcriber:
        return None
    declared = cast("Lane | None", settings.model_lane or None)
    endpoint = Endpoint(settings.openai_api_key, settings.openai_base_url, declared=declared)
    return Recognition(
        settings.transcriber, settings.openai_api_key, settings.openai_base_url, endpoint.lane
    )


async def close(used: Transcriber | None) -> None:
    """Let the connections and processes of one go, if there is one."""
    if used is not None:
        await used.close()
