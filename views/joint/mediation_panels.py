"""The mediation table of an action: its sides, its sessions, the settlement."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contract.joint.joint import Joint
from views.context import Context
from views.joint import mediation_cells as table
from views.joint.mediation_words import is_missed, is_table
from views.joint.work_panels import TablePanel
from widgets.even import EvenLayout
from widgets.facts import Fact, FactsGrid


class SidesPanel(TablePanel):
    """Who is at odds."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, "sides", self.tr("Sides"), parent)
        self.matrix.set_steps(table.side_steps())
        self.matrix.set_empty(self.tr("No side is entered yet"), self.tr("Q enters one."))

    def show_joint(self, joint: Joint) -> None:
        """Shows those of an action."""
        self.joint = joint
        heading = self.tr("Sides")
        if joint.sides:
            people = sum(side.people for side in joint.at_table)
            heading = self.tr("Sides · {n} at the table, {people} people").format(
                n=len(joint.at_table), people=people
            )
        self.show_table(table.sides(joint, self._context.now(), self._context.reference), heading)


class SessionsPanel(TablePanel):
    """When they sit together, and sat."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, "sessions", self.tr("Sessions"), parent)
        self.matrix.set_steps(table.session_steps())
        self.matrix.set_empty(
            self.tr("No session is set yet"), self.tr("O sets one, C enters one that was held.")
        )

    def show_joint(self, joint: Joint) -> None:
        """Shows those of an action."""
        self.joint = joint
        held = sum(one.state == "held" for one in joint.sessions)
        heading = self.tr("Sessions")
        if joint.sessions:
            heading = self.tr("Sessions · held {n}").format(n=held)
        self.show_table(table.sessions(joint, self._context.now(), self._context.reference), heading)


class MediationPanel(QWidget):
    """All of it; hidden where the action's kind has no table. `menu_requested(row, point)` on a row:
    ``side:``, ``session:`` and its id; `opened(row)` on Enter."""

    menu_requested = Signal(str, QPoint)
    opened = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("joint.mediation")
        self._context = context
        self._joint: Joint | None = None
        self._as_it_is: tuple[int, list[Fact]] = (0, [])
        self.sides = SidesPanel(context, self)
        self.sessions = SessionsPanel(context, self)
        self.settlement = FactsGrid(2, self, name=self.tr("Settlement"))
        self.settlement.setObjectName("joint.settlement")
        pair = QWidget(self)
        beside = EvenLayout(pair, gap=16)
        beside.addWidget(self.sides)
        beside.addWidget(self.sessions)
        about = QVBoxLayout()
        about.setContentsMargins(8, 4, 8, 4)
        about.addWidget(self.settlement)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(pair)
        column.addLayout(about)
        for panel in (self.sides, self.sessions):
            panel.menu_requested.connect(self.menu_requested)
            panel.opened.connect(self.opened)

    def show_joint(self, joint: Joint) -> None:
        """Shows that of an action."""
        self._joint = joint
        self.setVisible(is_table(joint, self._context.reference))
        if self.isHidden():
            return
        self._as_it_is = self._now_is(joint)
        self.sides.show_joint(joint)
        self.sessions.show_joint(joint)
        self.settlement.set_facts(self._as_it_is[1])

    def _now_is(self, joint: Joint) -> tuple[int, list[Fact]]:
        """What time alone changes: how many sessions were missed, and the settlement with its lights."""
        now = self._context.now()
        missed = sum(is_missed(one, now) for one in joint.sessions)
        return missed, table.facts(joint, now, self._context.reference)

    def pass_time(self) -> None:
        """Time alone makes a session late, and a payment nearly due or overdue."""
        if self._joint is None or not self.isVisible():
            return
        if self._now_is(self._joint) != self._as_it_is:
            self.show_joint(self._joint)
