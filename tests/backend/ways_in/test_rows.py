"""Rows become reports with their own time, place and key, or say what is wrong."""

import uuid
from datetime import UTC, datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from backend.service.importing.faults import RowFault
from backend.service.importing.mapping import Mapping, parse
from backend.service.importing.reading import Cell, Row, Sheet
from backend.service.importing.rows import Incoming, RowReader
from contract.action import Report

MAPPING = parse(
    """
name = "ledger"
[names]
zh = "台账"
en = "Ledger"
[fields.title]
columns = ["kind", "matter"]
join = " · "
[fields.text]
columns = ["matter"]
[fields.place]
columns = ["road", "no"]
join = ""
cut = 10
[fields.lon]
columns = ["x"]
[fields.lat]
columns = ["y"]
[fields.reporter_name]
columns = ["who"]
[fields.reporter_phone]
columns = ["phone"]
[fields.item]
columns = ["kind"]
values = { "路面" = "3-2-07" }
otherwise = ""
[fields.kind]
constant = "component"
[fields.reported_at]
columns = ["date", "time"]
formats = ["%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S%z"]
""".encode()
)
COLUMNS = ("no", "kind", "matter", "road", "x", "y", "who", "phone", "date", "time")
ROW = dict(
    zip(
        COLUMNS,
        ("7", "路面", "坑洼", "宿松路", "117.3", "31.8", "张三丰", "13812342207", "2024/3/1", "8:05:09"),
        strict=True,
    )
)


def read(*rows: dict[str, Cell], mapping: Mapping = MAPPING) -> list[Incoming | list[RowFault]]:
    lines = tuple(Row(n, tuple((ROW | row)[c] for c in COLUMNS)) for n, row in enumerate(rows, start=2))
    return list(RowReader(mapping, Sheet(COLUMNS, lines), "340111", "file"))


def one(mapping: Mapping = MAPPING, **row: Cell) -> Incoming:
    (found,) = read(row, mapping=mapping)
    assert isinstance(found, Incoming), found
    return found


def rules(**row: Cell) -> list[tuple[str, str]]:
    (found,) = read(row)
    assert isinstance(found, list), found
    assert all(fault.zh and fault.en and fault.line == 2 for fault in found)
    return [(fault.field, fault.rule) for fault in found]


def act(incoming: Incoming) -> Report:
    assert isinstance(incoming.action.act, Report)
    return incoming.action.act


def test_a_whole_row() -> None:
    report = act(one())
    assert (report.title, report.text, report.place) == ("路面 · 坑洼", "坑洼", "宿松路7")
    assert (report.lon, report.lat, report.item, report.kind) == (117.3, 31.8, "3-2-07", "component")
    assert report.reporter is not None
    assert report.reporter.phone == "13812342207"
    assert report.reported_at == int(datetime(2024, 3, 1, 0, 5, 9, tzinfo=UTC).timestamp() * 1000)


def test_formats_are_tried_in_order_and_an_offset_counts() -> None:
    assert act(one(date="2024-03-01", time="08:05")).reported_at == 1709251500000
    assert act(one(date="2024-03-01T08:05:00+0000", time="")).reported_at == 1709280300000
    assert act(one(date=datetime.fromisoformat("2024-03-01T08:05"), time="")).reported_at == 1709251500000


def test_what_is_wrong_is_said_field_by_field() -> None:
    assert rules(date="2024/2/30") == [("reported_at", "date")]
    assert rules(date="", time="") == [("reported_at", "required")]
    assert rules(date="1960/1/1") == [("reported_at", "range")]
    assert rules(date="0001/1/1", time="0:00:00") == [("reported_at", "range")]
    assert rules(x="181") == [("lon", "range")]
    assert rules(x="nan") == [("lon", "range")]
    assert rules(y="") == [("lat", "required")]
    assert rules(y="north") == [("lat", "number")]
    assert rules(kind="", matter=" \n ") == [("title", "required")]
    assert rules(matter="a\0b") == [("title", "control"), ("text", "control")]
    assert rules(matter="\ud800") == [("title", "encoding"), ("text", "encoding")]
    assert rules(matter="x" * 20_001) == [("title", "too_long"), ("text", "too_long")]
    assert rules(who="x" * 81, date="soon") == [("reporter_name", "too_long"), ("reported_at", "date")]


def test_a_fault_does_not_repeat_who_or_what() -> None:
    (found,) = read({"who": "张三丰" * 40, "phone": "1" * 41, "matter": "私事" * 200})
    assert isinstance(found, list)
    assert {fault.field for fault in found} == {"title", "reporter_name", "reporter_phone"}
    assert all(not fault.value for fault in found)
    assert all("张三" not in fault.zh and "私事" not in fault.zh for fault in found)


def test_a_time_that_the_clocks_skipped_did_not_exist() -> None:
    new_york = msgspec.structs.replace(MAPPING, time_zone="America/New_York")
    (found,) = read({"date": "2024/3/10", "time": "2:30:00"}, mapping=new_york)
    assert isinstance(found, list)
    assert found[0].rule == "date"
    assert act(one(new_york, date="2024/11/3", time="1:30:00")).reported_at == 1730611800000


def test_no_coordinates_and_a_cut() -> None:
    report = act(one(x="", y="", road="一二三四五六七八九十"))
    assert (report.lon, report.lat) == (None, None)
    assert report.place == "一二三四五六七八九…"


def test_coordinates_of_a_chinese_map_are_converted() -> None:
    report = act(one(msgspec.structs.replace(MAPPING, coordinates="gcj02")))
    assert report.lon is not None
    assert 0.004 < 117.3 - report.lon < 0.007


def test_the_same_row_has_the_same_identity_and_another_has_another() -> None:
    first, again, other = one(), one(), one(no="8")
    assert first == again
    assert first.action.action_id != other.action.action_id
    assert first.action.ticket_id != other.action.ticket_id
    identity = uuid.UUID(first.action.ticket_id)
    assert identity.version == 7
    assert identity.variant == uuid.RFC_4122
    assert identity.int >> 80 == act(first).reported_at


def test_rows_wholly_alike_are_counted() -> None:
    twice = [row for row in read({}, {}) if isinstance(row, Incoming)]
    assert twice[0].key + "#2" == twice[1].key
    assert twice[0].action.action_id != twice[1].action.action_id
    assert twice == [row for row in read({}, {}) if isinstance(row, Incoming)]


def test_named_columns_are_the_key_and_a_row_without_them_is_told_apart_as_a_whole() -> None:
    keyed = msgspec.structs.replace(MAPPING, key=("no",))
    assert one(keyed).key == '["7"]'
    assert one(keyed, matter="别的").action.action_id == one(keyed).action.action_id
    assert one(keyed, no="", road="一").key != one(keyed, no="", road="二").key


@given(st.lists(st.text(max_size=30), min_size=len(COLUMNS), max_size=len(COLUMNS)))
def test_any_cells_become_a_report_that_the_contract_takes_or_faults(cells: list[str]) -> None:
    sheet = Sheet(COLUMNS, (Row(2, tuple(cells)),))
    (found,) = list(RowReader(MAPPING, sheet, "340111", "file"))
    if isinstance(found, Incoming):
        wire = msgspec.json.encode(found.action)
        assert msgspec.json.decode(wire, type=type(found.action)) == found.action
    else:
        assert found
