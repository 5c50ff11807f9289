"""A joint action of the small district, for consoles on a real backend."""

from __future__ import annotations

from console.desk import Desk
from contract.joint import action as a
from contract.joint.joint import Joint
from tests.console_matter import until
from tests.pair.test_pair_way import GRID

STREET = "s-T-S1"
LEAD = "T-D-CG"
UNITS = (LEAD, "T-D-ZJ", "T-S1-ZF", "T-S2-ZF")
PLACE = (117.21, 31.72)
WHISTLE = a.Propose(
    outcome="whistle",
    kind="enforcement",
    title="夜市占道经营反复",
    reason="街道力量不足，需多部门联合处置",
    area=GRID,
    lon=PLACE[0],
    lat=PLACE[1],
    wanted=UNITS,
)
APPROVE = a.Approve(parties=tuple(a.Named(unit=unit, lead=unit == LEAD) for unit in UNITS))
ARRIVE = a.JointArrive(people=3, lon=PLACE[0], lat=PLACE[1])


def state(desk: Desk, joint_id: str) -> str:
    """State and version as the desk shows them, with * while something waits; "" where it holds none."""
    joint = desk.joints.get(joint_id)
    if joint is None:
        return ""
    return f"{joint.state}{joint.version}{'*' if desk.joints.pending(joint_id) else ''}"


def row(desk: Desk, joint_id: str) -> Joint:
    """As the desk shows it."""
    found = desk.joints.get(joint_id)
    assert found is not None
    return found


def parties(desk: Desk, joint_id: str) -> dict[str, str]:
    """How each department stands, as the desk shows it."""
    return {party.unit: party.state for party in row(desk, joint_id).parties}


async def called(street: Desk, duty: Desk) -> str:
    """One to which four departments are called."""
    joint_id, _ = street.joints.propose(WHISTLE)
    await until(lambda: state(duty, joint_id) == "proposed1")
    duty.joints.submit(joint_id, APPROVE)
    duty.joints.submit(joint_id, a.Call())
    await until(lambda: not duty.outbox)
    return joint_id
