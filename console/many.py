"""What a desk does in several acts at once: one transaction, one signal, an answer for each ticket."""

from __future__ import annotations

from collections.abc import Sequence

from contract.action import Act, Report
from contract.refused import Refused
from contract.ticket import Ticket

from .actions import Actions, Undone
from .errors import UndoRefused

TakenBack = Undone | UndoRefused
"""How an act was taken back, or why it was not."""


class Many:
    """Part of `Desk`."""

    _actions: Actions

    def trial(self, ticket_id: str, acts: Sequence[Act]) -> Ticket:
        """The row as it would stand after these acts; nothing is done. Raises as `Desk.submit`."""
        return self._actions.trial(ticket_id, acts)

    def report_on(self, act: Report, further: Sequence[Act]) -> tuple[str, tuple[str, ...]]:
        """A new ticket and what is done to it at once, durable together when it returns: ticket_id,
        action_ids. Raises as `Desk.submit`, and then nothing was reported."""
        return self._actions.report_on(act, further)

    def submit_many(self, work: Sequence[tuple[str, Sequence[Act]]]) -> list[tuple[str, ...] | Refused]:
        """Acts on many tickets, durable together when it returns: for each (ticket_id, acts) the action_ids,
        or why that ticket takes none of them. Raises LoginRequired with nobody logged in."""
        return self._actions.submit_many(work)

    def recallable(self, action_id: str) -> bool:
        """Whether a way back from an act lasts: the table has a recall for it once it is posted, or it was
        dropped and can be brought back."""
        return self._actions.recallable(action_id)

    def undo_many(self, groups: Sequence[Sequence[str]]) -> list[TakenBack]:
        """Takes back acts on many tickets, one group of action_ids a ticket: for each how, or why not."""
        return self._actions.undo_many(groups)
