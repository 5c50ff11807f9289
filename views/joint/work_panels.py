"""Tasks with problems, and the evidence pack, each a small matrix under its heading."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from contract.joint.guards import missing
from contract.joint.joint import Joint
from views.clocks import left_of
from views.context import Context
from views.joint import approval_cells, mediation_cells, work_cells
from views.joint.cards import PACKING, column_of
from views.ticket.attachments import Attachments
from widgets import theme
from widgets.countdown import Remaining, Ticker
from widgets.matrix import Matrix


class WholeMatrix(Matrix):
    """A matrix that is as high as its rows, with room for the bar where it scrolls sideways; what holds it
    scrolls up and down. `widened` when it is wider or narrower than before."""

    widened = Signal()

    def __init__(
        self, ticker: Ticker, left: Callable[[str, str], Remaining | None], parent: QWidget, said: str
    ):
        super().__init__(ticker, left, parent, name=said)
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.horizontalScrollBar().rangeChanged.connect(self._on_range)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.widened.emit()

    def _on_range(self, _least: int, _most: int) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        bar = self.horizontalScrollBar()
        more = bar.sizeHint().height() if bar.maximum() else 0
        return super().sizeHint() + QSize(0, more)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())


class TablePanel(QWidget):
    """A heading and a matrix. `menu_requested(row, point)`; `opened(row)` on Enter."""

    menu_requested = Signal(str, QPoint)
    opened = Signal(str)

    def __init__(self, context: Context, name: str, said: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.joint: Joint | None = None
        self.heading = QLabel(self)
        self.heading.setObjectName(f"joint.{name}.heading")
        theme.set_role(self.heading, "dim")
        self.matrix = WholeMatrix(context.ticker, self._left, self, said)
        self.matrix.setObjectName(f"joint.{name}")
        self.matrix.menu_requested.connect(lambda row, _step, at: self.menu_requested.emit(row, at))
        self.matrix.cell_activated.connect(lambda row, _step: self.opened.emit(row))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.matrix)
        self.column.addStretch(1)
        self.setMinimumWidth(theme.current().px(300))

    def _left(self, _row: str, _step: str) -> Remaining | None:
        return None

    def chosen(self) -> str:
        """The row worked on, "" for none."""
        at = self.matrix.current()
        return at[0] if at is not None else ""

    def show_table(self, table: work_cells.Table, heading: str) -> None:
        """Shows rows and cells under a heading."""
        self.heading.setText(heading)
        self.matrix.set_rows(table[0])
        self.matrix.set_cells(table[1])
        self.matrix.updateGeometry()


class WorkPanel(TablePanel):
    """Tasks and problems."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, "work", self.tr("Tasks and problems"), parent)
        self.matrix.set_steps(work_cells.work_steps())

    def offer(self, offered: Collection[str]) -> None:
        """Which steps there are for this person now: where nothing stands, their letters are named."""
        said = [
            text
            for step, text in (
                ("joint_task/given", self.tr("T gives a task.")),
                ("joint_problem/found", self.tr("P notes a problem.")),
            )
            if step in offered
        ]
        self.matrix.set_empty(self.tr("No task or problem yet"), " ".join(said))

    def _left(self, row: str, step: str) -> Remaining | None:
        if self.joint is None or step != "state":
            return None
        now, calendar = self._context.now(), self._context.reference.calendar
        return left_of(work_cells.clock_of_work(self.joint, row), now, calendar)

    def show_joint(self, joint: Joint) -> None:
        """Shows those of an action."""
        self.joint = joint
        done, every = work_cells.ended_of_work(joint)
        heading = self.tr("Tasks and problems")
        if every:
            heading = self.tr("Tasks and problems · ended {n} / {all}").format(n=done, all=every)
        self.show_table(work_cells.work(joint, self._context.now(), self._context.reference), heading)


class PackPanel(TablePanel):
    """The evidence pack, with its files as pictures below."""

    failed = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, "pack", self.tr("Evidence"), parent)
        self.matrix.set_steps(work_cells.pack_steps())
        self.files = Attachments(context, self)
        self.files.setObjectName("joint.files")
        self.files.failed.connect(self.failed)
        self.column.insertWidget(2, self.files)

    def offer(self, offered: Collection[str]) -> None:
        """As that of tasks."""
        said = self.tr("E brings some all the same.") if "joint_evidence/brought" in offered else ""
        self.matrix.set_empty(self.tr("No evidence is demanded"), said)

    def show_joint(self, joint: Joint) -> None:
        """Shows that of an action."""
        self.joint = joint
        reference = self._context.reference
        lacks = sum(one.want - one.have for one in missing(joint, reference))
        heading = self.tr("Evidence")
        if lacks and column_of(joint) in PACKING:
            heading = self.tr("Evidence · {n} missing, it can't be closed").format(n=lacks)
        self.show_table(work_cells.pack(joint, self._context.now(), reference), heading)
        files = [item.file for item in joint.evidence if item.struck_at is None]
        if joint.agreement is not None and joint.agreement.file is not None:
            files.append(joint.agreement.file)
        files += mediation_cells.files_of(joint)
        files += approval_cells.files_of(joint)
        self.files.show_files(list({one.sha256: one for one in files}.values()))
