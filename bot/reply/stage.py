"""What every answer in the making works with."""

from dataclasses import dataclass

from bot.reply.buttons import Issue
from bot.reply.cards import Crops
from bot.reply.send import Courier
from bot.reply.times import Sleep, Times
from bot.reply.wire import Wire
from bot.store.outbox import Outbox


@dataclass(frozen=True, slots=True)
class Stage:
    """What a live answer works with."""

    wire: Wire
    outbox: Outbox
    courier: Courier
    crops: Crops
    issue: Issue
    times: Times
    sleep: Sleep
