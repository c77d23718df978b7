"""Turn the target of a marked-up link into an entity, or into nothing where Telegram drops it."""

import re

from bot.sandbox.records import Entity

_USER = re.compile(r"tg:(?://)?user\?id=(\d+)$")
_ADDRESS = re.compile(
    r"(?:(?:https?|ftp|tg|ton|mailto|tel)://?)?[^\s/]+\.[^\s/]+|(?:https?|tg|ton)://\S+|localhost\S*",
    re.IGNORECASE,
)


def valid(url: str) -> bool:
    """Tell whether Telegram would open this address."""
    return (
        bool(_ADDRESS.match(url))
        and not re.search(r"\s", url)
        and not url.lower().startswith("javascript:")
    )


def link(target: str, offset: int, length: int) -> Entity | None:
    """Make a `text_link`, or a `text_mention` for `tg://user?id=`."""
    target = target.strip()
    user = _USER.match(target)
    if user:
        attributes = {"user": {"id": int(user.group(1)), "is_bot": False, "first_name": ""}}
        return Entity("text_mention", offset, length, attributes)
    if not valid(target):
        return None
    url = target if "://" in target else f"http://{target}"
    # An address without a path is shown with its slash, as the server does.
    if re.fullmatch(r"https?://[^/?#]+", url):
        url += "/"
    return Entity("text_link", offset, length, {"url": url})
