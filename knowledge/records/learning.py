"""How far a long job is, how much may be learned, and what was."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long job is."""

    done: int
    total: int
    name: str


@dataclass(frozen=True, slots=True)
class Quota:
    """How much one space may hold; what goes beyond it is not learned, and said so."""

    documents: int = 50_000
    size_bytes: int = 20_000_000_000


@dataclass(frozen=True, slots=True)
class Report:
    """What `learn` did; the names are document names."""

    space: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    """(name, reason) of what could not be learned; everything else was."""
    warnings: tuple[tuple[str, str], ...] = ()
    units: int = 0
    took_seconds: float = 0.0
