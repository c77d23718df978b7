"""What a group is kept clean of: one closed set of categories for all checks, policies and reasons.

A check that knows more than the category says its kind, too (`invite` is a `link`); the table below is
the only place where kinds and categories meet.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Category(StrEnum):
    """What may be wrong with a message. A policy has its lines for each of these."""

    SPAM = "spam"
    SCAM = "scam"
    PHISHING = "phishing"
    ADULT_OFFER = "adult_offer"
    CONTRABAND = "contraband"
    FLOOD = "flood"
    DUPLICATE = "duplicate"
    RAID = "raid"
    LINK = "link"
    MENTION_ABUSE = "mention_abuse"
    NUDITY = "nudity"
    SEXUAL = "sexual"
    GORE = "gore"
    VIOLENCE = "violence"
    WEAPONS = "weapons"
    DRUGS = "drugs"
    SELF_HARM = "self_harm"
    HATE = "hate"
    CRIME = "crime"
    GAMBLING_AD = "gambling_ad"
    SCAM_AD = "scam_ad"
    QR_AD = "qr_ad"
    BANNED_MEDIA = "banned_media"


_OF_KIND: Final[Mapping[str, Category]] = {
    "wallet_drain": Category.SCAM,
    "false_profit": Category.SCAM,
    "job_scam": Category.SCAM,
    "adult": Category.ADULT_OFFER,
    "gambling": Category.GAMBLING_AD,
    "disguise": Category.PHISHING,
    "lookalike": Category.PHISHING,
    "mismatch": Category.PHISHING,
    "program": Category.LINK,
    "invite": Category.LINK,
    "ip_host": Category.LINK,
    "shortener": Category.LINK,
    "newcomer_link": Category.LINK,
    "newcomer_forward": Category.LINK,
}


def category_of(kind: str) -> Category:
    """Return the category that a kind belongs to; raise `ValueError` for one that nobody knows."""
    return _OF_KIND.get(kind) or Category(kind)
