"""Note what leaves the host for one answer, hold back addresses that a model invented, and say both below it.

Knows the store and the record of an answer, no model.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from bot.ports import Lane, Outbound
from bot.records import Answer, Origin, Sent
from bot.reply import exits
from bot.say import Notice, Say, listed
from bot.store.sent import Departures


class Gate:
    """The register of one answer."""

    def __init__(self, departures: Departures, origin: Origin) -> None:
        self._departures = departures
        self._origin = origin
        self._noted: list[tuple[int, Sent]] = []

    def note(self, sent: Sent) -> None:
        """Write down what is about to leave; where that fails, nothing leaves."""
        self._noted.append((self._departures.record(self._origin.chat_id, sent), sent))

    def way(self, lanes: tuple[Lane, ...]) -> Outbound | None:
        """Return what notes a search in a cloud, None where nothing of the question may go there."""
        return self.note if "cloud" in lanes else None

    def told(self, answer: Answer, given: Iterable[str]) -> Answer:
        """Return the answer with what left for it, and what was taken out of that; `given` holds its addresses."""
        answer = exits.told(answer, given)
        taken: Counter[str] = Counter()
        for _, sent in self._noted:
            # Several models are given the same question.
            taken |= Counter(sent.withheld)
        notices = answer.notices
        if taken:
            models = ", ".join(dict.fromkeys(sent.model for _, sent in self._noted))
            notices += (Notice(Say.TAKEN_OUT, {"model": models, "kinds": listed(taken)}),)
        before = self._departures.about(self._origin.chat_id, self._origin.message_id)
        left = (*before, *(number for number, _ in self._noted))
        return replace(answer, notices=notices, left=left)
