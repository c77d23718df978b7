"""Ask the answering model whether the evidence answers the question, before it answers.

What a search can tell is whether the documents speak of the subject. A question that fits its document but is not
answered there looks answered to every score; only who reads the passages knows better. One short call more.
"""

import re
from dataclasses import replace

from bot.errors import ModelFailed
from bot.ports import Prompt, VisionModel

ASKED = (
    "Does the evidence state the answer to the question below, so that no guess is needed? "
    "Reply with YES or NO alone, whatever language the question is in.\n\n{question}"
)

_SAID = re.compile(r"\b(yes|no)\b", re.IGNORECASE)


async def sufficient(model: VisionModel, prompt: Prompt) -> bool | None:
    """Return what `model` says of the evidence of `prompt`; None where it failed or said neither."""
    if not prompt.evidence.passages:
        return False
    question = replace(prompt.question, text=ASKED.format(question=prompt.question.text))
    said = ""
    try:
        async for piece in model.stream(replace(prompt, question=question, history=())):
            if isinstance(piece, str):
                said += piece
    except ModelFailed:
        return None
    found = _SAID.search(said)
    return found[1].lower() == "yes" if found else None
