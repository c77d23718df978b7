"""Answers in the making that somebody may stop: whoever asked, or an administrator.

Knows which task makes which answer, and nothing of Telegram. Cancelling it is what hangs up on the model.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import TypeVar

from bot.records import Incoming

T = TypeVar("T")


@dataclass(eq=False, slots=True)
class _Making:
    """One answer: what it answers, and who makes it."""

    incoming: Incoming
    task: "asyncio.Task[object]"
    stopped: bool = False


class Stops:
    """Every answer that is being made."""

    def __init__(self) -> None:
        self._making: set[_Making] = set()

    async def unless_stopped(self, incoming: Incoming, work: Coroutine[None, None, T]) -> T | None:
        """Return what `work` comes to, None where it was stopped."""
        task = asyncio.create_task(work)
        making = _Making(incoming, task)
        self._making.add(making)
        try:
            return await task
        except asyncio.CancelledError:
            this = asyncio.current_task()
            # An edit, or the end of the bot, is no stop, even where both come at once.
            if not making.stopped or (this is not None and this.cancelling()):
                raise
            return None
        finally:
            self._making.discard(making)

    def asker(self, chat_id: int, question: int) -> int | None:
        """Return who asked the question that is being answered, None where it is not."""
        for making in self._of(chat_id):
            if making.incoming.origin.message_id == question:
                return making.incoming.origin.person.id
        return None

    def stop(self, chat_id: int, question: int) -> None:
        """Stop the answer to the message `question`."""
        for making in self._of(chat_id):
            if making.incoming.origin.message_id == question:
                _stop(making)

    def stop_draft(self, chat_id: int, draft: int) -> None:
        """Stop the answer that is shown as the draft of that number."""
        for making in self._of(chat_id):
            if max(making.incoming.update_ids) == draft:
                _stop(making)

    def stop_all(self, chat_id: int) -> None:
        """Stop every answer in a chat that is gone."""
        for making in self._of(chat_id):
            _stop(making)

    def _of(self, chat_id: int) -> list[_Making]:
        return [making for making in self._making if making.incoming.origin.chat_id == chat_id]


def _stop(making: _Making) -> None:
    making.stopped = True
    making.task.cancel()
