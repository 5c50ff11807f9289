"""Rows over which figures are summed, made of a ticket's facts and of its row."""

from __future__ import annotations

from typing import Any

from backend.service.counting.facts import Facts
from contract.ticket import Ticket

Row = dict[str, Any]


def street_of(area_path: str) -> str:
    """The area just below the district, "" where a ticket has none."""
    return area_path.split("/", 2)[1] if "/" in area_path else ""


def round_row(now: Facts, after: Ticket) -> Row:
    """The row of the table `round` for the round that a ticket is in. What a ticket has once stands in its
    first round alone."""
    first = after.round == 1
    clock = after.responsibility
    return {
        "district": after.district,
        "ticket": after.id,
        "n": after.round,
        "area_path": after.area_path,
        "street": street_of(after.area_path),
        "unit": after.unit,
        "channel": after.channel,
        "category": after.category,
        "reported_at": after.reported_at if first else None,
        "accepted_at": after.accepted_at if first else None,
        "filed_at": after.filed_at if first else None,
        "merged_at": now.merged_at,
        "linked_at": now.linked_at,
        "due_at": clock.due_at if clock is not None else None,
        "handled_at": now.handled_at,
        "handling": now.handling,
        "late": now.handled_at is not None and after.in_time is False and after.beside.excused_at is None,
        "closed_at": after.closed_at,
        "evaluated_at": after.evaluated_at,
        "satisfaction": after.satisfaction,
    }


def dispatch_rows(now: Facts, after: Ticket) -> list[Row]:
    """The rows of the table `dispatch` for a round."""
    return [
        {
            "district": after.district,
            "ticket": after.id,
            "n": one.n,
            "round": now.round,
            "unit": one.unit,
            "at": one.at,
            "returned_at": one.returned_at,
            "sign_in_due_at": one.sign_in_due_at,
            "signed_in_at": one.signed_in_at,
            "sign_in_over_at": one.sign_in_over_at,
            "arrive_due_at": one.arrive_due_at,
            "arrived_at": one.arrived_at,
            "arrive_over_at": one.arrive_over_at,
        }
        for one in now.sent
    ]


def verification_rows(now: Facts, after: Ticket) -> list[Row]:
    """The rows of the table `verification` for a round."""
    return [
        {
            "district": after.district,
            "ticket": after.id,
            "n": one.n,
            "round": now.round,
            "unit": one.unit,
            "at": one.at,
            "failed": one.failed,
        }
        for one in now.verified
    ]
