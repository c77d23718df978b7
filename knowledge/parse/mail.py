"""Turn a mail (RFC 5322, MIME) into blocks: who wrote what to whom, then what was attached.

Attachments are read by the parser of their own kind, mails within mails too, to a depth and a number.
Nothing that a mail refers to is fetched.
"""

import email.policy
from collections.abc import Callable, Iterator
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser

from knowledge.errors import Unreadable
from knowledge.language import utf8
from knowledge.parse.html import add_page
from knowledge.parse.outline import Outline
from knowledge.parse.pictures import Found, Pictures
from knowledge.parse.text import decode
from knowledge.records import Parsed

HEADERS = ("From", "To", "Cc", "Date")
HEADER_CHARACTERS = 500
"""A list of a thousand recipients says no more than its start."""

DEEPEST = 3
"""Mails within mails."""

MOST_ATTACHMENTS = 50
MOST_PARTS = 2_000

Read = Callable[[str, bytes], Parsed]
"""Read an attachment by its name and bytes."""


def parse(content: bytes, name: str, read: Read, depth: int = 0) -> Parsed:
    """Read a mail; attachments go to `read`, so long as it stands less than `DEEPEST` mails deep."""
    mail = BytesParser(EmailMessage, policy=email.policy.default).parsebytes(content)
    return _Mail(mail, name, read).parsed(depth)


class _Mail:
    def __init__(self, mail: EmailMessage, name: str, read: Read) -> None:
        self._mail = mail
        self._read = read
        self._parts = list(_parts(mail))
        self._name = name
        self._outline = Outline(Pictures(name, None, self._picture))
        self._shown: set[str] = set()

    def parsed(self, depth: int) -> Parsed:
        outline = self._outline
        subject = _header(self._mail, "Subject")
        lines = [f"{name}: {_header(self._mail, name)}" for name in HEADERS]
        lines = [line for line in lines if not line.endswith(": ")]
        outline.text("\n".join([f"Subject: {subject}"] * bool(subject) + lines), atomic=True)
        # Some programs part the words of a mail at its pictures.
        bodies = [part for part in self._parts if _is_body(part)]
        for body in bodies:
            self._body(body)
        attached = [part for part in self._parts if part not in bodies and _name(part)]
        for part in attached[:MOST_ATTACHMENTS]:
            if part.get("Content-ID", "").strip("<> ") not in self._shown:
                self._attachment(part, depth)
        if len(attached) > MOST_ATTACHMENTS:
            outline.pictures.warnings.append(f"attachments after {MOST_ATTACHMENTS} were left out")
        return outline.finish(subject or self._name)

    def _body(self, part: EmailMessage) -> None:
        content = _content(part)
        if part.get_content_subtype() == "html":
            add_page(content, self._outline, part.get_content_charset() or "")
            return
        for paragraph in _decoded(content, part.get_content_charset()).split("\n\n"):
            self._outline.text(paragraph)

    def _attachment(self, part: EmailMessage, depth: int) -> None:
        name = _name(part)
        outline = self._outline
        if part.get_content_type() == "message/rfc822" and depth + 1 >= DEEPEST:
            outline.pictures.warnings.append(f"{name!r} lies too many mails deep and was left out")
            return
        outline.end_sections(1)
        outline.heading(1, name)
        try:
            parsed = self._read(name, _content(part))
        except Unreadable as error:
            outline.pictures.warnings.append(f"the attachment {name!r} was left out: {error}")
            return
        outline.document(parsed, name)

    def _picture(self, target: str) -> Found | None:
        """Find a picture that the body shows by its Content-ID (RFC 2392)."""
        wanted = target.removeprefix("cid:")
        for part in self._parts:
            if part.get("Content-ID", "").strip("<> ") == wanted:
                self._shown.add(wanted)
                return Found(_content(part), _name(part))
        return None


def _parts(mail: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the leaves of a mail in order, one of each choice; mails within it are not opened."""
    waiting: list[EmailMessage] = [mail]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            inner = [one for one in part.iter_parts() if isinstance(one, EmailMessage)]
            if part.get_content_subtype() == "alternative":
                inner = sorted(inner, key=_preferred)[-1:]
            waiting = inner + waiting
        else:
            yield part


def _preferred(part: EmailMessage) -> int:
    """Rank one of several forms of a body: HTML keeps tables and pictures that plain text has lost."""
    kinds = {inner.get_content_type() for inner in part.walk()}
    return 2 * ("text/html" in kinds) + ("text/plain" in kinds)


def _is_body(part: EmailMessage) -> bool:
    return part.get_content_type() in ("text/plain", "text/html") and not _name(part)


def _content(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        return inner.as_bytes() if isinstance(inner, EmailMessage) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _decoded(content: bytes, charset: str | None) -> str:
    try:
        text = content.decode(charset or "ascii")
    except (LookupError, ValueError):
        text = decode(content)
    # Bytes above ASCII that no charset was named for, halves of a letter.
    return utf8(text.replace("\r\n", "\n").replace("\0", ""))


def _name(part: EmailMessage) -> str:
    """Return what an attachment is called; empty for a part that is none."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        subject = _header(inner, "Subject") if isinstance(inner, EmailMessage) else ""
        return f"{subject or 'mail'}.eml"
    return _clean(part.get_filename() or "")[:200]


def _header(mail: EmailMessage, name: str) -> str:
    try:
        value = str(mail.get(name, ""))
    except (MessageError, ValueError, IndexError, AttributeError):
        # The standard library fails on some headers that are against the rules; the body is still one.
        return ""
    return _clean(value)[:HEADER_CHARACTERS]


def _clean(text: str) -> str:
    return " ".join(utf8(text).replace("\0", "").split())
