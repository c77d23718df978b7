"""Whether a question still stands in its chat.

Telegram tells a bot of no deletion. To set no reaction changes nothing that anybody sees, and is refused
where the message is gone (Bot API, setMessageReaction).
"""

from collections.abc import Sequence

from telegram.error import BadRequest, Forbidden, TelegramError

from bot.reply import refusals
from bot.reply.stage import Stage
from bot.reply.times import nap

SLOWER = 1.5
"""So many times as long as the last is each pause between two looks."""


async def until_gone(stage: Stage, chat_id: int, message_ids: Sequence[int]) -> bool:
    """Wait until all parts of a question are gone; False where Telegram does not let us look."""
    times = stage.times
    await nap(times.look_after - times.typing_after, stage.sleep)
    pause = times.look_every
    left = list(message_ids)
    while left:
        try:
            await stage.wire.touch(chat_id, left[0])
        except (BadRequest, Forbidden) as error:
            if not refusals.no_message(error):
                return False
            left.pop(0)
            continue
        except TelegramError:
            # It did not answer, or is to be left alone for a while: the next look may tell.
            pass
        await stage.sleep(pause)
        pause = min(SLOWER * pause, times.look_at_most)
    return True
