"""Applications to the catalogue as a list, in pages by how they stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contract.admission import STATES, WISHES, Admission
from contract.machine import Names
from views import words
from views.catalogue.plain_rows import PlainRows
from views.context import Context
from views.on_line import nothing_here, why_not
from widgets import theme
from widgets.chips import Chip, ChipBar
from widgets.frame import HintLine
from widgets.light import Light
from widgets.table import Column, ColumnKind, ColumnTableModel, TableView

translate = QCoreApplication.translate

PAGES: dict[str, tuple[str, ...]] = {
    "applied": ("applied",),
    "approved": ("approved",),
    "carried": ("carried",),
    "refused": ("refused", "taken_back"),
    "all": tuple(STATES),
}
"""The states on each page."""


def page_text(page: str) -> str:
    """What a page is called."""
    return {
        "applied": translate("AdmissionList", "To be decided"),
        "approved": translate("AdmissionList", "Approved"),
        "carried": translate("AdmissionList", "In the catalogue"),
        "refused": translate("AdmissionList", "Refused or taken back"),
        "all": translate("AdmissionList", "All"),
    }[page]


def state_words(state: str) -> str:
    """How an application stands."""
    return words.begun(words.pick(STATES.get(state, Names(state, state))))


def wish_words(wish: str) -> str:
    """What it asks for."""
    return words.begun(words.pick(WISHES.get(wish, Names(wish, wish))))


class AdmissionList(QWidget):
    """`current_changed` when the cursor comes to another, or that one changed."""

    current_changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._page = "applied"
        self._heard = False
        theme.set_surface(self, "panel")
        self._rows = PlainRows[Admission](self._cell, self._weigh)
        self._chips = ChipBar(self)
        self._chips.setObjectName("admission.chips")
        self._chips.set_chips([Chip(page, page_text(page)) for page in PAGES])
        columns = (
            Column("number", translate("AdmissionList", "Number"), ColumnKind.NUMBER, 96),
            Column("wish", translate("AdmissionList", "Asks to"), ColumnKind.TEXT, 60),
            Column("item", translate("AdmissionList", "Item"), ColumnKind.TWO_PART, 190, stretch=True),
            Column("unit", translate("AdmissionList", "Unit"), ColumnKind.TEXT, 130),
            Column("at", translate("AdmissionList", "Applied"), ColumnKind.TIME, 96),
            Column("state", translate("AdmissionList", "Standing"), ColumnKind.LIGHT, 130),
        )
        self._model = ColumnTableModel(self._rows, columns, self)
        self._model.sort_by([("at", True)])
        self._model.set_filter(lambda slots: self._rows.fit(slots, self._on_page))
        self.table = TableView(self._model, context.ticker, self)
        self.table.setObjectName("admission.table")
        self.table.setAccessibleName(translate("AdmissionList", "Applications"))
        bar = QWidget(self)
        theme.set_surface(bar, "panel")
        theme.set_property(bar, "edge", "bottom")
        head = QHBoxLayout(bar)
        head.setContentsMargins(12, 6, 12, 6)
        head.addWidget(self._chips, 1)
        self._hints = HintLine("", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.table, 1)
        column.addWidget(self._hints)
        self.table.current_changed.connect(lambda _slot: self.current_changed.emit())
        self._chips.toggled.connect(lambda page, _on: self.show_page(page))
        self.show_page(self._page)

    def set_hints(self, text: str) -> None:
        """The keys under the list."""
        self._hints.set_text(text)

    def show_list(self, found: Sequence[Admission]) -> None:
        """Takes the list as it is now; the cursor stays on its application, or goes to the next."""
        self._heard = True
        slot = self.table.current_id()
        place = self._model.view_row(slot) if slot is not None else -1
        changed = self._rows.put({one.id: one for one in found})
        if changed:
            self._model.changed(changed)
        self._count()
        if place >= 0 and slot is not None and self._model.view_row(slot) < 0 and self._model.count():
            self.table.select_row(self._model.row_id(min(place, self._model.count() - 1)))
        self._choose_one()
        self.say_empty()
        self.current_changed.emit()

    def show_page(self, page: str, entry: str = "") -> None:
        """Shows those of a page; the cursor goes to one by its id."""
        if page not in PAGES:
            return
        self._page = page
        self._model.refilter()
        self._count()
        if entry:
            self.select(entry)
        self._choose_one()
        self.say_empty()
        self.current_changed.emit()

    def page(self) -> str:
        """The page shown."""
        return self._page

    def select(self, id_: str) -> None:
        """Puts the cursor on one, where its page is shown."""
        slot = self._rows.slot(id_)
        if slot >= 0:
            self.table.select_row(slot)

    def current(self) -> Admission | None:
        """The one under the cursor."""
        slot = self.table.current_id()
        return None if slot is None or self._model.view_row(slot) < 0 else self._rows.row(slot)

    def waiting(self) -> int | None:
        """How many are to be decided, None before the centre has said it."""
        if not self._heard:
            return None
        return sum(one.state == "applied" for one in self._rows.rows())

    def _choose_one(self) -> None:
        if self.table.current_id() is None and self._model.count():
            self.table.select_row(self._model.row_id(0))

    def _on_page(self, one: Admission) -> bool:
        return one.state in PAGES[self._page]

    def _count(self) -> None:
        rows = self._rows.rows()
        for page, states in PAGES.items():
            if self._heard:
                self._chips.set_count(page, sum(one.state in states for one in rows))
            self._chips.set_on(page, page == self._page)

    def say_empty(self) -> None:
        """What stands where there are none."""
        title = translate("AdmissionList", "No applications here")
        text = translate(
            "AdmissionList",
            "Units apply to have an item admitted, changed or vetoed; the duty officer decides.",
        )
        desk = self._context.desk
        self.table.set_empty(*nothing_here(desk, self._heard, title, why_not(desk) or text))

    def _cell(self, one: Admission, column: str) -> object:
        match column:
            case "wish":
                return wish_words(one.wish)
            case "item":
                return words.pick(one.item_names), one.item
            case "unit":
                return words.pick(one.unit_names)
            case "at":
                return words.local(one.at, self._context.desk.reference)
            case "state":
                return (Light.GREEN if one.state == "carried" else Light.NONE), state_words(one.state)
            case _:
                return one.number

    def _weigh(self, one: Admission, column: str) -> str | float:
        match column:
            case "at":
                return float(one.at)
            case "state":
                return float(list(STATES).index(one.state) if one.state in STATES else len(STATES))
            case "item":
                return words.pick(one.item_names)
            case _:
                return str(self._cell(one, column))
