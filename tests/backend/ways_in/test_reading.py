"""Files that can't be read are refused whole; rows that can't, alone."""

import io
import zipfile
from datetime import date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from backend.service.importing.faults import FileRefused
from backend.service.importing.mapping import Mapping, parse
from backend.service.importing.reading import MAX_CELL, read_bytes

MAPPING = parse(
    b'name = "a"\nformats = ["csv", "xlsx"]\n[names]\nzh = "z"\nen = "e"\n'
    b'[fields.title]\ncolumns = ["title"]\n[fields.text]\ncolumns = ["text"]\n'
)
MOMENT = datetime.fromisoformat("2020-01-04T11:17:46")  # a cell of a sheet has no time zone
GB = msgspec.structs.replace(MAPPING, encoding="gb18030")


def sheet(*rows: tuple[object, ...], name: str = "Sheet") -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = name
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusal(content: bytes, mapping: Mapping = MAPPING) -> str:
    with pytest.raises(FileRefused) as refused:
        read_bytes(content, mapping)
    assert refused.value.says.zh
    return refused.value.rule


def test_lines_are_those_of_the_file() -> None:
    read = read_bytes(b'title,text\r\n"a\nb",1\r\n\r\n,,\r\nc,2\n', MAPPING)
    assert [(row.line, row.cells) for row in read.rows if row.fault is None] == [
        (2, ("a\nb", "1")),
        (6, ("c", "2")),
    ]


def test_a_byte_order_mark_is_dropped() -> None:
    assert read_bytes("\ufefftitle,text\na,b\n".encode(), MAPPING).columns == ("title", "text")
    assert read_bytes("title,text\n路,灯\n".encode("gb18030"), GB).rows[0].cells == ("路", "灯")


def test_another_delimiter_and_lines_above_the_header() -> None:
    mapping = msgspec.structs.replace(MAPPING, delimiter=";", skip=1)
    read = read_bytes("街道台账;2026\ntitle;text\na;b,c\n".encode(), mapping)
    assert read.rows[0].cells == ("a", "b,c")


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"title\na\n", "missing_column"),
        (b"title,text,text\na,b,c\n", "doubled_column"),
        ("title,text\n路灯,坏了\n".encode("gb18030"), "encoding"),
        (b'title,text\na,b\n"c,d\ne,f\n', "truncated"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "format"),
        (b"PK\x03\x04 and then nothing of an archive", "format"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "encoding"),
    ],
)
def test_a_file_that_is_not_what_its_mapping_says(content: bytes, rule: str) -> None:
    assert refusal(content) == rule


def test_utf8_is_not_read_as_something_else() -> None:
    assert refusal("title,text\n路灯,坏了\n".encode(), GB) == "encoding"
    latin = msgspec.structs.replace(MAPPING, encoding="latin-1")
    assert refusal("title,text\n路灯,坏了\n".encode(), latin) == "encoding"


def test_a_format_that_the_mapping_does_not_take() -> None:
    only = msgspec.structs.replace(MAPPING, formats=("csv",))
    assert refusal(sheet(("title", "text")), only) == "format"


def test_bad_rows_are_refused_alone() -> None:
    big = "x" * (MAX_CELL + 1)
    content = f'title,text\na,1\nb\nc,3,3\nd,"4"4\n{big},5\ne,6\n'.encode()
    read = read_bytes(content, MAPPING)
    assert [row.fault.rule if row.fault else row.cells[0] for row in read.rows] == [
        "a",
        "columns",
        "columns",
        "quoting",
        "too_long",
        "e",
    ]
    assert [row.line for row in read.rows] == [2, 3, 4, 5, 6, 7]


def test_sheets_give_what_a_person_reads() -> None:
    read = read_bytes(
        sheet(
            ("title", "text", None),
            (37, MOMENT),
            (1.5, date(2020, 1, 4)),
            (True, None),
            (None, None),
            ("last", " b "),
        ),
        MAPPING,
    )
    assert [(row.line, row.cells) for row in read.rows] == [
        (2, ("37", MOMENT)),
        (3, ("1.5", MOMENT.replace(hour=0, minute=0, second=0))),
        (4, ("TRUE", "")),
        (6, ("last", " b ")),
    ]


def test_a_formula_without_its_value_and_an_error_cell_are_refused_alone() -> None:
    read = read_bytes(
        sheet(("title", "text"), ("=1+1", "a"), ("#N/A", "b"), ("c", "d"), ("e", "f", "g")), MAPPING
    )
    assert [row.fault.rule if row.fault else "" for row in read.rows] == [
        "formula",
        "cell_error",
        "",
        "columns",
    ]


def test_a_formula_counts_as_the_value_it_was_saved_with() -> None:
    held = sheet(("title", "text"), ("=1+1", "a"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(held)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            body = source.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                empty = next(mark for mark in (b"<v></v>", b"<v/>", b"<v />") if mark in body)
                body = body.replace(empty, b"<v>2</v>")
            target.writestr(entry, body)
    assert read_bytes(out.getvalue(), MAPPING).rows[0].cells == ("2", "a")


def test_the_named_sheet_is_read_and_a_missing_one_refused() -> None:
    named = msgspec.structs.replace(MAPPING, sheet="台账")
    assert read_bytes(sheet(("title", "text"), ("a", "b"), name="台账"), named).rows[0].cells == ("a", "b")
    assert refusal(sheet(("title", "text")), named) == "missing_sheet"


def test_an_xlsx_cut_anywhere_is_refused() -> None:
    content = sheet(("title", "text"), *((str(n), "words " * 20) for n in range(200)))
    for share in (0.1, 0.5, 0.9, 0.99):
        assert refusal(content[: int(len(content) * share)]) == "format"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for start in (b"", b"title,text\n", b"PK\x03\x04"):
        try:
            read_bytes(start + content, MAPPING)
        except FileRefused:
            continue
