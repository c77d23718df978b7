"""An `Answer` or a `Notice` into the messages that a person reads.

Decides the order on the page: the words, the sources, what could not be opened, how the answer came
to be; then buttons; then cards. Knows no Telegram calls.
"""

from collections.abc import Iterable, Sequence

from bot.language import is_chinese
from bot.records import Answer, Incoming
from bot.reply import exits, links, markdown, split
from bot.reply.parts import Button, Text, arranged
from bot.reply.places import place
from bot.reply.sentences import sentence, variants
from bot.reply.styled import Mark, Styled, joined, marked
from bot.say import Notice

NOTHING = {
    "en": "I have no words for this. Please ask in another way.",
    "zh": "我答不上来，请换个说法再问。",
}
"""Said when a model returns an empty answer, for Telegram takes no empty message."""


def addresses(incoming: Incoming, answer: Answer) -> frozenset[str]:
    """Collect what is tappable in what the asker or a cited source wrote."""
    replied = incoming.replied.text if incoming.replied else ""
    asked = (incoming.text, replied, *incoming.links)
    cited = (
        text
        for citation in answer.citations
        for text in (citation.quote, citation.passage.text, citation.passage.hit.unit.text)
    )
    return links.known((*asked, *cited))


def of_answer(answer: Answer, known: frozenset[str], language: str) -> Styled:
    """Set a whole answer as one text."""
    words = markdown.styled(answer.text, known)
    blocks = [words] if words.text else []
    if answer.citations:
        blocks.append(_sources(answer, language))
    blocks += [_notice(notice, language) for notice in answer.notices]
    if answer.footer is not None:
        footer = _notice(answer.footer, language)
        # Alone it is the answer itself and not a remark on one.
        blocks.append(_italic(footer) if blocks else footer)
    if not blocks:
        blocks = [Styled(NOTHING["zh" if is_chinese(language) else "en"])]
    return joined(blocks, "\n\n")


def of_notice(notice: Notice, language: str) -> Styled:
    """Set one of the bot's own sentences."""
    return _notice(notice, language)


def messages(whole: Styled, buttons: Sequence[Button] = ()) -> tuple[Text, ...]:
    """Cut a text into messages, with the buttons under the last."""
    pieces = split.split(whole)
    rows = arranged(buttons)
    last = len(pieces) - 1
    return tuple(Text.of(piece, rows if at == last else ()) for at, piece in enumerate(pieces))


def preview(text: str, known: frozenset[str]) -> Text | None:
    """Set an unfinished answer; None while nothing of it can be seen.

    Which sources are cited is known only in the end: until then no address is shown that nobody typed.
    """
    held, _ = exits.held(markdown.closed(text), known)
    shown = split.tail(markdown.styled(held, known))
    return Text.of(shown) if shown.text else None


def _sources(answer: Answer, language: str) -> Styled:
    numbers: dict[Styled, list[int]] = {}
    for citation in sorted(answer.citations, key=lambda citation: citation.number):
        numbers.setdefault(place(citation.passage), []).append(citation.number)
    title = marked("来源" if is_chinese(language) else "Sources", "bold")
    return joined((title, *(_line(where, cited) for where, cited in numbers.items())), "\n")


def _line(where: Styled, numbers: Iterable[int]) -> Styled:
    label = "".join(f"[{number}]" for number in dict.fromkeys(numbers))
    return joined((Styled(f"{label} "), where))


def _notice(notice: Notice, language: str) -> Styled:
    # A command in our own words can be tapped; one in a name or a quoted line cannot.
    own = links.known(variants(notice.key, language))
    return markdown.styled(sentence(notice, language), own)


def _italic(words: Styled) -> Styled:
    return Styled(words.text, (*words.marks, Mark("italic", 0, len(words.text))))
