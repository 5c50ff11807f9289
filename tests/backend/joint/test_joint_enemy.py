"""Somebody who means ill, or errs: what a joint action refuses, and what stays as it was."""

from __future__ import annotations

from typing import Any

import httpx
import msgspec
import pytest

from contract.clock import DAY, MINUTE
from contract.joint import action as j
from contract.joint import limits as limits
from contract.joint.joint import Joint
from contract.problem import Problem
from tests.backend.joint.play import LEAD, STREET, UNITS, Caller, Cast, whistle
from tests.backend.running import RunningBackend, new_id

OTHER_GRID = "990001002001-01"
CENTRE = "T-C"


def rule_of(problem: Problem) -> tuple[str, str]:
    """Field and rule of the first thing that is wrong."""
    return problem.errors[0].field, problem.errors[0].rule


def raw(caller: Caller, act: dict[str, Any], joint: str = "", version: int = 0) -> httpx.Response:
    """An act as a body that no console writes."""
    key = new_id()
    body = {"action_id": key, "joint_id": joint or new_id(), "base_version": version, "act": act}
    return caller.seat.post("/api/joint-actions", json=body, headers={"idempotency-key": key})


WRITTEN = msgspec.to_builtins(whistle())


@pytest.mark.parametrize("title", ["　 ", "\u200b\u200d\ufeff", "\u202e\u200f", "\t\r\n\x1b"])
def test_what_shows_nothing_says_nothing(cast: Cast, title: str) -> None:
    for field in ("title", "reason"):
        said = raw(cast.street, {**WRITTEN, field: title})
        assert said.status_code == 400, said.text
        assert rule_of(msgspec.json.decode(said.content, type=Problem)) == (f"act.{field}", "required")


def test_long_and_odd_titles_are_kept_as_they_are(cast: Cast) -> None:
    for title in ("占" * 200, "👷🏽‍♀️ 占道", "\u202bخيمة\u202c 占道"):
        one = cast.street.proposed(whistle(title=title))
        assert cast.duty.detail(one.id).joint.title == title
    assert raw(cast.street, {**WRITTEN, "title": "占" * 201}).status_code == 400
    assert raw(cast.street, {**WRITTEN, "title": "占\x00道"}).status_code == 400


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ring", [[117.2, 31.7]] * 501),
        ("ring", [[117.2, 31.7]] * 2),
        ("ring", [[117.2, 131.7]] * 3),
        ("lat", None),
        ("tickets", [new_id() for _ in range(101)]),
        ("tickets", [new_id()]),
        ("wanted", ["T-NO"]),
        ("kind", "party"),
        ("area", "990009"),
    ],
)
def test_a_proposal_that_is_not_right(cast: Cast, field: str, value: Any) -> None:
    said = raw(cast.street, {**WRITTEN, field: value})
    assert said.status_code == 400, said.text
    problem = msgspec.json.decode(said.content, type=Problem)
    assert rule_of(problem)[0].startswith(f"act.{field}")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_place_is_made_of_numbers(cast: Cast, number: str) -> None:
    key = new_id()
    body = msgspec.json.encode({**WRITTEN, "lon": 0.5}).replace(b"0.5", number.encode())
    head = f'{{"action_id":"{key}","joint_id":"{new_id()}","act":'.encode()
    said = cast.street.seat.post(
        "/api/joint-actions",
        content=head + body + b"}",
        headers={"content-type": "application/json", "idempotency-key": key},
    )
    assert said.status_code == 400, said.text
    assert said.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("login", [STREET, "u-T-S1"])
def test_a_street_whistles_in_its_own_area_alone(cast: Cast, backend: RunningBackend, login: str) -> None:
    caller = Caller(backend.seat(login))
    assert caller.act(new_id(), whistle()).status_code == 201
    said = caller.act(new_id(), whistle(area=OTHER_GRID, lon=None, lat=None))
    assert said.status_code == 403, said.text


@pytest.mark.parametrize(
    "named",
    [
        (j.Named(unit=LEAD, lead=True), j.Named(unit=LEAD)),
        (j.Named(unit=LEAD), j.Named(unit=UNITS[1])),
        (j.Named(unit=LEAD, lead=True), j.Named(unit=UNITS[1], lead=True)),
        (j.Named(unit="T-NO", lead=True),),
    ],
    ids=["twice", "no lead", "two leads", "unknown"],
)
def test_departments_are_named_once_with_one_lead(cast: Cast, named: tuple[j.Named, ...]) -> None:
    one = cast.street.proposed()
    assert cast.duty.refused(one, j.Approve(parties=named)).errors[0].field == "act.parties"
    assert cast.duty.detail(one.id).joint == one


def test_nobody_acts_for_another(cast: Cast) -> None:
    one = cast.called()
    for act in (
        j.JointSignIn(unit=LEAD),
        j.JointArrive(unit=LEAD, people=1),
        j.Object(unit=LEAD, reason="x"),
    ):
        assert cast.units[UNITS[1]].act(one.id, act, one.version).status_code in (403, 409)
    assert cast.street.act(one.id, j.JointSignIn(unit=LEAD), one.version).status_code == 403
    one = cast.units[UNITS[1]].done(one, j.JointSignIn())
    assert [p.signed_in_at is not None for p in one.parties] == [False, True, False, False]


def test_whose_parent_it_is_acts_for_each_of_its_departments(cast: Cast, backend: RunningBackend) -> None:
    parent = Caller(backend.seat(f"u-{CENTRE}"))
    one = cast.called()
    one = parent.done(one, j.JointSignIn(unit=UNITS[1]))
    one = parent.done(one, j.JointSignIn())
    assert [p.signed_in_at is not None for p in one.parties] == [True, True, False, False]
    log = cast.duty.detail(one.id).log
    assert [entry.unit for entry in log[-2:]] == [UNITS[1], LEAD]


def test_instants_that_cannot_be(cast: Cast, backend: RunningBackend) -> None:
    """Before the call, after now, arrival before sign-in: each counts when it came in."""
    one = cast.called()
    called, now = one.called_at or 0, backend.clock.now()
    backend.clock.move(10 * MINUTE)
    first, second, third = (cast.units[unit] for unit in UNITS[:3])
    one = first.done(one, j.JointSignIn(), done_at=called - MINUTE)
    one = second.done(one, j.JointSignIn(), done_at=now + DAY)
    one = third.done(one, j.JointSignIn(), done_at=called + 5 * MINUTE)
    one = third.done(one, j.JointArrive(people=1), done_at=called + 2 * MINUTE)
    signed = [party.signed_in_at or 0 for party in one.parties[:3]]
    assert signed[0] >= called + 10 * MINUTE
    assert now + 10 * MINUTE <= signed[1] < now + 11 * MINUTE
    assert signed[2] == called + 5 * MINUTE
    assert one.parties[2].arrival is not None
    assert one.parties[2].arrival.at >= called + 10 * MINUTE


def test_when_they_are_to_meet_lies_ahead_and_not_for_ever(cast: Cast, backend: RunningBackend) -> None:
    one = cast.approved()
    now = backend.clock.now()
    for at in (now - DAY, now + 400 * DAY):
        assert rule_of(cast.duty.refused(one, j.Call(meet_at=at))) == ("act.meet_at", "to_come")


def test_nobody_stands_in_for_itself(cast: Cast) -> None:
    """It would begin its clocks anew."""
    one = cast.called()
    said = cast.duty.refused(one, j.Substitute(unit=LEAD, instead=LEAD, reason="超时"))
    assert rule_of(said) == ("act.instead", "other")
    one = cast.lead.done(one, j.Object(reason="非本单位职责"))
    decide = j.DecideObjection(outcome="released", unit=LEAD, instead=LEAD, reason="x")
    assert rule_of(cast.duty.refused(one, decide)) == ("act.instead", "other")


def test_tasks_that_are_not_right(cast: Cast, backend: RunningBackend) -> None:
    one = cast.on_site()
    now = backend.clock.now()
    task = j.Given(id=new_id(), unit=LEAD, text="清理", until=now + DAY)
    for tasks in (
        (task, task),
        (msgspec.structs.replace(task, until=now - DAY),),
        (msgspec.structs.replace(task, until=now + 400 * DAY),),
        (msgspec.structs.replace(task, unit="T-S2"),),
        (msgspec.structs.replace(task, text=" "),),
    ):
        assert cast.lead.act(one.id, j.Plan(minutes="分工", tasks=tasks), one.version).status_code == 400
    one = cast.lead.done(one, j.Plan(minutes="分工", tasks=(task,)))
    taken = j.TaskStep(outcome="taken", task=task.id)
    assert cast.units[UNITS[1]].act(one.id, taken, one.version).status_code == 403


def test_evidence_that_shows_nothing(cast: Cast, backend: RunningBackend) -> None:
    one = cast.acting()
    empty = cast.lead.file(b"")
    bring = j.EvidenceStep(outcome="brought", evidence=new_id(), kind="result", files=(empty,))
    assert rule_of(cast.lead.refused(one, bring)) == ("act.files[0]", "empty")
    lost = msgspec.structs.replace(empty, sha256="0" * 64)
    said = cast.lead.refused(one, msgspec.structs.replace(bring, files=(lost,)))
    assert rule_of(said) == ("files[0].sha256", "stored")
    half = j.EvidenceStep(
        outcome="brought", evidence=new_id(), kind="other", files=(cast.lead.file(b"half"),), lon=117.2
    )
    assert rule_of(cast.lead.refused(one, half)) == ("act.lat", "required")
    for n, taken in enumerate((0, 4_102_444_800_000, backend.clock.now() + DAY)):
        one = cast.brought(one, "after", f"photo {n}".encode(), taken_at=taken)
        assert one.evidence[-1].marks == ("out_of_time",)
        assert not one.evidence[-1].counts
    item = one.evidence[-1]
    again = msgspec.structs.replace(bring, evidence=item.id, files=(item.file,))
    assert cast.lead.act(one.id, again, one.version).status_code == 409
    # It is struck no earlier than it was brought, whatever the sender says.
    strike = j.EvidenceStep(outcome="struck", evidence=item.id, reason="拍错")
    one = cast.lead.done(one, strike, done_at=one.called_at)
    assert (one.evidence[-1].struck_at or 0) >= item.at


def test_the_lead_hands_nothing_over_to_itself(cast: Cast) -> None:
    one = cast.acting()
    said = cast.lead.refused(one, j.Agree(outcome="drawn", text="移交", unit=LEAD))
    assert rule_of(said) == ("act.unit", "other")


def test_a_key_that_comes_with_another_body(cast: Cast) -> None:
    one = cast.called()
    key = new_id()
    cast.lead.done(one, j.JointSignIn(note="收到"), key=key)
    said = cast.lead.act(one.id, j.JointSignIn(note="未收到"), one.version, key=key)
    assert msgspec.json.decode(said.content, type=Problem).type.endswith("key")
    assert [e.words for e in cast.duty.detail(one.id).log if e.action == "joint_sign_in"] == ["收到"]


def filled(cast: Cast, one: Joint, count: int, act: Any) -> Joint:
    """So many acts of a kind that all succeed."""
    for n in range(count):
        one = cast.lead.done(one, act(n))
    return one


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_one_row_holds_so_much_and_no_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, limit in (("PROBLEMS", 3), ("TASKS", 3), ("TICKETS", 0), ("STOPS", 1), ("PARTIES", 4)):
        monkeypatch.setattr(limits, name, limit)
    one = cast.acting()

    def found(n: int) -> j.ProblemStep:
        return j.ProblemStep(outcome="found", problem=new_id(), text=f"问题{n}")

    one = filled(cast, one, 3, found)
    assert rule_of(cast.lead.refused(one, found(4))) == ("act.problem", "room")
    joining = j.JoinIn(party=j.Named(unit="T-S1"), reason="增援")
    assert rule_of(cast.duty.refused(one, joining)) == ("act.party", "room")
    one = cast.lead.done(cast.lead.done(one, j.Stop(reason="暴雨")), j.Continue())
    assert rule_of(cast.lead.refused(one, j.Stop(reason="又下雨"))) == ("act.reason", "room")
    monkeypatch.setattr(limits, "LINES", one.entries + 1)
    one = cast.lead.done(one, j.Say(note="最后一条"))
    assert rule_of(cast.lead.refused(one, j.Say(note="再一条"))) == ("act", "room")
    # What was found is dealt with all the same.
    step = j.ProblemStep(outcome="handled", problem=one.problems[0].id, result="已清理")
    assert cast.lead.done(one, step).problems[0].state == "handled"


def test_the_records_are_whole_after_all(cast: Cast) -> None:
    cast.sound()
