"""One joint action in full: who has come how far, what is missing, what was done, what is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from contract.joint.joint import Joint
from contract.reference import Reference
from views import words
from views.clocks import left_of
from views.context import Context
from views.joint import cells, facts, naming, offering
from views.joint.approval_panels import ApprovalsPanel
from views.joint.lacking import lacking
from views.joint.lacks_line import LacksLine
from views.joint.mediation_panels import MediationPanel
from views.joint.notes import Notes
from views.joint.work_panels import PackPanel, WholeMatrix, WorkPanel
from views.on_line import why_not
from widgets import theme
from widgets.action_bar import ActionBar
from widgets.chips import Chip, ChipBar
from widgets.countdown import Remaining
from widgets.empty import PanelState, StatePanel
from widgets.even import EvenLayout
from widgets.facts import FactsGrid
from widgets.matrix import MatrixRow

if TYPE_CHECKING:
    from views.joint.inset import JointMap

_LOW = 210
"""Px at 100 %: a page that is lower shows its heading and its steps alone."""
_BARE = 140
"""Lower than this, its heading is a line."""
_SHORT = 185
"""Px at 100 % of a department's name where they do not."""
_NAMES, _STEP = 180, 122
"""Px at 100 % that departments and each of their steps take where instants stand in full."""
_FEW = 2
"""So much of what is missing stands in it then, the worst."""


class JointPage(QWidget):
    """The page. `ticket_wanted(id)` when a tied ticket's link is used, `campaign_wanted(id)` its campaign's;
    `menu_requested(row, point)` on a row: ``unit:``, ``task:``, ``problem:``, ``item:`` and its code or id;
    `chosen_changed` when another department is worked on; `said(text)` when something could not be done."""

    ticket_wanted = Signal(str)
    campaign_wanted = Signal(str)
    menu_requested = Signal(str, QPoint)
    opened = Signal(str)
    chosen_changed = Signal()
    said = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("joint.page")
        self._context = context
        self.joint: Joint | None = None
        theme.set_surface(self, "panel")
        self.title = self._label("title", "title")
        self.under = self._label("under", "dim")
        self.lacks = LacksLine(self)
        self.lacks.setObjectName("joint.lacks")
        self.lacks.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.matrix = WholeMatrix(context.ticker, self._left, self, self.tr("Departments by steps"))
        self.matrix.setObjectName("joint.matrix")
        self.matrix.set_empty(
            self.tr("No department is named yet"), self.tr("Who approves it names lead and co-handlers.")
        )
        self.roll = self._label("roll", "dim")
        self.table = MediationPanel(context, self)
        self.approvals = ApprovalsPanel(context, self)
        self.work = WorkPanel(context, self)
        self.pack = PackPanel(context, self)
        self.facts = FactsGrid(2, self, name=self.tr("About the action"))
        self.facts.setObjectName("joint.facts")
        self.notes = Notes(context, self)
        self.bar = ActionBar(self, name=self.tr("Steps"))
        self.bar.setObjectName("joint.actions")
        theme.set_property(self.bar, "edge", "top")
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setObjectName("joint.page.split")
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self._left_side())
        self.split.addWidget(self._right_side())
        self.split.setStretchFactor(0, 2)
        self.split.setStretchFactor(1, 1)
        self._brief = False
        self.matrix.widened.connect(self._on_widened)
        self._stack = QStackedLayout(self)
        self._empty = StatePanel(
            PanelState.EMPTY,
            self.tr("No action chosen"),
            self.tr(
                "Arrow keys go from card to card, Enter opens one whole, Ctrl with an arrow moves it on."
            ),
            parent=self,
        )
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._whole())
        self._connect()

    def _label(self, name: str, role: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(f"joint.{name}")
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.set_role(label, role)
        return label

    def _whole(self) -> QWidget:
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 6)
        head.setSpacing(16)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.title)
        names.addWidget(self.under)
        head.addLayout(names, 3)
        head.addWidget(self.lacks, 2)
        column.addLayout(head)
        column.addWidget(self.split, 1)
        # Takes what room there is where the split is hidden: heading and steps stay together.
        column.addStretch(0)
        column.addWidget(self.bar)
        return whole

    def _left_side(self) -> QWidget:
        inside = QWidget()
        theme.set_surface(inside, "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 0, 8, 12)
        column.setSpacing(8)
        column.addWidget(self.matrix)
        column.addWidget(self.roll)
        column.addWidget(self.table)
        column.addWidget(self.approvals)
        pair = QWidget(inside)
        beside = EvenLayout(pair, gap=16)
        beside.addWidget(self.work)
        beside.addWidget(self.pack)
        column.addWidget(pair)
        about = QVBoxLayout()
        about.setContentsMargins(8, 0, 8, 0)
        about.addWidget(self.facts)
        column.addLayout(about)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setObjectName("joint.scroll")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        # Its own ground, or the scroll bar stands on the splitter's, which has the colour of its handle.
        theme.set_surface(area, "panel")
        theme.set_surface(area.viewport(), "panel")
        area.setWidget(inside)
        return area

    def _right_side(self) -> QWidget:
        right = QWidget(self)
        theme.set_surface(right, "panel")
        self.views = ChipBar(right, name=self.tr("Log or map"))
        self.views.setObjectName("joint.views")
        self.views.set_chips(
            [Chip("log", self.tr("Log"), on=True), Chip("map", self.tr("Map"))],
        )
        self.views.toggled.connect(lambda key, _on: self.show_side(key))
        self._side = QStackedWidget(right)
        self._side.addWidget(self.notes)
        self._map: JointMap | None = None
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)
        head.addWidget(self.views)
        column.addLayout(head)
        column.addWidget(self._side, 1)
        return right

    def _connect(self) -> None:
        self.matrix.current_changed.connect(lambda _at: self.chosen_changed.emit())
        self.matrix.menu_requested.connect(
            lambda row, _step, at: self.menu_requested.emit(f"unit:{cells.unit_of(row)}", at)
        )
        self.matrix.cell_activated.connect(lambda row, _step: self.opened.emit(f"unit:{cells.unit_of(row)}"))
        for panel in (self.table, self.approvals, self.work, self.pack):
            panel.menu_requested.connect(self.menu_requested)
            panel.opened.connect(self.opened)
        self.pack.failed.connect(self._on_no_picture)
        self.notes.failed.connect(self.said)
        self.notes.came.connect(self._on_log)
        self.facts.link_activated.connect(self._on_link)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # On a low screen, or with large text, the board leaves room for what it is and what may be done.
        high = self.height() >= theme.current().px(_LOW)
        self.split.setVisible(high)
        self.under.setVisible(self.height() >= theme.current().px(_BARE))
        self.tell_lacks()

    def is_low(self) -> bool:
        """Whether there is no room beside the board for more than heading and steps."""
        return self.split.isHidden()

    # --- what is shown -----------------------------------------------------------------------------------
    def show_joint(self, joint: Joint | None) -> None:
        """Shows an action, or what of it has changed: what is chosen, scrolled and half written stays."""
        self.joint = joint
        self._stack.setCurrentIndex(0 if joint is None else 1)
        self.notes.show_joint(joint)
        if self._map is not None:
            self._map.show_joint(joint)
        if joint is None:
            return
        now, reference = self._context.now(), self._context.reference
        self.title.setText(words.dotted((joint.title, naming.street(joint, reference))))
        self.under.setText(facts.under_title(joint, now, reference))
        self._show_matrix(joint, now, reference)
        self.roll.setText(facts.roll_call(joint))
        self.roll.setVisible(bool(self.roll.text()))
        self.table.show_joint(joint)
        self.approvals.show_joint(joint)
        offered = frozenset(offering.id_of(row) for row in self._context.desk.joints.offers(joint.id))
        self.work.offer(offered)
        self.pack.offer(offered)
        self.work.show_joint(joint)
        self.pack.show_joint(joint)
        self.facts.set_facts(facts.facts(joint, now, reference))
        self.tell_lacks()

    def _show_matrix(self, joint: Joint, now: int, reference: Reference) -> None:
        self._brief = brief = self._is_narrow(joint)
        self.matrix.set_steps(cells.steps(joint, brief=brief))
        rows = cells.rows(joint, reference)
        self.matrix.set_rows([self._shortened(row) for row in rows] if brief else rows)
        self.matrix.set_cells(cells.cells(joint, now, reference, self.notes.entries(), brief=brief))
        self.matrix.updateGeometry()

    def _shortened(self, row: MatrixRow) -> MatrixRow:
        """A department whose name gives way to its steps: the tip has all of it."""
        metrics = QFontMetrics(theme.font("body", semibold=row.strong))
        title = metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, theme.current().px(_SHORT))
        note = row.note if row.strong else ""
        hint = "\n".join(part for part in (row.title, row.note, row.hint) if part)
        return replace(row, title=title, note=note, hint=hint)

    def _is_narrow(self, joint: Joint) -> bool:
        """Whether the steps have no room for instants in full: all of them in sight tells more."""
        px = theme.current().px
        return self.matrix.width() < px(_NAMES + _STEP * len(cells.steps(joint)))

    def _on_log(self) -> None:
        """Some of what stands in the cells is said by the log alone."""
        if self.joint is not None:
            self._show_matrix(self.joint, self._context.now(), self._context.reference)

    def _on_widened(self) -> None:
        """Only where instants no longer have their room, or have it again, is anything another."""
        if self.joint is not None and self._is_narrow(self.joint) is not self._brief:
            self._on_log()

    def pass_time(self) -> None:
        """What time alone makes another: lights, and what is today's."""
        if self.joint is not None:
            now, reference = self._context.now(), self._context.reference
            self.under.setText(facts.under_title(self.joint, now, reference))
            self._show_matrix(self.joint, now, reference)
            self.work.show_joint(self.joint)
            self.pack.show_joint(self.joint)

    def tell_lacks(self) -> None:
        """What is missing now; time alone makes some of it late."""
        if self.joint is not None:
            found = lacking(self.joint, self._context.now(), self._context.reference)
            self.lacks.set_parts(found[:_FEW] if self.is_low() else found)
            self.table.pass_time()
            self.approvals.pass_time()

    def chosen_unit(self) -> str:
        """The department worked on, "" for none."""
        at = self.matrix.current()
        return cells.unit_of(at[0]) if at is not None else ""

    def show_side(self, key: str) -> None:
        """The log, or the map, which is made when it is first looked at."""
        for name in ("log", "map"):
            self.views.set_on(name, name == key)
        if key == "map" and self._map is None:
            from views.joint.inset import JointMap

            shown = JointMap(self._context, self)
            shown.chosen.connect(self.ticket_wanted)
            self._map = shown
            self._side.addWidget(shown)
        if key == "map" and self._map is not None:
            self._side.setCurrentWidget(self._map)
            self._map.show_joint(self.joint)
        else:
            self._side.setCurrentWidget(self.notes)

    def write(self) -> None:
        """The caret goes to where a note is written."""
        self.show_side("log")
        self.notes.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _left(self, row: str, step: str) -> Remaining | None:
        if self.joint is None:
            return None
        now, calendar = self._context.now(), self._context.reference.calendar
        return left_of(cells.clock_at(self.joint, row, step), now, calendar)

    def _on_no_picture(self, text: str) -> None:
        """A file could not be fetched; that the centre is away is said at the foot of the window."""
        if not why_not(self._context.desk):
            self.said.emit(text)

    def _on_link(self, key: str) -> None:
        if key.startswith(facts.TICKET):
            self.ticket_wanted.emit(key.removeprefix(facts.TICKET))
        elif key.startswith(facts.CAMPAIGN):
            self.campaign_wanted.emit(key.removeprefix(facts.CAMPAIGN))
