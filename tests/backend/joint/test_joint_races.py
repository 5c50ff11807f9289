"""Who conflicts with whom, what a replay says, what is refused and to whom it does not exist."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import msgspec
import pytest

from contract.action import Report
from contract.clock import MINUTE
from contract.joint import action as j
from contract.joint.joint import Joint, JointPage
from contract.problem import Problem
from tests.backend.joint.play import LEAD, STREET, UNITS, Caller, Cast, approve, steps, whistle
from tests.backend.running import ORIGIN, RunningBackend, Seat, new_id, reported


def together(*acts: Callable[[], httpx.Response]) -> list[httpx.Response]:
    """Send them all at one moment."""
    gate = threading.Barrier(len(acts))

    def one(act: Callable[[], httpx.Response]) -> httpx.Response:
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_of_two_duty_officers_one_is_first(cast: Cast, backend: RunningBackend) -> None:
    joint = cast.street.proposed()
    other = Caller(backend.seat("duty01"))
    ways = (approve(), j.RefuseJoint(reason="街道自行处置"))
    said = together(
        lambda: cast.duty.act(joint.id, ways[0], joint.version),
        lambda: other.act(joint.id, ways[1], joint.version),
    )
    assert sorted(one.status_code for one in said) == [200, 412]
    won, lost = sorted(said, key=lambda one: one.status_code)
    after = msgspec.json.decode(won.content, type=j.JointAnswer).joint
    problem = msgspec.json.decode(lost.content, type=Problem)
    assert problem.joint is not None
    assert msgspec.convert(problem.joint, Joint) == after
    assert problem.first is not None
    assert problem.first.by == "值班长01"
    assert problem.first.action == ("joint_approve" if after.state == "approved" else "joint_refuse")
    assert steps(cast.duty.detail(joint.id).log) == ["propose", problem.first.action.removeprefix("joint_")]


def test_departments_at_once_never_conflict(cast: Cast) -> None:
    """Each acts on the row as it was called, whatever the others did meanwhile, and the lead goes on."""
    joint = cast.called()
    for act in (j.JointSignIn(), j.JointArrive(people=2)):
        said = together(
            *(lambda c=caller, a=act: c.act(joint.id, a, joint.version) for caller in cast.units.values())
        )
        assert [one.status_code for one in said] == [200] * len(UNITS)
    moved = cast.lead.done(joint, j.Muster())
    assert moved.people == 2 * len(UNITS)
    cast.lead.done(moved, j.Plan(minutes="分工"))
    evidence = j.EvidenceStep(
        outcome="brought", evidence=new_id(), kind="other", files=(cast.lead.file(b"at once"),)
    )
    assert cast.lead.act(joint.id, evidence, 1).status_code == 200


def test_what_was_done_off_line_counts_when_it_was_done(cast: Cast, backend: RunningBackend) -> None:
    """Two arrive by themselves, one is heard of late: its own clock is judged by when it came."""
    joint = cast.called()
    begun = backend.clock.now()
    backend.clock.move(10 * MINUTE)
    joint = cast.lead.done(joint, j.JointSignIn())
    joint = cast.units["T-D-ZJ"].done(joint, j.JointSignIn(), done_at=begun + 2 * MINUTE)
    line = joint.party("T-D-ZJ")
    assert line is not None
    assert line.signed_in_at == begun + 2 * MINUTE
    last = cast.duty.detail(joint.id).log[-1]
    assert (last.at, last.late, last.unit) == (begun + 2 * MINUTE, True, "T-D-ZJ")


def test_a_replay_says_what_the_first_answer_said(cast: Cast) -> None:
    action = j.JointAction(action_id=new_id(), joint_id=new_id(), act=whistle())
    first = cast.street.post(action)
    cast.duty.done(msgspec.json.decode(first.content, type=j.JointAnswer).joint, approve())
    again = cast.street.post(action)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotent-replay"] == "true"
    other = j.JointAction(action_id=action.action_id, joint_id=action.joint_id, act=whistle(title="另一件"))
    assert cast.street.post(other).status_code == 409
    twice = cast.street.act(action.joint_id, whistle())
    problem = msgspec.json.decode(twice.content, type=Problem)
    assert (twice.status_code, problem.en) == (409, "the joint action exists already")


def test_numbers_are_those_of_the_year(cast: Cast) -> None:
    one, two = cast.street.proposed(), cast.street.proposed()
    assert int(two.number[-4:]) == int(one.number[-4:]) + 1
    # A refused proposal takes no number.
    assert cast.street.act(new_id(), whistle(kind="nothing")).status_code == 400
    assert int(cast.street.proposed().number[-4:]) == int(two.number[-4:]) + 1


def test_tickets_and_files_that_are_named_must_be_there(cast: Cast, seat: Seat) -> None:
    other = reported(seat, area="990001002001-01")
    for tickets in (("nothing",), (other,)):
        refused = cast.street.act(new_id(), whistle(tickets=tickets))
        assert refused.status_code == 400
        assert msgspec.json.decode(refused.content, type=Problem).errors[0].field == "act.tickets"
    joint = cast.street.proposed()
    tie = j.TieTicket(outcome="tied", ticket=other)
    assert cast.street.refused(joint, tie).errors[0].rule == "known"
    assert cast.duty.done(joint, tie).tickets[0].id == other
    file = cast.street.file(b"not stored")
    note = j.Say(note="见图", files=(msgspec.structs.replace(file, sha256="0" * 64),))
    assert cast.street.refused(joint, note).errors[0].rule == "stored"


def test_a_photo_that_was_used_elsewhere_is_marked(cast: Cast, seat: Seat) -> None:
    ticket, photo = new_id(), b"the same photo"
    mine = Caller(seat).file(photo)
    seat.done(ticket, 0, Report(channel="hotline", title="占道", area="990001001001-01", files=(mine,)))
    joint = cast.on_site()
    joint = cast.brought(joint, "before", photo)
    assert joint.evidence[-1].marks == ("used_before",)
    assert not joint.evidence[-1].counts
    # Of the same matter: the ticket is tied.
    tied = cast.on_site(whistle(tickets=()))
    tied = cast.duty.done(tied, j.TieTicket(outcome="tied", ticket=ticket))
    third = b"a photo of its own ticket"
    seat.done(
        other := new_id(),
        0,
        Report(channel="hotline", title="占道", area="990001001001-01", files=(Caller(seat).file(third),)),
    )
    tied = cast.duty.done(tied, j.TieTicket(outcome="tied", ticket=other))
    tied = cast.brought(tied, "before", third)
    assert tied.evidence[-1].marks == ()
    # And another joint action has it now.
    last = cast.brought(cast.on_site(), "before", third)
    assert last.evidence[-1].marks == ("used_before",)


def test_a_file_is_read_by_whom_the_joint_action_is(cast: Cast, backend: RunningBackend) -> None:
    joint = cast.on_site()
    joint = cast.brought(joint, "before", b"who may see this")
    path = f"/api/files/{joint.evidence[-1].file.sha256}"
    for caller in (cast.street, cast.duty, *cast.units.values()):
        assert caller.seat.get(path).status_code == 200
    for login in ("s-T-S2", "g-990001002001-01"):
        assert backend.seat(login).get(path).status_code == 404


def test_a_department_is_named_on_an_entry_that_is_its_own(cast: Cast) -> None:
    joint = cast.street.proposed()
    lead = j.Named(unit=LEAD, lead=True, entry="duty:2-031", ground="随便写的")
    after = cast.duty.done(joint, j.Approve(parties=(lead,)))
    assert (after.parties[0].entry, after.parties[0].ground) == ("duty:2-031", "垃圾堆积的清运和监督")
    after = cast.duty.done(after, j.Call())
    for entry, rule in (("duty:9-999", "known"), ("duty:2-032", "other")):
        problem = cast.lead.refused(after, j.Object(reason="不属于我局职责", entry=entry))
        assert problem.errors[0].rule == rule
    other = cast.street.proposed()
    wrong = j.Named(unit="T-D-ZJ", lead=True, entry="duty:2-031")
    assert cast.duty.refused(other, j.Approve(parties=(wrong,))).errors[0].rule == "unit"
    after = cast.lead.done(after, j.Object(reason="属住建局职责", entry="duty:2-040"))
    decided = j.DecideObjection(
        outcome="released", unit=LEAD, reason="属住建局", instead="T-D-ZJ", entry="duty:2-040"
    )
    after = cast.duty.done(after, decided)
    party = after.party("T-D-ZJ")
    assert party is not None
    assert (party.lead, party.ground) == (True, "房屋漏水的维修协调")
    # Who was released goes on seeing it.
    assert cast.lead.detail(joint.id).joint == after


MATRIX = {
    STREET: {"propose": 201, "approve": 403, "note": 200, "see": 200},
    "seat01": {"propose": 403, "approve": 403, "note": 200, "see": 200},
    "duty01": {"propose": 403, "approve": 200, "note": 200, "see": 200},
    "leader01": {"propose": 403, "approve": 403, "note": 200, "see": 200},
    "s-T-S2": {"propose": 403, "approve": 404, "note": 404, "see": 404},
    "u-T-D-CG": {"propose": 403, "approve": 404, "note": 404, "see": 404},
    "g-990001001001-01": {"propose": 403, "approve": 403, "note": 200, "see": 200},
    "g-990001002001-01": {"propose": 403, "approve": 404, "note": 404, "see": 404},
    "admin01": {"propose": 403, "approve": 403, "note": 403, "see": 200},
    "c-hotline": {"propose": 403, "approve": 403, "note": 403, "see": 403},
}


@pytest.mark.parametrize("login", MATRIX)
def test_who_may_and_to_whom_it_does_not_exist(cast: Cast, backend: RunningBackend, login: str) -> None:
    caller, joint = Caller(backend.seat(login)), cast.street.proposed()
    acts: dict[str, j.JointAct] = {"propose": whistle(), "note": j.Say(note="知悉"), "approve": approve()}
    said = {
        name: caller.act(joint.id if name != "propose" else new_id(), act, 1) for name, act in acts.items()
    }
    said["see"] = caller.seat.get(f"/api/joints/{joint.id}")
    assert {name: answer.status_code for name, answer in said.items()} == MATRIX[login]
    if login != "c-hotline":
        page = msgspec.json.decode(caller.seat.get("/api/joints").content, type=JointPage)
        assert (joint.id in {one.id for one in page.joints}) is (MATRIX[login]["see"] == 200)


def test_a_search_goes_page_by_page(cast: Cast) -> None:
    made = [cast.street.proposed(whistle(title=f"翻页 {n}", kind="inspection")).id for n in range(5)]
    query: dict[str, str | int] = {
        "text": "翻页",
        "kind": "inspection",
        "area": "990001001",
        "limit": 2,
        "from": ORIGIN,
    }
    found: list[str] = []
    cursor = ""
    while True:
        response = cast.duty.seat.get("/api/joints", params={**query, "cursor": cursor})
        page = msgspec.json.decode(response.content, type=JointPage)
        found += [one.id for one in page.joints]
        cursor = page.cursor
        if not cursor:
            break
    assert sorted(found) == sorted(made)
    assert cast.duty.seat.get("/api/joints", params={**query, "to": ORIGIN}).json()["joints"] == []
    for wrong in ({"lead": "none"}, {"area": "none"}, {"cursor": "x"}):
        assert cast.duty.seat.get("/api/joints", params=wrong).status_code == 400


def test_the_records_are_whole(cast: Cast) -> None:
    cast.sound()
