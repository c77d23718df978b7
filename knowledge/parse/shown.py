"""Write a spreadsheet's number or date the way its format shows it.

Knows the format codes of ECMA-376 part 1, section 18.8.31, as far as they change what is read: decimals,
thousands, per cent, words and signs around the number, the order of a date. Colours, conditions,
fractions and padding are passed over.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

QUOTED = re.compile(
    r'"([^"]*)"|\\(.)|\[\$([^\]-]*)(?:-[0-9A-Fa-f]+)?\]|\[(?![hms]+\])[^\]]*\]|[_*].'
)
DIGITS = re.compile(r"[#0?][#0?,]*(?:\.([#0?]*))?,*")
DATE_TOKEN = re.compile(r"\[h+\]|y+|m+|d+|h+|s+|AM/PM|A/P|\.0+", re.IGNORECASE)
HELD = "\x00"
"""Stands for a word of the format while its digits are looked for."""

EPOCH = datetime(1899, 12, 30)
"""Day zero of the 1900 calendar, its wrong leap year taken into account."""

LAST_DAY = 2_958_465
"""31 December 9999."""

Value = bool | int | float | str | datetime | date | time | timedelta | None


def shown(value: object, code: str = "General") -> str:
    """Return the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return _date(value, code)
    if isinstance(value, int | float):
        return _number(value, code)
    if isinstance(value, timedelta):
        hours, seconds = divmod(int(abs(value.total_seconds())), 3600)
        sign = "-" if value < timedelta() else ""
        return f"{sign}{hours}:{seconds // 60:02}:{seconds % 60:02}"
    return str(value)


def is_date(code: str) -> bool:
    """Tell whether a format shows dates or times."""
    plain = QUOTED.sub("", code.split(";")[0])
    return (
        "general" not in plain.lower() and re.search(r"[ymdhs]", plain, re.IGNORECASE) is not None
    )


def from_serial(days: float) -> datetime | None:
    """Turn a serial number into a date; None where there is no such day."""
    return EPOCH + timedelta(days=days) if 0 <= days <= LAST_DAY else None


def _number(value: float, code: str) -> str:
    if is_date(code):
        day = from_serial(value)
        return _date(day, code) if day else _general(value)
    sections = code.split(";")
    if value < 0 and len(sections) > 1:
        # The second section brings its own sign, or brackets.
        section, value = sections[1], -value
    else:
        section = sections[2] if value == 0 and len(sections) > 2 else sections[0]
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(next((text for text in match.groups() if text), ""))
        return HELD

    section = QUOTED.sub(hold, section)
    digits = DIGITS.search(section)
    if digits is None or "E" in section.upper().replace("GENERAL", "") or "/" in section:
        text = re.sub("general", _general(value), section, flags=re.IGNORECASE)
        text = text if "general" in section.lower() else _general(value)
    else:
        number = value * 100 if "%" in section else value
        decimals = min(len(digits[1] or ""), 15)
        whole = digits[0].rstrip(",").split(".")[0]
        number /= 1000 ** (len(digits[0]) - len(digits[0].rstrip(",")))
        grouped = "," if "," in whole else ""
        width = whole.count("0") + decimals + (1 if decimals else 0)
        rounded = _rounded(number, decimals)
        written = f"{rounded:{'' if grouped else f'0{width}'}{grouped}.{decimals}f}"
        text = section[: digits.start()] + written + section[digits.end() :]
    words = iter(held)
    return re.sub(HELD, lambda _: next(words, ""), text).strip()


def _rounded(number: float, decimals: int) -> Decimal:
    """Round half up, as spreadsheets do, on the digits that are seen."""
    step = Decimal(1).scaleb(-decimals)
    try:
        return Decimal(f"{number:.15g}").quantize(step, ROUND_HALF_UP)
    except InvalidOperation:
        # Infinite, or of more digits than a number has.
        return Decimal(number)


def _general(value: float) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return str(int(value))
    return f"{value:.12g}"


def _date(day: datetime, code: str) -> str:
    """Write a date in the order of its format; one that follows the reader's country is written as ISO 8601."""
    plain = QUOTED.sub(lambda match: match[1] or match[2] or "", code.split(";")[0])
    lowered = plain.lower()
    if "general" in lowered or lowered in (
        "mm-dd-yy",
        "m/d/yy",
        "m/d/yyyy h:mm",
        "yyyy-mm-dd h:mm:ss",
    ):
        clock = day.time() != time()
        return day.isoformat(sep=" ", timespec="minutes") if clock else day.date().isoformat()
    half = "am/pm" in lowered or "a/p" in lowered
    after_hour = False

    def token(match: re.Match[str]) -> str:
        nonlocal after_hour
        one = match[0].lower().strip("[]")
        minutes = (
            one[0] == "m" and len(one) < 3 and (after_hour or _before_seconds(plain, match.end()))
        )
        after_hour = one[0] == "h"
        return _part(day, "n" * len(one) if minutes else one, half)

    return DATE_TOKEN.sub(token, plain).strip()


def _before_seconds(plain: str, at: int) -> bool:
    return re.match(r"[^a-z]*s", plain[at:], re.IGNORECASE) is not None


def _part(day: datetime, token: str, half: bool) -> str:
    """Write one part of a date; `n` stands for minutes, which the format writes like months."""
    hour = (day.hour - 1) % 12 + 1 if half else day.hour
    numbers = {
        "y": day.year,
        "m": day.month,
        "d": day.day,
        "h": hour,
        "n": day.minute,
        "s": day.second,
    }
    if token in ("am/pm", "a/p"):
        return f"{day:%p}"
    if token[0] == ".":
        return f".{day.microsecond:06}"[: len(token)]
    if token[0] == "y":
        return f"{day.year:04}" if len(token) > 2 else f"{day.year % 100:02}"
    if token[0] in "md" and len(token) > 2:
        name = f"{day:%B}" if token[0] == "m" else f"{day:%A}"
        return name if len(token) > 3 else name[:3]
    return f"{numbers[token[0]]:0{min(len(token), 2)}}"
