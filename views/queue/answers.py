"""What is asked of a queue's tickets: how many a page has, which comes next, which nobody is in."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from contract.ticket import Ticket
from views.context import Context
from views.paging import mine, signer, standing
from views.queue_spec import Page
from widgets.table.order import Rows


def count_of(page: Page, context: Context) -> int:
    """Tickets of a page, whatever the filters say."""
    store, actor = context.desk.store, context.desk.actor
    if store.size == 0 or actor is None:
        return 0
    # No list of slots is made for it: this is asked for every page, again and again.
    keep = standing(page, store, None, context.now(), signer(context.desk))
    if page.mine:
        keep &= mine(store, None, actor.id, context.now())
    return int(keep.sum())


def next_free(slots: Iterable[int], after: frozenset[str], context: Context) -> Ticket | None:
    """The first of these that nobody is in and no act of this seat waits on, but those named in `after`."""
    store, actor = context.desk.store, context.desk.actor
    now = context.now()
    for slot in slots:
        if store.pending[slot] or store.ids[slot] in after:
            continue
        ticket = store.ticket(int(slot))
        if ticket is None:
            continue
        claim = ticket.claim
        if claim is None or claim.until <= now or (actor is not None and claim.by == actor.id):
            return ticket
    return None


def following(order: Rows, ticket_id: str, context: Context) -> str:
    """The ticket that comes after one, else before it, of those on which no act of this seat waits."""
    store = context.desk.store
    found = np.flatnonzero(order == store.slot(ticket_id))
    place = int(found[0]) if len(found) else -1
    for slot in (*order[place + 1 :], *order[: max(place, 0)][::-1]):
        if not store.pending[slot] and store.ids[slot] != ticket_id:
            return str(store.ids[slot])
    return ""
