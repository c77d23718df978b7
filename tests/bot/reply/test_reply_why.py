"""`/why` in words: what was checked, where it was looked, what was found, what answered."""

from bot.reply.why import Facts, explained

FACTS: Facts = {
    "words": "my secret question",
    "checks": [{"name": "links"}, {"name": "words"}, {"name": "requests"}],
    "pictures": ["900×420"],
    "lists": {
        "bm25": "ran",
        "bm25_page": "no page holds its words",
        "dense": "gate: nothing is nearer than chance",
        "clip": "no weights: run `groundglass models pull`",
    },
    "passages": [
        {"number": 1, "source": "vpn.md", "lists": ["bm25", "bm25_page"]},
        {"number": 2, "source": "plan.pdf, p. 3", "lists": ["bm25"]},
    ],
    "answerable": 0.87,
    "model": "gpt-4o",
    "tokens": [120, 30],
    "cost_dollars": 0.0006,
    "milliseconds": {"media": 12, "answer": 800},
}


def test_people_read_what_happened_in_their_own_language() -> None:
    assert explained(FACTS, "en") == (
        "Checks: links, words, requests: nothing found",
        "Your pictures: 900×420",
        "Looked in: words (2 found), meaning (nothing), what pictures show (no model configured)",
        "Found: [1] vpn.md, [2] plan.pdf, p. 3",
        "Certainty that this answers the question: 87%",
        "Model: gpt-4o, 120 + 30 tokens, $0.0006",
        "Time: opening 12 ms, answer 800 ms",
    )
    assert explained(FACTS, "zh-hans") == (
        "检查：链接、文字、请求内容：没有发现问题",
        "你的图片：900×420",
        "查找方式：文字 (2 处)、语义 (没有结果)、图片内容 (没有配置模型)",
        "找到：[1] vpn.md、[2] plan.pdf, p. 3",
        "能回答问题的把握：87%",
        "模型：gpt-4o、120 + 30 个词元、$0.0006",
        "用时：打开 12 ms、回答 800 ms",
    )


def test_a_check_that_found_something_is_told_apart_from_one_that_could_not_look() -> None:
    facts: Facts = {
        "checks": [
            {"name": "links", "category": "phishing", "detail": "x.example"},
            {"name": "words", "error": "took too long"},
            {"name": "requests"},
        ]
    }
    assert explained(facts, "en") == (
        "Checks: links: a phishing link (x.example); words: could not look (took too long); "
        "requests: nothing found",
    )


def test_nothing_known_gives_no_lines() -> None:
    assert explained({}, "en") == ()
    nothing: Facts = {"lists": {"bm25": "no word"}, "passages": [], "answerable": 0.0}
    assert explained(nothing, "en") == ("Looked in: words (nothing)", "Found: nothing")
