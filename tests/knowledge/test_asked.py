"""What says how to answer is no subject to search for."""

import pytest

from knowledge import asked


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (
            "How long is a profile valid? Please answer in one sentence.",
            "How long is a profile valid?",
        ),
        ("What did the office cost?Answer in thousands.", "What did the office cost?"),
        ("What share is that? Round your answer to two decimal places", "What share is that?"),
        ("Who is on call; reply in Chinese", "Who is on call;"),
        ("VPN 配置有效期多长？请用一句话回答。", "VPN 配置有效期多长？"),
        ("Сколько стоит ремень? Ответьте кратко.", "Сколько стоит ремень?"),
    ],
)
def test_a_form_of_the_answer_is_left_out(text: str, subject: str) -> None:
    assert asked.subject(text) == subject


@pytest.mark.parametrize(
    "text",
    [
        "answer in one sentence",
        "How do I round a result to two decimals?",
        "The export fails. Write access is missing, why?",
        "It says E-42. Give me the steps.",
        "",
    ],
)
def test_a_question_about_answers_is_left_whole(text: str) -> None:
    assert asked.subject(text) == text
