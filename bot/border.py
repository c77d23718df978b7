"""What of a message may leave this machine before anybody answers it: for checks in a cloud, and for speech.

The same detectors as before an answering model take private data out; what they cannot look into, such as sound, is
sent only where the chat lets everything pass that is not known to be private. Knows the chat's policy, no provider.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.answer.clean import Cleaner
from bot.errors import NotSent
from bot.ports import Lane, Outbound, Permitted, Privacy
from bot.records import Incoming, Question, Sent
from knowledge.privacy import Marks

Record = Callable[[int, Sent, int], object]
"""Keeps what leaves a chat for the message of that number."""


def forgotten(chat_id: int, sent: Sent, message_id: int) -> None:
    """Keep nothing, where nobody could ask."""


class Border:
    """`mode` tells the policy of a chat; `lanes` where models may stand at all."""

    def __init__(
        self,
        cleaner: Cleaner,
        mode: Callable[[int], Privacy],
        lanes: tuple[Lane, ...],
        record: Record = forgotten,
    ) -> None:
        self._cleaner = cleaner
        self._mode = mode
        self._lanes = lanes
        self._record = record

    async def permit(self, question: Question) -> Permitted | None:
        """Return what of a question a check in the cloud may be given, None where nothing."""
        mode = self._mode_of(question.incoming)
        if mode == "local":
            return None
        marks = Marks()
        if mode != "off":
            try:
                question = await asyncio.to_thread(
                    self._cleaner.under(mode).question, question, marks
                )
            except NotSent:
                return None
            # Nobody can be asked before each message of a group.
            if mode == "ask" and marks.counts:
                return None
        return Permitted(question, partial(self._note, question.incoming, marks))

    def sound(self, incoming: Incoming) -> Outbound | None:
        """Return what notes a recording that leaves, None where none may: what is said in it nobody knows before."""
        if self._mode_of(incoming) in ("local", "ask"):
            return None
        return partial(self._note, incoming, Marks())

    def _mode_of(self, incoming: Incoming) -> Privacy:
        return self._mode(incoming.origin.chat_id) if "cloud" in self._lanes else "local"

    def _note(self, incoming: Incoming, marks: Marks, sent: Sent) -> None:
        # `/why` explains answers; of talk that is only overheard nobody keeps a second copy.
        if incoming.addressed:
            whole = replace(sent, withheld=dict(marks.counts))
            self._record(incoming.origin.chat_id, whole, incoming.origin.message_id)
