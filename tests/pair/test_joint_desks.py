"""Joint actions between consoles on a real backend: what each sees of the others, what off line does to it,
what dies and what does not."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from console.desk import Desk
from console.settings import Settings
from contract import action as ticket_act
from contract.joint import action as a
from contract.joint.joint import JointDetail
from contract.refused import Refused
from tests.console_matter import PICTURE, until
from tests.pair.backend_process import PASSWORD, BackendProcess, Person, Wire
from tests.pair.conftest import OpenDesk
from tests.pair.joint_play import APPROVE, ARRIVE, LEAD, STREET, UNITS, WHISTLE, called, parties, row, state
from tests.pair.test_pair_faults import SeatProcess, asked
from tests.pair.test_pair_way import GRID

People = Callable[[str], Person]


def log_of(person: Person, joint_id: str) -> JointDetail:
    """Its page as the backend has it."""
    return msgspec.convert(person.get(f"/api/joints/{joint_id}"), JointDetail)


async def test_desks_see_each_others_moves_within_a_second(open_desk: OpenDesk) -> None:
    street = await open_desk(STREET, profile="street")
    duty = await open_desk("duty01", profile="duty")
    lead = await open_desk(f"u-{LEAD}", profile="lead")
    joint_id, action_id = street.joints.propose(WHISTLE)
    assert state(street, joint_id) == "proposed1*"
    assert not street.can_undo("none")
    slowest = 0.0

    async def seen(desk: Desk, expected: str) -> None:
        nonlocal slowest
        began = time.monotonic()
        await until(lambda: state(desk, joint_id) == expected)
        slowest = max(slowest, time.monotonic() - began)

    await seen(duty, "proposed1")
    await until(lambda: state(street, joint_id) == "proposed1")
    assert row(street, joint_id).number.startswith("LD")
    assert not street.can_undo(action_id)
    duty.joints.submit(joint_id, APPROVE)
    duty.joints.submit(joint_id, a.Call())
    await seen(street, "called3")
    await seen(lead, "called3")
    lead.joints.submit(joint_id, a.JointSignIn())
    lead.joints.submit(joint_id, ARRIVE)
    began = time.monotonic()
    await until(lambda: parties(duty, joint_id)[LEAD] == "on_site")
    slowest = max(slowest, time.monotonic() - began)
    lead.joints.submit(joint_id, a.Muster())
    await seen(duty, "on_site4")
    assert slowest < 1.0
    detail = await street.joints.detail(joint_id)
    assert [entry.action for entry in detail.log] == [
        "joint_propose",
        "joint_approve",
        "joint_call",
        "joint_sign_in",
        "joint_arrive",
        "joint_muster",
    ]
    found = await duty.joints.find(text=WHISTLE.title, state="on_site,called", lead=LEAD)
    assert joint_id in [joint.id for joint in found.joints]
    await until(lambda: row(duty, joint_id) == detail.joint == row(lead, joint_id))


async def test_departments_off_line_come_back_and_nothing_is_lost(
    open_desk: OpenDesk, wire: Wire, person: People
) -> None:
    """Four departments, the street and the centre on one wire, which is cut; all act, in no order."""
    street = await open_desk(STREET, profile="street")
    duty = await open_desk("duty01", profile="duty")
    units = {unit: await open_desk(f"u-{unit}", profile=unit) for unit in UNITS}
    joint_id = await called(street, duty)
    await until(lambda: all(state(desk, joint_id) == "called3" for desk in units.values()))
    wire.cut()
    desks = [street, duty, *units.values()]
    await until(lambda: all(desk.connection.link == "offline" for desk in desks))
    done: dict[str, tuple[int, int]] = {}
    for unit, desk in reversed(units.items()):
        before = desk.clock.now()
        desk.joints.submit(joint_id, a.JointSignIn(note="离线签收"))
        desk.joints.submit(joint_id, ARRIVE)
        done[unit] = before, desk.clock.now()
        assert parties(desk, joint_id)[unit] == "on_site"
        assert desk.joints.pending(joint_id)
    # The lead goes on while the others are not heard of.
    units[LEAD].joints.submit(joint_id, a.Muster())
    assert state(units[LEAD], joint_id) == "on_site4*"
    wire.mend()
    for desk in desks:
        desk.reconnect()
    await until(lambda: all(not d.outbox and d.connection.link == "live" for d in desks), 30)
    await until(lambda: all(set(parties(d, joint_id).values()) == {"on_site"} for d in desks))
    await until(lambda: {state(desk, joint_id) for desk in desks} == {"on_site4"})
    page = log_of(person("duty01"), joint_id)
    for unit, (earliest, latest) in done.items():
        party = page.joint.party(unit)
        assert party is not None
        assert party.arrival is not None
        events = {e.action: e for e in page.log if e.unit == unit}
        signed, arrived = events["joint_sign_in"], events["joint_arrive"]
        assert signed.at == party.signed_in_at
        assert arrived.at == party.arrival.at
        assert earliest - 50 <= signed.at <= arrived.at <= latest + 50
        assert party.sign_in is not None
        assert party.arrive is not None
        assert (party.sign_in.ended_at, party.arrive.ended_at) == (signed.at, arrived.at)
    assert [entry.action for entry in page.log].count("joint_sign_in") == len(UNITS)


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_a_console_killed_between_act_and_answer(
    backend: BackendProcess, wire: Wire, open_desk: OpenDesk, person: People, tmp_path: Path
) -> None:
    """The backend stands still while the department's console dies; the check-in is there once."""
    street = await open_desk(STREET, profile="street")
    duty = await open_desk("duty01", profile="duty")
    joint_id = await called(street, duty)
    profile = tmp_path / "department"
    seat = await SeatProcess.start(profile, wire.url)
    await seat.ask("log_in", login=f"u-{LEAD}")

    async def here() -> bool:
        return bool((await seat.ask("show joint", joint=joint_id))["state"])

    await asked(here)
    backend.signal(signal.SIGSTOP)
    await seat.ask("submit joint", joint=joint_id, act={"action": "joint_sign_in", "note": "收"})

    async def sent() -> bool:
        return bool((await seat.ask("outbox"))["rows"] == [["joint_sign_in", "sending", 1]])

    await asked(sent)
    await seat.kill()
    backend.signal(signal.SIGCONT)
    seat = await SeatProcess.start(profile, wire.url)
    assert (await seat.ask("show joint", joint=joint_id))["state"] == "called"
    await seat.ask("log_in", login=f"u-{LEAD}")

    async def empty() -> bool:
        return bool((await seat.ask("outbox"))["rows"] == [])

    await asked(empty)
    await seat.close()
    page = log_of(person("duty01"), joint_id)
    assert [e.action for e in page.log if e.unit == LEAD] == ["joint_sign_in"]
    await until(lambda: parties(duty, joint_id)[LEAD] == "signed_in")


async def test_two_duty_officers_in_conflict(open_desk: OpenDesk, wire: Wire, person: People) -> None:
    """Both stop and go on with the same action; the later is shown who was first, and decides."""
    street = await open_desk(STREET, profile="street")
    duty = await open_desk("duty01", profile="duty")
    other = person("duty01")
    joint_id = await called(street, duty)
    wire.cut()
    await until(lambda: duty.connection.link == "offline")
    stop = duty.joints.submit(joint_id, a.Stop(reason="暴雨红色预警"))
    duty.joints.submit(joint_id, a.Say(note="雨停后恢复"))
    joint_act(other, joint_id, 3, action="joint_stop", reason="领导要求暂缓")
    joint_act(other, joint_id, 4, action="joint_resume")
    settled: list[str] = []
    duty.settled.connect(lambda held: settled.append(held.state))
    wire.mend()
    duty.reconnect()
    await until(lambda: [held.state for held in duty.outbox] == ["conflict", "held"], 20)
    assert settled == ["conflict"]
    assert state(duty, joint_id) == "called5"
    problem = duty.outbox[0].problem
    assert problem is not None
    assert problem.first is not None
    assert problem.first.action == "joint_resume"
    assert problem.joint is not None
    assert duty.why_not_reapply(stop) == ""
    duty.reapply(stop)
    assert state(duty, joint_id) == "stopped6*"
    await until(lambda: not duty.outbox, 20)
    assert state(duty, joint_id) == "stopped6"
    actions = [entry.action for entry in log_of(other, joint_id).log]
    assert actions[-4:] == ["joint_stop", "joint_resume", "joint_stop", "joint_note"]
    # And one that is dropped: what another refused cannot be approved.
    second, _ = street.joints.propose(WHISTLE)
    await until(lambda: state(duty, second) == "proposed1")
    wire.cut()
    await until(lambda: duty.connection.link == "offline")
    approve = duty.joints.submit(second, APPROVE)
    joint_act(other, second, 1, action="joint_refuse", reason="一家可办")
    wire.mend()
    duty.reconnect()
    await until(lambda: [held.state for held in duty.outbox] == ["conflict"], 20)
    assert duty.why_not_reapply(approve)
    with pytest.raises(Refused):
        duty.reapply(approve)
    duty.drop(approve)
    assert not duty.outbox
    assert state(duty, second) == "refused2"


def joint_act(person: Person, joint_id: str, version: int, **act: Any) -> Any:
    """An act by somebody without a console."""
    from console.ids import uuid7

    key = uuid7()
    body = {"action_id": key, "joint_id": joint_id, "base_version": version, "act": act}
    return person._ask("POST", "/api/joint-actions", body, key)


async def test_files_go_before_the_act_that_names_them(
    open_desk: OpenDesk, wire: Wire, tmp_path: Path, person: People
) -> None:
    street = await open_desk(STREET, profile="street")
    duty = await open_desk("duty01", profile="duty")
    lead = await open_desk(f"u-{LEAD}", profile="lead")
    joint_id = await called(street, duty)
    await until(lambda: state(lead, joint_id) == "called3")
    wire.cut()
    await until(lambda: lead.connection.link == "offline")
    picture = tmp_path / "before.png"
    picture.write_bytes(PICTURE)
    file = lead.files.add(picture, "before")
    brought = a.EvidenceStep(outcome="brought", evidence="e1", kind="before", files=(file,))
    lead.joints.submit(joint_id, brought)
    wire.mend()
    lead.reconnect()
    await until(lambda: not lead.outbox, 20)
    await until(lambda: [item.id for item in row(duty, joint_id).evidence] == ["e1"])
    assert await duty.file_bytes(file.sha256) == PICTURE


async def test_a_ticket_reported_off_line_is_there_before_it_is_tied(
    open_desk: OpenDesk, wire: Wire, person: People
) -> None:
    street = await open_desk(STREET, profile="street")
    wire.cut()
    await until(lambda: street.connection.link == "offline")
    ticket_id, _ = street.report(ticket_act.Report(channel="seat", title="夜市占道", area=GRID))
    joint_id, _ = street.joints.propose(msgspec.structs.replace(WHISTLE, tickets=(ticket_id,)))
    assert row(street, joint_id).tickets[0].title == "夜市占道"
    wire.mend()
    street.reconnect()
    await until(lambda: not street.outbox, 20)
    (tied,) = row(street, joint_id).tickets
    assert (tied.id, tied.number[:2], tied.title) == (ticket_id, "YQ", "夜市占道")


async def test_a_desk_starts_off_line_with_what_it_held(
    open_desk: OpenDesk, tmp_path: Path, wire: Wire
) -> None:
    street = await open_desk(STREET, profile="street")
    duty = await open_desk("duty01", profile="duty")
    joint_id = await called(street, duty)
    duty.joints.submit(joint_id, a.Say(note="已通知"))
    await until(lambda: not duty.outbox)
    held = row(duty, joint_id)
    wire.cut()
    await duty.close()
    settings = Settings(tmp_path / "duty")
    desk = Desk(settings, "en")
    desk.load()
    desk.start()
    await desk.log_in("duty01", PASSWORD)
    assert row(desk, joint_id) == held
    desk.joints.submit(joint_id, a.Stop(reason="暴雨"))
    assert state(desk, joint_id) == "stopped4*"
    assert desk.action_name("joint_stop") == "Stop"
    assert desk.undo(desk.outbox[0].action_id) == "withdrawn"
    assert row(desk, joint_id) == held
    await desk.close()
