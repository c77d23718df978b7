"""Draw and train the tiny LLaVA.

    python -m tests.drawn.llava [FOLDER] [--on SEED]        tests/data/tiny_llava if no folder is named

Takes half an hour of one core. Its eyes learn first, by naming colour and form; then all of it learns to talk of what
they see, in few words at first; in between, from words alone, whether two things are the same. `--on` takes up what the
folder holds and practises the hardest again with other lessons, in a quarter of an hour; what the tests use was made
by one whole run and five more of these. The drawings that the tests measure by have other seeds.
"""

import argparse
import io
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor, nn
from transformers import LlavaForConditionalGeneration, LlavaProcessor

from tests.drawn.llava.lessons import Length, Lesson, comparison, lesson
from tests.drawn.llava.shapes import SHAPES, Shape, every
from tests.drawn.llava.small import WIDTH, processor, untrained
from tests.drawn.subject import COLOURS

FOLDER = Path(__file__).parents[2] / "data" / "tiny_llava"

DRAWINGS = 3_600
LOOKS = 1_200
"""Steps of the eyes alone, 64 drawings each."""
FIRST: Sequence[tuple[int, int, Length]] = ((300, 48, "bare"), (250, 32, "short"))
WHOLE: tuple[int, int, Length] = (500, 12, "whole")
"""(steps, lessons a step, how much stands around the question)."""
SPEECHES = 700
"""Steps of words alone, before the last of the talks: without any names it would not learn from them."""
SPOKEN, VERDICT = 64, 4
"""Comparisons a step that are learned from their words alone, and the last tokens of one, which say whether both are
the same: to match two names is the hardest of all, and needs no picture."""
FAST, SLOW = 1.5e-3, 8e-4
"""Peaks of the learning rate: of the first time, and where what is known is practised again."""
ALIKE = 10
"""Steps whose lessons are sorted by length, so that short ones are not padded to the longest."""

UNSEEN = 1_000_000
"""Seeds of drawings from here on are for measuring alone."""


def main() -> int:
    """Train, write, say how long it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--on", type=int, metavar="SEED")
    given = parser.parse_args()
    started = time.process_time()
    rng = random.Random(given.on or 1)
    words = LlavaProcessor.from_pretrained(given.folder) if given.on else processor()
    shapes = [every()[number % len(every())] for number in range(DRAWINGS)]
    pixels = _pixels(words, [shape.draw(seed) for seed, shape in enumerate(shapes)])
    if given.on:
        model = LlavaForConditionalGeneration.from_pretrained(given.folder).float()
    else:
        model = untrained(words.tokenizer)
        _look(model, pixels, shapes, rng)
    drawn = _seen(model, pixels), shapes
    for plan in () if given.on else FIRST:
        _talk(model, words, drawn, plan, rng, FAST)
    _speak(model, words, rng, SLOW if given.on else FAST)
    _talk(model, words, drawn, WHOLE, rng, SLOW if given.on else FAST)
    model.half().save_pretrained(given.folder)
    words.save_pretrained(given.folder)
    sys.stdout.write(f"{given.folder}: {time.process_time() - started:.0f} s of CPU\n")
    return 0


def _pixels(words: LlavaProcessor, pictures: Sequence[bytes]) -> Tensor:
    """Return the pictures as the model gets them, (pictures, 3, pixels, pixels); half come as photos do."""
    opened = [Image.open(io.BytesIO(picture)).convert("RGB") for picture in pictures]
    opened[::2] = [_photo(picture, 75 + at % 20) for at, picture in enumerate(opened[::2])]
    return torch.as_tensor(words.image_processor(opened, return_tensors="pt")["pixel_values"])


def _photo(picture: Image.Image, quality: int) -> Image.Image:
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=quality)
    return Image.open(held).convert("RGB")


def _turned(pixels: Tensor, turn: int) -> Tensor:
    """Mirror and turn pictures in one of eight ways; a shape stays what it is."""
    turned = torch.rot90(pixels, turn % 4, (2, 3))
    return turned.flip(3) if turn >= 4 else turned


def _look(
    model: LlavaForConditionalGeneration,
    pixels: Tensor,
    shapes: Sequence[Shape],
    rng: random.Random,
) -> None:
    eyes = model.model.vision_tower
    colours, forms = list(COLOURS), list(SHAPES)
    heads = nn.ModuleList([nn.Linear(WIDTH, len(colours)), nn.Linear(WIDTH, len(forms))])
    answers = torch.tensor([[colours.index(s.colour), forms.index(s.form)] for s in shapes])
    learner = _learner([*eyes.parameters(), *heads.parameters()], LOOKS, 2e-3)
    for step in range(LOOKS):
        chosen = torch.tensor(rng.sample(range(len(shapes)), 64))
        given = _turned(pixels[chosen], rng.randrange(8)) * rng.uniform(0.92, 1.05)
        shift = rng.randint(-4, 4), rng.randint(-4, 4)
        seen = eyes(pixel_values=given.roll(shift, (2, 3))).last_hidden_state.mean(1)
        losses = [
            nn.functional.cross_entropy(head(seen), answers[chosen, at])
            for at, head in enumerate(heads)
        ]
        learner(sum(losses))
        _tell("eyes", step, LOOKS, float(losses[1].detach()))


def _seen(model: LlavaForConditionalGeneration, pixels: Tensor) -> Tensor:
    """Return what the eyes make of each drawing turned four ways, (4, drawings, tokens, width).

    They learn no more: so they look once.
    """
    eyes = model.model.vision_tower
    with torch.inference_mode():
        turned = [
            torch.cat([eyes(pixel_values=part).last_hidden_state for part in given.split(200)])
            for given in (_turned(pixels, turn) for turn in (0, 3, 5, 6))
        ]
    return torch.stack(turned).half().clone()


def _speak(
    model: LlavaForConditionalGeneration, words: LlavaProcessor, rng: random.Random, rate: float
) -> None:
    learner = _learner([*model.model.language_model.parameters()], SPEECHES, rate)
    for step in range(SPEECHES):
        loss = _compared(model, words, rng)
        learner(loss)
        _tell("verdicts", step, SPEECHES, float(loss.detach()))


def _talk(
    model: LlavaForConditionalGeneration,
    words: LlavaProcessor,
    drawn: tuple[Tensor, Sequence[Shape]],
    plan: tuple[int, int, Length],
    rng: random.Random,
    rate: float,
) -> None:
    seen, shapes = drawn
    steps, batch, length = plan
    inner = model.model
    talkers = (inner.multi_modal_projector, inner.language_model)
    learner = _learner([one for part in talkers for one in part.parameters()], steps, rate)
    for step in range(steps):
        if step % ALIKE == 0:
            batches = _batches(
                rng, words, [lesson(rng, shapes, length) for _ in range(ALIKE * batch)], batch
            )
        lessons = batches.pop()
        inputs, answers = _tensors(words, lessons)
        ids = inputs.pop("input_ids")
        shown = torch.tensor([one for each in lessons for one in each.pictures])
        embedded = inner.language_model.embed_tokens(ids)
        told = inner.multi_modal_projector(seen[rng.randrange(4), shown].float())
        place = (ids == model.config.image_token_id).unsqueeze(-1)
        embedded = embedded.masked_scatter(place, told)
        hidden = inner.language_model(**inputs, inputs_embeds=embedded).last_hidden_state
        # Only answers are learned: what the people and the documents say is given.
        wanted = answers[:, 1:] != -100
        loss = nn.functional.cross_entropy(
            model.lm_head(hidden[:, :-1][wanted]), answers[:, 1:][wanted]
        )
        learner(loss + _compared(model, words, rng))
        _tell(length, step, steps, float(loss.detach()))


def _compared(
    model: LlavaForConditionalGeneration, words: LlavaProcessor, rng: random.Random
) -> Tensor:
    """Return the loss of verdicts after two names."""
    texts = [comparison(rng) for _ in range(SPOKEN)]
    inputs = words.tokenizer(texts, add_special_tokens=False, padding=True, return_tensors="pt")
    ids, mask = inputs["input_ids"], inputs["attention_mask"]
    places = (mask.cumsum(1) - 1).clamp(min=0)
    hidden = model.model.language_model(
        input_ids=ids, attention_mask=mask, position_ids=places
    ).last_hidden_state
    verdicts = model.lm_head(hidden[:, -VERDICT - 1 : -1])
    return nn.functional.cross_entropy(verdicts.flatten(0, 1), ids[:, -VERDICT:].flatten())


def _batches(
    rng: random.Random, words: LlavaProcessor, lessons: list[Lesson], size: int
) -> list[list[Lesson]]:
    """Put lessons of like length together, the batches in any order."""
    lessons.sort(key=lambda one: len(words.apply_chat_template(one.messages)))
    batches = [lessons[at : at + size] for at in range(0, len(lessons), size)]
    rng.shuffle(batches)
    return batches


def _tensors(words: LlavaProcessor, lessons: Sequence[Lesson]) -> tuple[dict[str, Tensor], Tensor]:
    """Return ids and mask of prompt and answer, (lessons, tokens), and the answers with -100 elsewhere."""
    tokenizer = words.tokenizer
    picture = tokenizer.convert_tokens_to_ids("<image>")
    many = [picture] * (pow(words.image_processor.size["height"] // words.patch_size, 2))
    rows, ends = [], []
    for one in lessons:
        text = words.apply_chat_template(one.messages, add_generation_prompt=True)
        ids = tokenizer(text, add_special_tokens=False).input_ids
        rows.append([token for each in ids for token in (many if each == picture else (each,))])
        ends.append(tokenizer(f"{one.answer}<end>", add_special_tokens=False).input_ids)
    longest = max(len(row) + len(end) for row, end in zip(rows, ends, strict=True))
    ids = torch.full((len(rows), longest), tokenizer.pad_token_id)
    answers = torch.full((len(rows), longest), -100)
    for at, (row, end) in enumerate(zip(rows, ends, strict=True)):
        ids[at, -len(row) - len(end) :] = torch.tensor(row + end)
        answers[at, -len(end) :] = torch.tensor(end)
    mask = (ids != tokenizer.pad_token_id).long()
    places = (mask.cumsum(1) - 1).clamp(min=0)
    return {"input_ids": ids, "attention_mask": mask, "position_ids": places}, answers


def _learner(weights: list[nn.Parameter], steps: int, rate: float):
    chooser = torch.optim.AdamW(weights, lr=rate, weight_decay=0.01)
    pace = torch.optim.lr_scheduler.OneCycleLR(chooser, rate, total_steps=steps, pct_start=0.1)

    def learn(loss: Tensor) -> None:
        chooser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(weights, 1.0)
        chooser.step()
        pace.step()

    return learn


def _tell(part: str, step: int, steps: int, loss: float) -> None:
    if step % 50 == 0 or step == steps - 1:
        sys.stderr.write(f"{part} {step}/{steps}: loss {loss:.3f} {time.process_time():.0f} s\n")


if __name__ == "__main__":
    sys.exit(main())
