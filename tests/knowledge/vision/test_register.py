"""Local features: kept whole, shortlisted among many, and laid over the picture they come from."""

import math

import numpy as np
import pytest

from bot.evaluate import edits
from knowledge.alike.shortlist import Shortlist
from knowledge.vision import compare, sift
from knowledge.vision.features import NOTHING, Features
from knowledge.vision.pixels import grey
from knowledge.vision.register import register
from tests.benchmarks.gallery import draw, png

PAGE, TABLE = png(draw(5, 0)), png(draw(2, 0))


def queried(content: bytes, edit: edits.Edit) -> Features:
    return sift.queried(grey(edits.edited(content, edit, "seed")))


def test_stored_features_are_those_that_were_found() -> None:
    found = sift.learned(grey(PAGE))
    again = Features.unpacked(*found.packed())
    assert (again.width, again.height) == (found.width, found.height)
    assert np.array_equal(again.points["code"], found.points["code"])
    assert np.array_equal(again.words, found.words)
    for name in ("x", "y", "angle"):
        assert np.abs(again.points[name] - found.points[name]).max() < 0.1
    assert len(found.packed()[2]) == 42 * len(found.points)


def test_strong_features_come_from_all_over_the_picture() -> None:
    found = sift.learned(grey(png(draw(6, 0))))
    assert 200 < len(found.points) <= sift.KEPT
    left = (found.points["x"] < found.width / 2).mean()
    top = (found.points["y"] < found.height / 2).mean()
    assert 0.25 < left < 0.75
    assert 0.25 < top < 0.75


def test_a_quarter_turn_is_recovered() -> None:
    fit = register(queried(PAGE, edits.turned_90), sift.learned(grey(PAGE)))
    assert fit is not None
    turn = math.degrees(math.atan2(fit.homography[1, 0], fit.homography[0, 0]))
    assert turn == pytest.approx(-90, abs=1)
    assert fit.box.left < 0.02
    assert fit.box.bottom > 0.98


def test_pictures_that_share_nothing_are_not_laid_over_each_other() -> None:
    fit = register(queried(PAGE, edits.half_size), sift.learned(grey(png(draw(6, 0)))))
    assert fit is None or fit.inliers < 12
    assert register(NOTHING, sift.learned(grey(PAGE))) is None


def test_the_right_picture_leads_the_shortlist() -> None:
    learned = [sift.learned(grey(png(draw(family, 0)))) for family in range(2, 8)]
    shortlist = Shortlist([*learned, NOTHING])
    best = shortlist.best(queried(TABLE, edits.photo_of_screen), 3)
    assert best[0][0] == 0
    assert [votes for _, votes in best] == sorted((votes for _, votes in best), reverse=True)
    assert shortlist.best(NOTHING, 3) == []
    assert Shortlist([]).best(learned[0], 3) == []


def test_pixels_agree_with_themselves_and_not_with_a_twin() -> None:
    pixels, twin = grey(TABLE), grey(png(draw(2, 1)))
    proof = compare.opened(compare.proof(pixels))
    whole = compare.stretch(proof, pixels.shape)
    same, other = compare.compare(pixels, proof, whole), compare.compare(twin, proof, whole)
    assert same.mean > 0.95
    assert same.differing == 0.0
    assert other.differing > 0.02


def test_an_empty_picture_agrees_with_nothing() -> None:
    blank = np.full((300, 400), 255, np.uint8)
    proof = compare.opened(compare.proof(blank))
    assert compare.compare(blank, proof, compare.stretch(proof, blank.shape)) == compare.NONE
