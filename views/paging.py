"""Which tickets stand on a page of a list: by state, by what stands beside their way, by who is in them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from console.desk import Desk
from console.replica.column import Coded
from console.replica.columns import RED, Columns
from console.replica.standing import flags_of
from console.signing import awaits
from contract.ticket import Ticket
from views.queue_spec import Page

Slots = NDArray[np.int64]
Mask = NDArray[np.bool_]


def signer(desk: Desk) -> Callable[[Ticket], bool]:
    """Whether a ticket waits for the signature of whoever sits at a desk."""

    def waits(ticket: Ticket) -> bool:
        actor, reference = desk.actor, desk.reference
        return actor is not None and reference is not None and awaits(ticket, actor, reference)

    return waits


def chosen(column: Coded, keep: Callable[[str], bool], slots: Slots | None) -> Mask:
    """Whether the text of each row (without any named, of all slots) is kept; asks once for each different
    text."""
    if slots is None:
        return column.where(keep)
    kept = np.fromiter((keep(value) for value in column.values), np.bool_, len(column.values))
    found: Mask = kept[column.codes[slots]]
    return found


def fits(page: Page, ticket: Ticket, waits: Callable[[Ticket], bool]) -> bool:
    """Whether a row stands on a page by what it is, whoever is in it and whatever time it is."""
    flags = flags_of(ticket)
    return (
        (not page.states or ticket.state in page.states)
        and (not page.flags or bool(flags & page.flags))
        and not flags & page.without
        and (not page.to_sign or waits(ticket))
    )


def standing(
    page: Page, store: Columns, slots: Slots | None, now: int, waits: Callable[[Ticket], bool]
) -> Mask:
    """Whether each of the rows stands on a page, whoever is in it; without any named, each slot that has a
    ticket."""
    keep = np.ones(len(slots), np.bool_) if slots is not None else store.alive.copy()
    if page.states:
        keep &= chosen(store.state, lambda state: state in page.states, slots)
    flags = store.beside if slots is None else store.beside[slots]
    if page.flags:
        keep &= (flags & page.flags) != 0
    if page.without:
        keep &= (flags & page.without) == 0
    if page.past:
        keep &= store.lights(now, slots) == RED
    if page.to_sign:
        # Few wait for a signature at all; whose, the whole row says.
        for place in np.flatnonzero(keep):
            ticket = store.ticket(int(place if slots is None else slots[place]))
            keep[place] = ticket is not None and waits(ticket)
    return keep


def mine(store: Columns, slots: Slots | None, me: str, now: int) -> Mask:
    """Whether this seat is in each of the rows, or in those of all slots."""
    found = chosen(store.claim_by, lambda by: by == me, slots)
    return found & ((store.claim_until if slots is None else store.claim_until[slots]) > now)
