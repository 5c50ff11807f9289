"""Zumiao: workers of a building site have no wages. The street's governance committee takes it on, its
mediation committee sits with both sides twice; they settle, the court confirms, it is paid in two parts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contract.clock import DAY, HOUR, MINUTE
from contract.joint import action as j
from contract.joint.mediation import yuan
from tests.joint.story import Story

GRID = "440604012001-01"
STREET = "s-CC-S012"
COMMITTEE = "u-CC-S012-W1"
LEAD, POLICE, HOUSING = "CC-S012-TJ", "CC-S012-PC", "CC-D-ZJ"
UNITS = (LEAD, POLICE, HOUSING)
FEN = 18_264_050
FIRST = 9_000_000


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_wages_of_a_building_site(tell: Callable[[str], Story]) -> None:
    story = tell("chancheng")
    begun = story.clock.now()
    sat_down(story)
    first_session(story)
    settled(story)
    paid(story)
    story.sound(UNITS)
    joint = story.joint
    assert joint.state == "closed"
    assert joint.settlement is not None
    assert (joint.settlement.paid, joint.settlement.fen) == (FEN, FEN)
    assert yuan(joint.settlement.paid) == "182,640.50"
    total = story.figures(begun).total
    assert (total.actions, total.closed) == (1, 1)
    done = [step for step in story.steps() if " s" in step]
    table = [step.partition(" ")[2] for step in done if step.startswith(LEAD)]
    assert table.count("session held") == 2
    assert table.count("settlement signed") == 4
    assert table.count("settlement performed") == 2


def lead(story: Story, act: j.JointAct) -> None:
    """The mediation committee's own step."""
    story.do(f"u-{LEAD}", act)


def sat_down(story: Story) -> None:
    """The committee takes it on with both sides, the centre names who mediates, all come."""
    story.propose(
        COMMITTEE,
        j.Propose(
            outcome="committee",
            kind="mediation",
            title="工地班组工资纠纷调解",
            reason="二十余名工人讨要工资，班组长、分包和总包说法不一，需几家一起调解",
            area=GRID,
            place="祖庙街道访调援法工作室",
            urgency="urgent",
            wanted=UNITS,
        ),
    )
    side = j.SideStep(outcome="joined", side="workers", name="工人代表", role="applicant", people=23)
    story.do(COMMITTEE, side)
    story.later(15)
    story.do(
        "duty01",
        j.Approve(
            parties=(
                j.Named(unit=LEAD, lead=True, entry="duty:1-002"),
                j.Named(unit=POLICE),
                j.Named(unit=HOUSING),
            )
        ),
    )
    story.do("seat01", j.Call(note="请带工资发放台账"))
    lead(story, j.SideStep(outcome="joined", side="employer", name="劳务分包", role="respondent", people=2))
    # A department that only helps enters nothing; a session has to lie ahead.
    other = j.SideStep(outcome="joined", side="main", name="总包单位", role="other", people=1)
    assert story.refused(f"u-{POLICE}", other).status == 409
    past = j.SessionStep(outcome="set", session="one", at=story.clock.now() - HOUR, place="工作室")
    assert story.refused(f"u-{LEAD}", past).status == 400
    at = story.clock.now() + 3 * HOUR
    lead(story, j.SessionStep(outcome="set", session="one", at=at, place="访调援法工作室"))
    story.check_in({LEAD: 2, POLICE: 1, HOUSING: 1})
    lead(story, j.Muster())
    lead(story, j.Plan(minutes="先核工资表和考勤，再分头听取意见，当面调解。"))
    lead(story, j.Begin())


def first_session(story: Story) -> None:
    """They come closer, and find that the main contractor has to sit with them."""
    story.later(5 * 60)
    held = j.SessionStep(
        outcome="held",
        session="one",
        attended=("workers", "employer"),
        mediators=(LEAD, POLICE),
        minutes=150,
        words="核对考勤和已发工资，差额由三十余万元缩小到二十万元以内；分包称总包工程款未到。",
    )
    lead(story, held)
    assert story.joint.sessions[0].state == "held"
    lead(story, j.SideStep(outcome="joined", side="main", name="总包单位", role="other", people=1))
    at = story.clock.now() + DAY
    lead(story, j.SessionStep(outcome="set", session="two", at=at, place="访调援法工作室"))
    assert story.refused(f"u-{LEAD}", j.Complete(result="已调解")).status == 409


def settled(story: Story) -> None:
    """What they agree on is drawn up, changed once, and signed by all three."""
    story.later(24 * 60 + 200)
    story.forget_sessions()
    story.do(
        f"u-{LEAD}",
        j.SessionStep(
            outcome="held",
            session="two",
            attended=("workers", "employer", "main"),
            mediators=(LEAD, POLICE, HOUSING),
            minutes=180,
            words="总包同意先行垫付，三方就金额和支付日期达成一致。",
        ),
    )
    now = story.clock.now()
    terms = "总包单位代劳务分包垫付工资，分两次付清；付清后各方不再就本次纠纷提出其他请求。"
    first = j.SettlementStep(
        outcome="drawn", settlement="draft", text=terms, fen=20_000_000, until=now + 10 * DAY
    )
    lead(story, first)
    paper = story.photo(f"u-{LEAD}")
    lead(story, j.SettlementStep(outcome="signed", settlement="draft", side="workers", files=(paper,)))
    # The sum was wrong by the list of wages: it is drawn up anew, and nobody has signed that.
    lead(
        story,
        j.SettlementStep(outcome="drawn", settlement="final", text=terms, fen=FEN, until=now + 10 * DAY),
    )
    stale = j.SettlementStep(
        outcome="signed", settlement="draft", side="main", files=(story.photo(f"u-{LEAD}"),)
    )
    assert story.refused(f"u-{LEAD}", stale).status == 409
    for side in ("workers", "employer", "main"):
        assert not story.joint.mediated
        story.later(4)
        paper = story.photo(f"u-{LEAD}")
        lead(story, j.SettlementStep(outcome="signed", settlement="final", side=side, files=(paper,)))
    assert story.joint.mediated
    lead(story, j.Complete(result="三方达成调解协议并签署"))
    lead(story, j.HandOver(note="协议原件存调委会"))


def paid(story: Story) -> None:
    """The court confirms it; it is paid in two parts, the second off line; then it is closed."""
    story.later(90)
    number = "民调确字第118号"
    lead(story, j.SettlementStep(outcome="confirmed", document=number))
    more = j.SettlementStep(outcome="performed", fen=FEN + 1)
    assert story.refused(f"u-{LEAD}", more).status == 400
    lead(story, j.SettlementStep(outcome="performed", fen=FIRST, note="第一笔，工资专户发放"))
    early = j.SettlementStep(outcome="defaulted", reason="未付清")
    assert story.refused(f"u-{LEAD}", early).status == 409
    story.do("seat01", j.VerifyJoint(note="电话回访，各方认可"))
    story.score(COMMITTEE, {LEAD: 5, POLICE: 5, HOUSING: 4})
    assert story.refused("seat01", j.CloseJoint()).status == 409
    done_at = story.clock.now() + 30 * MINUTE
    story.later(120)
    last = j.SettlementStep(outcome="performed", fen=FEN - FIRST, note="第二笔")
    story.do(f"u-{LEAD}", last, done_at=done_at)
    held = story.joint.settlement
    assert held is not None
    assert held.performed[-1].at == done_at
    assert (held.awaited, held.confirmed_at is not None) == (False, True)
    story.do("seat01", j.CloseJoint())
    lines = {(e.outcome, e.subject) for e in story.detail().log if e.action == "joint_settlement"}
    assert ("performed", "¥90,000.00") in lines
    assert ("confirmed", number) in lines
    assert ("signed", "工人代表") in lines
