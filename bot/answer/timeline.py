"""Tell without a model what happens in a clip: what newly appears on it and what is said, each with its time."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.answer import clips
from bot.language import Language
from bot.records import Picture, Question
from knowledge.film.records import clock

MOST_LINES = 8
READ_LINES = 4

_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {
        "lead": "In the video, by time:",
        "said": "{time}, spoken: “{text}”",
        "read": "{time}: {text}",
        "wordless": "I can read no text in the {count} pictures that I took from the video.",
    },
    "zh": {
        "lead": "视频内容，按时间：",
        "said": "{time}，说话：“{text}”",
        "read": "{time}：{text}",
        "wordless": "我从视频里取了 {count} 张画面，没有读到文字。",
    },
}


def told(question: Question, language: Language, telling: Picture | None = None) -> str:
    """Return the timeline as Markdown, empty where there is nothing to be seen; `telling` is always in it."""
    words = _WORDS[language]
    shown = [one for one in question.pictures if one.clip]
    if not shown:
        return ""
    moments = [
        (
            one.clip,
            one.seconds,
            one is telling,
            words["read"].format(time=clock(one.seconds), text=_line(fresh)),
        )
        for one, fresh in clips.news(shown)
        if fresh
    ]
    moments += [
        (
            clip.number,
            said.seconds,
            False,
            words["said"].format(time=clock(said.seconds), text=said.text),
        )
        for clip in question.clips
        for said in clip.heard
    ]
    if not moments:
        return words["wordless"].format(count=len(shown))
    moments.sort(key=lambda one: one[:2])
    while len(moments) > MOST_LINES:
        # What is left out is what comes last, but never the moment that the documents speak of.
        del moments[max(at for at, one in enumerate(moments) if not one[2])]
    return "\n".join([words["lead"], *(f"- {one[3]}" for one in moments)])


def _line(lines: Sequence[str]) -> str:
    return " / ".join(lines[:READ_LINES]) + (" …" if len(lines) > READ_LINES else "")
