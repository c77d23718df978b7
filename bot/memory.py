"""Bring to a question what was seen on earlier pictures, and keep what is seen now for later ones.

Knows the tables and, where one is configured, the picture model; no stage of the way.
"""

import logging
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.commands.response import Desk
from bot.errors import BotError
from bot.records import Answer, Picture, Question, Turn
from bot.reply.why import Facts
from bot.store import pointing
from bot.store.looked import Looked
from knowledge import meant
from knowledge.errors import KnowledgeError
from knowledge.ports import ImageEmbedder, Vectors

logger = logging.getLogger(__name__)


async def recall(desk: Desk, question: Question) -> Question:
    """Bring to a question about an earlier picture what was seen on it then."""
    if question.quoted:
        return question
    if question.pictures:
        lines = await _compared(desk, question)
        return replace(question, quoted="\n\n".join(lines))
    origin = question.incoming.origin
    place = (origin.chat_id, origin.topic_id)
    found = desk.looked.meant(*place, question.text)
    pictures = found.pictures
    if found.described:
        model = await desk.workers.run(lambda: desk.knowledge.picture_model)
        if model is not None:
            seen = _seen(desk.looked.earlier(*place), model)
            chosen = await desk.workers.run(lambda: _described(found.described, seen, model))
            pictures = chosen or pictures
    said = dict.fromkeys(one.said for one in pictures)
    lines = [f"Picture {one.number} reads: {one.words or '(no words)'}" for one in pictures]
    lines += [f"Answered then: {words}" for words in said]
    return replace(question, quoted="\n\n".join(lines))


def _seen(known: Sequence[Looked], model: ImageEmbedder) -> list[Looked]:
    return [one for one in known if one.vector and one.model == model.name]


def _described(
    description: str, seen: Sequence[Looked], model: ImageEmbedder
) -> tuple[Looked, ...]:
    """Return the pictures that look as described, the newest last; none where none does."""
    if not seen:
        return ()
    try:
        rows = meant.meant(description, meant.unpack([one.vector for one in seen]), model)
    except KnowledgeError:
        logger.exception("an earlier picture could not be looked for")
        return ()
    return tuple(seen[at] for at in sorted(rows))


async def _compared(desk: Desk, question: Question) -> list[str]:
    """Say how the picture of a question looks beside the earlier one that it speaks of, if it does."""
    if not pointing.at_earlier(question.text) or question.clips:
        return []
    origin, new = question.incoming.origin, question.pictures[0]
    place = (origin.chat_id, origin.topic_id)
    earlier = desk.looked.earlier(*place, question.text)
    known = [one for one in earlier if one.message_id != origin.message_id]
    same = [one for one in known if one.sha256 == new.sight.sha256]
    if same:
        return _told(same[-1], "is the very same file")
    model = await desk.workers.run(lambda: desk.knowledge.picture_model)
    seen = _seen(known, model) if model is not None else []
    if model is None or not seen:
        return []
    vectors = await desk.workers.run(lambda: _embedded([new], model))
    if not len(vectors):
        return []
    at, cosine = meant.nearest(vectors, meant.unpack([one.vector for one in seen]))
    if cosine >= meant.SAME:
        return _told(seen[at], "looks the same, or nearly")
    if cosine >= meant.ALIKE:
        return _told(seen[at], "looks alike, but not the same")
    return _told(seen[at], "shows something else, though it is the nearest of those sent then")


def _told(one: Looked, likeness: str) -> list[str]:
    day = datetime.fromtimestamp(one.looked_at, UTC).date()
    return [
        f"A picture sent on {day} {likeness}. It reads: {one.words or '(no words)'}",
        f"Answered then: {one.said}",
    ]


def remember(desk: Desk, question: Question, answer: Answer, how: Facts) -> None:
    """Keep the exchange for the next question, and how it came to be for `/why`."""
    origin = question.incoming.origin
    place = (origin.chat_id, origin.topic_id, origin.message_id)
    try:
        desk.traces.record(*place, how)
        if answer.text:
            desk.conversations.record(*place, Turn(question.words, answer.text))
        if answer.text and question.pictures:
            desk.looked.record(*place, question.pictures, answer.text)
    except (BotError, sqlite3.Error):
        # What cannot be remembered can still be answered.
        logger.exception("chat %d: the exchange is not remembered", origin.chat_id)


async def keep_looks(desk: Desk, question: Question) -> None:
    """Keep how the pictures of an answered question look, where a picture model is configured; films' stills apart."""
    pictures = question.pictures
    if not any(not one.clip for one in pictures):
        return
    model = await desk.workers.run(lambda: desk.knowledge.picture_model)
    if model is None:
        return
    own = [one for one in pictures if not one.clip]
    vectors = await desk.workers.run(lambda: _embedded(own, model))
    if len(vectors) != len(own):
        return
    packed = iter(meant.pack(vectors))
    origin = question.incoming.origin
    place = (origin.chat_id, origin.topic_id, origin.message_id)
    try:
        desk.looked.see(*place, model.name, [b"" if one.clip else next(packed) for one in pictures])
    except (BotError, sqlite3.Error):
        logger.exception("chat %d: how a picture looks is not remembered", origin.chat_id)


def _embedded(pictures: Sequence[Picture], model: ImageEmbedder) -> Vectors:
    """Embed opened pictures; no row at all where the model cannot."""
    try:
        return model.embed_pictures([one.sight.content for one in pictures])
    except KnowledgeError:
        logger.exception("how a picture looks could not be told")
        return model.embed_pictures([])
