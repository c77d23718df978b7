"""Tell which script a text is written in, and which of its words carry no meaning.

Knows Unicode ranges and short word lists; no model, no index.
"""

import re
from collections import Counter

_SCRIPTS = {
    "latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "han": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f",
    "kana": "\u3040-\u30ff\u31f0-\u31ff",
    "hangul": "\u1100-\u11ff\uac00-\ud7af",
    "cyrillic": "\u0400-\u052f",
    "greek": "\u0370-\u03ff",
    "arabic": "\u0600-\u06ff\u0750-\u077f",
    "hebrew": "\u0590-\u05ff",
    "thai": "\u0e00-\u0e7f",
    "devanagari": "\u0900-\u097f",
}
SCRIPTS = frozenset(_SCRIPTS)
"""Every script that is told from the others."""

_ONE = re.compile("|".join(f"(?P<{name}>[{span}]+)" for name, span in _SCRIPTS.items()))

UNSPACED = _SCRIPTS["han"] + _SCRIPTS["kana"] + _SCRIPTS["hangul"]
"""Character ranges of the scripts that are searched by character pairs."""

_LETTERS_PER_WORD = {"han": 1.6, "kana": 3.0, "hangul": 2.5, "thai": 4.0}
"""So that four Han characters weigh more than one English word of eight letters."""
_DEFAULT_LETTERS_PER_WORD = 5.0


def scripts(text: str) -> dict[str, float]:
    """Return the share of each script in `text`, counted in words; empty without letters."""
    words: Counter[str] = Counter()
    for match in _ONE.finditer(text):
        name = str(match.lastgroup)
        letters = len(match.group())
        words[name] += round(
            1000 * letters / _LETTERS_PER_WORD.get(name, _DEFAULT_LETTERS_PER_WORD)
        )
    total = sum(words.values())
    return {name: count / total for name, count in words.items()} if total else {}


def script(text: str) -> str:
    """Name the script that most of `text` is written in; `latin` where there are no letters."""
    shares = scripts(text)
    return max(shares, key=lambda name: shares[name]) if shares else "latin"


def utf8(text: str) -> str:
    """Return `text` with a question mark for what no UTF-8 can hold: halves of letters, bytes of another encoding."""
    return text.encode("utf-8", "replace").decode("utf-8")


def trained(text: str, languages: frozenset[str]) -> bool:
    """Tell whether half of `text` at least is in a script that a model was trained for, or it has no letters."""
    shares = scripts(text)
    return not shares or sum(shares.get(name, 0.0) for name in languages) >= 0.5


_ENGLISH = """a an the this that these those and or but if then else of in on at to for from by with about into over
under as is are was were be been being am do does did done doing have has had having will would shall should can could
may might must i me my we us our you your he him his she her it its they them their who whom whose which what when where
why how there here not no nor so too very just also than such any some all each both few more most other own same s t
don doesn didn isn aren wasn weren won wouldn shouldn couldn can't cannot ll ve re d m please tell show give let get got
explain describe mean means happen happens need want know find see look use used using one ones thing things way like
according following many much yes ok hi hello thanks
per often long whats able"""

_RUSSIAN = """и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от
меня еще нет о из ему теперь когда даже ну ли если уже или ни быть был него до вас нибудь опять уж вам ведь там потом
себя ничего ей может они тут где есть надо ней для мы тебя их чем была сам чтоб без чего раз тоже себе под будет кто
этот того потому этого какой ним здесь этом один мой тем чтобы нее были куда зачем всех можно при об другой хоть
после над через эти нас про них какая какие это эта этой почему сколько скажи покажи пожалуйста"""

STOP_WORDS = frozenset(f"{_ENGLISH} {_RUSSIAN}".split())
"""Words so common that matching one of them says nothing."""

_UNSPACED_STOPS = """怎么样 为什么 这个 那个 这些 那些 哪个 哪些 哪里 哪儿 什么 怎么 怎样 如何 为何 多少 几个
请问 可以 能否 是否 我们 你们 他们 它们 没有 一个 一下 告诉 应该 需要 使用 如果 因为 所以 但是 而且 并且 以及 或者 关于
有关 对于 若要 由于 为了 的 了 吗 呢 吧 啊 是
ください ですか です ます どこ なに の は を に が で と も"""

STOP_PHRASES = tuple(sorted(_UNSPACED_STOPS.split(), key=len, reverse=True))
"""Function words of unspaced scripts, longest first; a question is cut at them before pairs are formed.
Only those that are rarely a part of a longer word: 用 is missing because of 用户 and 应用."""
