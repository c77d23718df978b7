"""Find private data in a text: what is it, and where does it stand?

Puts the detectors together. Knows no picture and nothing of what is done about it.
"""

from collections.abc import Callable, Iterator
from typing import Final

from knowledge.privacy.blocks import private_keys
from knowledge.privacy.buttons import beside_buttons
from knowledge.privacy.codes import codes
from knowledge.privacy.identity import identities
from knowledge.privacy.known import known
from knowledge.privacy.labelled import labelled
from knowledge.privacy.national import nationals
from knowledge.privacy.numbers import accounts, cards
from knowledge.privacy.seed import seeds
from knowledge.privacy.shaped import shaped
from knowledge.privacy.span import Span, merged

_DETECTORS: Final[tuple[Callable[[str], Iterator[Span]], ...]] = (
    known,
    private_keys,
    shaped,
    labelled,
    cards,
    accounts,
    identities,
    nationals,
    seeds,
    beside_buttons,
    codes,
)


def find(text: str) -> tuple[Span, ...]:
    """Return all private data of `text`, in order and without overlap."""
    return merged(span for detector in _DETECTORS for span in detector(text))
