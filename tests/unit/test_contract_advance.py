"""The step function alone: one whole way, the clocks along it, what it refuses, what a recall restores."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from msgspec.structs import replace

from contract import action as a
from contract import advance as adv
from contract.account import Actor, Role
from contract.clock import HOUR, MINUTE, Calendar, Limit
from contract.guards import offers
from contract.machine import Names
from contract.reference import Area, Channel, District, Item, Level, Reference, Step, Unit
from contract.refused import InputRefused, Refused, RoleRefused, StepRefused
from contract.ticket import Ticket, shown_clock

N = Names("名", "name")
T0 = int(datetime(2026, 11, 18, 9, 0, tzinfo=timezone(timedelta(hours=8))).timestamp() * 1000)


def reference(**steps: Step) -> Reference:
    return Reference(
        digest="",
        district=District(
            code="d",
            names=N,
            centre=N,
            prefix="D",
            levels=(Level("district", N), Level("grid", N)),
            steps=dict(steps),
            verify=Limit(30, "minutes"),
            evaluate=Limit(1, "natural_days"),
        ),
        calendar=Calendar(480, ((480, 720), (840, 1080)), frozenset(), frozenset(), frozenset({2026})),
        areas=(
            Area(code="d", parent="", path="d", level="district", kind="district", names=N),
            Area(code="g1", parent="d", path="d/g1", level="grid", kind="grid", names=N, short="望湖 03-05"),
            Area(code="g2", parent="d", path="d/g2", level="grid", kind="grid", names=N),
        ),
        units=(
            Unit(
                code="u1",
                parent="",
                path="u1",
                type="department",
                names=Names("区城管局", "urban management"),
            ),
            Unit(code="u1t", parent="u1", path="u1/u1t", type="team", names=N),
            Unit(code="u2", parent="", path="u2", type="department", names=N),
        ),
        items=(
            Item(
                code="3-2-07",
                version="2026-01",
                effective_from=0,
                category="3",
                category_names=N,
                names=Names("占道施工无围挡", "works without a fence"),
                dispatch=Limit(15, "minutes"),
                sign_in=Limit(30, "minutes"),
                arrive=Limit(2, "hours"),
                handle=Limit(1, "working_days"),
                evidence=("after",),
            ),
        ),
        channels=(Channel(key="app", type="app", names=N, accept=Limit(15, "minutes")),),
    )


REF = reference()


def actor(role: Role, unit: str = "", area: str = "d", name: str = "") -> Actor:
    found = REF.unit(unit)
    place = REF.area(area)
    return Actor(
        id=name or role + unit + area,
        name=name or role,
        role=role,
        district="d",
        unit=unit,
        unit_path=found.path if found else "",
        area=area,
        area_path=place.path if place else "",
        channel="app" if role == "channel" else "",
    )


SEAT, HANDLER, GRID = actor("seat"), actor("handler", "u1"), actor("grid", area="g1")
PHOTO = (a.FileRef(sha256="0" * 64, kind="after"),)


def reported(ref: Reference = REF) -> Ticket:
    act = a.Report(channel="app", title="路口有人施工", area="g1", lon=117.3, lat=31.8)
    return adv.report("t1", "D26111800001", act, actor("channel"), T0, ref, a.Reporter("张**", "138****2207"))


WAY: tuple[tuple[a.Act, Actor, int], ...] = (
    (a.Accept(), SEAT, 2),
    (a.File(item="3-2-07", area="g1"), SEAT, 5),
    (a.Dispatch(unit="u1t"), SEAT, 10),
    (a.SignIn(), HANDLER, 20),
    (a.Arrive(), HANDLER, 60),
    (a.Handle(outcome="started"), HANDLER, 61),
    (a.Handle(outcome="done", result="已围挡", files=PHOTO), HANDLER, 120),
    (a.Verify(outcome="passed"), GRID, 130),
    (a.Close(), SEAT, 140),
    (a.Evaluate(satisfaction="satisfied"), SEAT, 200),
)


def walk(steps: int, ref: Reference = REF) -> list[Ticket]:
    rows = [reported(ref)]
    for act, who, minute in WAY[:steps]:
        rows.append(adv.advance(rows[-1], act, who, T0 + minute * MINUTE, ref))
    return rows


def test_the_whole_way() -> None:
    rows = walk(len(WAY))
    states = [row.state for row in rows]
    assert states == [
        "reported", "accepted", "filed", "dispatched", "signed_in", "on_site",
        "handling", "handled", "verifying", "closed", "evaluated",
    ]  # fmt: skip
    assert [row.version for row in rows] == list(range(1, 12))
    stages = [(row.stage.name, (row.stage.started_at - T0) // MINUTE) if row.stage else None for row in rows]
    assert stages == [
        ("accept", 0), ("accept", 0), ("dispatch", 5), ("sign_in", 10), ("arrive", 20), ("handle", 60),
        ("handle", 60), ("verify", 120), ("verify", 120), ("evaluate", 140), ("evaluate", 140),
    ]  # fmt: skip
    last = rows[-1]
    assert last.in_time is True
    assert last.stage is not None
    assert last.stage.ended_at == T0 + 200 * MINUTE
    assert last.responsibility is not None
    assert last.responsibility.ended_at == T0 + 140 * MINUTE
    assert shown_clock(last) is None


def test_a_return_does_not_reset_responsibility() -> None:
    first = walk(4)[-1]
    back = adv.advance(first, a.Return(reason="不属我单位"), HANDLER, T0 + 30 * MINUTE, REF)
    again = adv.advance(back, a.Redispatch(unit="u2"), SEAT, T0 + 40 * MINUTE, REF)
    assert back.bounces == 1
    assert back.responsibility == again.responsibility == first.responsibility
    assert again.stage is not None
    assert again.stage.started_at == T0 + 40 * MINUTE


def test_responsibility_stands_between_handled_and_rework() -> None:
    handled = walk(7)[-1]
    assert handled.responsibility is not None
    assert not handled.responsibility.running
    later = T0 + 3 * HOUR
    failed = adv.advance(handled, a.Verify(outcome="failed", reason="围挡未固定"), GRID, later, REF)
    assert failed.responsibility is not None
    assert failed.responsibility.used == 110 * MINUTE
    assert failed.responsibility.running
    assert failed.reworks == 1


def test_a_reopened_ticket_has_a_new_round_with_the_full_limit() -> None:
    done = walk(9)[-1]
    reopened = adv.advance(done, a.Reopen(reason="又拆了"), SEAT, T0 + 200 * MINUTE, REF)
    assert (reopened.round, reopened.responsibility, reopened.in_time) == (2, None, None)
    again = adv.advance(reopened, a.Redispatch(unit="u1"), SEAT, T0 + 210 * MINUTE, REF)
    assert again.responsibility is not None
    assert again.responsibility.started_at == T0 + 210 * MINUTE
    assert again.responsibility.used == 0


def test_a_recall_restores_the_row() -> None:
    for index in range(1, len(WAY)):
        before, after = walk(index)[-2:]
        who = WAY[index - 1][1]
        back = adv.advance(after, a.Recall(), who, T0 + 500 * MINUTE, REF, image=before)
        assert back == replace(
            before, version=after.version + 1, changed_at=T0 + 500 * MINUTE, last=back.last, files=after.files
        )
        with pytest.raises(StepRefused):
            adv.advance(back, a.Recall(), who, T0 + 501 * MINUTE, REF, image=after)


def test_a_recall_is_for_who_acted_last() -> None:
    row = walk(4)[-1]
    with pytest.raises(StepRefused):
        adv.advance(row, a.Recall(), SEAT, T0 + HOUR, REF)


@pytest.mark.parametrize(
    ("steps", "act", "who", "kind"),
    [
        (0, a.Close(), SEAT, StepRefused),
        (3, a.SignIn(), actor("handler", "u2"), RoleRefused),
        (3, a.SignIn(), SEAT, RoleRefused),
        (7, a.Verify(outcome="passed"), actor("grid", area="g2"), RoleRefused),
        (7, a.Close(), SEAT, StepRefused),
        (2, a.Dispatch(unit="nobody"), SEAT, InputRefused),
        (1, a.File(item="9-9", area="g1"), SEAT, InputRefused),
        (1, a.File(item="3-2-07", area="nowhere"), SEAT, InputRefused),
        (6, a.Handle(outcome="done", result="好了"), HANDLER, InputRefused),
        (6, a.Handle(outcome="done", result=" ", files=PHOTO), HANDLER, InputRefused),
        (7, a.Verify(outcome="failed"), GRID, InputRefused),
    ],
)
def test_refusals(steps: int, act: a.Act, who: Actor, kind: type[Refused]) -> None:
    with pytest.raises(kind) as caught:
        adv.advance(walk(steps)[-1], act, who, T0 + 10 * HOUR, REF)
    assert caught.value.says.zh
    assert caught.value.says.en


def test_required_and_skipped_steps() -> None:
    strict = reference(arrive="required")
    with pytest.raises(StepRefused):
        adv.advance(walk(4, strict)[-1], a.Handle(outcome="started"), HANDLER, T0 + HOUR, strict)
    lean = reference(arrive="skipped", verify="skipped")
    signed = walk(4, lean)[-1]
    assert signed.stage is not None
    assert signed.stage.name == "handle"
    handled = adv.advance(signed, a.Handle(result="好", files=PHOTO), HANDLER, T0 + HOUR, lean)
    assert adv.advance(handled, a.Close(), SEAT, T0 + 2 * HOUR, lean).state == "closed"


def test_a_superior_keeps_its_limit() -> None:
    due = T0 + 7 * HOUR
    act = a.Report(channel="app", title="x", superior_number="SZ-1", superior_due_at=due)
    row = adv.report("t", "n", act, actor("channel"), T0, REF, a.Reporter())
    for step, who, minute in WAY[:3]:
        row = adv.advance(row, step, who, T0 + minute * MINUTE, REF)
    assert row.responsibility is not None
    assert row.responsibility.due_at == due


@pytest.mark.parametrize(
    ("done", "received", "counts"),
    [(5, 9, 5), (None, 9, 9), (10, 9, 9), (1, 9, 9), (2, 9, 2), (None, 1, 2), (1, 1, 2)],
)
def test_when_an_act_counts(done: int | None, received: int, counts: int) -> None:
    row = replace(reported(), changed_at=2)
    assert adv.effective(row, done, received) == counts


def test_offers_are_what_advance_takes() -> None:
    row = walk(7)[-1]
    assert {(r.action, r.outcome) for r in offers(row, GRID, REF)} == {
        ("verify", "passed"),
        ("verify", "failed"),
    }
    assert {r.action for r in offers(row, HANDLER, REF)} == {"recall"}
    assert "close" not in {r.action for r in offers(row, SEAT, REF)}
