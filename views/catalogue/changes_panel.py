"""What one version of the catalogue changes against another: a line a change, and the one under the cursor
side by side, before and after."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from contract.catalogue import Difference, ItemChange
from views import words
from views.catalogue.item_words import rank
from views.catalogue.plain_rows import PlainRows
from widgets import theme
from widgets.countdown import Ticker
from widgets.table import Column, ColumnKind, ColumnTableModel, Pill, PillTone, TableView
from widgets.yielding import YieldingArea

translate = QCoreApplication.translate


class Row(NamedTuple):
    """One field of a changed item, or an item that came or went."""

    place: int
    how: str
    code: str
    name: str
    field: str = ""
    before: str = ""
    after: str = ""
    admission: str = ""


def rows_of(told: Difference) -> list[Row]:
    """All changes in order: by kind, then by code."""
    found: list[Row] = []

    def ordered(changes: tuple[ItemChange, ...]) -> list[ItemChange]:
        return sorted(changes, key=lambda change: rank(change.code))

    for how, changes in (("added", told.added), ("withdrawn", told.withdrawn), ("changed", told.changed)):
        for change in ordered(changes):
            name = words.pick(change.names)
            if not change.fields:
                found.append(Row(len(found), how, change.code, name, admission=change.admission))
            found += [
                Row(
                    len(found) + n,
                    how,
                    change.code,
                    name,
                    words.begun(words.pick(one.names)),
                    words.pick(one.before_words),
                    words.pick(one.after_words),
                    change.admission,
                )
                for n, one in enumerate(change.fields)
            ]
    return found


def how_words(how: str) -> str:
    """What happens to an item."""
    return {
        "added": translate("CatalogueChanges", "added"),
        "withdrawn": translate("CatalogueChanges", "withdrawn"),
        "changed": translate("CatalogueChanges", "changed"),
    }.get(how, how)


def pill(how: str) -> Pill | None:
    """The same as a mark in a line."""
    tone = {"added": PillTone.MINE, "withdrawn": PillTone.SILENT}.get(how, PillTone.CLAIM)
    return Pill(how_words(how), tone) if how else None


class ChangesPanel(QWidget):
    """`show_difference(None, …)` says why there is none."""

    def __init__(self, name: str, ticker: Ticker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._rows = PlainRows[Row](self._cell, self._weigh)
        columns = (
            Column(
                "how",
                translate("CatalogueChanges", "What"),
                ColumnKind.PILL,
                76,
                sample=f"{how_words('withdrawn')}  ",
            ),
            Column("code", translate("CatalogueChanges", "Code"), ColumnKind.NUMBER, 88),
            Column("name", translate("CatalogueChanges", "Item"), ColumnKind.TEXT, 190),
            Column("field", translate("CatalogueChanges", "Field"), ColumnKind.TEXT, 120),
            Column("before", translate("CatalogueChanges", "Before"), ColumnKind.TEXT, 170, stretch=True),
            Column("after", translate("CatalogueChanges", "After"), ColumnKind.TEXT, 170),
            Column("admission", translate("CatalogueChanges", "Application"), ColumnKind.NUMBER, 104),
        )
        self._model = ColumnTableModel(self._rows, columns, self)
        self.table = TableView(self._model, ticker, self)
        self.table.setObjectName(f"{name}.table")
        self.table.setAccessibleName(translate("CatalogueChanges", "What changes"))
        self._heads = [self._label("caption") for _ in range(2)]
        self._texts = [self._label("") for _ in range(2)]
        inside = QWidget()
        theme.set_surface(inside, "panel")
        grid = QGridLayout(inside)
        grid.setContentsMargins(16, 10, 16, 10)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        self._about = self._label("strong")
        grid.addWidget(self._about, 0, 0, 1, 2)
        for column in range(2):
            grid.setColumnStretch(column, 1)
            grid.addWidget(self._heads[column], 1, column)
            grid.addWidget(self._texts[column], 2, column, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(3, 1)
        self._side = YieldingArea(inside, self, least=88)
        theme.set_property(self._side, "edge", "top")
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setObjectName(f"{name}.split")
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self._side)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 1)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.addWidget(split, 1)
        self.table.current_changed.connect(lambda _slot: self._show_current())
        self._show_current()

    def _label(self, role: str) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if role:
            theme.set_role(label, role)
        return label

    def show_difference(self, told: Difference | None, title: str, text: str) -> None:
        """Shows what changes; title and text are said where nothing does."""
        rows = [] if told is None else rows_of(told)
        fresh = {f"{row.how} {row.code} {row.field}": row for row in rows}
        changed = self._rows.put(fresh)
        if changed:
            self._model.changed(changed)
            self._model.sort_by([("how", True)])
        self.table.set_empty(title, text)
        names = ("", "") if told is None else (told.before, told.after)
        for head, name, word in zip(
            self._heads,
            names,
            (translate("CatalogueChanges", "Before"), translate("CatalogueChanges", "After")),
            strict=True,
        ):
            head.setText(words.dotted((word, name)))
        if self.table.current_id() is None and self._model.count():
            self.table.select_row(self._model.row_id(0))
        self._show_current()

    def lines(self) -> list[Row]:
        """What is shown, in no order."""
        return self._rows.rows()

    def _show_current(self) -> None:
        row = self._rows.row(self.table.current_id())
        self._side.setVisible(row is not None and bool(row.field))
        if row is None:
            return
        self._about.setText(words.dotted((row.code, row.name, row.field)))
        for label, text in zip(self._texts, (row.before, row.after), strict=True):
            label.setText(text)

    def _cell(self, row: Row, column: str) -> object:
        if column == "how":
            return pill(row.how)
        return getattr(row, column)

    def _weigh(self, row: Row, column: str) -> str | float:
        return float(row.place) if column in ("how", "code") else str(getattr(row, column))
