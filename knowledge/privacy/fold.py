"""Characters that OCR takes for one another, as one character; lengths stay as they are.

Knows shapes of letters, nothing of secrets.
"""

from typing import Final

_SAME: Final = {
    "o": "0OQoОо",
    "l": "1IiLl|!",
    "s": "5Ss",
    "b": "8BbВ",
    "z": "2Zz",
    "g": "9Gg",
    "a": "Aaа@А4",
    "e": "Eeе3Е",
    "p": "PpрР",
    "c": "CcсС",
    "x": "XxхХ",
    "y": "Yyу",
    "k": "KkкК",
    "t": "Tt7Т",
    "-": "-_–—−‐－＿~",
    ":": ":：",
    "=": "=＝",
    ".": ".．",
}
_FOLD: Final = str.maketrans(
    {capital: capital.lower() for capital in "DFHJMNRUVW"}
    | {form: letter for letter, forms in _SAME.items() for form in forms}
)
_DIGITS: Final = str.maketrans("OoQDIil|!SsBZz", "00001111155822")


def fold(text: str) -> str:
    """Return `text` with all characters of one shape alike, for the comparison of fixed words."""
    return text.translate(_FOLD)


def as_digits(text: str) -> str:
    """Read letters as the digits they look like."""
    return text.translate(_DIGITS)
