"""Judge the addresses in a message: typed, hidden behind other words, or photographed.

Groups only, as with words: in a private chat a person may ask what a link is. The finding then still
tells what was seen, unflagged. Opens no address.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.categories import category_of
from bot.records import Finding, Question
from bot.safety.addresses import Address, belongs_to, find, registrable, take_apart
from bot.safety.fold import skeleton
from bot.safety.rules import LinkRules, apply, load
from bot.safety.said import drawn, heard, names, typed

IN_PICTURE = 0.6
"""How much an address in a picture counts against a typed one: screenshots of errors show many."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that is wrong with one address."""

    kind: str
    score: float
    address: str


class Links:
    """Rules over whole addresses and over what a link pretends to be."""

    name = "links"

    async def check(self, question: Question) -> tuple[Finding, ...]:
        """Judge every address of the sender's own message."""
        return (await apply(self._judge, question, _length(question)),)

    def _judge(self, question: Question) -> Finding:
        """Read the rules, from a file the first time, and apply them."""
        rules = load()
        signs = _signs(question, rules.links)
        if not signs:
            return Finding(self.name, "")
        doubt = 1.0
        for sign in signs:
            doubt *= 1 - sign.score
        worst = max(signs, key=lambda sign: sign.score)
        score = round(1 - doubt, 3)
        return Finding(
            check=self.name,
            category=category_of(worst.kind),
            kind=worst.kind,
            flagged=score >= rules.threshold and not question.incoming.origin.private,
            score=score,
            detail="; ".join(f"{sign.kind}: {sign.address[:80]}" for sign in signs),
        )


def _length(question: Question) -> int:
    return sum(map(len, (typed(question), drawn(question), heard(question))))


def _signs(question: Question, rules: LinkRules) -> tuple[Sign, ...]:
    visible = find(f"{typed(question)}\n{names(question)}")
    opened = tuple(take_apart(link) for link in question.incoming.links)
    signs = [sign for address in (*visible, *opened) for sign in _wrong(address, rules)]
    signs += _mismatch(visible, opened, rules)
    # A screen may show an inner address or a download; whom it imitates it shows on purpose.
    signs += [
        Sign(sign.kind, round(sign.score * _weight(sign), 3), sign.address)
        for address in find(f"{drawn(question)}\n{heard(question)}")
        for sign in _wrong(address, rules)
    ]
    # The same address typed twice, or typed and listed as a link, is one sign.
    return tuple({(sign.kind, sign.address): sign for sign in reversed(signs)}.values())


def _weight(sign: Sign) -> float:
    return IN_PICTURE if sign.kind in ("ip_host", "program", "shortener") else 1.0


def _wrong(address: Address, rules: LinkRules) -> Iterator[Sign]:
    if rules.invites.search(address.whole.casefold()):
        yield Sign("invite", 0.9, address.whole)
    if address.public_ip:
        yield Sign("ip_host", 0.8, address.whole)
    if any(belongs_to(address.host, name) for name in rules.shorteners):
        yield Sign("shortener", 0.4, address.whole)
    imitated = _imitated(address.host, rules)
    if imitated:
        yield Sign("lookalike", 0.95, f"{address.whole} looks like {imitated}")
    known = any(belongs_to(address.host, name) for name in rules.well_known)
    for bad in rules.bad:
        if not known and bad.find.search(address.whole.casefold()):
            yield Sign(bad.kind, bad.score, address.whole)


def _imitated(host: str, rules: LinkRules) -> str | None:
    """Return the well-known name that `host` only resembles, letter by letter."""
    if not host or any(belongs_to(host, name) for name in rules.well_known):
        return None
    looks = skeleton(registrable(host))
    return next((name for name in sorted(rules.well_known) if skeleton(name) == looks), None)


def _mismatch(
    visible: Sequence[Address], opened: Sequence[Address], rules: LinkRules
) -> Iterator[Sign]:
    """Find an address that is shown as text while its link opens another one.

    Telegram links a written address to itself, so one that is written but not among the links is
    covered by a text link, or stands in a code block; the latter is why only well-known names count
    in full.
    """
    shown = {registrable(address.host) for address in visible}
    goes = {registrable(address.host) for address in opened}
    hidden = [address for address in opened if registrable(address.host) not in shown]
    for address in visible:
        if opened and hidden and registrable(address.host) not in goes:
            famous = any(belongs_to(address.host, name) for name in rules.well_known)
            yield Sign(
                "mismatch",
                0.9 if famous else 0.4,
                f"{address.whole} opens {hidden[0].whole}",
            )
