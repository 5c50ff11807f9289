"""Tickets that live by the table in the pure contract: several at once, everybody who may act, time jumping.

Beside the rows it keeps only what somebody sees who stands by (`lifecycle_account.Seen`); what must hold of
the rows by that is in `lifecycle_rules`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from contract import action as a
from contract.account import Actor
from contract.advance import advance, effective, report
from contract.beside import GROUNDS
from contract.clock import DAY, HOUR, MINUTE, SECOND, Limit
from contract.guards import guard, offers
from contract.lifecycle import TABLE
from contract.machine import Transition
from contract.reference import Reference
from contract.refused import Refused
from contract.ticket import Ticket
from tests.unit import lifecycle_account as account
from tests.unit import lifecycle_rules as rules
from tests.unit.lifecycle_account import Seen, Terms
from tests.unit.lifecycle_district import ACTORS, BY, LIMITS, T0, UNITS

Choose = Callable[[Sequence[Any]], Any]
"""Draws one of several."""
PHOTO = (a.FileRef(sha256="0" * 64, kind="after"),)


class World:
    """Tickets by id, what was seen of each (`ways`: as if what was recalled had never been; `ages`: every
    step, with the state after it), and the row before each version."""

    def __init__(self, ref: Reference) -> None:
        self.ref = ref
        self.now = T0
        self.tickets: dict[str, Ticket] = {}
        self.ways: dict[str, list[Seen]] = {}
        self.ages: dict[str, list[tuple[int, str]]] = {}
        self.images: dict[tuple[str, int], Ticket] = {}
        self.urges: Counter[str] = Counter()
        self.followed: defaultdict[str, set[str]] = defaultdict(set)
        self.taken: Counter[tuple[str, str, str]] = Counter()
        self._offered: dict[str, tuple[Ticket, list[tuple[Actor, Transition]]]] = {}

    # ---- what may be done ----
    def born(self, choose: Choose) -> str:
        """One more ticket, reported by a channel."""
        id_ = f"t{len(self.tickets) + 1}"
        due = choose([None, None, 2 * HOUR, 3 * DAY])
        channel = "app" if due is None else "superior"
        act = a.Report(
            channel=channel,
            title="路口有人施工",
            area="g1",
            superior_number="" if due is None else id_,
            superior_due_at=None if due is None else self.now + due,
        )
        self.tickets[id_] = report(id_, id_, act, BY[channel], self.now, self.ref, a.Reporter())
        self.ways[id_] = [Seen(self.now, "report", "", "reported", "", channel, "channel")]
        self.ages[id_] = [(self.now, "reported")]
        self.taken["", "report", ""] += 1
        rules.hold(self, id_)
        return id_

    def options(self, id_: str) -> list[tuple[Actor, Transition]]:
        """Every step that is offered to anybody, and can be taken as things stand."""
        ticket = self.tickets[id_]
        held = self._offered.get(id_)
        if held is None or held[0] is not ticket:
            held = (ticket, [(who, row) for who in ACTORS for row in offers(ticket, who, self.ref)])
            self._offered[id_] = held
        lacking = {("merge", "")} if not self._targets(id_) else set()
        lacking |= {("part", "given")} if not self._free(ticket) else set()
        return [(who, row) for who, row in held[1] if (row.action, row.outcome) not in lacking]

    @staticmethod
    def _free(ticket: Ticket) -> list[str]:
        """Units that may be given a part."""
        taken = {ticket.unit, *(p.unit for p in ticket.beside.parts if p.open)}
        return [unit for unit in ("u1", *UNITS) if unit not in taken]

    def _targets(self, id_: str) -> list[str]:
        return [k for k, t in self.tickets.items() if k != id_ and t.state not in ("merged", "refused")]

    def passes(self, choose: Choose, id_: str) -> None:
        """Time goes on: by a little, over a night, a weekend, a holiday, to the very end of a limit."""
        ticket = self.tickets[id_]
        dues = [c.due_at for c in (ticket.stage, ticket.responsibility, ticket.beside.safe) if c and c.due_at]
        ends = [at - self.now for at in dues if at > self.now] or [MINUTE]
        often = [0, 1, MINUTE, MINUTE, 5 * MINUTE, 17 * MINUTE]
        steps = [*often, *often, 3 * HOUR, 14 * HOUR, 3 * DAY, 9 * DAY, *ends, min(ends) + 1]
        self.now += choose(steps)

    # ---- doing it ----
    def act(self, id_: str, who: Actor, row: Transition, choose: Choose) -> a.Act:
        """An act for a row, with what it must carry."""
        ticket = self.tickets[id_]
        key = f"{row.action}/{row.outcome}" if row.outcome else row.action
        clock = ticket.responsibility
        make: dict[str, Callable[[], a.Act]] = {
            "accept": a.Accept,
            "refuse": lambda: a.Refuse(reason="不属实"),
            "merge": lambda: a.Merge(into=choose(self._targets(id_))),
            "file": lambda: a.File(item=choose(["whole", "whole", "natural", "bare"]), area="g1"),
            "dispatch": lambda: a.Dispatch(unit=choose(UNITS)),
            "redispatch": lambda: a.Redispatch(unit=choose(UNITS)),
            "sign_in": a.SignIn,
            "arrive": a.Arrive,
            "handle/started": lambda: a.Handle(outcome="started"),
            "handle/done": lambda: a.Handle(result="已处置", files=PHOTO),
            "return": lambda: a.Return(reason="非我职责"),
            "verify/passed": a.Verify,
            "verify/failed": lambda: a.Verify(outcome="failed", reason="未整改"),
            "close": a.Close,
            "evaluate": lambda: a.Evaluate(satisfaction=choose(["satisfied", "not_satisfied"])),
            "reopen": lambda: a.Reopen(reason="未解决"),
            "urge": a.Urge,
            "recall": a.Recall,
            "resume": a.Resume,
            "unmerge": lambda: a.Unmerge(reason="不是同一件"),
            "escalate": lambda: a.Escalate(reason="超出权限"),
            "arbitrate": lambda: self._arbitrate(ticket, choose),
            "make_safe/ordered": lambda: a.MakeSafe(outcome="ordered", unit=choose(UNITS)),
            "make_safe/done": lambda: a.MakeSafe(outcome="done", result="已排险"),
            "extend/asked": lambda: a.Extend(
                outcome="asked",
                value=self._more(clock.limit if clock else Limit(1, "hours"), choose),
                reason="等材料",
            ),
            "suspend/asked": lambda: a.Suspend(
                outcome="asked",
                cause=choose(["planned", "outside"]),
                until=self.now + choose([HOUR, DAY, 8 * DAY]),
                reason="等产权单位",
            ),
            "supervise/ordered": lambda: a.Supervise(
                outcome="ordered", kind="leader", reply_due=self.now + DAY, reason="请说明"
            ),
            "supervise/replied": lambda: a.Supervise(outcome="replied", result="正在办理"),
            "supervise/lifted": lambda: a.Supervise(outcome="lifted"),
            "accountability/settled": lambda: a.Settle(result="约谈"),
            "part/given": lambda: a.Share(
                outcome="given",
                unit=choose(self._free(ticket)),
                task="切断电源",
                until=self.now + choose([HOUR, 2 * DAY]),
            ),
            "part/withdrawn": lambda: a.Share(
                outcome="withdrawn",
                unit=choose([p.unit for p in ticket.beside.parts if p.open] or UNITS),
                reason="已不需要",
            ),
            "part/taken": lambda: a.Share(outcome="taken"),
            "part/done": lambda: a.Share(outcome="done", result="已断电"),
        }
        if key in make:
            return make[key]()
        kind = next(k for k in get_args(a.Act) if k.__struct_config__.tag == row.action)
        said = {f.name: "理由" for f in row.carries if f.name == "reason"}
        act: a.Act = kind(outcome=row.outcome, **said)
        return act

    @staticmethod
    def _more(limit: Limit, choose: Choose) -> float:
        """As much as the limit, or less; a superior's limit may have been used up before it began."""
        return limit.value * choose([1, 0.5, 0.25] if limit.amount > SECOND else [1])

    def _arbitrate(self, ticket: Ticket, choose: Choose) -> a.Act:
        unit = choose(UNITS)
        grounds = [g for g in GROUNDS if g not in ("first_taker", "fallback")]
        grounds += ["first_taker"] if ticket.beside.first_unit == unit else []
        grounds += ["fallback"] if self.ref.district.fallback == unit else []
        return a.Arbitrate(unit=unit, ground=choose(grounds), cite="3-001", reason="职责所在")

    def may_be_late(self, id_: str, who: Actor, row: Transition, at: int) -> bool:
        """Whether a step that is offered may still be refused for its instant."""
        match row.action, row.outcome:
            case "extend", "asked":
                told = account.responsibility(self.ways[id_], self.terms(id_), at)
                return told is not None and told.due_at is not None and at > told.due_at
            case "suspend", "approved":
                return any(r.until is not None and r.until <= at for r in self.tickets[id_].beside.requests)
            case _:
                return False

    def take(self, id_: str, who: Actor, row: Transition, choose: Choose) -> bool:
        """Take a step that is offered; false where it came too late."""
        before = self.tickets[id_]
        act = self.act(id_, who, row, choose)
        at = effective(before, choose([None, None, self.now - 5 * MINUTE]), self.now)
        if self.may_be_late(id_, who, row, at):
            with pytest.raises(Refused):
                self._advanced(before, act, who, at)
            return False
        after = self._advanced(before, act, who, at)
        self.taken[before.state, row.action, row.outcome] += 1
        if not row.versioned:
            self.urges[id_] += isinstance(act, a.Urge)
            if isinstance(act, a.Follow):
                (set.add if act.outcome == "begun" else set.discard)(self.followed[id_], who.id)
            beside = replace(after.beside, followed=before.beside.followed)
            assert replace(after, urges=before.urges, beside=beside) == before
            self.tickets[id_] = after
            rules.hold(self, id_)
            return True
        assert after.version == before.version + 1
        assert after.last is not None
        if after.last.recall_to:
            self.images[id_, after.version] = before
        self._see(id_, who, row, act, at, before, after)
        self.tickets[id_] = after
        self._cluster(before, after, at)
        rules.hold(self, id_)
        rules.kept_counting(self, before, after, row, at)
        return True

    def _advanced(self, before: Ticket, act: a.Act, who: Actor, at: int) -> Ticket:
        version = before.beside.merged_version if isinstance(act, a.Unmerge) else before.version
        into = self.tickets[act.into] if isinstance(act, a.Merge) else None
        image = self.images.get((before.id, version))
        return advance(before, act, who, at, self.ref, into=into, image=image)

    def _see(
        self, id_: str, who: Actor, row: Transition, act: a.Act, at: int, before: Ticket, after: Ticket
    ) -> None:
        way = self.ways[id_]
        self.ages[id_].append((at, after.state))
        if row.action == "recall":
            way.pop()
            return
        if row.action == "unmerge":
            while way.pop().action != "merge":
                pass
            return
        value, unit_of = 0.0, ""
        if isinstance(act, a.Extend):
            asked = account.requests(way).get("extend")
            value = act.value if asked is None else asked.value
            unit_of = before.responsibility.limit.unit if before.responsibility is not None else ""
        if isinstance(act, a.Share):
            value = 0.0 if act.until is None else (act.until - at) / MINUTE
            unit_of = act.unit or self._own_part(way, who, at)
        held = way[-1].state if after.state == "suspended" and way[-1].state != "suspended" else ""
        if after.state == way[-1].state == "suspended":
            held = way[-1].held
        way.append(
            Seen(
                at,
                row.action,
                row.outcome,
                after.state,
                getattr(act, "unit", "") if self._sends(act, before) else way[-1].unit,
                who.id,
                who.role,
                held,
                value,
                unit_of,
            )
        )

    @staticmethod
    def _own_part(way: Sequence[Seen], who: Actor, at: int) -> str:
        """Whose part it is that a unit takes or ends: its own, or the first one below it."""
        given = [told.name.removeprefix("part:") for told in account.parts(way, at) if not told.ended]
        return next(unit for unit in given if unit.startswith(who.unit))

    @staticmethod
    def _sends(act: a.Act, before: Ticket) -> bool:
        if isinstance(act, a.MakeSafe):
            return act.outcome == "ordered" and before.state not in account.AT_UNIT
        return isinstance(act, a.Dispatch | a.Redispatch | a.Arbitrate)

    def _cluster(self, before: Ticket, after: Ticket, at: int) -> None:
        """What the backend does with a cluster: repeats are counted, and a close answers."""
        for target, by in ((before.merged_into, -1), (after.merged_into, 1)):
            if target and before.merged_into != after.merged_into:
                counted = self.tickets[target]
                self.tickets[target] = replace(counted, repeats=counted.repeats + by)
        if after.state == "closed" and before.state != "closed":
            for id_, row in self.tickets.items():
                if row.merged_into == after.id:
                    self.tickets[id_] = replace(row, beside=replace(row.beside, answered_at=at))

    def refuses(self, id_: str, choose: Choose) -> None:
        """What is not offered is refused: a row of the state to one whose it is not, any row of another."""
        ticket = self.tickets[id_]
        who, row = choose(ACTORS), choose([r for r in TABLE.transitions if r.sources])
        mine = TABLE.find(ticket.state, row.action, row.outcome)
        if mine is not None and guard(mine, ticket, who, self.ref) is None:
            return
        if row.action == "merge" and not self._targets(id_):
            return
        if (row.action, row.outcome) == ("part", "given") and not self._free(ticket):
            return
        act = self.act(id_, who, row, choose)
        with pytest.raises(Refused):
            self._advanced(ticket, act, who, self.now)

    def terms(self, id_: str) -> Terms:
        """The limits of a ticket, read out of the tables above."""
        ticket, steps = self.tickets[id_], self.ref.district.steps
        limits = dict(LIMITS.get(ticket.item, {}))
        own = dict(limits)
        if ticket.channel == "app":
            limits.setdefault("accept", (1, "working_hours"))
            limits.setdefault("dispatch", (1, "hours"))
        limits.setdefault("verify", (30, "minutes"))
        limits.setdefault("evaluate", (1, "natural_days"))
        return Terms(
            limits,
            own.get("handle"),
            ticket.superior.due_at if ticket.superior is not None else None,
            steps.get("arrive") != "skipped",
            steps.get("evaluate") != "skipped",
        )
