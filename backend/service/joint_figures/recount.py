"""The figures of joint actions, told over from their logs alone: `tests/counting` and ``grid-backend check``
hold them against what is counted from the rows. It shares nothing with that but the definitions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.store.tables.joints import joint_entry
from contract.counting import Period
from contract.joint.figures import JointFigures, PartyFigures
from contract.joint.log import JointEntry

_entry = msgspec.msgpack.Decoder(JointEntry).decode


@dataclass
class ToldLine:
    """A department's line."""

    unit: str
    lead: bool
    called_at: int
    signed_in_at: int | None = None
    arrived_at: int | None = None
    ended_at: int | None = None
    people: int = 0
    absent: bool = False
    left: str = ""
    objected: bool = False
    decided: str = ""
    dues: dict[str, int | None] = field(default_factory=dict)
    stars: int | None = None
    whistle_stars: int | None = None


@dataclass
class ToldApproval:
    """An approval that was asked of a department."""

    unit: str
    due_at: int | None
    state: str = ""
    ended_at: int | None = None
    lacking: bool = False


@dataclass
class Told:
    """An action."""

    way: str = ""
    kind: str = ""
    area_path: str = ""
    proposed_at: int = 0
    called_at: int | None = None
    completed_at: int | None = None
    end: str = ""
    lines: dict[int, ToldLine] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    failed: int = 0
    approvals: dict[str, ToldApproval] = field(default_factory=dict)
    signed: bool = False
    fen: int = 0
    paid: int = 0
    broken: bool = False
    confirmed: bool = False
    defaulted: bool = False

    @property
    def lead(self) -> str:
        """The unit that led it last, "" before the call."""
        return next((line.unit for line in reversed(self.lines.values()) if line.lead), "")

    @property
    def street(self) -> str:
        """The area below the district."""
        return "/".join(self.area_path.split("/")[1:2])


def told(log: Iterable[JointEntry]) -> Told:
    """An action as its log tells it."""
    one = Told()
    for entry in log:
        _act(one, entry)
        _stated(one, entry)
    return one


def _line(one: Told, unit: str) -> ToldLine:
    return next(line for line in reversed(one.lines.values()) if line.unit == unit)


def _act(one: Told, entry: JointEntry) -> None:
    match entry.action, entry.outcome:
        case "joint_propose", way:
            one.way, one.proposed_at = way, entry.at
        case "joint_refuse" | "joint_withdraw" | "joint_call_off" | "joint_close", _:
            one.end = entry.action
            if entry.action == "joint_call_off":
                for line in one.lines.values():
                    line.ended_at = entry.at if line.ended_at is None else line.ended_at
                for approval in one.approvals.values():
                    approval.ended_at = entry.at if approval.ended_at is None else approval.ended_at
        case "joint_call", _:
            one.called_at = entry.at
        case "joint_complete", _:
            one.completed_at = entry.at
        case "joint_verify", "failed":
            one.completed_at = None
            one.failed += 1
            one.broken = False
        case "joint_settlement", "broken":
            one.broken = True
        case "joint_settlement", "confirmed":
            one.confirmed = True
        case "joint_settlement", "defaulted":
            one.defaulted = True
        case "joint_approval", outcome:
            _approval(one.approvals.get(entry.on), outcome, entry.at)
        case "joint_problem", outcome:
            one.problems[entry.on] = outcome
        case "joint_sign_in", _:
            line = _line(one, entry.unit)
            line.signed_in_at, line.absent = entry.at, False
        case "joint_arrive", _:
            line = _line(one, entry.unit)
            line.arrived_at, line.people, line.absent = entry.at, entry.people or 0, False
        case "joint_object", _:
            _line(one, entry.unit).objected = True
        case "joint_absent", _:
            _line(one, entry.on).absent = True
        case "joint_decide", outcome:
            line = _line(one, entry.on)
            line.decided = outcome
            if outcome == "released":
                line.left, line.ended_at = outcome, entry.at
                _freed(one, entry)
        case "joint_substitute", _:
            line = _line(one, entry.on)
            line.left, line.ended_at = "substituted", entry.at
            _freed(one, entry)


def _approval(approval: ToldApproval | None, outcome: str, at: int) -> None:
    """A step of an approval whose clock runs."""
    if approval is None:
        return
    approval.lacking |= outcome == "lacking"
    if outcome in ("granted", "denied", "withdrawn"):
        approval.state = outcome
        approval.ended_at = at if approval.ended_at is None else approval.ended_at


def _freed(one: Told, entry: JointEntry) -> None:
    """What a department that leaves has not decided on is withdrawn from it."""
    for approval in one.approvals.values():
        if approval.unit == entry.on and not approval.state:
            _approval(approval, "withdrawn", entry.at)


def _stated(one: Told, entry: JointEntry) -> None:
    stated = entry.stated
    if stated is None:
        return
    one.kind = stated.kind or one.kind
    one.area_path = stated.area_path or one.area_path
    for called in stated.called:
        one.lines[called.n] = ToldLine(called.unit, called.lead, entry.at)
    for due in stated.dues:
        one.lines[due.n].dues[due.clock] = due.due_at
    for approval in stated.approvals:
        held = one.approvals.setdefault(approval.id, ToldApproval(approval.unit, None))
        held.due_at = approval.due_at
    if stated.settled is not None:
        one.signed, one.fen, one.paid = stated.settled.signed, stated.settled.fen, stated.settled.paid
    for score in stated.scores:
        if score.whistle:
            one.lines[score.n].whistle_stars = score.value
        else:
            one.lines[score.n].stars = score.value


# ---- counting ----
def of_line(line: ToldLine, now: int) -> PartyFigures:
    """The figures of one line."""
    sign_in, signed_in = _judged(line, "sign_in", line.signed_in_at, now)
    arrive, arrived = _judged(line, "arrive", line.arrived_at, now)
    return PartyFigures(
        called=1,
        signed_in=int(line.signed_in_at is not None),
        sign_in_due=sign_in,
        signed_in_in_time=signed_in,
        arrived=int(line.arrived_at is not None),
        arrive_due=arrive,
        arrived_in_time=arrived,
        arriving=line.arrived_at - line.called_at if line.arrived_at is not None else 0,
        absent=int(line.absent),
        people=line.people,
        objections=int(line.objected),
        kept=int(line.decided == "kept"),
        released=int(line.decided == "released"),
        substituted=int(line.left == "substituted"),
        scored=int(line.stars is not None),
        stars=line.stars or 0,
    )


def of_desk(approval: ToldApproval, now: int) -> PartyFigures:
    """The figures of one approval."""
    ended = now if approval.ended_at is None else approval.ended_at
    past = approval.due_at is not None and ended > approval.due_at
    decided = approval.state in ("granted", "denied")
    return PartyFigures(
        approvals=1,
        approvals_granted=int(approval.state == "granted"),
        approvals_denied=int(approval.state == "denied"),
        approvals_due=int(decided or past),
        approvals_in_time=int(decided and not past),
        approvals_lacking=int(approval.lacking),
    )


def _judged(line: ToldLine, clock: str, at: int | None, now: int) -> tuple[int, int]:
    """Whether it counts as due, and in time."""
    if clock not in line.dues:
        return 0, 0
    due = line.dues[clock]
    if at is not None:
        return 1, int(due is None or at <= due)
    return int(due is not None and (now if line.ended_at is None else line.ended_at) > due), 0


def of_told(one: Told, period: Period, now: int) -> JointFigures:
    """The figures of one action in a period."""
    found = JointFigures()
    if one.proposed_at in period:
        found += JointFigures(
            proposed=1,
            refused=int(one.end == "joint_refuse"),
            withdrawn=int(one.end in ("joint_withdraw", "joint_call_off") and one.called_at is None),
        )
    if one.called_at is None or one.called_at not in period:
        return found
    ends = list(one.problems.values())
    parties = PartyFigures()
    for line in one.lines.values():
        parties += of_line(line, now)
    for approval in one.approvals.values():
        parties += of_desk(approval, now)
    whistles = [line.whistle_stars for line in one.lines.values() if line.whistle_stars is not None]
    return found + JointFigures(
        actions=1,
        called_off=int(one.end == "joint_call_off"),
        completed=int(one.completed_at is not None),
        completing=one.completed_at - one.called_at if one.completed_at is not None else 0,
        closed=int(one.end == "joint_close"),
        problems=len(ends),
        handled=ends.count("handled"),
        handed_on=ends.count("handed_on"),
        ticketed=ends.count("ticketed"),
        failed=one.failed,
        accounts=max(one.failed - 1, 0),
        whistle_scored=len(whistles),
        whistle_stars=sum(whistles),
        mediations=int(one.signed or one.broken),
        settled=int(one.signed),
        broken=int(one.broken),
        settled_fen=one.fen if one.signed else 0,
        performed_fen=one.paid if one.signed else 0,
        confirmed=int(one.signed and one.confirmed),
        defaulted=int(one.signed and one.defaulted),
        parties=parties,
    )


def recount(actions: Sequence[Told], period: Period, now: int, by: str = "") -> dict[str, JointFigures]:
    """The figures of a period by groups (``lead``, ``kind``, ``way``, ``street``, "" for all in one)."""
    found: dict[str, JointFigures] = {}
    for one in actions:
        figures = of_told(one, period, now)
        if figures != JointFigures():
            group = getattr(one, by) if by else ""
            found[group] = found.get(group, JointFigures()) + figures
    return found


def recount_departments(actions: Sequence[Told], period: Period, now: int) -> dict[str, PartyFigures]:
    """The figures of a period by department."""
    found: dict[str, PartyFigures] = {}
    for one in actions:
        if one.called_at in period:
            for line in one.lines.values():
                found[line.unit] = found.get(line.unit, PartyFigures()) + of_line(line, now)
            for approval in one.approvals.values():
                found[approval.unit] = found[approval.unit] + of_desk(approval, now)
    return found


async def logs(connection: AsyncConnection, district: str) -> AsyncIterator[tuple[str, Told]]:
    """Every action of a district with its id, told from its log."""
    c = joint_entry.c
    query = select(c.joint, c.body).where(c.district == district).order_by(c.joint, c.n)
    joint, log = "", list[JointEntry]()
    async for id_, body in await connection.stream(query.execution_options(yield_per=2_000)):
        if id_ != joint and log:
            yield joint, told(log)
            log = []
        joint = id_
        log.append(_entry(body))
    if log:
        yield joint, told(log)
