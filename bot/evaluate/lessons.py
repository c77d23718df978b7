"""What the ranker is taught with: questions, and how to tell the units that are right for each."""

import re
from dataclasses import dataclass

from knowledge.records import Kind, Unit


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question and what is right for it: a passage that holds `anchor`, or the picture named so."""

    question: str
    document: str
    """Path below the learned folder."""
    anchor: str = ""
    picture: str = ""
    """Start of a picture's file name, lower case."""

    def right(self, unit: Unit) -> bool:
        """Tell whether `unit` is what the question asks for."""
        if self.picture:
            name = "".join(unit.fields.get("file_name", unit.document).lower().split())
            return unit.kind is Kind.PICTURE and self.picture in name
        if unit.kind is Kind.PICTURE or unit.document != self.document:
            return False
        return squeezed(self.anchor) in squeezed(unit.text)


def squeezed(text: str) -> str:
    """Return `text` without blanks and signs, which differ between a source and what is read of it."""
    return re.sub(r"[\W_]+", "", text).casefold()
