"""How often letters, capitals and digits change in a word: more often in random ones than in names and versions."""

import re
from typing import Final

_CHANGE: Final = re.compile(r"(?=[a-z][A-Z0-9]|[A-Z][0-9]|[0-9][A-Za-z])")


def changes(text: str) -> int:
    """Return how often a capital or digit follows a small letter, a digit a capital, or a letter a digit."""
    return len(_CHANGE.findall(text))


def is_random(text: str) -> bool:
    """Tell whether letters, digits and capitals change more often than in words, names and versions."""
    return changes(text) >= max(2, len(text) // 12)
