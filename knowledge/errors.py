"""What this package cannot do, each with a sentence a person can act upon.

KnowledgeError
+-- Unreadable          these bytes are not something we can learn or look at
|   +-- TooLarge        a limit was reached before anything was decoded
|   +-- TookTooLong     the worker was stopped by its clock or its memory limit
+-- StoreBusy           another process holds the writer lease
+-- StoreBroken         the catalog, or what holds an index, cannot be read or written
+-- ModelMissing        weights that were asked for are not on this machine
+-- NotFound            no such document, space or picture
+-- Interrupted         whoever watches a long job ended it
"""

import difflib
from collections.abc import Sequence


class KnowledgeError(Exception):
    """Base of everything raised on purpose; `str(error)` is one sentence with a remedy."""


class Unreadable(KnowledgeError):
    """The bytes are broken, empty, or of a format that is not supported."""


class TooLarge(Unreadable):
    """Bytes, pixels, frames, pages or seconds go beyond a limit."""


class TookTooLong(Unreadable):
    """The confined worker ran out of its time or memory and was ended."""


class StoreBusy(KnowledgeError):
    """Another process is writing; only one may."""


class StoreBroken(KnowledgeError):
    """The catalog is damaged, has no room left, or is of a newer version; or an index's server does not answer."""


class ModelMissing(KnowledgeError):
    """Weights or an optional package are absent."""


class Interrupted(KnowledgeError):
    """Raised by what is told the progress of a long job, it ends the job; whole documents stay."""


class NotFound(KnowledgeError):
    """Nothing goes by that name in the given space."""

    @classmethod
    def of(cls, document: str, space: str, names: Sequence[str]) -> "NotFound":
        """Say that `space` holds no `document`, and which of its `names` come near."""
        lower = {name.lower(): name for name in names}
        near = difflib.get_close_matches(document.lower(), lower, 3, cutoff=0.5)
        if near:
            close = ", ".join(repr(lower[one]) for one in near)
            return cls(f"no document {document!r} in space {space!r}; did you mean {close}?")
        if names:
            some = ", ".join(map(repr, names[:3]))
            return cls(f"no document {document!r} in space {space!r}; it holds {some}")
        return cls(f"no document {document!r}: space {space!r} is empty")
