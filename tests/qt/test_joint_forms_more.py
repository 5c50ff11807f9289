"""The forms beside the straight way: departments that object or are substituted, safety, the agreement,
failed acceptances, tickets, and what ends it early. What leads up to them is done without a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from contract.joint import action as a
from contract.joint.joint import Joint
from contract.joint.party import Party
from tests.backend.joint.play import PLACE, Caller, approve, whistle
from tests.backend.running import Seat, new_id
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess, Person
from tests.qt.beside_matters import Matter
from tests.qt.seat_room import CONTROL, Room, Rooms
from tests.qt.test_joint_forms import PNG, Stage
from views.joint.acting import About, JointActing

Key = Qt.Key
LEAD, OTHER, TEAM, FAR_TEAM = "T-D-CG", "T-D-ZJ", "T-S1-ZF", "T-S2-ZF"
UNITS = (LEAD, OTHER, TEAM)
STREET, DUTY = "s-T-S1", "duty01"


class Cast:
    """Everybody at the API. `joint` is the row as the last answer had it."""

    def __init__(self, backend: BackendProcess) -> None:
        self._url = backend.url
        self._callers: dict[str, Caller] = {}
        self.joint: Joint

    def by(self, login: str) -> Caller:
        """Somebody, logged in once."""
        if login not in self._callers:
            token = Person(self._url, login).token
            headers = {"authorization": f"Bearer {token}"}
            self._callers[login] = Caller(Seat(base_url=self._url, headers=headers, trust_env=False))
        return self._callers[login]

    def do(self, login: str, *acts: a.JointAct) -> Joint:
        """Acts of somebody's on the row as it is now."""
        for act in acts:
            self.joint = self.by(DUTY).detail(self.joint.id).joint
            self.joint = self.by(login).done(self.joint, act)
        return self.joint

    def proposed(self, **more: object) -> Joint:
        """One that the street whistled for."""
        self.joint = self.by(STREET).proposed(whistle(wanted=UNITS, **more))
        return self.joint

    def called(self, *units: str, **more: object) -> Joint:
        """One to which these are called, the first in the lead."""
        self.proposed(**more)
        return self.do(DUTY, approve(*(units or UNITS[:2])), a.Call())

    def on_the_spot(self, *units: str, **more: object) -> Joint:
        """One on whose spot these are."""
        called = units or UNITS[:2]
        self.called(*called, **more)
        for unit in called:
            come = a.JointArrive(people=4, lon=PLACE[0], lat=PLACE[1])
            self.do(f"u-{unit}", a.JointSignIn(), come)
        return self.do(f"u-{called[0]}", a.Muster())

    def acting(self, *units: str, **more: object) -> Joint:
        """One in action."""
        self.on_the_spot(*units, **more)
        return self.do(f"u-{(units or UNITS)[0]}", a.Plan(minutes="先劝离，再清理"), a.Begin())

    def brought(self, *kinds: str) -> Joint:
        """Evidence of the lead's, each item a file of its own, taken now."""
        lead = self.by(f"u-{LEAD}")
        for kind in kinds:
            now = self.by(DUTY).detail(self.joint.id).joint.changed_at
            file = lead.file(PNG + new_id().encode(), taken_at=now)
            self.do(
                f"u-{LEAD}",
                a.EvidenceStep(outcome="brought", evidence=new_id(), kind=kind, files=(file,)),  # type: ignore[arg-type]
            )
        return self.joint

    def handed_over(self) -> Joint:
        """An inspection that was handed over."""
        self.acting(kind="inspection")
        self.brought("before", "result")
        return self.do(f"u-{LEAD}", a.Complete(result="已检查"), a.HandOver())

    def leave(self) -> None:
        """Ends all connections."""
        for caller in self._callers.values():
            caller.seat.close()


@pytest.fixture
def cast(backend: BackendProcess) -> Iterator[Cast]:
    """Everybody at the API."""
    everybody = Cast(backend)
    yield everybody
    everybody.leave()


class Forms(Stage):
    """The windows of those who act, over one action after the other."""

    def takes(self, joint: Joint) -> None:
        """From here on it is about this one."""
        self.id = joint.id

    async def heard(self, login: str, joint: Joint) -> Room:
        """Somebody's window knows the row as it is at the backend."""
        room = await self.room(login)

        def known() -> bool:
            row = room.desk.joints.server_row(joint.id)
            return row is not None and row.seq >= joint.seq and row.state == joint.state

        await until(known)
        self.takes(joint)
        return room

    def party(self, room: Room, unit: str) -> Party:
        """A department's line as the backend has it."""
        found = next((p for p in self.row(room.desk).parties if p.unit == unit), None)
        assert found is not None
        return found

    async def done(self, room: Room, happened: Callable[[Joint], bool]) -> Joint:
        """Sends what is open, if anything is; waits until the backend has it."""
        if room.find("joint.form.card") is not None:
            await self.sends(room)
        await until(lambda: not room.desk.joints.pending(self.id) and happened(self.row(room.desk)))
        return self.row(room.desk)


def choose(room: Room, name: str, typed: str) -> None:
    """Types into a box and takes the first it finds."""
    line = room.see(f"{name}.line")
    line.setFocus()
    room.type(typed)
    room.key(Key.Key_Down)
    room.key(Key.Key_Return)


def states(joint: Joint) -> dict[str, str]:
    """How each department stands."""
    return {party.unit: party.state for party in joint.parties}


async def test_departments_object_and_are_kept_released_substituted_reminded(
    rooms: Rooms, cast: Cast
) -> None:
    async with rooms as open_room:
        stage = Forms(open_room)
        # It objects by its own form; the duty officer reads why, and keeps it in.
        other = await stage.heard(f"u-{OTHER}", cast.called())
        other = await stage.opens(f"u-{OTHER}", "object")
        other.key(Key.Key_Return, CONTROL)
        assert any("goes into the log" in word for word in other.words())
        other.fill("joint.form.reason", "占道经营归城管局")
        choose(other, "joint.form.entry", "3-001")
        row = await stage.done(other, lambda joint: states(joint)[OTHER] == "objecting")
        objection = stage.party(other, OTHER).objection
        assert objection is not None
        assert (objection.reason, objection.entry) == ("占道经营归城管局", "duty:3-001")
        duty = await stage.heard(DUTY, row)
        duty = await stage.opens(DUTY, "decide", "kept")
        told = duty.see("joint.form.told").text()
        assert "占道经营归城管局" in told
        assert "Keeping order in the street" in told
        duty.fill("joint.form.reason", "拆违须住建参加")
        await stage.done(duty, lambda joint: states(joint)[OTHER] == "called")
        # Another one objects and is released, a team is called in its place with its own entry.
        cast.called()
        row = cast.do(f"u-{OTHER}", a.Object(reason="不在我局职责"))
        await stage.heard(DUTY, row)
        duty = await stage.opens(DUTY, "decide", "released")
        duty.fill("joint.form.reason", "由街道执法队办理")
        choose(duty, "joint.form.instead", "Dongmen enforcement")
        choose(duty, "joint.form.entry", "3-001")
        row = await stage.done(duty, lambda joint: TEAM in states(joint))
        assert states(row) == {LEAD: "called", OTHER: "released", TEAM: "called"}
        called = stage.party(duty, TEAM)
        assert (called.instead_of, called.entry, called.lead) == (OTHER, "duty:3-001", False)
        assert called.ground == "街面秩序的日常处置"
        # One more is called; it does not come, is reminded, marked, substituted.
        duty = await stage.opens(DUTY, "join")
        choose(duty, "joint.form.party.0.unit", "Xihe enforcement")
        duty.fill("joint.form.reason", "人手不足")
        await stage.done(duty, lambda joint: states(joint).get(FAR_TEAM) == "called")
        duty = await stage.at_once(DUTY, "remind", about=About(unit=FAR_TEAM))
        await until(lambda: stage.party(duty, FAR_TEAM).reminders == 1)
        await stage.at_once(DUTY, "absent", about=About(unit=FAR_TEAM))
        await until(lambda: stage.party(duty, FAR_TEAM).state == "absent")
        duty = await stage.opens(DUTY, "substitute", about=About(unit=FAR_TEAM))
        duty.key(Key.Key_Return, CONTROL)
        assert any("Choose the department from the list" in word for word in duty.words())
        choose(duty, "joint.form.instead", "Housing")
        duty.fill("joint.form.reason", "两次催办未到")
        row = await stage.done(duty, lambda joint: states(joint)[FAR_TEAM] == "substituted")
        assert stage.row(duty.desk).active[-1].unit == OTHER
        assert stage.row(duty.desk).active[-1].instead_of == FAR_TEAM


async def test_safety_problems_a_stop_and_calling_off(rooms: Rooms, cast: Cast) -> None:
    async with rooms as open_room:
        stage = Forms(open_room)
        lead, login = await stage.heard(f"u-{LEAD}", cast.acting()), f"u-{LEAD}"
        lead = await stage.opens(login, "safety", "started")
        lead.key(Key.Key_Return, CONTROL)
        assert any("whole number from 1" in word for word in lead.words())
        lead.fill("joint.form.people", "3")
        lead.fill("joint.form.every", "20")
        row = await stage.done(lead, lambda joint: bool(joint.safety))
        assert [(w.unit, w.people, w.minutes, w.heard) for w in row.safety] == [(LEAD, 3, 20, 0)]
        await stage.at_once(login, "safety", "heard")
        await until(lambda: stage.row(lead.desk).safety[0].heard == 1)
        # While somebody is to be heard of it is not called off.
        duty = await stage.heard(DUTY, stage.row(lead.desk))
        assert "joint_call_off" not in {row.action for row in duty.desk.joints.offers(stage.id)}
        await stage.at_once(login, "safety", "ended")
        await until(lambda: stage.row(lead.desk).safety[0].ended_at is not None)
        # A problem goes on to another unit.
        found = a.ProblemStep(outcome="found", problem=new_id(), text="燃气管道裸露")
        await stage.heard(login, cast.do(login, found))
        lead = await stage.opens(login, "problem", "handed_on")
        choose(lead, "joint.form.unit", "Housing")
        lead.fill("joint.form.reason", "燃气归住建")
        row = await stage.done(lead, lambda joint: joint.problems[0].state == "handed_on")
        assert (row.problems[0].unit, row.problems[0].result) == (OTHER, "燃气归住建")
        # It stands, and goes on where it stood.
        lead = await stage.opens(login, "stop")
        lead.fill("joint.form.reason", "暴雨红色预警")
        row = await stage.done(lead, lambda joint: joint.state == "stopped")
        assert row.held is not None
        assert row.held.state == "acting"
        await stage.at_once(login, "resume")
        row = await stage.done(lead, lambda joint: joint.state == "acting")
        await stage.heard(DUTY, row)
        duty = await stage.opens(DUTY, "call_off")
        assert "can't be undone" in duty.see("joint.form.warned").text()
        duty.fill("joint.form.reason", "商户已自行撤离")
        row = await stage.done(duty, lambda joint: joint.state == "withdrawn")
        assert row.reason == "商户已自行撤离"


async def test_an_agreement_is_drawn_and_signed_by_both_or_outside(
    rooms: Rooms, cast: Cast, person: Callable[[str], Person], tmp_path: Path
) -> None:
    async with rooms as open_room:
        stage = Forms(open_room)
        login = f"u-{LEAD}"
        lead = await stage.heard(login, cast.acting(kind="repair"))
        lead = await stage.opens(login, "agree", "drawn")
        lead.fill("joint.form.text", "移交雨棚和钥匙三把")
        lead.key(Key.Key_Return, CONTROL)
        assert any("Say to whom it is handed over" in word for word in lead.words())
        choose(lead, "joint.form.unit", "Housing")
        lead.fill("joint.form.body", "东门物业公司")
        lead.key(Key.Key_Return, CONTROL)
        assert any("empty one of the two" in word for word in lead.words())
        lead.see("joint.form.body").clear()
        row = await stage.done(lead, lambda joint: joint.agreement is not None)
        assert row.agreement is not None
        assert (row.agreement.to_unit, row.agreement.text) == (OTHER, "移交雨棚和钥匙三把")
        await stage.at_once(login, "agree", "signed")
        row = await stage.done(lead, lambda joint: bool(joint.agreement and joint.agreement.lead_signed_at))
        other = await stage.heard(f"u-{OTHER}", row)
        await stage.at_once(f"u-{OTHER}", "agree", "signed")
        row = await stage.done(other, lambda joint: bool(joint.agreement and joint.agreement.signed))
        # A body outside signs on paper.
        cast.acting(kind="repair")
        drawn = a.Agree(outcome="drawn", text="移交公厕", body="东门物业公司")
        await stage.heard(login, cast.do(login, drawn, a.Agree(outcome="signed")))
        lead = await stage.opens(login, "agree", "signed_outside")
        assert "移交公厕" in lead.see("joint.form.told").text()
        lead.key(Key.Key_Return, CONTROL)
        assert any("Add at least one file" in word for word in lead.words())
        paper = tmp_path / "agreement.png"
        paper.write_bytes(PNG + new_id().encode())
        lead.see("joint.form.files").add_paths([paper])
        row = await stage.done(lead, lambda joint: bool(joint.agreement and joint.agreement.signed))
        assert row.agreement is not None
        assert row.agreement.to_signed_by == "东门物业公司"
        # A ticket is tied to it, and untied again.
        matter = Matter(person, "公厕渗水").filed()
        duty = await stage.heard(DUTY, row)
        await until(lambda: duty.desk.store.get(matter.id) is not None)
        duty = await stage.opens(DUTY, "ticket", "tied")
        choose(duty, "joint.form.ticket", matter.row()["number"])
        row = await stage.done(duty, lambda joint: bool(joint.tickets))
        assert [ticket.id for ticket in row.tickets] == [matter.id]
        duty = await stage.opens(DUTY, "ticket", "untied")
        assert "公厕渗水" in duty.see("joint.form.told").text()
        duty.fill("joint.form.reason", "另案处理")
        await stage.done(duty, lambda joint: not joint.tickets)


async def test_two_failed_acceptances_are_answered_for_and_who_applied_does_not_score_itself(
    rooms: Rooms, cast: Cast
) -> None:
    async with rooms as open_room:
        stage = Forms(open_room)
        cast.handed_over()
        cast.do(DUTY, a.VerifyJoint(outcome="failed", reason="油烟仍直排"))
        cast.brought("result")
        row = cast.do(f"u-{LEAD}", a.Complete(result="再次检查"), a.HandOver())
        duty = await stage.heard(DUTY, row)
        duty = await stage.opens(DUTY, "verify", "failed")
        assert "holds the lead to account" in duty.see("joint.form.warned").text()
        duty.fill("joint.form.reason", "复查仍有两家直排")
        row = await stage.done(duty, lambda joint: joint.state == "acting")
        assert [(one.unit, one.settled_at) for one in row.accounts] == [(LEAD, None)]
        duty = await stage.opens(DUTY, "settle")
        duty.key(Key.Key_Return, CONTROL)
        assert any("Write what was done" in word for word in duty.words())
        duty.fill("joint.form.result", "约谈城管局分管负责人")
        row = await stage.done(duty, lambda joint: joint.accounts[0].settled_at is not None)
        assert row.accounts[0].measure == "约谈城管局分管负责人"
        # Who applied and takes part has the others' rows alone; the centre has them all.
        login = f"u-{LEAD}"
        cast.joint = cast.by(login).proposed(whistle(outcome="application", kind="inspection", wanted=UNITS))
        cast.do(DUTY, approve(*UNITS[:2]), a.Call())
        for unit in UNITS[:2]:
            cast.do(f"u-{unit}", a.JointSignIn(), a.JointArrive(people=2))
        cast.do(login, a.Muster(), a.Plan(minutes="逐户检查"), a.Begin())
        cast.brought("before", "result")
        cast.do(login, a.Complete(result="已检查"), a.HandOver())
        row = cast.do(DUTY, a.VerifyJoint())
        lead = await stage.heard(login, row)
        lead = await stage.opens(login, "score", "department")
        assert lead.find("joint.form.scores.0.stars") is not None
        assert lead.find("joint.form.scores.1") is None
        lead.key(Key.Key_4)
        row = await stage.done(lead, lambda joint: any(p.score is not None for p in joint.parties))
        assert [p.unit for p in row.active if p.score is not None] == [OTHER]
        await stage.heard(DUTY, row)
        duty = await stage.opens(DUTY, "score", "department")
        duty.key(Key.Key_3)
        row = await stage.done(duty, lambda joint: all(p.score is not None for p in joint.active))
        assert {p.unit: p.score.value for p in row.active if p.score is not None} == {LEAD: 3, OTHER: 4}


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_a_reminder_that_has_not_gone_out_is_taken_back(
    rooms: Rooms, cast: Cast, backend: BackendProcess
) -> None:
    async with rooms as open_room:
        stage = Forms(open_room)
        duty = await stage.heard(DUTY, cast.called())
        backend.kill()
        await until(lambda: duty.desk.connection.link != "live")
        JointActing(duty.seat.context, duty.seat.current()).begin(
            stage.id, "joint_remind", "", About(unit=OTHER)
        )
        shown = duty.desk.joints.get(stage.id)
        assert shown is not None
        assert [p.reminders for p in shown.parties] == [0, 1]
        duty.key(Key.Key_Z, CONTROL)
        await until(lambda: not duty.desk.joints.pending(stage.id))
        shown = duty.desk.joints.get(stage.id)
        assert shown is not None
        assert [p.reminders for p in shown.parties] == [0, 0]
