"""The deadline board: what stands on it is what the rows say, everything is done from it by keys, and nothing
jumps while others work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from contract.clock import DAY, SECOND, light
from contract.lifecycle import TABLE, is_open
from contract.lifecycle_beside import AT_UNIT
from contract.ticket import Ticket, shown_clock
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess, Person
from tests.qt.seat_room import CONTROL, Room, Rooms
from tests.qt.test_command_line import begin
from tests.qt.test_command_line import line as command
from views.deadlines.lanes import STANDING
from views.deadlines.panel import BoardPanel
from views.deadlines.screen import DeadlineScreen
from views.filtering.due import Due, close_of_work
from views.filtering.query import Filter

GRID = "990001001001-01"
UNIT = "T-S1-ZF"
Key = Qt.Key


def board_of(room: Room) -> BoardPanel:
    found: BoardPanel = room.see("deadlines.queue")
    return found


def screen_of(room: Room) -> DeadlineScreen:
    found = room.seat.current()
    assert isinstance(found, DeadlineScreen)
    return found


def rows_of(room: Room) -> list[Ticket]:
    """Every open row that the seat holds."""
    store = room.desk.store
    held = [store.get(one) for one in store.ids if store.slot(one) >= 0]
    return [ticket for ticket in held if ticket is not None and is_open(ticket.state)]


def due_of(ticket: Ticket) -> float:
    """Its due instant, infinite where it has none."""
    clock = shown_clock(ticket)
    return float("inf") if clock is None or clock.due_at is None else clock.due_at


def expected(room: Room) -> Counter[tuple[str, str]]:
    """By name of the lane by unit and light, counted over whole rows."""
    found: Counter[tuple[str, str]] = Counter()
    now = room.desk.clock.now()
    for ticket in rows_of(room):
        clock = shown_clock(ticket)
        state = TABLE.state(ticket.state)
        assert state is not None
        ours = state.stage in ("accept", "dispatch", "verify")
        lane = "At the centre" if ours else ticket.unit
        if due_of(ticket) == float("inf"):
            lane = "Clock stands"
        found[lane, light(clock, now)] += 1
    return found


def shown(room: Room) -> Counter[tuple[str, str]]:
    """The same as the board has it."""
    panel = board_of(room)
    found: Counter[tuple[str, str]] = Counter()
    for code, lights in panel.board.totals().items():
        name = panel._lanes.name(code)
        if code > STANDING + 1:
            name = panel._lanes.unit_path(code).rpartition("/")[2]
        for said, count in zip(("none", "green", "amber", "red"), lights, strict=True):
            if count:
                found[name, said] += count
    return found


def dispatched(clerk: Person, title: str) -> str:
    """A ticket of the unit's, not signed in."""
    ticket = clerk.report(title, area=GRID)
    clerk.act(ticket, 1, action="accept")
    clerk.act(ticket, 2, action="file", item="1-1-01", area=GRID)
    clerk.act(ticket, 3, action="dispatch", unit=UNIT)
    return ticket


async def opened(rooms_open: Callable[..., object], login: str, tickets: list[str]) -> Room:
    room = await rooms_open(login)  # type: ignore[misc]
    assert isinstance(room, Room)
    await until(lambda: all(room.desk.store.slot(i) >= 0 for i in tickets))
    await room.go("deadlines")
    await until(lambda: room.find("deadlines.board") is not None)
    return room


async def test_every_open_ticket_stands_in_its_lane_and_light(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        tickets = [dispatched(clerk, f"时限一 {n}") for n in range(3)]
        tickets += [clerk.report(f"待受理 {n}", area=GRID) for n in range(2)]
        room = await opened(open_room, "seat01", tickets)
        await until(lambda: shown(room) == expected(room))
        # What others do comes in row by row: lanes, counts and the cursor follow.
        room.key(Key.Key_Home)
        assert screen_of(room).show_ticket(tickets[0])
        clerk.act(tickets[1], 4, action="redispatch", unit="T-D-ZJ")
        clerk.act(tickets[3], 1, action="accept")
        clerk.act(tickets[4], 1, action="refuse", reason="已答复")
        more = [clerk.report(f"又一件 {n}", area=GRID) for n in range(4)]
        await until(lambda: all(room.desk.store.slot(i) >= 0 for i in more))
        await until(lambda: room.held(tickets[4]).state == "refused")
        await until(lambda: room.held(tickets[1]).unit == "T-D-ZJ")
        await until(lambda: shown(room) == expected(room))
        assert board_of(room).current_id() == tickets[0]
        # Lanes by stage and by street hold the same tickets.
        for digit, name in ((Key.Key_2, "stage"), (Key.Key_3, "street"), (Key.Key_1, "unit")):
            room.key(digit)
            assert board_of(room).arrangement().page == name
            assert sum(map(sum, board_of(room).board.totals().values())) == len(rows_of(room))
            assert board_of(room).current_id() == tickets[0]


async def test_everything_is_done_from_the_board_by_the_same_letters(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        ticket = dispatched(clerk, "从时限台办理")
        room = await opened(open_room, "seat01", [ticket])
        assert screen_of(room).show_ticket(ticket)
        await room.shows(room.number(ticket))
        room.key(Key.Key_U)
        await until(lambda: room.find("ticket.form.note") is not None)
        room.type("请尽快")
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: clerk.ticket(ticket).get("urges") == 1)
        assert board_of(room).current_id() == ticket
        room.key(Key.Key_Escape)
        assert QApplication.focusWidget() is board_of(room).board
        room.key(Key.Key_Y)
        await until(lambda: room.find("ticket.why") is not None)
        room.key(Key.Key_Y)
        await until(lambda: room.find("ticket.why") is None)
        # Enter opens it where all tickets are, and the board still has it when it is gone back to.
        room.key(Key.Key_Return)
        await until(lambda: room.seat.current().key == "tickets")
        await room.go("deadlines")
        assert board_of(room).current_id() == ticket
        keys = {b.key for b in screen_of(room).bindings()}
        assert {"U", "Y", "N", "/", "1", "2", "3", "Ctrl+F", "0"} <= keys


async def test_the_board_takes_the_filter_of_the_queues(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        here, there = dispatched(clerk, "只看这一件吧"), clerk.report("不看这一件", area=GRID)
        room = await opened(open_room, "seat01", [here, there])
        panel = board_of(room)
        room.key(Key.Key_F, CONTROL)
        await until(lambda: room.find("deadlines.filter.line") is not None)
        room.key(Key.Key_Escape)
        room.key(Key.Key_Slash)
        room.type("只看这一件")
        await until(lambda: panel.shown_ids(9) == [here])
        assert sum(map(sum, panel.board.totals().values())) == 1
        room.key(Key.Key_Return)
        room.key(Key.Key_0)
        await until(lambda: {here, there} <= set(panel.shown_ids(10_000)))
        # Lights choose among what stands; how many are in each stays said.
        before = panel._placement.lights()
        for light_chosen, code in (("red", 3), ("amber", 2), ("green", 1)):
            panel.narrow(Filter(lights=(light_chosen,)))
            assert len(panel.shown_ids(10_000)) == before[code]
            assert panel._placement.lights() == before
        panel.clear_filter()
        # What turns red before close of work is the same as the filter of that name.
        room.key(Key.Key_T, CONTROL)
        assert panel.narrowed_by().due == Due("shift")
        end = close_of_work(room.desk.clock.now(), room.seat.context.reference.calendar)
        wanted = {t.id for t in rows_of(room) if room.desk.clock.now() <= due_of(t) <= end}
        assert set(panel.shown_ids(10_000)) == wanted
        await until(lambda: screen_of(room).queue.foretelling.forecast.due == len(wanted))
        room.key(Key.Key_T, CONTROL)
        assert panel.narrowed_by() == Filter()


async def test_several_are_chosen_by_the_command_line_and_the_cursor_ends_it(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        tickets = [dispatched(clerk, f"一起办 {n}") for n in range(3)]
        room = await opened(open_room, "seat01", tickets)
        panel = board_of(room)
        panel.select_many(tickets)
        assert panel.selected_ids() == tickets
        assert panel.current_id() == tickets[0]
        other = next(i for i in panel.shown_ids(10_000) if i not in tickets) if len(rows_of(room)) > 3 else ""
        panel.select(tickets[1])
        assert set(panel.selected_ids()) == set(tickets)
        if other:
            panel.select(other)
            assert panel.selected_ids() == [other]


async def test_the_command_line_works_on_the_board(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        tickets = [dispatched(clerk, f"时限台成批 {n}") for n in range(2)]
        room = await opened(open_room, "seat01", tickets)
        panel = board_of(room)
        assert screen_of(room).show_ticket(tickets[0])
        begin(room)
        line = command(room)
        line.set_text(f"cb {room.number(tickets[0])} {room.number(tickets[1])}：请尽快")
        assert "2 can be done" in line.preview()
        room.key(Key.Key_Return)
        await until(lambda: all(clerk.ticket(one).get("urges") == 1 for one in tickets))
        # What it chooses among is what the board shows, and the focus comes back to the lanes.
        begin(room)
        line.set_text("/时限台成批")
        room.key(Key.Key_Return)
        await until(lambda: set(panel.shown_ids(9)) == set(tickets))
        assert QApplication.focusWidget() is panel.board


async def test_a_lane_s_tip_tells_the_load_slice_by_slice(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        ticket = dispatched(person("seat02"), "看负荷的一件")
        room = await opened(open_room, "seat01", [ticket])
        panel = board_of(room)
        await until(lambda: room.desk.store.slot(ticket) >= 0)
        code = int(panel._placement.lane[room.desk.store.slot(ticket)])
        lane = next(lane for lane in panel.board._lanes if lane.code == code)
        await until(lambda: " due" in next(one for one in panel.board._lanes if one.code == code).said)
        now = room.desk.clock.now()
        ahead = [
            due_of(t) for t in rows_of(room) if t.unit == UNIT and t.state not in ("handled", "verifying")
        ]
        told = next(one for one in panel.board._lanes if one.code == code).said.splitlines()
        counts = [int(text.rpartition(": ")[2].removesuffix(" due")) for text in told]
        assert lane.name
        assert 0 < sum(counts) <= sum(now <= due < float("inf") for due in ahead)


async def test_the_forecast_leads_to_a_unit_s_tickets_and_is_a_count_of_them(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        ticket = dispatched(person("seat02"), "预计再超的一件")
        room = await opened(open_room, "seat01", [ticket])
        screen, panel = screen_of(room), board_of(room)
        end = close_of_work(room.desk.clock.now(), room.seat.context.reference.calendar)

        def of_unit() -> list[str]:
            now = room.desk.clock.now()
            return [
                t.id
                for t in rows_of(room)
                if t.unit == UNIT and t.state in AT_UNIT and now <= due_of(t) <= end
            ]

        def told() -> int:
            units = panel.foretelling.forecast.units
            return sum(u.due for u in units if u.unit.endswith(UNIT))

        await until(lambda: of_unit() and told() == len(of_unit()))
        table = screen.forecast.table
        source = screen.forecast._rows
        rows = [n for n in range(source.size()) if source.alive()[n] and source.unit(n).endswith(UNIT)]
        table.select_row(rows[0])
        table.setFocus()
        room.key(Key.Key_Return)
        chosen = panel.narrowed_by()
        assert chosen.due == Due("shift")
        assert chosen.units == (screen.forecast._rows.unit(rows[0]),)
        assert QApplication.focusWidget() is panel.board


async def test_lanes_and_axis_are_there_again_the_next_time(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await opened(open_room, "seat01", [])
        room.key(Key.Key_2)
        room.key(Key.Key_G, CONTROL)
        kept = board_of(room).arrangement()
        assert (kept.page, kept.group) == ("stage", "unfolded")
        await room.leave()
        again = await opened(open_room, "seat01", [])
        assert board_of(again).arrangement() == kept
        again.key(Key.Key_1)
        again.key(Key.Key_G, CONTROL)


async def test_a_unit_s_people_see_their_own_by_stage(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        ticket = dispatched(person("seat02"), "单位自己的一件")
        room = await opened(open_room, f"u-{UNIT}", [ticket])
        panel = board_of(room)
        assert panel.arrangement().page == "stage"
        assert screen_of(room).show_ticket(ticket)
        await room.shows(room.number(ticket))
        await until(lambda: "S" in {s.key for s in screen_of(room).ticket.steps()})
        room.key(Key.Key_S)
        await until(lambda: room.held(ticket).state == "signed_in")
        assert panel.current_id() == ticket


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_off_line_the_board_stands_and_says_how_old_it_is(
    rooms: Rooms, person: Callable[[str], Person], backend: BackendProcess
) -> None:
    async with rooms as open_room:
        ticket = dispatched(person("seat02"), "断线前的一件")
        room = await opened(open_room, "seat01", [ticket])
        assert screen_of(room).show_ticket(ticket)
        before = shown(room)
        backend.stop()
        await until(lambda: room.desk.connection.link != "live")
        await until(lambda: "as of" in room.see("deadlines.state").text())
        assert shown(room) == before
        room.key(Key.Key_U)
        await until(lambda: room.find("ticket.form.note") is not None)
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: any(row.ticket_id == ticket for row in room.desk.outbox))
        assert board_of(room).current_id() == ticket


async def test_a_suspended_ticket_stands_apart_where_it_goes_on(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        ticket = dispatched(person("seat02"), "挂起的一件")
        unit, duty = person(f"u-{UNIT}"), person("duty01")
        unit.act(ticket, 4, action="sign_in")
        until_when = unit.ticket(ticket)["changed_at"] + 3 * DAY
        room = await opened(open_room, "seat01", [ticket])
        panel = board_of(room)
        slot = room.desk.store.slot(ticket)
        await until(lambda: room.held(ticket).state == "signed_in")
        assert panel._placement.lane[slot] != STANDING
        unit.act(
            ticket, 5, action="suspend", outcome="asked", cause="planned", until=until_when, reason="待施工"
        )
        duty.act(ticket, 6, action="suspend", outcome="approved")
        await until(lambda: room.held(ticket).state == "suspended")
        await until(lambda: panel._placement.lane[slot] == STANDING)
        marks = panel.marks(np.array([slot], np.int64))
        assert marks.at.tolist() == [until_when // SECOND * SECOND]
        assert marks.standing.tolist() == [True]
        assert "Suspended until" in panel._tips.said(slot)
        assert (panel.board.totals()[STANDING][0]) >= 1


async def test_a_year_whose_days_are_not_announced_is_said_when_it_comes_in_sight(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await opened(open_room, "seat01", [])
        panel = board_of(room)
        known = max(room.seat.context.reference.calendar.known)
        assert "provisional" not in " ".join(room.words())
        begin_of_unknown = round(datetime(known + 1, 3, 1, tzinfo=UTC).timestamp() * 1000)
        panel.board.show_between(begin_of_unknown, begin_of_unknown + 2 * DAY)
        await until(lambda: f"{known + 1}: holidays not announced" in " ".join(room.words()))
        room.key(Key.Key_Home)
        await until(lambda: "provisional" not in " ".join(room.words()))
