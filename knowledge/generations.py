"""Remember, for every space, whose vectors answer: one model now, one to come, one to go back to.

A model that was asked for becomes the *future* one; when no unit lacks its vector any more it becomes the
*present* one in a single transaction, and the one before is kept as *past* with all its vectors. Going
back is asking for that one again. Knows names and no embedder.
"""

from dataclasses import dataclass
from typing import Literal

from knowledge.database import Database

Modality = Literal["text", "picture"]
State = Literal["present", "future", "past"]


@dataclass(frozen=True, slots=True)
class Generation:
    """One model in one space."""

    modality: Modality
    state: State
    name: str


class Generations:
    """The table of models, in the catalog's file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, space: str) -> tuple[Generation, ...]:
        """List the models of `space`."""
        if not self._database.exists:
            return ()
        sql = "SELECT modality, state, name FROM model WHERE space = ? ORDER BY 1, 2"
        return tuple(Generation(*row) for row in self._database.connection.execute(sql, (space,)))

    def name(self, space: str, modality: Modality, state: State = "present") -> str | None:
        """Return the model of `space` in `state`."""
        named = (
            one.name for one in self.all(space) if (one.modality, one.state) == (modality, state)
        )
        return next(named, None)

    def want(self, space: str, modality: Modality, name: str) -> None:
        """Ask for `name`: at once where `space` has no model, else as the future one."""
        known = {one.state: one.name for one in self.all(space) if one.modality == modality}
        state: State = "future" if "present" in known else "present"
        settled = known.get("present") == name
        if known.get("future") == name or (settled and "future" not in known):
            return
        with self._database.transaction() as connection:
            # A future that nobody wants any more is given up; a past that is wanted again is no past.
            sql = "DELETE FROM model WHERE space = ? AND modality = ? AND (state = 'future' OR name = ?)"
            connection.execute(f"{sql} AND state <> 'present'", (space, modality, name))
            if not settled:
                row = (space, modality, state, name)
                connection.execute("INSERT INTO model VALUES (?, ?, ?, ?)", row)

    def switch(self, space: str, modality: Modality) -> None:
        """Let the future model answer from now on."""
        with self._database.transaction() as connection:
            which = (space, modality)
            where = "WHERE space = ? AND modality = ? AND state ="
            # Going back leaves the place of the past to the model that is gone back from.
            connection.execute(f"DELETE FROM model {where} 'past'", which)
            connection.execute(f"UPDATE model SET state = 'past' {where} 'present'", which)
            connection.execute(f"UPDATE model SET state = 'present' {where} 'future'", which)
            sql = "UPDATE space SET generation = generation + 1, forgotten = generation + 1 WHERE name = ?"
            connection.execute(sql, (space,))
