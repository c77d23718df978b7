"""Cutting words: what a person types finds what an author wrote."""

import pytest

from knowledge.language import script, scripts
from knowledge.terms import characters, query_terms, terms


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ERR-4012", "the code err4012 appears"),
        ("err 4012", "ERR-4012"),
        ("wifi", "Connect to the Wi-Fi network"),
        ("getUserMedia", "call getusermedia first"),
        ("max_connections", "set max-connections to 5"),
        ("configuring policies", "the policy is configured here"),
        ("stopped", "stop the service"),
        ("cafe", "the Café"),
        ("设置", "打开系统设置页面"),
        ("数据库", "连接数据库A失败"),
        ("Ｗｉｄｅ", "a wide screen"),
        ("принтера", "настройте принтер"),
        ("когда он работает", "прибор должен работать"),
        ("гарантия", "срок гарантии"),
        ("отчёты", "отчет за год"),
        ("станций", "список станции"),
        ("設定", "設定を開く"),
        ("비밀번호", "비밀번호는"),
        ("192.168.1.10", "the gateway is 192.168.1.10"),
    ],
)
def test_the_question_finds_the_text(typed: str, written: str) -> None:
    wanted = {form for term in query_terms(typed) for form in term.forms}
    assert wanted & set(terms(written))


@pytest.mark.parametrize(
    "text",
    [
        "what is this?",
        "how do I do that",
        "怎么",
        "这个是什么",
        "如果使用这个",
        "что это",
        "",
        "?!",
        "-",
    ],
)
def test_words_that_say_nothing_are_not_looked_for(text: str) -> None:
    assert query_terms(text) == ()


def test_function_words_do_not_join_what_they_part() -> None:
    pairs = [term.forms for term in query_terms("如何启用深色模式")]
    assert pairs == [("启用",), ("用深",), ("深色",), ("色模",), ("模式",)]


def test_single_characters_are_those_of_scripts_without_spaces() -> None:
    assert characters("如何在 Edge 中更改标题和标头") == tuple("在中更改标题和头")
    assert characters("How do I change the header?") == ()


def test_a_hash_or_a_key_is_no_term() -> None:
    assert terms("x" * 400) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how to reset", "latin"),
        ("如何在 Word 中打开文件", "han"),
        ("ひらがなとカタカナ", "kana"),
        ("как настроить", "cyrillic"),
        ("설정", "hangul"),
        ("12 + 30", "latin"),
    ],
)
def test_the_script_of_a_text_is_the_one_of_most_words(text: str, expected: str) -> None:
    assert script(text) == expected


def test_shares_add_up() -> None:
    assert sum(scripts("open 设置 and настройки").values()) == pytest.approx(1.0)
    assert scripts("123") == {}
