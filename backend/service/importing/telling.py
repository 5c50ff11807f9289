"""What an import says: a summary for people, one JSON object for programs, a CSV of the refused rows."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from contract.catalogue import ProposalFault
from contract.component import ComponentFault
from contract.duty import RosterFault
from contract.machine import Names

from .faults import ImportRefused, RowFault
from .running import Summary

COLUMNS = ("line", "column", "field", "rule", "value", "reason_zh", "reason_en")
SHOWN = 20


def for_people(summary: Summary, language: str) -> str:
    """A few lines in one language: counts, then the first refused rows."""
    would = summary.dry_run
    lines = [
        Names(
            f"{summary.file}：{summary.rows} 行（映射 {summary.mapping}，渠道 {summary.channel}）",
            f"{summary.file}: {summary.rows} rows (mapping {summary.mapping}, channel {summary.channel})",
        )
    ]
    if would:
        lines.append(Names("试运行，未写入任何内容", "dry run, nothing was written"))
    went = Names("将导入" if would else "已导入", "would go in" if would else "went in")
    lines.append(
        Names(
            f"  {went.zh} {summary.imported}，其中未定位 {summary.unlocated}",
            f"  {went.en}: {summary.imported}, of these unlocated: {summary.unlocated}",
        )
    )
    if summary.already:
        lines.append(
            Names(f"  以前已导入 {summary.already}", f"  in since an earlier run: {summary.already}")
        )
    if summary.repeated:
        lines.append(Names(f"  文件内重复 {summary.repeated}", f"  repeated in the file: {summary.repeated}"))
    lines.append(Names(f"  被拒 {summary.refused}", f"  refused: {summary.refused}"))
    for fault in summary.faults[:SHOWN]:
        where = f" [{fault.column}]" if fault.column else ""
        lines.append(
            Names(f"    第 {fault.line} 行{where}：{fault.zh}", f"    line {fault.line}{where}: {fault.en}")
        )
    more = len(summary.faults) - SHOWN
    if more > 0:
        kinds = ", ".join(f"{rule} {n}" for rule, n in Counter(f.rule for f in summary.faults).most_common())
        lines.append(Names(f"    另有 {more} 条；合计：{kinds}", f"    {more} more; in all: {kinds}"))
    return "\n".join(names.of(language) for names in lines)


def whole_refusal(refused: ImportRefused, file: str, language: str) -> str:
    """Why nothing of a file went in."""
    head = Names(f"{file} 整体被拒，未写入任何内容：", f"{file} was refused whole, nothing was written: ")
    return head.of(language) + refused.says.of(language)


def column_of(fault: RowFault | ProposalFault | ComponentFault | RosterFault) -> str:
    """The column of a fault; a roster's fields are called as its columns are."""
    return fault.field if isinstance(fault, RosterFault) else fault.column


def write_faults(
    path: Path, faults: Sequence[RowFault | ProposalFault | ComponentFault | RosterFault]
) -> None:
    """The refused rows as a CSV that spreadsheets open as meant (a byte order mark, no live formulas)."""
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        table = csv.writer(out)
        table.writerow(COLUMNS)
        for f in faults:
            row = (f.line, column_of(f), f.field, f.rule, f.value, f.zh, f.en)
            table.writerow([_inert(str(cell)) for cell in row])


def _inert(text: str) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
