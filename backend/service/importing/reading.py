"""Opening a CSV or XLSX file: rows of cells with the line they begin on, or a refusal of the whole file.

A file is read to its end before the first row is handed on, so that one damaged anywhere is refused before
anything is written.
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Literal, Protocol
from xml.etree.ElementTree import ParseError

import msgspec

from .faults import FileRefused, RowFault

MAX_BYTES = 256 * 1024 * 1024
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_CELL = 131_072
"""Characters in a cell that no export has a reason to reach (the standard reader's own limit)."""

Cell = str | datetime
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Shape(Protocol):
    """What a mapping says of the file itself: its form, and which columns must be there."""

    @property
    def formats(self) -> tuple[Literal["csv", "xlsx"], ...]: ...
    @property
    def encoding(self) -> str: ...
    @property
    def delimiter(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def skip(self) -> int: ...
    def columns(self) -> tuple[str, ...]: ...


class Row(msgspec.Struct, frozen=True):
    """A row: the line (or sheet row) it begins on, its cells in the order of the header, or its fault."""

    line: int
    cells: tuple[Cell, ...] = ()
    fault: RowFault | None = None


class Sheet(msgspec.Struct, frozen=True):
    """A file that could be read: its columns and its rows, blank ones left out."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read(path: Path, mapping: Shape) -> Sheet:
    """The file as the mapping describes it; raises FileRefused."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise FileRefused(
                "too_large",
                f"文件过大：{size} 字节，上限 {MAX_BYTES}",
                f"the file is too large: {size} bytes, the limit is {MAX_BYTES}",
            )
        content = path.read_bytes()
    except OSError as error:
        raise FileRefused(
            "unreadable", f"读不到文件：{path.name}", f"{path.name}: {error.strerror}"
        ) from error
    return read_bytes(content, mapping)


def read_bytes(content: bytes, mapping: Shape) -> Sheet:
    """As `read`, from what stands in the file."""
    if not content:
        raise FileRefused("empty", "文件是空的", "the file is empty")
    if content.startswith(_OLE):
        raise FileRefused(
            "format",
            "这是旧版 Excel 文件或加密文件，请另存为不加密的 XLSX",
            "this is an old or an encrypted Excel file: save it as XLSX without a password",
        )
    found = "xlsx" if content.startswith(_ZIP) else "csv"
    if found not in mapping.formats:
        wanted = "/".join(mapping.formats).upper()
        raise FileRefused("format", f"文件不是 {wanted}", f"the file is not {wanted}")
    sheet = _xlsx(content, mapping) if found == "xlsx" else _csv(content, mapping)
    _check_columns(sheet.columns, mapping)
    return sheet


def _check_columns(columns: tuple[str, ...], mapping: Shape) -> None:
    missing = [name for name in mapping.columns() if name not in columns]
    if missing:
        names = ", ".join(missing)
        raise FileRefused("missing_column", f"缺少列：{names}", f"columns are missing: {names}")
    doubled = [name for name in mapping.columns() if columns.count(name) > 1]
    if doubled:
        names = ", ".join(doubled)
        raise FileRefused("doubled_column", f"列名重复：{names}", f"columns stand twice: {names}")


# ---- CSV ------------------------------------------------------------------------------------------


def _decode(content: bytes, encoding: str) -> str:
    """The text; a byte order mark is dropped, and what is plainly UTF-8 is not read as something else."""
    utf8 = encoding.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig")
    try:
        text = content.decode("utf-8-sig" if utf8 else encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(
            "encoding",
            f"文件不是 {encoding} 编码（第 {error.start} 字节处）",
            f"the file is not {encoding} (at byte {error.start})",
        ) from error
    if not utf8 and not content.isascii():
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            raise FileRefused(
                "encoding",
                f"文件是 UTF-8 编码，映射写的是 {encoding}",
                f"the file is UTF-8, the mapping says {encoding}",
            )
    return text.removeprefix("\ufeff")


@contextmanager
def _long_fields() -> Iterator[None]:
    """Let the standard reader pass long fields, so that a row can be refused and not the file."""
    held = csv.field_size_limit(MAX_BYTES)
    try:
        yield
    finally:
        csv.field_size_limit(held)


def _csv(content: bytes, mapping: Shape) -> Sheet:
    text = _decode(content, mapping.encoding)
    with _long_fields():
        return _csv_rows(text, mapping)


def _csv_rows(text: str, mapping: Shape) -> Sheet:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mapping.delimiter, strict=True)
    columns: tuple[str, ...] | None = None
    rows: list[Row] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            if "unexpected end of data" in str(error):
                raise FileRefused(
                    "truncated",
                    f"文件不完整：第 {line} 行开始的引号没有结束",
                    f"the file is cut off: a quotation that begins in the row at line {line} does not end",
                ) from error
            if columns is None:
                raise FileRefused("format", "表头读不出来", f"the header can't be read: {error}") from error
            rows.append(Row(line, fault=_unreadable(line)))
            continue
        if line <= mapping.skip or not any(cells):
            continue
        if columns is None:
            columns = tuple(cell.strip() for cell in cells)
        elif len(cells) != len(columns):
            rows.append(Row(line, fault=_uneven(line, len(cells), len(columns))))
        else:
            rows.append(_sized(Row(line, tuple(cells)), columns))
    if columns is None:
        raise FileRefused("empty", "文件中没有表头", "the file has no header")
    return Sheet(columns, tuple(rows))


def _unreadable(line: int) -> RowFault:
    return RowFault(
        line=line,
        rule="quoting",
        zh="引号使用有误，读不出这一行",
        en="quotation marks are misplaced: the row can't be read",
    )


def _uneven(line: int, count: int, wanted: int) -> RowFault:
    return RowFault(
        line=line,
        rule="columns",
        value=str(count),
        zh=f"这一行有 {count} 列，表头有 {wanted} 列",
        en=f"the row has {count} fields, the header {wanted}",
    )


def _sized(row: Row, columns: tuple[str, ...]) -> Row:
    for column, cell in zip(columns, row.cells, strict=True):
        if isinstance(cell, str) and len(cell) > MAX_CELL:
            fault = RowFault(
                line=row.line,
                rule="too_long",
                column=column,
                value=str(len(cell)),
                zh=f"内容过长：{len(cell)} 个字符",
                en=f"too long: {len(cell)} characters",
            )
            return Row(row.line, fault=fault)
    return row


# ---- XLSX ------------------------------------------------------------------------------------------

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    OSError,
    ParseError,
)


def _xlsx(content: bytes, mapping: Shape) -> Sheet:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > MAX_UNPACKED:
                raise FileRefused(
                    "too_large",
                    f"文件解压后过大：{unpacked} 字节",
                    f"the file is too large once unpacked: {unpacked} bytes",
                )
        with warnings.catch_warnings():
            # openpyxl warns of charts and validations that it leaves out: no cell is lost by that.
            warnings.simplefilter("ignore", UserWarning)
            return _xlsx_rows(content, mapping)
    except _BROKEN as error:
        raise FileRefused(
            "format", "XLSX 文件已损坏，读不出来", f"the XLSX file is damaged: {error}"
        ) from error


def _xlsx_rows(content: bytes, mapping: Shape) -> Sheet:
    from openpyxl import load_workbook

    # Formulas and the values they had when saved are two readings of one file.
    formulas = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        name = mapping.sheet or values.sheetnames[0]
        if name not in values.sheetnames:
            raise FileRefused("missing_sheet", f"没有工作表“{name}”", f"there is no sheet “{name}”")
        columns: tuple[str, ...] | None = None
        rows: list[Row] = []
        both = zip(values[name].iter_rows(), formulas[name].iter_rows(), strict=True)
        for line, (shown, written) in enumerate(both, start=1):
            if line <= mapping.skip or all(cell.value is None for cell in written):
                continue
            if columns is None:
                texts = [_text(cell.value) for cell in shown]
                while texts and not texts[-1]:
                    texts.pop()
                columns = tuple(str(text).strip() for text in texts)
                continue
            rows.append(_xlsx_row(line, shown, written, columns))
    finally:
        formulas.close()
        values.close()
    if columns is None:
        raise FileRefused("empty", "工作表中没有表头", "the sheet has no header")
    return Sheet(columns, tuple(rows))


def _xlsx_row(
    line: int, shown: tuple[object, ...], written: tuple[object, ...], columns: tuple[str, ...]
) -> Row:
    cells: list[Cell] = []
    for at, column in enumerate(columns):
        value = getattr(shown[at], "value", None) if at < len(shown) else None
        formula = at < len(written) and getattr(written[at], "data_type", "") == "f"
        if formula and value is None:
            return Row(
                line,
                fault=RowFault(
                    line=line,
                    rule="formula",
                    column=column,
                    zh="公式没有保存计算结果，请在表格软件中打开并保存",
                    en="a formula without its saved result: open and save the file in a spreadsheet",
                ),
            )
        if at < len(shown) and getattr(shown[at], "data_type", "") == "e":
            return Row(
                line,
                fault=RowFault(
                    line=line,
                    rule="cell_error",
                    column=column,
                    value=str(value)[:80],
                    zh=f"单元格是错误值 {value}",
                    en=f"the cell holds the error {value}",
                ),
            )
        cells.append(_text(value))
    if any(getattr(cell, "value", None) is not None for cell in shown[len(columns) :]):
        return Row(line, fault=_uneven(line, len(shown), len(columns)))
    return _sized(Row(line, tuple(cells)), columns)


def _text(value: object) -> Cell:
    """A cell as a person reads it; a date with its time stays one."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            return value
        case date():
            return datetime.combine(value, time())
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case _:
            return str(value)
