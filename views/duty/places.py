"""All grids and units by street: posts filled, who is on duty, gaps of today, check-ins late or missing."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contract.duty import Board, PlaceNow
from views import words
from views.catalogue.plain_rows import PlainRows
from views.context import Context
from views.duty import telling
from views.on_line import nothing_here
from widgets import theme
from widgets.chips import Chip, ChipBar
from widgets.light import Light
from widgets.table import Column, ColumnKind, ColumnTableModel, TableView
from widgets.text import SearchField

translate = QCoreApplication.translate

_NUMBERS = {Light.NONE: 0, Light.GREEN: 1, Light.AMBER: 2, Light.RED: 3}


class Standing:
    """A place with what it is called, which street it belongs to, and how it stands."""

    def __init__(self, context: Context, at: int, order: int, one: PlaceNow) -> None:
        reference = context.reference
        self.one, self.order = one, order
        area, unit = reference.area(one.place), reference.unit(one.place)
        inside = area if area is not None else reference.area(unit.area) if unit is not None else None
        path = inside.path.split("/") if inside is not None else []
        self.street = path[1] if len(path) > 1 else ""
        self.initials = area.initials if area is not None else unit.initials if unit is not None else ""
        self.name = telling.named(one.place, reference)
        self.gaps = words.listed(telling.stretch(a, b, at, reference) for a, b in one.gaps)
        self.light, self.state = self._state()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Standing) and (self.one, self.order, self.name) == (
            other.one,
            other.order,
            other.name,
        )

    __hash__ = None  # type: ignore[assignment]

    def _state(self) -> tuple[Light, str]:
        if self.one.overdue is not None:
            return Light.RED, translate("Duty", "overdue")
        if not self.one.held:
            return Light.NONE, translate("Duty", "no roster")
        if self.one.since is None:
            called = translate("Duty", "nobody on duty") if self.one.gaps else translate("Duty", "off duty")
            return (Light.AMBER if self.one.gaps else Light.NONE), called
        if self.one.gaps:
            return Light.AMBER, translate("Duty", "gap today")
        return Light.GREEN, translate("Duty", "on duty")


FILTERS: dict[str, Callable[[Standing], bool]] = {
    "overdue": lambda row: row.one.overdue is not None,
    "nobody": lambda row: row.one.since is None,
    "gaps": lambda row: bool(row.one.gaps),
    "vacant": lambda row: row.one.held < row.one.wanted,
    "units": lambda row: row.one.unit,
}


class PlaceRows(PlainRows[Standing]):
    """A `GroupSource`: by street; what belongs to the district as a whole comes last."""

    def __init__(self, context: Context) -> None:
        super().__init__(self._said, self._weighed)
        self._context = context
        self._streets: dict[str, int] = {}

    def _said(self, row: Standing, column: str) -> object:
        one = row.one
        match column:
            case "state":
                return row.light, row.state
            case "posts":
                return f"{one.held}/{one.wanted}" if one.wanted else ""
            case "on":
                return translate("Duty", ", ").join(one.on)
            case "until":
                return self._moment(one.until if one.since is not None else None)
            case "checked":
                return self._moment(one.checked_at)
            case "gaps":
                return row.gaps
            case _:
                return row.name

    def _moment(self, instant: int | None) -> datetime | None:
        return words.local(instant, self._context.reference) if instant is not None else None

    def _weighed(self, row: Standing, column: str) -> str | float:
        one = row.one
        match column:
            case "state":
                return -_NUMBERS[row.light]
            case "posts":
                return one.held / one.wanted if one.wanted else 2.0
            case "on":
                return "".join(one.on)
            case "until":
                return float(one.until or 0)
            case "checked":
                return float(one.checked_at or 0)
            case "gaps":
                return float(one.gaps[0][0]) if one.gaps else float("inf")
            case _:
                return float(row.order)

    # --- GroupSource -------------------------------------------------------------------------------------
    def group_codes(self, key: str) -> NDArray[np.integer[Any]]:
        """The street of each row; raises `KeyError` for another key."""
        if key != "street":
            raise KeyError(key)
        found = [self._slots.row(slot) for slot in range(self.size())]
        return np.array([self._code(row.street if row is not None else "") for row in found], dtype=np.int64)

    def _code(self, street: str) -> int:
        return self._streets.setdefault(street, len(self._streets))

    def group_ranks(self, key: str) -> NDArray[Any]:
        """By the order of the reference."""
        del key
        order = {area.code: n for n, area in enumerate(self._context.reference.areas)}
        return np.array([order.get(street, len(order)) for street in self._streets] or [0], dtype=np.int64)

    def group_name(self, key: str, code: int) -> str:
        """What a street is called."""
        area = self._context.reference.area(str(self.group_value(key, code)))
        return words.pick(area.names) if area is not None else translate("Duty", "The whole district")

    def group_value(self, key: str, code: int) -> Hashable:
        """The street's code."""
        del key
        return next((street for street, n in self._streets.items() if n == code), "")

    def lights(self) -> NDArray[np.int8]:
        """How each row stands."""
        found = [self._slots.row(slot) for slot in range(self.size())]
        return np.array([_NUMBERS[row.light] if row is not None else 0 for row in found], dtype=np.int8)


class PlacesPanel(QWidget):
    """The list. `chosen(place)` when the cursor stands on another ("" for none)."""

    chosen = Signal(str)
    counted = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._heard = False
        self._heard = False
        self._only = self._text = self._current = ""
        self._rows = PlaceRows(context)
        names = {
            "overdue": translate("Duty", "Overdue"),
            "nobody": translate("Duty", "Nobody on duty"),
            "gaps": translate("Duty", "Gaps"),
            "vacant": translate("Duty", "Vacant posts"),
            "units": translate("Duty", "Units"),
        }
        self.names = names
        self._chips = ChipBar(self)
        self._chips.setObjectName("duty.chips")
        self._chips.set_chips([Chip(key, names[key]) for key in FILTERS])
        self.search = SearchField(translate("Duty", "Grid, unit, name"), self)
        self.search.setObjectName("duty.search")
        self.search.setFixedWidth(theme.current().px(190))
        bar = QWidget(self)
        theme.set_surface(bar, "panel")
        theme.set_property(bar, "edge", "bottom")
        head = QHBoxLayout(bar)
        head.setContentsMargins(12, 6, 12, 6)
        head.addWidget(self._chips, 1)
        head.addWidget(self.search)
        columns = (
            Column("state", translate("Duty", "State"), ColumnKind.LIGHT, 118),
            Column("place", translate("Duty", "Grid or unit"), ColumnKind.TEXT, 190, stretch=True),
            Column("posts", translate("Duty", "Posts"), ColumnKind.COUNT, 56),
            Column("on", translate("Duty", "On duty"), ColumnKind.TEXT, 150),
            Column("until", translate("Duty", "Until"), ColumnKind.TIME, 64, sample="00:00 "),
            Column("checked", translate("Duty", "Last check-in"), ColumnKind.TIME, 92, sample="00:00 "),
            Column("gaps", translate("Duty", "Nobody on duty"), ColumnKind.TEXT, 116),
        )
        self._model = ColumnTableModel(self._rows, columns, self)
        self._model.sort_by([("place", True)])
        self.table = TableView(self._model, context.ticker, self)
        self.table.setObjectName("duty.table")
        self.table.setAccessibleName(translate("Duty", "On duty"))
        self.say_empty()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.table, 1)
        self._chips.toggled.connect(lambda key, _on: self.show_only(key))
        self.search.searched.connect(self._look_for)
        self.search.left.connect(self.table.setFocus)
        self.search.submitted.connect(self.table.setFocus)
        self.table.current_changed.connect(self._on_current)

    def count(self) -> int:
        """Places with somebody on duty."""
        return sum(1 for row in self._rows.rows() if row.one.since is not None)

    def take(self, board: Board) -> None:
        """Shows a board; the cursor stays on its place."""
        self._heard = True
        first = not self._rows.rows()
        fresh = {one.place: Standing(self._context, board.at, n, one) for n, one in enumerate(board.places)}
        changed = self._rows.put(fresh)
        if changed:
            self._model.changed(changed)
        if first and fresh:
            self._model.group_by("street")
            self.table.select_first()
        for key, wanted in FILTERS.items():
            self._chips.set_count(key, sum(1 for row in fresh.values() if wanted(row)))
        self.say_empty()
        self.counted.emit()

    def current(self) -> str:
        """The place under the cursor, "" for none."""
        row = self._rows.row(self.table.current_id())
        return row.one.place if row is not None else ""

    def select(self, place: str) -> None:
        """Puts the cursor on a place."""
        slot = self._rows.slot(place)
        if slot >= 0:
            self.table.select_row(slot)

    def show_only(self, key: str) -> None:
        """Shows the places of one kind; the same again shows all."""
        self._only = "" if key == self._only else key
        for one in FILTERS:
            self._chips.set_on(one, one == self._only)
        self._filter()

    def clear(self) -> bool:
        """All places again; False where all are shown already."""
        if not self._only and not self._text:
            return False
        if self._text:
            self.search.clear()
            self._text = ""
        self.show_only(self._only)
        return True

    def _look_for(self, text: str) -> None:
        self._text = text.strip().casefold()
        self._filter()

    def _filter(self) -> None:
        only, text = FILTERS.get(self._only), self._text

        def wanted(row: Standing) -> bool:
            if only is not None and not only(row):
                return False
            return (
                not text
                or text in f"{row.name} {row.one.place} {row.initials} {' '.join(row.one.on)}".casefold()
            )

        shown = only is not None or bool(text)
        self._model.set_filter((lambda rows: self._rows.fit(rows, wanted)) if shown else None)
        self.say_empty()

    def say_empty(self) -> None:
        """What stands where there are none."""
        if self._only or self._text:
            self.table.set_empty(
                translate("Duty", "None of that kind"), translate("Duty", "Esc shows all grids and units.")
            )
        else:
            none = translate("Duty", "Nothing of duty yet")
            text = translate("Duty", "Grids and units of your scope stand here with who is on duty.")
            self.table.set_empty(*nothing_here(self._context.desk, self._heard, none, text))

    def _on_current(self, _row: object) -> None:
        place = self.current()
        if place != self._current:
            self._current = place
            self.chosen.emit(place)

    def bind(self, keys: Any) -> None:
        """Binds the chips' keys."""
        for number, key in enumerate(FILTERS, 1):
            keys.bind(str(number), partial(self.show_only, key), self.names[key])
