"""What happens to some tickets beside their plain way, and when: time asked for and granted, suspension,
passing up, supervision, making safe, recalls, parting, the end by force, the appeal.

Pure, as `lives` is: a detour is drawn once for a ticket and round, and has an instant of its own, counted
from something that does not move. Once that has gone by it does not come again.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from operator import lt

from backend.simulation.draws import fractions, stream
from backend.simulation.pace import Pace
from backend.simulation.scene import Scene
from backend.simulation.step import SYSTEM, Step
from contract import action as a
from contract.account import Role
from contract.beside import ERRAND, Request
from contract.clock import DAY, HOUR, MINUTE
from contract.guards import raised
from contract.lifecycle_beside import AT_UNIT, UNDER_WAY
from contract.reference import Reference, Unit
from contract.supervising import order, supervised_at
from contract.ticket import Ticket

RATES = {
    "extend_rate": 0.05,
    "suspend_rate": 0.012,
    "escalate_rate": 0.004,
    "make_safe_rate": 0.004,
    "supervise_rate": 0.01,
    "part_rate": 0.006,
    "force_close_rate": 0.0015,
    "recall_rate": 0.004,
    "unmerge_rate": 0.08,
    "appeal_rate": 0.3,
}
"""How often each is begun, where the district's profile does not say; of recalls, by steps, of parting, by
merges, of appeals, by late closes, of the others by rounds. Some have no room to happen."""

KINDS = (
    "extend",
    "suspend",
    "escalate",
    "make_safe",
    "supervise",
    "force_close",
    "unmerge",
    "appeal",
    "part",
)
"""Detours that are drawn once a round."""

REASONS = {
    "extend": "现场条件复杂，需增加处置时间",
    "suspend": "待材料到货后施工，申请挂起",
    "escalate": "超出本级权限，报请上级处理",
    "supervise": "请加快办理并按时回复进展",
    "force_close": "反映问题已随片区改造消除，无需继续办理",
    "appeal": "因连续降雨无法施工，申请不计超时",
    "unmerge": "经核实与主工单不是同一事项",
}
"""Reasons as people write them."""


def _stage_done(name: str) -> a.Act:
    match name:
        case "make_safe":
            return a.MakeSafe(outcome="done", result="已设置围挡和警示标志")
        case "repair":
            return a.Repair(result="已更换损坏部件，修复完毕")
        case "collect":
            return a.Errand(outcome="collected", result="已上门收取材料，逐项核对")
        case "hand_in":
            return a.Errand(outcome="handed_in", result="材料已送窗口，取得回执")
        case "bring_back":
            return a.Errand(outcome="brought_back", result="办理结果已送到本人手中")
        case _:
            return a.Restore(result="现场已清理，恢复原状")


class Detours:
    """The detours of one district's tickets.

    `seat` gives the login of who sits at a desk for a ticket, `grid` the code of the grid whose worker looks
    after it, `beside` a unit that takes part in a matter, `account` the id of a login: nobody takes a step
    back where it is not known. Where no seat is `played`, what seats and those who sign do is left to people.
    """

    def __init__(
        self,
        scene: Scene,
        ref: Reference,
        seed: int,
        pace: Pace,
        seat: Callable[[Ticket, str], str],
        grid: Callable[[Ticket], str],
        duty: str,
        leader: str,
        beside: Callable[[Ticket, random.Random], Unit | None],
        account: Callable[[str], str] | None,
        *,
        played: bool,
    ) -> None:
        self._scene, self._ref, self._seed, self._pace = scene, ref, seed, pace
        self._seat, self._grid, self._beside = seat, grid, beside
        self._duty, self._leader, self._account = duty, leader, account
        self._played = played
        self._rates = [self._rate(kind) for kind in KINDS]

    def before(self, ticket: Ticket, plain: Step | None) -> Step | None:
        """The first detour that comes before the plain step, None where there is none."""
        first: Step | None = None
        done = plain is not None and isinstance(plain.act, a.Handle) and plain.act.outcome == "done"
        beside = ticket.beside
        if done and any((*(p.open for p in beside.parts), *(c.ended_at is None for c in beside.staged))):
            plain = None  # it is not done before its parts and its stages are
        for step in self._steps(ticket):
            if not self._played and step.role in ("seat", "duty", "leader"):
                continue
            if step.at <= ticket.changed_at or (plain is not None and step.at >= plain.at):
                continue
            if step.login and (first is None or step.at < first.at):
                first = step
        return first

    # ---- chance
    def _draw(self, ticket: Ticket, what: str) -> random.Random | None:
        """The chance of a detour in this round, where the draw falls on it."""
        n = KINDS.index(what)
        drawn = self._fractions(ticket)[n] < self._rates[n]
        return stream(self._seed, ticket.id, ticket.round, what) if drawn else None

    def _fractions(self, ticket: Ticket) -> tuple[float, ...]:
        return fractions(self._seed, ticket.id, ticket.round)

    def _rate(self, what: str) -> float:
        name = f"{what}_rate"
        return self._scene.rates.get(name, RATES[name])

    def _steps(self, ticket: Ticket) -> Iterator[Step]:
        yield from self._signed(ticket)
        yield from self._answered(ticket)
        yield from self._recalled(ticket)
        yield from self._by_rule(ticket)
        if ticket.state in AT_UNIT:
            yield from self._at_unit(ticket)
        elif ticket.state == "suspended" and ticket.beside.suspension is not None:
            yield Step(ticket.beside.suspension.until, "system", SYSTEM, a.Resume())
        elif ticket.state == "merged":
            yield from self._parted(ticket)
        elif ticket.state in ("closed", "evaluated"):
            yield from self._appealed(ticket)

    # ---- signatures
    def _signed(self, ticket: Ticket) -> Iterator[Step]:
        for request in ticket.beside.requests:
            since = request.endorsed_at if request.endorsed_at is not None else request.at
            chance = stream(self._seed, ticket.id, request.kind, since)
            at = self._pace.by_day(max(since, ticket.changed_at) + chance.randrange(10, 150) * MINUTE, chance)
            yield self._decision(request, at, chance.random())

    def _decision(self, request: Request, at: int, drawn: float) -> Step:
        reason = "理由不充分，请抓紧办理"
        second = request.endorsed_at is not None
        role: Role = "leader" if second else "duty"
        login = self._leader if second else self._duty
        act: a.Act
        match request.kind:
            case "extend" if drawn < 0.1:
                act = a.Extend(outcome="refused", reason=reason)
            case "extend":
                act = a.Extend(outcome="approved" if second else "endorsed")
            case "suspend" if drawn < 0.1 or (request.until or 0) <= at:
                act = a.Suspend(outcome="refused", reason=reason)
            case "suspend":
                act = a.Suspend(outcome="approved")
            case "force_close" if drawn < 0.3:
                act = a.ForceClose(outcome="refused", reason=reason)
            case "force_close":
                act = a.ForceClose(outcome="approved" if second else "endorsed")
            case _ if drawn < 0.5:
                act = a.Appeal(outcome="refused", reason="经核实不属于免责情形")
            case _:
                act = a.Appeal(outcome="approved", reason="情况属实，同意不计超时")
        return Step(at, role, login, act)

    def _answered(self, ticket: Ticket) -> Iterator[Step]:
        """What is owed: a reply to a supervision, making safe, what came of holding to account."""
        beside, handler = ticket.beside, f"u-{ticket.unit}"
        held = beside.supervision
        if held is not None and held.replied_at is None and ticket.state in UNDER_WAY and ticket.unit:
            chance = stream(self._seed, ticket.id, "reply", held.at)
            at = held.at + round((held.reply_due - held.at) * chance.uniform(0.2, 1.1))
            act: a.Act = a.Supervise(outcome="replied", result="已安排专人办理，进展已反馈")
            yield Step(max(at, ticket.changed_at + MINUTE), "handler", handler, act)
        for clock in beside.staged if ticket.state in AT_UNIT else ():
            taken = ticket.state != "dispatched" or clock.name not in ERRAND
            if clock.ended_at is None and taken:
                chance = stream(self._seed, ticket.id, clock.name, clock.started_at)
                at = self._pace.counted(clock.limit, clock.started_at, chance.uniform(0.25, 1.02))
                yield Step(max(at, ticket.changed_at + MINUTE), "handler", handler, _stage_done(clock.name))
        open_ = beside.accountability
        if open_ is not None and open_.settled_at is None:
            chance = stream(self._seed, ticket.id, "settle", open_.at)
            at = self._pace.by_day(open_.at + chance.randrange(20, 120) * HOUR, chance)
            if ticket.state in (*UNDER_WAY, "closed", "evaluated"):
                act = a.Settle(result="约谈承办单位负责人，限期整改")
                yield Step(max(at, ticket.changed_at + MINUTE), "leader", self._leader, act)

    def _by_rule(self, ticket: Ticket) -> Iterator[Step]:
        """What the backend orders by itself."""
        at = supervised_at(ticket, self._ref)
        if at is not None:
            at = max(at, ticket.changed_at + MINUTE)
            yield Step(at, "system", SYSTEM, order(self._ref, at))

    # ---- taken back
    def _recalled(self, ticket: Ticket) -> Iterator[Step]:
        last = ticket.last
        if last is None or not last.recall_to or self._account is None:
            return
        if fractions(self._seed, ticket.id, ticket.version)[0] >= self._rate("recall"):
            return
        chance = stream(self._seed, ticket.id, ticket.version, "recall")
        role, login = self._who(ticket, last.action)
        if login and self._account(login) == last.by:
            yield Step(last.at + chance.randrange(1, 6) * MINUTE, role, login, a.Recall())

    def _who(self, ticket: Ticket, action: str) -> tuple[Role, str]:
        """Who took a step, as far as that can be told; nobody otherwise."""
        match action:
            case "sign_in" | "arrive" | "handle" | "return":
                return "handler", f"u-{ticket.unit}"
            case "verify" if grid := self._grid(ticket):
                return "grid", f"g-{grid}"
            case "file" | "refuse" | "merge":
                return "seat", self._seat(ticket, "intake")
            case "dispatch" | "redispatch" | "close":
                return "seat", self._seat(ticket, "dispatch")
            case _:
                return "seat", ""

    def _parted(self, ticket: Ticket) -> Iterator[Step]:
        chance = self._draw(ticket, "unmerge")
        if chance is not None:
            at = self._pace.by_day(ticket.changed_at + chance.randrange(1, 30) * HOUR, chance)
            act = a.Unmerge(reason=REASONS["unmerge"])
            yield Step(at, "seat", self._seat(ticket, "intake"), act)

    # ---- at a unit
    def _at_unit(self, ticket: Ticket) -> Iterator[Step]:
        since, handler = ticket.dispatched_at, f"u-{ticket.unit}"
        if since is None:
            return
        yield from self._shared(ticket, since)
        if not any(map(lt, self._fractions(ticket), self._rates)):
            return
        yield from self._extended(ticket, handler)
        if chance := self._draw(ticket, "suspend"):
            at = self._pace.by_day(since + chance.randrange(60, 40 * 60) * MINUTE, chance)
            until = at + chance.randrange(20, 140) * HOUR
            act: a.Act = a.Suspend(outcome="asked", cause="planned", until=until, reason=REASONS["suspend"])
            if ticket.beside.request("suspend") is None:
                yield Step(at, "handler", handler, act)
        if chance := self._draw(ticket, "escalate"):
            at = since + chance.randrange(30, 8 * 60) * MINUTE
            if raised(ticket, self._ref):
                yield Step(at, "handler", handler, a.Escalate(reason=REASONS["escalate"]))
        if chance := self._draw(ticket, "make_safe"):
            at = since + chance.randrange(4, 40) * MINUTE
            if ticket.beside.safe is None:
                seat = self._seat(ticket, "dispatch")
                yield Step(at, "seat", seat, a.MakeSafe(outcome="ordered", note="先围挡警示"))
        if chance := self._draw(ticket, "supervise"):
            at = self._pace.by_day(since + chance.randrange(5, 60) * HOUR, chance)
            held = ticket.beside.supervision
            if held is None or held.replied_at is not None:
                act = a.Supervise(
                    outcome="ordered", kind="leader", reply_due=at + DAY, reason=REASONS["supervise"]
                )
                yield Step(at, "leader", self._leader, act)
        if chance := self._draw(ticket, "force_close"):
            at = self._pace.by_day(since + chance.randrange(3, 60) * HOUR, chance)
            if ticket.beside.request("force_close") is None:
                seat = self._seat(ticket, "dispatch")
                yield Step(at, "seat", seat, a.ForceClose(outcome="asked", reason=REASONS["force_close"]))

    def _shared(self, ticket: Ticket, since: int) -> Iterator[Step]:
        """A part of the matter is another unit's: given once, taken, done."""
        parts = ticket.beside.parts
        if not parts and (chance := self._draw(ticket, "part")):
            at = self._pace.by_day(since + chance.randrange(10, 240) * MINUTE, chance)
            unit, until = self._beside(ticket, chance), at + chance.randrange(20, 70) * HOUR
            if unit is not None and unit.code != ticket.unit:
                act = a.Share(outcome="given", unit=unit.code, task="请配合现场处置", until=until)
                yield Step(at, "seat", self._seat(ticket, "dispatch"), act)
        for part in parts:
            if not part.open:
                continue
            chance = stream(self._seed, ticket.id, "part", part.unit, part.taken_at)
            begun, until = part.clock.started_at, part.clock.due_at or part.clock.started_at
            if part.taken_at is None:
                at = begun + chance.randrange(5, 90) * MINUTE
                act = a.Share(outcome="taken")
            else:
                at = begun + round((until - begun) * chance.uniform(0.2, 1.05))
                act = a.Share(outcome="done", result="已配合处置完毕")
            yield Step(max(at, ticket.changed_at + MINUTE), "handler", f"u-{part.unit}", act)

    def _extended(self, ticket: Ticket, handler: str) -> Iterator[Step]:
        clock, beside = ticket.responsibility, ticket.beside
        chance = self._draw(ticket, "extend")
        if chance is None or clock is None or clock.running_since is None or clock.due_at is None:
            return
        if beside.extensions > 1 or beside.request("extend") is not None:
            return
        share = chance.uniform(0.25, 0.6) + 0.3 * beside.extensions
        at = self._pace.counted(clock.limit, clock.started_at, share)
        if at > clock.due_at:
            return
        value = min(max(round(clock.limit.value * chance.uniform(0.3, 1.0)), 1), clock.limit.value)
        yield Step(at, "handler", handler, a.Extend(outcome="asked", value=value, reason=REASONS["extend"]))

    def _appealed(self, ticket: Ticket) -> Iterator[Step]:
        chance = self._draw(ticket, "appeal")
        if chance is None or ticket.closed_at is None or ticket.in_time is not False:
            return
        if ticket.beside.excused_at is None and ticket.beside.request("appeal") is None:
            at = self._pace.by_day(ticket.closed_at + chance.randrange(2, 60) * HOUR, chance)
            yield Step(at, "handler", f"u-{ticket.unit}", a.Appeal(outcome="asked", reason=REASONS["appeal"]))
