"""Steps that are drawn for the tickets of a `World`: what is offered to anybody, with what it must carry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, get_args

import pytest

from contract import action as a
from contract.account import Actor
from contract.advance import effective
from contract.beside import GROUNDS
from contract.clock import DAY, HOUR, MINUTE, SECOND, Limit
from contract.guards import guard
from contract.lifecycle import TABLE
from contract.machine import Transition
from contract.reference import Reference
from contract.refused import Refused
from contract.ticket import Ticket
from tests.unit import lifecycle_account as account
from tests.unit.lifecycle_district import ACTORS, BY, SUPERVISED_AFTER, T0, UNITS
from tests.unit.lifecycle_world import World

Choose = Callable[[Sequence[Any]], Any]
"""Draws one of several."""
ITEMS = ("whole", "whole", "natural", "bare", "staged", "mended", "errand", "errand")
PHOTO = (a.FileRef(sha256="0" * 64, kind="after"),)


class Steps(World):
    """The tickets of a world, and what is done with them."""

    def __init__(self, ref: Reference) -> None:
        super().__init__(ref, T0, ACTORS)

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
        self.report(id_, BY[channel], act, self.now)
        return id_

    def options(self, id_: str) -> list[tuple[Actor, Transition]]:
        """Every step that is offered to anybody, and can be taken as things stand."""
        ticket = self.tickets[id_]
        lacking = {("merge", "")} if not self._targets(id_) else set()
        lacking |= {("part", "given")} if not self._free(ticket) else set()
        lacking |= {("link", "made")} if not self._over(id_) else set()
        return [(who, row) for who, row in self.offered(id_) if (row.action, row.outcome) not in lacking]

    @staticmethod
    def _free(ticket: Ticket) -> list[str]:
        """Units that may be given a part."""
        taken = {ticket.unit, *(p.unit for p in ticket.beside.parts if p.open)}
        return [unit for unit in ("u1", *UNITS) if unit not in taken]

    def _over(self, id_: str) -> list[str]:
        """Closed tickets that another may repeat."""
        return [k for k, t in self.tickets.items() if k != id_ and t.state in ("closed", "evaluated")]

    def settled(self) -> str:
        """One more ticket, that is closed."""
        id_, unit = self.born(lambda of: of[0]), "handler"
        for who, act in (
            ("seat", a.Accept()),
            ("seat", a.File(item="bare", area="g1")),
            ("seat", a.Dispatch(unit="u1t")),
            (unit, a.SignIn()),
            (unit, a.Arrive()),
            (unit, a.Handle(result="已处置", files=PHOTO)),
            ("grid", a.Verify()),
            ("seat", a.Close()),
        ):
            row = TABLE.find(self.tickets[id_].state, a.name_of(act), a.outcome_of(act))
            if row is not None and guard(row, self.tickets[id_], BY[who], self.ref) is None:
                self.do(id_, BY[who], act, self.now)
        return id_

    def _targets(self, id_: str) -> list[str]:
        return [k for k, t in self.tickets.items() if k != id_ and t.state not in ("merged", "refused")]

    def passes(self, choose: Choose, id_: str) -> None:
        """Time goes on: by a little, over a night, a weekend, a holiday, to the very end of a limit."""
        ticket = self.tickets[id_]
        clocks = (ticket.stage, ticket.responsibility, *ticket.beside.staged)
        dues = [c.due_at for c in clocks if c and c.due_at]
        ends = [at - self.now for at in dues if at > self.now] or [MINUTE]
        often = [0, 1, MINUTE, MINUTE, 5 * MINUTE, 17 * MINUTE]
        steps = [*often, *often, 3 * HOUR, 14 * HOUR, 3 * DAY, 9 * DAY, *ends, *ends, *ends, min(ends) + 1]
        self.now += choose(steps)

    def act(self, id_: str, who: Actor, row: Transition, choose: Choose) -> a.Act:
        """An act for a row, with what it must carry."""
        ticket = self.tickets[id_]
        key = f"{row.action}/{row.outcome}" if row.outcome else row.action
        clock = ticket.responsibility
        make: dict[str, Callable[[], a.Act]] = {
            "accept": a.Accept,
            "refuse": lambda: a.Refuse(reason="不属实"),
            "merge": lambda: a.Merge(into=choose(self._targets(id_))),
            "file": lambda: a.File(item=choose(ITEMS), area="g1"),
            "dispatch": lambda: a.Dispatch(unit=choose(UNITS)),
            "redispatch": lambda: a.Redispatch(unit=choose(UNITS), note="另有分工"),
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
            "link/made": lambda: a.Link(into=choose(self._over(id_))),
            "link/undone": lambda: a.Link(outcome="undone", reason="不是同一件"),
            "resume": a.Resume,
            "unmerge": lambda: a.Unmerge(reason="不是同一件"),
            "escalate": lambda: a.Escalate(reason="超出权限"),
            "arbitrate": lambda: self._arbitrate(ticket, choose),
            "make_safe/ordered": lambda: a.MakeSafe(outcome="ordered", unit=choose(UNITS)),
            "make_safe/done": lambda: a.MakeSafe(outcome="done", result="已排险"),
            "repair/done": lambda: a.Repair(result="已修复"),
            "restore/done": lambda: a.Restore(result="已恢复原状"),
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
                outcome="ordered",
                kind="time_out" if who.role == "system" else "leader",
                reply_due=self.now + DAY,
                reason="请说明",
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
            "errand/collected": lambda: a.Errand(outcome="collected", result="材料齐全"),
            "errand/handed_in": lambda: a.Errand(outcome="handed_in", result="已取回执"),
            "errand/brought_back": lambda: a.Errand(outcome="brought_back", result="已送到家"),
            "mediate/set": lambda: a.Mediate(
                outcome="set",
                parties=("reporter", "neighbour"),
                place="社区调解室",
                until=self.now + choose([HOUR, DAY]),
            ),
            "mediate/agreed": lambda: a.Mediate(outcome="agreed", result="达成一致", files=PHOTO),
            "mediate/not_agreed": lambda: a.Mediate(outcome="not_agreed", result="分歧较大"),
            "mediate/put_off": lambda: a.Mediate(
                outcome="put_off", reason="一方未到", until=self.now + choose([HOUR, DAY])
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
            case "supervise", "ordered" if who.role == "system":
                by_rule = account.supervised_at(self.ways[id_], self.terms(id_), SUPERVISED_AFTER, at)
                return by_rule is None or at < by_rule
            case "link", "undone":
                held = self.tickets[id_].beside.repeat_of
                return held is not None and held.round != self.tickets[id_].round
            case "suspend", "approved":
                return any(r.until is not None and r.until <= at for r in self.tickets[id_].beside.requests)
            case _:
                return False

    def take(self, id_: str, who: Actor, row: Transition, choose: Choose) -> bool:
        """Take a step that is offered; false where it came too late."""
        act = self.act(id_, who, row, choose)
        at = effective(self.tickets[id_], choose([None, None, self.now - 5 * MINUTE]), self.now)
        if self.may_be_late(id_, who, row, at):
            with pytest.raises(Refused):
                self.advanced(id_, act, who, at)
            return False
        self.do(id_, who, act, at)
        return True

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
        if (row.action, row.outcome) == ("link", "made") and not self._over(id_):
            return
        act = self.act(id_, who, row, choose)
        with pytest.raises(Refused):
            self.advanced(id_, act, who, self.now)
