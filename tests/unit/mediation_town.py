"""A mediation table in the pure contract: called, mustered, in action, with a street that whistled."""

from __future__ import annotations

from typing import Any

from contract.account import Actor
from contract.action import FileRef
from contract.clock import DAY, MINUTE
from contract.joint import action as a
from contract.joint.advance import advance, effective, propose
from contract.joint.joint import Joint
from contract.joint.rules import JointRules
from contract.reference import Reference
from tests.unit import joint_town as town

REF: Reference = town.reference(JointRules())
LEAD = town.HANDLERS["d1"]
DUTY, STREET = town.DUTY, town.STREET
FEN = 12_345_600
"""123 456 yuan."""


def paper(n: int) -> FileRef:
    """A paper of its own."""
    return FileRef(sha256=f"{n:064x}", name=f"{n}.pdf", kind="document", mime="application/pdf", size=9)


class Table:
    """One mediation, from `town.T0` on; `now` goes on by a minute with each step."""

    def __init__(self, kind: str = "mediation", ref: Reference = REF) -> None:
        self.ref, self.now = ref, town.T0
        act = a.Propose(outcome="whistle", kind=kind, title="工资纠纷", reason="多方诉求", area="g1")
        self.joint: Joint = propose("j1", "LD1", act, STREET, self.now, ref)

    def do(self, who: Actor, act: a.JointAct, done_at: int | None = None) -> Joint:
        """Takes a step a minute on, or hands in what was done at `done_at`; raises Refused."""
        self.now += MINUTE
        at = effective(self.joint, act, who, done_at, self.now)
        self.joint = advance(self.joint, act, who, at, self.ref)
        return self.joint

    # ---- the way to the table
    def approved(self) -> None:
        parties = (a.Named(unit="d1", lead=True), a.Named(unit="d2"))
        self.do(DUTY, a.Approve(parties=parties))

    def called(self) -> None:
        self.approved()
        self.do(DUTY, a.Call())

    def on_site(self) -> None:
        self.called()
        for unit in ("d1", "d2"):
            self.do(town.HANDLERS[unit], a.JointSignIn())
            self.do(town.HANDLERS[unit], a.JointArrive(people=2))
        self.do(LEAD, a.Muster())

    def acting(self) -> None:
        self.on_site()
        self.do(LEAD, a.Plan(minutes="分头核实，集中调解"))
        self.do(LEAD, a.Begin())

    # ---- at the table
    def side(self, id_: str, role: Any = "applicant", who: Actor = LEAD, **more: Any) -> None:
        self.do(who, a.SideStep(outcome="joined", side=id_, name=f"方{id_}", role=role, people=3, **more))

    def sides(self) -> None:
        self.side("x")
        self.side("y", "respondent")

    def leave(self, id_: str) -> None:
        self.do(LEAD, a.SideStep(outcome="left", side=id_, reason="另行起诉"))

    def sit(self, id_: str = "s1", **more: Any) -> None:
        self.do(LEAD, a.SessionStep(outcome="set", session=id_, at=self.now + DAY, place="综治中心", **more))

    def held(self, id_: str = "s1", done_at: int | None = None, **more: Any) -> None:
        given = {"attended": ("x", "y"), "minutes": 60, "words": "各让一步", **more}
        self.do(LEAD, a.SessionStep(outcome="held", session=id_, **given), done_at)

    def drawn(self, id_: str = "a1", done_at: int | None = None, **more: Any) -> None:
        given = {"text": "分两次付清", "fen": FEN, "until": self.now + 30 * DAY, **more}
        self.do(LEAD, a.SettlementStep(outcome="drawn", settlement=id_, **given), done_at)

    def sign(self, side: str, of: str = "a1", done_at: int | None = None, who: Actor = LEAD) -> None:
        act = a.SettlementStep(outcome="signed", settlement=of, side=side, files=(paper(hash(side) % 99),))
        self.do(who, act, done_at)

    def settled(self, **more: Any) -> None:
        self.sides()
        self.drawn(**more)
        self.sign("x")
        self.sign("y")

    def pay(self, fen: int, done_at: int | None = None) -> None:
        self.do(LEAD, a.SettlementStep(outcome="performed", fen=fen), done_at)

    def broken(self) -> None:
        act = a.SettlementStep(outcome="broken", reason="分歧过大", referred="劳动仲裁")
        self.do(LEAD, act)

    # ---- the way to the end
    def handed_over(self) -> None:
        self.do(LEAD, a.Complete(result="已调解"))
        self.do(LEAD, a.HandOver())

    def evaluated(self) -> None:
        self.do(DUTY, a.VerifyJoint())
        for unit in ("d1", "d2"):
            self.do(STREET, a.Rate(outcome="department", unit=unit, value=5))
        self.do(STREET, a.Evaluated())
