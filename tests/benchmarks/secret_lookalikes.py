"""Lines that look like secrets and are none: hashes, numbers, code, addresses, forms, by a given random generator."""

import string
import uuid
from collections.abc import Callable, Sequence
from random import Random

from tests.benchmarks.secret_words import LETTERS, chars

HEX = "0123456789abcdef"
DIGITS = string.digits

_SAID: Sequence[str] = (
    "Password must be at least 12 characters",
    "Forgot password?",
    "Passwort vergessen?",
    "Password: ************",
    "Token expired, please sign in again",
    "API key: see the vault, section Billing",
    "password: required",
    "max_tokens: 4096",
    "Secret Santa is on 18 December, bring cake",
    "token = request.headers.get('Authorization')",
    "self.password = hash_password(form.password)",
    "PASSWORD=${DB_PASSWORD}",
    "def login(user: str, password: str) -> Token:",
    "YubiKey 5C NFC, YubiKey Bio, Titan Security Key",
    "Key account manager: Ingrid Solheim",
    "Windows 11 Pro product key: on the label below",
    "foreign key (order_id) references orders (id)",
    "private_key_path: /etc/ssl/private/site.pem",
    "access_key = os.environ['ACCESS_KEY_ID']",
    "忘记密码？请联系管理员",
    "密码长度为 8 到 20 位",
    "Забыли пароль?",
    "Press any key to continue",
    "Two-factor authentication: on",
    "legal winner and thank you for the year",
    "The secret is in the sauce, says Jonas",
    "pin: 3 messages are pinned in this topic",
)


def _ids(rng: Random) -> str:
    return rng.choice(
        (
            f"commit {chars(rng, 40, HEX)}",
            f"{chars(rng, 7, HEX)} Fix the paging of long lists",
            f"sha256: {chars(rng, 64, HEX)}",
            f"md5 {chars(rng, 32, HEX)}  report-{rng.randint(1, 99)}.pdf",
            f"image: registry.example/app@sha256:{chars(rng, 64, HEX)}",
            f"{uuid.UUID(int=rng.getrandbits(128), version=4)}",
            f"request id {uuid.UUID(int=rng.getrandbits(128), version=4)}",
            f'"integrity": "sha512-{chars(rng, 86, LETTERS + "+/")}=="',
            f'ETag: "{chars(rng, 32, HEX)}"',
            f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{chars(rng, 43, LETTERS + '+/')} mara@build-07",
            f"SHA256:{chars(rng, 43, LETTERS + '+/')} (ED25519)",
            f"pod/worker-{chars(rng, 10, string.ascii_lowercase + DIGITS)}-{chars(rng, 5, string.ascii_lowercase)}",
            f"arn:aws:ec2:eu-north-1:{chars(rng, 12, DIGITS)}:instance/i-0{chars(rng, 16, HEX)}",
        )
    )


def _numbers(rng: Random) -> str:
    groups = [chars(rng, 4, DIGITS) for _ in range(3)]
    return rng.choice(
        (
            f"Order {'-'.join(groups)}",
            f"Invoice RE-2026-{chars(rng, 6, DIGITS)}, due in 14 days",
            f"+49 170 {chars(rng, 7, DIGITS)}",
            f"Call {chars(rng, 3, DIGITS)}-{chars(rng, 4, DIGITS)} or +47 22 {chars(rng, 2, DIGITS)} 40 11",
            f"ISBN 978-3-16-{chars(rng, 6, DIGITS)}-{rng.randint(0, 9)}",
            f"EAN 40{chars(rng, 11, DIGITS)}",
            f"Tracking 1Z{chars(rng, 16, string.ascii_uppercase + DIGITS)}",
            f"Serial no. {chars(rng, 12, string.ascii_uppercase + DIGITS)}",
            f"VIN WVWZZZ1JZ{chars(rng, 8, DIGITS)}",
            f"Customer number {chars(rng, 10, DIGITS)}, contract {chars(rng, 12, DIGITS)}",
            f"2026-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d} 09:14:07.{chars(rng, 6, DIGITS)} INFO served 200",
            f"MAC 3c:22:fb:{chars(rng, 2, HEX)}:{chars(rng, 2, HEX)}:{chars(rng, 2, HEX)}",
            f"inet6 fe80::{chars(rng, 4, HEX)}:{chars(rng, 4, HEX)}:{chars(rng, 4, HEX)}/64",
            f"Total: 1,{chars(rng, 3, DIGITS)},{chars(rng, 3, DIGITS)}.00 NOK",
            f"BIC DEUTDEFF{chars(rng, 3, DIGITS)}, branch {chars(rng, 8, DIGITS)}",
            f"build {chars(rng, 5, DIGITS)} finished in {rng.randint(2, 59)} s",
        )
    )


def _addresses(rng: Random) -> str:
    return rng.choice(
        (
            f"https://docs.example.org/guide?utm_source=mail&utm_id={chars(rng, 12, DIGITS)}&ref={chars(rng, 10)}",
            f"https://cdn.example.net/assets/app.{chars(rng, 20, HEX)}.js",
            f"https://video.example/watch?v={chars(rng, 11)}&t=42s",
            f"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA{chars(rng, 40, LETTERS + '+/')}",
            f"git clone git@git.example.org:team/app-{rng.randint(1, 99)}.git",
            f"s3://backups-{rng.randint(1, 9)}/2026/11/dump-{chars(rng, 8, HEX)}.tar.gz",
            f"http://10.0.3.{rng.randint(2, 250)}:9090/metrics?job=node&instance={chars(rng, 6, DIGITS)}",
        )
    )


def _said(rng: Random) -> str:
    return rng.choice(_SAID)


SORTS: Sequence[Callable[[Random], str]] = (_ids, _numbers, _addresses, _said)


def lookalikes(rng: Random, count: int) -> list[str]:
    """Return lines of all sorts."""
    return [rng.choice(SORTS)(rng) for _ in range(count)]
