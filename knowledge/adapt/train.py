"""Run the training: epochs of shuffled batches, a look at the validation pairs after each, the best is kept."""

import math
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from knowledge.adapt.checkpoint import Model, write
from knowledge.adapt.objective import HIGHEST_SCALE, loss, recall
from knowledge.adapt.pairs import Pair, divide, truths
from knowledge.adapt.plan import Epoch, Outcome, Plan
from knowledge.embed import clip
from knowledge.records import Progress

if TYPE_CHECKING:
    from open_clip.model import CLIP

Watch = Callable[[Progress], None]

MOST_VALIDATED = 1_000
"""More validation pairs than this make recall no steadier and each epoch longer."""

SHIFT = 20
"""Training moves a picture by up to this part of its width: enough to be new, too little to change its meaning."""

_WARM_UP = 0.05
"""Part of all steps over which the learning rate rises from nothing."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """The pairs as tensors: pictures on disk, texts as rows of tokens."""

    pictures: "np.memmap[tuple[int, ...], np.dtype[np.float16]]"
    """Shape (pairs, 3, height, width)."""
    tokens: dict[str, torch.Tensor]
    texts: list[tuple[str, ...]]
    truths: list[frozenset[str]]

    def batch(
        self, rows: Sequence[int], said: Sequence[str]
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return the pictures of `rows`, the tokens of `said`, and which of these is true of which."""
        pictures = torch.from_numpy(self.pictures[list(rows)].astype(np.float32))
        tokens = torch.stack([self.tokens[text] for text in said])
        true = torch.tensor([[text in self.truths[row] for text in said] for row in rows])
        return pictures, tokens, true


def train(model: Model, pairs: Sequence[Pair], folder: Path, plan: Plan, watch: Watch) -> Outcome:
    """Train `model` on `pairs` by `plan`; keep the best epoch's weights in `folder`."""
    started = time.perf_counter()
    training, held = divide(pairs)
    held = held[:MOST_VALIDATED]
    epochs: list[Epoch] = []
    with tempfile.TemporaryDirectory() as scratch, torch.random.fork_rng(devices=[]):
        torch.manual_seed(plan.seed)
        prepared = _prepare(model, pairs, Path(scratch) / "pictures", watch)
        course = _Course(model, prepared, plan, training, watch)
        for number in range(1, plan.epochs + 1):
            training_loss = course.epoch(number)
            epochs.append(_validated(model, prepared, held, number, training_loss))
            best = min(epochs, key=lambda epoch: epoch.validation_loss)
            if best is epochs[-1]:
                write(model, folder)
            elif number - best.number >= plan.patience:
                break
    seconds = time.perf_counter() - started
    return Outcome(best, tuple(epochs), len(training), len(held), seconds)


class _Course:
    """The optimiser on its way through all steps."""

    def __init__(
        self,
        model: Model,
        prepared: _Prepared,
        plan: Plan,
        training: Sequence[int],
        watch: Watch,
    ) -> None:
        self._model = model
        self._prepared = prepared
        self._plan = plan
        self._training = training
        self._watch = watch
        self._rng = np.random.default_rng(plan.seed)
        self._steps = plan.epochs * max(1, len(training) // plan.batch)
        self._optimiser = torch.optim.AdamW(_groups(model, plan), lr=plan.rate, betas=(0.9, 0.98))
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimiser, self._share)
        self._done = 0

    def epoch(self, number: int) -> float:
        """Train on every pair once, in a new order; return the mean loss."""
        towers = self._model.towers.train()
        parameters = list(towers.parameters())
        losses = []
        for rows in self._batches():
            choices = [self._prepared.texts[row] for row in rows]
            said = [one[self._rng.integers(len(one))] for one in choices]
            pictures, tokens, true = self._prepared.batch(rows, said)
            pictures = _shifted(pictures, self._rng)
            self._optimiser.zero_grad(set_to_none=True)
            pictures, texts = _encoded(towers, pictures, tokens)
            value = loss(pictures, texts, towers.logit_scale, true)
            value.backward()  # type: ignore[no-untyped-call]  # torch leaves it unannotated
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            self._optimiser.step()
            self._schedule.step()
            with torch.no_grad():
                towers.logit_scale.clamp_(0, HIGHEST_SCALE)
            losses.append(float(value.detach()))
            self._done += 1
            self._watch(Progress(self._done, self._steps, f"epoch {number}"))
        return float(np.mean(losses))

    def _batches(self) -> Iterator[list[int]]:
        order = self._rng.permutation(np.asarray(self._training)).tolist()
        size = min(self._plan.batch, len(order))
        # The rest of an epoch is too small a batch to learn from; it comes earlier in the next one.
        for start in range(0, len(order) - size + 1, size):
            yield order[start : start + size]

    def _share(self, step: int) -> float:
        """Return the part of the highest learning rate that applies at `step`."""
        warm = max(1.0, _WARM_UP * self._steps)
        rest = min(1.0, step / max(1, self._steps))
        return min((step + 1) / warm, 0.5 * (1 + math.cos(math.pi * rest)))


def _groups(model: Model, plan: Plan) -> list[dict[str, object]]:
    """Spare gains, biases and the temperature from weight decay (section 2.5)."""
    parameters = list(model.towers.parameters())
    return [
        {"params": [one for one in parameters if one.ndim >= 2], "weight_decay": plan.decay},
        {"params": [one for one in parameters if one.ndim < 2], "weight_decay": 0.0},
    ]


def _prepare(model: Model, pairs: Sequence[Pair], path: Path, watch: Watch) -> _Prepared:
    """Decode, scale and tokenise everything once; pictures go to a file, as memory may not hold them."""
    first = model.prepare(clip.opened(pairs[0].picture))
    shape = (len(pairs), *first.shape)
    pictures = np.memmap(path, dtype=np.float16, mode="w+", shape=shape)
    for at, pair in enumerate(pairs):
        pictures[at] = model.prepare(clip.opened(pair.picture)).numpy()
        watch(Progress(at + 1, len(pairs), "preparing pictures"))
    texts = sorted({text for pair in pairs for text in pair.texts})
    tokens = dict(zip(texts, model.tokenize(texts), strict=True))
    return _Prepared(pictures, tokens, [pair.texts for pair in pairs], truths(pairs))


def _shifted(pictures: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
    """Move each picture by a few pixels, so that none is seen twice; the edge is drawn out to fill the gap."""
    margin = pictures.shape[-1] // SHIFT
    padded = torch.nn.functional.pad(pictures, (margin,) * 4, mode="replicate")
    height, width = pictures.shape[-2:]
    moves = rng.integers(0, 2 * margin + 1, (len(pictures), 2))
    return torch.stack(
        [one[:, y : y + height, x : x + width] for one, (y, x) in zip(padded, moves, strict=True)]
    )


def _encoded(
    towers: "CLIP", pictures: torch.Tensor, tokens: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    seen: torch.Tensor = towers.encode_image(pictures, normalize=True)
    read: torch.Tensor = towers.encode_text(clip.unpadded(towers, tokens), normalize=True)
    return seen, read


def _validated(
    model: Model, prepared: _Prepared, held: Sequence[int], number: int, training_loss: float
) -> Epoch:
    """Judge `model` by the pairs at `held`, each with the fullest of its texts."""
    model.towers.eval()
    seen, read = [], []
    with torch.no_grad():
        for start in range(0, len(held), 64):
            rows = held[start : start + 64]
            pictures, tokens, _ = prepared.batch(rows, [prepared.texts[row][0] for row in rows])
            some, others = _encoded(model.towers, pictures, tokens)
            seen.append(some)
            read.append(others)
        said = [prepared.texts[row][0] for row in held]
        true = torch.tensor([[text in prepared.truths[row] for text in said] for row in held])
        pictures, texts = torch.cat(seen), torch.cat(read)
        value = float(loss(pictures, texts, model.towers.logit_scale, true))
    return Epoch(number, training_loss, value, recall(pictures, texts, true))
