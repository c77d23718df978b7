"""The tiny LLaVA, untrained: its shape, its tokenizer and its chat template, all made here.

SigLIP reads 56 pixels a side in tiles of 8, so a picture is 49 tokens; a Llama of three layers talks.
"""

from collections.abc import Iterator
from importlib.resources import files

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    LlamaConfig,
    LlavaConfig,
    LlavaForConditionalGeneration,
    LlavaProcessor,
    PreTrainedTokenizerFast,
    SiglipImageProcessor,
    SiglipVisionConfig,
)

from tests.drawn.llava.shapes import SAME, WHAT, every, said

PIXELS, TILE = 56, 8
WIDTH = 96
WORDS = 3_000
"""Entries of the tokenizer."""

SPECIAL = ("<pad>", "<unk>", "<end>", "<image>", "<system>", "<user>", "<assistant>")

TEMPLATE = (
    "{% for message in messages %}<{{ message['role'] }}>"
    "{% if message['content'] is string %}{{ message['content'] }}{% else %}"
    "{% set shown = namespace(count=0) %}{% for part in message['content'] %}"
    "{% if part['type'] == 'image' %}{% set shown.count = shown.count + 1 %}"
    "picture {{ shown.count }} <image>"
    "{% elif part['type'] == 'text' %}{{ part['text'] }}{% endif %}"
    "{% endfor %}{% endif %}<end>{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}"
)
"""Pictures are counted, for two of them are asked about by their order."""


def processor() -> LlavaProcessor:
    """Make what turns a conversation and its pictures into tensors."""
    return LlavaProcessor(
        image_processor=SiglipImageProcessor(
            size={"height": PIXELS, "width": PIXELS},
            image_mean=[0.5, 0.5, 0.5],
            image_std=[0.25, 0.25, 0.25],
        ),
        tokenizer=_tokenizer(),
        patch_size=TILE,
        vision_feature_select_strategy="full",
        chat_template=TEMPLATE,
    )


def untrained(words: PreTrainedTokenizerFast) -> LlavaForConditionalGeneration:
    """Make the model, with random weights that are the same every time."""
    torch.manual_seed(7)
    ids = dict(zip(SPECIAL, words.convert_tokens_to_ids(list(SPECIAL)), strict=True))
    ends = {"pad_token_id": ids["<pad>"], "eos_token_id": ids["<end>"], "bos_token_id": None}
    model = LlavaForConditionalGeneration(
        LlavaConfig(
            vision_config=SiglipVisionConfig(
                hidden_size=WIDTH,
                intermediate_size=2 * WIDTH,
                num_hidden_layers=3,
                num_attention_heads=4,
                image_size=PIXELS,
                patch_size=TILE,
                vision_use_head=False,
            ),
            text_config=LlamaConfig(
                vocab_size=len(words),
                hidden_size=WIDTH,
                intermediate_size=2 * WIDTH,
                num_hidden_layers=3,
                num_attention_heads=4,
                max_position_embeddings=4096,
                tie_word_embeddings=True,
                **ends,
            ),
            image_token_index=ids["<image>"],
            vision_feature_select_strategy="full",
            vision_feature_layer=-1,
            tie_word_embeddings=True,
            **ends,
        )
    )
    model.generation_config.pad_token_id = ids["<pad>"]
    model.generation_config.eos_token_id = ids["<end>"]
    return model


def readings() -> Iterator[str]:
    """Yield the texts that the tokenizer is fitted to."""
    for package, folder in (("bot.answer", "prompts"), ("bot.demo", "handbook")):
        for page in sorted(files(package).joinpath(folder).iterdir(), key=lambda one: one.name):
            if page.name.endswith(".md"):
                # The instructions come with every question: their words are to be one piece each.
                yield from [page.read_text(encoding="utf-8")] * (5 if folder == "prompts" else 1)
    for _ in range(50):
        yield from (*WHAT, *SAME, said())
        yield from (said(one, another) for one in every() for another in every()[:3])


def _tokenizer() -> PreTrainedTokenizerFast:
    words = Tokenizer(models.BPE(unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    words.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=WORDS, special_tokens=list(SPECIAL), initial_alphabet=alphabet
    )
    words.train_from_iterator(readings(), trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=words,
        pad_token="<pad>",
        unk_token="<unk>",
        eos_token="<end>",
        additional_special_tokens=["<image>", "<system>", "<user>", "<assistant>"],
        padding_side="left",
        model_max_length=4096,
    )
