"""What is exported comes in again as it was, any item in either form, and nothing in it runs."""

from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from backend.service.catalogue.difference import difference, fields_of
from backend.service.catalogue.planning import newest
from backend.service.catalogue.proposing import rows_of
from backend.service.catalogue.sheets import columns, written
from backend.service.catalogue.vocabulary import Draft
from backend.service.profile import load
from contract.catalogue import EVIDENCE, FIELDS, LIMITS
from contract.clock import Calendar, Limit
from contract.machine import Names
from contract.reference import Item, Reference
from tests.backend.running import TINY

from .conftest import Room

PROFILE = load(TINY)
REFERENCE = Reference(
    digest="",
    district=PROFILE.district,
    calendar=Calendar(480, PROFILE.spans, frozenset(), frozenset(), frozenset({2026})),
    areas=PROFILE.areas,
    units=tuple(placed.unit for placed in PROFILE.units),
    items=PROFILE.items,
    channels=PROFILE.channels,
)

_line = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs", "Cn")), max_size=12
)
_word = st.one_of(st.sampled_from(["占道经营", "=1+1", "'=x", "-5", "@a", "+86", "''+"]), _line)
_names = st.builds(Names, _word.filter(bool), _word).map(lambda n: Names(n.zh, n.en or n.zh))
_standards = st.one_of(st.just(Names("", "")), _names)
_limit = st.one_of(
    st.none(),
    st.builds(
        Limit,
        st.one_of(st.integers(1, 1000).map(float), st.sampled_from([0.5, 1.25, 0.001, 33.333333333333336])),
        st.sampled_from(
            ["minutes", "hours", "natural_days", "urgent_hours", "working_hours", "working_days"]
        ),
    ),
)
_items = st.builds(
    Item,
    code=st.from_regex(r"[0-9A-Za-z][0-9A-Za-z_.:-]{0,20}", fullmatch=True),
    version=st.just("1"),
    effective_from=st.just(0),
    category=st.from_regex(r"[1-9A-Z][0-9]{0,3}", fullmatch=True),
    category_names=_names,
    names=_names,
    kind=st.sampled_from(["event", "component"]),
    handler=st.sampled_from(["", "street_team", "T-D-ZJ"]),
    handle=_limit.filter(lambda limit: limit is not None),
    **{name: _limit for name in LIMITS if name != "handle"},
    amber=st.one_of(st.none(), st.sampled_from([0.0, 0.1, 0.25, 0.3333333333333333])),
    file_standard=_standards,
    close_standard=_standards,
    keywords=st.lists(
        _word.filter(lambda w: w.strip(" '=+-@") and not set(w) & set(";；")), max_size=3, unique=True
    ).map(tuple),
    evidence=st.lists(st.sampled_from(sorted(EVIDENCE)), max_size=3, unique=True).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(
    items=st.lists(_items, min_size=1, max_size=4, unique_by=lambda item: item.code),
    form=st.sampled_from(["csv", "xlsx"]),
)
def test_any_item_comes_back_as_it_was(items: list[Item], form: str) -> None:
    content = written(items, REFERENCE, form, "样区事项清单 1")
    readings = rows_of(content, b"", "own", REFERENCE).readings
    assert [r for r in readings if not isinstance(r, Draft)] == []
    back = [r.item for r in readings if isinstance(r, Draft)]
    assert [item.code for item in back] == [item.code for item in items]
    assert [fields_of(item) for item in back] == [fields_of(item) for item in items]
    assert difference(items, back, REFERENCE, ("1", "2")).empty


def test_every_field_of_an_item_is_told_and_written() -> None:
    said = set(Item.__struct_fields__) - {"code", "version", "effective_from", "initials", "withdrawn"}
    assert set(FIELDS) == said
    assert {name for name in said if name in LIMITS} == {
        f for f, kind in Item.__annotations__.items() if "Limit" in kind
    }


def test_a_sheet_is_as_offices_have_it() -> None:
    items = newest(REFERENCE)
    book = load_workbook(io.BytesIO(written(items, REFERENCE, "xlsx", "样区事项清单 2026.1")))
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "B2"
    assert [cell.value for cell in sheet[1]] == [head for head, _, _ in columns(REFERENCE)]
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.column_dimensions["A"].width == 14
    assert sheet.max_row == len(items) + 1
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert book.sheetnames == ["样区事项清单 2026.1", "承办角色", "说明"]
    offered = {str(offer.sqref): offer.formula1 for offer in sheet.data_validations.dataValidation}
    assert offered == {"G2:G5001": '"事件,部件"', "I2:I5001": "'承办角色'!$A$2:$A$6"}
    roles = {row[0].value: row[1].value for row in book["承办角色"].iter_rows(min_row=2)}
    assert roles["street_team"] == "东门街道综合执法队、西河街道综合执法队"


async def test_exported_and_imported_as_a_new_version_nothing_is_other(room: Room) -> None:
    now = room.clock.now()
    for n, form in enumerate(("xlsx", "csv")):
        content = written(room.reference.items_at(now), room.reference, form, "样区")
        done = await room.put(room.of_file(f"2026.{n + 5}", f"2026-12-0{n + 1}"), content)
        assert done.difference.empty
        assert done.difference.unchanged == 8
