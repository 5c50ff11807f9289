"""A list as a table for offices: XLSX, or CSV with a byte-order mark. The mapping ``own`` reads it again.

The column 责任单位名称 is for people: whom a role means here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from backend.service.catalogue.vocabulary import inert
from backend.service.refusal import wrong_input
from contract.machine import Names
from contract.mandate import KINDS, LISTS, Mandate
from contract.reference import Reference

Column = tuple[str, int, Callable[[Mandate], str]]
"""Heading, width in characters, content."""

_SHOWN = 3


def columns(reference: Reference) -> list[Column]:
    """The columns of a list's table."""
    levels = {level.key: level.names.zh for level in reference.district.levels}
    units: dict[str, list[str]] = {}
    for unit in reference.units:
        for key in filter(None, (unit.role, unit.code)):
            units.setdefault(key, []).append(unit.names.zh)

    def acting(key: str) -> str:
        names = units.get(key, [])
        return "、".join(names[:_SHOWN]) + (f" 等 {len(names)} 个" if len(names) > _SHOWN else "")

    def kind(key: str) -> str:
        return KINDS[key].zh if key in KINDS else key

    return [
        ("条目编码", 16, lambda e: e.code),
        ("条目名称", 44, lambda e: e.names.zh),
        ("条目名称（英文）", 44, lambda e: _english(e.names)),
        ("责任单位", 20, lambda e: e.unit),
        ("责任单位名称", 36, lambda e: acting(e.unit)),
        ("层级", 10, lambda e: levels.get(e.level, e.level)),
        ("类别", 12, lambda e: kind(e.kind)),
        ("依据", 48, lambda e: e.basis.zh),
        ("依据（英文）", 48, lambda e: _english(e.basis)),
        ("对应事项", 20, lambda e: "；".join(e.items)),
    ]


def title_of(reference: Reference, list_: str, version: str) -> str:
    """What a list's table is called."""
    return f"{reference.district.names.zh}{LISTS[list_].zh} {version}"


def written(entries: Sequence[Mandate], reference: Reference, form: str, title: str) -> bytes:
    """A table of entries as ``csv`` or ``xlsx``; raises ServiceRefused (validation) for any other form."""
    match form:
        case "xlsx":
            return _xlsx(entries, columns(reference), title)
        case "csv":
            return _csv(entries, columns(reference))
    raise wrong_input("form", "choice", form, "只支持 csv 和 xlsx", "must be csv or xlsx")


def _english(names: Names) -> str:
    return "" if names.en == names.zh else names.en


def _csv(entries: Sequence[Mandate], table: Sequence[Column]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([head for head, _, _ in table])
    for entry in entries:
        writer.writerow([inert(content(entry)) for _, _, content in table])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(entries: Sequence[Mandate], table: Sequence[Column], title: str) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(c for c in title if c not in "[]:*?/\\'")[:31])
    for n, (_, width, _) in enumerate(table, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table))}{len(entries) + 1}"
    heads = []
    for head, _, _ in table:
        cell = WriteOnlyCell(sheet, head)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DCE6F1")
        heads.append(cell)
    sheet.append(heads)
    wrapped = Alignment(vertical="top", wrap_text=True)
    for entry in entries:
        row = []
        for _, _, content in table:
            cell = WriteOnlyCell(sheet, inert(content(entry)) or None)
            cell.number_format, cell.alignment = "@", wrapped
            row.append(cell)
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
