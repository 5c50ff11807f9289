"""A joint action that lives by its table in the pure contract, and what somebody knows of it who stands by.

Departments may be off line: what they do waits in their own queue, with the instant at which it was done, and
arrives in its own order, late, between what others did.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from copy import copy
from typing import Self

from msgspec.structs import replace

from contract.account import Actor
from contract.action import FileRef
from contract.clock import Clock, Limit
from contract.joint import action as a
from contract.joint.advance import Known, advance, effective, propose
from contract.joint.guards import guard, missing
from contract.joint.joint import Joint, JointTicket
from contract.joint.lifecycle import CALLED, TABLE
from contract.joint.party import Party
from contract.machine import SAME
from contract.reference import Reference
from contract.refused import Refused
from tests.unit import joint_account as account
from tests.unit.joint_account import Seen

TICKETS = tuple(JointTicket(f"t{n}", f"D{n}", "占道经营") for n in range(1, 4))
NAMED_BY = ("task", "problem", "evidence", "approval", "side", "session")
"""Fields of acts that say what a step is about."""
AFTER_COMPLETE = ("complete", "handed_over", "verified", "evaluated", "closed")
OWN = ("joint_sign_in", "joint_arrive")
"""What must never be lost or moved."""


def photo(n: int, taken_at: int | None = None) -> FileRef:
    """A file of its own."""
    return FileRef(sha256=f"{n:064x}", name=f"{n}.jpg", kind="near", mime="image/jpeg", taken_at=taken_at)


def key_of(act: a.JointAct) -> str:
    """Action and outcome as one word."""
    name, outcome = a.name_of(act), a.outcome_of(act)
    return f"{name}/{outcome}" if outcome else name


class World:
    """One joint action, and its log as somebody keeps it who stands by."""

    def __init__(self, ref: Reference, now: int) -> None:
        self.ref, self.now = ref, now
        self.joint: Joint
        self.log: list[Seen] = []
        self.queues: defaultdict[str, list[tuple[Actor, a.JointAct, int]]] = defaultdict(list)
        self.minted = 0
        self.taken: Counter[tuple[str, str]] = Counter()
        self.first: tuple[str, ...] = ()
        self.known = Known(tickets={one.id: one for one in TICKETS}, used=frozenset())

    def again(self) -> Self:
        """It as it stands, to go on another way; both count what was taken into one."""
        other = copy(self)
        other.log = list(self.log)
        other.queues = defaultdict(list, {name: list(queue) for name, queue in self.queues.items()})
        return other

    def mint(self, kind: str) -> str:
        """An id of its own."""
        self.minted += 1
        return f"{kind}{self.minted}"

    def start(self, who: Actor, act: a.Propose) -> Joint:
        """It is proposed."""
        self.joint = propose("j1", "LD1", act, who, self.now, self.ref, TICKETS[:1])
        self.log = [Seen(self.now, key_of(act), who.id, target="proposed", versioned=True)]
        return self.joint

    def do(self, who: Actor, act: a.JointAct, done_at: int | None = None) -> Joint:
        """Take a step now, or hand in what was done at `done_at`; raises Refused."""
        before = self.joint
        at = effective(before, act, who, done_at, self.now)
        after = advance(before, act, who, at, self.ref, known=self.known)
        row = TABLE.find(before.state, a.name_of(act), a.outcome_of(act))
        assert row is not None
        assert guard(row, before, who, self.ref) is None
        self.taken[before.state, key_of(act)] += 1
        if a.name_of(act) in OWN and done_at is not None:
            assert at == (done_at if done_at >= self.last_of(who.unit) else self.now)
        unit = getattr(act, "unit", "") or (who.unit if before.own(who) is not None else "")
        if isinstance(act, a.JoinIn):
            unit = act.party.unit
        on = next((str(v) for f in NAMED_BY if (v := getattr(act, f, ""))), "")
        on = on or getattr(act, "instead", "")
        seen = Seen(at, key_of(act), who.id, unit, on, before.state, after.state, row.versioned)
        self.log.append(self._more(seen, act))
        for ask in act.approvals if isinstance(act, a.Approve) else ():
            limit = (ask.value, ask.measure)
            self.log.append(Seen(at, "joint_approval/asked", who.id, ask.unit, ask.id, limit=limit))
        self.joint = after
        if isinstance(act, a.Approve):
            self.first = tuple(party.unit for party in after.parties)
        self._moved(before, after, who, row.versioned, row.target != SAME)
        self.hold()
        return after

    @staticmethod
    def _more(seen: Seen, act: a.JointAct) -> Seen:
        """What was seen, with the amount, the limit, the papers to follow that the act names."""
        match act:
            case a.ApprovalStep():
                return replace(seen, owed=bool(act.owed), limit=(act.value, act.measure))
            case a.SettlementStep():
                return replace(seen, fen=act.fen)
            case _:
                return seen

    def later(self, who: Actor, act: a.JointAct) -> None:
        """Do it off line: it is handed in by `hand_in`."""
        self.queues[who.id].append((who, act, self.now))

    def hand_in(self, who: str) -> Refused | None:
        """What somebody did first of all that waits is handed in; gives why it was refused."""
        actor, act, done_at = self.queues[who].pop(0)
        try:
            self.do(actor, act, done_at)
        except Refused as refused:
            return refused
        return None

    def last_of(self, unit: str) -> int:
        """A department's last own event, its call among them."""
        party = self.joint.party(unit)
        begun, own = self._own(party) if party is not None else (None, [])
        events = [s.at for s in own if s.key in (*OWN, "joint_object")]
        return max([0, *events, *([begun] if begun is not None else [])])

    def _moved(self, before: Joint, after: Joint, who: Actor, versioned: bool, phase: bool) -> None:
        """A phase moves by the lead or the centre, and the version rises with the phase alone."""
        assert versioned == phase
        assert after.version == before.version + phase
        if not phase:
            assert after.state == before.state
        elif before.state != "proposed" and after.state != "withdrawn":
            lead = before.lead
            own = lead is not None and who.role == "handler" and lead.unit_path.startswith(who.unit_path)
            proposer = before.state == "verified" and who.area_path == "d/s1"
            assert own or proposer or (who.role in ("seat", "duty", "leader") and who.area_path == "d")

    # ---- what must hold at every moment
    def hold(self) -> None:
        """Hold the row against what was seen."""
        joint = self.joint
        assert joint.version == sum(seen.versioned for seen in self.log)
        for party in joint.parties:
            self._party(party)
        self._evidence()
        self._acceptance()
        self._desks()
        self._table()
        if joint.state in ("handed_over", "verified", "evaluated", "closed"):
            assert missing(joint, self.ref) == ()
        if joint.state in AFTER_COMPLETE:
            lacking = missing(joint, self.ref)
            assert {one.kind for one in lacking} <= {"agreement"}
            assert all(task.state in ("done", "withdrawn") for task in joint.tasks)
            assert all(problem.state != "open" for problem in joint.problems)
            assert all(watch.ended_at is not None for watch in joint.safety)
        if joint.state in CALLED:
            assert sum(party.lead for party in joint.active) == 1

    def _own(self, party: Party) -> tuple[int | None, list[Seen]]:
        """When a department's line began, and its own events from then on. A unit that was out of it may be
        called again: then it has a line for each time."""
        lines: list[tuple[int, list[Seen]]] = []
        for seen in self.log:
            first = seen.key == "joint_call" and party.unit in self.first
            joined = seen.key == "joint_join" and seen.unit == party.unit
            instead = seen.key in ("joint_substitute", "joint_decide/released") and seen.on == party.unit
            if first or joined or instead:
                lines.append((seen.at, []))
            if seen.unit == party.unit and lines:
                lines[-1][1].append(seen)
        same = [one for one in self.joint.parties if one.unit == party.unit]
        n = next(n for n, one in enumerate(same) if one is party)
        return lines[n] if n < len(lines) else (None, [])

    def _party(self, party: Party) -> None:
        """Its clocks and its check-ins are those of its own events."""
        begun, own = self._own(party)
        if begun is None:
            assert party.state == "named"
            assert party.sign_in is party.arrive is None
            return
        assert party.sign_in_limit is not None
        stood = account.stops(self.log)
        out = next((s.at for s in own if s.key in ("joint_substitute", "joint_decide/released")), None)
        over = next((s.at for s in self.log if s.key == "joint_call_off"), None) if out is None else out
        signed = next((s.at for s in own if s.key == "joint_sign_in"), None)
        came = next((s.at for s in own if s.key == "joint_arrive"), None)
        assert party.signed_in_at == signed, "a sign-in is kept as it was made"
        assert (party.arrival.at if party.arrival is not None else None) == came
        assert party.sign_in is not None
        end = over if signed is None else signed
        self._same(party.sign_in, account.counted(begun, end, party.sign_in_limit, stood, self.now))
        if party.arrive_limit is None:
            assert self.form == "approval"
            assert party.arrive is None, "nobody has to come to a desk of their own"
        else:
            assert (party.arrive is not None) == (signed is not None)
        if signed is not None and party.arrive is not None:
            end = over if came is None else came
            self._same(party.arrive, account.counted(signed, end, party.arrive.limit, stood, self.now))
        assert party.reminders == sum(s.key == "joint_remind" for s in own)

    def _same(self, clock: Clock, told: account.Counted) -> None:
        shown = account.shown(clock, self.now, self.ref)
        if clock.ended_at == clock.started_at:
            # It ended where it began, at the very instant at which the action went on: nothing counted.
            shown, told = replace(shown, due_at=None), replace(told, due_at=None)
        assert shown == told, f"{clock}: the row has {shown}, the account {told}"

    def _evidence(self) -> None:
        """No item is lost, and struck is what was struck; an acceptance that failed strikes what showed the
        work done."""
        kinds = {item.id: item.kind for item in self.joint.evidence}
        brought: list[str] = []
        struck: set[str] = set()
        for seen in self.log:
            if seen.key == "joint_evidence/brought":
                brought.append(seen.on)
            elif seen.key == "joint_evidence/struck":
                struck.add(seen.on)
            elif seen.key == "joint_verify/failed":
                struck |= {one for one in brought if kinds[one] in ("after", "result")}
        assert [item.id for item in self.joint.evidence] == brought
        assert {item.id for item in self.joint.evidence if item.struck_at is not None} == struck
        found = [s.on for s in self.log if s.key == "joint_problem/found"]
        assert [problem.id for problem in self.joint.problems] == found

    @property
    def form(self) -> str:
        """What its kind's work is like."""
        kind = self.ref.district.joint.kind(self.joint.kind)
        assert kind is not None
        return kind.form

    def _desks(self) -> None:
        """Each approval stands, and its clock counts, as its own events say; none is lost."""
        told, stood = account.desks(self.log), account.stops(self.log)
        assert [one.id for one in self.joint.approvals] == list(told)
        for one in self.joint.approvals:
            desk = told[one.id]
            shown = (one.unit, one.state, one.taken_at, one.decided_at, one.supplied_at, bool(one.owed))
            was = (desk.unit, desk.state, desk.taken_at, desk.decided_at, desk.supplied_at, desk.owed)
            assert shown == was
            assert tuple(one.stood) == desk.lacking
            assert (one.clock is None) == (desk.begun is None)
            if one.clock is not None and desk.begun is not None:
                spans = account.either(desk.lacking, stood)
                limit = Limit(*desk.limit)
                self._same(one.clock, account.counted(desk.begun, desk.over, limit, spans, self.now))
        if self.joint.state in AFTER_COMPLETE:
            assert not any(desk.outstanding for desk in told.values()), "approvals or papers are outstanding"

    def _table(self) -> None:
        """No side, signature or payment is lost; what is complete was settled or broken off, and what is
        closed performed."""
        told, held = account.table(self.log), self.joint.settlement
        assert [one.id for one in self.joint.sides] == list(told.entered)
        assert [one.id for one in self.joint.at_table] == list(told.sides)
        assert [one.id for one in self.joint.sessions] == list(told.sessions)
        assert {one.id for one in self.joint.sessions if one.state == "held"} == told.held
        assert (held is not None) == told.drawn
        assert (self.joint.unsettled is not None) == told.broken
        if held is not None:
            assert tuple(one.side for one in held.signatures) == told.signed
            assert held.signed_at == told.signed_at
            assert tuple((one.at, one.fen) for one in held.performed) == told.paid
            assert held.fen == told.fen >= held.paid
            assert (held.defaulted_at is not None) == told.defaulted
            assert (held.confirmed_at is not None) == told.confirmed
        assert not (told.broken and told.signed_at is not None), "settled and parted at once"
        if self.form == "mediation" and self.joint.state in AFTER_COMPLETE:
            assert told.ended
        if self.form == "mediation" and self.joint.state == "closed":
            assert told.performed

    def _acceptance(self) -> None:
        """Two failures in a row hold the lead to account."""
        row, accounts = 0, 0
        for seen in self.log:
            if seen.key.startswith("joint_verify"):
                row = row + 1 if seen.key.endswith("failed") else 0
                accounts += row >= 2
        assert self.joint.failures == row
        assert len(self.joint.accounts) == accounts
        assert len(self.joint.failed) == sum(s.key == "joint_verify/failed" for s in self.log)
        if self.joint.state == "closed":
            assert all(one.settled_at is not None for one in self.joint.accounts)
