"""The objective of CLIP: each picture finds its text among all of the batch, and each text its picture.

Knows tensors alone (arXiv 2103.00020, figure 3).
"""

import math

import torch
from torch.nn import functional

HIGHEST_SCALE = math.log(100)
"""Beyond a temperature of 1/100 training becomes unstable (section 2.5)."""


def loss(
    pictures: torch.Tensor, texts: torch.Tensor, scale: torch.Tensor, true: torch.Tensor
) -> torch.Tensor:
    """Return the symmetric InfoNCE of `pictures` and `texts`, both (n, dimensions) with rows of length 1.

    `scale` is the learned logarithm of the inverse temperature. `true` (n, n) marks which text (column) is
    true of which picture (row): off the diagonal such a pair is a duplicate, and is no negative.
    """
    logits = scale.exp() * pictures @ texts.T  # (n, n)
    own = torch.eye(len(logits), dtype=torch.bool)
    logits = logits.masked_fill(true & ~own, -torch.inf)
    target = torch.arange(len(logits))
    to_text = functional.cross_entropy(logits, target)
    to_picture = functional.cross_entropy(logits.T, target)
    return (to_text + to_picture) / 2


def recall(pictures: torch.Tensor, texts: torch.Tensor, true: torch.Tensor) -> float:
    """Return R@1, the mean of picture -> text and text -> picture; whatever is `true` counts as found."""
    similarity = pictures @ texts.T
    rows = torch.arange(len(similarity))
    to_text = true[rows, similarity.argmax(dim=1)]
    to_picture = true[similarity.argmax(dim=0), rows]
    return float((to_text.float().mean() + to_picture.float().mean()) / 2)
