"""The figures of joint actions, counted from their rows as `contract.joint.figures` defines them.

A row holds all that counts of its action, and a district has some thousands of them: they are read in
portions between which others are served. `recount` tells the same over from the logs.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.counting.rows import street_of
from backend.service.joint_figures.row import (
    CountedApproval,
    CountedClock,
    CountedJoint,
    CountedParty,
    counted_row,
)
from backend.store.tables.joints import joint as table
from contract.account import in_path
from contract.calendar import Calendar
from contract.counting import Period, day_of, month
from contract.joint.figures import (
    JointCount,
    JointFigures,
    JointLine,
    JointMonth,
    PartyFigures,
    PartyLine,
    joint_rates,
    party_rates,
)
from contract.machine import Names
from contract.reference import Reference

AT_ONCE = 100
"""Rows counted in one turn of the loop."""
MOST_MONTHS = 60
"""A period of more months is not broken down by them."""
WAY_NAMES = {
    "whistle": Names("街镇吹哨", "whistle"),
    "application": Names("主协办申请", "application for lead and co-handlers"),
    "committee": Names("委员会提请", "taken on by a committee"),
    "green": Names("绿色通道", "green channel"),
    "campaign": Names("整治轮次", "round of a campaign"),
}
"""What people call the ways in which one starts."""
_NO_LEAD = Names("尚未召集", "not called yet")
_NO_STREET = Names("区级", "the district itself")
BY = ("lead", "kind", "way", "street")
"""By what actions are grouped."""

Amounts = Iterator[tuple[str, int]]
"""Names of fields of the figures and what is added to them."""


# ---- one action ----
def of_proposal(joint: CountedJoint) -> Amounts:
    """What a proposal adds to `JointFigures` of the period in which it was made."""
    yield "proposed", 1
    if joint.state == "refused":
        yield "refused", 1
    elif joint.state == "withdrawn" and joint.called_at is None:
        yield "withdrawn", 1


def of_action(joint: CountedJoint, called_at: int) -> Amounts:
    """What an action adds to `JointFigures` of the period in which it was called, its departments' lines
    apart."""
    yield "actions", 1
    if joint.state == "withdrawn":
        yield "called_off", 1
    if joint.closed_at is not None:
        yield "closed", 1
    if joint.completed_at is not None:
        yield "completed", 1
        yield "completing", joint.completed_at - called_at
    for problem in joint.problems:
        yield "problems", 1
        if problem.state != "open":
            yield problem.state, 1
    yield "failed", len(joint.failed)
    yield "accounts", len(joint.accounts)
    for party in joint.parties:
        if party.whistle_score is not None:
            yield "whistle_scored", 1
            yield "whistle_stars", party.whistle_score.value
    yield from _table(joint)


def _table(joint: CountedJoint) -> Amounts:
    """What came of it at a mediation table."""
    held = joint.settlement
    settled = held is not None and held.signed_at is not None
    if settled or joint.unsettled is not None:
        yield "mediations", 1
    if joint.unsettled is not None:
        yield "broken", 1
    if held is None or not settled:
        return
    yield "settled", 1
    yield "settled_fen", held.fen
    yield "performed_fen", sum(one.fen for one in held.performed)
    if held.confirmed_at is not None:
        yield "confirmed", 1
    if held.defaulted_at is not None:
        yield "defaulted", 1


def of_party(party: CountedParty, now: int) -> Amounts:
    """What a department's line adds to `PartyFigures`, as known at `now`."""
    yield "called", 1
    yield from _against(party.sign_in, party.signed_in_at, now, "signed_in", "sign_in_due")
    arrival = party.arrival
    yield from _against(party.arrive, arrival.at if arrival else None, now, "arrived", "arrive_due")
    if arrival is not None and party.sign_in is not None:
        yield "arriving", arrival.at - party.sign_in.started_at
        yield "people", arrival.people
    if party.absent_at is not None:
        yield "absent", 1
    if party.state == "substituted":
        yield "substituted", 1
    if party.objection is not None:
        yield "objections", 1
        if party.objection.decided in ("kept", "released"):
            yield party.objection.decided, 1
    if party.score is not None:
        yield "scored", 1
        yield "stars", party.score.value


def of_approval(approval: CountedApproval, now: int) -> Amounts:
    """What an approval adds to `PartyFigures` of the department that decides on it, as known at `now`."""
    clock = approval.clock
    if clock is None:
        return
    yield "approvals", 1
    if approval.stood:
        yield "approvals_lacking", 1
    ended = now if clock.ended_at is None else clock.ended_at
    late = clock.due_at is not None and ended > clock.due_at
    decided = approval.state in ("granted", "denied")
    if decided:
        yield f"approvals_{approval.state}", 1
    if decided or late:
        yield "approvals_due", 1
    if decided and not late:
        yield "approvals_in_time", 1


def _against(clock: CountedClock | None, at: int | None, now: int, came: str, due: str) -> Amounts:
    """An event against the clock that it ended."""
    if clock is None:
        return
    ended = now if clock.ended_at is None else clock.ended_at
    late = clock.due_at is not None and (ended if at is None else at) > clock.due_at
    if at is not None:
        yield came, 1
        yield due, 1
        if not late:
            yield f"{came}_in_time", 1
    elif late:
        yield due, 1


# ---- many ----
class Sums:
    """Figures that grow, of one group: of its actions, and of their departments' lines."""

    def __init__(self) -> None:
        self.own: defaultdict[str, int] = defaultdict(int)
        self.parties: defaultdict[str, int] = defaultdict(int)

    def join(self, other: Sums) -> None:
        """Another group's with it."""
        for mine, theirs in ((self.own, other.own), (self.parties, other.parties)):
            for name, amount in theirs.items():
                mine[name] += amount

    def party(self) -> PartyFigures:
        """As departments' figures."""
        return PartyFigures(**self.parties)

    def figures(self) -> JointFigures:
        """As the figures of actions."""
        return JointFigures(**self.own, parties=self.party())


class Counting:
    """Counts actions one after the other.

    `unit` and `area` are paths ("" for all): of actions, those count that a unit at or below `unit` leads and
    that lie at or below `area`; of departments' lines, those of such units in all actions of the area.
    """

    def __init__(self, period: Period, now: int, calendar: Calendar, unit: str = "", area: str = "") -> None:
        self.period = period
        self.now = now
        self._unit = unit
        self._area = area
        self.departments: dict[str, Sums] = {}
        self._months = months_of(period, calendar)
        self._starts = [one.from_at for one in self._months]
        self._cells: defaultdict[tuple[str | int, ...], Sums] = defaultdict(Sums)
        """By lead, kind, way, street and month: groups are sums of these."""

    def take(self, joint: CountedJoint) -> None:
        """One action more."""
        if self._area and not in_path(joint.area_path, self._area):
            return
        lead, called_at = joint.lead, joint.called_at
        called = called_at is not None and called_at in self.period
        own = not self._unit or (lead is not None and in_path(lead.unit_path, self._unit))
        if own and joint.origin.at in self.period:
            counts = self._cell(joint, lead, joint.origin.at).own
            for name, amount in of_proposal(joint):
                counts[name] += amount
        if not called or called_at is None:
            return
        cell = self._cell(joint, lead, called_at) if own else Sums()
        if own:
            for name, amount in of_action(joint, called_at):
                cell.own[name] += amount
        lines = [(party, of_party(party, self.now)) for party in joint.parties]
        last = {party.unit: party for party in joint.parties}
        lines += [(last[one.unit], of_approval(one, self.now)) for one in joint.approvals if one.unit in last]
        for party, amounts in lines:
            told = not self._unit or in_path(party.unit_path, self._unit)
            department = self._department(party.unit) if told else Sums()
            for name, amount in amounts:
                cell.parties[name] += amount
                department.parties[name] += amount

    def _cell(self, joint: CountedJoint, lead: CountedParty | None, at: int) -> Sums:
        unit = lead.unit if lead is not None else ""
        month = bisect_right(self._starts, at) - 1
        return self._cells[unit, joint.kind, joint.origin.way, street_of(joint.area_path), month]

    def _department(self, unit: str) -> Sums:
        return self.departments.setdefault(unit, Sums())

    def total(self) -> JointFigures:
        """All of them."""
        return _joined(self._cells.values()).figures()

    def by(self, group: str) -> dict[str, JointFigures]:
        """By ``lead``, ``kind``, ``way`` or ``street``."""
        place = BY.index(group)
        codes = dict.fromkeys(str(key[place]) for key in self._cells)
        return {
            code: _joined(cell for key, cell in self._cells.items() if key[place] == code).figures()
            for code in codes
        }

    def months(self) -> tuple[JointMonth, ...]:
        """The months of the period."""
        return tuple(
            JointMonth(
                from_at=one.from_at,
                to_at=one.to_at,
                figures=_joined(cell for key, cell in self._cells.items() if key[-1] == n).figures(),
            )
            for n, one in enumerate(self._months)
        )


def _joined(cells: Iterable[Sums]) -> Sums:
    whole = Sums()
    for cell in cells:
        whole.join(cell)
    return whole


def months_of(period: Period, calendar: Calendar) -> list[Period]:
    """The local months of a period, the first and last cut where it begins and ends; none of a long one."""
    found: list[Period] = []
    at = period.from_at
    while at < period.to_at and len(found) <= MOST_MONTHS:
        day = day_of(calendar, at)
        whole = month(calendar, day.year, day.month)
        found.append(Period(at, min(whole.to_at, period.to_at)))
        at = whole.to_at
    return found if len(found) <= MOST_MONTHS else []


def counted(counting: Counting, ref: Reference, unit: str = "", area: str = "") -> JointCount:
    """The figures as they are answered; `unit` and `area` are the codes to which they are narrowed."""
    total = counting.total()
    groups = {by: counting.by(by) for by in BY}
    nothing = JointFigures()
    departments = []
    for code, sums in counting.departments.items():
        figures, led = sums.party(), groups["lead"].get(code, nothing)
        departments.append(
            PartyLine(
                code=code,
                names=names_of("lead", code, ref),
                figures=figures,
                rates=party_rates(figures),
                led=led.actions,
                failed=led.failed,
                accounts=led.accounts,
            )
        )
    return JointCount(
        from_at=counting.period.from_at,
        to_at=counting.period.to_at,
        at=counting.now,
        unit=unit,
        area=area,
        total=total,
        rates=joint_rates(total),
        leads=_lines(groups["lead"], "lead", ref),
        kinds=_lines(groups["kind"], "kind", ref),
        ways=_lines(groups["way"], "way", ref),
        streets=_lines(groups["street"], "street", ref),
        departments=tuple(sorted(departments, key=lambda one: (-one.figures.called, one.code))),
        months=counting.months(),
    )


def _lines(groups: dict[str, JointFigures], by: str, ref: Reference) -> tuple[JointLine, ...]:
    """Most actions first."""
    found = [
        JointLine(code=code, names=names_of(by, code, ref), figures=figures, rates=joint_rates(figures))
        for code, figures in groups.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.figures.actions, -one.figures.proposed, one.code)))


def names_of(by: str, code: str, ref: Reference) -> Names:
    """What people call a group; its code where nothing of that code is known."""
    found: Names | None = None
    match by:
        case "lead":
            unit = ref.unit(code)
            found = _NO_LEAD if not code else unit.names if unit is not None else None
        case "kind":
            kind = ref.district.joint.kind(code)
            found = kind.names if kind is not None else None
        case "way":
            found = WAY_NAMES.get(code)
        case "street":
            area = ref.area(code)
            found = _NO_STREET if not code else area.names if area is not None else None
    return found or Names(code, code)


async def answer(
    connection: AsyncConnection,
    ref: Reference,
    period: Period,
    now: int,
    *,
    unit: str = "",
    area: str = "",
    bounds: str = "",
) -> JointCount:
    """The figures of a period as known at `now`, narrowed to a unit and an area by their codes ("": all), of
    actions at or below `bounds` (a path)."""
    of_unit, of_area = ref.unit(unit), ref.area(area)
    counting = Counting(
        period,
        now,
        ref.calendar,
        of_unit.path if of_unit is not None else "",
        of_area.path if of_area is not None else bounds,
    )
    c = table.c
    # What was proposed after the period or ended before it has no part in it.
    query = select(c.row).where(
        c.district == ref.district.code,
        c.proposed_at < period.to_at,
        or_(c.ended_at.is_(None), c.ended_at >= period.from_at),
    )
    rows = await connection.stream(query.execution_options(yield_per=AT_ONCE))
    async for portion in rows.partitions(AT_ONCE):
        for (body,) in portion:
            counting.take(counted_row(body))
        await asyncio.sleep(0)
    return counted(counting, ref, unit, area)
