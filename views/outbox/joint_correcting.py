"""Correcting an act on a joint action that came to nothing, in the form that it came from."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from console.outbox import OutboxRow
from views.context import Context
from views.joint.acting import JointActing
from views.joint.correcting import form_of
from views.joint.proposing import Proposing

translate = QCoreApplication.translate


class JointCorrecting:
    """Of one screen, `host`: the forms stand over the window in which it is."""

    def __init__(self, context: Context, host: QWidget) -> None:
        self._context = context
        self._host = host
        self._acting = JointActing(context, host)
        self._proposing: Proposing | None = None

    def correct(self, row: OutboxRow) -> str:
        """Opens the form; gives why not, "" where it opened."""
        again = form_of(row.joint_act, self._context.reference)
        if again is None:
            return translate("Outbox", "This step has no form: send it again, or drop it")
        if again.step != "propose":
            return self._acting.correct(row, again)
        if self._proposing is None:
            self._proposing = Proposing(self._context, self._host.window, self._host)
        return self._proposing.correct(row, again)
