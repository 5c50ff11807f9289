"""The figures of joint actions as a table for offices: XLSX with a sheet for each way of looking at them, or
CSV of the lines by lead unit."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from backend.service.catalogue.vocabulary import inert
from backend.service.refusal import wrong_input
from contract.joint.figures import JointCount, JointFigures, JointRates, PartyFigures, PartyRates
from contract.reference import Reference

FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
"""What can be written, and its content type."""

Cell = str | int | float | None
Columns = tuple[tuple[str, str], ...]
FEN = 100
"""Fen of a yuan."""

PARTY: tuple[tuple[str, str], ...] = (
    ("召集单位数", "called"),
    ("签收", "signed_in"),
    ("按时签收", "signed_in_in_time"),
    ("按时签收率", "share sign_in"),
    ("到场", "arrived"),
    ("按时到场", "arrived_in_time"),
    ("按时到场率", "share arrival"),
    ("缺席", "absent"),
    ("派出人次", "people"),
    ("平均到场用时（分钟）", "mean arrival_minutes"),
    ("提出异议", "objections"),
    ("异议不成立", "kept"),
    ("免除参加", "released"),
    ("被换派", "substituted"),
    ("单位平均得分", "mean score"),
)
APPROVED: tuple[tuple[str, str], ...] = (
    ("并联审批", "approvals"),
    ("批准", "approvals_granted"),
    ("不予批准", "approvals_denied"),
    ("到期审批", "approvals_due"),
    ("按时审批", "approvals_in_time"),
    ("按时审批率", "share approval"),
    ("曾要求补正", "approvals_lacking"),
)
"""Of departments that approve beside each other, where the district has such kinds."""
ACTION: tuple[tuple[str, str], ...] = (
    ("提请", "proposed"),
    ("未批准", "refused"),
    ("召集前撤销", "withdrawn"),
    ("联合行动", "actions"),
    ("中途取消", "called_off"),
    ("已结案", "closed"),
    ("平均办结用时（小时）", "mean complete_hours"),
    ("发现问题", "problems"),
    ("现场处理", "handled"),
    ("转交", "handed_on"),
    ("转工单", "ticketed"),
    ("验收不通过", "failed"),
    ("问责", "accounts"),
    ("吹哨平均得分", "mean whistle_score"),
)
"""Headings and whence they come: a count, a sum of money, or a share or mean by its name."""
SETTLED: tuple[tuple[str, str], ...] = (
    ("有结果的调解", "mediations"),
    ("达成协议", "settled"),
    ("调解未成", "broken"),
    ("调解成功率", "share settlement"),
    ("协议金额（元）", "yuan settled_fen"),
    ("已履行金额（元）", "yuan performed_fen"),
    ("履行率", "share performance"),
    ("司法确认", "confirmed"),
    ("未履行", "defaulted"),
)
"""Of mediation tables, where the district has such kinds."""
LED = (("主办", "led"), ("验收不通过", "failed"), ("问责", "accounts"))


def columns(reference: Reference) -> tuple[Columns, Columns]:
    """The columns of actions and of departments that a district's kinds have."""
    forms = {kind.form for kind in reference.district.joint.kinds}
    return (
        (*ACTION, *(SETTLED if "mediation" in forms else ())),
        (*PARTY, *(APPROVED if "approval" in forms else ())),
    )


def _cell(whence: str, figures: PartyFigures | JointFigures, rates: PartyRates | JointRates) -> Cell:
    kind, _, name = whence.rpartition(" ")
    if kind == "yuan":
        fen: int = getattr(figures, name)
        return fen / FEN
    if not kind:
        count: int = getattr(figures, name)
        return count
    value: float | None = getattr(rates, name)
    if value is None:
        return None
    return f"{value:.1%}" if kind == "share" else round(value, 1)


def _row(
    columns: Columns, figures: PartyFigures | JointFigures, rates: PartyRates | JointRates
) -> list[Cell]:
    return [_cell(whence, figures, rates) for _, whence in columns]


def tables(found: JointCount, reference: Reference) -> list[tuple[str, list[list[Cell]]]]:
    """Title and rows of each table, the heading first and the total last."""
    own, party = columns(reference)
    head = [name for name, _ in (*own, *party)]

    def cells(figures: JointFigures, rates: JointRates) -> list[Cell]:
        return _row(own, figures, rates) + _row(party, figures.parties, rates.parties)

    total: list[Cell] = ["合计", *cells(found.total, found.rates)]
    made: list[tuple[str, list[list[Cell]]]] = []
    for title, first, lines in (
        ("按主办单位", "主办单位", found.leads),
        ("按类型", "类型", found.kinds),
        ("按发起方式", "发起方式", found.ways),
        ("按街镇", "街镇", found.streets),
    ):
        rows: list[list[Cell]] = [[first, *head]]
        rows += [[inert(line.names.zh), *cells(line.figures, line.rates)] for line in lines]
        made.append((title, [*rows, total]))
    departments: list[list[Cell]] = [["单位", *(name for name, _ in party), *(name for name, _ in LED)]]
    for line in found.departments:
        led: list[Cell] = [getattr(line, name) for _, name in LED]
        departments.append([inert(line.names.zh), *_row(party, line.figures, line.rates), *led])
    made.insert(1, ("单位考核", departments))
    return made


def said(found: JointCount, reference: Reference) -> str:
    """Of which days the figures are, and as of when."""
    zone = timezone(timedelta(minutes=reference.calendar.utc_offset))

    def local(at: int, form: str) -> str:
        return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone).strftime(form)

    days = f"{local(found.from_at, '%Y-%m-%d')}至{local(found.to_at - 1, '%Y-%m-%d')}"
    return f"{days}召集的联合行动，统计截至{local(found.at, '%Y-%m-%d %H:%M')}"


def written(found: JointCount, form: str, reference: Reference) -> bytes:
    """The tables in a form of `FORMS`; raises ServiceRefused (validation) for any other."""
    made = tables(found, reference)
    match form:
        case "csv":
            out = io.StringIO(newline="")
            csv.writer(out).writerows(made[0][1])
            return out.getvalue().encode("utf-8-sig")
        case "xlsx":
            return _xlsx(made, said(found, reference))
    raise wrong_input("form", "choice", form, "只支持 csv 和 xlsx", "must be csv or xlsx")


def _xlsx(made: Sequence[tuple[str, list[list[Cell]]]], under: str) -> bytes:
    book = Workbook(write_only=True)
    for title, rows in made:
        sheet = book.create_sheet(title)
        sheet.column_dimensions["A"].width = 28
        for n, head in enumerate(rows[0][1:], start=2):
            sheet.column_dimensions[get_column_letter(n)].width = max(10, 2 * len(str(head)) + 2)
        sheet.freeze_panes = "B2"
        for row in rows:
            strong = row is rows[0] or row[0] == "合计"
            sheet.append([_strong(sheet, cell) for cell in row] if strong else row)
        sheet.append([])
        sheet.append([under])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _strong(sheet: WriteOnlyWorksheet, content: Cell) -> object:
    cell = WriteOnlyCell(sheet, content)
    cell.font = Font(bold=True)
    return cell
