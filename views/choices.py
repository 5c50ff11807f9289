"""What a choice box offers of items, units, areas and tickets: best first, with the reason at the right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from console.desk import Desk
from contract.feed import Located, Suggestion
from contract.lifecycle import is_open
from contract.linking import CLOSED
from contract.reference import Area, Item, Reference, Unit
from contract.ticket import Ticket
from views import words
from widgets.choice import Candidate, match

translate = QCoreApplication.translate

_SHORTEST_NAME = 3
_PAIR = re.compile(r"^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,，;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place chosen: the area's code, and the point where one was given."""

    code: str
    lon: float | None = None
    lat: float | None = None


def coordinates(text: str) -> tuple[float, float] | None:
    """Longitude and latitude out of what was typed, in either order where one cannot be a latitude."""
    found = _PAIR.match(text)
    if found is None:
        return None
    first, second = float(found[1]), float(found[2])
    if abs(second) <= 90 < abs(first) <= 180:
        return first, second
    if abs(first) <= 90 < abs(second) <= 180:
        return second, first
    return (first, second) if abs(second) <= 90 else None


def item_candidates(reference: Reference, now: int) -> list[Candidate]:
    """The catalogue in force, each with its category and its limit."""
    return [item_candidate(item) for item in reference.items_at(now)]


def item_candidate(item: Item, reason: str = "") -> Candidate:
    """One item of the catalogue."""
    limit = words.limit(item.handle) if item.handle is not None else ""
    told = reason or words.dotted((words.pick(item.category_names), limit))
    return Candidate(words.pick(item.names), item.code, item.initials, told, item.code)


def unit_candidates(reference: Reference) -> list[Candidate]:
    """All units, each with who it belongs to."""
    return [unit_candidate(unit, reference) for unit in reference.units if unit.type != "centre"]


def unit_candidate(unit: Unit, reference: Reference, reason: str = "") -> Candidate:
    """One unit."""
    parent = reference.unit(unit.parent) if unit.parent else None
    told = reason or (words.pick(parent.names) if parent is not None else "")
    return Candidate(words.pick(unit.names), unit.code, unit.initials, told, unit.code)


def area_candidates(reference: Reference) -> list[Candidate]:
    """Grids first, then what they lie in: a person names the smallest place that is known."""
    ranked = sorted(reference.areas, key=lambda a: -a.path.count("/"))
    return [area_candidate(area, reference) for area in ranked if area.parent]


def area_candidate(area: Area, reference: Reference, reason: str = "") -> Candidate:
    """One area; its official name stands behind the short one where they differ."""
    name = words.pick(area.names)
    text = f"{area.short} {name}" if area.short and area.short not in name else name
    level = next((words.pick(v.names) for v in reference.district.levels if v.key == area.level), area.level)
    return Candidate(text, area.code, area.initials, reason or level, Spot(area.code))


def named_in(text: str, reference: Reference) -> Area | None:
    """The smallest area whose name stands in the words of a place ("… 望湖社区 菜市场门口"); of areas as
    small, the one named at greater length. None where none is named, or two are as well."""
    found = [
        (area.path.count("/"), len(name), area)
        for area in reference.areas
        for name in (area.short, area.names.zh, area.names.en)
        if area.parent and len(name) >= _SHORTEST_NAME and name in text
    ]
    if not found:
        return None
    best = max((depth, length) for depth, length, _ in found)
    named = {area.code: area for depth, length, area in found if (depth, length) == best}
    return next(iter(named.values())) if len(named) == 1 else None


def located_candidate(found: Located) -> Candidate:
    """A place that the backend found, with why: an address with the grid that it lies in, or an area."""
    spot = Spot(found.code, found.lon, found.lat)
    if not found.address:
        return Candidate(words.pick(found.names), found.code, "", words.pick(found.reason), spot)
    drawn = translate("Choices", "schematic") if found.schematic else ""
    told = words.dotted((words.pick(found.names), words.pick(found.reason), drawn))
    # Its grid stands in the reason: the grid's code before it would take the room that the address needs.
    return Candidate(found.address, "", "", told, spot)


def suggested(found: Iterable[Suggestion]) -> list[Candidate]:
    """Proposals with their reasons."""
    return [Candidate(words.pick(s.names), s.code, "", reasons(s), s.code) for s in found]


def reasons(suggestion: Suggestion) -> str:
    """Why it is proposed, in one line."""
    return words.dotted(words.pick(reason) for reason in suggestion.reasons)


def ranked(query: str, first: Sequence[Candidate], rest: Sequence[Candidate]) -> list[Candidate]:
    """What a box shows for what was typed: proposals before the others, best match first in each."""
    if not query.strip():
        known = {c.data for c in first}
        return [*first, *(c for c in rest if c.data not in known)][:50]
    ahead = [m.candidate for m in match(query, list(first))]
    known = {c.data for c in ahead}
    return [*ahead, *(m.candidate for m in match(query, list(rest)) if m.candidate.data not in known)]


def ticket_candidate(ticket: Ticket, desk: Desk, reason: str = "") -> Candidate:
    """A ticket as the target of a merge."""
    item, title = words.subject(ticket, desk.reference)
    told = reason or words.dotted((words.area(ticket, desk.reference), desk.state_name(ticket.state)))
    return Candidate(f"{ticket.number} {words.dotted((item, title))}", ticket.number, "", told, ticket.id)


def merge_candidates(query: str, desk: Desk, nearby: Sequence[Ticket], but: str) -> list[Candidate]:
    """Tickets that another may be merged into: those nearby first, then by number or by words."""
    first = [ticket_candidate(t, desk, translate("Choices", "nearby, open")) for t in nearby if t.id != but]
    if not query.strip():
        return first
    asked = query.strip()
    shown = [c for c in first if asked.casefold() in c.text.casefold()]
    return _others(query, desk, shown, {c.data for c in shown} | {but}, is_open)


def link_candidates(query: str, desk: Desk, closed: Sequence[Ticket], but: str) -> list[Candidate]:
    """Closed tickets whose matter another may be reporting anew: those nearby first, then by number or by
    words."""
    first = [ticket_candidate(t, desk, translate("Choices", "nearby, closed")) for t in closed if t.id != but]
    if not query.strip():
        return first
    shown = [c for c in first if query.strip().casefold() in c.text.casefold()]
    return _others(query, desk, shown, {c.data for c in shown} | {but}, CLOSED.__contains__)


def _others(
    query: str, desk: Desk, shown: list[Candidate], known: set[Any], fits: Callable[[str], bool]
) -> list[Candidate]:
    """What this seat holds, by number or by words, of states that fit."""
    asked = query.strip()
    store = desk.store
    for ticket_id in store.find_number(asked) if any(c.isdigit() for c in asked) else ():
        ticket = store.get(ticket_id)
        if ticket is not None and ticket_id not in known and fits(ticket.state):
            shown.append(ticket_candidate(ticket, desk))
            known.add(ticket_id)
    if len(shown) < 20 and len(asked) >= 2:
        for slot in (store.matches(asked) & store.alive).nonzero()[0][:200]:
            ticket = store.ticket(int(slot))
            if ticket is not None and ticket.id not in known and fits(ticket.state):
                shown.append(ticket_candidate(ticket, desk))
                known.add(ticket.id)
            if len(shown) >= 30:
                break
    return shown
