"""A mediation table: every step of it, every refusal, what is handed in late, and what can never be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contract.account import Actor
from contract.clock import DAY, HOUR, MINUTE
from contract.joint import action as a
from contract.joint.guards import missing, offers
from contract.joint.lifecycle_tables import MEDIATION
from contract.joint.mediation import yuan
from contract.joint.rules import JointRules
from contract.refused import InputRefused, Refused, RoleRefused, StepRefused
from tests.unit import joint_town as town
from tests.unit.mediation_town import DUTY, FEN, LEAD, REF, STREET, Table, paper


def at_table() -> Table:
    """In action, two sides at the table."""
    table = Table()
    table.acting()
    table.sides()
    return table


def refused(table: Table, act: a.JointAct, who: Actor = LEAD) -> Refused:
    """Why a step is refused; the row stays as it was."""
    before = table.joint
    with pytest.raises(Refused) as found:
        table.do(who, act)
    assert table.joint is before
    return found.value


def field_of(error: Refused) -> str:
    assert isinstance(error, InputRefused), error
    return error.faults[0].field


# ---- the way through ----
def test_a_dispute_is_settled_over_two_sessions_and_paid_in_two_parts() -> None:
    table = at_table()
    table.sit("s1")
    first = table.joint.sessions[0]
    assert (first.n, first.state, first.at - first.set_at) == (1, "set", DAY - MINUTE)
    table.now += DAY + 2 * HOUR
    table.held("s1", mediators=("d1", "d2"))
    table.held("s2", place="工地会议室", minutes=45)
    one, two = table.joint.sessions
    assert (one.at, one.state, one.mediators) == (first.at, "held", ("d1", "d2"))
    assert (two.n, two.place) == (2, "工地会议室")
    assert two.held_at == table.now
    assert two.at == table.now - 45 * MINUTE
    table.drawn()
    assert [row.kind for row in missing(table.joint, REF)] == ["agreement"]
    table.sign("x")
    table.sign("y")
    held = table.joint.settlement
    assert held is not None
    assert held.signed_at == table.now == held.signatures[-1].at
    assert table.joint.mediated
    assert missing(table.joint, REF) == ()
    document = a.SettlementStep(outcome="confirmed", document="（2026）民调确1号")
    table.do(LEAD, document)
    table.handed_over()
    table.pay(5_000_000)
    table.evaluated()
    assert isinstance(refused(table, a.CloseJoint(), DUTY), StepRefused)
    table.pay(FEN - 5_000_000)
    paid = table.joint.settlement
    assert paid is not None
    assert (paid.paid, paid.awaited) == (FEN, False)
    table.do(DUTY, a.CloseJoint())
    assert table.joint.state == "closed"


def test_sides_that_do_not_come_to_terms_are_referred_and_it_ends_all_the_same() -> None:
    table = at_table()
    table.broken()
    assert table.joint.unsettled is not None
    assert table.joint.unsettled.referred == "劳动仲裁"
    for act in (
        a.SettlementStep(outcome="drawn", settlement="a9", text="再议"),
        a.SettlementStep(outcome="broken", reason="再议", referred="法院"),
        a.SideStep(outcome="joined", side="z", name="丙", role="other", people=1),
        a.SessionStep(outcome="set", session="s9", at=table.now + DAY, place="中心"),
    ):
        assert isinstance(refused(table, act), StepRefused)
    table.handed_over()
    table.evaluated()
    table.do(DUTY, a.CloseJoint())
    assert table.joint.state == "closed"


def test_a_settlement_without_a_sum_has_nothing_outstanding() -> None:
    table = at_table()
    table.drawn(fen=0, until=None)
    table.sign("x")
    table.sign("y")
    assert isinstance(refused(table, a.SettlementStep(outcome="performed", fen=1)), StepRefused)
    table.handed_over()
    table.evaluated()
    table.do(DUTY, a.CloseJoint())
    assert table.joint.state == "closed"


# ---- who, when ----
def test_every_row_is_offered_only_where_the_kind_has_a_table() -> None:
    names = {(row.action, row.outcome) for row in MEDIATION}
    assert len(names) == len(MEDIATION) == 11
    spot = Table("enforcement")
    spot.acting()
    for who in town.ACTORS:
        assert not names & {(row.action, row.outcome) for row in offers(spot.joint, who, REF)}
    error = refused(spot, a.SideStep(outcome="joined", side="x", name="甲", role="applicant", people=1))
    assert isinstance(error, StepRefused)


def test_who_proposed_the_lead_and_the_centre_enter_sides_the_lead_and_the_centre_the_rest() -> None:
    table = Table()
    table.acting()
    may = {
        who.id
        for who in town.ACTORS
        if any(row.action == "joint_side" for row in offers(table.joint, who, REF))
    }
    assert may == {"seat", "duty", "leader", "street", "street-leader", "u-d1"}
    sits = {
        who.id
        for who in town.ACTORS
        if any(row.action == "joint_session" for row in offers(table.joint, who, REF))
    }
    assert sits == {"seat", "duty", "u-d1"}
    other = town.HANDLERS["d2"]
    for act in (
        a.SideStep(outcome="joined", side="x", name="甲", role="applicant", people=1),
        a.SessionStep(outcome="set", session="s", at=table.now + DAY, place="中心"),
        a.SettlementStep(outcome="broken", reason="不成", referred="法院"),
    ):
        assert isinstance(refused(table, act, other), StepRefused)
    assert isinstance(
        refused(table, a.SessionStep(outcome="cancelled", session="s", reason="改期"), town.GRID), RoleRefused
    )


def test_sides_are_entered_with_the_proposal_sessions_are_set_once_it_is_called() -> None:
    table = Table()
    table.side("x", who=STREET)
    assert isinstance(
        refused(table, a.SessionStep(outcome="set", session="s", at=table.now + DAY, place="中心"), DUTY),
        StepRefused,
    )
    table.called()
    table.sit("s1")
    with pytest.raises(StepRefused):
        table.held("s1", attended=("x",))
    with pytest.raises(StepRefused):
        table.drawn()


def test_a_dropped_kind_goes_on_with_what_was_begun() -> None:
    table = at_table()
    table.drawn()
    table.sign("x")
    table.sign("y")
    table.ref = town.reference(JointRules(kinds=()))
    table.pay(FEN)
    assert table.joint.settlement is not None
    assert table.joint.settlement.paid == FEN


# ---- what an act must carry ----
SIDE = a.SideStep(outcome="joined", side="z", name="丙方", role="other", people=1)
SET = a.SessionStep(outcome="set", session="s9", at=1, place="中心")
HELD = a.SessionStep(
    outcome="held", session="s9", place="中心", attended=("x",), minutes=30, words="协商", mediators=("d2",)
)
DRAWN = a.SettlementStep(outcome="drawn", settlement="a1", text="付款", fen=100, until=1)


@pytest.mark.parametrize(
    ("act", "changes", "field"),
    [
        (SIDE, {"name": " \u200b"}, "act.name"),
        (SIDE, {"name": " 方x "}, "act.name"),
        (SIDE, {"role": ""}, "act.role"),
        (SIDE, {"people": 0}, "act.people"),
        (SIDE, {"outcome": "left", "reason": "走"}, "act.side"),
        (SIDE, {"outcome": "left", "side": "x", "reason": " "}, "act.reason"),
        (SET, {"at": None}, "act.at"),
        (SET, {"at": 1}, "act.at"),
        (SET, {"place": " "}, "act.place"),
        (HELD, {"place": ""}, "act.place"),
        (HELD, {"attended": ()}, "act.attended"),
        (HELD, {"attended": ("x", "q")}, "act.attended"),
        (HELD, {"mediators": ("d3",)}, "act.mediators"),
        (HELD, {"minutes": 0}, "act.minutes"),
        (HELD, {"words": ""}, "act.words"),
        (HELD, {"at": 1}, "act.at"),
        (HELD, {"outcome": "cancelled", "reason": "改期"}, "act.session"),
        (DRAWN, {"settlement": ""}, "act.settlement"),
        (DRAWN, {"text": ""}, "act.text"),
        (DRAWN, {"until": None}, "act.until"),
        (DRAWN, {"until": 1}, "act.until"),
        (DRAWN, {"outcome": "broken", "reason": "", "referred": "法院"}, "act.reason"),
        (DRAWN, {"outcome": "broken", "reason": "不成"}, "act.referred"),
    ],
)
def test_an_act_that_lacks_something_says_what(
    act: a.JointAct, changes: dict[str, object], field: str
) -> None:
    table = at_table()
    given = {name: getattr(act, name) for name in act.__struct_fields__}
    if "at" not in changes and given.get("at") is not None:
        given["at"] = table.now + DAY
    if "until" not in changes and given.get("until") is not None:
        given["until"] = table.now + DAY
    assert field_of(refused(table, type(act)(**{**given, **changes}))) == field


def test_a_side_comes_once_and_leaves_once() -> None:
    table = at_table()
    with pytest.raises(StepRefused, match="entered already"):
        table.side("x")
    table.leave("x")
    with pytest.raises(StepRefused):
        table.leave("x")
    table.do(LEAD, a.SideStep(outcome="joined", side="x2", name="方x", role="applicant", people=1))
    assert [side.id for side in table.joint.at_table] == ["y", "x2"]


def test_a_session_is_set_once_and_ends_once() -> None:
    table = at_table()
    table.sit("s1")
    with pytest.raises(StepRefused):
        table.sit("s1")
    table.do(LEAD, a.SessionStep(outcome="cancelled", session="s1", reason="改期"))
    for outcome in (table.sit, table.held):
        with pytest.raises(StepRefused):
            outcome("s1")


def test_who_left_before_a_session_did_not_come_to_it() -> None:
    table = at_table()
    table.sit("s1")
    table.side("z", "other")
    table.now += DAY + HOUR
    table.leave("z")  # after it had begun
    table.held("s1", attended=("x", "y", "z"))
    with pytest.raises(InputRefused):
        table.held("s2", place="中心", attended=("z",), minutes=1)


# ---- the settlement ----
def test_fewer_than_two_sides_settle_nothing() -> None:
    table = Table()
    table.acting()
    table.side("x")
    with pytest.raises(StepRefused):
        table.drawn()
    table.side("y", "respondent")
    table.drawn()
    table.leave("y")
    with pytest.raises(StepRefused):
        table.sign("x")


def test_a_signature_is_of_the_text_that_was_signed() -> None:
    table = at_table()
    table.drawn("a1")
    with pytest.raises(StepRefused):
        table.drawn("a1")
    signed_at = table.now + MINUTE
    table.now += 2 * MINUTE
    table.drawn("a2", text="改为三次付清")
    with pytest.raises(StepRefused, match="drawn up since"):
        table.sign("x", "a1", done_at=signed_at)
    table.sign("x", "a2")
    with pytest.raises(StepRefused):
        table.sign("x", "a2")
    with pytest.raises(InputRefused):
        table.sign("q", "a2")
    assert (
        field_of(refused(table, a.SettlementStep(outcome="signed", settlement="a2", side="y"))) == "act.files"
    )


def test_once_one_has_signed_nobody_comes_or_leaves_until_it_is_drawn_up_anew() -> None:
    table = at_table()
    table.drawn("a1")
    table.sign("x")
    changes: tuple[Callable[[], None], ...] = (lambda: table.side("z", "other"), lambda: table.leave("y"))
    for change in changes:
        with pytest.raises(StepRefused):
            change()
    table.drawn("a2")
    held = table.joint.settlement
    assert held is not None
    assert (held.id, held.signatures) == ("a2", ())
    table.side("z", "other")
    for side in ("x", "y", "z"):
        assert not table.joint.mediated
        table.sign(side, "a2")
    assert table.joint.mediated
    with pytest.raises(StepRefused):
        table.drawn("a3")


def test_more_than_is_due_is_never_paid() -> None:
    table = at_table()
    table.drawn(fen=100)
    with pytest.raises(StepRefused):
        table.pay(1)
    table.sign("x")
    table.sign("y")
    for fen in (0, 101):
        with pytest.raises(InputRefused):
            table.pay(fen)
    table.pay(99)
    with pytest.raises(InputRefused):
        table.pay(2)
    table.pay(1)
    with pytest.raises(StepRefused):
        table.pay(1)


def test_a_default_is_none_before_it_is_due_and_ends_what_is_outstanding() -> None:
    table = at_table()
    table.drawn(until=table.now + 3 * DAY)
    table.sign("x")
    table.sign("y")
    default = a.SettlementStep(outcome="defaulted", reason="失联")
    assert isinstance(refused(table, default), StepRefused)
    table.now += 3 * DAY
    assert field_of(refused(table, a.SettlementStep(outcome="defaulted"))) == "act.reason"
    table.do(LEAD, default)
    assert table.joint.settlement is not None
    assert not table.joint.settlement.awaited
    with pytest.raises(StepRefused):
        table.pay(1)


def test_a_court_confirms_once_what_all_have_signed() -> None:
    table = at_table()
    table.drawn()
    act = a.SettlementStep(outcome="confirmed", document="（2026）1号")
    assert isinstance(refused(table, act), StepRefused)
    table.sign("x")
    table.sign("y")
    assert field_of(refused(table, a.SettlementStep(outcome="confirmed", document=" "))) == "act.document"
    table.do(LEAD, act)
    assert isinstance(refused(table, act), StepRefused)


def test_it_is_not_complete_without_an_outcome_nor_with_a_session_open() -> None:
    table = at_table()
    complete = a.Complete(result="已办结")
    assert isinstance(refused(table, complete), StepRefused)
    table.sit("s1")
    table.drawn()
    table.sign("x")
    table.sign("y")
    assert isinstance(refused(table, complete), StepRefused)
    table.do(LEAD, a.SessionStep(outcome="cancelled", session="s1", reason="已达成协议"))
    table.do(LEAD, complete)
    assert table.joint.state == "complete"


def test_it_is_not_called_off_while_something_is_to_be_performed() -> None:
    table = at_table()
    table.drawn()
    table.sign("x")
    table.sign("y")
    off = a.CallOff(reason="另案处理")
    assert isinstance(refused(table, off, DUTY), StepRefused)
    table.pay(FEN)
    table.do(DUTY, off)
    assert table.joint.state == "withdrawn"


# ---- an acceptance that fails ----
def failed(table: Table) -> None:
    table.handed_over()
    table.do(DUTY, a.VerifyJoint(outcome="failed", reason="一方称未签"))


def test_a_failed_acceptance_opens_the_table_and_what_was_signed_is_signed_anew() -> None:
    table = at_table()
    table.drawn()
    table.sign("x")
    late = table.now
    table.sign("y")
    failed(table)
    held = table.joint.settlement
    assert held is not None
    assert (held.id, held.signatures, held.signed_at) == ("a1", (), None)
    assert isinstance(refused(table, a.Complete(result="已办结")), StepRefused)
    table.sign("x", done_at=late)
    after = table.joint.settlement
    assert after is not None
    assert after.signatures[0].at == table.now > table.joint.failed[0].at
    table.sign("y")
    table.handed_over()


def test_a_failed_acceptance_opens_a_table_that_broke_up() -> None:
    table = at_table()
    table.broken()
    failed(table)
    assert table.joint.unsettled is None
    table.drawn()
    table.sign("x")
    table.sign("y")
    table.handed_over()


def test_what_a_court_confirmed_or_was_performed_in_part_stands_through_a_failed_acceptance() -> None:
    confirmed = a.SettlementStep(outcome="confirmed", document="1号")
    for act in (confirmed, a.SettlementStep(outcome="performed", fen=5)):
        table = at_table()
        table.drawn()
        table.sign("x")
        table.sign("y")
        table.do(LEAD, act)
        before = table.joint.settlement
        failed(table)
        assert table.joint.settlement == before
        table.handed_over()


# ---- what is handed in late ----
def test_what_was_done_off_line_counts_when_it_was_done_where_it_stands_on_nothing_later() -> None:
    table = at_table()
    seen = table.now
    table.now += HOUR
    table.held("s1", seen, place="中心", minutes=5)
    assert table.joint.sessions[0].held_at == seen
    table.side("z", "other")
    came = table.now
    table.drawn("a1", done_at=came - MINUTE)  # before the third side sat there
    held = table.joint.settlement
    assert held is not None
    assert held.drawn_at == table.now
    drawn = table.now
    table.now += HOUR
    table.sign("x", done_at=drawn + MINUTE)
    table.sign("y", done_at=drawn + MINUTE // 2)  # before x's, so on receipt
    table.sign("z", done_at=table.now + MINUTE)
    whole = table.joint.settlement
    assert whole is not None
    instants = [one.at for one in whole.signatures]
    assert instants[0] == drawn + MINUTE
    assert instants == sorted(instants)
    assert whole.signed_at == instants[-1]


def test_sums_are_exact() -> None:
    assert yuan(0) == "0.00"
    assert yuan(5) == "0.05"
    assert yuan(FEN) == "123,456.00"
    assert yuan(100_000_000_000_000) == "1,000,000,000,000.00"
    assert paper(1).sha256.endswith("1")
