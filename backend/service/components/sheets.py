"""The register as a table for offices: XLSX, or CSV with a byte-order mark.

The mapping ``own`` reads it again. Those that were removed stand in it, too: their codes are not given to
others.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from backend.service.catalogue.vocabulary import inert
from backend.service.refusal import wrong_input
from contract.component import Component, state_names

FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
"""What can be written, and its content type."""

Column = tuple[str, int, Callable[[Component], str]]
"""Heading, width in characters, content."""

COLUMNS: tuple[Column, ...] = (
    ("部件编码", 22, lambda c: c.code),
    ("类别", 16, lambda c: c.kind_names.zh),
    ("位置描述", 34, lambda c: c.place),
    ("经度", 13, lambda c: f"{c.lon:.6f}"),
    ("纬度", 13, lambda c: f"{c.lat:.6f}"),
    ("所在网格", 16, lambda c: c.area_name),
    ("权属单位", 28, lambda c: c.owner.unit or c.owner.name),
    ("权属单位名称", 28, lambda c: c.owner.name or "无主"),
    ("状态", 10, lambda c: state_names(c.state).zh),
)
"""The columns of the register's table. 所在网格 and 权属单位名称 are for people: they are not read again."""


def written(components: Sequence[Component], form: str, title: str) -> bytes:
    """A table of components in a form of `FORMS`; raises ServiceRefused (validation) for any other."""
    match form:
        case "xlsx":
            return _xlsx(components, title)
        case "csv":
            return _csv(components)
    raise wrong_input("form", "choice", form, "只支持 csv 和 xlsx", "must be csv or xlsx")


def _csv(components: Sequence[Component]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([head for head, _, _ in COLUMNS])
    for one in components:
        writer.writerow([inert(content(one)) for _, _, content in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(components: Sequence[Component], title: str) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(c for c in title if c not in "[]:*?/\\'")[:31] or "部件")
    for n, (_, width, _) in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    sheet.freeze_panes = "B2"
    heads = []
    for head, _, _ in COLUMNS:
        cell = WriteOnlyCell(sheet, head)
        cell.font = Font(bold=True)
        heads.append(cell)
    sheet.append(heads)
    for one in components:
        sheet.append([inert(content(one)) for _, _, content in COLUMNS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
