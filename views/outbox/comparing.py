"""A conflict field by field: what the ticket was when the act was done, what the act makes of it, what
somebody else has made of it since."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QCoreApplication

from console.outbox import OutboxRow
from contract.advance import advance, effective
from contract.clock import Clock
from contract.refused import Refused
from contract.ticket import Ticket
from views import words
from views.context import Context
from views.outbox.line import Line, lines_between
from widgets.moments import day_time

translate = QCoreApplication.translate


def now_of(row: OutboxRow, context: Context) -> Ticket | None:
    """The ticket as the centre has it: as the feed brought it, else as the refusal showed it."""
    held = context.desk.store.server_row(row.ticket_id)
    if held is not None or row.problem is None or row.problem.ticket is None:
        return held
    try:
        return msgspec.convert(row.problem.ticket, Ticket)
    except msgspec.ValidationError:
        return None


def yours_of(row: OutboxRow, context: Context) -> Ticket | None:
    """The ticket as the act would have left it, had nobody else acted."""
    actor = context.desk.actor
    if row.seen is None or actor is None:
        return None
    try:
        at = effective(row.seen, row.done_at, context.now())
        into = context.desk.store.get(str(getattr(row.act, "into", "")))
        return advance(row.seen, row.ticket_act, actor, at, context.reference, into=into)
    except Refused:
        return None


def lines_of(row: OutboxRow, context: Context) -> list[Line]:
    """The fields in which the three are not all alike; the state always."""
    three = (row.seen, yours_of(row, context), now_of(row, context))
    before, yours, now = (None if ticket is None else _facts(ticket, context) for ticket in three)
    return lines_between(_captions(), before, yours, now, always="state", computed=_COMPUTED)


_COMPUTED = ("stage", "responsibility", "counts", "files")


def _captions() -> dict[str, str]:
    return {
        "state": translate("Outbox", "State"),
        "unit": translate("Outbox", "Unit"),
        "item": translate("Outbox", "Item"),
        "area": translate("Outbox", "Grid"),
        "place": translate("Outbox", "Place"),
        "title": translate("Outbox", "Title"),
        "kind": translate("Outbox", "Kind"),
        "merged": translate("Outbox", "Merged into"),
        "satisfaction": translate("Outbox", "Satisfaction"),
        "stage": translate("Outbox", "This step is due"),
        "responsibility": translate("Outbox", "Responsibility is due"),
        "counts": translate("Outbox", "So far"),
        "files": translate("Outbox", "Files"),
    }


def _facts(ticket: Ticket, context: Context) -> dict[str, str]:
    desk, reference = context.desk, context.reference
    unit = reference.unit(ticket.unit) if ticket.unit else None
    into = desk.store.get(ticket.merged_into) if ticket.merged_into else None
    counts = (
        (ticket.bounces, translate("Facts", "returned {n}×")),
        (ticket.reworks, translate("Facts", "reworked {n}×")),
        (ticket.urges, translate("Facts", "urged {n}×")),
    )
    item, _ = words.subject(ticket, reference)
    return {
        "state": desk.state_name(ticket.state),
        "unit": words.pick(unit.names) if unit is not None else ticket.unit_name,
        "item": item if ticket.item else "",
        "area": words.area(ticket, reference) if ticket.area else "",
        "place": ticket.place,
        "title": ticket.title,
        "kind": words.kind(ticket.kind, reference),
        "merged": into.number if into is not None else ticket.merged_into,
        "satisfaction": words.satisfaction(ticket.satisfaction),
        "stage": _due(ticket.stage, context),
        "responsibility": _due(ticket.responsibility, context),
        "counts": words.dotted(text.format(n=n) for n, text in counts if n),
        "files": str(ticket.files) if ticket.files else "",
    }


def _due(clock: Clock | None, context: Context) -> str:
    if clock is None or clock.due_at is None:
        return ""
    return day_time(words.local(clock.due_at, context.reference))
