"""Keep the pictures that were opened last, so that a reply to one does not download it again.

Knows ids and sizes only; bounded in bytes, because ten screenshots weigh as much as a thousand words.
"""

from collections import OrderedDict

from knowledge.records import Sight

MAX_BYTES = 32 * 1024 * 1024
"""About fifty screenshots; the oldest unused goes first."""


class Recent:
    """Sights by Telegram's `file_unique_id`, which names the same bytes in every chat."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._sights: OrderedDict[str, Sight] = OrderedDict()
        self._bytes = 0

    def get(self, unique_id: str) -> Sight | None:
        """Return the picture and count it as used."""
        sight = self._sights.get(unique_id)
        if sight is not None:
            self._sights.move_to_end(unique_id)
        return sight

    def put(self, unique_id: str, sight: Sight) -> None:
        """Keep `sight` in place of the longest unused ones."""
        if not unique_id or len(sight.content) > self._max_bytes:
            return
        known = self._sights.pop(unique_id, None)
        self._bytes += len(sight.content) - (len(known.content) if known else 0)
        self._sights[unique_id] = sight
        while self._bytes > self._max_bytes:
            _, oldest = self._sights.popitem(last=False)
            self._bytes -= len(oldest.content)
