"""The catalogue in force at an instant: one answer by code and as a whole, constant between versions."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from contract.clock import Calendar
from contract.machine import Names
from contract.reference import District, Item, Reference
from views import choices


@dataclass
class Row:
    """A row of one version: at an instant from 1 to 9, one of three codes."""

    at: int
    code: str
    withdrawn: bool


def reference(rows: list[Row]) -> Reference:
    """A district with nothing but a catalogue."""
    name = Names("区", "district")
    return Reference(
        digest="",
        district=District(code="1", names=name, centre=name, prefix="X", levels=()),
        calendar=Calendar(480, ((480, 720),), frozenset(), frozenset(), frozenset()),
        areas=(),
        units=(),
        items=tuple(
            Item(
                code=row.code,
                version=str(row.at),
                effective_from=row.at,
                category="1",
                category_names=name,
                names=Names(f"{row.code}{row.at}", f"{row.code}{row.at}"),
                withdrawn=row.withdrawn,
            )
            for row in sorted(rows, key=lambda row: row.at)
        ),
        channels=(),
    )


ROWS = st.lists(
    st.builds(Row, st.integers(1, 9), st.sampled_from("abc"), st.booleans()),
    max_size=12,
    unique_by=lambda row: (row.at, row.code),
)


@given(ROWS, st.integers(0, 10))
def test_by_code_and_as_a_whole_it_is_the_same(rows: list[Row], at: int) -> None:
    known = reference(rows)
    whole = {item.code: item for item in known.items_at(at)}
    assert whole == {code: item for code in "abc" if (item := known.item_at(code, at)) is not None}
    last: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: row.at):
        if row.at <= at:
            last[row.code] = row
    assert set(whole) == {code for code, row in last.items() if not row.withdrawn}
    assert {item.code for item in known.items_known(at)} == set(last)
    assert all(known.item_known(code, at) is not None for code in last)


@given(ROWS, st.integers(0, 10))
def test_it_stays_what_it_is_since_it_became_so(rows: list[Row], at: int) -> None:
    known = reference(rows)
    since = known.in_force_since(at)
    assert since <= at
    assert all(known.items_at(then) == known.items_at(at) for then in range(since, at + 1))
    assert known.in_force_since(since) == since


@given(ROWS, st.integers(0, 10))
def test_nothing_withdrawn_is_there_to_choose(rows: list[Row], at: int) -> None:
    known = reference(rows)
    offered = [candidate.code for candidate in choices.item_candidates(known, at)]
    assert offered == [item.code for item in known.items_at(at)]
    assert not any(item.withdrawn for code in offered if (item := known.item_known(code, at)) is not None)
