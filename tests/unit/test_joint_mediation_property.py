"""Whatever is done at a mediation table, in whatever order, on line or late: what can never be."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contract.clock import DAY, HOUR, MINUTE
from contract.joint import action as a
from contract.joint.joint import Joint
from contract.refused import Refused
from tests.unit.mediation_town import DUTY, LEAD, STREET, Table, paper

SIDES = ("x", "y", "z")
SUMS = (0, 1, 99, 100, 12_345)
ENDS = (
    a.Complete(result="已调解"),
    a.HandOver(),
    a.VerifyJoint(),
    a.VerifyJoint(outcome="failed", reason="再核"),
    a.Rate(outcome="department", unit="d1", value=5),
    a.Rate(outcome="department", unit="d2", value=5),
    a.Evaluated(),
    a.SettleJoint(result="已约谈"),
    a.CloseJoint(),
    a.CallOff(reason="另案处理"),
)


def acts(draw: st.DrawFn, now: int) -> a.JointAct:
    """Any step at the table, or on the way to the end, sensible or not."""
    side, fen = draw(st.sampled_from(SIDES)), draw(st.sampled_from(SUMS))
    of = draw(st.sampled_from(("a1", "a2")))
    session = draw(st.sampled_from(("s1", "s2")))
    ahead = now + draw(st.sampled_from((-HOUR, MINUTE, DAY)))
    role: Any = draw(st.sampled_from(("applicant", "respondent")))
    made: tuple[a.JointAct, ...] = (
        a.SideStep(outcome="joined", side=side, name=side, role=role, people=1),
        a.SideStep(outcome="left", side=side, reason="退出"),
        a.SessionStep(outcome="set", session=session, at=ahead, place="中心"),
        a.SessionStep(outcome="held", session=session, place="中心", attended=(side,), minutes=9, words="谈"),
        a.SessionStep(outcome="cancelled", session=session, reason="改期"),
        a.SettlementStep(outcome="drawn", settlement=of, text="付款", fen=fen, until=ahead),
        a.SettlementStep(outcome="signed", settlement=of, side=side, files=(paper(1),)),
        a.SettlementStep(outcome="signed", settlement=of, side=side, files=(paper(2),)),
        a.SettlementStep(outcome="signed", settlement=of, side=side, files=(paper(3),)),
        a.SettlementStep(outcome="confirmed", document="1号"),
        a.SettlementStep(outcome="performed", fen=fen),
        a.SettlementStep(outcome="performed", fen=fen),
        a.SettlementStep(outcome="defaulted", reason="失联"),
        a.SettlementStep(outcome="broken", reason="不成", referred="法院"),
        *ENDS,
    )
    return draw(st.sampled_from(made))


def hold(joint: Joint, now: int) -> None:
    """What holds of a row at every moment."""
    held = joint.settlement
    if held is not None:
        signed = [one.side for one in held.signatures]
        assert len(signed) == len(set(signed))
        assert set(signed) <= {one.id for one in joint.at_table}
        if held.signed_at is not None:
            assert set(signed) == {one.id for one in joint.at_table}
            assert len(signed) >= 2
            assert held.signed_at == held.signatures[-1].at
        else:
            assert not held.performed
            assert held.defaulted_at is None
            assert held.confirmed_at is None
        assert held.paid <= held.fen
        assert all(one.fen > 0 for one in held.performed)
        instants = [held.drawn_at, *(one.at for one in held.signatures), *(one.at for one in held.performed)]
        assert instants == sorted(instants)
        assert all(at <= now for at in instants)
        assert all(one.joined_at <= held.drawn_at for one in joint.at_table if one.id in signed)
        if joint.state in ("closed", "withdrawn"):
            assert not held.awaited
    if joint.unsettled is not None:
        assert held is None or held.signed_at is None
    if joint.state in ("complete", "handed_over", "verified", "evaluated", "closed"):
        assert joint.mediated
        assert all(one.state != "set" for one in joint.sessions)
    for one in joint.sessions:
        if one.state == "held":
            assert one.held_at is not None
            assert one.at + one.minutes * MINUTE <= one.held_at <= now
    assert [one.n for one in joint.sessions] == list(range(1, len(joint.sessions) + 1))


@settings(max_examples=int(os.environ.get("MEDIATION_EXAMPLES", "150")), deadline=None)
@given(st.data())
def test_what_can_never_be(data: st.DataObject) -> None:
    table = Table()
    table.acting()
    if data.draw(st.booleans()):
        table.settled(fen=100)
    for _ in range(data.draw(st.integers(5, 45))):
        act = data.draw(st.composite(lambda draw: acts(draw, table.now))())
        who = data.draw(st.sampled_from((LEAD, DUTY, STREET)))
        table.now += data.draw(st.sampled_from((0, MINUTE, HOUR, 2 * DAY)))
        late = data.draw(st.sampled_from((None, None, table.now - HOUR, table.now - 2 * DAY)))
        before = table.joint
        try:
            table.do(who, act, late)
        except Refused:
            assert table.joint is before
        hold(table.joint, table.now)
