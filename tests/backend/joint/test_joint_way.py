"""A joint action's whole way through the API, from the whistle to its close, played by its departments."""

from __future__ import annotations

import re

import msgspec

from contract.feed import Batch, Snapshot
from contract.joint import action as j
from contract.joint.joint import Joint, JointPage
from tests.backend.joint.play import LEAD, PLACE, UNITS, Cast, approve, steps, whistle
from tests.backend.running import DISTRICT, RunningBackend, Seat, new_id, reported


def test_from_whistle_to_close(cast: Cast, backend: RunningBackend, seat: Seat) -> None:
    before = backend.services.broker.head(DISTRICT)
    ticket = reported(seat)
    joint = cast.street.proposed(whistle(tickets=(ticket,)))
    assert re.fullmatch(r"LD26-\d{4}", joint.number)
    assert [(one.id, one.title) for one in joint.tickets] == [(ticket, "夜间施工噪音")]
    assert (joint.state, joint.version, joint.entries) == ("proposed", 1, 1)
    joint = cast.duty.done(joint, approve())
    assert joint.lead is not None
    assert joint.lead.unit == LEAD
    joint = cast.duty.done(joint, j.Call())
    for unit, caller in cast.units.items():
        joint = caller.done(joint, j.JointSignIn(), done_at=None)
        line = joint.party(unit)
        assert line is not None
        assert line.sign_in is not None
        assert line.sign_in.ended_at == line.signed_in_at
    for caller in cast.units.values():
        joint = caller.done(joint, j.JointArrive(people=3, lon=PLACE[0], lat=PLACE[1]))
    assert joint.people == 12
    joint = cast.lead.done(joint, j.Muster())
    task, problem = new_id(), new_id()
    until = backend.clock.now() + 3_600_000
    given = j.Given(id=task, unit="T-D-ZJ", text="拆除违建雨棚", until=until)
    joint = cast.lead.done(joint, j.Plan(minutes="一、分工；二、时限", tasks=(given,)))
    joint = cast.lead.done(joint, j.Begin())
    joint = cast.units["T-D-ZJ"].done(joint, j.TaskStep(outcome="taken", task=task))
    joint = cast.units["T-D-ZJ"].done(joint, j.TaskStep(outcome="done", task=task, result="已拆除"))
    found = j.ProblemStep(outcome="found", problem=problem, text="井盖缺失")
    joint = cast.units["T-S1-ZF"].done(joint, found)
    made = reported(seat, title="井盖缺失")
    joint = cast.duty.done(joint, j.ProblemStep(outcome="ticketed", problem=problem, ticket=made))
    assert joint.problems[0].number
    refused = cast.lead.refused(joint, j.Complete(result="秩序恢复"))
    assert refused.status == 409
    for kind in ("before", "after", "document", "result"):
        joint = cast.brought(joint, kind, f"{joint.id} {kind}".encode())
    assert [item.marks for item in joint.evidence] == [()] * 4
    joint = cast.lead.done(joint, j.Complete(result="秩序恢复"))
    joint = cast.lead.done(joint, j.HandOver())
    joint = cast.duty.done(joint, j.VerifyJoint())
    for unit, caller in cast.units.items():
        joint = cast.street.done(joint, j.Rate(outcome="department", unit=unit, value=5))
        joint = caller.done(joint, j.Rate(outcome="whistle", value=4))
    joint = cast.street.done(joint, j.Evaluated())
    joint = cast.duty.done(joint, j.CloseJoint())
    assert joint.state == "closed"

    page = cast.street.detail(joint.id)
    assert page.joint == joint
    assert [entry.n for entry in page.log] == list(range(1, joint.entries + 1))
    whose = [e.unit for e in page.log if e.action in ("joint_sign_in", "joint_arrive")]
    assert whose == [*UNITS, *UNITS]
    assert steps(page.log)[:3] == ["propose", "approve", "call"]
    assert page.log[0].target == "proposed"
    tasks = [(e.outcome, e.unit, e.subject) for e in page.log if e.action == "joint_task"]
    assert tasks == [("taken", "T-D-ZJ", "拆除违建雨棚"), ("done", "T-D-ZJ", "拆除违建雨棚")]

    def heard(caller: Seat) -> list[Joint]:
        response = caller.get("/api/feed/poll", params={"cursor": before, "wait": 0})
        batch = msgspec.json.decode(response.content, type=Batch)
        return [e.joint for e in batch.events if e.joint is not None and e.id == joint.id]

    for caller in (cast.street, cast.duty, *cast.units.values()):
        rows = heard(caller.seat)
        assert len(rows) >= 1
        shown = msgspec.msgpack.decode(caller.seat.get("/api/snapshot").content, type=Snapshot)
        assert [one for one in shown.joints if one.id == joint.id] == [joint]
    assert heard(seat)[-1] == joint
    assert heard(backend.seat("g-990001002001-01")) == []
    found_page = msgspec.json.decode(
        cast.street.seat.get("/api/joints", params={"state": "closed", "lead": LEAD, "text": "占道"}).content,
        type=JointPage,
    )
    assert joint in found_page.joints
    cast.sound()
