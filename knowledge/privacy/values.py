"""Could this be a secret that stands behind a label? Told from masks, variables, types and words of forms."""

import re
from collections import Counter
from typing import Final

from knowledge.privacy.changes import is_random
from knowledge.privacy.fold import fold
from knowledge.privacy.one_off import Words

_NONE: Final = re.compile(
    "required|optional|none|null|nil|true|false|undefined|empty|string|str|text|bytes|int|bool|object|number|any"
    "|incorrect|invalid|wrong|expired|missing|unknown|hidden|masked|redacted|(?:un)?changed?|reset|forgot(?:ten)?|show"
    "|hide|here|below|above|again|confirm(?:ation)?|new|old|current|strong|weak|medium|good|ok(?:ay)?|yes|not?|and|the"
    "|an?|your|my|our|his|her|their|its|is|in|on|at|to|by|for|from|with(?:out)?|will|must|should|can|may|valid|needed"
    "|ssh-(?:ed25519|rsa|dss)|protected|encrypted|hashed|stored|saved|sent|disabled|enabled|default|example|sample|changeme|placeholder"
    "|password|passwd|pwd|passphrase|secret|token|key|value|input|field|self|this|request|response|config|settings"
    "|(?:get)?env(?:ironment)?|user(?:name)?|login|e?mail|prompt|manager|policy|generator|updated?|created?|copied|copy"
    "|sha-?\\d{1,3}|(?:hmac|hs|rs|es|aes|rsa|md|utf|base|ed)[-_]?\\d{1,5}(?:[-_](?:cbc|gcm|ctr))?|bcrypt|argon2(?:id)?|scrypt",
    re.IGNORECASE,
)
"""Words that stand where a secret could, in forms, messages and code."""
_MASK: Final = re.compile(r"[\W_xX]*|[*•●∙·※]{2}.*|(?:.?[*•●∙·※]+.?)+")
MASKED, MASKED_BY_TWO = 0.6, 0.8
"""Parts of a value that are one character, or two shapes: OCR reads a row of dots as letters, but ever the same."""
_VARIABLE: Final = re.compile(
    r"\$(?:\{|\(|[A-Z_]{3,})|%\w+%|\{\{|<|\[|[\w.$>@-]*[(\[{][^)\]}]*(?:[)\]}]+(?:[.\[({][\w.()\[\]{}]*)?(?:[:;)}]|\\[nt])*)?$|(?:[a-z]+\.)+[a-zA-Z_]+$|[a-z]+(?:_[a-z]+)+$|[a-z][a-z\d+.-]{1,12}://|/[a-z][^/]{0,24}(?:/|$)"
    r"|(?-i:[a-z]{3,12}/[a-z]{3,12}\b)|(?:[a-z\d-]+\.)+[a-z]{2,}/|(?:arn|data|\w{2,3}(?=:aws:)|urn|sha\d+|md5|uuid|v\d+):",
    re.IGNORECASE,
)
"""Variables, calls, addresses, paths and names of resources."""
_NEAR_NONE: Final = Words(
    (
        "required",
        "optional",
        "incorrect",
        "invalid",
        "expired",
        "missing",
        "forgotten",
        "changed",
        "encrypted",
        "disabled",
    )
)
_HAN: Final = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af]")
"""What OCR makes of masks and icons; passwords have none."""
_MIXED: Final = re.compile(r"(?=.*[a-z][A-Z])(?=.+[!#$%&*+^~].).{8}")
"""What no word looks like even without a digit: a capital behind a small letter, and a mark within."""
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_HEX: Final = re.compile(r"(?:0x)?[0-9a-f:-]+", re.IGNORECASE)
_TIED_WORDS: Final = re.compile(r"[A-Za-z]{3,12}(?:[-+][A-Za-z]{3,12}){2,6}")
_SORTS: Final = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum() and c != "_")


def is_uuid(value: str) -> bool:
    """Tell whether a value names a thing; only a label tied to it by a colon says that it opens one."""
    return _UUID.match(value) is not None


def is_variable(value: str) -> bool:
    """Tell whether a value only says where the real one stands: a mask, a name, a call, a path."""
    return bool(_MASK.fullmatch(value) or _VARIABLE.match(value))


def could_be_masked(text: str) -> bool:
    """Tell whether a text may be a row of dots or stars, as OCR reads one."""
    bare = "".join(text.split()) or "*"
    return _MASK.fullmatch(bare) is not None or _is_masked(bare)


def could_be(value: str, *, weak: bool) -> bool:
    """Tell whether a value could be a secret; `weak` ones may look like a word."""
    bare = value.strip(".,;:!?")
    if len(bare) < 4 or _is_masked(bare) or is_variable(bare) or _NONE.fullmatch(bare):
        return False
    if _NEAR_NONE.near(bare.lower()):
        return False
    if _HAN.search(bare) or _NONE.fullmatch(re.split(r"[)\]}]", bare, maxsplit=1)[0]):
        return False
    letters = any(c.isalpha() for c in bare)
    digits = any(c.isdigit() for c in bare)
    marks = any(not c.isalnum() and c not in "'’" for c in bare[1:-1])
    if weak:
        return digits or marks or (len(bare) >= 6 and bare.isascii())
    strange = bool(_MIXED.search(bare)) or (len(bare) >= 10 and is_random(bare))
    return len(bare) >= 6 and letters and (digits or strange)


def _is_masked(bare: str) -> bool:
    most = Counter(bare).most_common(1)[0][1]
    two = sum(count for _, count in Counter(fold(bare)).most_common(2))
    return most > MASKED * len(bare) or (len(bare) >= 8 and two > MASKED_BY_TWO * len(bare))


def is_tied_words(value: str) -> bool:
    """Tell whether a value is several words tied together, as people make passphrases of."""
    return _TIED_WORDS.fullmatch(value) is not None


def is_dense(value: str) -> bool:
    """Tell whether a value is a secret by its own looks: letters of both cases with digits, or digits with marks.

    For those that no colon ties to a label. Names of things, hashes and addresses are none.
    """
    bare = value.strip(".,;:!?()\"'")
    if len(bare) < 8 or not could_be(bare, weak=False) or is_uuid(bare) or _HEX.fullmatch(bare):
        return False
    sorts = sum(any(sort(c) for c in bare) for sort in _SORTS)
    return sorts >= 3 and any(c.isdigit() for c in bare)
