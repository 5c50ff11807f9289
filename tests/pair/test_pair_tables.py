"""Consoles and backends of different versions: each works on with what both know, and loses nothing.

The newer ones (`newer_tables`) have one state and one action more, and rows, timelines and events that say
more than is known here.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from console.desk import Changes, Desk
from contract import action as a
from contract.lifecycle import TABLE
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess, Person, Wire
from tests.pair.conftest import OpenDesk
from tests.pair.test_pair_faults import SeatProcess, asked
from tests.pair.test_pair_way import GRID, settled, state


@pytest.fixture
async def backend(
    request: pytest.FixtureRequest, tmp_path: Path, tiny_database: Path
) -> AsyncIterator[BackendProcess]:
    """A backend of the next version, or (indirect parameter "own") one of this version to be exchanged."""
    process = BackendProcess(tmp_path / "backend", tiny_database)
    if getattr(request, "param", "") != "own":
        process.module = "tests.pair.newer_backend"
    await process.start()
    yield process
    process.stop()
    assert process.faults() == []


def filed(clerk: Person, title: str = "路面塌陷") -> str:
    """A ticket that may be inspected (version 3)."""
    ticket = clerk.report(title, area=GRID)
    clerk.act(ticket, 1, action="accept")
    clerk.act(ticket, 2, action="file", item="1-1-01", area=GRID)
    return ticket


def offered(desk: Desk, ticket: str) -> set[str]:
    """Actions offered on a ticket."""
    return {row.action for row in desk.offers(ticket)}


async def test_an_older_console_works_on(open_desk: OpenDesk, person: Callable[[str], Person]) -> None:
    clerk = person("seat02")
    before = filed(clerk, "来自快照")
    clerk.act(before, 3, action="inspect", note="先看现场")
    desk = await open_desk("seat01")
    # By snapshot and by feed: rows of the state that is not known here stand under the name served.
    await until(lambda: state(desk, before) == "inspecting4")
    here = filed(clerk, "来自实时")
    await until(lambda: state(desk, here) == "filed3")
    assert desk.state_name("inspecting") == "being inspected"
    assert desk.action_name("inspect") == "Inspect"
    # What both know is offered, from a known state with an action more, and from the unknown one.
    known = {"dispatch", "merge", "link", "urge", "escalate", "make_safe", "force_close"}
    assert offered(desk, here) == known | ({"recall"} & offered(desk, here))
    assert "inspect" not in offered(desk, here)
    assert offered(desk, before) == set()
    seen: list[frozenset[str]] = []
    desk.changed.connect(
        lambda changes: seen.append(changes.ids if isinstance(changes, Changes) else frozenset())
    )
    clerk.act(here, 3, action="inspect", note="先看现场")
    await until(lambda: state(desk, here) == "inspecting4")
    row = desk.store.get(here)
    assert row is not None
    assert row.stage is not None
    assert row.last is not None
    assert row.last.action == "inspect"
    # Its page reads: the action's own word, its note, who and when.
    detail = await desk.detail(here)
    assert [entry.action for entry in detail.timeline] == ["report", "accept", "file", "inspect"]
    assert detail.timeline[-1].words == "先看现场"
    # Back into what is known: it goes on as ever.
    clerk.act(here, 4, action="dispatch", unit="T-S1-ZF")
    await until(lambda: state(desk, here) == "dispatched5")
    assert {"redispatch", "urge"} <= offered(desk, here)
    desk.submit(here, a.Urge(note="请尽快"))
    await settled(desk)
    assert clerk.done(here) == ["report", "accept", "file", "inspect", "dispatch", "urge"]
    assert any(here in ids for ids in seen)
    # A claim, a note, a search: commands beside the table go on, too.
    await desk.claim(before)
    await desk.note(before, "记一笔")
    assert before in {ticket.id for ticket in (await desk.find(state="inspecting")).tickets}
    await desk.release(before)


async def test_an_older_console_keeps_its_outbox(
    open_desk: OpenDesk, person: Callable[[str], Person], wire: Wire
) -> None:
    """What was done off line meets a ticket that has gone where this console cannot follow."""
    clerk = person("seat02")
    moved, stays = filed(clerk, "先勘查"), filed(clerk, "照旧")
    desk = await open_desk("seat01")
    await until(lambda: (state(desk, moved), state(desk, stays)) == ("filed3", "filed3"))
    wire.cut()
    await until(lambda: desk.connection.link == "offline")
    lost = desk.submit(moved, a.Dispatch(unit="T-S1-ZF"))
    desk.submit(stays, a.Dispatch(unit="T-S1-ZF"))
    clerk.act(moved, 3, action="inspect")
    await desk.close()
    again = await open_desk("seat01")
    wire.mend()
    if again.session != "in":
        await until(lambda: again.session == "in")
    await until(lambda: [(r.action_id, r.state) for r in again.outbox] == [(lost, "conflict")], 20)
    problem = again.outbox[0].problem
    assert problem is not None
    assert problem.first is not None
    assert (problem.first.by, problem.first.action) == ("坐席02", "inspect")
    await until(lambda: (state(again, moved), state(again, stays)) == ("inspecting4", "dispatched4"))
    with pytest.raises(a_refusal()):
        again.reapply(lost)
    assert [r.state for r in again.outbox] == ["conflict"]
    clerk.act(moved, 4, action="recall")
    await until(lambda: state(again, moved) == "filed5")
    again.reapply(lost)
    await settled(again)
    assert state(again, moved) == "dispatched6"
    assert clerk.done(moved) == ["report", "accept", "file", "inspect", "recall", "dispatch"]


def a_refusal() -> type[Exception]:
    """What the console says to a step that both do not know."""
    from contract.refused import StepRefused

    return StepRefused


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_the_backend_is_exchanged_for_a_newer_one_and_back(
    open_desk: OpenDesk, backend: BackendProcess, wire: Wire, person: Callable[[str], Person]
) -> None:
    desk = await open_desk("seat01")
    ticket, _ = desk.report(a.Report(channel="seat", title="路面塌陷", area=GRID))
    desk.submit(ticket, a.Accept())
    await settled(desk)
    told: list[int] = []
    desk.reference_changed.connect(lambda: told.append(1))
    wire.cut()
    backend.stop()
    desk.submit(ticket, a.File(item="1-1-01", area=GRID))
    backend.module = "tests.pair.newer_backend"
    await backend.start()
    wire.target = backend.port
    wire.mend()
    await until(lambda: desk.outbox == () and desk.connection.link == "live", 30)
    await until(lambda: desk.machine.state("inspecting") is not None)
    assert told
    assert state(desk, ticket) == "filed3"
    clerk = person("seat02")
    clerk.url = backend.url
    clerk.act(ticket, 3, action="inspect")
    await until(lambda: state(desk, ticket) == "inspecting4")
    clerk.act(ticket, 4, action="dispatch", unit="T-S1-ZF")
    await until(lambda: state(desk, ticket) == "dispatched5")
    # Set back to this version: the table is this console's again, the row is where it was.
    backend.stop()
    backend.module = "backend.cli"
    await backend.start()
    wire.target = backend.port
    await until(lambda: desk.connection.link == "live" and desk.machine.digest() == TABLE.digest(), 30)
    assert state(desk, ticket) == "dispatched5"
    assert "redispatch" in offered(desk, ticket)


async def test_a_newer_console_on_todays_backend(standing_backend: BackendProcess, tmp_path: Path) -> None:
    """Its action more is not offered, and refused in words before it is queued; all else goes its way."""
    clerk = Person(standing_backend.url, "seat02")
    ticket = filed(clerk)
    seat = await SeatProcess.start(tmp_path / "newer", standing_backend.url, module="tests.pair.newer_seat")
    await seat.ask("log_in", login="seat01")

    async def here() -> bool:
        return bool((await seat.ask("show", ticket=ticket))["state"] == "filed")

    await asked(here)
    offers = await seat.ask("offers", ticket=ticket)
    assert "dispatch" in offers["offers"]
    assert "inspect" not in offers["offers"]
    refused = await seat.ask("submit", ticket=ticket, act={"action": "inspect"})
    assert refused == {"refused": "the centre's system does not know this step"}
    assert (await seat.ask("outbox"))["rows"] == []
    await seat.ask("submit", ticket=ticket, act={"action": "dispatch", "unit": "T-S1-ZF"})

    async def sent() -> bool:
        return (await seat.ask("outbox"))["rows"] == []

    await asked(sent)
    await seat.close()
    assert clerk.done(ticket) == ["report", "accept", "file", "dispatch"]
