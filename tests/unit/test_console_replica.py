"""The seat's file and its columns: what is committed is what is shown, at a start as after a change."""

from __future__ import annotations

import asyncio
import math
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from console.errors import StorageFault
from console.replica import lean, rows
from console.replica.columns import AMBER, GREEN, NONE, RED, Changes, Columns
from console.replica.database import VERSION, Database
from console.replica.reading import read_texts
from console.replica.replica import Replica
from console.tasks import Tasks
from contract import action as a
from contract.feed import Batch, Event, Snapshot
from contract.ticket import Claim, Ticket
from tests.console_matter import OTHER, T0, reported, stamped, stepped


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "seat.sqlite")
    yield opened
    opened.close()


class Told:
    """A replica with what it told."""

    def __init__(self, database: Database) -> None:
        self.changes: list[Changes] = []
        self.anew = 0
        self.over: dict[str, tuple[Ticket | None, bool]] = {}
        self.tickets = rows.Rows(database)
        self.told = asyncio.Event()
        self.replica = Replica(database, self.tickets, self.over.get, self._changed, self._anew)
        self.replica.load()

    def _changed(self, changes: Changes) -> None:
        self.changes.append(changes)
        self.told.set()

    def _anew(self) -> None:
        self.anew += 1

    async def heard(self, times: int) -> None:
        """Waits until changes were told so many times."""
        async with asyncio.timeout(5):
            while len(self.changes) < times:
                self.told.clear()
                await self.told.wait()


def shown(columns: Columns) -> dict[str, tuple[str, str, float, bool]]:
    return {
        columns.ids[slot]: (
            columns.state.at(slot),
            columns.title(slot),
            float(columns.due[slot]),
            bool(columns.pending[slot]),
        )
        for slot in np.flatnonzero(columns.alive)
    }


def batch(prev: int, seq: int, *events: Event) -> Batch:
    return Batch(prev, seq, T0, events)


def row_event(ticket: Ticket) -> Event:
    return Event(ticket.seq, "ticket", T0, ticket.id, ticket)


async def test_columns_after_changes_equal_columns_after_a_start(database: Database) -> None:
    told = Told(database)
    first, second = reported(1), reported(2)
    await told.replica.take_batch(batch(0, 3, row_event(first), row_event(second)))
    accepted = stepped(first, a.Accept(title="路灯损坏"), seq=4)
    await told.replica.take_batch(batch(3, 4, row_event(accepted)))
    await told.replica.take_batch(batch(4, 5, Event(5, "gone", T0, second.id)))
    await told.heard(1)
    live = shown(told.replica.columns)
    again = Told(database)
    assert shown(again.replica.columns) == live
    assert live.keys() == {first.id}
    assert again.replica.cursor == 5
    assert again.replica.columns.get(first.id) == accepted
    again.replica.close()


async def test_an_answer_that_the_feed_was_faster_than_shows_at_once(database: Database) -> None:
    told = Told(database)
    await told.replica.take_batch(batch(0, 1, row_event(reported(1, seq=1))))
    await told.heard(1)
    claimed = replace(reported(1, seq=2), claim=Claim("a1", "坐席01", "01", T0, T0 + 600_000))
    await told.replica.take_batch(batch(1, 2, row_event(claimed)))
    await told.replica.take_rows([claimed])
    assert told.replica.columns.claim_by.at(told.replica.columns.slot(claimed.id)) == "a1"
    assert len(told.changes) == 2
    told.replica.close()


async def test_changes_are_told_once_for_what_came_together(database: Database) -> None:
    told = Told(database)
    for n in range(40):
        await told.replica.take_batch(batch(n, n + 1, row_event(reported(n % 4, seq=n + 1))))
    await told.heard(1)
    await asyncio.sleep(0.15)  # a second signal would come within a tenth of a second
    assert sum(len(c.ids) for c in told.changes) <= 4 * len(told.changes)
    assert len(told.changes) <= 4
    assert told.changes[-1].slots.dtype == np.int64


async def test_an_older_row_does_not_replace_a_newer_one(database: Database) -> None:
    told = Told(database)
    new = stamped(reported(1, title="新"), 9)
    await told.replica.take_batch(batch(0, 9, row_event(new)))
    await told.replica.take_rows([stamped(reported(1, title="旧"), 5)])
    await told.heard(1)
    assert told.replica.columns.get(new.id) == new


async def test_a_snapshot_takes_out_what_it_does_not_have(database: Database) -> None:
    told = Told(database)
    await told.replica.take_batch(batch(0, 3, row_event(reported(1)), row_event(reported(2))))
    await told.heard(1)
    packed = msgspec.msgpack.encode(Snapshot("d", 7, T0, (stamped(reported(2), 3), stamped(reported(3), 7))))
    await told.replica.take_snapshot(packed)
    await told.heard(2)
    assert shown(told.replica.columns).keys() == {"t-000002", "t-000003"}
    assert told.replica.cursor == 7


async def test_an_answer_newer_than_the_snapshot_stays(database: Database) -> None:
    told = Told(database)
    await told.replica.take_rows([stamped(reported(9), 12)])
    await told.replica.take_snapshot(msgspec.msgpack.encode(Snapshot("d", 11, T0, ())))
    assert told.replica.columns.get("t-000009") is not None


async def test_a_backend_set_back_is_believed(database: Database) -> None:
    told = Told(database)
    await told.replica.take_batch(batch(0, 90, row_event(stamped(reported(1, title="后"), 90))))
    old = stamped(reported(1, title="前"), 20)
    await told.replica.take_snapshot(msgspec.msgpack.encode(Snapshot("d", 50, T0, (old,))))
    await told.heard(1)
    assert told.replica.columns.get("t-000001") == old


async def test_a_slot_is_given_out_again_only_after_its_end_was_told(database: Database) -> None:
    told = Told(database)
    await told.replica.take_batch(batch(0, 2, row_event(reported(1))))
    await told.heard(1)
    slot = told.replica.columns.slot("t-000001")
    gone, new = Event(3, "gone", T0, "t-000001"), reported(2, seq=4)
    await told.replica.take_batch(batch(2, 4, gone, row_event(new)))
    await told.heard(2)
    assert told.replica.columns.slot(new.id) != slot
    await told.replica.take_batch(batch(4, 5, row_event(reported(3, seq=5))))
    await told.heard(3)
    assert told.replica.columns.slot("t-000003") == slot


async def test_many_rows_into_an_empty_replica_are_read_as_at_a_start(database: Database) -> None:
    told = Told(database)
    many = tuple(reported(n) for n in range(5_200))
    await told.replica.take_snapshot(msgspec.msgpack.encode(Snapshot("d", 6_000, T0, many)))
    assert told.anew == 1
    assert told.replica.columns.count() == 5_200
    assert told.changes == []


async def test_all_rows_are_read_anew_by_the_worker(database: Database) -> None:
    told = Told(database)
    asked: list[str] = []
    database.reader.set_trace_callback(asked.append)
    many = tuple(reported(n) for n in range(5_200))
    await told.replica.take_snapshot(msgspec.msgpack.encode(Snapshot("d", 6_000, T0, many)))
    await told.replica.settle()
    database.reader.set_trace_callback(None)
    assert told.anew == 2
    assert told.replica.columns.count() == 5_200
    # Asked on this thread, which is the window's, all of them would hold it up.
    assert asked
    assert not [sql for sql in asked if "FROM lean" in sql]


async def test_what_is_written_while_all_rows_are_read_is_shown_after_them(database: Database) -> None:
    told = Told(database)
    await told.replica.take_rows([stamped(reported(n), n + 1) for n in range(600)])
    before, after = stamped(reported(1, title="之前"), 700), stamped(reported(2, title="之后"), 701)
    work = (told.replica.take_rows([before]), told.replica.settle(), told.replica.take_rows([after]))
    await asyncio.gather(*work)
    for ticket in (before, after):
        assert told.replica.columns.get(ticket.id) == ticket
        slot = told.replica.columns.slot(ticket.id)
        assert told.replica.columns.title(slot) == ticket.title
    told.replica.close()


async def test_another_scope_begins_empty(database: Database) -> None:
    told = Told(database)
    told.replica.begin("street")
    await told.replica.take_batch(batch(0, 2, row_event(reported(1))))
    told.replica.begin("street")
    assert told.replica.cursor == 2
    told.replica.begin("district")
    assert told.replica.cursor is None
    assert told.replica.columns.count() == 0
    assert Told(database).replica.columns.count() == 0


def test_lights_by_slot(database: Database) -> None:
    told = Told(database)
    columns = told.replica.columns
    slot = columns.put(reported(1))
    ended = columns.put(replace(reported(2), stage=None))
    due, amber = columns.due[slot], columns.amber[slot]
    for now, light in ((amber - 1, GREEN), (amber, AMBER), (due, AMBER), (due + 1, RED)):
        assert columns.lights(int(now))[slot] == light
    assert columns.lights(T0)[ended] == NONE
    assert math.isnan(columns.due[ended])


def test_words_are_found_in_text_number_place_and_by_initials(database: Database) -> None:
    columns = Told(database).replica.columns
    lamp = columns.put(replace(reported(1), item_name="照明设施", area_name="望湖 03-05"))
    road = columns.put(reported(22, title="路面塌陷"))
    for words, expected in (
        ("路灯", {lamp}),
        ("lmtx", {road}),
        ("zmss", {lamp}),
        ("望湖 路灯", {lamp}),
        ("whd", set()),
        ("000022", {road}),
        ("徽州", {lamp, road}),
        ("路灯 塌陷", set()),
    ):
        assert set(np.flatnonzero(columns.matches(words))) == expected, words
    columns.put(reported(1, title="井盖缺失"))
    while columns.prepare_search(1):
        pass
    assert set(np.flatnonzero(columns.matches("jgqs"))) == {lamp}
    assert columns.find_number("0022") == ["t-000022"]


def test_paths_hold_what_lies_below(database: Database) -> None:
    columns = Told(database).replica.columns
    slot = columns.put(reported(1))
    assert columns.within(columns.area_path, "d")[slot]
    assert columns.within(columns.area_path, "d/g1")[slot]
    assert not columns.within(columns.area_path, "d/g")[slot]


def test_records_of_another_layout_are_made_anew(database: Database) -> None:
    told = Told(database)
    claimed = replace(reported(1), claim=Claim(OTHER.id, OTHER.name, "04", T0, T0 + 5))
    database.write_now(lambda db: told.tickets.upsert(db, [claimed, reported(2)]))
    before = shown(Told(database).replica.columns)

    def damage(db: sqlite3.Connection) -> None:
        db.execute("UPDATE meta SET value = x'00' WHERE key = 'lean_layout'")
        db.execute("UPDATE lean SET fixed = x'00'")

    database.write_now(damage)
    again = Told(database).replica.columns
    assert shown(again) == before
    assert again.claim_seat.at(again.slot("t-000001")) == "04"


def test_codes_of_a_transaction_that_came_to_nothing_are_given_out_anew(database: Database) -> None:
    told = Told(database)

    def fails(db: sqlite3.Connection) -> None:
        told.tickets.upsert(db, [replace(reported(1), state="unheard_of")])
        raise sqlite3.OperationalError("disk I/O error")

    with pytest.raises(StorageFault):
        database.write_now(fails)
    database.write_now(lambda db: told.tickets.upsert(db, [replace(reported(1), state="rework")]))
    columns = Told(database).replica.columns
    assert columns.state.at(columns.slot("t-000001")) == "rework"


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "seat.sqlite"
    Database(path).close()
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version={VERSION + 1}")
    db.close()
    with pytest.raises(StorageFault, match="newer"):
        Database(path)


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "seat.sqlite"
    path.write_bytes(b"not a database, but long enough to be looked at" * 40)
    with pytest.raises(StorageFault):
        Database(path)


@given(number=st.text(max_size=60))
def test_number_keys_fit_and_order(number: str) -> None:
    assert 0 <= lean.number_key(number) < 1 << 63


async def test_texts_are_read_from_the_file_but_not_over_newer_ones(database: Database) -> None:
    told = Told(database)
    titles = ("路灯损坏", "路面塌陷", "井盖缺失", "垃圾满溢")
    rows_of = [reported(n, title=title, seq=n + 1) for n, title in enumerate(titles)]
    await told.replica.take_batch(batch(0, 4, *map(row_event, rows_of)))
    columns = Told(database).replica.columns
    columns.lay(stamped(reported(1, title="电线脱落"), 9), pending=True)
    columns.remove(rows_of[2].id)
    while columns.prepare_search(1):
        pass

    def found(words: str) -> set[str]:
        return {columns.ids[slot] for slot in np.flatnonzero(columns.matches(words) & columns.alive)}

    assert found("lm") == set()
    assert found("dxtl") == found("脱落") == {rows_of[1].id}
    assert found("路灯") == {rows_of[0].id}
    assert found("井盖") == set()
    assert found("满溢") == {rows_of[3].id}
    columns.unlay(rows_of[1].id)
    assert found("塌陷") == {rows_of[1].id}


async def test_a_search_before_the_texts_are_there_lays_none_out_and_may_be_asked_again(
    database: Database,
) -> None:
    told = Told(database)
    lamps = [reported(n, title="路灯损坏", seq=n) for n in range(1, 21)]
    await told.replica.take_batch(batch(0, 20, *map(row_event, lamps)))
    asked: list[tuple[str, int]] = []

    def texts(behind: str, most: int) -> list[tuple[str, str, str, str]]:
        asked.append((behind, most))
        return lean.texts(database.reader, behind, most)

    columns = Columns(lambda ticket_id: rows.row(database, ticket_id), texts)
    columns.load(*lean.read(database.reader))
    fresh = columns.put(reported(30, title="路灯不亮"))
    assert set(np.flatnonzero(columns.matches("路灯"))) == {fresh}
    assert (asked, columns.asked_early, columns.caught_up()) == ([], True, False)
    more, again = asyncio.Event(), asyncio.Event()
    tasks = Tasks()
    tasks.start("read texts", read_texts(columns, more, again.set))
    async with asyncio.timeout(5):
        await again.wait()
    assert columns.matches("路灯").sum() == 21
    assert not columns.asked_early
    await tasks.close()
    told.replica.close()


@given(
    steps=st.lists(
        st.tuples(st.integers(0, 5), st.sampled_from(["row", "gone", "lay", "unlay"])), max_size=40
    )
)
def test_columns_are_what_was_put_last(steps: list[tuple[int, str]]) -> None:
    server: dict[str, Ticket] = {}
    laid: dict[str, Ticket] = {}
    columns = Columns(server.get)
    for n, (ticket, what) in enumerate(steps):
        row = replace(reported(ticket), version=n + 1, title=str(n))
        match what:
            case "row":
                server[row.id] = row
                laid.pop(row.id, None)
                columns.put(row)
            case "gone":
                server.pop(row.id, None)
                laid.pop(row.id, None)
                columns.remove(row.id)
            case "lay":
                laid[row.id] = row
                columns.lay(row, pending=True)
            case _:
                laid.pop(row.id, None)
                columns.unlay(row.id)
        columns.announced()
    expected = {**server, **laid}
    assert columns.count() == len(expected)
    for ticket_id, row in expected.items():
        slot = columns.slot(ticket_id)
        assert columns.alive[slot]
        assert columns.title(slot) == row.title
        assert columns.version[slot] == row.version
        assert columns.pending[slot] == (ticket_id in laid)
        assert columns.ticket(slot) == row
    assert int(columns.alive.sum()) == len(expected)
