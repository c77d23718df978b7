"""How to train, from what, and what came of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """A small CLIP: a ResNet that sees (arXiv 2103.00020, 2.4) and a transformer that reads.

    The defaults have about a million weights. A convolution learns shapes and places from some ten thousand
    drawings, where a vision transformer of the same cost needs many times as many.
    """

    dimensions: int = 128
    """Length of a vector."""
    pixels: int = 96
    """Side of the square that the picture is fitted into."""
    image_width: int = 12
    """Channels of the first layer; the last has 32 times as many."""
    text_width: int = 128
    text_layers: int = 2
    words: int = 640
    """Pieces in the tokenizer, of which 256 are bytes; so it can read any language."""
    tokens: int = 32
    """Longer texts are cut."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train."""

    epochs: int
    rate: float
    """The highest learning rate of AdamW; reached after the first twentieth, then falls as a cosine."""
    batch: int = 256
    """Pairs a step: every other text of the batch is a negative."""
    decay: float = 0.1
    patience: int = 4
    """Epochs without a lower validation loss after which training ends."""
    seed: int = 0


FROM_SCRATCH = Plan(epochs=12, rate=2e-3, batch=128)
"""For a `Shape` and some ten thousand pairs."""

FINE_TUNING = Plan(epochs=10, rate=1e-5, batch=32)
"""For weights that know much already and must not forget it; the batch fits beside a ViT-B in 4 GB."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """How the model did after one pass over the pairs."""

    number: int
    training_loss: float
    validation_loss: float
    recall: float
    """R@1 on the validation pairs, the mean of both directions; any text that is true of a picture counts."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a training came to; the folder holds the weights of the epoch `best`."""

    best: Epoch
    epochs: tuple[Epoch, ...]
    pairs: int
    """Pairs trained on."""
    validated: int
    """Pairs validated with."""
    seconds: float
