"""Joint actions in the seat's file and in memory: what is committed is what is shown, nothing before it is
asked for."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from console.joints.joints import JointChanges
from console.replica import joint_rows
from console.replica.replica import Replica
from console.replica.rows import CURSOR
from contract.clock import Clock, Limit
from contract.feed import Batch, Event, Snapshot
from contract.joint import action as a
from contract.joint.joint import Joint
from tests.console_matter import until
from tests.unit.joint_seat import Seat, called
from tests.unit.joint_town import DUTY, HANDLERS, T0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "seat.sqlite"


@pytest.fixture
def seat(path: Path) -> Iterator[Seat]:
    opened = Seat(path, DUTY)
    yield opened
    opened.close()


def again(seat: Seat) -> dict[str, Joint]:
    """What another console would read from the file."""
    return dict(
        Replica(seat.database, seat.tickets, lambda _: None, lambda _: None, lambda: None).joints.rows
    )


def snapshot(seq: int, *joints: Joint) -> bytes:
    return msgspec.msgpack.encode(Snapshot("d", seq, T0, (), joints))


async def test_a_batch_is_told_once_and_what_went_is_gone(seat: Seat) -> None:
    assert seat.joints.rows() == []
    first, second = called(seq=1), called(seq=2, joint_id="j2")
    await seat.hold(first, second)
    await until(lambda: seat.told)
    assert seat.told == [JointChanges(frozenset({"j1", "j2"}), frozenset())]
    assert seat.joints.rows() == [first, second]
    await seat.hold(gone=["j1"])
    await until(lambda: len(seat.told) == 2)
    assert seat.told[1] == JointChanges(frozenset(), frozenset({"j1"}))
    assert (seat.joints.rows(), seat.joints.get("j1")) == ([second], None)
    assert again(seat) == {"j2": second}
    assert seat.database.meta(CURSOR, int) == seat.replica.cursor == 3


async def test_nothing_is_read_before_somebody_asks(seat: Seat) -> None:
    replica = Replica(seat.database, seat.tickets, lambda _: None, lambda _: None, lambda: None)
    told: list[frozenset[str]] = []
    replica.joints.tell = told.append
    joint = called(seq=4)
    await replica.take_batch(Batch(0, 4, T0, (Event(4, "joint", T0, "j1", joint=joint),)))
    assert replica.joints._timer is None
    assert replica.joints.rows == {"j1": joint}
    # From here on what comes is told.
    later = replace(joint, seq=5, title="再次")
    await replica.take_batch(Batch(4, 5, T0, (Event(5, "joint", T0, "j1", joint=later),)))
    await until(lambda: told)
    assert (told, replica.joints.rows) == ([frozenset({"j1"})], {"j1": later})


async def test_an_older_row_of_the_feed_does_not_come_over_an_answer(seat: Seat) -> None:
    await seat.hold(called(seq=1))
    seat.joints.rows()
    row = seat.outbox.get(seat.joints.submit("j1", a.Stop(reason="暴雨")))
    assert row is not None
    stopped = await seat.answer(row.action_id, 9)
    assert seat.joints.get("j1") == stopped
    await seat.replica.take_batch(Batch(1, 8, T0, (Event(8, "joint", T0, "j1", joint=called(seq=8)),)))
    await until(lambda: seat.replica.joints._timer is None)
    assert seat.joints.get("j1") == stopped == again(seat)["j1"]


async def test_a_snapshot_replaces_all_but_newer_answers(seat: Seat) -> None:
    await seat.hold(called(seq=1), called(seq=2, joint_id="j2"), called(seq=9, joint_id="j3"))
    seat.replica.cursor = 5
    seat.database.write_now(lambda db: db.execute("DELETE FROM meta WHERE key = ?", (CURSOR,)))
    second = replace(called(seq=6, joint_id="j2"), title="另一")
    await seat.replica.take_snapshot(snapshot(7, second))
    await until(lambda: seat.joints.get("j1") is None)
    assert {joint.id for joint in seat.joints.rows()} == {"j2", "j3"}
    assert seat.joints.get("j2") == second
    assert again(seat) == {joint.id: joint for joint in seat.joints.rows()}
    # The backend was set back: its rows count, however low their sequence.
    await seat.replica.take_snapshot(snapshot(3, called(seq=3, joint_id="j2")))
    await until(lambda: [joint.seq for joint in seat.joints.rows()] == [3])
    assert [joint.id for joint in again(seat).values()] == ["j2"]


async def test_another_scope_has_others(seat: Seat) -> None:
    reloaded: list[bool] = []
    seat.joints.reloaded.connect(lambda: reloaded.append(True))
    await seat.hold(called(seq=1))
    assert seat.joints.rows()
    seat.replica.begin("another")
    assert seat.joints.rows() == []
    assert reloaded


Step = tuple[str, int]
STEPS = st.lists(
    st.tuples(st.sampled_from(("row", "gone", "answer", "snapshot", "start")), st.integers(0, 3)), max_size=25
)


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_file_and_memory_say_the_same_whatever_comes(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_follow(Path(folder) / "seat.sqlite", steps))


async def _follow(path: Path, steps: list[Step]) -> None:
    """Feed, answers, snapshots and starts in any order, beside a model of the backend's rows."""
    seat = Seat(path, HANDLERS["d1"])
    backend: dict[str, Joint] = {}
    seq = 0
    seat.joints.rows()
    for what, n in steps:
        joint_id = f"j{n}"
        match what:
            case "row" | "answer":
                seq += 1
                joint = replace(called(joint_id=joint_id), seq=seq, entries=seq)
                backend[joint_id] = joint
                if what == "row":
                    await seat.replica.take_batch(
                        Batch(seq - 1, seq, T0, (Event(seq, "joint", T0, joint_id, joint=joint),))
                    )
                else:
                    row = seat.outbox.add(joint_id, 3, a.JointSignIn(), T0, joint)
                    seat.replica.show(await seat.outbox.answered(row, joint))
            case "gone":
                seq += 1
                backend.pop(joint_id, None)
                await seat.replica.take_batch(
                    Batch(seq - 1, seq, T0, (Event(seq, "joint_gone", T0, joint_id),))
                )
            case "snapshot":
                await seat.replica.take_snapshot(snapshot(seq, *backend.values()))
            case _:
                seat.close()
                seat = Seat(path, HANDLERS["d1"])
                seat.joints.rows()
        assert again(seat) == backend
        waiting = seat.replica.joints._waiting
        seat.replica.joints.catch_up(list(waiting))
        assert {joint.id: joint for joint in seat.joints.rows()} == backend
    seat.close()


def structs_of(kind: object) -> set[type]:
    """Every struct that a type is made of."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        found = {kind}
        for hint in get_type_hints(kind).values():
            found |= structs_of(hint)
        return found
    return set().union(*(structs_of(one) for one in get_args(kind)))


def test_a_console_that_reads_more_of_any_part_of_a_row_asks_for_it_anew() -> None:
    assert structs_of(Joint) - {Clock, Limit} == {*joint_rows.READ}
