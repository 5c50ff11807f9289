"""An item keeps its code from version to version, and no code is given twice."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.service.catalogue.codes import coded
from backend.service.catalogue.vocabulary import Draft, Reading, RefusedRow
from contract.clock import Limit
from contract.machine import Names
from contract.reference import Item


def draft(line: int, base: str, condition: str, **more: object) -> Draft:
    """A row of a class with a condition."""
    item = Item(
        code=base,
        version="",
        effective_from=0,
        category="1",
        category_names=Names("类", "class"),
        names=Names(f"名{base}", f"name {base}"),
        handle=Limit(1, "hours"),
        file_standard=Names(condition, condition),
    )
    several = ("file_standard",)
    return msgspec.structs.replace(Draft(line=line, base=base, item=item, several=several), **more)


def codes(readings: list[Reading]) -> dict[str, str]:
    """Conditions by code."""
    return {r.item.code: r.item.file_standard.zh for r in readings if isinstance(r, Draft)}


def as_known(readings: list[Reading], *withdrawn: str) -> list[Item]:
    """Items as a version has them."""
    found = [r.item for r in readings if isinstance(r, Draft)]
    return [msgspec.structs.replace(item, withdrawn=item.code in withdrawn) for item in found]


def test_a_class_with_several_conditions_is_several_items() -> None:
    rows: list[Reading] = [draft(2, "1-01", "a"), draft(3, "1-01", "b"), draft(4, "1-02", "a")]
    assert codes(coded(rows, [])) == {"1-01": "a", "1-01.2": "b", "1-02": "a"}


def test_rows_that_nothing_tells_apart_are_refused() -> None:
    found = coded([draft(2, "1-01", "a"), draft(3, "1-01", "a"), draft(4, "2", "x", several=())], [])
    assert [type(r) for r in found] == [Draft, RefusedRow, Draft]
    assert isinstance(found[1], RefusedRow)
    assert (found[1].faults[0].rule, found[1].faults[0].line) == ("doubled", 3)
    plain = coded([draft(2, "2", "x", several=()), draft(3, "2", "y", several=())], [])
    assert isinstance(plain[1], RefusedRow)


def test_codes_stay_when_rows_move_come_and_go() -> None:
    known = as_known(coded([draft(2, "1", "a"), draft(3, "1", "b"), draft(4, "1", "c")], []))
    assert [item.code for item in known] == ["1", "1.2", "1.3"]
    moved = coded([draft(2, "1", "c"), draft(3, "1", "new"), draft(4, "1", "a"), draft(5, "1", "b")], known)
    assert codes(moved) == {"1.3": "c", "1.4": "new", "1": "a", "1.2": "b"}
    # One reworded: what is left on both sides is the same item.
    assert codes(coded([draft(2, "1", "a"), draft(3, "1", "B"), draft(4, "1", "c")], known))["1.2"] == "B"
    # One went and was withdrawn: its code is not given to another, and it is its own when it comes back.
    gone = [msgspec.structs.replace(item, withdrawn=item.code == "1.2") for item in known]
    fresh = coded([draft(2, "1", "a"), draft(3, "1", "c"), draft(4, "1", "d"), draft(5, "1", "b")], gone)
    assert codes(fresh) == {"1": "a", "1.3": "c", "1.4": "d", "1.2": "b"}


def test_the_name_says_which_of_several() -> None:
    found = coded([draft(2, "1", "长长长长长的条件", apart=4), draft(3, "1", "短", apart=4)], [])
    names = [r.item.names.zh for r in found if isinstance(r, Draft)]
    assert names == ["名1（长长长…）", "名1（短）"]
    (alone,) = coded([draft(2, "1", "短", apart=4)], [])
    assert isinstance(alone, Draft)
    assert alone.item.names.zh == "名1"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from(["1", "1.2", "2"]), st.sampled_from("abcd")), max_size=8, unique=True
        ),
        min_size=1,
        max_size=4,
    )
)
def test_no_code_twice_and_none_for_another_condition(files: list[list[tuple[str, str]]]) -> None:
    known: dict[str, Item] = {}
    for rows in files:
        readings: list[Reading] = [draft(n, base, mark) for n, (base, mark) in enumerate(rows, start=2)]
        found = [r.item for r in coded(readings, known.values()) if isinstance(r, Draft)]
        assert len({item.code for item in found}) == len(rows)
        for item in found:
            held = known.get(item.code)
            if held is not None and held.withdrawn:
                assert held.file_standard == item.file_standard
        known = {c: msgspec.structs.replace(i, withdrawn=True) for c, i in known.items()}
        known |= {item.code: item for item in found}
