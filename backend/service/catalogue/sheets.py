"""A version of the catalogue as a table for offices: XLSX, or CSV with a byte-order mark.

The mapping ``own`` reads it again, item for item. The column 承办单位 is for people: whom a role means here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from backend.service.refusal import wrong_input
from contract.catalogue import EVIDENCE, ITEMS, LIMITS
from contract.clock import Limit
from contract.machine import Names
from contract.reference import Item, Level, Reference

from .difference import amount_words, limit_words
from .vocabulary import Vocabulary, inert

FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
"""What can be written, and its content type."""

_LIMIT_HEADS = (
    *("派遣时限", "签收时限", "到场时限", "处置时限", "核查时限", "评价时限"),
    *("先行处置时限", "修复时限", "恢复时限"),
    *("代办收件时限", "代办送办时限", "代办送达时限"),
)
_NOTE = "时限写作“数值 单位”，单位为：分钟、小时、自然日、紧急工作时、工作时、工作日"
_UNITS_SHOWN = 3

Column = tuple[str, int, Callable[[Item], str]]
"""Heading, width in characters, content."""


def columns(reference: Reference) -> list[Column]:
    """The columns of a catalogue's table."""
    district = reference.district
    kinds, levels = _names(district.kinds), _names(district.event_levels)
    words = Vocabulary(reference)
    units = _units(reference)

    def level(known: dict[str, str], key: str, read: Callable[[str], str]) -> str:
        name = known.get(key, key)
        return name if read(name) == key else key  # a name that two keys share is no name here

    table: list[Column] = [
        ("事项编码", 14, lambda i: i.code),
        ("类别编码", 10, lambda i: i.category),
        ("类别", 14, lambda i: i.category_names.zh),
        ("类别（英文）", 20, lambda i: _english(i.category_names)),
        ("事项名称", 26, lambda i: i.names.zh),
        ("事项名称（英文）", 28, lambda i: _english(i.names)),
        ("类型", 10, lambda i: level(kinds, i.kind, words.kind)),
        ("事件等级", 10, lambda i: level(levels, i.level, words.level)),
        ("承办角色", 18, lambda i: i.handler),
        ("承办单位", 30, lambda i: units.get(i.handler, "")),
    ]
    table += [(head, 13, _limit(name)) for head, name in zip(_LIMIT_HEADS, LIMITS, strict=True)]
    table += [
        ("预警比例", 10, lambda i: "" if i.amber is None else amount_words(i.amber)),
        ("立案标准", 44, lambda i: i.file_standard.zh),
        ("立案标准（英文）", 44, lambda i: _english(i.file_standard)),
        ("结案标准", 36, lambda i: i.close_standard.zh),
        ("结案标准（英文）", 36, lambda i: _english(i.close_standard)),
        ("关键词", 30, lambda i: "；".join(i.keywords)),
        ("佐证材料", 24, lambda i: "；".join(_evidence(kind) for kind in i.evidence)),
    ]
    return table


def written(items: Sequence[Item], reference: Reference, form: str, title: str) -> bytes:
    """A table of items in a form of `FORMS`; raises ServiceRefused (validation) for any other."""
    match form:
        case "xlsx":
            return _xlsx(items, reference, title)
        case "csv":
            return _csv(items, columns(reference))
    raise wrong_input("form", "choice", form, "只支持 csv 和 xlsx", "must be csv or xlsx")


def _limit(name: str) -> Callable[[Item], str]:
    def said(item: Item) -> str:
        limit: Limit | None = getattr(item, name)
        return limit_words(limit).zh if limit is not None else ""

    return said


def _english(names: Names) -> str:
    return "" if names.en == names.zh else names.en


def _evidence(kind: str) -> str:
    return EVIDENCE[kind].zh if kind in EVIDENCE else kind


def _names(levels: Iterable[Level]) -> dict[str, str]:
    return {"event": "事件", "component": "部件"} | {level.key: level.names.zh for level in levels}


def _units(reference: Reference) -> dict[str, str]:
    """Whom a handler means here: the units of a role, the first few by name."""
    found: dict[str, list[str]] = {}
    for unit in reference.units:
        for key in filter(None, (unit.role, unit.code)):
            found.setdefault(key, []).append(unit.names.zh)
    return {
        key: "、".join(names[:_UNITS_SHOWN]) + (f" 等 {len(names)} 个" if len(names) > _UNITS_SHOWN else "")
        for key, names in found.items()
    }


def _csv(items: Sequence[Item], table: Sequence[Column]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([head for head, _, _ in table])
    for item in items:
        writer.writerow([inert(content(item)) for _, _, content in table])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(items: Sequence[Item], reference: Reference, title: str) -> bytes:
    table = columns(reference)
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = _sheet_name(title)
    _head(sheet, [(head, width) for head, width, _ in table])
    wrapped = Alignment(vertical="top", wrap_text=True)
    for n, item in enumerate(items, start=2):
        for m, (_, _, content) in enumerate(table, start=1):
            cell = sheet.cell(n, m)
            cell.alignment = wrapped
            cell.number_format = "@"
            if text := inert(content(item)):
                cell.value = text
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table))}{len(items) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    properties = sheet.sheet_properties.pageSetUpPr
    if properties is not None:
        properties.fitToPage = True
    acting = _acting(book.create_sheet("承办角色"), reference)
    _offer(sheet, [head for head, _, _ in table], reference, acting)
    hints = book.create_sheet("说明")
    hints.column_dimensions["A"].width = 100
    for line in _hints(title):
        hints.append([line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: Worksheet, heads: Sequence[tuple[str, int]]) -> None:
    sheet.row_dimensions[1].height = 24
    for n, (heading, width) in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = width
        cell = sheet.cell(1, n, heading)
        cell.font, cell.border = Font(bold=True), Border(bottom=Side("thin"))
        cell.fill = PatternFill("solid", fgColor="DCE6F1")
        cell.alignment = Alignment(vertical="center", wrap_text=True)


def _acting(sheet: Worksheet, reference: Reference) -> int:
    """Who may be named as handler, on a sheet of its own; gives how many."""
    _head(sheet, [("承办角色", 24), ("承办单位", 80)])
    sheet.freeze_panes = "A2"
    units = _units(reference)
    roles = dict.fromkeys(unit.role for unit in reference.units if unit.role)
    for n, role in enumerate(roles, start=2):
        sheet.cell(n, 1, role)
        sheet.cell(n, 2, units[role])
    return len(roles)


def _offer(sheet: Worksheet, heads: Sequence[str], reference: Reference, acting: int) -> None:
    """Lists to choose from, which allow what is not in them: a unit's code is no role."""
    district = reference.district
    lists = {
        "类型": _choices(_names(district.kinds).values()),
        "事件等级": _choices(level.names.zh for level in district.event_levels),
        "承办角色": f"'承办角色'!$A$2:$A${acting + 1}" if acting else "",
    }
    for head, formula in lists.items():
        if formula:
            column = get_column_letter(heads.index(head) + 1)
            offer = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=False)
            offer.add(f"{column}2:{column}{ITEMS + 1}")
            sheet.add_data_validation(offer)


def _choices(words: Iterable[str]) -> str:
    """A list in a cell's own words, "" where it could not be one (255 characters are all a sheet takes)."""
    said = ",".join(words)
    return f'"{said}"' if 0 < len(said) <= 250 and '"' not in said else ""


def _sheet_name(title: str) -> str:
    return "".join(c for c in title if c not in "[]:*?/\\'")[:31] or "事项清单"


def _hints(title: str) -> Iterable[str]:
    yield title
    yield _NOTE
    yield "关键词、佐证材料各项之间用分号隔开；佐证材料可选：" + "、".join(n.zh for n in EVIDENCE.values())
    yield "承办角色填写角色代码（见“承办角色”表）或单位编码；“承办单位”一列仅供查阅，导入时不读取"
    yield "删去一行即在新版本中停用该事项；已立案的工单不受影响"
