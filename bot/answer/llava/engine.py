"""Let a loaded LLaVA answer a batch of questions.

Greedy, so that the same question has the same answer, alone or among others.
"""

import gc
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.answer.conversation import conversation
from bot.answer.llava.line import Ask
from bot.answer.llava.said import Listener, Said
from bot.answer.llava.shown import SHEET, opened, sheet
from bot.answer.llava.weights import Weights
from bot.answer.prompt import Wording, word
from bot.answer.shorter import shorter
from bot.errors import ModelFailed, ModelRefused
from bot.ports import Prompt

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image
    from transformers import BatchFeature, PreTrainedModel, ProcessorMixin

MOST_TOKENS = 700
"""Tokens of one answer; two to five sentences are asked for."""


class Engine:
    """A model in memory; used by one thread."""

    def __init__(
        self, weights: Weights, model: "PreTrainedModel", processor: "ProcessorMixin"
    ) -> None:
        self._weights = weights
        self._model = model
        self._processor = processor
        self._tokenizer = processor.tokenizer
        context = int(getattr(model.config.get_text_config(), "max_position_embeddings", 4096))
        self._most_tokens = min(MOST_TOKENS, context // 4)
        self._room = context - self._most_tokens
        pictured = (getattr(processor, name, "") for name in ("image_token", "video_token"))
        marks = {*self._tokenizer.all_special_tokens, *filter(None, pictured)}
        self._marks = sorted(marks, key=len, reverse=True)

    def release(self) -> None:
        """Give the memory back; it cannot answer any more."""
        import torch

        del self._model
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()

    def answer(self, asks: Sequence[Ask], moved: Callable[[], None]) -> None:
        """Tell each its words; a batch too large for the memory is tried again in halves."""
        said: list[Said] = []
        # Only outside of the `except` has a failed attempt let its tensors go.
        if not self._tried(asks, said, moved):
            self._again(asks, said, moved)

    def _tried(self, asks: Sequence[Ask], said: list[Said], moved: Callable[[], None]) -> bool:
        """Answer, filling `said`; tell whether the memory was enough."""
        import torch

        try:
            inputs = self._inputs(asks)
            lengths = inputs["attention_mask"].sum(1).tolist()
            said += [
                Said(ask, self._weights.name, self._tokenizer.backend_tokenizer, int(length))
                for ask, length in zip(asks, lengths, strict=True)
            ]
            self._generate(inputs, said, moved)
        except ModelRefused:
            # One question that is too long is no reason to turn its neighbours down.
            if len(asks) == 1:
                raise
            return False
        except (MemoryError, torch.OutOfMemoryError):
            return False
        except RuntimeError as error:
            # What torch raises where the memory of the CPU is at its end.
            if "allocate memory" not in str(error):
                raise
            return False
        return True

    def _again(self, asks: Sequence[Ask], said: Sequence[Said], moved: Callable[[], None]) -> None:
        begun = [one.ask for one in said if one.begun]
        fresh = [ask for ask in asks if ask not in begun]
        if len(asks) == 1 or not fresh:
            begun, fresh = list(asks), []
        for ask in begun:
            ask.tell(ModelFailed(f"{self._weights.name} ran out of memory; ask a shorter question"))
        half = (len(fresh) + 1) // 2
        for part in (fresh[:half], fresh[half:]):
            if part:
                try:
                    self.answer(part, moved)
                except ModelFailed as error:
                    for ask in part:
                        ask.tell(error)

    def _generate(
        self, inputs: "BatchFeature", said: Sequence[Said], moved: Callable[[], None]
    ) -> None:
        import torch
        from transformers import StoppingCriteriaList

        ends = self._model.generation_config.eos_token_id
        stops = frozenset(ends if isinstance(ends, list) else [ends])
        pad = self._tokenizer.pad_token_id

        def enough(ids: "torch.Tensor", scores: object, **_: object) -> "torch.Tensor":
            # Rows that are over, or that nobody waits for any more.
            return torch.tensor([one.over for one in said], device=ids.device)

        with torch.inference_mode():
            self._model.generate(
                **inputs.to(self._model.device, self._model.dtype),
                max_new_tokens=self._most_tokens,
                do_sample=False,
                temperature=None,
                top_p=None,
                top_k=None,
                pad_token_id=next(iter(stops)) if pad is None else pad,
                streamer=Listener(said, stops, moved),
                stopping_criteria=StoppingCriteriaList([enough]),
            )

    def _inputs(self, asks: Sequence[Ask]) -> "BatchFeature":
        """Return the padded tensors of a batch, each prompt cut to what the model can read."""
        whole = [self._fitted(ask.prompt) for ask in asks]
        return self._tensors([text for text, _ in whole], [shown for _, shown in whole])

    def _fitted(self, prompt: Prompt) -> "tuple[str, list[Image]]":
        left: Prompt | None = prompt
        while left is not None:
            shown = opened(left.question.pictures)
            wording = word(left)
            if len(shown) > 1 and not self._weights.several:
                note = SHEET.format(count=len(shown))
                shown = [sheet(shown)]
                wording = Wording(
                    wording.instructions, wording.earlier, f"{note}\n\n{wording.question}"
                )
            text = self._text(wording, len(shown))
            if self._tensors([text], [shown])["input_ids"].shape[1] <= self._room:
                return text, shown
            left = shorter(left)
        raise ModelRefused(f"the question is too long for {self._weights.name}; ask a shorter one")

    def _tensors(self, texts: list[str], shown: "list[list[Image]]") -> "BatchFeature":
        pictures = shown if any(shown) else None
        features: BatchFeature = self._processor(
            text=texts, images=pictures, padding=True, padding_side="left", return_tensors="pt"
        )
        return features

    def _text(self, wording: Wording, pictures: int) -> str:
        harmless = Wording(
            self._harmless(wording.instructions),
            tuple((self._harmless(q), self._harmless(a)) for q, a in wording.earlier),
            self._harmless(wording.question),
        )
        messages = conversation(harmless, pictures)
        return str(self._processor.apply_chat_template(messages, add_generation_prompt=True))

    def _harmless(self, text: str) -> str:
        """Break up what the tokenizer would take for the border of a turn, or for a picture."""
        for mark in self._marks:
            if mark in text:
                text = text.replace(
                    mark, mark.replace("<", "‹").replace(">", "›").replace("[", "‹")
                )
        return text
