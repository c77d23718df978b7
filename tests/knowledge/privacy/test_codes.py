"""Codes in groups, and values that a button or a lost mark stands beside."""

import pytest

from knowledge.privacy import find

LOCK = "135795-440011-022022-719994-110110-330330-550550-660660"


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        (f"Unlock the drive with {LOCK} now", [LOCK]),
        (f"BitLocker\n{LOCK.replace('-', ' ')}", [LOCK.replace("-", " ")]),
        (LOCK.replace("135795", "135796"), [LOCK.replace("135795", "135796")]),
        ("Product key: B4RKM-7TQ2W-9XHDP-C3VGY-6JNFK", ["B4RKM-7TQ2W-9XHDP-C3VGY-6JNFK"]),
        ("Your license\nAX4T-99KP-QL2M-77ZR\nis valid", ["AX4T-99KP-QL2M-77ZR"]),
        ("激活码：AX4TE-99KPO-QL2MA-77ZRI", ["AX4TE-99KPO-QL2MA-77ZRI"]),
        ("Лицензия AX4T 99KP QL2M 77ZR", ["AX4T 99KP QL2M 77ZR"]),
        (
            "Can't scan? Enter this set-up key: jbsw y3dp ehpk 3pxp mfrg",
            ["jbsw y3dp ehpk 3pxp mfrg"],
        ),
        ("Google Authenticator\nJBSWY3DPEHPK3PXPMFRGGZDF\n", ["JBSWY3DPEHPK3PXPMFRGGZDF"]),
        (
            "Backup codes\nKeep them safe.\n1. 4821 9930\n2. 7710 2256\n3. 1188 4093\nDone\n",
            ["4821 9930", "7710 2256", "1188 4093"],
        ),
        (
            "Recovery codes\n• a1b2c-3d4e5\tf6g7h-8j9k0\n• qwert-yuiop\tz1x2c-v3b4n\nDownload",
            ["a1b2c-3d4e5", "f6g7h-8j9k0", "qwert-yuiop", "z1x2c-v3b4n"],
        ),
        ("Резервные коды: 48219930, 77102256, 11884093", ["48219930", "77102256", "11884093"]),
    ],
)
def test_codes_in_groups_are_found_each_as_one(text: str, secrets: list[str]) -> None:
    assert [text[one.start : one.end] for one in find(text)] == secrets


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("login: admin:maple42otter", "maple42otter"),
        ("Login\nmara:maple42otter\n", "maple42otter"),
        ("Логин mara:maple42otter", "maple42otter"),
        ("mara:maple42otter@10.0.3.6", "maple42otter"),
        ("psql mara:maple42otter@db.internal:5432/main", "maple42otter"),
        ("key: 9b29ec19b29ec19b29ec19b29ec19b29", "9b29ec19b29ec19b29ec19b29ec19b29"),
    ],
)
def test_a_name_and_password_or_a_bare_key_is_found(text: str, secret: str) -> None:
    assert [text[one.start : one.end] for one in find(text)] == [secret]


@pytest.mark.parametrize("button", ["Copy", "Show", "复制", "Копировать", "Kopieren", "Hide"])
def test_what_a_button_copies_or_shows_is_found(button: str) -> None:
    text = f"Deploy\n9KIePv2T2cvF7Q {button}\nBack"
    assert [text[one.start : one.end] for one in find(text)] == ["9KIePv2T2cvF7Q"]


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ('"mysql_password"; "Apple!71"', "Apple!71"),
        ("'smtp_password'. 'Apple!71'", "Apple!71"),
        ('"db_password", "Apple!71"', "Apple!71"),
        ('api_key; "abcd1234efgh5678"', "abcd1234efgh5678"),
        ("Password; Apple!71", "Apple!71"),
        ("密码maple42otter", "maple42otter"),
        ("Пароль qwerty99", "qwerty99"),
        ("パスワードmaple42otter。", "maple42otter"),
    ],
)
def test_a_value_is_found_where_the_mark_before_it_was_misread_or_lost(
    text: str, secret: str
) -> None:
    assert [text[one.start : one.end] for one in find(text)] == [secret]


@pytest.mark.parametrize(
    "text",
    [
        "135796-440012-022023-719995-110111-330331-550551-660661",
        "THIS FILE FROM 2024 UNDER LICENSE",
        "license\nTHIS FILE FROM 2024",
        "Part AX4T-99KP-QL2M-77ZR is in stock",
        "authenticator, then read this with that from here",
        "We offer backup codes.\nVersion 2024\nSee the pages below for more of it",
        "Backup codes\nOrders\n48219930\n77102256\nThat is all",
        "Order ID\n9KIePv2T2cvF7Q Copy",
        "Tracking number: 9KIePv2T2cvF7Q   Copy",
        "3f2a9c1d8b7e6f5a Copy",
        "Report2026Final.pdf Show",
        "Jane.Doe1985@example.org Copy",
        'fields = ["password", "username2"]',
        'the password. "Version2 is here" they say',
        "忘记密码Windows11",
        "密码OAuth2认证",
        "Пароль office365",
        "Password Windows11",
        "login at 10:30:55 or later",
        "account team:platform-42@example.org wrote",
        "cache key: 9b29ec19b29ec19b29ec19b29ec19b29",
        "Account name:northlight42",
        "Login\nServer:build-07-eu",
        "v1.2.3-rc1+Build5 Copy",
        "build-20261128T1010Z Copy",
        "login https://10.0.3.6:8080/abc1234",
    ],
)
def test_what_only_looks_like_codes_is_left_alone(text: str) -> None:
    assert find(text) == ()
