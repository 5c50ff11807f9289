"""The figures of a period, summed by the database (definitions: `contract.counting.Figures`).

Three statements, one for each table that `service.counting` keeps; each sums every count of one table in one
pass, by groups. They are the same on SQLite and PostgreSQL.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.scope import under
from backend.store import counted
from contract.counting import Figures, Period

Condition = ColumnElement[bool]
Columns = Any


def _sum(condition: Condition, value: ColumnElement[Any] | None = None) -> ColumnElement[int]:
    counted_as = literal(1) if value is None else value
    return func.coalesce(func.sum(case((condition, counted_as), else_=0)), 0)


def _within(column: ColumnElement[Any], period: Period) -> Condition:
    return and_(column >= period.from_at, column < period.to_at)


def _waited(
    due: ColumnElement[Any],
    came: ColumnElement[Any],
    over: ColumnElement[Any],
    period: Period,
    end: int,
) -> Condition:
    """Whether something to be waited for came in the period, or had not come at its end and was past its
    limit; a wait that had ended before without it counts in the period of its end."""
    still = or_(came.is_(None), came >= end)
    waiting = or_(over.is_(None), over >= end)
    ended = and_(_within(over, period), due < over)
    return or_(_within(came, period), and_(still, or_(and_(waiting, due < end), ended)))


def _rounds(period: Period, end: int) -> dict[str, ColumnElement[int]]:
    c = counted.rounds.c
    own = c.merged_at.is_(None)
    # A round that was handled does not end otherwise.
    over = case((c.handled_at.is_(None), c.closed_at))
    due = and_(own, _waited(c.due_at, c.handled_at, over, period, end))
    closed = and_(due, c.closed_at.is_not(None))
    handled = and_(own, _within(c.handled_at, period))
    evaluated = _within(c.evaluated_at, period)
    return {
        "reported": _sum(_within(c.reported_at, period)),
        "accepted": _sum(_within(c.accepted_at, period)),
        "filed": _sum(_within(c.filed_at, period)),
        "due": _sum(due),
        "closed": _sum(closed),
        "closed_in_time": _sum(and_(closed, c.handled_at.is_not(None), c.late.is_(False))),
        "repeats": _sum(or_(_within(c.merged_at, period), and_(own, _within(c.linked_at, period)))),
        "evaluated": _sum(evaluated),
        "satisfied": _sum(and_(evaluated, c.satisfaction.in_(("satisfied", "basically")))),
        "handled": _sum(handled),
        "handling": _sum(handled, func.coalesce(c.handling, 0)),
    }


def _dispatches(period: Period, end: int) -> dict[str, ColumnElement[int]]:
    c = counted.dispatches.c
    sent = _within(c.at, period)
    sign_in = and_(
        c.sign_in_due_at.is_not(None),
        _waited(c.sign_in_due_at, c.signed_in_at, c.sign_in_over_at, period, end),
    )
    arrive = and_(
        c.arrive_due_at.is_not(None),
        _waited(c.arrive_due_at, c.arrived_at, c.arrive_over_at, period, end),
    )
    return {
        "dispatched": _sum(sent),
        "returned": _sum(and_(sent, c.returned_at.is_not(None))),
        "sign_in_due": _sum(sign_in),
        "signed_in_in_time": _sum(and_(sign_in, c.signed_in_at <= c.sign_in_due_at)),
        "arrive_due": _sum(arrive),
        "arrived_in_time": _sum(and_(arrive, c.arrived_at <= c.arrive_due_at)),
    }


def _verifications(period: Period, _end: int) -> dict[str, ColumnElement[int]]:
    c = counted.verifications.c
    verified = _within(c.at, period)
    return {"verified": _sum(verified), "reworked": _sum(and_(verified, c.failed.is_(True)))}


def _statement(
    table: Any, sums: dict[str, ColumnElement[int]], district: str, by: str, bounds: str
) -> Select[Any]:
    """The sums of one table by groups, of tickets at or below the area `bounds`."""
    c, r = table.c, counted.rounds.c
    held: Columns = c if by == "unit" or table is counted.rounds else r
    group: ColumnElement[Any] = held[by] if by else literal("")
    statement = select(group.label("code"), *(value.label(name) for name, value in sums.items()))
    if table is counted.rounds:
        statement = statement.select_from(table)
    else:
        same = and_(r.district == c.district, r.ticket == c.ticket, r.n == c.round)
        needed = bounds != district or by not in ("", "unit")
        statement = statement.select_from(table.join(counted.rounds, same) if needed else table)
    inside = true() if bounds == district else under(r.area_path, bounds)
    statement = statement.where(c.district == district, inside)
    return statement.group_by(group) if by else statement


async def count(
    connection: AsyncConnection, district: str, period: Period, now: int, by: str = "", bounds: str = ""
) -> dict[str, Figures]:
    """The figures of a period as known at `now`, by the codes of the groups of `by` (one of
    `contract.counting.GROUPS`; "" counts everything under ""). `bounds` is the path of an area ("" for the
    whole district)."""
    end = min(period.to_at, now)
    found: dict[str, dict[str, int]] = {}
    parts: tuple[tuple[Any, dict[str, ColumnElement[int]]], ...] = (
        (counted.rounds, _rounds(period, end)),
        (counted.dispatches, _dispatches(period, end)),
        (counted.verifications, _verifications(period, end)),
    )
    for table, sums in parts:
        statement = _statement(table, sums, district, by, bounds or district)
        for row in (await connection.execute(statement)).mappings():
            into = found.setdefault(row["code"], {})
            into.update({name: int(row[name]) for name in sums})
    return {code: Figures(**counts) for code, counts in sorted(found.items())}


async def made_known_and_answered(
    connection: AsyncConnection, district: str, period: Period, now: int, bounds: str
) -> dict[str, tuple[int, int, int]]:
    """By the path of the area in which they lie: `reported`, `evaluated` and `satisfied` of a period, of
    tickets at or below the area `bounds`. Areas of which there is none are left out."""
    c = counted.rounds.c
    sums = _rounds(period, min(period.to_at, now))
    named = {name: sums[name] for name in ("reported", "evaluated", "satisfied")}
    statement = _statement(counted.rounds, named, district, "area_path", bounds)
    touched = or_(_within(c.reported_at, period), _within(c.evaluated_at, period))
    found = await connection.execute(statement.where(touched))
    return {row.code: (int(row.reported), int(row.evaluated), int(row.satisfied)) for row in found}
