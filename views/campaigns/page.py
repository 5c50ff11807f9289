"""One campaign: what it is, how far its goals are, its rounds by its areas, its plan, its log."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from contract.campaign.campaign import Campaign, CampaignDetail, Cell, GoalReached
from contract.reference import Reference
from views import words
from views.campaigns import naming
from views.context import Context
from views.joint import naming as joint_naming
from widgets import theme
from widgets.chips import Chip, ChipBar
from widgets.empty import PanelState, StatePanel
from widgets.facts import Fact, FactsGrid
from widgets.flow import FlowLayout
from widgets.matrix import Matrix
from widgets.timeline import TimelineView
from widgets.yielding import YieldingArea

translate = QCoreApplication.translate

PAGES = ("rounds", "plan", "log")
_HEAD = 72
"""Px at 100 %: what the head keeps at least."""


def page_name(page: str) -> str:
    """What a page is called."""
    return {
        "rounds": translate("Campaigns", "Rounds by areas"),
        "plan": translate("Campaigns", "Plan"),
        "log": translate("Campaigns", "Log"),
    }[page]


class GoalBar(QWidget):
    """How much of a goal is reached: words, and a bar under them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._text = QLabel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.current().px(8))
        column.addWidget(self._text)

    def show_goal(self, one: GoalReached) -> None:
        """Shows how far it is."""
        self._share = min(one.reached / one.target, 1.0)
        self._text.setText(naming.goal(one))
        self.update()

    def text(self) -> str:
        """What is said of it."""
        return self._text.text()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = theme.current().px(4)
        track = QRectF(0, self.height() - high - 1, self.width(), high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line"))
        painter.drawRoundedRect(track, high / 2, high / 2)
        track.setWidth(track.width() * self._share)
        painter.setBrush(theme.color("green" if self._share >= 1 else "accent"))
        painter.drawRoundedRect(track, high / 2, high / 2)
        painter.end()


class CampaignPage(QWidget):
    """The page. `joint_wanted(id)` when a cell with a joint action is opened, `said(text)` else."""

    joint_wanted = Signal(str)
    said = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("campaigns.page")
        theme.set_surface(self, "panel")
        self._context = context
        self.detail: CampaignDetail | None = None
        self._lacks = False
        self._cells: dict[tuple[str, str], Cell] = {}
        self.title = self._label("title", "title")
        self.under = self._label("under", "dim")
        self.next = self._label("next", "strong")
        self._goals: list[GoalBar] = []
        self._bars = QWidget(self)
        self._flow = FlowLayout(self._bars, spacing=16)
        self.chips = ChipBar(self, name=translate("Campaigns", "Pages"))
        self.chips.setObjectName("campaigns.pages")
        self.chips.set_chips([Chip(key, page_name(key), on=key == "rounds") for key in PAGES])
        self.matrix = Matrix(context.ticker, None, self, name=page_name("rounds"))
        self.matrix.setObjectName("campaigns.matrix")
        self.matrix.set_empty(translate("Campaigns", "No round yet"), "")
        self.facts = FactsGrid(2, self, name=page_name("plan"))
        self.facts.setObjectName("campaigns.facts")
        self.log = TimelineView(self)
        self.log.setObjectName("campaigns.log")
        self._pages = QStackedWidget(self)
        self._page = PAGES[0]
        self._missing = StatePanel(
            PanelState.OFFLINE,
            translate("Campaigns", "Not held here"),
            translate("Campaigns", "Its joint actions by areas and its log come with the line."),
            parent=self,
        )
        self._missing.setObjectName("campaigns.missing")
        for part in (self.matrix, self._scrolled(self.facts), self.log, self._missing):
            self._pages.addWidget(part)
        self._stack = QStackedWidget(self)
        self._empty = StatePanel(
            PanelState.EMPTY,
            translate("Campaigns", "No campaign chosen"),
            translate("Campaigns", "A campaign has joint actions round by round, one in each of its areas."),
            parent=self,
        )
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._whole())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.chips.toggled.connect(lambda key, _on: self.show_page(key))
        self.matrix.cell_activated.connect(self.open_cell)

    def _label(self, name: str, role: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(f"campaigns.{name}")
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.set_role(label, role)
        return label

    def _scrolled(self, inside: QWidget) -> QScrollArea:
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        theme.set_surface(area, "panel")
        theme.set_surface(area.viewport(), "panel")
        holder = QWidget()
        theme.set_surface(holder, "panel")
        column = QVBoxLayout(holder)
        column.setContentsMargins(16, 8, 16, 8)
        column.addWidget(inside)
        column.addStretch(1)
        area.setWidget(holder)
        return area

    def _whole(self) -> QWidget:
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        inside = QWidget()
        theme.set_surface(inside, "panel")
        head = QVBoxLayout(inside)
        head.setContentsMargins(16, 0, 16, 0)
        head.setSpacing(4)
        for part in (self.title, self.under, self.next, self._bars):
            head.addWidget(part)
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 12, 0)
        line.addWidget(self.chips)
        # With large text on a low screen the head scrolls: the rounds keep their room.
        above = YieldingArea(inside, whole, least=_HEAD)
        theme.set_surface(above, "panel")
        theme.set_surface(above.viewport(), "panel")
        column.addWidget(above)
        column.addLayout(line)
        column.addWidget(self._pages, 1)
        return whole

    # --- what is shown -----------------------------------------------------------------------------------
    def page(self) -> str:
        """Which page is in front."""
        return self._page

    def show_page(self, page: str) -> None:
        """Brings a page to the front, and the keys to it."""
        for key in PAGES:
            self.chips.set_on(key, key == page)
        self._page = page
        self._turn()
        (self.matrix, self.facts, self.log)[PAGES.index(page)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self) -> None:
        missing = self._lacks and self._page != "plan"
        self._pages.setCurrentIndex(self._pages.count() - 1 if missing else PAGES.index(self._page))

    def clear(self) -> None:
        """None is chosen."""
        self.detail = None
        self._stack.setCurrentIndex(0)

    def show_detail(self, detail: CampaignDetail, *, lacks: bool = False) -> None:
        """Shows a campaign, or what of it has changed: what is chosen and scrolled stays. `lacks`: nothing is
        known of its joint actions and its log, nor will be before the line is back."""
        before = self.detail
        self.detail = detail
        self._lacks = lacks
        self._turn()
        now, reference = self._context.now(), self._context.reference
        self._show_head(detail.campaign, now, reference)
        self._show_goals(detail.goals)
        if before is None or before.campaign.id != detail.campaign.id:
            self.matrix.clear_current()
            self.matrix.set_cells([])
        self.matrix.set_steps(naming.areas(detail, reference))
        self.matrix.set_rows(naming.rounds(detail, now, reference))
        self._cells = {(str(one.round), one.area): one for one in detail.cells}
        self.show_cells()
        self.facts.set_facts(_plan(detail.campaign, now, reference))
        self.log.set_entries(naming.log(detail, now, reference))
        self._stack.setCurrentIndex(1)

    def show_cells(self) -> None:
        """The cells as the joint actions stand now."""
        if self.detail is None:
            return
        joints, now, reference = self._context.desk.joints, self._context.now(), self._context.reference
        found = [naming.matrix_cell(one, joints.get(one.joint), now, reference) for one in self.detail.cells]
        self.matrix.set_cells(found)

    def pass_time(self) -> None:
        """What time alone makes another."""
        if self.detail is not None:
            self.next.setText(
                naming.next_words(self.detail.campaign, self._context.now(), self._context.reference)
            )
            self.show_cells()

    def _show_head(self, campaign: Campaign, now: int, reference: Reference) -> None:
        self.title.setText(campaign.title)
        self.under.setText(
            words.dotted(
                (
                    campaign.number,
                    naming.state(campaign.state),
                    campaign.result or campaign.reason,
                    joint_naming.kind(campaign.kind, reference),
                    naming.lead(campaign, reference),
                    naming.rhythm(campaign.every, campaign.rhythm),
                )
            )
        )
        self.next.setText(naming.next_words(campaign, now, reference))
        self.next.setVisible(bool(self.next.text()))

    def _show_goals(self, goals: tuple[GoalReached, ...]) -> None:
        while len(self._goals) < len(goals):
            bar = GoalBar(self._bars)
            bar.setObjectName(f"campaigns.goal.{len(self._goals)}")
            self._goals.append(bar)
            self._flow.addWidget(bar)
        for n, bar in enumerate(self._goals):
            bar.setVisible(n < len(goals))
            if n < len(goals):
                bar.show_goal(goals[n])
        self._bars.setVisible(bool(goals))

    def goals(self) -> list[str]:
        """What is said of the goals."""
        return [bar.text() for bar in self._goals if not bar.isHidden()]

    def cell_at(self, row: str, step: str) -> Cell | None:
        """What the centre said of a round in an area."""
        return self._cells.get((row, step))

    def open_cell(self, row: str, step: str) -> None:
        """To the joint action of a round in an area."""
        one = self.cell_at(row, step)
        if one is None or not one.joint:
            self.said.emit(translate("Campaigns", "No joint action was proposed there yet"))
        else:
            self.joint_wanted.emit(one.joint)


def _plan(campaign: Campaign, now: int, reference: Reference) -> list[Fact]:
    """The plan as facts."""
    day = "{:%Y-%m-%d}".format
    first, last = words.local(campaign.from_at, reference), words.local(campaign.to_at, reference)
    wanted = words.listed(joint_naming.short_unit(code, "", reference) for code in campaign.wanted)
    at = f"{campaign.minute // 60:02}:{campaign.minute % 60:02}"
    off = (
        translate("Campaigns", "on the next working day")
        if campaign.workdays
        else translate("Campaigns", "on that day all the same")
    )
    planned = words.dotted((campaign.planned_name, joint_naming.moment(campaign.planned_at, now, reference)))
    found = [
        Fact(translate("Campaigns", "From and to"), f"{day(first)} – {day(last)}"),
        Fact(
            translate("Campaigns", "Rhythm"),
            words.dotted((naming.rhythm(campaign.every, campaign.rhythm), at)),
        ),
        Fact(translate("Campaigns", "Rounds on days off"), off),
        Fact(translate("Campaigns", "Planned by"), planned),
        Fact(translate("Campaigns", "Lead"), naming.lead(campaign, reference)),
        Fact(translate("Campaigns", "Further departments"), wanted or "—"),
        Fact(translate("Campaigns", "Areas"), words.listed(one.name for one in campaign.areas), span=2),
    ]
    for caption, text in (
        (translate("Campaigns", "Text"), campaign.text),
        (translate("Campaigns", "Reason"), campaign.reason),
        (translate("Campaigns", "What came of it"), campaign.result),
    ):
        if text:
            found.append(Fact(caption, text, span=2))
    return found
