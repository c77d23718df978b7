"""How surely, and how fast, a banned picture or clip is known again.

    python -m tests.benchmarks.bank DATA [--strangers FOLDER]

DATA holds `edits` and `turns` (one photo each, edited), `modes`, `videos` (edits of one clip, `*-orig-*` the
original, and others) as the PDQ test data do. The edits that chats make are drawn over photos and over stills
of the videos. `--strangers` is a folder of pictures that are not in DATA. Prints one line a figure and exits 1
when a limit is missed.
"""

import argparse
import io
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from knowledge.bank.bank import LIKELY, SURE, Asked, Bank
from knowledge.bank.records import Known
from knowledge.errors import Unreadable
from knowledge.vision.eyes import Eyes
from knowledge.vision.prints import Sample, taken
from tests.benchmarks import gallery, radius

PHOTOS, FOUND = 12, 10
PAIRS, KNOWN = 5_000, 72
CUT_STILLS, STEP = 100, 20
"""Tenths of a second of a ten-second cut, and between the starts of two."""

Picture = Image.Image


def border(picture: Picture) -> Picture:
    margin = round(0.05 * max(picture.size))
    size = (picture.width + 2 * margin, picture.height + 2 * margin)
    framed = Image.new("RGB", size, random.Random(0).choice([(255, 255, 255), (0, 0, 0)]))
    framed.paste(picture, (margin, margin))
    return framed


def caption(picture: Picture) -> Picture:
    bar = round(0.15 * picture.height)
    whole = Image.new("RGB", (picture.width, picture.height + bar), "white")
    whole.paste(picture, (0, bar))
    font = ImageFont.load_default(max(8, round(bar * 0.4)))
    ImageDraw.Draw(whole).text((bar * 0.3, bar * 0.2), "send this to ten friends", "black", font)
    return whole


def crop(part: float) -> Callable[[Picture], Picture]:
    """Cut a part off every side."""

    def cut(picture: Picture) -> Picture:
        across, down = round(picture.width * part), round(picture.height * part)
        return picture.crop((across, down, picture.width - across, picture.height - down))

    return cut


def tilt(picture: Picture) -> Picture:
    return picture.rotate(2, Image.Resampling.BICUBIC)


def mirrored_crop(picture: Picture) -> Picture:
    return crop(0.05)(picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT))


def screenshot(picture: Picture) -> Picture:
    screen = Image.new("RGB", (1080, 2000), (20, 22, 26))
    shown = picture.copy()
    shown.thumbnail((1080, 1400))
    screen.paste(shown, (0, 300))
    ImageDraw.Draw(screen).text((40, 120), "Channel", "white", ImageFont.load_default(48))
    return screen


DRAWN: Mapping[str, Callable[[Picture], Picture]] = {
    "border of 5 %": border,
    "caption bar": caption,
    "crop of 5 %": crop(0.05),
    "crop of 10 %": crop(0.1),
    "tilt of 2 degrees": tilt,
    "mirrored and cropped": mirrored_crop,
    "screenshot of a phone": screenshot,
}


class Bench:
    """The eyes, and whether every limit held."""

    def __init__(self) -> None:
        self.eyes = Eyes()
        self.missed = False

    def look(self, content: bytes) -> bytes:
        return self.eyes.look(content, read=False).content

    def judge(self, holds: bool, text: str) -> None:
        self.missed |= not holds
        sys.stdout.write(f"{'holds ' if holds else 'MISSED'}  {text}\n")
        sys.stdout.flush()

    def bank(self, pictures: Mapping[str, bytes]) -> Bank:
        return Bank([Known(name, (taken(one),)) for name, one in pictures.items()])


def sure(bank: Bank, content: bytes) -> list[str]:
    return [match.name for match in bank.find(Asked(Sample(content))) if match.score >= SURE]


def jpeg(picture: Picture) -> bytes:
    held = io.BytesIO()
    picture.convert("RGB").save(held, "JPEG", quality=80)
    return held.getvalue()


def folders(bench: Bench, data: Path) -> None:
    """Ban the first of each folder, and ask for the rest of it."""
    for one in sorted((data / "turns").glob("exif*")):
        with Image.open(one) as opened:
            bank = bench.bank({"it": bench.look(jpeg(opened))})
        found = sure(bank, bench.look(one.read_bytes()))
        bench.judge(bool(found), f"{one.name}, turned by metadata, found by its bare pixels")
    for folder in ("edits", "turns", "modes"):
        files = sorted(one for one in (data / folder).iterdir() if "exif" not in one.name)
        originals = [one for one in files if "orig" in one.name] or files[-2:-1]
        bank = bench.bank({"it": bench.look(originals[0].read_bytes())})
        asked = [one for one in files if one != originals[0]]
        lost = [one.name for one in asked if not sure(bank, bench.look(one.read_bytes()))]
        text = f"{folder}: {len(asked) - len(lost)} of {len(asked)} found"
        bench.judge(not lost, text + (f", not {', '.join(lost)}" if lost else ""))


def photos(bench: Bench, data: Path) -> dict[str, bytes]:
    """Return different photos: those of DATA, then stills of its clips and drawn scenes."""
    found: dict[str, bytes] = {}
    files = [one for one in sorted(data.rglob("*")) if one.suffix in (".jpg", ".png")]
    stills = [
        (f"{one.name} {at}", still)
        for one in sorted((data / "videos").iterdir())
        for at, still in enumerate(bench.eyes.sample(one.read_bytes()))
        if at % 40 == 10
    ]
    drawn = ((f"drawn {at}", gallery.png(gallery.draw(6, at))) for at in range(PHOTOS))
    every = (*((one.name, one.read_bytes()) for one in files), *stills, *drawn)
    for name, content in every:
        clean = bench.look(content)
        if taken(clean).reliable and not (found and sure(bench.bank(found), clean)):
            found[name] = clean
        if len(found) == PHOTOS:
            break
    return found


def drawn_edits(bench: Bench, kept: Mapping[str, bytes]) -> None:
    """Draw every edit over every photo, and look for it in a bank of all of them."""
    bank = bench.bank(kept)
    for name, edit in DRAWN.items():
        right = []
        for photo, content in kept.items():
            with Image.open(io.BytesIO(content)) as opened:
                edited = bench.look(jpeg(edit(opened.convert("RGB"))))
            found = bank.find(Asked(Sample(edited)))
            least = LIKELY if edit is screenshot else SURE
            right.append(any(one.name == photo and one.score >= least for one in found[:1]))
        bench.judge(sum(right) >= FOUND, f"{name}: {sum(right)} of {len(kept)} found (>= {FOUND})")


def pictures_of(folder: Path | None, bench: Bench) -> Iterator[bytes]:
    """Yield different pictures: those of a folder, else drawn ones of different families."""
    if folder is None:
        for family in range(160):
            yield bench.look(gallery.png(gallery.draw(family, 0)))
        return
    files = [one for one in sorted(folder.rglob("*")) if one.suffix in (".png", ".jpg", ".jpeg")]
    random.Random(0).shuffle(files)
    for one in files:
        try:
            yield bench.look(one.read_bytes())
        except Unreadable:
            continue


def unrelated(bench: Bench, kept: Mapping[str, bytes], folder: Path | None) -> None:
    """Ask for pictures that nobody banned, until so many pairs were compared."""
    known, strangers = dict(kept), []
    for content in pictures_of(folder, bench):
        if not taken(content).reliable:
            continue
        if len(known) < KNOWN:
            known[f"stranger {len(known)}"] = content
        else:
            strangers.append(content)
        if len(known) * len(strangers) >= PAIRS:
            break
    bank = bench.bank(known)
    wrong = sum(len(sure(bank, one)) for one in strangers)
    pairs = len(known) * len(strangers)
    bench.judge(
        not wrong and pairs >= PAIRS, f"unrelated pictures: {wrong} of {pairs} pairs matched"
    )


def clips(bench: Bench, data: Path) -> None:
    """Ban the original clip, and look for ten seconds of each edit by a still every two seconds, and every five."""
    sampled = {
        one.name: [bench.look(still) for still in bench.eyes.sample(one.read_bytes())]
        for one in sorted((data / "videos").iterdir())
    }
    original = next(name for name in sampled if "orig" in name)
    family = original.split("-")[0]
    prints = tuple(taken(still) for still in sampled[original])
    bank = Bank([Known("clip", prints)])
    for name, stills in sampled.items():
        asked = [Asked(Sample(still)) for still in stills]
        for every in (20, 50):
            starts = range(0, max(1, len(asked) - CUT_STILLS + 1), STEP)
            cuts = [asked[start : start + CUT_STILLS : every] for start in starts]
            found = [any(one.score >= SURE for one in bank.find_clip(cut)) for cut in cuts]
            wanted = name.startswith(family)
            right = all(found) if wanted else not any(found)
            text = f"{name}, by a still every {every / 10:g} s: {sum(found)} of {len(found)} cuts found"
            bench.judge(right, text)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--strangers", type=Path)
    given = parser.parse_args()
    bench = Bench()
    try:
        folders(bench, given.data)
        kept = photos(bench, given.data)
        drawn_edits(bench, kept)
        unrelated(bench, kept, given.strangers)
        clips(bench, given.data)
        for right, text in radius.lookups():
            bench.judge(right, text)
    finally:
        bench.eyes.close()
    return bench.missed


if __name__ == "__main__":
    sys.exit(main())
