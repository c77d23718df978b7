"""Whether secrets in screenshots stay on this machine, and whether harmless ones are left alone.

    python -m tests.benchmarks.secrets [--seed 1] [--count 60] [--keep FOLDER]

Sixty drawn screenshots with planted secrets of twelve kinds and sixty with lookalikes. Each planted one is asked about
at a wire fake of a model in the cloud; the request is searched for the secret, in its words and, read by OCR again, in
the picture that went. Another seed draws other screens. `--keep` writes those that failed. Exits 1 when a limit is
missed.
"""

import argparse
import asyncio
import base64
import json
import math
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import NotSent
from bot.ladder import models
from bot.ports import Prompt, VisionModel
from bot.records import ChatKind, Evidence, Incoming, Origin, Person, Picture, Question
from bot.settings import Settings
from knowledge.errors import TookTooLong
from knowledge.privacy import in_picture
from knowledge.privacy.fold import fold
from knowledge.records import Sight
from knowledge.vision.eyes import Eyes
from tests.benchmarks.secret_screens import Screen, screens
from tests.way.endpoint import Endpoint, endpoint

RECALL, FALSE_ALARMS = 0.95, 0.03


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one screen with a secret."""

    screen: Screen
    unseen: str
    """What of the secret the detectors left in what was read; empty where they found it."""
    left: str
    """What of it stands in the request, in words or in its picture."""
    sent: bool


def leak(secret: str, text: str) -> str:
    """Return the longest piece of a secret in a text, read generously; empty where it is too short to be of use."""
    one, other = ("".join(fold(each).split()) for each in (secret, text))
    shortest = max(5, min(10, len(one) // 2))
    best = ""
    for start in range(len(one) - shortest + 1):
        while one[start : start + max(shortest, len(best) + 1)] in other:
            grown = one[start : start + max(shortest, len(best) + 1)]
            if len(grown) <= len(best):
                break
            best = grown
    return best


def remaining(sight: Sight) -> str:
    """Return what was read, without what the detectors found."""
    lines = [list(line.text) for line in sight.lines]
    for seen in in_picture(sight.lines, sight.width / sight.height):
        lines[seen.line][seen.span.start : seen.span.end] = "\0" * (seen.span.end - seen.span.start)
    return "\n".join("".join(line) for line in lines)


async def asked(screen: Screen, eyes: Eyes, model: VisionModel, served: Endpoint) -> Outcome:
    """Ask about a screen; return what of its secret was found and what went out."""
    assert screen.planted is not None
    secret = screen.planted.secret
    sight = await asyncio.to_thread(seen, eyes, screen.picture)
    unseen = leak(secret, remaining(sight))
    origin = Origin(1, ChatKind.PRIVATE, 1, Person(1, "Pat"))
    question = Question(
        Incoming((1,), origin, "What is this?"), "What is this?", (Picture(sight, "screen.png"),)
    )
    served.asked.clear()
    try:
        async for _ in model.stream(Prompt(question, Evidence())):
            pass
    except NotSent:
        return Outcome(screen, unseen, "", sent=False)
    # Pictures are read instead: base64 has any five signs in a row somewhere.
    body = re.sub(r"data:image/[^\"]+", "", json.dumps(served.asked, ensure_ascii=False))
    words = leak(secret, body)
    went = [await asyncio.to_thread(seen, eyes, picture) for picture in pictures(served)]
    shown = "\n".join(line.text for sight in went for line in sight.lines)
    return Outcome(screen, unseen, words or leak(secret, shown), sent=True)


def seen(eyes: Eyes, picture: bytes) -> Sight:
    """Read a picture; other work on the machine may take the reader's time."""
    for _ in range(5):
        with suppress(TookTooLong):
            return eyes.look(picture)
    raise TookTooLong("the machine is too busy to read a screenshot; measure again later")


def pictures(served: Endpoint) -> Iterator[bytes]:
    """Yield the pictures of the last request."""
    content = served.asked[-1][-1]["content"]
    assert isinstance(content, list)
    for part in content:
        if part["type"] == "image_url":
            yield base64.b64decode(part["image_url"]["url"].partition(",")[2])


def interval(hits: int, of: int) -> str:
    """Return a share with its 95 % interval (Wilson 1927)."""
    share, z = hits / of, 1.96
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return f"{hits} of {of} = {share:.1%} ({max(0.0, middle - half):.1%} to {min(1.0, middle + half):.1%})"


def told(failed: Sequence[tuple[Screen, str]], keep: Path | None) -> None:
    """Name what went wrong; write the pictures."""
    for screen, why in failed:
        sys.stdout.write(f"       {screen.name}: {why}\n")
        if keep is not None:
            (keep / f"{screen.name.replace(' ', '-')}.png").write_bytes(screen.picture)


def judge(held: bool, text: str) -> bool:
    """Print one figure."""
    sys.stdout.write(f"{'holds ' if held else 'MISSED'} {text}\n")
    sys.stdout.flush()
    return held


def alarms(eyes: Eyes, drawn: Sequence[Screen]) -> list[tuple[Screen, str]]:
    """Return the harmless screens that something was found in."""
    found = []
    for screen in drawn:
        sight = seen(eyes, screen.picture)
        private = in_picture(sight.lines, sight.width / sight.height)
        if private:
            told = (f"{one.span.kind}: {one.secret!r}" for one in private)
            found.append((screen, "; ".join(told)))
    return found


async def measured(seed: int, count: int, keep: Path | None) -> bool:
    """Draw, ask, judge; True where every limit holds."""
    eyes = Eyes()
    try:
        async with endpoint() as served:
            served.says("A screenshot.")
            with tempfile.TemporaryDirectory() as home:
                settings = Settings(home=Path(home), openai_base_url=served.url)
                (model,) = models(replace(settings, model_lane="cloud"), eyes)
                drawn = screens(seed, count, planted=True)
                outcomes = [await asked(screen, eyes, model, served) for screen in drawn]
                await model.close()
        wrong = await asyncio.to_thread(alarms, eyes, screens(seed, count, planted=False))
    finally:
        eyes.close()
    missed = [(one.screen, f"not found: {one.unseen!r}") for one in outcomes if one.unseen]
    out = [(one.screen, f"went out: {one.left!r}") for one in outcomes if one.left]
    back = [(one.screen, "was not sent at all") for one in outcomes if not one.sent]
    told([*missed, *out, *back, *wrong], keep)
    right = count - len(missed)
    return all(
        (
            judge(
                right / count >= RECALL,
                f"secrets found in {interval(right, count)} (at least {RECALL:.0%})",
            ),
            judge(
                len(wrong) / count <= FALSE_ALARMS,
                f"false alarms in {interval(len(wrong), count)} (at most {FALSE_ALARMS:.0%})",
            ),
            judge(
                not out, f"planted secrets in request bodies and their pictures: {len(out)} (none)"
            ),
            judge(
                len(back) <= 0.1 * count,
                f"pictures held back because they could not be cleaned: {len(back)}",
            ),
        )
    )


def main() -> int:
    """Measure one seed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    if given.keep is not None:
        given.keep.mkdir(parents=True, exist_ok=True)
    return int(not asyncio.run(measured(given.seed, given.count, given.keep)))


if __name__ == "__main__":
    sys.exit(main())
