"""An act that came to nothing is corrected in its own form: the draft says which row it stands for."""

from __future__ import annotations

from views.context import Context

REPLACES = "replaces"
"""In a draft: the action_id of the row that goes once the form is sent."""


def give_up_corrected(context: Context, action_id: str) -> None:
    """The corrected act is in the outbox: the one it stands for goes, where it is still there. It can be
    brought back like any that was dropped."""
    if any(row.action_id == action_id and row.state in ("conflict", "parked") for row in context.desk.outbox):
        context.desk.drop(action_id)
