"""Suggestions with their reasons: the item by likeness of text, the unit by item, area and record, and open
tickets nearby that may be the same matter.

The item's score joins BM25 over the catalogue (name, keywords, category, standard) with what the last
filed tickets taught. A unit's comes from the catalogue's handler for the area first, then from who has
handled the item there. Nothing is decided here: a seat files and dispatches.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import msgspec
from sqlalchemy import ColumnElement, or_, select

from backend.service.clock import Clock
from backend.service.components.advising import advised
from backend.service.components.searching import find
from backend.service.coordinates import METRES_PER_DEGREE, metres
from backend.service.likeness import Index, Lessons, alike, terms
from backend.service.mandates.keeping import Lists
from backend.service.reference import References
from backend.service.scope import in_scope
from backend.service.steps import Committed, Taken
from backend.store import tables as t
from backend.store.engine import Store
from contract import action as a
from contract.account import Actor
from contract.clock import DAY
from contract.feed import Suggestion, Suggestions
from contract.linking import CLOSED
from contract.machine import Names
from contract.mandate import LISTS, Mandate
from contract.reference import Item, Reference, Unit
from contract.ticket import Ticket

ITEMS = 5
UNITS = 3
DUTIES = 3
"""Entries of the duty list that a reason names; the others are counted."""
NEARBY = 5
LESSONS = 4_000
NEAR_METRES = 400.0
SAME_DAYS = 10
_ticket = msgspec.msgpack.Decoder(Ticket).decode


class Matter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known of a matter so far; everything may be empty."""

    title: a.Short = ""
    text: a.Words = ""
    place: a.Short = ""
    area: a.Code = ""
    item: a.Code = ""
    lon: a.Longitude | None = None
    lat: a.Latitude | None = None
    component: a.Code = ""


class Record(msgspec.Struct):
    """What a unit has done lately."""

    handled: int = 0
    in_time: int = 0
    returned: int = 0


class _Knowledge:
    """What is known of one district."""

    def __init__(self, reference: Reference, now: int) -> None:
        self.digest = reference.digest
        self.since = reference.in_force_since(now)
        items = reference.items_at(now)
        self.items = {item.code: item for item in items}
        self.index = Index((item.code, _document(item)) for item in items)
        self.lessons = Lessons()
        self.records: dict[str, Record] = defaultdict(Record)
        self.handled: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        """(item, community or other parent area) → units that handled it there."""


def _document(item: Item) -> str:
    said = (item.names.zh, *item.keywords)
    # What citizens call it weighs double beside category and standard.
    return "，".join((*said, *said, item.category_names.zh, item.file_standard.zh))


def _parent(area_path: str) -> str:
    return area_path.rpartition("/")[0] or area_path


class Suggester:
    """Suggests for every district; learns from each commit of this process."""

    def __init__(self, store: Store, references: References, clock: Clock, lists: Lists) -> None:
        self._lists = lists
        self._store = store
        self._references = references
        self._clock = clock
        self._known: dict[str, _Knowledge] = {}

    async def refresh(self, district: str) -> None:
        """Learn a district anew from its catalogue and its last tickets."""
        reference = self._references.get(district).reference
        c = t.ticket.c
        async with self._store.read() as connection:
            rows = await connection.execute(
                select(c.row)
                .where(c.district == district, c.item != "")
                .order_by(c.reported_at.desc())
                .limit(LESSONS)
            )
            tickets = [_ticket(row) for (row,) in rows]
        known = _Knowledge(reference, self._clock.now())
        for ticket in tickets:
            if ticket.item_version:
                known.lessons.learn(ticket.item, f"{ticket.title} {ticket.text}")
            if ticket.handled_at is not None:
                _remember(known, ticket)
        self._known[district] = known

    def learn(self, committed: Committed) -> None:
        """Learn from the steps of a commit (a listener of the performer)."""
        known = self._known.get(committed.district)
        if known is None:
            return
        for taken in committed.taken:
            _learn(known, taken)

    async def suggest(self, actor: Actor, matter: Matter, at: int, ticket: str = "") -> Suggestions:
        """Suggestions for a matter; `ticket` is the one that it is already, if any."""
        reference = self._references.get(actor.district).reference
        known = self._known.get(actor.district)
        # A version that begins says nothing: it was announced when it was put in force.
        if known is None or known.since != reference.in_force_since(self._clock.now()):
            await self.refresh(actor.district)
            known = self._known[actor.district]
        items = _items(known, f"{matter.title} {matter.text}")
        code = matter.item or (items[0].code if items else "")
        entries = (await self._lists.now(actor.district)).of_item(code)
        units = self._units(
            actor.district, known, reference, reference.item_at(code, at), matter.area, entries
        )
        component = await find(self._store, actor, matter.component) if matter.component else None
        notices: tuple[Names, ...] = ()
        if component is not None:
            units, notices = advised(component, units, reference, UNITS)
        found = await self._nearby(actor, matter, at, ticket)
        text = _words(matter)
        nearby = tuple(other for other in found if other.state not in CLOSED)[:NEARBY]
        closed = tuple(other for other in found if other.state in CLOSED)[:NEARBY]
        return Suggestions(
            items=items,
            units=units,
            nearby=nearby,
            likeness=tuple(round(alike(text, _told(other)), 3) for other in nearby),
            notices=notices,
            closed=closed,
            closed_likeness=tuple(round(alike(text, _told(other)), 3) for other in closed),
        )

    def _units(
        self,
        district: str,
        known: _Knowledge,
        reference: Reference,
        item: Item | None,
        area: str,
        entries: Sequence[Mandate],
    ) -> tuple[Suggestion, ...]:
        if item is None:
            return ()
        found: dict[str, Suggestion] = {}
        duties = self._references.get(district).duties
        responsible = reference.responsible(item, area or district)
        if responsible is not None:
            reasons = [
                Names(
                    f"事项清单规定“{item.names.zh}”由其承办",
                    f"the catalogue gives “{item.names.en}” to it",
                )
            ]
            covered = reference.area(responsible.area)
            if covered is not None and area:
                reasons.append(
                    Names(f"负责{covered.names.zh}，含该处", f"it covers {covered.names.en}, where this lies")
                )
            own = next((entry for entry in entries if entry.held_by(responsible)), None)
            if own is not None:
                of = LISTS[own.list]
                reasons.append(
                    Names(f"{of.zh} {own.code} {own.names.zh}", f"{of.en} {own.code} {own.names.en}")
                )
            elif duties.get(responsible.code):
                codes = duties[responsible.code].split(";")
                zh, en = "、".join(codes[:DUTIES]), ", ".join(codes[:DUTIES])
                more = len(codes) > DUTIES
                reasons.append(
                    Names(
                        f"职责清单 {zh}{f' 等{len(codes)}条' if more else ''}",
                        f"duty list {en}{f' and {len(codes) - DUTIES} more' if more else ''}",
                    )
                )
            found[responsible.code] = _with_record(responsible, 0.95, reasons, known)
        where = reference.area(area)
        counted = known.handled.get((item.code, _parent(where.path)), Counter()) if where else Counter()
        total = sum(counted.values())
        for code, count in counted.most_common(UNITS):
            unit = reference.unit(code)
            if unit is not None and code not in found:
                reasons = [
                    Names(
                        f"附近同类工单{total}件中办理了{count}件",
                        f"it handled {count} of {total} like it nearby",
                    )
                ]
                found[code] = _with_record(unit, 0.8 * count / (total + 1), reasons, known)
        for unit in reference.units:
            if len(found) >= UNITS:
                break
            if item.category in unit.functions and unit.code not in found and unit.area in ("", district):
                reasons = [
                    Names(f"职能含“{item.category_names.zh}”", f"its functions hold {item.category_names.en}")
                ]
                found[unit.code] = _with_record(unit, 0.3, reasons, known)
        return tuple(sorted(found.values(), key=lambda s: -s.score)[:UNITS])

    async def _nearby(self, actor: Actor, matter: Matter, at: int, ticket: str) -> tuple[Ticket, ...]:
        c = t.ticket.c
        text = _words(matter)
        places: list[ColumnElement[bool]] = []
        if matter.lon is not None and matter.lat is not None:
            north = NEAR_METRES / METRES_PER_DEGREE
            east = north / max(math.cos(math.radians(matter.lat)), 0.1)
            places.append(
                c.lon.between(matter.lon - east, matter.lon + east)
                & c.lat.between(matter.lat - north, matter.lat + north)
            )
        area = self._references.get(actor.district).reference.area(matter.area) if matter.area else None
        if area is not None:
            places.append(c.area_path == area.path)
        if not places or not terms(text):
            return ()
        query = (
            select(c.row)
            .where(
                in_scope(t.ticket, actor),
                or_(c.ended_at.is_(None), c.state.in_(CLOSED)),
                c.aged.is_(False),
                c.id != ticket,
                c.reported_at >= at - SAME_DAYS * DAY,
                or_(*places),
            )
            .order_by(c.reported_at.desc())
            .limit(400)
        )
        async with self._store.read() as connection:
            tickets = [_ticket(row) for (row,) in await connection.execute(query)]
        rated = [(_same(matter, text, other, at), other) for other in tickets]
        best = sorted((r for r in rated if r[0] >= 0.35), key=lambda r: -r[0])
        return tuple(other for _, other in best)


def _words(matter: Matter) -> str:
    return f"{matter.title} {matter.place} {matter.text}"


def _told(ticket: Ticket) -> str:
    return f"{ticket.title} {ticket.place} {ticket.text}"


def _same(matter: Matter, text: str, other: Ticket, at: int) -> float:
    """How likely another ticket is the same matter: likeness of text, less by distance and age."""
    likeness = alike(text, _told(other))
    if matter.item and matter.item == other.item:
        likeness = min(1.0, likeness + 0.25)
    near = 0.8
    if matter.lon is not None and matter.lat is not None and other.lon is not None and other.lat is not None:
        near = max(0.0, 1 - metres(matter.lon, matter.lat, other.lon, other.lat) / (2 * NEAR_METRES))
    age = max(0.0, 1 - (at - other.reported_at) / (2 * SAME_DAYS * DAY))
    return likeness * near * age


def _items(known: _Knowledge, text: str) -> tuple[Suggestion, ...]:
    written = known.index.scores(text)
    taught = known.lessons.scores(text)
    joined = {}
    for code in written.keys() | taught.keys():
        if code in known.items:
            likeness = 0.85 * (1 - math.exp(-written.get(code, 0.0) / 9))
            lesson = 0.6 * min(1.0, 2 * taught.get(code, 0.0))
            joined[code] = 1 - (1 - likeness) * (1 - lesson)
    best = sorted(joined.items(), key=lambda pair: (-pair[1], pair[0]))[:ITEMS]
    return tuple(_item(known, code, score, text) for code, score in best if score >= 0.05)


def _item(known: _Knowledge, code: str, score: float, text: str) -> Suggestion:
    item = known.items[code]
    reasons: list[Names] = []
    folded = text.lower()
    words = [w for w in (item.names.zh, *item.keywords) if w and w.lower() in folded][:4]
    if words:
        quoted = "、".join(words)
        reasons.append(Names(f"原文中有“{quoted}”", f"the text has “{quoted}”"))
    else:
        shared = sorted(
            set(terms(text)) & set(terms(_document(item))), key=lambda term: -known.index.rarity(term)
        )[:4]
        if shared:
            quoted = "、".join(shared)
            reasons.append(Names(f"与清单用语相近：{quoted}", f"close to the catalogue's words: {quoted}"))
    filed = known.lessons.taught.get(code, 0)
    if filed and known.lessons.scores(text).get(code, 0.0) >= 0.05:
        reasons.append(
            Names(
                f"近期立为此项的{filed}件工单中有相近用语",
                f"among the {filed} recent tickets filed so, some use such words",
            )
        )
    return Suggestion(code=code, names=item.names, score=round(min(score, 1.0), 3), reasons=tuple(reasons))


def _with_record(unit: Unit, score: float, reasons: list[Names], known: _Knowledge) -> Suggestion:
    record = known.records.get(unit.code)
    if record is not None and record.handled >= 5:
        rate = record.in_time / record.handled
        reasons.append(
            Names(
                f"近期办结{record.handled}件，按时{rate:.0%}，退单{record.returned}次",
                f"{record.handled} handled lately, {rate:.0%} in time, {record.returned} returned",
            )
        )
    return Suggestion(code=unit.code, names=unit.names, score=round(score, 3), reasons=tuple(reasons))


def _remember(known: _Knowledge, ticket: Ticket) -> None:
    record = known.records[ticket.unit]
    record.handled += 1
    record.in_time += ticket.in_time is not False
    record.returned += ticket.bounces
    known.handled[ticket.item, _parent(ticket.area_path)][ticket.unit] += 1


def _learn(known: _Knowledge, taken: Taken) -> None:
    ticket = taken.after
    match taken.act:
        case a.File():
            known.lessons.learn(ticket.item, f"{ticket.title} {ticket.text}")
        case a.Handle(outcome="done"):
            _remember(known, ticket)
        case a.Return():
            known.records[ticket.unit].returned += 1
        case _:
            pass
