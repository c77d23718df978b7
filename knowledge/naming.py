"""Name the units of a document so that an edit elsewhere in it changes no name. Knows words only."""

import hashlib
from collections import Counter
from collections.abc import Sequence


class Naming:
    """Give units ids that an edit elsewhere in the document does not change."""

    def __init__(self, document: str) -> None:
        self.document = document
        self._seen: Counter[str] = Counter()

    def id(self, heading: Sequence[str], text: str) -> str:
        """Name the next unit that begins with `text` below `heading`."""
        start = " ".join(text.lower().split())[:80]
        whole = "\x1f".join((self.document, *heading, start))
        self._seen[whole] += 1
        return hashlib.sha256(f"{whole}\x1f{self._seen[whole]}".encode()).hexdigest()[:20]
