"""What the operator did and the backend has not yet confirmed: one row per act, durable before it shows."""

from __future__ import annotations

from typing import Literal

import msgspec

from contract.action import Act, Action, name_of, outcome_of
from contract.problem import Problem

RowState = Literal["queued", "sending", "held", "conflict", "parked", "done", "withdrawn"]
"""queued     waits for its turn, or for the network, or for the next try (`tries` > 0)
sending    is on its way
held       waits for a log-in, or for the row it follows, which is in conflict or parked
conflict   somebody was first (`problem`): re-apply or drop
parked     the backend refused it (`problem`): never sent again by itself, never lost
done, withdrawn   only in `Desk.settled`: the row is gone"""


class OutboxRow(msgspec.Struct, frozen=True, kw_only=True):
    """One act. `follows` is the action_id of the operator's own act before it on the same ticket, where
    that was still waiting. `done_at` is the backend's time as estimated when it was done.

    `base_version` is the version that the person saw; it moves on with the answer to the row it follows.
    `tries` counts posts that got no answer: a row with none was never seen by the backend.
    """

    n: int
    action_id: str
    account: str
    ticket_id: str
    base_version: int
    follows: str
    act: Act
    done_at: int
    state: RowState = "queued"
    tries: int = 0
    problem: Problem | None = None

    @property
    def action(self) -> str:
        """The act's name in the table."""
        return name_of(self.act)

    @property
    def outcome(self) -> str:
        """The act's outcome in the table."""
        return outcome_of(self.act)

    def post(self) -> Action:
        """The row as it goes over the wire."""
        return Action(
            action_id=self.action_id,
            ticket_id=self.ticket_id,
            base_version=self.base_version,
            act=self.act,
            done_at=self.done_at,
        )
