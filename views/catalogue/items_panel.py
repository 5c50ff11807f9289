"""The items of a version in one dense table with all their limits, searched by code, name, keyword or
initials; what else the one under the cursor says stands below."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from console.catalogue_draft import Line
from contract.catalogue import LIMITS
from views import words
from views.catalogue import item_words
from views.catalogue.changes_panel import how_words, pill
from views.catalogue.plain_rows import PlainRows
from views.context import Context
from widgets import theme
from widgets.facts import Fact, FactsGrid
from widgets.table import Column, ColumnKind, ColumnTableModel, TableView
from widgets.yielding import YieldingArea

translate = QCoreApplication.translate

_NARROW = 1180
"""Px at 100 % under which the category stands below only."""


class ItemsPanel(QWidget):
    """`activated(code)` by Enter or double click."""

    activated = Signal(str)
    current_changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._text = ""
        self._found: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self._initials: dict[str, str] = {}
        self._handlers: dict[str, str] = {}
        self._rows = PlainRows[Line](self._cell, self._weigh)
        limits = (
            Column(
                name,
                item_words.limit_title(name),
                ColumnKind.COUNT,
                84,
                sample=translate("Items", "15 work d"),
            )
            for name in LIMITS
        )
        columns = (
            Column(
                "state",
                translate("Items", "Draft"),
                ColumnKind.PILL,
                76,
                sample=f"{how_words('withdrawn')}  ",
            ),
            Column("code", translate("Items", "Code"), ColumnKind.NUMBER, 76),
            Column("name", translate("Items", "Item"), ColumnKind.TEXT, 150, stretch=True),
            Column("category", translate("Items", "Category"), ColumnKind.TEXT, 90),
            Column("handler", translate("Items", "Handler"), ColumnKind.TEXT, 120),
            *limits,
        )
        self._model = ColumnTableModel(self._rows, columns, self)
        self._model.sort_by([("code", True)])
        self.table = TableView(self._model, context.ticker, self)
        self.table.setObjectName("catalogue.items")
        self.table.setAccessibleName(translate("Items", "Items"))
        self.table.installEventFilter(self)
        self._facts = FactsGrid(3)
        self._facts.setObjectName("catalogue.item.facts")
        inside = QWidget()
        theme.set_surface(inside, "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 10, 16, 10)
        column.addWidget(self._facts)
        column.addStretch(1)
        self._below = YieldingArea(inside, self, least=84)
        theme.set_property(self._below, "edge", "top")
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setObjectName("catalogue.items.split")
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self._below)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split, 1)
        self.table.current_changed.connect(self._on_current)
        self.table.activated_row.connect(self._on_activated)
        self._say_empty()

    def show_lines(self, lines: Iterable[Line], *, draft: bool) -> None:
        """Shows these items; the cursor stays on its item."""
        self._handlers.clear()
        fresh = {line.item.code: line for line in lines}
        ordered = sorted(fresh, key=item_words.rank)
        self._places = {code: n for n, code in enumerate(ordered)}
        changed = self._rows.put(fresh)
        # A limit that no item has takes no room from those that some have.
        unused = {name for name in LIMITS if not any(getattr(x.item, name) for x in fresh.values())}
        self.table.header.keep_away(unused if draft else unused | {"state"})
        if changed:
            self._found.clear()
            self._model.changed(changed)
            self._model.sort_by(self._model.sort_order())
        if self.table.current_id() is None and self._model.count():
            self.table.select_row(self._model.row_id(0))
        self._on_current(None)

    def count(self) -> int:
        """How many are shown."""
        return self._model.count()

    def current(self) -> Line | None:
        """The item under the cursor."""
        return self._rows.row(self.table.current_id())

    def select(self, code: str) -> None:
        """Puts the cursor on an item."""
        slot = self._rows.slot(code)
        if slot >= 0:
            self.table.select_row(slot)

    def look_for(self, text: str) -> None:
        """Shows only the items that a text is found in."""
        self._text = text.strip().casefold()
        if self._text:
            self._model.set_filter(lambda slots: self._rows.fit(slots, self._holds))
        else:
            self._model.set_filter(None)
        self._say_empty()
        if self.table.current_id() is None and self._model.count():
            self.table.select_row(self._model.row_id(0))

    def _say_empty(self) -> None:
        if self._text:
            self.table.set_empty(
                translate("Items", "No such item"),
                translate("Items", "Code, name, keyword or pinyin initials; Esc shows all."),
            )
        else:
            self.table.set_empty(
                translate("Items", "No items"), translate("Items", "This version holds no item.")
            )

    def _holds(self, line: Line) -> bool:
        item = line.item
        found = self._found.get(item.code)
        if found is None:
            names = (item.names.zh, item.names.en, item.category_names.zh, *item.keywords)
            found = "\n".join((item.code, *names, self._initials_of(item.names.zh))).casefold()
            self._found[item.code] = found
        return all(part in found for part in self._text.split())

    def _initials_of(self, name: str) -> str:
        known = self._initials.get(name)
        if known is None:
            if not self._initials:
                self._initials = {i.names.zh: i.initials for i in self._context.reference.items}
            known = self._initials.get(name) or self._context.desk.initials(name)
            self._initials[name] = known
        return known

    # --- cells -------------------------------------------------------------------------------------------
    def _handler(self, code: str) -> str:
        if code not in self._handlers:
            self._handlers[code] = item_words.handler(code, self._context.reference)
        return self._handlers[code]

    def _cell(self, line: Line, column: str) -> object:
        item = line.item
        match column:
            case "state":
                return pill(line.state)
            case "code":
                return item.code
            case "name":
                return item_words.said(item.names)
            case "category":
                return item_words.said(item.category_names)
            case "handler":
                return self._handler(item.handler) if item.handler else ""
            case _:
                return item_words.short(getattr(item, column))

    def _weigh(self, line: Line, column: str) -> str | float:
        item = line.item
        match column:
            case "code":
                return float(self._places.get(item.code, 0))
            case "name" | "category" | "handler" | "state":
                return line.state if column == "state" else str(self._cell(line, column))
            case _:
                limit = getattr(item, column)
                return float("nan") if limit is None else float(limit.amount)

    # --- the one under the cursor ------------------------------------------------------------------------
    def _on_activated(self, slot: int) -> None:
        line = self._rows.row(slot)
        if line is not None:
            self.activated.emit(line.item.code)

    def _on_current(self, _slot: object) -> None:
        line = self.current()
        self._below.setVisible(line is not None)
        self.current_changed.emit()
        if line is None:
            return
        reference = self._context.reference
        facts = []
        for name in ("file_standard", "close_standard", "evidence", "keywords", "kind", "level", "amber"):
            text = item_words.value(line.item, name, reference)
            if text:
                facts.append(Fact(item_words.field(name), text))
        category = item_words.said(line.item.category_names)
        facts.append(Fact(item_words.field("category_names"), words.dotted((line.item.category, category))))
        self._facts.set_facts(facts)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table and event.type() == QEvent.Type.Resize:
            narrow = self.table.width() < theme.current().px(_NARROW)
            self.table.header.leave_out({"category"} if narrow else set())
            self.table.header.stretch(self.table.viewport().width())
        return super().eventFilter(watched, event)
