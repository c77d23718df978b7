"""Keep the bot token out of everything that is logged.

Telegram's addresses contain the token, and so do several error messages about them.
"""

HIDDEN = "<token>"


def conceal(text: str, token: str) -> str:
    """Replace the token, and its secret half by itself, in `text`."""
    secret = token.partition(":")[2]
    for part in (token, secret):
        if part:
            text = text.replace(part, HIDDEN)
    return text
