"""Keys and tokens that announce themselves by their first letters.

The patterns of the library `detect-secrets` find them as they were written. Those below find them as OCR
and line breaks leave them: a first part that reads alike, then as many random characters as belong to it,
over gaps and lines.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from knowledge.privacy.broken import rest
from knowledge.privacy.changes import is_random
from knowledge.privacy.fold import fold
from knowledge.privacy.span import Kind, Span

_LIBRARY: Final = (
    ("aws", "AWSKeyDetector"),
    ("azure_storage_key", "AzureStorageKeyDetector"),
    ("discord", "DiscordBotTokenDetector"),
    ("github_token", "GitHubTokenDetector"),
    ("gitlab_token", "GitLabTokenDetector"),
    ("jwt", "JwtTokenDetector"),
    ("mailchimp", "MailchimpDetector"),
    ("npm", "NpmDetector"),
    ("openai", "OpenAIDetector"),
    ("pypi_token", "PypiTokenDetector"),
    ("sendgrid", "SendGridDetector"),
    ("slack", "SlackDetector"),
    ("square_oauth", "SquareOAuthDetector"),
    ("stripe", "StripeDetector"),
    ("telegram_token", "TelegramBotTokenDetector"),
    ("twilio", "TwilioKeyDetector"),
)
"""Plugins whose patterns name their token; those that guess by entropy flag every hash and are left out."""

_PREFIXES: Final = (
    *((f"{first}-", 28, 36) for first in ("ghp", "gho", "ghu", "ghs", "ghr")),
    ("github-pat-", 60, 82),
    *((f"{first}-", 16, 50) for first in ("glpat", "gldt", "glrt", "glsoat", "glptt")),
    *((f"sk-{kind}-", 20, 180) for kind in ("proj", "ant", "live", "test", "or", "svcacct")),
    *((f"rk-{kind}-", 20, 110) for kind in ("live", "test")),
    ("sk-", 28, 60),
    *((f"{first}-", 24, 90) for first in ("xoxb", "xoxp", "xoxa", "xoxs", "xapp")),
    ("AIza", 28, 35),
    ("ya29.", 24, 200),
    ("GOCSPX-", 20, 28),
    ("SG.", 50, 66),
    ("npm-", 28, 36),
    ("pypi-", 50, 220),
    ("hf-", 27, 36),
    ("gsk-", 40, 52),
    ("xai-", 60, 80),
    ("dop-v1-", 50, 64),
    *((f"shp{kind}-", 26, 32) for kind in ("at", "ca", "pa", "ss")),
    ("AGE-SECRET-KEY-", 48, 60),
    ("ATATT3", 60, 200),
    ("lin-api-", 30, 40),
    ("dapi", 26, 36),
    ("glsa-", 32, 42),
    ("dckr-pat-", 20, 30),
    ("hvs.", 22, 120),
    ("sl.", 40, 160),
    ("EAA", 36, 260),
    ("whsec-", 24, 64),
    ("PMAK-", 48, 64),
    ("sntrys-", 36, 260),
    ("figd-", 32, 64),
    ("secret-", 36, 50),
    ("ntn-", 36, 52),
    ("nvapi-", 48, 70),
    ("AKID", 28, 36),
    ("r8-", 32, 40),
    ("tskey-", 20, 70),
    ("sbp-", 32, 44),
    ("eyJ", 36, 2_000),
)
"""(beginning, fewest, most characters after it); the fewest are a fifth below what the format says."""

_ACCESS_KEY: Final = re.compile(r"(?<![a-z0-9])(?:akla|asla|abla|acca|ltal|akld)(?=[a-z0-9]{3})")
"""Access key ids (AWS, Alibaba, Tencent): capitals and digits alone."""

ACCESS_KEY_LEAST: Final = 10
"""Of the sixteen that follow: of capitals that repeat, OCR may leave out several."""

_SEPARATOR: Final = r"[-. ]{0,2}"
_GAP: Final = re.compile(r"[ \t]{0,3}\n?[ \t>|]{0,8}")
_PIECE: Final = re.compile(r"[\w./+=~–—-]+")
"""Of two dashes OCR makes a long one."""
_ENDS: Final = re.compile(r"[\"',;]*[ \t]*(?:\n|$)")
"""Behind what stands alone in its line: of a token that was broken there, it may be the rest however it looks."""
_WORD: Final = re.compile(r"[A-Za-z]?[a-z]+[.,;:!?]?")


def known(text: str) -> Iterator[Span]:
    """Yield the keys and tokens that `text` holds."""
    for pattern in _library():
        for found in pattern.finditer(text):
            yield Span(found.start(), found.end(), Kind.KEY)
    alike = fold(text)
    for found in _ACCESS_KEY.finditer(alike):
        if sum(c.islower() and c != "l" for c in text[found.start() : found.end()]):
            continue
        end = _walk(text, found.end(), ACCESS_KEY_LEAST, 16)
        body = "".join(text[found.end() : end].split())
        if (
            len(body) >= ACCESS_KEY_LEAST
            and is_random(body)
            and sum(c.islower() for c in body) <= 3
        ):
            yield Span(found.start(), end, Kind.KEY)
    for found in _beginnings().finditer(alike):
        beginning, fewest, most = _PREFIXES[int((found.lastgroup or "p0")[1:])]
        if not _written(text[found.start() : found.end()], beginning):
            continue
        end = _walk(text, found.end(), fewest, most)
        body = text[found.end() : end]
        if len("".join(body.split())) >= fewest and is_random(body):
            yield Span(found.start(), end, Kind.KEY)


def _written(read: str, beginning: str) -> bool:
    """Tell whether half of a beginning's letters are what they should be: `59.` may be a misread `SG.`, but is none."""
    letters = [c for c in beginning if c.isalnum()]
    found = [c for c in read if c.isalnum()]
    return 2 * sum(a == b for a, b in zip(letters, found, strict=False)) >= len(letters)


def _walk(text: str, at: int, fewest: int, most: int) -> int:
    """Return where a token ends that goes on at `at`, over gaps in its middle."""
    end = at
    taken = 0
    while taken < most:
        if (after := rest(text, at, end)) is not None:
            taken += len("".join(text[end:after].split()))
            if taken > most:
                break
            end = after
            continue
        gap = _GAP.match(text, end)
        start = gap.end() if gap else end
        piece = _PIECE.match(text, start)
        if piece is None:
            break
        alone = "\n" in text[end:start] and _ENDS.match(text, piece.end()) is not None
        if start > end and not _goes_on(piece[0], taken, 2 * fewest if alone else fewest):
            break
        # What is left of a broken token never exceeds it; a longer piece is something else.
        length = min(len(piece[0]), most - taken) if start == end else len(piece[0])
        if taken and taken + length > most:
            break
        taken += length
        end = start + length
    return end


def _goes_on(piece: str, taken: int, fewest: int) -> bool:
    if _WORD.fullmatch(piece) or piece.strip("-–—.=/+~") == "":
        return False
    return is_random(piece) or taken < fewest


@cache
def _library() -> tuple[re.Pattern[str], ...]:
    from importlib import import_module

    patterns: list[re.Pattern[str]] = []
    for module, name in _LIBRARY:
        plugin = getattr(import_module(f"detect_secrets.plugins.{module}"), name)
        patterns += plugin.denylist
    return tuple(patterns)


@cache
def _beginnings() -> re.Pattern[str]:
    """Return one pattern of all beginnings; the group that matched tells which."""
    made = []
    for number, (beginning, _, _) in enumerate(_PREFIXES):
        parts = [re.escape(part) for part in re.split(r"[-.]", fold(beginning)) if part]
        tail = "[-. ]{1,2}" if beginning[-1] in "-." else ""
        made.append(f"(?P<p{number}>{_SEPARATOR.join(parts)}{tail})")
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(made)})")
