"""What models ask for, and how much a text or a picture is to them."""

from pathlib import Path

import pytest
from answering import picture

from bot.answer import tokens
from bot.answer.prices import Price, Prices
from bot.answer.tokens import PictureRule
from bot.errors import BadInput
from bot.records import Usage

ONE_ANSWER = (1000 * 2.50 + 200 * 10.00) / 1e6


@pytest.mark.parametrize(
    ("model", "usage", "dollars"),
    [
        ("gpt-4o", Usage("", "", 1000, 200), ONE_ANSWER),
        ("gpt-4o-2024-11-20", Usage("", "", 1000, 200), ONE_ANSWER),
        ("gpt-4o-2024-05-13", Usage("", "", 1000, 200), (1000 * 5 + 200 * 15) / 1e6),
        (
            "gpt-4o-mini-2024-07-18",
            Usage("", "", 1000, 100, cached_tokens=800),
            (200 * 0.15 + 800 * 0.075 + 100 * 0.6) / 1e6,
        ),
    ],
)
def test_dated_names_have_a_price_and_cached_tokens_are_cheaper(
    model: str, usage: Usage, dollars: float
) -> None:
    price = Prices().of(model, "cloud")
    assert price is not None and price.of(usage) == pytest.approx(dollars)


def test_only_known_cloud_models_and_those_of_the_own_table_cost_anything(tmp_path: Path) -> None:
    own = tmp_path / "prices.yaml"
    own.write_text("llava: {input: 1, output: 2}\n", "utf-8")
    assert Prices().of("gpt-4o", "local") is None
    assert Prices().of("somebodys-model", "cloud") is None
    assert Prices(own).of("llava", "local") == Price(1, 2)
    assert Prices(own).of("gpt-4o", "cloud") == Prices().of("gpt-4o", "cloud")


@pytest.mark.parametrize("written", ["llava: cheap", "llava: {input: 1}", "- 1", "{"])
def test_a_table_that_is_none_is_refused_with_the_line_to_write(
    tmp_path: Path, written: str
) -> None:
    own = tmp_path / "prices.yaml"
    own.write_text(written, "utf-8")
    with pytest.raises(BadInput, match="write lines like"):
        Prices(own)


TILES, MINI, PATCHES = PictureRule(85, 170), PictureRule(2833, 5667), PictureRule(patch=1.62)


# The sizes and sums of OpenAI's own examples ("Images and vision": calculating costs).
@pytest.mark.parametrize(
    ("size", "rule", "expected"),
    [
        ((1024, 1024), TILES, 765),
        ((2048, 4096), TILES, 1105),
        ((400, 300), TILES, 85),
        ((1024, 1024), MINI, 2833 + 4 * 5667),
        # Shown at 768 x 1536, which is 24 x 48 patches.
        ((2048, 4096), PATCHES, 1867),
    ],
)
def test_pictures_are_counted_as_the_model_counts_them(
    size: tuple[int, int], rule: PictureRule, expected: int
) -> None:
    busy = picture("a line of text", content=b"x" * 100_000, size=size)
    assert tokens.of_picture(busy, rule) == expected


# Counted with OpenAI's own vocabulary o200k_base.
@pytest.mark.parametrize(
    ("text", "exact"),
    [
        (
            "Сколько дней отпуска у меня есть? Каждый сотрудник получает двадцать пять дней "
            "оплачиваемого отпуска в год. Согласуйте даты с руководителем за две недели.",
            36,
        ),
        (
            "每位员工每年有25天带薪年假。未使用的年假最多可以结转五天到第二年三月。请提前两周与主管沟通。",
            39,
        ),
        ("👍🎉😀 ok 🇩🇪 👨‍👩‍👧", 17),
    ],
)
def test_text_is_counted_rather_too_high_than_too_low(text: str, exact: int) -> None:
    assert exact <= tokens.count(text) <= 1.7 * exact
