"""Settings into what parts are made with: budgets and prices, paces, the address for deliveries."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

from bot.answer.meter import Metered
from bot.answer.openai import Endpoint
from bot.answer.prices import Prices
from bot.errors import BadInput
from bot.ports import Lane, VisionModel
from bot.reply.rates import Rates
from bot.settings import Settings
from bot.store.spendings import Limits, Spendings
from bot.update.listen import Webhook
from knowledge.embed.endpoint import PREFIX


def limits(settings: Settings) -> Limits:
    """Return the budgets that the settings give."""
    return Limits(settings.person_day_dollars, settings.chat_day_dollars, settings.month_dollars)


def meter(settings: Settings, spendings: Spendings) -> Callable[[VisionModel], VisionModel]:
    """Return what lets a model spend money only within the budgets of `spendings`."""
    prices = Prices(Path(settings.prices).expanduser() if settings.prices else None)
    return lambda model: Metered(model, prices, spendings)


def rates(settings: Settings) -> Rates:
    """Return the pace at which messages may leave."""
    return Rates(
        chat_interval_seconds=settings.chat_interval_seconds,
        group_per_minute=settings.group_sends_per_minute,
        overall_per_second=settings.sends_per_second,
    )


def elsewhere(settings: Settings) -> str:
    """Return the name of the text model where it is asked in a cloud, empty where it is not."""
    declared = cast("Lane | None", settings.model_lane or None)
    near = Endpoint(base_url=settings.openai_base_url, declared=declared).lane == "local"
    name = settings.embedder
    return name.removeprefix(PREFIX) if name.startswith(PREFIX) and not near else ""


def webhook(settings: Settings) -> Webhook | None:
    """Return where Telegram delivers to, None where the bot polls; refuse one without a secret."""
    if not settings.webhook_url:
        return None
    if not settings.webhook_secret:
        raise BadInput("GROUNDGLASS_WEBHOOK_SECRET is not set; a webhook without it can be forged")
    return Webhook(settings.webhook_url, settings.webhook_secret, settings.webhook_port)
