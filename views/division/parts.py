"""What the screen of the grids is made of, and how it is laid out."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from views.catalogue.inline_form import InlineForm
from views.context import Context
from views.division import rows
from views.division.ground import GridGround
from views.division.panels import ListPanel
from views.screen import Screen
from widgets import theme
from widgets.action_bar import ActionBar
from widgets.chips import Chip, ChipBar
from widgets.map import MapCanvas
from widgets.text import TextField

translate = QCoreApplication.translate

PAGES = ("grids", "findings")


def page_text(page: str) -> str:
    """What a page is called."""
    return {
        "grids": translate("Division", "What changes"),
        "findings": translate("Division", "Findings"),
    }[page]


class DraftHead(QWidget):
    """What the draft is called and from which day it holds; `edited` with every key."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_surface(self, "raised")
        self.name = TextField("", self, name=translate("Division", "Name of the division"))
        self.name.setObjectName("division.draft.name")
        self.day = TextField("2026-12-01", self, name=translate("Division", "In force from (day)"))
        self.day.setObjectName("division.draft.day")
        self.says = QLabel(self)
        self.says.setObjectName("division.draft.says")
        self.says.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(6)
        for field in (self.name, self.day):
            line = QHBoxLayout()
            caption = QLabel(field.accessibleName(), self)
            theme.set_role(caption, "caption")
            caption.setBuddy(field)
            line.addWidget(caption)
            line.addStretch(1)
            field.setFixedWidth(theme.current().px(130))
            line.addWidget(field)
            column.addLayout(line)
            field.textChanged.connect(self.edited)
        column.addWidget(self.says)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """What the centre says of it."""
        self.says.setText(text)
        theme.set_role(self.says, "error" if wrong else "dim")
        self.says.setVisible(bool(text))


class DivisionParts(Screen):
    """Divisions and the draft at the left; the map, and under it what changes and what was found; a small
    form and the actions at the foot."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "division", translate("Division", "Grids"))
        theme.set_surface(self, "panel")
        ticker = context.ticker
        self.divisions = ListPanel(
            "division.divisions",
            translate("Division", "Divisions"),
            rows.division_columns(),
            lambda row, column: rows.division_cell(row, column, context.reference),
            lambda row, column: (
                -float(row.effective_from)
                if column == "from"
                else str(rows.division_cell(row, column, context.reference))
            ),
            ticker,
            self,
            sort=("from", True),
            empty=("", ""),
        )
        self.changes = ListPanel(
            "division.changes",
            translate("Division", "Changes of the draft"),
            rows.change_columns(),
            rows.change_cell,
            lambda row, column: float(row.n) if column == "n" else row.text,
            ticker,
            self,
            sort=("n", True),
            empty=(
                translate("Division", "No change yet"),
                translate("Division", "Pick a grid on the map; S splits it, M merges several."),
            ),
        )
        self.grids = ListPanel(
            "division.grids",
            page_text("grids"),
            rows.grid_columns(),
            rows.grid_cell,
            rows.grid_weight,
            ticker,
            self,
            sort=("state", True),
            empty=(
                translate("Division", "Nothing changes"),
                translate("Division", "Grids that a draft or a division changes stand here."),
            ),
        )
        self.findings = ListPanel(
            "division.findings",
            page_text("findings"),
            rows.finding_columns(),
            rows.finding_cell,
            lambda row, column: (
                float(row.place) if column in ("place", "kind") else str(rows.finding_cell(row, column))
            ),
            ticker,
            self,
            sort=("kind", True),
            empty=(
                translate("Division", "Nothing to say"),
                translate("Division", "Repairs, holes and overlaps stand here with their places."),
            ),
        )
        self.head = DraftHead(self)
        self.canvas = MapCanvas(self, name=translate("Division", "Map of the grids"))
        self.canvas.setObjectName("division.canvas")
        self.ground = GridGround(context, self.canvas, self)
        self.hint = QLabel(self.canvas)
        self.hint.setObjectName("division.hint")
        self.hint.setContentsMargins(10, 5, 10, 5)
        self.hint.move(10, 10)
        theme.set_surface(self.hint, "raised")
        self.form = InlineForm("division.form", context.desk.drafts, self)
        self.bar = ActionBar(self)
        self.bar.setObjectName("division.actions")
        theme.set_property(self.bar, "edge", "top")
        self.chips = ChipBar(self)
        self.chips.setObjectName("division.chips")
        self.chips.set_chips([Chip(page, page_text(page), count=0) for page in PAGES])
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.grids)
        self.stack.addWidget(self.findings)
        self._lay_out()

    def _lay_out(self) -> None:
        left = QWidget(self)
        theme.set_surface(left, "panel")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.divisions, 2)
        column.addWidget(self.head)
        column.addWidget(self.changes, 3)
        under = QWidget(self)
        theme.set_surface(under, "panel")
        strip = QWidget(under)
        theme.set_property(strip, "edge", "bottom")
        line = QHBoxLayout(strip)
        line.setContentsMargins(12, 6, 12, 6)
        line.addWidget(self.chips, 1)
        below = QVBoxLayout(under)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(strip)
        below.addWidget(self.stack, 1)
        halves = QSplitter(Qt.Orientation.Vertical, self)
        halves.setObjectName("division.halves")
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.canvas)
        halves.addWidget(under)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 1)
        halves.setSizes([520, 190])
        right = QWidget(self)
        theme.set_surface(right, "panel")
        side = QVBoxLayout(right)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(halves, 1)
        side.addWidget(self.form)
        side.addWidget(self.bar)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setObjectName("division.split")
        split.setChildrenCollapsible(False)
        left.setMinimumWidth(theme.current().px(324))
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setSizes([theme.current().px(336), 1100])
        self.fill(split)

    def show_hint(self, text: str) -> None:
        """What is to be done on the map now."""
        self.hint.setText(text)
        self.hint.adjustSize()
        self.hint.setVisible(bool(text))
