"""File names of strangers, made safe to show."""

import unicodedata

import pytest

from bot.media.names import LONGEST, safe_name


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plan.png", "plan.png"),
        ("my_network  plan (2).png", "my_network plan (2).png"),
        ("网络拓扑.png", "网络拓扑.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\a.png", "a.png"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("a\x00b\x1b[31m.png", "ab[31m.png"),
        ("line\none.png", "line one.png"),
        ("\u200b\u2066", "file"),
        ("..", "file"),
        ("", "file"),
        ("x" * 4096 + ".jpeg", "x" * 54 + "….jpeg"),
        ("x" * 4096, "x" * 59 + "…"),
    ],
)
def test_a_shown_name_is_short_visible_and_no_path(raw: str, shown: str) -> None:
    name = safe_name(raw, "file")
    assert name == shown
    assert len(name) <= LONGEST
    assert not any(unicodedata.category(c).startswith("C") for c in name)
