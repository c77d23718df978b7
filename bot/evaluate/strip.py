"""Copy pages and pictures without what would give a labelled picture away.

Out of the copy go the labelled picture's own alt text, its caption and its file name, wherever they
stand: a search by alt text would find them instead of the picture. Everything else stays as it is.
"""

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.evaluate.datasets import PictureSet

PAGE_SUFFIXES = frozenset({".md", ".markdown", ".html", ".htm", ".txt"})
PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif"})

NEUTRAL = re.compile(r"q(\d{5})z", re.IGNORECASE)
"""A name that no query holds and that survives being split into words."""

_CAPTION = re.compile(r"^[ \t]*\*{1,3}(?:Figure|Fig\.|图)\s*\d+.*\*[ \t]*$", re.MULTILINE)
_TAG = re.compile(r":::image\b[^\n]*?:::")
_COMPLEX = re.compile(
    r"(?P<tag>:::image\b[^\n]*?type=\"complex\"[^\n]*?:::)(?P<body>.*?)(?P<end>:::image-end:::)",
    re.DOTALL,
)
_INLINE = re.compile(r"!\[[^\]]*\]\(\s*(?P<path>[^)\s]+)[^)]*\)")
_REFERENCE = re.compile(r"^\s*\[(?P<label>[^\]]+)\]:\s*(?P<path>\S+)[^\n]*$", re.MULTILINE)
_ELEMENT = re.compile(r"<img\b[^>]*>", re.IGNORECASE)


def copy(dataset: PictureSet, folder: Path) -> dict[str, str]:
    """Write the stripped copy below `folder`; return the labelled picture behind each neutral name."""
    names = {
        image: f"q{number:05d}z"
        for number, image in enumerate(sorted({p.image for p in dataset.pairs}))
    }
    if folder.exists():
        shutil.rmtree(folder)
    alts = sorted({pair.alt for pair in dataset.pairs}, key=len, reverse=True)
    renamed = {Path(image).name: name + Path(image).suffix for image, name in names.items()}
    for source in sorted(dataset.folder.rglob("*")):
        inside = source.relative_to(dataset.folder)
        suffix = source.suffix.lower()
        if suffix in PAGE_SUFFIXES:
            target = folder / inside
            target.parent.mkdir(parents=True, exist_ok=True)
            text = source.read_text("utf-8", errors="replace")
            target.write_text(page(text, renamed, alts), "utf-8")
        elif suffix in PICTURE_SUFFIXES:
            name = names.get(inside.as_posix())
            target = folder / (inside.with_name(name + source.suffix) if name else inside)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    return {name: image for image, name in names.items()}


def page(text: str, renamed: Mapping[str, str], alts: Sequence[str]) -> str:
    """Take file names (keys of `renamed`), captions and alt texts out of one page."""
    for old, new in renamed.items():
        text = re.sub(rf"(?<![\w-]){re.escape(old)}", new, text, flags=re.IGNORECASE)
    text = _COMPLEX.sub(_without_body, text)
    text = _TAG.sub(_without_alt, text)
    text = _INLINE.sub(lambda m: f"![]({m['path']})" if NEUTRAL.search(m["path"]) else m[0], text)
    for match in _REFERENCE.finditer(text):
        if NEUTRAL.search(match["path"]):
            use = re.escape(f"[{match['label']}]")
            text = re.sub(rf"!\[[^\]]*\](?={use})", "![]", text)
    text = _ELEMENT.sub(_without_alt, text)
    text = _CAPTION.sub("", text)
    for alt in alts:
        words = r"\s+".join(map(re.escape, alt.split()))
        text = re.sub(words, "", text)
    return text


def _without_body(match: re.Match[str]) -> str:
    if not NEUTRAL.search(match["tag"]):
        return match[0]
    return match["tag"].replace('type="complex"', 'type="content"')


def _without_alt(match: re.Match[str]) -> str:
    if not NEUTRAL.search(match[0]):
        return match[0]
    return re.sub(r"(alt-text|alt|title)=(\"[^\"]*\"|'[^']*')", r'\1=""', match[0])
