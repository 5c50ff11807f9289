"""Steps that are drawn for the joint action of a `World`: what is offered to anybody, and what it carries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from contract.account import Actor
from contract.clock import DAY, HOUR, MINUTE
from contract.joint import action as a
from contract.joint.guards import may_arrive, may_object, may_score, may_sign_in, offers, signs
from contract.joint.party import Party
from contract.machine import Transition
from contract.reference import Reference
from tests.unit import joint_desks as desks
from tests.unit.joint_town import ACTORS, DEPARTMENTS, DUTY, FAR, HANDLERS, NEAR, PLACE, STREET, T0
from tests.unit.joint_world import TICKETS, World, photo

Choose = Callable[[Sequence[Any]], Any]
"""Draws one of several."""
Option = tuple[Actor, Transition]


def whistle(**more: Any) -> a.Propose:
    """A street's whistle."""
    said: dict[str, Any] = {"kind": "enforcement", "title": "夜市占道", "reason": "屡禁不止", "area": "g1"}
    lon, lat = PLACE
    return a.Propose(outcome="whistle", **{**said, "lon": lon, "lat": lat, "tickets": ("t1",), **more})


def _first(of: Sequence[Any]) -> Any:
    return of[0]


class Steps(World):
    """A joint action, and what is done with it."""

    def __init__(self, ref: Reference) -> None:
        super().__init__(ref, T0)

    def begun(
        self, kind: str = "enforcement", units: Sequence[str] = DEPARTMENTS[:3], choose: Choose = _first
    ) -> None:
        """It is proposed, approved and called: the first of `units` leads. Each is asked for an approval
        where the kind has them, and two sides sit at the table where there is one."""
        self.start(STREET, whistle(kind=kind))
        self.approved(units, choose)
        self.do(DUTY, a.Call())

    def approved(self, units: Sequence[str] = DEPARTMENTS[:3], choose: Choose = _first) -> None:
        """It is approved with these departments, the first of which leads."""
        asks = desks.asks(self, choose, units) if self.form == "approval" else ()
        parties = tuple(a.Named(unit=u, lead=u == units[0]) for u in units)
        self.do(DUTY, a.Approve(parties=parties, approvals=asks))
        if self.form == "mediation":
            self.sat_down()

    def sat_down(self) -> None:
        """Two sides come to the table."""
        for role in ("applicant", "respondent"):
            side = self.mint("x")
            self.do(DUTY, a.SideStep(outcome="joined", side=side, name=side, role=role, people=1))

    def options(self) -> list[Option]:
        """Every step that is offered to anybody, and can be taken as things stand."""
        return [
            (who, row)
            for who in ACTORS
            for row in offers(self.joint, who, self.ref)
            if self.possible(who, row)
        ]

    def possible(self, who: Actor, row: Transition) -> bool:
        """Whether there is anything for it to be about."""
        key = f"{row.action}/{row.outcome}" if row.outcome else row.action
        mine = self.mine(who)
        joint, held = self.joint, self.joint.agreement
        match key.removeprefix("joint_"):
            case "remind" | "substitute" if not self.waiting():
                return False
            case "absent":
                return bool(self.missed())
            case "substitute" | "join":
                return bool(self.free())
            case "decide/released":
                return bool(self.free())
            case "task/taken":
                return any(t.state == "given" and t.unit in {p.unit for p in mine} for t in joint.tasks)
            case "task/done":
                open_ = [t for t in joint.tasks if t.state in ("given", "taken")]
                return any(t.unit in {p.unit for p in mine} for t in open_)
            case "task/withdrawn":
                return any(t.state in ("given", "taken") for t in joint.tasks)
            case "problem/handled" | "problem/handed_on" | "problem/ticketed":
                return any(p.state == "open" for p in joint.problems)
            case "evidence/struck":
                return any(e.struck_at is None for e in joint.evidence)
            case "agree/drawn":
                return held is None or (held.lead_signed_at is None and held.to_signed_at is None)
            case "agree/signed_outside":
                return held is not None and not held.to_unit and held.to_signed_at is None
            case "agree/signed":
                return any(signs(joint, who))
            case "score/department":
                return any(may_score(p, who) for p in joint.active)
            case "safety/started":
                return bool(self.watchable(who))
            case "safety/heard" | "safety/ended":
                return bool(self.watched(who))
            case "ticket/tied":
                return len(joint.tickets) < len(TICKETS)
            case "ticket/untied":
                return bool(joint.tickets)
            case short:
                return desks.possible(joint, who, short, self.now)

    def mine(self, who: Actor) -> list[Party]:
        """The lines that somebody acts for: a department its own, the centre all."""
        if who.role == "handler":
            return [p for p in self.joint.active if p.unit == who.unit]
        return list(self.joint.active)

    def waiting(self) -> list[str]:
        """Departments that have not come."""
        return [p.unit for p in self.joint.active if p.arrival is None]

    def missed(self) -> list[str]:
        """Departments that may be marked absent: at desks, those that have not signed in."""
        desks_only = self.form == "approval"
        return [
            p.unit
            for p in self.joint.active
            if p.arrival is None
            and p.state != "objecting"
            and not (desks_only and p.signed_in_at is not None)
        ]

    def free(self) -> list[str]:
        """Units that take no part."""
        return [u for u in DEPARTMENTS if all(p.unit != u for p in self.joint.active)]

    def watchable(self, who: Actor) -> list[str]:
        """Departments on the spot without a safety timer."""
        watched = {w.unit for w in self.joint.safety if w.ended_at is None}
        return [p.unit for p in self.mine(who) if p.arrival is not None and p.unit not in watched]

    def watched(self, who: Actor) -> list[str]:
        """Departments with a safety timer that runs."""
        mine = {p.unit for p in self.mine(who)}
        return [w.unit for w in self.joint.safety if w.ended_at is None and w.unit in mine]

    def passes(self, choose: Choose) -> None:
        """Time goes on: by a little, over a night, a weekend, to the end of a clock."""
        clocks = [c for p in self.joint.parties for c in (p.sign_in, p.arrive)]
        clocks += [one.clock for one in self.joint.approvals]
        dues = [c.due_at for c in (*clocks, self.joint.stage, self.joint.handle) if c and c.due_at]
        held = self.joint.settlement
        dues += [held.until] if held is not None and held.until is not None else []
        ends = [at - self.now for at in dues if at > self.now] or [MINUTE]
        self.now += choose([0, 1, MINUTE, 5 * MINUTE, 17 * MINUTE, 3 * HOUR, 14 * HOUR, 3 * DAY, *ends])

    def act(self, who: Actor, row: Transition, choose: Choose) -> a.JointAct:
        """An act for a row, with what it must carry."""
        joint = self.joint
        key = (f"{row.action}/{row.outcome}" if row.outcome else row.action).removeprefix("joint_")
        if row.action == "joint_approval":
            return desks.of_desk(self, who, row.outcome, choose)
        if row.action in ("joint_side", "joint_session", "joint_settlement"):
            return desks.of_table(self, key, choose)
        own = [p.unit for p in self.mine(who)]

        def unit(fits: Callable[[Party], bool]) -> str:
            return next(p.unit for p in self.mine(who) if fits(p))

        def evidence() -> a.JointAct:
            kind = choose(["before", "before", "after", "after", "document", "result", "agreement", "other"])
            self.minted += 1
            lon, lat = choose([NEAR, NEAR, NEAR, FAR])
            since = joint.called_at or joint.origin.at
            taken = choose([self.now, self.now, since, since - 3 * DAY, None])
            used = [e.file for e in joint.evidence]
            file = choose([photo(self.minted, taken), photo(self.minted, self.now), *used[:1]])
            return a.EvidenceStep(
                outcome="brought",
                evidence=self.mint("e"),
                kind=kind,
                document="执〔2026〕1号" if kind == "document" else "",
                lon=lon,
                lat=lat,
                files=(file,),
            )

        make: dict[str, Callable[[], a.JointAct]] = {
            "approve": lambda: a.Approve(
                parties=tuple(a.Named(unit=u, lead=u == "d1", sign_in=20) for u in DEPARTMENTS[:3]),
                approvals=desks.asks(self, choose, DEPARTMENTS[:2]) if self.form == "approval" else (),
            ),
            "refuse": lambda: a.RefuseJoint(reason="一家可办"),
            "withdraw": lambda: a.Withdraw(reason="已自行解决"),
            "call": lambda: a.Call(meet_at=choose([None, self.now + HOUR])),
            "muster": a.Muster,
            "plan": lambda: a.Plan(
                minutes="先劝离，再取缔",
                attended=(a.Attends(people=2, unit="d1"), a.Attends(people=1, name="物业公司")),
                tasks=tuple(
                    a.Given(id=self.mint("k"), unit=p.unit, text="清理", until=self.now + 2 * HOUR)
                    for p in joint.active[:2]
                ),
            ),
            "begin": a.Begin,
            "stop": lambda: a.Stop(reason="大风"),
            "resume": a.Continue,
            "complete": lambda: a.Complete(result="已取缔"),
            "hand_over": a.HandOver,
            "verify/passed": a.VerifyJoint,
            "verify/failed": lambda: a.VerifyJoint(outcome="failed", reason="有回潮"),
            "evaluate": a.Evaluated,
            "close": a.CloseJoint,
            "call_off": lambda: a.CallOff(reason="现场已自行整改"),
            "sign_in": lambda: a.JointSignIn(unit=choose(["", unit(may_sign_in)])),
            "arrive": lambda: a.JointArrive(people=choose([1, 4]), unit=unit(may_arrive)),
            "object": lambda: a.Object(reason="不是我单位职责", unit=unit(may_object)),
            "decide/kept": lambda: a.DecideObjection(
                outcome="kept", unit=self.objecting(), reason="职责清单有载"
            ),
            "decide/released": lambda: a.DecideObjection(
                outcome="released", unit=self.objecting(), reason="另有分工", instead=choose(self.free())
            ),
            "remind": lambda: a.Remind(unit=choose(self.waiting())),
            "absent": lambda: a.MarkAbsent(unit=choose(self.missed())),
            "substitute": lambda: a.Substitute(
                unit=choose(self.waiting()), instead=choose(self.free()), reason="另有任务"
            ),
            "join": lambda: a.JoinIn(party=a.Named(unit=choose(self.free())), reason="现场需要"),
            "task/given": lambda: a.TaskStep(
                outcome="given",
                task=self.mint("k"),
                unit=choose([p.unit for p in joint.active]),
                text="拆除",
                until=self.now + choose([HOUR, DAY]),
            ),
            "task/taken": lambda: a.TaskStep(
                outcome="taken",
                task=next(t.id for t in joint.tasks if t.state == "given" and t.unit in own),
            ),
            "task/done": lambda: a.TaskStep(
                outcome="done",
                task=next(t.id for t in joint.tasks if t.state in ("given", "taken") and t.unit in own),
                result="已完成",
            ),
            "task/withdrawn": lambda: a.TaskStep(
                outcome="withdrawn",
                task=next(t.id for t in joint.tasks if t.state in ("given", "taken")),
                reason="不需要了",
            ),
            "problem/found": lambda: a.ProblemStep(
                outcome="found", problem=self.mint("p"), text="消防通道被占"
            ),
            "problem/handled": lambda: a.ProblemStep(
                outcome="handled", problem=self.open_problem(), result="已腾空"
            ),
            "problem/handed_on": lambda: a.ProblemStep(
                outcome="handed_on", problem=self.open_problem(), unit="s1t", reason="属街道"
            ),
            "problem/ticketed": lambda: a.ProblemStep(
                outcome="ticketed", problem=self.open_problem(), ticket="t3"
            ),
            "evidence/brought": evidence,
            "evidence/struck": lambda: a.EvidenceStep(
                outcome="struck",
                evidence=choose([e.id for e in joint.evidence if e.struck_at is None]),
                reason="拍错了",
            ),
            "agree/drawn": lambda: a.Agree(
                outcome="drawn",
                text="移交物业维护",
                **choose([{"unit": "s1t"}, {"body": "物业公司"}]),
            ),
            "agree/signed": lambda: a.Agree(outcome="signed"),
            "agree/signed_outside": lambda: a.Agree(outcome="signed_outside", files=(photo(999),)),
            "safety/started": lambda: a.Safety(
                outcome="started", unit=choose(self.watchable(who)), minutes=choose([0, 15]), people=3
            ),
            "safety/heard": lambda: a.Safety(outcome="heard", unit=choose(self.watched(who))),
            "safety/ended": lambda: a.Safety(outcome="ended", unit=choose(self.watched(who))),
            "score/department": lambda: a.Rate(
                outcome="department", unit=self.unscored(who), value=choose([3, 5])
            ),
            "score/whistle": lambda: a.Rate(outcome="whistle", value=4),
            "settle": lambda: a.SettleJoint(result="约谈负责人"),
            "ticket/tied": lambda: a.TieTicket(
                outcome="tied",
                ticket=next(t.id for t in TICKETS if all(t.id != j.id for j in joint.tickets)),
            ),
            "ticket/untied": lambda: a.TieTicket(
                outcome="untied", ticket=joint.tickets[0].id, reason="另案处理"
            ),
            "note": lambda: a.Say(note="注意安全"),
        }
        return make[key]()

    def objecting(self) -> str:
        """A department that objects."""
        return next(p.unit for p in self.joint.active if p.state == "objecting")

    def open_problem(self) -> str:
        """A problem that nobody has dealt with."""
        return next(p.id for p in self.joint.problems if p.state == "open")

    def unscored(self, who: Actor) -> str:
        """Another's department without a score, or the first."""
        active = [p for p in self.joint.active if may_score(p, who)]
        return next((p.unit for p in active if p.score is None), active[0].unit)

    # ---- straight on
    def mustered(self) -> None:
        """Everybody signs in and comes, and the lead musters; at their desks they begin."""
        spot = self.form != "approval"
        for party in self.joint.active:
            who = HANDLERS[party.unit]
            self.do(who, a.JointSignIn())
            lon, lat = NEAR
            if spot:
                self.do(who, a.JointArrive(people=2, lon=lon, lat=lat))
        self.do(self.lead, a.Muster() if spot else a.Begin())

    @property
    def lead(self) -> Actor:
        """Who acts for the department that leads."""
        held = self.joint.lead
        assert held is not None
        return HANDLERS[held.unit]

    def acting(self) -> None:
        """A plan is agreed and the work begins."""
        if self.joint.state != "acting":
            self.do(self.lead, a.Plan(minutes="先清后修"))
            self.do(self.lead, a.Begin())

    def bring(self, kind: str, **more: Any) -> None:
        """An item of evidence without a mark."""
        item: dict[str, Any] = {"outcome": "brought", "evidence": self.mint("e"), "kind": kind}
        item |= {"document": "执〔2026〕1号" if kind == "document" else ""}
        lon, lat = NEAR
        file = photo(10_000 + self.minted, self.now)
        self.do(self.lead, a.EvidenceStep(**{**item, "lon": lon, "lat": lat, "files": (file,), **more}))

    def whole(self) -> None:
        """All that its kind demands but an agreement is there, and the lead says so."""
        kind = self.ref.district.joint.kind(self.joint.kind)
        assert kind is not None
        for key, want in kind.evidence.items():
            for _ in range(want if key != "agreement" else 0):
                self.bring(key)
        self.decided()
        for one in self.joint.sessions:
            if one.state == "set":
                self.do(DUTY, a.SessionStep(outcome="cancelled", session=one.id, reason="已有结果"))
        if kind.form == "mediation" and not self.joint.mediated:
            self.settled()
        self.do(self.lead, a.Complete(result="已办结"))

    def decided(self) -> None:
        """Nothing is outstanding at any desk: what a department in it decides on is granted, the rest
        withdrawn."""
        if self.form == "approval" and not self.joint.approvals:
            asked = desks.of_desk(self, DUTY, "asked", _first)
            self.do(DUTY, asked)
        for one in self.joint.approvals:
            party = self.joint.party(one.unit)
            there = party is not None and party.takes_part and party.signed_in_at is not None
            if not one.ended and there:
                step = {"outcome": "granted", "document": "许〔2026〕2号"}
                self.do(HANDLERS[one.unit], a.ApprovalStep(approval=one.id, **step))
            elif not one.ended:
                self.do(DUTY, a.ApprovalStep(outcome="withdrawn", approval=one.id, reason="已退出"))
        for one in desks.papers(self.joint, DUTY):
            self.do(DUTY, a.ApprovalStep(outcome="supplied", approval=one.id))

    def settled(self, fen: int = 90_000) -> None:
        """The sides sign what was agreed."""
        if self.joint.settlement is None or not self.joint.settlement.signatures:
            if len(self.joint.at_table) < 2:
                self.sat_down()
            draws = a.SettlementStep(
                outcome="drawn", settlement=self.mint("z"), text="分期支付", fen=fen, until=self.now + DAY
            )
            self.do(self.lead, draws)
        held = self.joint.settlement
        assert held is not None
        for side in desks.unsigned(self.joint):
            paper = {"side": side, "files": (photo(998),)}
            self.do(self.lead, a.SettlementStep(outcome="signed", settlement=held.id, **paper))

    def paid(self) -> None:
        """What is to be paid is."""
        held = self.joint.settlement
        if held is not None and held.awaited:
            self.do(self.lead, a.SettlementStep(outcome="performed", fen=held.fen - held.paid))
