"""A mediation table over the API: entered, signed, paid, told to everybody; what may not be, is not."""

from __future__ import annotations

import msgspec
import pytest

from contract.clock import DAY, HOUR
from contract.feed import Snapshot
from contract.joint import action as j
from contract.joint.joint import Joint
from tests.backend.joint.play import LEAD, Cast, whistle
from tests.backend.running import RunningBackend, new_id

SUM = 12_345_678


@pytest.fixture
def table(cast: Cast) -> Joint:
    """A mediation in action, two sides at the table."""
    joint = cast.acting(whistle(kind="mediation", title="工资纠纷"))
    for side, role in (("x", "applicant"), ("y", "respondent")):
        act = {"outcome": "joined", "side": side, "name": f"方{side}", "role": role, "people": 4}
        joint = cast.lead.done(joint, j.SideStep(**act))  # type: ignore[arg-type]
    return joint


def drawn(cast: Cast, joint: Joint, backend: RunningBackend, id_: str = "a1") -> Joint:
    until = backend.clock.now() + 9 * DAY
    act = j.SettlementStep(outcome="drawn", settlement=id_, text="分两次付清", fen=SUM, until=until)
    return cast.lead.done(joint, act)


def signature(cast: Cast, side: str, of: str = "a1") -> j.SettlementStep:
    file = cast.lead.file(new_id().encode(), taken_at=None)
    return j.SettlementStep(outcome="signed", settlement=of, side=side, files=(file,))


def test_it_is_settled_and_paid_and_everybody_hears_of_it(
    cast: Cast, table: Joint, backend: RunningBackend
) -> None:
    joint = table
    at = backend.clock.now() + HOUR
    joint = cast.lead.done(joint, j.SessionStep(outcome="set", session="s1", at=at, place="综治中心"))
    joint = cast.lead.done(joint, j.SessionStep(outcome="cancelled", session="s1", reason="一方改期"))
    held = j.SessionStep(
        outcome="held",
        session="s2",
        place="工地",
        attended=("x", "y"),
        mediators=(LEAD,),
        minutes=40,
        words="核对工资表",
    )
    joint = drawn(cast, cast.lead.done(joint, held), backend)
    assert cast.lead.refused(joint, j.SettlementStep(outcome="performed", fen=1)).status == 409
    for side in ("x", "y"):
        joint = cast.lead.done(joint, signature(cast, side))
    version = joint.version
    joint = cast.lead.done(joint, j.SettlementStep(outcome="performed", fen=SUM - 1))
    assert cast.lead.refused(joint, j.SettlementStep(outcome="performed", fen=2)).status == 400
    joint = cast.duty.done(joint, j.SettlementStep(outcome="performed", fen=1))
    assert joint.version == version, "what is done at the table moves no phase"
    assert joint.settlement is not None
    assert (joint.settlement.paid, joint.settlement.awaited) == (SUM, False)
    page = cast.street.detail(joint.id)
    assert page.joint == joint
    told = [(e.action, e.outcome, e.subject) for e in page.log if e.action.startswith(("joint_s",))]
    for line in (
        ("joint_side", "joined", "方x"),
        ("joint_session", "cancelled", "1 综治中心"),
        ("joint_session", "held", "2 工地"),
        ("joint_settlement", "drawn", "¥123,456.78"),
        ("joint_settlement", "signed", "方y"),
        ("joint_settlement", "performed", "¥0.01"),
    ):
        assert line in told
    shown = msgspec.msgpack.decode(cast.street.seat.get("/api/snapshot").content, type=Snapshot)
    assert [one for one in shown.joints if one.id == joint.id] == [joint]
    cast.sound()


def test_what_was_signed_off_line_is_of_its_text(cast: Cast, table: Joint, backend: RunningBackend) -> None:
    joint = drawn(cast, table, backend)
    late = signature(cast, "x")
    done_at = backend.clock.now()
    backend.clock.move(HOUR)
    joint = drawn(cast, joint, backend, "a2")
    response = cast.lead.act(joint.id, late, joint.version, done_at=done_at)
    assert response.status_code == 409
    joint = cast.lead.done(joint, signature(cast, "x", "a2"))
    assert joint.settlement is not None
    assert [one.side for one in joint.settlement.signatures] == ["x"]
    assert cast.lead.refused(joint, j.Complete(result="已调解")).status == 409
    cast.sound()


def test_who_only_helps_enters_nothing(cast: Cast, table: Joint) -> None:
    other = next(caller for unit, caller in cast.units.items() if unit != LEAD)
    broken = j.SettlementStep(outcome="broken", reason="分歧过大", referred="劳动仲裁")
    assert other.refused(table, broken).status == 409
    joint = cast.lead.done(table, broken)
    assert joint.unsettled is not None
    assert cast.lead.refused(joint, broken).status == 409
    cast.sound()
