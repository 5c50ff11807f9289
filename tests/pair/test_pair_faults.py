"""What is done once is done once: consoles and backends that die, lines that break, persons who change."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from console.errors import LoginRequired, Unreachable
from console.outbox import OutboxRow
from contract import action as a
from tests.console_matter import PICTURE, until
from tests.pair.backend_process import PASSWORD, BackendProcess, Person, Wire
from tests.pair.conftest import OpenDesk
from tests.pair.test_pair_way import GRID, settled, state

People = Callable[[str], Person]


class SeatProcess:
    """A seat that can be killed."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, profile: Path, server: str, module: str = "tests.pair.seat_process") -> SeatProcess:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            str(profile),
            server,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        seat = cls(process)
        await seat._heard()
        return seat

    async def _heard(self) -> Any:
        assert self._process.stdout is not None
        async with asyncio.timeout(60):
            return json.loads(await self._process.stdout.readline())

    async def ask(self, do: str, **more: Any) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **more}).encode() + b"\n")
        return await self._heard()

    async def kill(self) -> None:
        self._process.kill()
        await self._process.wait()

    async def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        assert await self._process.wait() == 0


async def asked(holds: Callable[[], Any], seconds: float = 20) -> None:
    """Waits for an asynchronous condition."""
    async with asyncio.timeout(seconds):
        while True:
            if await holds():
                return
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("held", [True, False], ids=["before-commit", "while-sending"])
@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_a_console_killed_between_submit_and_answer(
    backend: BackendProcess, wire: Wire, person: People, tmp_path: Path, held: bool
) -> None:
    """The backend stands still while the console dies; then both go on."""
    clerk = person("seat02")
    ticket_id = clerk.report("路面塌陷", area=GRID)
    profile = tmp_path / "seat"
    seat = await SeatProcess.start(profile, wire.url)
    await seat.ask("log_in", login="seat01")

    async def here() -> bool:
        return bool((await seat.ask("show", ticket=ticket_id))["state"])

    await asked(here)
    if held:
        backend.signal(signal.SIGSTOP)
    await seat.ask("submit", ticket=ticket_id, act={"action": "accept", "note": "收"})
    if held:

        async def sent() -> bool:
            return (await seat.ask("outbox"))["rows"] == [["accept", "sending", 1]]

        await asked(sent)
    await seat.kill()
    if held:
        backend.signal(signal.SIGCONT)
    seat = await SeatProcess.start(profile, wire.url)
    await seat.ask("log_in", login="seat01")

    async def empty() -> bool:
        return (await seat.ask("outbox"))["rows"] == []

    await asked(empty)
    await seat.close()
    assert clerk.done(ticket_id).count("accept") == 1
    assert clerk.ticket(ticket_id)["version"] == 2


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_a_backend_killed_between_commit_and_answer(
    backend: BackendProcess, wire: Wire, open_desk: OpenDesk
) -> None:
    seat = await open_desk("seat01")
    ticket_id, _ = seat.report(a.Report(channel="seat", title="路面塌陷", area=GRID))
    await settled(seat)
    wire.lose = "POST /api/actions"
    seat.submit(ticket_id, a.Accept())
    await asyncio.wait_for(wire.lost.wait(), 10)
    backend.kill()
    wire.cut()
    await until(lambda: seat.connection.link == "offline")
    await until(lambda: [r.state for r in seat.outbox] == ["queued"])
    assert state(seat, ticket_id) == "accepted2*"
    # More is done while the backend is away.
    seat.submit(ticket_id, a.File(item="1-1-01", area=GRID))
    assert state(seat, ticket_id) == "filed3*"
    await backend.start()
    wire.target = backend.port
    wire.mend()
    await until(lambda: seat.outbox == () and seat.connection.link == "live", 30)
    assert state(seat, ticket_id) == "filed3"
    assert Person(backend.url, "seat02").done(ticket_id) == ["report", "accept", "file"]


async def test_five_in_a_row_on_one_ticket_off_line(open_desk: OpenDesk, wire: Wire, person: People) -> None:
    seat = await open_desk("seat01")
    ticket_id, _ = seat.report(a.Report(channel="seat", title="占道摆摊", area=GRID))
    await settled(seat)
    wire.cut()
    await until(lambda: seat.connection.link == "offline")
    assert seat.connection.reason is not None
    for act in (
        a.Accept(),
        a.File(item="1-1-01", area=GRID),
        a.Dispatch(unit="T-S1-ZF"),
        a.Redispatch(unit="T-S2-ZF"),
        a.Urge(note="请尽快"),
    ):
        seat.submit(ticket_id, act)
    assert state(seat, ticket_id) == "dispatched5*"
    with pytest.raises(Unreachable):
        await seat.detail(ticket_id)
    wire.mend()
    await settled(seat)
    assert state(seat, ticket_id) == "dispatched5"
    assert person("seat02").done(ticket_id) == ["report", "accept", "file", "dispatch", "redispatch", "urge"]


async def test_off_line_restarted_and_on_line_again(open_desk: OpenDesk, wire: Wire, person: People) -> None:
    seat = await open_desk("seat01")
    ticket_id, _ = seat.report(a.Report(channel="seat", title="占道摆摊", area=GRID))
    await settled(seat)
    wire.cut()
    seat.submit(ticket_id, a.Accept())
    await seat.close()
    seat = await open_desk()
    with pytest.raises(LoginRequired):
        await seat.log_in("seat01", "not it")
    with pytest.raises(Unreachable):
        await seat.log_in("seat02", PASSWORD)
    await seat.log_in("seat01", PASSWORD)
    assert seat.session == "offline"
    assert not seat.clock.certain
    assert state(seat, ticket_id) == "accepted2*"
    assert seat.reference is not None
    seat.submit(ticket_id, a.File(item="1-1-01", area=GRID))
    found = await seat.locate("dm")
    assert found
    wire.mend()
    await settled(seat)
    assert seat.session == "in"
    assert seat.clock.certain
    assert state(seat, ticket_id) == "filed3"
    assert person("seat02").done(ticket_id) == ["report", "accept", "file"]


async def test_somebody_was_first(open_desk: OpenDesk, wire: Wire, person: People) -> None:
    seat, clerk = await open_desk("seat01"), person("seat02")
    one, two = clerk.report("路灯不亮", area=GRID), clerk.report("井盖松动", area=GRID)
    await until(lambda: state(seat, one) and state(seat, two))
    ended: list[OutboxRow] = []
    seat.settled.connect(ended.append)
    wire.cut()
    await until(lambda: seat.connection.link == "offline")
    lost = seat.submit(one, a.Accept(note="收"))
    after = seat.submit(one, a.File(item="1-1-01", area=GRID))
    seat.submit(two, a.Accept())
    clerk.act(one, 1, action="refuse", reason="不属本区")
    wire.mend()
    await until(lambda: len(seat.outbox) == 2 and seat.connection.link == "live")
    await until(lambda: {r.action_id: r.state for r in seat.outbox} == {lost: "conflict", after: "held"})
    problem = seat.outbox[0].problem
    assert problem is not None
    assert problem.first is not None
    assert (problem.first.by, problem.first.action) == ("坐席02", "refuse")
    assert state(seat, one) == "refused2"
    assert state(seat, two) == "accepted2"
    assert [(r.action, r.state) for r in ended if r.ticket_id == one] == [("accept", "conflict")]
    seat.drop(lost)
    assert seat.outbox == ()
    assert clerk.done(one) == ["report", "refuse"]


async def test_a_conflict_is_applied_again_and_its_followers_with_it(
    open_desk: OpenDesk, wire: Wire, person: People
) -> None:
    seat, clerk = await open_desk("seat01"), person("seat02")
    ticket_id = clerk.report("路灯不亮", area=GRID)
    await until(lambda: state(seat, ticket_id))
    wire.cut()
    lost = seat.submit(ticket_id, a.Accept(note="收"))
    seat.submit(ticket_id, a.File(item="1-1-01", area=GRID))
    clerk.act(ticket_id, 1, action="accept")
    clerk.act(ticket_id, 2, action="recall")
    wire.mend()
    await until(lambda: [r.state for r in seat.outbox] == ["conflict", "held"])
    await until(lambda: state(seat, ticket_id) == "reported3")
    seat.reapply(lost)
    assert state(seat, ticket_id) == "filed5*"
    await settled(seat)
    assert clerk.done(ticket_id) == ["report", "accept", "recall", "accept", "file"]


async def test_what_the_backend_refuses_is_parked(
    open_desk: OpenDesk, person: People, tmp_path: Path
) -> None:
    handler = await open_desk("u-T-S1-ZF")
    seat = await open_desk("seat01", profile="two")
    ticket_id, _ = seat.report(a.Report(channel="seat", title="占道摆摊", area=GRID))
    for act in (a.Accept(), a.File(item="1-1-01", area=GRID), a.Dispatch(unit="T-S1-ZF")):
        seat.submit(ticket_id, act)
    await until(lambda: state(handler, ticket_id) == "dispatched4")
    handler.submit(ticket_id, a.SignIn())
    await settled(handler)
    picture = handler.files.add_bytes(PICTURE, "x.png", "photo_after")
    (tmp_path / "seat" / "files" / picture.sha256[:2] / picture.sha256).unlink()
    lost = handler.submit(ticket_id, a.Handle(result="已劝离", files=(picture,)))
    await until(lambda: [r.state for r in handler.outbox] == ["parked"])
    assert state(handler, ticket_id) == "signed_in5"
    handler.files.add_bytes(PICTURE, "x.png", "photo_after")
    handler.reapply(lost)
    await settled(handler)
    assert state(handler, ticket_id) == "handled6"


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_an_ended_session_holds_the_outbox(
    open_desk: OpenDesk, backend: BackendProcess, wire: Wire, person: People
) -> None:
    seat, clerk = await open_desk("seat01"), person("seat02")
    ticket_id = clerk.report("路灯不亮", area=GRID)
    await until(lambda: state(seat, ticket_id))
    wire.cut()
    await until(lambda: seat.connection.link == "offline")
    seat.submit(ticket_id, a.Accept())
    backend.stop()
    revoked = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "backend.cli",
        "user",
        "seat01",
        "--revoke",
        "--database",
        f"sqlite:///{backend.database}",
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await revoked.communicate()
    assert json.loads(out) == {"sessions": 1}
    await backend.start()
    wire.target = backend.port
    wire.mend()
    await until(lambda: seat.session == "expired", 20)
    assert [r.state for r in seat.outbox] == ["held"]
    assert state(seat, ticket_id) == "accepted2*"
    assert seat.actor is not None
    await seat.log_in("seat01", PASSWORD)
    await settled(seat)
    assert Person(backend.url, "seat02").done(ticket_id) == ["report", "accept"]


async def test_another_operator_sends_nothing_of_the_first(
    open_desk: OpenDesk, wire: Wire, person: People
) -> None:
    seat, clerk = await open_desk("seat01"), person("seat03")
    ticket_id = clerk.report("路灯不亮", area=GRID)
    other_id = clerk.report("井盖松动", area=GRID)
    await until(lambda: state(seat, ticket_id) and state(seat, other_id))
    wire.cut()
    await until(lambda: seat.connection.link == "offline")
    seat.submit(ticket_id, a.Accept())
    await seat.log_out()
    assert seat.outbox == ()
    assert state(seat, ticket_id) == "reported1"
    wire.mend()
    await seat.log_in("seat02", PASSWORD)
    seat.submit(other_id, a.Accept())
    await settled(seat)
    assert clerk.done(ticket_id) == ["report"]
    assert clerk.get(f"/api/tickets/{other_id}")["timeline"][-1]["name"] == "坐席02"
    await seat.log_out()
    await seat.log_in("seat01", PASSWORD)
    await settled(seat)
    assert clerk.get(f"/api/tickets/{ticket_id}")["timeline"][-1]["name"] == "坐席01"
    assert clerk.done(ticket_id) == ["report", "accept"]


async def test_a_narrower_operator_sees_nothing_of_the_wider(open_desk: OpenDesk, person: People) -> None:
    seat, clerk = await open_desk("seat01"), person("seat03")
    here = clerk.report("东门占道", area=GRID)
    there = clerk.report("西河占道", area="990001002001-01")
    await until(lambda: state(seat, here) and state(seat, there))
    await seat.log_out()
    await seat.log_in("s-T-S1", PASSWORD)
    await until(lambda: bool(state(seat, here)))
    assert state(seat, there) == ""
    found = seat._database.reader.execute("SELECT id FROM tickets").fetchall()
    assert (here,) in found
    assert (there,) not in found
