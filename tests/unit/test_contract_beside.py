"""The steps beside the plain way: time asked for and granted, suspension, passing up, arbitration,
supervision, making safe, accountability, the end by force, the appeal; what they do to the clocks.
"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from contract import action as a
from contract.account import Actor
from contract.advance import advance
from contract.clock import DAY, HOUR, MINUTE, Limit, elapsed
from contract.guards import in_scope, level_of, offers
from contract.reference import Reference
from contract.refused import InputRefused, Refused, RoleRefused, StepRefused
from contract.ticket import Superior, Ticket
from tests.unit.test_contract_advance import GRID, HANDLER, PHOTO, REF, SEAT, T0, actor, walk

DUTY, DUTY2, LEADER = actor("duty"), actor("duty", name="duty2"), actor("leader")
OTHER = actor("handler", "u2")
SYSTEM = actor("system")
DONE = a.Handle(outcome="done", result="已处置", files=PHOTO)


def take(ticket: Ticket, *steps: tuple[a.Act, Actor, int]) -> Ticket:
    """The row after steps, each at so many minutes after T0."""
    for act, who, minute in steps:
        ticket = advance(ticket, act, who, T0 + minute * MINUTE, REF)
    return ticket


def signed_in() -> Ticket:
    return walk(4)[-1]  # at minute 20; dispatched to u1t at minute 10


def due(ticket: Ticket) -> int:
    assert ticket.responsibility is not None
    assert ticket.responsibility.due_at is not None
    return ticket.responsibility.due_at


def test_an_extension_needs_two_signatures_and_then_moves_the_clocks() -> None:
    ask = a.Extend(outcome="asked", value=0.5, unit="working_days", reason="等待材料")
    asked = take(signed_in(), (ask, HANDLER, 30))
    with pytest.raises(RoleRefused):
        take(asked, (a.Extend(outcome="approved"), DUTY, 31))
    with pytest.raises(StepRefused):
        take(asked, (a.Extend(outcome="approved"), LEADER, 31))
    endorsed = take(asked, (a.Extend(outcome="endorsed"), DUTY, 31))
    assert due(endorsed) == due(signed_in())
    granted = take(endorsed, (a.Extend(outcome="approved"), LEADER, 32))
    # Dispatched on Wednesday at 9:10 with one working day; half a day more is Thursday at 15:10.
    assert due(granted) == T0 + DAY + 6 * HOUR + 10 * MINUTE
    assert granted.beside.request("extend") is None
    again = take(
        granted,
        (ask, HANDLER, 40),
        (a.Extend(outcome="endorsed"), DUTY, 41),
        (a.Extend(outcome="approved"), LEADER, 42),
    )
    assert due(again) == T0 + 2 * DAY + 10 * MINUTE
    with pytest.raises(StepRefused, match="twice"):
        take(again, (ask, HANDLER, 50))


@pytest.mark.parametrize(
    ("value", "unit"), [(1.5, "working_days"), (0, "working_days"), (1, "natural_days"), (1, "ages")]
)
def test_an_extension_is_at_most_the_original_limit_in_its_own_unit(value: float, unit: str) -> None:
    with pytest.raises(InputRefused):
        take(signed_in(), (a.Extend(outcome="asked", value=value, unit=unit, reason="等待材料"), HANDLER, 30))


def test_an_extension_of_nothing_is_refused_when_it_is_asked_for() -> None:
    """A superior's limit that had passed before the first dispatch is one ms, and half of it none."""
    limited = replace(walk(2)[-1], superior=Superior("app", "1", T0))
    row = take(limited, (a.Dispatch(unit="u1t"), SEAT, 10))
    with pytest.raises(InputRefused):
        take(row, (a.Extend(outcome="asked", value=0.5 / MINUTE, reason="等待材料"), HANDLER, 10))


def test_an_extension_is_asked_for_before_the_limit() -> None:
    ask = a.Extend(outcome="asked", value=1, reason="等待材料")
    late = (due(signed_in()) - T0) // MINUTE
    assert take(signed_in(), (ask, HANDLER, late)).beside.request("extend") is not None
    with pytest.raises(StepRefused):
        take(signed_in(), (ask, HANDLER, late + 1))


def test_an_extension_moves_the_handling_that_runs() -> None:
    handling = take(signed_in(), (a.Arrive(), HANDLER, 60), (a.Handle(outcome="started"), HANDLER, 61))
    granted = take(
        handling,
        (a.Extend(outcome="asked", value=1, reason="等待材料"), HANDLER, 70),
        (a.Extend(outcome="endorsed"), DUTY, 71),
        (a.Extend(outcome="approved"), LEADER, 72),
    )
    assert granted.stage is not None
    assert handling.stage is not None
    assert granted.stage.due_at is not None
    assert granted.stage.due_at - (handling.stage.due_at or 0) == DAY


def test_nobody_signs_twice_or_what_they_asked_for() -> None:
    asked = take(signed_in(), (a.ForceClose(outcome="asked", reason="当事人撤诉"), SEAT, 30))
    endorsed = take(asked, (a.ForceClose(outcome="endorsed"), DUTY, 31))
    both = replace(LEADER, id=DUTY.id)
    with pytest.raises(StepRefused):
        take(endorsed, (a.ForceClose(outcome="approved"), both, 32))
    closed = take(endorsed, (a.ForceClose(outcome="approved"), LEADER, 32))
    assert (closed.state, closed.beside.forced, closed.closed_at) == ("closed", True, T0 + 32 * MINUTE)
    assert closed.responsibility is not None
    assert closed.responsibility.ended_at is not None
    assert closed.stage is not None
    assert closed.stage.name == "evaluate"


def test_a_duty_officer_who_asks_has_signed() -> None:
    asked = take(signed_in(), (a.ForceClose(outcome="asked", reason="当事人撤诉"), DUTY, 30))
    assert take(asked, (a.ForceClose(outcome="approved"), LEADER, 32)).state == "closed"


def test_a_suspension_stops_every_clock_and_goes_on_where_it_was() -> None:
    before = signed_in()
    ask = a.Suspend(outcome="asked", cause="outside", until=T0 + 2 * DAY, reason="等待产权单位")
    asked = take(before, (ask, HANDLER, 30))
    with pytest.raises(RoleRefused):
        take(asked, (a.Suspend(outcome="approved"), SEAT, 40))
    standing = take(asked, (a.Suspend(outcome="approved"), DUTY, 40))
    assert standing.state == "suspended"
    for clock in (standing.stage, standing.responsibility):
        assert clock is not None
        assert clock.running_since is None
        assert clock.due_at is None
    back = take(standing, (a.Resume(), SYSTEM, 2 * 24 * 60))
    assert (back.state, back.beside.suspension) == ("signed_in", None)
    stood = elapsed(Limit(1, "working_days"), T0 + 40 * MINUTE, T0 + 2 * DAY, REF.calendar)
    left = elapsed(Limit(1, "working_days"), T0 + 2 * DAY, due(back), REF.calendar)
    assert left == 8 * HOUR - 30 * MINUTE
    assert stood > 0
    assert back.stage is not None
    assert back.stage.name == "arrive"
    assert back.stage.due_at == T0 + 2 * DAY + 2 * HOUR - 20 * MINUTE


def test_a_suspension_stops_the_clocks_beside_the_stage_too() -> None:
    row = take(
        signed_in(),
        (a.MakeSafe(outcome="ordered"), SEAT, 30),
        (a.Share(outcome="given", unit="u2", task="切断电源", until=T0 + 3 * HOUR), SEAT, 40),
        (a.Suspend(outcome="asked", cause="outside", until=T0 + DAY, reason="等待产权单位"), HANDLER, 50),
        (a.Suspend(outcome="approved"), DUTY, 60),
    )
    assert row.beside.safe is not None
    assert [c.standing for c in (row.beside.safe, row.beside.parts[0].clock)] == [True, True]
    back = take(row, (a.Resume(), DUTY, 60 + 90))
    assert back.beside.safe is not None
    assert back.beside.safe.due_at == T0 + 4 * HOUR
    assert back.beside.parts[0].clock.due_at == T0 + 3 * HOUR + 90 * MINUTE


def staged(**limits: Limit) -> Reference:
    """The district whose item has limits for its stages."""
    items = tuple(replace(item, **limits) for item in REF.items)
    return Reference(
        digest="",
        district=REF.district,
        calendar=REF.calendar,
        areas=REF.areas,
        units=REF.units,
        items=items,
        channels=REF.channels,
    )


STAGES = staged(make_safe=Limit(1, "hours"), repair=Limit(3, "hours"), restore=Limit(2, "working_hours"))


def go(ticket: Ticket, ref: Reference, *steps: tuple[a.Act, Actor, int]) -> Ticket:
    for act, who, minute in steps:
        ticket = advance(ticket, act, who, T0 + minute * MINUTE, ref)
    return ticket


def stage_dues(ticket: Ticket) -> list[tuple[str, int | None, int | None]]:
    """The stages that have begun: name, due and end in minutes after T0."""
    return [
        (c.name, c.due_at and (c.due_at - T0) // MINUTE, c.ended_at and (c.ended_at - T0) // MINUTE)
        for c in ticket.beside.staged
    ]


SAFE_NOW = a.MakeSafe(outcome="done", result="已设围挡")


def test_what_is_to_be_made_safe_is_not_handled_before_that() -> None:
    row = take(signed_in(), (a.MakeSafe(outcome="ordered"), SEAT, 30))
    with pytest.raises(StepRefused):
        take(row, (DONE, HANDLER, 60))
    safe = take(row, (SAFE_NOW, HANDLER, 60), (DONE, HANDLER, 90))
    assert safe.state == "handled"
    assert safe.beside.safe is not None
    assert safe.beside.safe.ended_at == T0 + 60 * MINUTE


def test_stages_follow_each_other_from_the_first_dispatch_on_and_all_come_before_handled() -> None:
    sent = go(walk(2)[-1], STAGES, (a.Dispatch(unit="u1t"), SEAT, 10))
    assert stage_dues(sent) == [("make_safe", 70, None)]
    with pytest.raises(StepRefused):
        go(sent, STAGES, (a.Repair(result="已更换"), HANDLER, 20))
    with pytest.raises(StepRefused):
        go(sent, STAGES, (a.MakeSafe(outcome="ordered"), SEAT, 20))
    safe = go(sent, STAGES, (SAFE_NOW, HANDLER, 30))
    assert stage_dues(safe) == [("make_safe", 70, 30), ("repair", 210, None)]
    mended = go(safe, STAGES, (a.SignIn(), HANDLER, 40), (a.Repair(result="已更换"), HANDLER, 120))
    assert stage_dues(mended)[1:] == [("repair", 210, 120), ("restore", 360, None)]  # over the noon break
    with pytest.raises(StepRefused):
        go(mended, STAGES, (DONE, HANDLER, 130))
    with pytest.raises(InputRefused):
        go(mended, STAGES, (a.Restore(result=" "), HANDLER, 130))
    whole = go(mended, STAGES, (a.Restore(result="已恢复原状"), HANDLER, 130), (DONE, HANDLER, 140))
    assert whole.state == "handled"
    assert [ended for _, _, ended in stage_dues(whole)] == [30, 120, 130]


def test_a_stage_goes_on_through_a_hand_over_and_stands_through_a_suspension() -> None:
    sent = go(walk(2)[-1], STAGES, (a.Dispatch(unit="u1t"), SEAT, 10), (SAFE_NOW, HANDLER, 30))
    moved = go(
        sent, STAGES, (a.Return(reason="不属我单位"), HANDLER, 50), (a.Redispatch(unit="u2"), SEAT, 60)
    )
    assert stage_dues(moved) == stage_dues(sent)
    ask = a.Suspend(outcome="asked", cause="planned", until=T0 + DAY, reason="等待材料")
    stood = go(moved, STAGES, (ask, OTHER, 70), (a.Suspend(outcome="approved"), DUTY, 90))
    assert stage_dues(stood)[1:] == [("repair", None, None)]
    on = go(stood, STAGES, (a.Resume(), SEAT, 150))
    assert stage_dues(on)[1:] == [("repair", 270, None)]
    back = go(on, STAGES, (a.Repair(result="已更换"), OTHER, 160))
    assert [name for name, _, _ in stage_dues(back)] == ["make_safe", "repair", "restore"]


def test_what_is_no_danger_begins_with_its_repair_and_a_danger_may_still_be_ordered_safe() -> None:
    ref = staged(repair=Limit(3, "hours"))
    sent = go(walk(2)[-1], ref, (a.Dispatch(unit="u1t"), SEAT, 10))
    assert stage_dues(sent) == [("repair", 190, None)]
    both = go(sent, ref, (a.MakeSafe(outcome="ordered"), SEAT, 20))
    assert [name for name, _, ended in stage_dues(both) if ended is None] == ["make_safe", "repair"]
    done = go(both, ref, (a.Repair(result="已更换"), HANDLER, 30), (SAFE_NOW, HANDLER, 40))
    assert [ended for _, _, ended in stage_dues(done)] == [40, 30]
    first = go(walk(2)[-1], ref, (a.MakeSafe(outcome="ordered", unit="u1t"), SEAT, 10))
    assert [name for name, _, _ in stage_dues(first)] == ["make_safe"]
    assert [name for name, _, _ in stage_dues(go(first, ref, (SAFE_NOW, HANDLER, 20)))][1:] == ["repair"]


def test_a_suspension_ends_by_itself_at_a_time_to_come() -> None:
    for until in (None, T0, T0 + 400 * DAY):
        ask = a.Suspend(outcome="asked", cause="planned", until=until, reason="等待材料")
        with pytest.raises(InputRefused):
            take(signed_in(), (ask, HANDLER, 30))


def test_what_was_asked_for_goes_with_what_it_was_for() -> None:
    asked = take(
        signed_in(),
        (a.Extend(outcome="asked", value=1, reason="等待材料"), HANDLER, 30),
        (a.Return(reason="不属我单位"), HANDLER, 40),
    )
    assert asked.beside.requests == ()


def test_why_it_came_back_stands_in_the_row_until_it_is_sent_on() -> None:
    back = take(signed_in(), (a.Return(reason="不属我单位职责"), HANDLER, 30))
    assert back.beside.reason == "不属我单位职责"
    up = take(back, (a.Escalate(reason="须区级协调"), SEAT, 40))
    assert up.beside.reason == "须区级协调"
    assert take(back, (a.Redispatch(unit="u2"), SEAT, 40)).beside.reason == ""
    cited = a.Arbitrate(unit="u2", ground="agreed", reason="双方商定")
    assert take(up, (cited, SEAT, 50)).beside.reason == ""
    assert take(back, (a.MakeSafe(outcome="ordered", unit="u2"), SEAT, 40)).beside.reason == ""


def test_more_time_that_was_asked_for_waits_through_a_suspension() -> None:
    """Who granted the suspension has not decided on the extension: it is neither lost nor given."""
    asked = take(
        signed_in(),
        (a.Extend(outcome="asked", value=0.5, unit="working_days", reason="等待材料"), HANDLER, 30),
        (a.Suspend(outcome="asked", cause="outside", until=T0 + 2 * DAY, reason="等待产权单位"), HANDLER, 31),
        (a.Suspend(outcome="approved"), DUTY, 40),
    )
    assert asked.state == "suspended"
    assert [r.kind for r in asked.beside.requests] == ["extend"]
    assert {row.outcome for row in offers(asked, DUTY2, REF) if row.action == "extend"} == {
        "endorsed",
        "refused",
    }
    # Decided while it stands, or once it goes on: the limit is the same.
    signed = ((a.Extend(outcome="endorsed"), DUTY), (a.Extend(outcome="approved"), LEADER))
    back = 2 * 24 * 60
    early = take(asked, *((act, who, 50) for act, who in signed), (a.Resume(), SYSTEM, back))
    late = take(asked, (a.Resume(), SYSTEM, back), *((act, who, back) for act, who in signed))
    plain = take(
        take(asked, (a.Extend(outcome="refused", reason="材料已齐"), DUTY, 50)), (a.Resume(), SYSTEM, back)
    )
    assert due(early) == due(late) > due(plain)
    assert early.beside.extensions == late.beside.extensions == 1
    assert plain.beside.requests == ()


def test_the_centre_takes_a_ticket_back_from_the_work_with_a_reason() -> None:
    work = take(signed_in(), (a.Arrive(), HANDLER, 30), (a.Handle(outcome="started"), HANDLER, 31))
    for at_work in (take(signed_in(), (a.Arrive(), HANDLER, 30)), work):
        with pytest.raises(InputRefused):
            take(at_work, (a.Redispatch(unit="u2"), SEAT, 40))
        with pytest.raises(RoleRefused):
            take(at_work, (a.Redispatch(unit="u2", note="另有分工"), HANDLER, 40))
        sent = take(at_work, (a.Redispatch(unit="u2", note="应由市政抢修"), SEAT, 40))
        assert (sent.state, sent.unit, sent.arrived_at) == ("dispatched", "u2", None)
        # What the unit had for it is not given anew: neither to the next, nor to it when it comes back.
        assert due(sent) == due(work)
        assert take(sent, (a.Recall(), SEAT, 41)).state == at_work.state
    for row, used in ((work, 30), (sent, 10)):
        back = take(row, (a.Redispatch(unit="u1t", note="仍由原单位办"), SEAT, 60))
        back = take(back, (a.SignIn(), HANDLER, 70), (a.Arrive(), HANDLER, 70))
        assert back.stage is not None
        assert back.stage.due_at is not None
        left = elapsed(back.stage.limit, T0 + 70 * MINUTE, back.stage.due_at, REF.calendar)
        assert left == 8 * HOUR - used * MINUTE


def test_passing_up_goes_one_level_with_a_reason_until_the_top() -> None:
    assert level_of(signed_in(), REF) == "grid"
    up = take(signed_in(), (a.Escalate(reason="超出本级权限"), HANDLER, 30))
    assert (up.state, up.beside.level, up.beside.escalations) == ("escalated", "district", 1)
    assert up.stage is not None
    assert up.stage.name == "dispatch"
    assert due(up) == due(signed_in())
    sent = take(up, (a.Redispatch(unit="u2"), SEAT, 40))
    with pytest.raises(StepRefused, match="highest"):
        take(sent, (a.Escalate(reason="超出本级权限"), OTHER, 50))


def test_a_unit_gets_no_new_time_by_giving_a_ticket_away_and_back() -> None:
    first = walk(3)[-1]  # dispatched at minute 10, to sign in within 30 minutes
    assert first.stage is not None
    away = take(first, (a.Return(reason="不属我单位"), HANDLER, 20))
    back = take(away, (a.Redispatch(unit="u1t"), SEAT, 50))
    assert back.stage is not None
    assert back.stage.due_at == T0 + 70 * MINUTE
    assert due(back) == due(first)
    other = take(away, (a.Redispatch(unit="u2"), SEAT, 50))
    assert other.stage is not None
    assert other.stage.due_at == T0 + 80 * MINUTE
    third = take(other, (a.Return(reason="不属我单位"), OTHER, 55))
    cited = a.Arbitrate(unit="u1t", ground="duty_list", cite="3-2-07", reason="职责清单载明")
    third = take(third, (cited, SEAT, 60))
    assert third.stage is not None
    assert third.stage.due_at == T0 + 80 * MINUTE


def test_after_two_returns_the_centre_arbitrates_and_what_it_finds_binds() -> None:
    row = walk(3)[-1]
    row = take(row, (a.SignIn(), HANDLER, 12), (a.Return(reason="不属我单位"), HANDLER, 20))
    row = take(row, (a.Redispatch(unit="u2"), SEAT, 30), (a.Return(reason="不属我单位"), OTHER, 40))
    with pytest.raises(StepRefused, match="arbitrated"):
        take(row, (a.Redispatch(unit="u1t"), SEAT, 50))
    with pytest.raises(InputRefused):
        take(row, (a.Arbitrate(unit="u2", ground="first_taker", reason="首接负责"), SEAT, 50))
    with pytest.raises(InputRefused):
        take(row, (a.Arbitrate(unit="u2", ground="fallback", reason="兜底"), SEAT, 50))
    with pytest.raises(InputRefused):
        take(row, (a.Arbitrate(unit="u2", ground="duty_list", reason="职责"), SEAT, 50))
    bound = take(row, (a.Arbitrate(unit="u1t", ground="first_taker", reason="首接负责"), SEAT, 50))
    assert (bound.state, bound.unit) == ("dispatched", "u1t")
    with pytest.raises(StepRefused):
        take(bound, (a.Return(reason="不属我单位"), HANDLER, 60))
    assert due(bound) == due(walk(3)[-1])


def test_a_second_failure_in_a_row_holds_the_unit_to_account() -> None:
    fail = a.Verify(outcome="failed", reason="未整改到位")
    row = take(signed_in(), (DONE, HANDLER, 60), (fail, GRID, 70))
    assert row.beside.accountability is None
    passed = take(row, (DONE, HANDLER, 80), (a.Verify(), GRID, 90))
    assert take(passed, (fail, GRID, 95)).beside.accountability is None
    row = take(row, (DONE, HANDLER, 80), (fail, GRID, 90))
    held = row.beside.accountability
    assert held is not None
    assert (held.unit, held.reason, held.settled_at) == ("u1t", "未整改到位", None)
    settled = take(row, (a.Settle(result="约谈负责人"), LEADER, 100))
    assert settled.beside.accountability is not None
    assert settled.beside.accountability.settled_at == T0 + 100 * MINUTE
    assert settled.state == "rework"


def test_what_one_unit_left_undone_is_not_laid_to_the_next() -> None:
    fail = a.Verify(outcome="failed", reason="未整改到位")
    once = take(signed_in(), (DONE, HANDLER, 60), (fail, GRID, 70))
    other = take(once, (a.Redispatch(unit="u2"), SEAT, 75), (a.SignIn(), OTHER, 76))
    failed = take(other, (a.Arrive(), OTHER, 77), (DONE, OTHER, 80), (fail, GRID, 90))
    assert (failed.beside.failures, failed.beside.accountability) == (1, None)
    same = take(once, (a.Redispatch(unit="u1t"), SEAT, 75), (a.SignIn(), HANDLER, 76))
    held = take(same, (a.Arrive(), HANDLER, 77), (DONE, HANDLER, 80), (fail, GRID, 90)).beside.accountability
    assert held is not None
    assert held.unit == "u1t"


def test_responsibility_stands_between_handled_and_rework_and_the_stage_goes_on() -> None:
    row = take(signed_in(), (a.Handle(outcome="started"), HANDLER, 30), (DONE, HANDLER, 60))
    row = take(row, (a.Verify(outcome="failed", reason="未整改到位"), GRID, 90))
    assert due(row) == due(signed_in()) + 30 * MINUTE
    assert row.stage is not None
    assert row.stage.name == "handle"
    # One working day to handle, of which 9:30 to 10:00 went.
    assert row.stage.due_at == T0 + DAY + HOUR


def test_a_supervision_is_answered_by_its_time() -> None:
    order = a.Supervise(outcome="ordered", kind="leader", reply_due=T0 + DAY, reason="请说明进展")
    row = take(signed_in(), (order, LEADER, 30))
    with pytest.raises(StepRefused):
        take(row, (order, DUTY, 31))
    answered = take(row, (a.Supervise(outcome="replied", result="明日完成"), HANDLER, 40))
    held = answered.beside.supervision
    assert held is not None
    assert (held.reply, held.replied_at) == ("明日完成", T0 + 40 * MINUTE)
    lifted = take(answered, (a.Supervise(outcome="lifted"), LEADER, 50))
    assert (lifted.beside.supervision, lifted.beside.supervisions) == (None, 1)
    with pytest.raises(InputRefused):
        take(row, (a.Supervise(outcome="replied", result=" "), HANDLER, 40))


def test_making_safe_comes_first_with_a_clock_of_its_own() -> None:
    sent = take(walk(2)[-1], (a.MakeSafe(outcome="ordered", unit="u1t"), SEAT, 10))
    assert (sent.state, sent.unit) == ("dispatched", "u1t")
    assert sent.beside.safe is not None
    assert sent.beside.safe.due_at == T0 + 130 * MINUTE
    safe = take(sent, (a.MakeSafe(outcome="done", result="已设围挡"), HANDLER, 60))
    assert safe.beside.safe is not None
    assert safe.beside.safe.ended_at == T0 + 60 * MINUTE
    assert safe.state == "dispatched"
    with pytest.raises(StepRefused):
        take(safe, (a.MakeSafe(outcome="done", result="已设围挡"), HANDLER, 61))


def test_a_danger_that_comes_back_is_made_safe_again_in_the_round_it_comes_back_in() -> None:
    ordered = a.MakeSafe(outcome="ordered", unit="u1t")
    row = take(walk(2)[-1], (ordered, SEAT, 10), (a.SignIn(), HANDLER, 11))
    row = take(row, (a.MakeSafe(outcome="done", result="已设围挡"), HANDLER, 20), (a.Arrive(), HANDLER, 21))
    row = take(row, (DONE, HANDLER, 30), (a.Verify(), GRID, 40), (a.Close(), SEAT, 50))
    again = take(row, (a.Reopen(reason="围挡被撞，井口外露"), SEAT, 60))
    assert again.beside.safe is None
    sent = take(again, (ordered, SEAT, 61))
    assert (sent.state, sent.round, sent.unit) == ("dispatched", 2, "u1t")
    assert sent.beside.safe is not None
    assert sent.beside.safe.due_at == T0 + 181 * MINUTE
    assert sent.responsibility is not None


def test_a_late_close_may_be_appealed_once() -> None:
    late = (due(signed_in()) - T0) // MINUTE + 60
    closed = take(
        signed_in(), (DONE, HANDLER, late), (a.Verify(), GRID, late + 1), (a.Close(), SEAT, late + 2)
    )
    assert closed.in_time is False
    asked = take(closed, (a.Appeal(outcome="asked", reason="断水断电"), HANDLER, late + 10))
    upheld = take(asked, (a.Appeal(outcome="approved", reason="属实"), DUTY, late + 20))
    assert (upheld.beside.excused_at, upheld.in_time) == (T0 + (late + 20) * MINUTE, False)
    with pytest.raises(StepRefused):
        take(upheld, (a.Appeal(outcome="asked", reason="断水断电"), HANDLER, late + 30))
    with pytest.raises(StepRefused):
        take(walk(9)[-1], (a.Appeal(outcome="asked", reason="断水断电"), HANDLER, 300))


def test_merge_and_unmerge_restore_the_row() -> None:
    before = signed_in()
    before = take(before, (a.Return(reason="不属我单位"), HANDLER, 30))
    into = replace(walk(1)[-1], id="t2")
    merged = advance(before, a.Merge(into="t2"), SEAT, T0 + HOUR, REF, into=into)
    back = advance(merged, a.Unmerge(reason="不是同一件事"), SEAT, T0 + DAY, REF, image=before)
    assert replace(back, version=before.version, changed_at=before.changed_at, last=before.last) == before
    assert back.version == merged.version + 1
    with pytest.raises(Refused):
        advance(merged, a.Evaluate(satisfaction="satisfied"), SEAT, T0 + DAY, REF)


def test_parts_of_other_units_have_their_own_clocks_and_come_first() -> None:
    give = a.Share(outcome="given", unit="u2", task="修复路灯", until=T0 + DAY)
    row = take(signed_in(), (give, SEAT, 30))
    (part,) = row.beside.parts
    assert (part.unit, part.clock.due_at, part.open) == ("u2", T0 + DAY, True)
    assert in_scope(row, OTHER)
    assert not in_scope(signed_in(), OTHER)
    with pytest.raises(InputRefused):
        take(row, (give, SEAT, 31))
    with pytest.raises(StepRefused, match="parts"):
        take(row, (DONE, HANDLER, 40))
    with pytest.raises(StepRefused):
        take(row, (a.Share(outcome="taken"), HANDLER, 40))
    row = take(row, (a.Share(outcome="taken"), OTHER, 40))
    with pytest.raises(StepRefused):
        take(row, (a.Return(reason="不属我单位"), OTHER, 41))
    row = take(row, (a.Share(outcome="done", result="已修复"), OTHER, 50))
    assert row.beside.parts[0].clock.ended_at == T0 + 50 * MINUTE
    assert take(row, (DONE, HANDLER, 60)).state == "handled"


def test_a_part_that_is_withdrawn_is_seen_no_more() -> None:
    give = a.Share(outcome="given", unit="u2", task="修复路灯", until=T0 + DAY)
    row = take(signed_in(), (give, SEAT, 30))
    gone = take(row, (a.Share(outcome="withdrawn", unit="u2", reason="不需要了"), SEAT, 40))
    assert not in_scope(gone, OTHER)
    assert take(gone, (DONE, HANDLER, 60)).state == "handled"
    ask = (a.ForceClose(outcome="asked", reason="当事人撤诉"), DUTY, 30)
    closed = take(row, ask, (a.ForceClose(outcome="approved"), LEADER, 40))
    assert not any(part.open for part in closed.beside.parts)


def test_a_leader_follows_a_ticket_whatever_else_happens_to_it() -> None:
    follow = a.Follow(outcome="begun")
    row = take(walk(1)[-1], (follow, LEADER, 3))
    assert (row.version, row.beside.follows(LEADER.id)) == (2, True)
    with pytest.raises(StepRefused):
        take(row, (follow, LEADER, 4))
    back = take(row, (a.Recall(), SEAT, 5))
    assert back.state == "reported"
    assert back.beside.follows(LEADER.id)
    assert not take(row, (a.Follow(outcome="ended"), LEADER, 6)).beside.followed


def test_offers_follow_what_is_asked_for() -> None:
    def names(ticket: Ticket, who: Actor) -> set[str]:
        return {f"{row.action}/{row.outcome}" for row in offers(ticket, who, REF)}

    asked = take(signed_in(), (a.Extend(outcome="asked", value=1, reason="等待材料"), HANDLER, 30))
    assert "extend/asked" in names(signed_in(), HANDLER)
    assert "extend/asked" not in names(asked, HANDLER)
    assert "extend/endorsed" in names(asked, DUTY)
    assert "extend/approved" not in names(asked, LEADER)
    assert "extend/approved" in names(take(asked, (a.Extend(outcome="endorsed"), DUTY, 31)), LEADER)


def test_a_leader_takes_back_what_was_signed_by_mistake() -> None:
    asked = take(signed_in(), (a.ForceClose(outcome="asked", reason="当事人撤诉"), DUTY, 30))
    closed = take(asked, (a.ForceClose(outcome="approved"), LEADER, 32))
    back = advance(closed, a.Recall(), LEADER, T0 + 33 * MINUTE, REF, image=asked)
    assert (back.state, back.beside, back.responsibility) == (asked.state, asked.beside, asked.responsibility)


def test_a_part_goes_on_whoever_is_to_have_the_whole() -> None:
    row = take(
        signed_in(),
        (a.Share(outcome="given", unit="u2", task="切断电源", until=T0 + 3 * HOUR), SEAT, 30),
        (a.Return(reason="不属我单位"), HANDLER, 40),
        (a.Share(outcome="done", result="已断电"), OTHER, 50),
    )
    assert (row.state, row.beside.parts[0].done_at) == ("returned", T0 + 50 * MINUTE)


def test_a_level_that_the_district_no_longer_has_is_passed_by() -> None:
    up = take(signed_in(), (a.Escalate(reason="超出本级权限"), HANDLER, 30))
    assert level_of(replace(up, beside=replace(up.beside, level="village")), REF) == "grid"


ERRAND = staged(
    collect=Limit(1, "natural_days"), hand_in=Limit(1, "working_days"), bring_back=Limit(2, "working_days")
)


def test_an_errand_goes_step_by_step_by_the_unit_or_by_the_worker_of_the_grid() -> None:
    collected = a.Errand(outcome="collected", result="身份证、申请表")
    handed_in = a.Errand(outcome="handed_in", result="街道窗口，回执3号")
    back = a.Errand(outcome="brought_back", result="已送到本人手中")
    sent = go(walk(2)[-1], ERRAND, (a.Dispatch(unit="u1t"), SEAT, 10))
    assert [name for name, _, _ in stage_dues(sent)] == ["collect"]
    with pytest.raises(StepRefused):
        go(sent, ERRAND, (collected, GRID, 20))
    taken = go(sent, ERRAND, (a.SignIn(), GRID, 20))
    with pytest.raises(StepRefused):
        go(taken, ERRAND, (handed_in, GRID, 30))
    done = go(taken, ERRAND, (collected, GRID, 30), (handed_in, HANDLER, 60), (back, GRID, 90))
    assert [(name, ended) for name, _, ended in stage_dues(done)] == [
        ("collect", 30),
        ("hand_in", 60),
        ("bring_back", 90),
    ]
    handled = go(done, ERRAND, (DONE, GRID, 100))
    assert handled.state == "handled"
    with pytest.raises(Refused):
        go(handled, ERRAND, (a.Verify(), GRID, 110))
    assert go(handled, ERRAND, (a.Verify(), SEAT, 110)).state == "verifying"
    with pytest.raises(Refused):
        take(walk(3)[-1], (a.SignIn(), GRID, 20))
