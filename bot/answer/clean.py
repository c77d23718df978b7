"""Everything that a prompt says and shows, without what is private in it.

Walks through the records of a prompt, whatever they hold: a field that is added tomorrow is cleaned as well.
Knows no model and no policy; how pictures are read and painted over is given to it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeVar, cast

from bot.answer.pictures import show
from bot.errors import NotSent
from bot.ports import Privacy, Prompt
from bot.records import Question
from bot.say import Notice, Say
from knowledge.errors import KnowledgeError
from knowledge.privacy import Marks, announces, in_picture, unread
from knowledge.privacy.span import Kind
from knowledge.records import Box, Sight, TextLine

T = TypeVar("T")

ROUNDS = 4
"""Times a picture is painted over and read again before it is held back."""

Look = Callable[[bytes], Sight]
Cover = Callable[[bytes, Sequence[tuple[Box, str]]], tuple[bytes, str]]
Faces = Callable[[bytes], Sequence[Box]]
Closer = Callable[[bytes], Sequence[TextLine]]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A prompt that may be sent, and what the question itself held that was private, counted by kind."""

    prompt: Prompt
    asked: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Cleaner:
    """Takes private data out of prompts; blocking.

    `look` reads a picture, `closer` reads it in another way, `faces` finds those in it, `cover` paints over places.
    """

    look: Look
    cover: Cover
    faces: Faces
    closer: Closer
    hides_faces: bool = False

    def under(self, policy: Privacy) -> "Cleaner":
        """Return what takes out as much as a chat's policy says."""
        return replace(self, hides_faces=policy == "faces")

    def clean(self, prompt: Prompt, marks: Marks) -> Cleaned:
        """Return the prompt as it may be sent; raise `NotSent` for a picture that cannot be checked."""
        question = self.question(prompt.question, marks)
        asked = dict(marks.counts)
        whole = self._walk(replace(prompt, question=question), marks)
        return Cleaned(replace(whole, withheld=marks.counts), asked)

    def question(self, question: Question, marks: Marks) -> Question:
        """Return a question as a check elsewhere may be given it; raise `NotSent` as `clean` does."""
        return self._walk(question, marks)

    def _walk(self, value: T, marks: Marks) -> T:
        cleaned: object = value
        if type(value) is str:
            cleaned = marks.taken_out(str(value))
        elif isinstance(value, Sight):
            cleaned = self._sight(value, marks)
        elif isinstance(value, tuple):
            cleaned = tuple(self._walk(one, marks) for one in value)
        elif isinstance(value, Mapping):
            cleaned = {key: self._walk(one, marks) for key, one in value.items()}
        elif is_dataclass(value) and not isinstance(value, type):
            cleaned = self._record(value, marks)
        return cast("T", cleaned)

    def _record(self, record: object, marks: Marks) -> object:
        changed = {}
        assert is_dataclass(record)
        for spec in fields(record):
            before: object = getattr(record, spec.name)
            after = self._walk(before, marks)
            if after != before:
                changed[spec.name] = after
        return replace(record, **changed) if changed else record  # type: ignore[type-var]  # an instance, as asserted

    def _sight(self, sight: Sight, marks: Marks) -> Sight:
        try:
            if not sight.read:
                sight = self._read_again(sight)
            for attempt in range(ROUNDS):
                # Where the first paint missed, the line is not of even width: all of it goes.
                covers = self._private(sight, sight.lines, marks, whole=attempt > 0)
                covers += self._codes(sight, marks)
                if attempt == 0:
                    # Once only: paint that is hardly read again would hold every such picture back.
                    covers += self._unread(sight, sight.lines, marks)
                    covers += self._faces(sight, marks) if self.hides_faces else []
                if not covers and (attempt > 0 or announces(sight.lines)):
                    # As it would be sent, and read otherwise: what one reading misses the other may see.
                    lines = self.closer(show(sight).content)
                    covers = self._private(sight, lines, marks, whole=attempt > 1)
                    covers += self._unread(sight, lines, marks) if attempt == 0 else []
                if not covers:
                    return sight
                content, media_type = self.cover(sight.content, covers)
                sight = self._read_again(replace(sight, content=content, media_type=media_type))
        except KnowledgeError as error:
            raise NotSent(Notice(Say.KEPT_UNREAD)) from error
        raise NotSent(Notice(Say.KEPT_UNREAD))

    def _private(
        self, sight: Sight, lines: Sequence[TextLine], marks: Marks, *, whole: bool
    ) -> list[tuple[Box, str]]:
        """Return the private places in a picture with their marks; with `whole` all of each line."""
        return [
            (lines[one.line].box if whole else one.box, marks.mark(one.span.kind, one.secret))
            for one in in_picture(lines, sight.width / sight.height)
        ]

    def _unread(
        self, sight: Sight, lines: Sequence[TextLine], marks: Marks
    ) -> list[tuple[Box, str]]:
        """Return fields of secrets whose words were hardly read."""
        return [
            (line.box, marks.mark(Kind.PASSWORD, line.text))
            for line in unread(lines, sight.width / sight.height)
        ]

    def _codes(self, sight: Sight, marks: Marks) -> list[tuple[Box, str]]:
        return [(code.box, "QR") for code in sight.codes if marks.taken_out(code.text) != code.text]

    def _faces(self, sight: Sight, marks: Marks) -> list[tuple[Box, str]]:
        return [
            (box, marks.mark(Kind.FACE, f"{sight.sha256}/{number}"))
            for number, box in enumerate(self.faces(sight.content))
        ]

    def _read_again(self, sight: Sight) -> Sight:
        seen = self.look(sight.content)
        return replace(sight, lines=seen.lines, codes=seen.codes, read=True)
