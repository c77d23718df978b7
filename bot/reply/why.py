"""The facts of how an answer came to be, into the lines that `/why` shows, in English and Chinese.

Owns the words; which facts there are is gathered in `bot.trace`. What was asked is not repeated.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypedDict

from bot.language import is_chinese
from bot.reply import reasons

RAN: Final = "ran"


class Check(TypedDict, total=False):
    """What one safety check said; neither `category` nor `error` means that it found nothing."""

    name: str
    category: str
    detail: str
    error: str


class Found(TypedDict):
    """One numbered passage, and the lists that voted for it."""

    number: int
    source: str
    unit: str
    document: str
    page: int | None
    space: str
    lists: Sequence[str]


class Facts(TypedDict, total=False):
    """How one answer came to be."""

    words: str
    """What was asked: kept for the buttons and the feedback, never shown; nor are the next four."""
    answer: str
    cited: Sequence[int]
    hashes: Sequence[str]
    """sha256 of each picture that was asked about."""
    prompt: str
    checks: Sequence[Check]
    pictures: Sequence[str]
    lists: Mapping[str, str]
    """By list of the search: `ran`, or why it took no part."""
    passages: Sequence[Found]
    answerable: float
    model: str
    tokens: Sequence[int]
    """Read and written."""
    cost_dollars: float
    again: bool
    """The words of an earlier answer were used again."""
    milliseconds: Mapping[str, int]
    sent: Sequence[int]
    """Numbers in the store of what left the host."""


WAYS: Final[Mapping[str, str]] = {
    "bm25": "words",
    "bm25_page": "words",
    "bm25_picture": "words",
    "dense": "meaning",
    "ocr_bm25": "picture words",
    "clip": "pictures",
    "clip_image": "similar",
    "clip_text": "similar",
    "same_picture": "same",
    "picture_section": "same",
}
"""Lists of the search, by what they are to a person; an unknown one is called by its own name."""

ENGLISH: Final[Mapping[str, str]] = {
    "checks": "Checks: {0}",
    "clean": "nothing found",
    "unchecked": "could not look ({0})",
    "seen": "Your pictures: {0}",
    "searched": "Looked in: {0}",
    "found": "Found: {0}",
    "nothing": "nothing",
    "sure": "Certainty that this answers the question: {0}",
    "model": "Model: {0}",
    "tokens": "{0} + {1} tokens",
    "again": "as answered before",
    "time": "Time: {0}",
    "hits": "{0} found",
    "no weights": "no model configured",
    "language": "not in this language",
    "stays": "not asked: it is in a cloud",
    "words": "words",
    "meaning": "meaning",
    "picture words": "words in your picture",
    "pictures": "what pictures show",
    "similar": "similar pictures",
    "same": "the same picture",
    "links": "links",
    "requests": "requests",
    "media": "opening",
    "safety": "checks",
    "retrieve": "search",
    "answer": "answer",
    "show": "pictures",
    ", ": ", ",
    "; ": "; ",
    ": ": ": ",
}
CHINESE: Final[Mapping[str, str]] = {
    "checks": "检查：{0}",
    "clean": "没有发现问题",
    "unchecked": "未能检查（{0}）",
    "seen": "你的图片：{0}",
    "searched": "查找方式：{0}",
    "found": "找到：{0}",
    "nothing": "没有结果",
    "sure": "能回答问题的把握：{0}",
    "model": "模型：{0}",
    "tokens": "{0} + {1} 个词元",
    "again": "沿用之前的回答",
    "time": "用时：{0}",
    "hits": "{0} 处",
    "no weights": "没有配置模型",
    "language": "不支持这种语言",
    "stays": "模型在云端，没有询问",
    "words": "文字",
    "meaning": "语义",
    "picture words": "你的图片上的文字",
    "pictures": "图片内容",
    "similar": "相似图片",
    "same": "同一张图片",
    "links": "链接",
    "requests": "请求内容",
    "media": "打开",
    "safety": "检查",
    "retrieve": "查找",
    "answer": "回答",
    "show": "配图",
    ", ": "、",
    "; ": "；",
    ": ": "：",
}


def explained(facts: Facts, language: str) -> tuple[str, ...]:
    """Return the lines for a reader of `language` (an IETF tag); none where nothing is known."""
    words = CHINESE if is_chinese(language) else ENGLISH
    called = reasons.CHINESE if is_chinese(language) else reasons.ENGLISH
    return tuple(_lines(facts, words, called))


def _lines(facts: Facts, words: Mapping[str, str], called: Mapping[str, str]) -> Iterator[str]:
    if facts.get("checks"):
        yield words["checks"].format(_checks(facts["checks"], words, called))
    if facts.get("pictures"):
        yield words["seen"].format(words[", "].join(facts["pictures"]))
    if facts.get("lists"):
        passages = facts.get("passages", ())
        yield words["searched"].format(_searched(facts["lists"], passages, words))
        sources = words[", "].join(f"[{p['number']}] {p['source']}" for p in passages)
        yield words["found"].format(sources or words["nothing"])
    if facts.get("passages"):
        yield words["sure"].format(f"{facts.get('answerable', 0.0):.0%}")
    if facts.get("model"):
        yield words["model"].format(words[", "].join((facts["model"], *_price(facts, words))))
    if facts.get("milliseconds"):
        took = (f"{words.get(k, k)} {ms} ms" for k, ms in facts["milliseconds"].items())
        yield words["time"].format(words[", "].join(took))


def _checks(checks: Sequence[Check], words: Mapping[str, str], called: Mapping[str, str]) -> str:
    """Name what was found check by check, and in one breath the checks that found nothing."""
    said = []
    for check in checks:
        name = words.get(check["name"], check["name"])
        if "error" in check:
            said.append(name + words[": "] + words["unchecked"].format(check["error"]))
        elif "category" in check:
            category = called.get(check["category"], check["category"])
            detail = f" ({check['detail']})" if check.get("detail") else ""
            said.append(name + words[": "] + category + detail)
    clean = [words.get(c["name"], c["name"]) for c in checks if not {"error", "category"} & {*c}]
    if clean:
        said.append(words[", "].join(clean) + words[": "] + words["clean"])
    return words["; "].join(said)


def _searched(lists: Mapping[str, str], passages: Sequence[Found], words: Mapping[str, str]) -> str:
    """Say of each way of looking how many of the passages it found, or why it was not taken."""
    counts = Counter(way for p in passages for way in {WAYS.get(name, name) for name in p["lists"]})
    outcomes: dict[str, str] = {}
    for name, status in lists.items():
        way = WAYS.get(name, name)
        if outcomes.get(way) != RAN:
            outcomes[way] = status
    return words[", "].join(
        f"{words.get(way, way)} ({_outcome(counts[way], status, words)})"
        for way, status in outcomes.items()
    )


def _outcome(count: int, status: str, words: Mapping[str, str]) -> str:
    if count:
        return words["hits"].format(count)
    reason = status.partition(":")[0]
    return words[reason if reason in ("no weights", "language", "stays") else "nothing"]


def _price(facts: Facts, words: Mapping[str, str]) -> Iterator[str]:
    if facts.get("again"):
        yield words["again"]
    if facts.get("tokens"):
        yield words["tokens"].format(*facts["tokens"])
    if facts.get("cost_dollars"):
        yield f"${facts['cost_dollars']:.4f}"
