"""Banks of known pictures: edited copies are found, strangers and near twins are not, clips by their stills."""

import io
import random

import numpy as np
import pytest
from PIL import Image, ImageDraw

from knowledge.bank.bank import LIKELY, SURE, Asked, Bank
from knowledge.bank.records import Known
from knowledge.bank.words import fingerprint
from knowledge.index.radius import FEW, WithinRadius
from knowledge.vision.prints import Print, Sample, taken
from tests.benchmarks.bank import DRAWN
from tests.benchmarks.gallery import draw, png


def scene(seed: int) -> bytes:
    """Draw something like a photo: hills, a sun, grain."""
    chance = random.Random(seed)
    picture = Image.new("RGB", (800, 600), (150, 190, 230))
    pen = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y = chance.randint(0, 800), chance.randint(0, 600)
        size = chance.randint(10, 120)
        colour = tuple(chance.randint(0, 255) for _ in range(3))
        shape = pen.ellipse if chance.random() < 0.5 else pen.rectangle
        shape((x, y, x + size, y + size * chance.uniform(0.4, 1.4)), fill=colour)
    grain = np.random.default_rng(seed).normal(0, 6, (600, 800, 3))
    return jpeg(Image.fromarray(np.clip(np.asarray(picture) + grain, 0, 255).astype(np.uint8)))


def jpeg(picture: Image.Image) -> bytes:
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=85)
    return held.getvalue()


def edited(content: bytes, edit: str) -> bytes:
    with Image.open(io.BytesIO(content)) as opened:
        return jpeg(DRAWN[edit](opened.convert("RGB")).convert("RGB"))


def asked(content: bytes, text: str = "") -> Asked:
    return Asked(Sample(content), fingerprint(text))


SCENES = {f"scene {seed}": scene(seed) for seed in range(4)}


@pytest.fixture(scope="module")
def bank() -> Bank:
    return Bank([Known(name, (taken(content),)) for name, content in SCENES.items()])


@pytest.mark.parametrize("edit", DRAWN)
def test_an_edited_copy_is_found_as_what_it_is(bank: Bank, edit: str) -> None:
    (found,) = bank.find(asked(edited(SCENES["scene 2"], edit)))
    # Of what fills a third of a phone's screen, people decide.
    least = LIKELY if edit == "screenshot of a phone" else SURE
    assert (found.name, found.score >= least) == ("scene 2", True)


def test_strangers_are_not_found(bank: Bank) -> None:
    strangers = [scene(seed) for seed in range(10, 14)] + [png(draw(6, 3)), png(draw(13, 0))]
    assert [bank.find(asked(one)) for one in strangers] == [[]] * 6


def test_a_plain_picture_has_no_print() -> None:
    white = taken(jpeg(Image.new("RGB", (640, 480), "white")))
    assert not white.reliable
    bank = Bank([Known("white", (white,))])
    assert bank.find(asked(jpeg(Image.new("RGB", (600, 600), "white")))) == []


def test_other_words_in_the_same_frame_are_somebody_elses(bank: Bank) -> None:
    picture = SCENES["scene 1"]
    ours = "Transfer your savings to our new wallet before the end of the day"
    known = Bank([Known("advert", (taken(picture),), fingerprint(ours))])
    theirs = "The garden club meets on Thursday, bring your own gloves and a spade"
    assert known.find(asked(picture, ours))[0].score >= SURE
    assert known.find(asked(picture, theirs))[0].score == LIKELY


def test_the_same_words_in_another_picture_are_found() -> None:
    text = "Transfer your savings to our new wallet before the end of the day"
    known = Bank([Known("advert", (taken(SCENES["scene 1"]),), fingerprint(text))])
    misread = text.replace("wallet", "wa1let").upper()
    (found,) = known.find(asked(SCENES["scene 3"], misread))
    assert (found.way, found.score >= SURE) == ("words", True)
    assert fingerprint("OK Cancel 12:30") is None


def test_a_clip_is_found_by_most_of_its_stills_and_never_by_one() -> None:
    bank = Bank([Known("clip", tuple(taken(one) for one in SCENES.values()))])
    parts = [asked(edited(SCENES[name], "caption bar")) for name in ("scene 1", "scene 2")]
    strange = [asked(scene(seed)) for seed in (20, 21, 22)]
    (found,) = bank.find_clip([*parts, strange[0]])
    assert (found.score >= SURE, found.detail) == (True, "2 of 3 stills")
    assert bank.find_clip([parts[0], *strange])[0].score == LIKELY
    assert bank.find(parts[0])[0].score == LIKELY


def test_likeness_alone_is_for_people_to_look_at() -> None:
    row = np.zeros((1, 8), np.float32)
    row[0, 0] = 1
    known = Known("advert", (taken(SCENES["scene 1"]),), vectors=row)
    (found,) = Bank([known]).find(Asked(Sample(SCENES["scene 3"]), vector=row))
    assert (found.way, found.score) == ("likeness", LIKELY)
    assert Bank([known]).find(Asked(Sample(SCENES["scene 3"]), vector=np.roll(row, 1))) == []


def test_a_list_of_bare_hashes_finds_turned_copies() -> None:
    chance = np.random.default_rng(0)
    strange = chance.integers(0, 256, (FEW + 100, 32), np.uint8)
    codes = np.concatenate([strange, taken(SCENES["scene 0"]).codes[:1]])
    bank = Bank([Known("list", (Print(codes),))])
    with Image.open(io.BytesIO(SCENES["scene 0"])) as opened:
        turned = jpeg(opened.transpose(Image.Transpose.ROTATE_90))
    (found,) = bank.find(asked(turned))
    assert (found.name, found.way) == ("list", "hash")


@pytest.mark.parametrize("count", [FEW, FEW + 1])
def test_every_hash_within_the_radius_is_found_and_none_beyond(count: int) -> None:
    chance = np.random.default_rng(1)
    codes = chance.integers(0, 256, (count, 32), np.uint8)
    index = WithinRadius(codes)
    for bits in (0, 15, 31, 32):
        flipped = np.zeros(256, np.uint8)
        flipped[chance.permutation(256)[:bits]] = 1
        query = codes[7] ^ np.packbits(flipped)
        assert index.search(query[None]) == ([(7, bits)] if bits <= 31 else [])
    assert index.search(np.zeros((0, 32), np.uint8)) == []
    with pytest.raises(ValueError, match="31"):
        index.search(codes[:1], within=40)
