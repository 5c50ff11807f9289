"""The figures counted over from the timelines, and what differs from the tables that are summed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.counting.replay import Calendars, Chapter, Errand, Line, Look, told
from backend.store import counted
from backend.store import tables as t
from backend.store.bulk import by_key
from contract.calendar import Calendar
from contract.counting import Figures, Period
from contract.feed import Entry
from contract.reference import Reference

AT_ONCE = 500
"""Tickets compared by one look at the tables."""
MOST = 20
"""Differences that are told one by one."""

Book = tuple[str, list[Chapter]]
"""A ticket's id and its rounds."""

_entry = msgspec.msgpack.Decoder(Entry).decode


async def books(connection: AsyncConnection, ref: Reference) -> AsyncIterator[Book]:
    """Every ticket of a district, told from its timeline."""
    calendars = await _calendars(connection, ref)
    e = t.entry.c
    query = select(e.ticket, e.version, e.body).where(e.district == ref.district.code)
    stream = await connection.stream(query.order_by(e.ticket, e.n).execution_options(yield_per=2_000))
    ticket, lines = "", list[Line]()
    async for id_, version, body in stream:
        if id_ != ticket:
            if lines:
                yield ticket, told(lines, ref, calendars)
            ticket, lines = id_, []
        lines.append((version, _entry(body)))
    if lines:
        yield ticket, told(lines, ref, calendars)


async def _calendars(connection: AsyncConnection, ref: Reference) -> Calendars:
    """The calendars that a district has had. One from before they were kept is taken for the next one."""
    c = t.calendar_change.c
    query = select(c.at, c.body).where(c.district == ref.district.code, c.body.is_not(None)).order_by(c.n)
    changes = [
        (at, msgspec.msgpack.decode(body, type=Calendar)) for at, body in await connection.execute(query)
    ]
    return Calendars(changes or [(0, ref.calendar)])


# ---- counting
def street(area_path: str) -> str:
    """The area below the district that a path leads through."""
    parts = area_path.split("/")
    return parts[1] if len(parts) > 1 else ""


def recount(chapters: Iterable[Chapter], period: Period, now: int, by: str = "") -> dict[str, Figures]:
    """The figures of a period as known at `now`, by groups, in plain Python."""
    end = min(period.to_at, now)
    found: dict[str, dict[str, int]] = {}
    for chapter in chapters:
        group = "" if not by else street(chapter.area_path) if by == "street" else getattr(chapter, by)
        for name, amount in _of_round(chapter, period, end):
            _add(found, group, name, amount)
        for errand in chapter.errands:
            for name in _of_errand(errand, period, end):
                _add(found, errand.unit if by == "unit" else group, name, 1)
        for look in chapter.looks:
            if look.at in period:
                own = look.unit if by == "unit" else group
                _add(found, own, "verified", 1)
                _add(found, own, "reworked", 0 if look.passed else 1)
    return {group: Figures(**counts) for group, counts in sorted(found.items())}


def _add(found: dict[str, dict[str, int]], group: str, name: str, amount: int) -> None:
    counts = found.setdefault(group, {})
    counts[name] = counts.get(name, 0) + amount


def _of_round(chapter: Chapter, period: Period, end: int) -> Iterator[tuple[str, int]]:
    for name in ("reported", "accepted", "filed"):
        if getattr(chapter, f"{name}_at") in period:
            yield name, 1
    if chapter.evaluated_at in period:
        yield "evaluated", 1
        yield "satisfied", 1 if chapter.satisfaction in ("satisfied", "basically") else 0
    if chapter.merged_at is not None:
        if chapter.merged_at in period:
            yield "repeats", 1
        return
    if chapter.linked_at in period:
        yield "repeats", 1
    if chapter.handled_at in period:
        yield "handled", 1
        yield "handling", chapter.handling or 0
    by_force = chapter.closed_at if chapter.handled_at is None else None
    if _counts(chapter.due_at, chapter.handled_at, by_force, period, end):
        yield "due", 1
        if chapter.closed_at is not None:
            yield "closed", 1
            yield "closed_in_time", 1 if chapter.handled_at is not None and not chapter.late else 0


def _of_errand(errand: Errand, period: Period, end: int) -> Iterator[str]:
    if errand.at in period:
        yield "dispatched"
        if errand.returned_at is not None:
            yield "returned"
    for limit, came, over, due, in_time in (
        (errand.sign_in, errand.signed_in_at, errand.not_signed_in_at, "sign_in_due", "signed_in_in_time"),
        (errand.arrive, errand.arrived_at, errand.not_arrived_at, "arrive_due", "arrived_in_time"),
    ):
        if limit is not None and _counts(limit, came, over, period, end):
            yield due
            if came is not None and came <= limit:
                yield in_time


def _counts(due: int | None, came: int | None, over: int | None, period: Period, end: int) -> bool:
    """Whether what was waited for belongs to the period."""
    if came in period:
        return True
    if due is None or (came is not None and came < end):
        return False
    if over is not None and over < end:
        return over in period and due < over
    return due < end


# ---- what differs
async def differences(connection: AsyncConnection, ref: Reference) -> list[str]:
    """Where the tables that are summed are not what the timelines tell, in words."""
    found: list[str] = []
    seen = dict.fromkeys((counted.rounds, counted.dispatches, counted.verifications), 0)
    total = 0
    waiting: list[Book] = []

    async def compare() -> int:
        wrong = 0
        for table, make in _MADE:
            stored = await _stored(connection, table, ref.district.code, [id_ for id_, _ in waiting])
            for id_, chapters in waiting:
                here, there = make(chapters), stored.get(id_, {})
                seen[table] += len(there)
                for n in sorted({*here, *there}):
                    if here.get(n) != there.get(n):
                        wrong += 1
                        if len(found) < MOST:
                            found.append(_words(table.name, id_, n, here.get(n), there.get(n)))
        waiting.clear()
        return wrong

    async for book in books(connection, ref):
        waiting.append(book)
        if len(waiting) == AT_ONCE:
            total += await compare()
    total += await compare()
    for table, count in seen.items():
        query = select(func.count()).where(table.c.district == ref.district.code).select_from(table)
        more = (await connection.scalar(query) or 0) - count
        if more:
            found.append(f"figures: {more} rows of {table.name} belong to no timeline")
    if total > len(found):
        found.append(f"figures: {total} rows are not what the timelines tell")
    return found


Rows = dict[int, tuple[Any, ...]]


async def _stored(
    connection: AsyncConnection, table: Any, district: str, tickets: list[str]
) -> dict[str, Rows]:
    columns = [c.name for c in table.c if c.name not in ("district", "ticket", "n")]
    rows = await by_key(connection, table, "ticket", district, tickets, "ticket", "n", *columns)
    out: dict[str, Rows] = {}
    for id_, n, *values in rows:
        out.setdefault(id_, {})[n] = _errand(*values) if table is counted.dispatches else tuple(values)
    return out


def _errand(round_: int, unit: str, at: int, returned_at: int | None, *waits: int | None) -> tuple[Any, ...]:
    """A dispatch with its waits, those alone that have a limit."""
    sign_in, arrive = waits[:3], waits[3:]
    none = (None, None, None)
    return (
        round_,
        unit,
        at,
        returned_at,
        *(sign_in if sign_in[0] is not None else none),
        *(arrive if arrive[0] is not None else none),
    )


def _rounds(chapters: list[Chapter]) -> Rows:
    return {
        c.n: (
            c.area_path,
            street(c.area_path),
            c.unit,
            c.channel,
            c.category,
            c.reported_at,
            c.accepted_at,
            c.filed_at,
            c.merged_at,
            c.linked_at,
            c.due_at,
            c.handled_at,
            c.handling,
            c.late,
            c.closed_at,
            c.evaluated_at,
            c.satisfaction,
        )
        for c in chapters
    }


def _dispatches(chapters: list[Chapter]) -> Rows:
    def row(n: int, e: Errand) -> tuple[Any, ...]:
        sign_in = e.sign_in, e.signed_in_at, e.not_signed_in_at
        return _errand(n, e.unit, e.at, e.returned_at, *sign_in, e.arrive, e.arrived_at, e.not_arrived_at)

    return {e.n: row(c.n, e) for c in chapters for e in c.errands}


def _verifications(chapters: list[Chapter]) -> Rows:
    def row(n: int, look: Look) -> tuple[Any, ...]:
        return n, look.unit, look.at, not look.passed

    return {look.n: row(c.n, look) for c in chapters for look in c.looks}


_MADE = (
    (counted.rounds, _rounds),
    (counted.dispatches, _dispatches),
    (counted.verifications, _verifications),
)


def _words(table: str, id_: str, n: int, here: Any, there: Any) -> str:
    return f"figures: {table} {n} of ticket {id_} is {there}, its timeline tells {here}"
