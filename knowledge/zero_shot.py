"""Say which words fit a picture best, without any training on them (CLIP, arXiv 2103.00020, 3.1)."""

from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.ports import ImageEmbedder

PROMPTS = ("{}", "a photo of {}", "a picture of {}", "a screenshot of {}")
"""Averaged for each label, which steadies the score against the wording (section 3.1.4)."""

TEMPERATURE = 100.0
"""The logit scale at which CLIP models end their training."""


def classify(picture: bytes, labels: Sequence[str], embedder: ImageEmbedder) -> Mapping[str, float]:
    """Return the share of each label; they sum to 1."""
    texts = [prompt.format(label) for label in labels for prompt in PROMPTS]
    vectors = embedder.embed_texts(texts).reshape(len(labels), len(PROMPTS), -1).mean(axis=1)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    similarity = embedder.embed_pictures([picture])[0] @ vectors.T
    weights = np.exp(TEMPERATURE * (similarity - similarity.max()))
    return dict(zip(labels, (weights / weights.sum()).tolist(), strict=True))
