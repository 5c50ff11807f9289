"""The approvals of an action beside each other, under a heading that says how far they are."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from contract.clock import light
from contract.joint.guards import form_of
from contract.joint.joint import Joint
from views.clocks import left_of
from views.context import Context
from views.joint import approval_cells, approval_words
from views.joint.approval_forms import FORM
from views.joint.work_panels import TablePanel
from widgets.countdown import Remaining


class ApprovalsPanel(TablePanel):
    """Hidden where the action's kind has none."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, "approvals", self.tr("Approvals beside each other"), parent)
        self._late: tuple[bool, ...] = ()
        self.matrix.set_steps(approval_cells.approval_steps())
        self.matrix.set_empty(
            self.tr("No approval is asked for yet"), self.tr("Q asks a department for one.")
        )

    def _left(self, row: str, step: str) -> Remaining | None:
        if self.joint is None or step != "clock":
            return None
        now, calendar = self._context.now(), self._context.reference.calendar
        return left_of(approval_cells.clock_of(self.joint, row), now, calendar)

    def show_joint(self, joint: Joint) -> None:
        """Shows those of an action."""
        now, reference = self._context.now(), self._context.reference
        self.joint = joint
        self.setVisible(form_of(joint, reference) == FORM)
        if self.isHidden():
            return
        self._late = self._pressing(joint, now)
        done, every = approval_words.decided(joint)
        heading = self.tr("Approvals beside each other")
        if every:
            heading = self.tr("Approvals beside each other · decided {n} / {all}").format(n=done, all=every)
        self.show_table(approval_cells.approvals(joint, now, reference), heading)

    @staticmethod
    def _pressing(joint: Joint, now: int) -> tuple[bool, ...]:
        return tuple(
            approval_words.is_overdue(one, now) or light(one.clock, now) == "red" for one in joint.approvals
        )

    def pass_time(self) -> None:
        """Time alone makes papers overdue."""
        if self.joint is None or not self.isVisible():
            return
        if self._pressing(self.joint, self._context.now()) != self._late:
            self.show_joint(self.joint)
