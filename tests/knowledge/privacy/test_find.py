"""What is private in a text, what only looks like it, and the marks that stand in its place."""

import pytest

from knowledge.privacy import Kind, Marks, find

TOKEN = "ghp_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"

PRIVATE = [
    ("AWS_ACCESS_KEY_ID=AKIAQ7XZ3M5N8P2R4T6V", Kind.KEY, "AKIAQ7XZ3M5N8P2R4T6V"),
    ("AKIAQ7XZ 3M5N8P2R4T6V", Kind.KEY, "AKIAQ7XZ 3M5N8P2R4T6V"),
    (f"export GH={TOKEN} && run", Kind.KEY, TOKEN),
    ("ghp aB3dE5fG7hI9jK1lM3nO5p\nQ7rS9tU1vW3xY5 and words", Kind.KEY, "Q7rS9tU1vW3xY5"),
    ("sk-proj-9aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5", Kind.KEY, "tU1vW3xY5"),
    ("xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx", Kind.KEY, "OpQrStUvWx"),
    ("7123456789:AAE3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3x", Kind.KEY, "AAE3dE5fG7"),
    (f"Authorization: Bearer {JWT}", Kind.KEY, JWT),
    ("api_key = 'abcd1234efgh5678'", Kind.KEY, "abcd1234efgh5678"),
    ('{"token": "9f8e7d6c5b4a39281706"}', Kind.KEY, "9f8e7d6c5b4a39281706"),
    ("password: hunter2", Kind.PASSWORD, "hunter2"),
    ("Password\nBlue-Horse-77\n", Kind.PASSWORD, "Blue-Horse-77"),
    ("export PGPASSWORD=Blue-Horse-77", Kind.PASSWORD, "Blue-Horse-77"),
    ("SMTP_PASS=Blue-Horse-77", Kind.PASSWORD, "Blue-Horse-77"),
    ("Name\tbuild-07\nPassword\tBlue-Horse-77\n", Kind.PASSWORD, "Blue-Horse-77"),
    (
        "CLIENT_SECRET=9aB3dE5fG7hI9jK1lM3nO5p\nQ7rS9tU1vW3xY5\nand words",
        Kind.KEY,
        "9aB3dE5fG7hI9jK1lM3nO5p\nQ7rS9tU1vW3xY5",
    ),
    ("secret access key is Qcj/mRC9Svju2+WkUqZrnl6phit", Kind.KEY, "Qcj/mRC9Svju2"),
    ("the password is Blue-Horse-77.", Kind.PASSWORD, "Blue-Horse-77"),
    ("Wi-Fi password: northlight-guest", Kind.PASSWORD, "northlight-guest"),
    ("密码：abc12345", Kind.PASSWORD, "abc12345"),
    ("пароль: qwerty99", Kind.PASSWORD, "qwerty99"),
    ("postgres://app:s3cr3tpw@db.internal:5432/x", Kind.PASSWORD, "s3cr3tpw"),
    ("curl -u admin:S3cret! https://x", Kind.PASSWORD, "S3cret!"),
    ("Your verification code is 482 910", Kind.PASSWORD, "482 910"),
    ("card 4111 1111 1111 1111 exp 12/29", Kind.CARD, "4111 1111 1111 1111"),
    ("4111 l111 1111 1111", Kind.CARD, "4111 l111 1111 1111"),
    ("3782 822463 10005", Kind.CARD, "3782 822463 10005"),
    ("DE89 3704 0044 0532 0130 00", Kind.IBAN, "DE89 3704 0044 0532 0130 00"),
    ("IBAN: DE89 370 0044 0532 0130 00", Kind.IBAN, "370 0044 0532"),
    ("to GB82WEST12345698765432 now", Kind.IBAN, "GB82WEST12345698765432"),
    ("SSN 123-45-6789", Kind.IDENTITY, "123-45-6789"),
    ("身份证 11010519491231002X", Kind.IDENTITY, "11010519491231002X"),
    ("СНИЛС 112-233-445 95", Kind.IDENTITY, "112-233-445 95"),
    ("ИНН 500100732259", Kind.IDENTITY, "500100732259"),
    ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", Kind.IDENTITY, "ANNA<MARIA"),
    ("L898902C36UTO7408122F1204159ZE184226B<<<<<10", Kind.IDENTITY, "7408122F1204159"),
    (
        "1. legal 2. winner 3. thank 4. year 5. wave 6. sausage 7. worth 8. useful 9. legal"
        " 10. winner 11. thank 12. yellow",
        Kind.SEED,
        "yellow",
    ),
    (
        "improve involve attitude season\nalways cook lock away\nmessage pil rey number\n",
        Kind.SEED,
        "number",
    ),
    (
        "actorgap exclud much excess glue\neye pretty tank announce issue bike",
        Kind.SEED,
        "actorgap",
    ),
    ("AWS_SECRET_ACCES_KEY:xu6q723LzV0BjncNXAJxYaztNM12BiWYalcv9XSj", Kind.KEY, "xu6q723LzV0"),
    ("mysql://rootEPGhLAdhmQ7YR@data-02.northlight.example:3306/main", Kind.PASSWORD, "EPGhLAdh"),
    ("∏aob\nSf1POfkx#Z+X2E&\nthen", Kind.PASSWORD, "Sf1POfkx#Z+X2E&"),
    ("Maple#$5193\nthen", Kind.PASSWORD, "Maple#$5193"),
    (
        "mongodb://app:1WNTaLblxOq\n@data-02.northlight.example:27017/main",
        Kind.PASSWORD,
        "1WNTaLblxOq",
    ),
    ("as AKIAU7QHUZY2NL since May", Kind.KEY, "AKIAU7QHUZY2NL"),
    ("Access key ID\nQ7HUZY2NLB44\nthen", Kind.PASSWORD, "Q7HUZY2NLB44"),
    (
        'secret_access_key: "xu6q723LzV0BjncNXAJxYaztNM12BiWYal\nc"\nthen',
        Kind.KEY,
        "xu6q723LzV0BjncNXAJxYaztNM12BiWYal",
    ),
    ("Passwort\nSDUOquftKilvP\nthen", Kind.PASSWORD, "SDUOquftKilvP"),
    ("Wi-Fi password\nhorseT!Lamplight\nthen", Kind.PASSWORD, "horseT!Lamplight"),
    ("here you go, Πlapob: F#V3AYGF39", Kind.PASSWORD, "F#V3AYGF39"),
    ("Naponb: F#V3AYGF39", Kind.PASSWORD, "F#V3AYGF39"),
    (
        "JWT: eyhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eylzdWIiOiIxODkyNzg5NCIsIm5hbWUiOiI2.\nRjUZnYR_qLggKOygt8SY",
        Kind.KEY,
        "RjUZnYR_qLggKOygt8SY",
    ),
    ("∏apob is Maple#!3043", Kind.PASSWORD, "Maple#!3043"),
    ("redis//svc_reports:xNUIsxheLg5eq5n@db.internal:6379/main", Kind.PASSWORD, "xNUIsxheLg5"),
    (
        "BGIN EC PRIVATE KEY\nMIIEpAIBAAKCAQEAx1s9aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3x\n--ND EC PRIVATE KEY",
        Kind.PRIVATE_KEY,
        "MIIEpAIBAAKCAQEAx1s9aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3x",
    ),
    (
        "key\nMIIEpAIBAAKCAQEAx1s9aB3dE5fG7hI9jK1lM3\nnO5pQ7rS9tU1vW3xY5\n----END EC PRIVATE KEY----",
        Kind.PRIVATE_KEY,
        "MIIEpAIBAAKCAQEAx1s9aB3dE5fG7hI9jK1lM3\nnO5pQ7rS9tU1vW3xY5",
    ),
    (
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEAx1s9aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3x\n"
        "-----END RSA PRIVATE KEY-----\nthen",
        Kind.PRIVATE_KEY,
        "MIIEpAIBAAKCAQEAx1s9aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3x",
    ),
]

HARMLESS = [
    "password: required",
    "Password must be at least 8 characters",
    "def login(password: str, token: Optional[str])",
    "password = os.environ['PW']",
    "self.password = password_hash",
    "token = request.headers.get('x')",
    "Password: ********",
    "password: ${DB_PASSWORD}",
    "Forgot password?",
    "Token expired",
    "commit 3f2a9c1d8b7e6f5a4c3d2e1f0a9b8c7d6e5f4a3b",
    "sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "550e8400-e29b-41d4-a716-446655440000",
    "Order 4512-8834-1290",
    "ISBN 978-3-16-148410-0",
    "call +49 170 1234567 or 030 1234 5678",
    "ASIA-PACIFIC-2024",
    "sk-learn-contrib-imbalanced-learn-0.10.1",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4",
    "md5 acc4742f21082800b52d6170b3901238",
    "Token expired\narn:aws:ec2:eu-north-1:758111640710:instance/i-00cbf750d3fa2e587",
    "next token\npod/worker-56p5odgzo5-jtnzz",
    "Password\nregistry.example/app1@sha256:871a43bdb9a3d3eff",
    "Password: ****冰******冰",
    "Password\tChange",
    "Password\n*ooooot\n",
    "Password\nSign&Continue\n",
    "Client secret\nJavaScript\n",
    'private_key: "ssh-ed25519 AAAAC3Nza\nC1lZDI1"',
    "integrity\nEbatm+WjBN+UFLlyvsm3\n",
    "Password\nForgotten? Reset it\n",
    "Access key ID\nCreated yesterday\n",
    'say "password: " and then\nyour name',
    "def login(user:str, password: str)-> Token:",
    "Password\n43a56470-067d-480b-8e25-3fce9603b12f",
    "forgot password\ns3://backups-1/2026/11/dump-3c4bebfc.tar.gz",
    "x = A1*b2+C3%d4-E5",
    "git clone ssh://deploy-user@git.example.org:2222/team/app.git",
    "see http://10.0.3.6:8080\n@maria can you look?",
    "C++17, C#11 and F#8 are fine, see R2-D2!?",
    "passwort: 火火*火火*火寅",
    "report-59.pdf\nmd5 011cf10186f770a39cfc0c6ad064be95 report-45.pdf",
    "always cook lock away the message, he will improve and involve a season of attitude",
    "4111 1111 1111 1112",
    "DE89 3704 0044 0532 0130 01",
    "11010519491231002Y",
    "return wire.message(call.world, call.world.chats[message.chat_id], message, view, note, draft)",
    "2026-11-28 17:20:58.123456 INFO served 200 in 1700000000000",
]


@pytest.mark.parametrize(("text", "kind", "secret"), PRIVATE)
def test_private_data_is_found_and_called_what_it_is(text: str, kind: Kind, secret: str) -> None:
    found = find(text)
    assert [span.kind for span in found] == [kind]
    assert secret in text[found[0].start : found[0].end]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert find(text) == ()


def test_marks_are_the_same_for_the_same_secret_and_lead_back_to_it() -> None:
    marks = Marks()
    first = marks.taken_out(f"old {TOKEN}, password: Blue-Horse-77")
    second = marks.taken_out(f"again {TOKEN} and password: Green-Cow-88")
    assert first == "old [secret key 1], password: [password 1]"
    assert second == "again [secret key 1] and password: [password 2]"
    assert marks.counts == {"secret key": 1, "password": 2}
    assert (
        marks.put_back("Use [password 2], not [password 9].")
        == "Use Green-Cow-88, not [password 9]."
    )


@pytest.mark.parametrize(
    "secret",
    [
        "legal winner thank year wave sausage worth useful legal winner thank yellow",
        "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\n-----END PRIVATE KEY-----",
        'password: "correct horse battery staple"',
    ],
)
def test_a_secret_of_several_words_comes_back_as_it_was_written(secret: str) -> None:
    marks = Marks()
    hidden = marks.taken_out(f"Mine:\n{secret}")
    assert "[" in hidden
    assert marks.put_back(hidden) == f"Mine:\n{secret}"


def test_text_without_secrets_stays_as_it_is() -> None:
    marks = Marks()
    assert marks.taken_out("How long is a VPN profile valid?") == "How long is a VPN profile valid?"
    assert not marks.counts


def test_number_of_a_person_is_found_where_the_space_before_it_was_lost() -> None:
    assert [span.kind for span in find("id is11010519491231002X, thanks")] == [Kind.IDENTITY]


def test_key_that_begins_like_a_path_is_found_and_a_path_is_none() -> None:
    key = "/YepXg9xGo3WHqIoZ60MFXH1VIicQ2D2mEbNCx8c"
    assert [key] == [
        text[span.start : span.end] for text in [f"SECRET_KEY={key}"] for span in find(text)
    ]
    assert not find("SECRET_KEY=/etc/ssl/private/site1.pem")
