"""Invented secrets of twelve kinds, and what looks like them and is none, by a random generator that is given.

Every value is made up of random characters in the form that its issuer documents. Knows no pictures.
"""

import base64
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from mnemonic import Mnemonic

from knowledge.privacy.numbers import IBAN_LENGTHS, luhn, mod97

LETTERS = string.ascii_letters + string.digits
CAPITALS = string.ascii_uppercase + "234567"


@dataclass(frozen=True, slots=True)
class Planted:
    """A secret as it stands somewhere: what it is called there, and the part that nobody may see."""

    kind: str
    name: str
    """As a variable: `DB_PASSWORD`."""
    label: str
    """As people write it: `Database password`."""
    value: str
    """As it is written; may have lines."""
    secret: str
    """The part of the value that must not leave."""


def chars(rng: Random, count: int, alphabet: str = LETTERS) -> str:
    """Return random characters."""
    return "".join(rng.choices(alphabet, k=count))


def _plain(kind: str, name: str, label: str, value: str) -> Planted:
    return Planted(kind, name, label, value, value)


def _aws(rng: Random) -> Planted:
    if rng.random() < 0.5:
        value = rng.choice(("AKIA", "ASIA")) + chars(rng, 16, CAPITALS)
        return _plain("AWS key", "AWS_ACCESS_KEY_ID", "Access key ID", value)
    value = chars(rng, 40, LETTERS + "/+")
    return _plain("AWS key", "AWS_SECRET_ACCESS_KEY", "Secret access key", value)


def _forge(rng: Random) -> Planted:
    value = rng.choice(
        (
            "ghp_" + chars(rng, 36),
            "gho_" + chars(rng, 36),
            f"github_pat_{chars(rng, 22)}_{chars(rng, 59)}",
            "glpat-" + chars(rng, 20, LETTERS + "_-"),
        )
    )
    return _plain("repository token", "GIT_TOKEN", "Access token", value)


def _model(rng: Random) -> Planted:
    value = rng.choice(
        (
            "sk-proj-" + chars(rng, 48),
            "sk-ant-api03-" + chars(rng, 93, LETTERS + "_-") + "AA",
            "hf_" + chars(rng, 34, string.ascii_letters),
            "sk-" + chars(rng, 48),
        )
    )
    return _plain("model key", "LLM_KEY", "API key", value)


def _service(rng: Random) -> Planted:
    digits = string.digits
    value = rng.choice(
        (
            f"xoxb-{chars(rng, 12, digits)}-{chars(rng, 13, digits)}-{chars(rng, 24)}",
            "sk_live_" + chars(rng, 24),
            "AIza" + chars(rng, 35, LETTERS + "_-"),
            f"SG.{chars(rng, 22)}.{chars(rng, 43)}",
            f"{rng.randint(10**9, 10**10 - 1)}:AA{chars(rng, 33, LETTERS + '_-')}",
            "npm_" + chars(rng, 36),
        )
    )
    return _plain("service token", "SERVICE_TOKEN", "Bot token", value)


def _jwt(rng: Random) -> Planted:
    def part(text: bytes) -> str:
        return base64.urlsafe_b64encode(text).decode().rstrip("=")

    claims = f'{{"sub":"{rng.randint(1, 10**9)}","name":"{chars(rng, 6)}","iat":1{chars(rng, 9, string.digits)}}}'
    value = ".".join(
        (
            part(b'{"alg":"HS256","typ":"JWT"}'),
            part(claims.encode()),
            chars(rng, 43, LETTERS + "_-"),
        )
    )
    return _plain("JWT", "SESSION_JWT", "Bearer token", value)


def _private_key(rng: Random) -> Planted:
    kind = rng.choice(("RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "EC PRIVATE KEY"))
    body = "\n".join(chars(rng, 64, LETTERS + "+/") for _ in range(rng.randint(2, 5)))
    value = f"-----BEGIN {kind}-----\n{body}\n-----END {kind}-----"
    return Planted("private key", "TLS_KEY", "Private key", value, body)


def _password(rng: Random) -> Planted:
    words = ("Copper", "Lantern", "Otter", "Maple", "Cobalt", "Harbor", "Pepper", "Violet")
    value = rng.choice(
        (
            "-".join(rng.sample(words, 2)) + f"-{rng.randint(10, 999)}",
            chars(rng, rng.randint(10, 16), LETTERS + "!#%&*+"),
            rng.choice(words) + chars(rng, 2, "!?#$") + str(rng.randint(1000, 9999)),
        )
    )
    label = rng.choice(("Password", "Passphrase", "Wi-Fi password", "Passwort", "密码", "Пароль"))
    return _plain(
        "password",
        rng.choice(("DB_PASSWORD", "ADMIN_PASSWORD", "PGPASSWORD", "SMTP_PASS")),
        label,
        value,
    )


def _connection(rng: Random) -> Planted:
    scheme, port = rng.choice(
        (("postgres", 5432), ("mysql", 3306), ("redis", 6379), ("amqp", 5672), ("mongodb", 27017))
    )
    secret = chars(rng, rng.randint(9, 16))
    host = rng.choice(("db.internal", "10.4.2.17", "data-02.northlight.example"))
    value = f"{scheme}://{rng.choice(('app', 'svc_reports', 'root'))}:{secret}@{host}:{port}/main"
    return Planted("connection string", "DATABASE_URL", "Connection", value, secret)


def _card(rng: Random) -> Planted:
    beginning, length = rng.choice((("4", 16), ("5" + str(rng.randint(1, 5)), 16), ("37", 15)))
    body = beginning + chars(rng, length - len(beginning) - 1, string.digits)
    number = next(body + str(last) for last in range(10) if luhn(body + str(last)))
    if length == 15:
        value = f"{number[:4]} {number[4:10]} {number[10:]}"
    else:
        value = rng.choice((" ", "-", "")).join(number[at : at + 4] for at in range(0, 16, 4))
    return _plain("card number", "TEST_CARD", "Card number", value)


def _iban(rng: Random) -> Planted:
    land = rng.choice(("DE", "FR", "NL", "ES", "AT", "GB", "CH", "PL"))
    body = chars(rng, IBAN_LENGTHS[land] - 4, string.digits)
    if land in ("NL", "GB"):
        body = chars(rng, 4, string.ascii_uppercase) + body[4:]
    check = next(f"{n:02d}" for n in range(2, 99) if mod97(f"{land}{n:02d}{body}") == 1)
    whole = land + check + body
    value = " ".join(whole[at : at + 4] for at in range(0, len(whole), 4))
    return _plain("IBAN", "PAYOUT_IBAN", "IBAN", value if rng.random() < 0.7 else whole)


def _identity(rng: Random) -> Planted:
    if rng.random() < 0.5:
        value = f"{rng.randint(100, 599)}-{rng.randint(10, 99)}-{rng.randint(1000, 9999)}"
        return _plain("identity number", "SSN", "SSN", value)
    born = f"{rng.randint(1950, 2005)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    body = f"{rng.choice(('110105', '310104', '440305'))}{born}{rng.randint(0, 999):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(d) * w for d, w in zip(body, weights, strict=True))
    return _plain("identity number", "ID_NUMBER", "身份证号", body + "10X98765432"[total % 11])


def _seed(rng: Random) -> Planted:
    words = rng.choices(Mnemonic("english").wordlist, k=12)
    if rng.random() < 0.4:
        words = [f"{at}. {word}" for at, word in enumerate(words, start=1)]
    rows = rng.choice((1, 2, 3, 4))
    size = 12 // rows
    value = "\n".join(" ".join(words[at : at + size]) for at in range(0, 12, size))
    return _plain("seed phrase", "RECOVERY_PHRASE", "Recovery phrase", value)


KINDS: Sequence[Callable[[Random], Planted]] = (
    *(_aws, _forge, _model, _service, _jwt, _private_key, _password, _connection),
    *(_card, _iban, _identity, _seed),
)
