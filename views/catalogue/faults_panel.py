"""What is wrong with a version that was read in or written: a line a fault, by its line and its field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contract.catalogue import ProposalFault
from contract.machine import Names
from views import words
from views.catalogue.item_words import field
from views.catalogue.plain_rows import PlainRows
from widgets.countdown import Ticker
from widgets.table import Column, ColumnKind, ColumnTableModel, TableView

translate = QCoreApplication.translate


class FaultsPanel(QWidget):
    """The list. `of_file`: lines are a file's, else items' places."""

    def __init__(self, name: str, ticker: Ticker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._rows = PlainRows[ProposalFault](self._cell, self._weigh)
        columns = (
            Column("line", translate("CatalogueFaults", "Line"), ColumnKind.COUNT, 64),
            Column("column", translate("CatalogueFaults", "Column"), ColumnKind.TEXT, 140),
            Column("field", translate("CatalogueFaults", "Field"), ColumnKind.TEXT, 140),
            Column("value", translate("CatalogueFaults", "What stands there"), ColumnKind.TEXT, 180),
            Column("says", translate("CatalogueFaults", "What is wrong"), ColumnKind.TEXT, 300, stretch=True),
        )
        self._model = ColumnTableModel(self._rows, columns, self)
        self._model.sort_by([("line", True)])
        self.table = TableView(self._model, ticker, self)
        self.table.setObjectName(f"{name}.table")
        self.table.setAccessibleName(translate("CatalogueFaults", "Faults"))
        self.table.set_empty(
            translate("CatalogueFaults", "No faults"),
            translate("CatalogueFaults", "What the check refuses stands here, with its line and its field."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)

    def show_faults(self, faults: Sequence[ProposalFault]) -> None:
        """Shows these."""
        changed = self._rows.put({str(n): fault for n, fault in enumerate(faults)})
        if changed:
            self._model.changed(changed)

    def _cell(self, row: ProposalFault, column: str) -> object:
        match column:
            case "line":
                return str(row.line) if row.line else ""
            case "field":
                return field(row.field) if row.field else ""
            case "says":
                return words.begun(words.pick(Names(row.zh, row.en)))
            case _:
                return getattr(row, column)

    def _weigh(self, row: ProposalFault, column: str) -> str | float:
        return float(row.line) if column == "line" else str(self._cell(row, column))
