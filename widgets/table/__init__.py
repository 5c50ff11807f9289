"""A table of 100,000 rows over columns: sorted and filtered by numpy, changed row by row, painted by hand."""

from widgets.table.groups import GroupHead
from widgets.table.model import ColumnTableModel
from widgets.table.slots import Slots
from widgets.table.source import Column, ColumnKind, GroupSource, Pill, PillTone, RowSource, text_key
from widgets.table.view import TableView

__all__ = [
    "Column",
    "ColumnKind",
    "ColumnTableModel",
    "GroupHead",
    "GroupSource",
    "Pill",
    "PillTone",
    "RowSource",
    "Slots",
    "TableView",
    "text_key",
]
