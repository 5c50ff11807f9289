"""Cards moved to other phases: each move is a step of the action, and one that is none says why."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject

from contract.joint.guards import guard
from contract.joint.lifecycle import TABLE
from views import words
from views.context import Context
from views.joint import naming, offering
from views.joint.acting import JointActing
from widgets.board import Board


class Moving(QObject):
    """What a card in the hand, or one sent by a key, does."""

    def __init__(self, context: Context, board: Board, acting: JointActing, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._board, self._acting = context, board, acting
        board.set_droppable(self._droppable)
        board.move_wanted.connect(self._move)
        board.move_refused.connect(self._refuse)

    def _droppable(self, key: str) -> Collection[str]:
        joint = self._context.desk.joints.get(key)
        if joint is None:
            return ()
        return list(offering.moves(joint, self._context.desk.joints.offers(key)))

    def _move(self, key: str, column: str) -> None:
        joint = self._context.desk.joints.get(key)
        if joint is None:
            return
        row = offering.moves(joint, self._context.desk.joints.offers(key)).get(column)
        if row is not None:
            self._board.select(key)
            self._acting.begin(key, row.action, row.outcome)

    def _refuse(self, key: str, column: str) -> None:
        """Says why it does not go there."""
        joint, actor = self._context.desk.joints.get(key), self._context.desk.actor
        if joint is None or actor is None:
            return
        reference = self._context.reference
        row = next((one for one in TABLE.rows(joint.state) if one.target == column), None)
        why = guard(row, joint, actor, reference) if row is not None else None
        if why is None:
            said = self.tr("No step leads there from “{phase}”").format(
                phase=naming.phase(joint.state, reference)
            )
        else:
            said = words.begun(words.pick(why))
        self._context.tell(
            self.tr("Not to “{phase}”: {why}").format(phase=naming.phase(column, reference), why=said)
        )
