"""A draft of the catalogue: its deeds can be taken back, and it lies over whatever version is there."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.catalogue_draft import (
    ADDED,
    CHANGED,
    WITHDRAWN,
    CatalogueDraft,
    day_of,
    draft_of,
    name_for,
    proposed,
)
from contract.catalogue import ProposedItem
from contract.clock import Limit
from contract.machine import Names
from contract.reference import Item

BASE = tuple(
    Item(
        code=f"1-1-0{n}",
        version="2026.1",
        effective_from=0,
        category="1",
        category_names=Names("类", "类"),
        names=Names(f"事项{n}", f"Item {n}"),
        handle=Limit(n, "hours"),
        evidence=("photo_after", "photo_before"),
    )
    for n in range(1, 5)
)
DRAFT = CatalogueDraft(version="2026.12", day="2026-12-01", known={"2026.1": 0})
_codes = st.sampled_from([item.code for item in BASE] + ["9-1-01"])
_deeds = st.lists(st.tuples(_codes, st.sampled_from(["change", "withdraw", "undo"]), st.integers(10, 12)))


def item(code: str, hours: float) -> ProposedItem:
    """An item as it shall be."""
    held = next((proposed(one) for one in BASE if one.code == code), None)
    if held is None:
        held = msgspec.structs.replace(proposed(BASE[0]), code=code)
    return msgspec.structs.replace(held, handle=Limit(hours, "hours"))


def done(draft: CatalogueDraft, deeds: list[tuple[str, str, int]]) -> CatalogueDraft:
    """The draft after some deeds."""
    for code, deed, hours in deeds:
        match deed:
            case "change":
                draft = draft.with_item(item(code, hours), BASE)
            case "withdraw":
                draft = draft.withdrawing(code)
            case _:
                draft = draft.without(code)
    return draft


@given(_deeds)
def test_what_is_done_is_what_its_last_deed_says(deeds: list[tuple[str, str, int]]) -> None:
    draft = done(DRAFT, deeds)
    last = {code: (deed, hours) for code, deed, hours in deeds}
    lines = {line.item.code: line for line in draft.lines(BASE)}
    for one in BASE:
        deed, hours = last.get(one.code, ("undo", 0))
        line = lines[one.code]
        assert line.state == {"change": CHANGED, "withdraw": WITHDRAWN, "undo": ""}[deed]
        assert line.item.handle == (Limit(hours, "hours") if deed == "change" else one.handle)
    fresh = last.get("9-1-01", ("", 0))[0] == "change"
    assert ("9-1-01" in lines) is fresh
    assert not fresh or lines["9-1-01"].state == ADDED
    # It is kept as it is, and everything can be taken back.
    assert draft_of(draft.kept()) == draft
    assert done(draft, [(code, "undo", 0) for code in last]).size == 0


@given(_deeds)
def test_the_command_says_only_what_changes_unless_something_goes(deeds: list[tuple[str, str, int]]) -> None:
    draft = done(DRAFT, deeds)
    command = draft.command("key", date(2026, 12, 1), 1, BASE)
    assert command.items is not None
    lines = draft.lines(BASE)
    whole = any(line.state == WITHDRAWN for line in lines)
    assert command.rest == ("withdraw" if whole else "keep")
    wanted = [line.item for line in lines if (line.state != WITHDRAWN if whole else line.state)]
    assert list(command.items) == wanted
    assert command.base == "2026.1"


def test_changes_lie_over_what_somebody_else_decided() -> None:
    draft = DRAFT.with_item(item("1-1-01", 9), BASE)
    other = msgspec.structs.replace(BASE[0], names=Names("新名", "New"), verify=Limit(1, "hours"))
    (line, *_) = draft.lines((other, *BASE[1:]))
    assert (line.item.names.zh, line.item.handle) == ("新名", Limit(9, "hours"))
    assert line.item.verify == Limit(1, "hours")
    assert draft.changes == {"1-1-01": {"handle": {"value": 9, "unit": "hours"}}}


def test_a_form_that_says_the_same_changes_nothing() -> None:
    same = proposed(BASE[0])
    turned = msgspec.structs.replace(same, evidence=tuple(reversed(same.evidence)))
    assert DRAFT.with_item(same, BASE).size == DRAFT.with_item(turned, BASE).size == 0


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2026/12/1", date(2026, 12, 1)),
        ("12-01", date(2026, 12, 1)),
        ("3.1", date(2027, 3, 1)),
        ("11-22", date(2026, 11, 22)),
        ("2026-13-01", None),
        ("2026-02-30", None),
        ("明天", None),
        ("", None),
    ],
)
def test_days_as_they_are_typed(text: str, day: date | None) -> None:
    assert day_of(text, date(2026, 11, 22)) == day


def test_a_free_name() -> None:
    day = date(2026, 12, 1)
    taken: list[str] = []
    for name in ("2026.12", "2026.12.1", "2026.12.1-2", "2026.12.1-3"):
        assert name_for(day, taken) == name
        taken.append(name)


def test_what_another_version_of_the_console_kept_is_no_draft() -> None:
    wrong: dict[str, Any] = {"draft": {"version": 7}}
    assert draft_of(wrong) is None
    assert draft_of({}) is None
