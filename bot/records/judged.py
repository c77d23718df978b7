"""What the checks say of a question, and what moderation does about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says. `error` set means it could not look, which is not the same as clean."""

    check: str
    category: str
    """A `bot.categories.Category`; empty where the check saw nothing or could not look."""
    flagged: bool = False
    """Whether the check's own line is passed; a group's policy may draw its lines elsewhere."""
    score: float = 0.0
    """The calibrated chance, in [0, 1], that the category is met."""
    detail: str = ""
    error: str = ""
    kind: str = ""
    """What it is more exactly than the category says, where the check can tell: `invite`."""

    @property
    def reason(self) -> str:
        """The kind, else the category, as words: `job scam`."""
        return (self.kind or self.category).replace("_", " ")


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings on one question, read in two ways."""

    findings: tuple[Finding, ...] = ()

    @property
    def allows(self) -> bool:
        """Whether a model may answer. Fails closed: a check that could not run blocks."""
        return not any(f.flagged or f.error for f in self.findings)

    @property
    def convicts(self) -> bool:
        """Whether a person may be acted against. Fails open: only a check that ran can punish."""
        return any(f.flagged and not f.error for f in self.findings)


@dataclass(frozen=True, slots=True)
class Action:
    """What moderation did, or under `watch` would have done."""

    name: str
    """`none`, `note` (recorded only), `review` (an administrator decides), `delete`, or what is done
    to the sender beyond that: `warn`, `mute`, `ban`."""
    message_ids: tuple[int, ...] = ()
    reason: str = ""
    """The category that weighed most."""
    record: int | None = None
    """Row in the store by which it can be undone."""
    score: float = 0.0
    findings: tuple[Finding, ...] = ()
    """What it rests on."""
    until: int = 0
    """When a mute or ban ends, in seconds since 1970; 0 for never."""
    policy_version: int = 0
    obstacle: str = ""
    """Why it could not be carried out as the policy says."""
    fresh: bool = True
    """False where the same act was carried out before, for an update that came twice."""

    @property
    def removes(self) -> bool:
        return self.name in ("delete", "warn", "mute", "ban")
