"""Say which words fit a picture best, without any training on them (CLIP, arXiv 2103.00020, 3.1).

Several wordings of each label are averaged, in the language that the label is written in. How well the best
label fits is judged against words that claim nothing of the picture, so that "none of these" is an answer too.
Knows an `ImageEmbedder`; no file and no store.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.errors import ModelMissing
from knowledge.language import script
from knowledge.ports import ImageEmbedder, Vectors

PROMPTS = {
    "latin": ("{}", "a picture of {}", "a photo of {}", "a screenshot of {}"),
    "han": ("{}", "一张{}的图片", "一张{}的照片", "{}的截图"),
    "cyrillic": ("{}", "на картинке {}", "фото: {}", "снимок экрана: {}"),
}
"""By script of the label; averaged for each, which steadies the score against the wording (section 3.1.4).
A label of any other script stands alone."""

NEUTRAL = {
    "latin": (
        *(
            "a picture",
            "an image",
            "something",
            "a thing",
            "a place",
            "a person",
            "an animal",
            "food",
        ),
        *(
            "a room",
            "a street",
            "the sky",
            "a plant",
            "a machine",
            "a word",
            "a number",
            "a pattern",
        ),
    ),
    "han": (
        *("图片", "图像", "某物", "东西", "地方", "一个人", "动物", "食物"),
        *("房间", "街道", "天空", "植物", "机器", "一个词", "数字", "花纹"),
    ),
    "cyrillic": (
        *("картинка", "изображение", "что-то", "вещь", "место", "человек", "животное", "еда"),
        *("комната", "улица", "небо", "растение", "машина", "слово", "число", "узор"),
    ),
}
"""Words that nobody would answer with. Their cosines to a picture are the background for its labels: what
cosine is high differs from model to model and from picture to picture."""

TEMPERATURE = 100.0
"""The logit scale at which CLIP models end their training."""

FITS_Z, FITS_SPREAD = 2.5, 0.5
"""A label that lies so many deviations above the background fits as likely as not, and over how many the odds
rise from 1:e to e:1."""

LEAST_SPREAD = 0.01
"""Models press unrelated words into a narrow band; a deviation below this is no measure of anything."""


@dataclass(frozen=True, slots=True)
class Guess:
    """How well labels fit a picture."""

    shares: Mapping[str, float]
    """By label, in the order they were given; they sum to 1, whether any fits or not."""
    none: float
    """How likely it is, from 0 to 1, that none of the labels fits."""

    @property
    def label(self) -> str:
        """The label that fits better than the others."""
        return max(self.shares, key=lambda label: self.shares[label])

    @property
    def best(self) -> str | None:
        """The label that fits, or None where more likely none does."""
        return self.label if self.none < 0.5 else None


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """Labels in the vectors of one model, made once for many pictures."""

    model: str
    labels: tuple[str, ...]
    prototypes: Vectors
    background: Vectors


def ready(labels: Sequence[str], embedder: ImageEmbedder) -> Ready:
    """Embed `labels`, two or more; raise `ModelMissing` where `embedder` cannot read one of them."""
    scripts = [script(label) for label in labels]
    foreign = sorted(set(scripts) - embedder.languages)
    if foreign:
        raise ModelMissing(
            f"the picture model {embedder.name!r} was not trained for {' and '.join(foreign)} labels; write them "
            f"in {' or '.join(sorted(embedder.languages))}, or name a multilingual model in GROUNDGLASS_CLIP"
        )
    words = [word for name in dict.fromkeys(scripts) for word in NEUTRAL.get(name, ())]
    background = embedder.embed_texts(words or NEUTRAL["latin"])
    return Ready(embedder.name, tuple(labels), prototypes(labels, scripts, embedder), background)


def classify(picture: bytes, labels: Sequence[str], embedder: ImageEmbedder) -> Guess:
    """Judge `labels`, two or more; raise `ModelMissing` where `embedder` cannot read one of them."""
    return judge(picture, ready(labels, embedder), embedder)


def judge(picture: bytes, labels: Ready, embedder: ImageEmbedder) -> Guess:
    """Judge labels that were made ready by the same model."""
    seen = embedder.embed_pictures([picture])[0]
    similarity = labels.prototypes @ seen  # (labels,)
    background = labels.background @ seen
    spread = max(float(background.std()), LEAST_SPREAD)
    z = (float(similarity.max()) - float(background.mean())) / spread
    weights = np.exp(TEMPERATURE * (similarity - similarity.max()))
    shares = dict(zip(labels.labels, (weights / weights.sum()).tolist(), strict=True))
    return Guess(shares, none=1 / (1 + math.exp(min(50.0, (z - FITS_Z) / FITS_SPREAD))))


def prototypes(labels: Sequence[str], scripts: Sequence[str], embedder: ImageEmbedder) -> Vectors:
    """Embed each label, of the script beside it, as the mean of its wordings, shape (labels, dimensions)."""
    rows = []
    wordings = [PROMPTS.get(name, ("{}",)) for name in scripts]
    texts = [
        prompt.format(label)
        for label, some in zip(labels, wordings, strict=True)
        for prompt in some
    ]
    vectors, start = embedder.embed_texts(texts), 0
    for some in wordings:
        rows.append(vectors[start : start + len(some)].mean(axis=0))
        start += len(some)
    stacked: Vectors = np.stack(rows)
    stacked /= np.linalg.norm(stacked, axis=1, keepdims=True)
    return stacked
