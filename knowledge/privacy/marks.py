"""Private data out of texts, with a mark in its place, and back again in what is said about them.

One `Marks` serves all texts that go out together: the same secret has the same mark everywhere.
"""

import re
from collections import Counter
from collections.abc import Mapping

from knowledge.privacy.find import find
from knowledge.privacy.span import Kind

MARK = re.compile(rf"\[(?:{'|'.join(Kind)}) \d{{1,4}}\]")
LONGEST_MARK = max(len(kind) for kind in Kind) + 8


class Marks:
    """The marks given out so far, and what each stands for. The secrets stay in this object."""

    def __init__(self) -> None:
        self._marks: dict[tuple[Kind, str], str] = {}
        """By kind and secret, without its blanks: OCR and line ends put some in."""
        self._secrets: dict[str, str] = {}
        """By mark: what it stands for."""

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many different secrets of which kind were taken out."""
        return Counter(str(kind) for kind, _ in self._marks)

    def mark(self, kind: Kind, secret: str) -> str:
        """Return the mark of a secret."""
        known = (kind, "".join(secret.split()))
        if known not in self._marks:
            number = 1 + sum(other is kind for other, _ in self._marks)
            mark = self._marks[known] = f"[{kind} {number}]"
            # A face has no words to put back.
            if kind is not Kind.FACE:
                self._secrets[mark] = _whole(kind, secret)
        return self._marks[known]

    def taken_out(self, text: str) -> str:
        """Return `text` with a mark in place of each secret."""
        if not text:
            return text
        pieces: list[str] = []
        end = 0
        for span in find(text):
            pieces += [text[end : span.start], self.mark(span.kind, text[span.start : span.end])]
            end = span.end
        return "".join([*pieces, text[end:]]) if pieces else text

    def put_back(self, text: str) -> str:
        """Return `text` with the secrets that its marks stand for; unknown marks stay."""
        return MARK.sub(lambda found: self._secrets.get(found[0], found[0]), text)


def _whole(kind: Kind, secret: str) -> str:
    """Return a secret as it is put back: its words stay apart, the pieces of a key or number are joined."""
    if kind is Kind.PRIVATE_KEY:
        return secret
    if kind is Kind.SEED:
        return " ".join(secret.split())
    if kind is Kind.PASSWORD:
        return "".join(line.strip() for line in secret.splitlines())
    return "".join(secret.split())
