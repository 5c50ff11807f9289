"""A queue's filter: kept and shared without loss, set and said by keys; its order, groups and selection."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console.settings import Kept
from contract.clock import HOUR, MINUTE, Calendar
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess, Person
from tests.qt.seat_room import CONTROL, Room, Rooms
from tests.qt.wired import wired
from views.filtering.due import KINDS, Due, close_of_work
from views.filtering.query import LIGHTS, LISTS, Filter
from views.queue import QueuePanel
from views.queue.kept import Arrangement, Memory

GRID = "990001001001-01"

values = st.lists(st.text(min_size=1, max_size=6), max_size=3, unique=True).map(tuple)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
dues = st.sampled_from(KINDS).flatmap(
    lambda kind: st.integers(0, 2**53).map(lambda at: Due(kind, at)) if kind == "at" else st.just(Due(kind))
)
corners = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
filters = st.builds(
    Filter,
    areas=values,
    units=values,
    channels=values,
    items=values,
    categories=values,
    lights=st.lists(st.sampled_from(LIGHTS), unique=True).map(tuple),
    due=st.none() | dues,
    mine=st.booleans(),
    words=st.text(max_size=8).map(str.strip),
    within=st.just(()) | st.lists(corners, min_size=3, max_size=6).map(tuple),
)
arrangements = st.builds(
    Arrangement,
    page=st.sampled_from(("", "open", "mine")),
    wanted=filters,
    sort=st.none() | st.lists(st.tuples(st.text(max_size=5), st.booleans()), max_size=3).map(tuple),
    group=st.sampled_from(("", "unit")),
)
known = st.sampled_from((*LISTS, "due", "mine", "words", "within", "page", "sort", "group"))
queries = st.dictionaries(known | st.text(max_size=6), plain, max_size=6)


@given(arrangements)
def test_an_arrangement_survives_its_query(arrangement: Arrangement) -> None:
    assert Arrangement.of(json.loads(json.dumps(arrangement.query()))) == arrangement


def _flat(value: object) -> list[str]:
    """Members of a list, or the value alone, each as JSON: an order does not count among conditions."""
    members = value if isinstance(value, list) else [value]
    return sorted({json.dumps(member, sort_keys=True) for member in members})


@given(queries)
def test_nothing_of_a_newer_console_s_query_is_lost_or_unsaid(query: dict[str, Any]) -> None:
    found = Filter.of(query)
    back = found.query()
    assert Filter.of(back) == found
    for key, value in query.items():
        empty = value in ([], False, "") and key in (*LISTS, "mine", "words")
        assert empty or _flat(back[key]) == _flat(value), key
    # What is not in force is named: a filter never widens in silence.
    for key in query:
        if key not in (*LISTS, "due", "mine", "words"):
            assert key in found.unknown_keys()


def test_what_an_older_console_kept_is_taken_over() -> None:
    kept = Kept(filters={"dispatch": {"page": "mine", "area": "99/01", "light": "red"}})
    memory = Memory(kept, "someone", "dispatch")
    found = memory.arrangement()
    assert (found.page, found.wanted) == ("mine", Filter(areas=("99/01",), lights=("red",)))
    memory.keep(Arrangement("open", Filter(units=("a", "b")), (("unit", True),), "unit"))
    assert Memory(kept, "someone", "dispatch").arrangement().group == "unit"
    assert Memory(kept, "another", "dispatch").arrangement() == found


def test_close_of_work_is_of_the_day_that_runs_or_the_next() -> None:
    calendar = Calendar(
        utc_offset=480,
        spans=((480, 720), (840, 1080)),
        days_off=frozenset(),
        made_up=frozenset(),
        known=frozenset({2026}),
    )
    friday = ((date(2026, 11, 20) - date(1970, 1, 1)).days * 24 - 8) * HOUR
    assert close_of_work(friday + 9 * HOUR, calendar) == friday + 18 * HOUR
    assert close_of_work(friday + 18 * HOUR, calendar) == friday + (3 * 24 + 18) * HOUR
    assert Due("hour").instant(friday, calendar) == friday + 60 * MINUTE
    assert Due("today").instant(friday + 9 * HOUR, calendar) == friday + 24 * HOUR


def queue_of(room: Room) -> QueuePanel:
    found: QueuePanel = room.see("tickets.queue")
    return found


def shown(room: Room) -> set[str]:
    return set(queue_of(room).shown_ids(1000))


async def test_a_filter_is_set_said_and_cleared_by_keys(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        here = clerk.report("路灯不亮一", area=GRID)
        there = clerk.report("井盖松动一", area="")
        room = await open_room("seat01")
        await until(lambda: all(room.desk.store.get(i) is not None for i in (here, there)))
        await room.go("tickets")
        assert {here, there} <= shown(room)
        room.key(Qt.Key.Key_F, CONTROL)
        line = room.see("tickets.filter.line")
        assert QApplication.focusWidget() is line
        area = room.seat.context.reference.area(GRID)
        assert area is not None
        room.type(area.code)
        room.key(Qt.Key.Key_Return)
        assert room.see("tickets.filter.line").text() == ""
        assert queue_of(room).narrowed_by() == Filter(areas=(area.path,))
        assert here in shown(room)
        assert there not in shown(room)
        # A second of a kind widens among its kind, another kind narrows.
        room.type("路灯不亮一")
        room.key(Qt.Key.Key_End)
        for _ in range(20):
            room.key(Qt.Key.Key_Down)
        room.key(Qt.Key.Key_Return)
        assert queue_of(room).narrowed_by().words == "路灯不亮一"
        assert shown(room) == {here}
        assert [t.text for t in room.see("tickets.said").tokens()] == [area.short, "“路灯不亮一”"]
        # Letters and figures belong to the panel while it is open; Backspace takes the last away.
        room.key(Qt.Key.Key_Backspace)
        assert queue_of(room).narrowed_by() == Filter(areas=(area.path,))
        room.key(Qt.Key.Key_Escape)
        assert room.find("tickets.filter") is None
        assert QApplication.focusWidget() is queue_of(room).table
        # Nobody has chosen one of them yet: the cursor stands on the first.
        assert [queue_of(room).current_id()] == queue_of(room).shown_ids(1)
        room.key(Qt.Key.Key_0)
        assert queue_of(room).narrowed_by() == Filter()
        assert {here, there} <= shown(room)


async def test_a_filter_is_saved_shared_and_taken_by_another(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        await room.go("tickets")
        queue = queue_of(room)
        queue.narrow(Filter(lights=("red", "amber"), due=Due("today")))
        queue.model.group_by("unit")
        room.key(Qt.Key.Key_F, CONTROL)
        room.click("tickets.saved.new")
        room.type("今天的急件")
        room.see("tickets.saved.shared").setChecked(True)
        # Enter twice saves it once.
        room.key(Qt.Key.Key_Return)
        room.key(Qt.Key.Key_Return)
        await until(lambda: room.find("tickets.saved.今天的急件"))
        assert room.see("tickets.saved.今天的急件").isChecked()
        assert [kept.name for kept in room.desk.saved_filters] == ["今天的急件"]
        other = await open_room("seat02", profile="other")
        await other.go("tickets")
        await until(lambda: other.desk.saved_filters)
        other.key(Qt.Key.Key_F, CONTROL)
        other.type("今天的急件")
        other.key(Qt.Key.Key_Return)
        theirs = queue_of(other)
        assert theirs.narrowed_by() == queue.narrowed_by()
        assert theirs.model.grouped_by() == "unit"
        assert not other.see("tickets.saved.今天的急件").text().endswith("今天的急件")
        saved = other.desk.saved_filters[0]
        assert Arrangement.of(saved.query) == theirs.arrangement()


async def test_the_arrangement_is_there_again_and_each_person_s_own(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        await room.go("tickets")
        room.key(Qt.Key.Key_T, CONTROL)
        assert room.see("tickets.columns").isVisible()
        room.key(Qt.Key.Key_Down)
        room.key(Qt.Key.Key_S)
        room.key(Qt.Key.Key_Up)
        room.key(Qt.Key.Key_A)
        room.key(Qt.Key.Key_A)
        room.key(Qt.Key.Key_End)
        room.key(Qt.Key.Key_G)
        assert queue_of(room).model.sort_order() == [("number", True), ("due", False)]
        assert queue_of(room).model.grouped_by() == "category"
        room.key(Qt.Key.Key_Escape)
        assert QApplication.focusWidget() is queue_of(room).table
        state = room.see("tickets.state").text()
        assert "Number ▲, Left ▼" in state
        assert "Category of items" in state
        await room.leave()
        again = await open_room("seat01")
        await again.go("tickets")
        assert queue_of(again).model.sort_order() == [("number", True), ("due", False)]
        assert queue_of(again).model.grouped_by() == "category"
        again.key(Qt.Key.Key_T, CONTROL)
        again.key(Qt.Key.Key_R)
        assert queue_of(again).model.grouped_by() == ""
        await again.leave()
        other = await open_room("seat02")
        await other.go("tickets")
        assert queue_of(other).model.sort_order() == [("due", True)]


async def test_rows_are_selected_by_keys_and_counted(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        for word in "甲乙丙丁":
            clerk.report(f"多选{word}", area=GRID)
        room = await open_room("seat01")
        await room.go("tickets")
        queue = queue_of(room)
        queue.search_for("多选")
        await until(lambda: len(queue.shown_ids(10)) == 4)
        room.key(Qt.Key.Key_Home)
        room.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        assert queue.selected_ids() == queue.shown_ids(2)
        room.key(Qt.Key.Key_A, CONTROL)
        assert queue.selected_ids() == queue.shown_ids(4)
        assert any(text.startswith("4 selected") for text in room.words())
        room.key(Qt.Key.Key_Space, CONTROL)
        assert len(queue.selected_ids()) == 3
        told: list[None] = []
        queue.selection_changed.connect(lambda: told.append(None))
        left = queue.selected_ids()
        ticket = room.desk.store.get(left[0])
        assert ticket is not None
        queue.search_for(ticket.title)
        assert queue.selected_ids() == [left[0]]
        assert told
        assert any(text.startswith("1 selected") for text in room.words())


async def test_off_line_the_list_says_how_old_it_is_and_nothing_moves(
    qapp: QApplication, tmp_path: Path, backend: BackendProcess, person: Callable[[str], Person]
) -> None:
    async with wired(qapp, tmp_path, backend) as (open_room, wire):
        person("seat02").report("断线前的一件", area=GRID)
        room = await open_room("seat01")
        await room.go("tickets")
        state, queue = room.see("tickets.state"), queue_of(room)
        await until(lambda: queue.model.count())
        assert "as of" not in state.text()
        before = queue.table.geometry()
        shown_before = queue.shown_ids(50)
        wire.cut()
        await until(lambda: "as of" in state.text())
        assert queue.table.geometry() == before
        assert queue.shown_ids(50) == shown_before
        wire.mend()
        await until(lambda: "as of" not in state.text())
        assert queue.table.geometry() == before
