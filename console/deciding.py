"""What a person decides about acts that came to nothing as they were: again, given up, brought back."""

from __future__ import annotations

from contract.machine import Names

from .actions import Actions
from .outbox import Outbox, OutboxRow


class Deciding:
    """The part of the desk that is for conflicting and parked rows."""

    _actions: Actions
    _outbox: Outbox

    def say(self, names: Names | None) -> str:
        """A name in the interface's language."""
        raise NotImplementedError

    @property
    def dropped(self) -> tuple[OutboxRow, ...]:
        """Rows that this operator gave up since sitting down, which `restore` brings back."""
        return self._outbox.dropped

    def reapply(self, action_id: str) -> str:
        """A conflicting or parked row again, as a new action on the row as it is now; successors follow it.

        Raises `contract.refused.Refused` where the table does not allow it any more.
        """
        return self._actions.reapply(action_id)

    def why_not_reapply(self, action_id: str) -> str:
        """Why a conflicting or parked row can't be done again as it is ("" where it can)."""
        return self.say(self._actions.why_not_reapply(action_id))

    def drop(self, action_id: str) -> None:
        """Gives up a conflicting or parked row and what follows it. Raises UndoRefused for one on its way."""
        self._actions.drop(action_id)

    def restore(self, action_id: str) -> None:
        """Brings back a dropped row and what followed it. Raises UndoRefused for no such row."""
        self._actions.restore(action_id)
