"""What an answer says of a picture by itself, and the remarks below a model's words: English and Chinese.

They are part of the answer and of the conversation's history, as those of `phrases`.
"""

from collections.abc import Mapping
from typing import Final

from bot.language import Language

SAID: Final[Mapping[str, Mapping[Language, str]]] = {
    "picture": {"en": "Picture {number}", "zh": "图片 {number}"},
    "no_text": {"en": "I can read no text in it.", "zh": "没有可以识别的文字。"},
    "no_picture": {
        "en": "There is no picture here. Send one with the command, or send the command as a reply to one.",
        "zh": "这里没有图片。请随图片一起发送命令，或用命令回复一张图片。",
    },
    "one_picture": {
        "en": "To compare I need two pictures or more: send them as one album, or reply to one with another.",
        "zh": "比较需要两张或更多图片：请作为一个相册发送，或用一张图片回复另一张。",
    },
    "unsure_lines": {"en": "Read with doubt: {lines}", "zh": "没有把握的行：{lines}"},
    "agree": {
        "en": "The OCR engine reads the same.",
        "zh": "OCR 引擎的识别结果相同。",
    },
    "differ": {
        "en": "**Here the OCR engine reads otherwise:**",
        "zh": "**OCR 引擎在以下位置的识别不同：**",
    },
    "differ_line": {
        "en": "line {line}: {one} | OCR: {other}",
        "zh": "第 {line} 行：{one} | OCR：{other}",
    },
    "more": {"en": "and {count} more", "zh": "另有 {count} 处"},
    "nothing": {"en": "(nothing)", "zh": "（无）"},
    "ocr_silent": {
        "en": "The OCR engine reads nothing here, so this stands unchecked.",
        "zh": "OCR 引擎没有读出文字，因此以上内容未经核对。",
    },
    "numbers_unsure": {
        "en": "(?) marks numbers that cannot be found in the text of the picture. Found there: {numbers}",
        "zh": "(?) 表示在图片文字中找不到的数字。图片中的数字：{numbers}",
    },
    "numbers_none": {
        "en": "(?) marks numbers that cannot be found in the text of the picture; no number can be read in it.",
        "zh": "(?) 表示在图片文字中找不到的数字；图片中没有可以识别的数字。",
    },
    "numbers_checked": {
        "en": "All numbers above stand in the text of the picture.",
        "zh": "以上数字都能在图片文字中找到。",
    },
    "words_unsure": {
        "en": "(?) marks words that the OCR engine does not find in the picture.",
        "zh": "(?) 表示 OCR 引擎在图片中没有找到的文字。",
    },
    "claims_unsure": {
        "en": "(?) marks what I do not find in the source that is cited for it: please look there.",
        "zh": "(?) 表示在所引用的来源中没有找到的内容，请自行核对。",
    },
    "codes_unsure": {
        "en": "(?) marks codes that stand neither in the picture nor in the documents.",
        "zh": "(?) 表示图片和文档中都没有的代码。",
    },
    "count_differs": {
        "en": "Careful: it says {said}, but lists {listed}.",
        "zh": "注意：回答说是 {said}，但列出了 {listed} 项。",
    },
    "count_unlisted": {
        "en": "This count cannot be checked: what was counted is not listed.",
        "zh": "没有列出所数的内容，因此无法核对。",
    },
    "untranslated": {
        "en": "Numbers in the picture that this leaves out: {numbers}",
        "zh": "译文没有提到图片中的这些数字：{numbers}",
    },
    "same": {
        "en": "Pictures {one} and {other}: the same, pixel by pixel (save compression).",
        "zh": "图片 {one} 和 {other}：除压缩外，逐像素相同。",
    },
    "near": {
        "en": "Pictures {one} and {other}: nearly the same; {count} places differ, framed in the picture below.",
        "zh": "图片 {one} 和 {other}：几乎相同，有 {count} 处不同，已在下图中框出。",
    },
    "near_one": {
        "en": "Pictures {one} and {other}: nearly the same; they differ in one place, framed in the picture below.",
        "zh": "图片 {one} 和 {other}：几乎相同，有 1 处不同，已在下图中框出。",
    },
    "different": {
        "en": "Pictures {one} and {other}: of different things; one cannot be laid over the other.",
        "zh": "图片 {one} 和 {other}：内容不同，无法对齐。",
    },
    "only_in": {"en": "Only in picture {number}: {lines}", "zh": "仅在图片 {number} 中：{lines}"},
    "same_text": {"en": "The text in both is the same.", "zh": "两张图片中的文字相同。"},
    "measured": {"en": "**Measured:**", "zh": "**测量结果：**"},
    "caption": {
        "en": "Pictures {one} and {other}, differences framed",
        "zh": "图片 {one} 和 {other}，不同处已框出",
    },
    "seen": {
        "en": "This looks like {kind}, {width} × {height} pixels.",
        "zh": "看起来是{kind}，{width} × {height} 像素。",
    },
    "reads": {"en": "Text in it:", "zh": "其中的文字："},
    "numbers_read": {
        "en": "Numbers that can be read: {numbers}",
        "zh": "可以识别的数字：{numbers}",
    },
    "labels_read": {"en": "Labels: {lines}", "zh": "标注：{lines}"},
    "no_numbers": {"en": "No numbers can be read in it.", "zh": "没有可以识别的数字。"},
    "needs_model": {
        "en": "For this a language model is needed, and none answers here.",
        "zh": "这需要语言模型，而目前没有可用的模型。",
    },
}
"""By name; what is in braces is filled in."""

KINDS: Final[Mapping[str, Mapping[Language, str]]] = {
    "photo": {"en": "a photo", "zh": "照片"},
    "screenshot": {"en": "a screenshot", "zh": "屏幕截图"},
    "chart": {"en": "a chart", "zh": "图表"},
    "table": {"en": "a table", "zh": "表格"},
    "diagram": {"en": "a diagram", "zh": "示意图"},
    "document": {"en": "a page of text", "zh": "文字页面"},
    "meme": {"en": "a picture with a caption on it", "zh": "带文字的图片"},
}


def said(name: str, language: Language, **values: str | int) -> str:
    """Return a sentence, filled in; values are Markdown."""
    return SAID[name][language].format(**values)
