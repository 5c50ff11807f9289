"""What a step would do to many tickets: for each that it will, why it won't, or what it still lacks.

The rules are the contract's: a ticket is ready where `Desk.trial` takes the acts, and refused in its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QCoreApplication

from console.desk import Desk
from console.errors import ConsoleError
from contract import action as act
from contract.guards import guard
from contract.lifecycle import TABLE
from contract.machine import Names
from contract.reference import Item
from contract.refused import Refused
from contract.ticket import Ticket
from views import on_line, words
from views.acting import ONLINE, Step, acts_of, asks_of, online_steps, step_name, step_names
from views.claims import holder
from views.filtering.units import ShownUnits

translate = QCoreApplication.translate

MOST = 200
"""Tickets that one command acts on; more are left for the next, and that is said."""


class Fate(StrEnum):
    """What becomes of a ticket."""

    READY = "ready"
    LACKS = "lacks"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """One ticket of a plan. `says` is what it would become, what it lacks, or why it is refused."""

    ticket_id: str
    number: str
    subject: str
    fate: Fate
    says: str
    acts: tuple[act.Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A step on many tickets. `verb` is what is done, with its unit where one is given."""

    step: str
    verb: str
    lines: tuple[Line, ...]

    def count(self, fate: Fate) -> int:
        """Tickets of that fate."""
        return sum(line.fate is fate for line in self.lines)

    def ready(self) -> list[Line]:
        """Those on which it can be done."""
        return [line for line in self.lines if line.fate is Fate.READY]

    def told(self) -> str:
        """In one line: what, how many, how many not and why."""
        if len(self.lines) == 1:
            line = self.lines[0]
            between = line.subject if line.fate is Fate.READY else ""
            if line.fate is Fate.REFUSED:
                between = translate("Bulk", "not possible")
            return _colon(self.verb, words.dotted((line.number, between, line.says)))
        ready = self.count(Fate.READY)
        parts = [translate("Bulk", "{n} can be done").format(n=ready)]
        for fate, text in (
            (Fate.LACKS, translate("Bulk", "{n} still lack something: {why}")),
            (Fate.REFUSED, translate("Bulk", "{n} cannot: {why}")),
        ):
            number = self.count(fate)
            if number:
                parts.append(text.format(n=number, why=self._reasons(fate)))
        return _colon(self.verb, translate("Bulk", ", ", "between the clauses of a sentence").join(parts))

    def _reasons(self, fate: Fate) -> str:
        found = Counter(line.says for line in self.lines if line.fate is fate)
        if len(found) == 1:
            return next(iter(found))
        return words.dotted(f"{says} {n}" for says, n in found.most_common(3))


def _colon(head: str, rest: str) -> str:
    return translate("Bulk", "{head}: {rest}").format(head=head, rest=rest)


class Planner:
    """Makes plans at one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._units = ShownUnits(desk)

    def plan(self, step: str, ids: Sequence[str], values: Mapping[str, Any]) -> Plan:
        """What `step` with `values` (as a form gives them) would do to the tickets, in their order."""
        return Plan(step, self.verb(step, values), tuple(self._line(step, i, values) for i in ids))

    def verb(self, step: str, values: Mapping[str, Any]) -> str:
        """What is done, in this district's words, with the unit where one is named for all."""
        name = self.name(step)
        unit = self._desk.reference.unit(values.get("unit") or "") if self._desk.reference else None
        if unit is None:
            return name
        return translate("Bulk", "{verb} to {unit}").format(verb=name, unit=words.pick(unit.names))

    def name(self, step: str) -> str:
        """A step's name in this district."""
        return step_name(step, self._desk.action_name)

    def offered(self, step: str, ticket_id: str) -> bool:
        """Whether the ticket takes this step now, whatever it must carry."""
        ticket = self._desk.store.get(ticket_id)
        return ticket is not None and not self._why_not(step, ticket)

    def number(self, ticket_id: str) -> str:
        """A ticket's number."""
        ticket = self._desk.store.get(ticket_id)
        return ticket.number or "…" if ticket is not None else ""

    def likely(self, field: str, ids: Sequence[str]) -> list[str]:
        """Codes that tickets are likely to be given: units that their items name, likeliest first; the item
        and the area that they have already."""
        found: Counter[str] = Counter()
        for ticket in map(self._desk.store.get, ids):
            if ticket is None:
                continue
            unit = self._units.likely_of(ticket) if field == "unit" else None
            code = {"item": ticket.item, "area": ticket.area}.get(
                field, unit.code if unit is not None else ""
            )
            found[code] += 1
        return [code for code, _ in found.most_common() if code]

    # --- one ticket --------------------------------------------------------------------------------------
    def _line(self, step: str, ticket_id: str, values: Mapping[str, Any]) -> Line:
        desk = self._desk
        ticket = desk.store.get(ticket_id)
        if ticket is None:
            return Line(ticket_id, "", "", Fate.REFUSED, translate("Bulk", "no longer in your scope"))
        subject = words.dotted(words.subject(ticket, desk.reference))

        def line(fate: Fate, says: str, acts: tuple[act.Act, ...] = ()) -> Line:
            return Line(ticket_id, ticket.number or "…", subject, fate, says, acts)

        why = self._why_not(step, ticket)
        if why:
            return line(Fate.REFUSED, why)
        given = self._given(step, ticket, values)
        lacking = [
            ask.rstrip("!") for ask in asks_of(step) if ask.endswith("!") and not given.get(ask.rstrip("!"))
        ]
        if step in ("dispatch", "redispatch") and not given.get("unit"):
            lacking = ["unit"]
        if lacking:
            return line(Fate.LACKS, words.listed(field_name(key) for key in lacking))
        if step in ONLINE:
            away = on_line.why_not(desk)
            at_once = translate("Bulk", "goes to the centre at once")
            return line(Fate.REFUSED, away) if away else line(Fate.READY, at_once)
        try:
            acts = tuple(_acts(step, ticket, given))
            after = desk.trial(ticket_id, acts)
        except Refused as refusal:
            lacks = any(fault.rule in ("evidence", "required") for fault in refusal.faults)
            return line(Fate.LACKS if lacks else Fate.REFUSED, desk.say(refusal.says))
        except ConsoleError as error:
            return line(Fate.REFUSED, desk.say(error.says))
        return line(Fate.READY, self._becomes(ticket, after, acts), acts)

    def _given(self, step: str, ticket: Ticket, values: Mapping[str, Any]) -> dict[str, Any]:
        """The form's values; where it leaves something out, what the ticket itself has."""
        given = dict(values)
        if step in ("take_in", "file"):
            given["item"] = values.get("item") or ticket.item
            if not values.get("area") and ticket.area:
                given["area"] = (ticket.area, ticket.lon, ticket.lat)
            given["place"] = values.get("place") or ticket.place
        if step in ("dispatch", "redispatch") and not values.get("unit"):
            likely = self._units.likely_of(ticket)
            given["unit"] = likely.code if likely is not None else ""
        return given

    def _why_not(self, step: str, ticket: Ticket) -> str:
        """Why a ticket does not take a step at all, "" where it does."""
        desk = self._desk
        actor, reference = desk.actor, desk.reference
        if actor is None or reference is None:
            return desk.say(Names("请先登录", "log in first"))
        if step in ONLINE:
            return self._why_not_online(step, ticket)
        if step not in step_names():
            return desk.say(Names("没有这一步", "there is no such step"))
        name, outcome = _action_on(step, ticket)
        row = TABLE.find(ticket.state, name, outcome)
        if row is None:
            return desk.state_name(ticket.state)
        if any((o.action, o.outcome) == (name, outcome) for o in desk.offers(ticket.id)):
            return ""
        why = guard(row, ticket, actor, reference)
        return desk.say(
            why or Names("中心系统的版本不支持此步骤", "the centre's system does not know this step")
        )

    def _why_not_online(self, step: str, ticket: Ticket) -> str:
        desk = self._desk
        who = holder(ticket.claim, desk.actor, desk.clock.now())
        match step:
            case "claim" if who == "me":
                return translate("Bulk", "you are in it already")
            case "claim" if who and ticket.claim is not None:
                return translate("Rows", "{name} is in it").format(name=ticket.claim.name)
            case "release" if who != "me":
                return translate("Bulk", "you are not in it")
            case "take_over" if who != "silent":
                return translate("Bulk", "nobody silent is in it")
            case _ if step not in {s.id for s in online_steps(ticket.claim, desk.actor, desk.clock.now())}:
                return translate("Bulk", "not for your role")
            case _:
                return ""

    def _becomes(self, before: Ticket, after: Ticket, acts: Sequence[act.Act]) -> str:
        desk = self._desk
        if isinstance(acts[-1], act.Merge):
            into = desk.store.get(acts[-1].into)
            return words.dotted((desk.state_name(after.state), into.number if into is not None else ""))
        unit = ""
        if isinstance(acts[-1], act.Dispatch | act.Redispatch) and desk.reference is not None:
            found = desk.reference.unit(after.unit)
            unit = words.pick(found.names) if found is not None else after.unit_name
        if before.state == after.state and not unit:
            return desk.state_name(after.state)
        arrow = f"{desk.state_name(before.state)} → {desk.state_name(after.state)}"
        return words.dotted((arrow, unit))

    # --- what a form needs to know -----------------------------------------------------------------------
    def evidence(self, ids: Sequence[str]) -> tuple[str, ...]:
        """The kinds of evidence that the items of these tickets demand."""
        reference = self._desk.reference
        kinds: dict[str, None] = {}
        for ticket_id in ids:
            ticket = self._desk.store.get(ticket_id)
            item: Item | None = None
            if ticket is not None and reference is not None:
                item = reference.item(ticket.item, ticket.item_version)
            kinds |= dict.fromkeys(item.evidence if item is not None else ())
        return tuple(kinds) or ("before", "after")


def _action(step: str) -> tuple[str, str]:
    name, _, outcome = step.partition("/")
    return name, outcome


def _action_on(step: str, ticket: Ticket) -> tuple[str, str]:
    """The action that begins a step on this ticket, and its outcome."""
    match step:
        case "take_in":
            return "accept", ""
        case "dispatch":
            return ("redispatch" if ticket.state in ("returned", "escalated", "reopened") else "dispatch"), ""
        case "assign":
            return ("dispatch" if ticket.state == "filed" else "redispatch"), ""
        case _:
            return _action(step)


def _acts(step: str, ticket: Ticket, given: Mapping[str, Any]) -> list[act.Act]:
    note = str(given.get("note", ""))
    if step in ("dispatch", "redispatch", "assign"):
        kind = act.Dispatch if _action_on(step, ticket)[0] == "dispatch" else act.Redispatch
        return [kind(unit=given["unit"], note=note)]
    return acts_of(Step(step, "", ""), ticket, given)


def field_name(key: str) -> str:
    """What a step still lacks, in a word."""
    return {
        "reason": translate("Bulk", "a reason"),
        "result": translate("Bulk", "what was done"),
        "note": translate("Bulk", "a note"),
        "item": translate("Bulk", "an item"),
        "area": translate("Bulk", "a grid"),
        "unit": translate("Bulk", "a unit"),
        "into": translate("Bulk", "the ticket it belongs to"),
        "satisfaction": translate("Bulk", "how satisfied the reporter is"),
        "files": translate("Bulk", "files"),
    }.get(key, key)
