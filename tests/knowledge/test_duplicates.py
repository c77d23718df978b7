"""Passages that say the same are one; passages that only look alike are not."""

from knowledge.duplicates import groups

PASSAGE = (
    "The nightly job copies every volume to the second building. It takes about forty minutes in all, "
    "and nobody has to be there. Restores are asked for by mail, and the porter brings the disk."
)


def test_copies_belong_to_the_first_of_them() -> None:
    copy = PASSAGE.replace("\n", " ").upper() + "  "
    assert groups([PASSAGE, "Something else altogether.", copy]) == [0, 1, 0]


def test_a_word_more_or_less_makes_no_other_passage() -> None:
    long = " ".join(f"{PASSAGE} Remark {'abcdefgh'[at]}." for at in range(8))
    assert groups([long, long.replace("Remark c.", "Remark.")]) == [0, 0]


def test_the_same_table_of_another_year_is_another_passage() -> None:
    rows = "\n".join(f"Item {'abcdefghij'[at]} | sold in pieces | and in boxes" for at in range(10))
    assert groups([f"Stock in 2023\n{rows}", f"Stock in 2024\n{rows}"]) == [0, 1]
    assert groups([f"{rows}\nall | 40 | 50", f"{rows}\nall | 40 | 51"]) == [0, 1]


def test_half_of_a_passage_is_another_passage() -> None:
    assert groups([PASSAGE, PASSAGE[: len(PASSAGE) // 2]]) == [0, 1]


def test_passages_without_words_are_told_apart_from_those_with() -> None:
    assert groups(["", "Fuse box", "", "—"]) == [0, 1, 0, 0]
    assert groups([]) == []
