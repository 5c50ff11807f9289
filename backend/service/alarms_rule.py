"""What the backend does about a sensor's alarm by rule: takes the ticket in, sends it, and passes it up where
nobody confirms the visit in time (`contract.visiting`).

It is done under the district's lock, on the row as it is then: of several replicas one does a step, the
others find it done, and whoever acted a moment before has stopped it.
"""

from __future__ import annotations

import uuid

import msgspec
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.duty import on_duty
from backend.service.kept import Kept
from backend.service.ledger import Ledger
from backend.service.refusal import ServiceRefused
from backend.service.scheduler_telling import tell
from backend.service.steps import Done, Pending, system
from backend.service.transition import Performer
from contract import action as a
from contract.refused import Refused
from contract.ticket import Ticket
from contract.visiting import acts, places_to_ask

NAMESPACE = uuid.UUID("4a1f0a0e-7c7f-5d53-8a53-6a5e0b5a3a10")
NAMED = 3
"""So many of those on duty are named at most."""

log = structlog.get_logger("alarms")


class ByRule(msgspec.Struct, frozen=True):
    """Tickets of which something has fallen due, an alarm behind each: what the rule asks for now is done,
    the rest is told. Gives the ids for which it could not be done, as JSON."""

    tickets: tuple[str, ...]
    performer: Performer

    @property
    def key(self) -> str:
        """None: nobody asked."""
        return ""

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """The tickets as they are now, and who is on duty where they may be sent."""
        await ledger.fetch(connection, self.tickets)
        for id_ in self.tickets:
            kept = ledger.tickets.get(id_)
            if kept is not None:
                await know_who(connection, ledger, kept.ticket, piece.received_at)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Do what is to be done now."""
        stuck = []
        for id_ in self.tickets:
            kept = ledger.tickets.get(id_)
            if kept is None:
                continue
            if not done_by_rule(self.performer, ledger, kept, piece.received_at):
                stuck.append(id_)
            tell(ledger, kept, piece, piece.received_at)
        return Done(200, msgspec.json.encode(stuck))


async def know_who(connection: AsyncConnection, ledger: Ledger, ticket: Ticket, at: int) -> None:
    """Read who is on duty where a ticket may be sent by rule."""
    for place in places_to_ask(ticket, ledger.reference):
        if ("on duty", place) not in ledger.beside:
            found = await on_duty(connection, ledger.reference, place, at)
            here = [one.name for one in found if one.place == found[0].place]
            ledger.beside["on duty", place] = "、".join(dict.fromkeys(here[:NAMED]))


def done_by_rule(performer: Performer, ledger: Ledger, kept: Kept, at: int) -> bool:
    """Take the steps that the rule asks for now, by the one function of every step; whether they could be
    taken."""

    def who(place: str) -> str:
        return str(ledger.beside.get(("on duty", place), ""))[:200]

    for act in acts(kept.ticket, ledger.reference, at, who):
        ticket = kept.ticket
        name = f"{ledger.district}\0{ticket.id}\0{ticket.version}\0{a.name_of(act)}"
        action = a.Action(
            action_id=str(uuid.uuid5(NAMESPACE, name)),
            ticket_id=ticket.id,
            base_version=ticket.version,
            act=act,
        )
        try:
            performer.act(ledger, Pending(system(ledger.district), at, action), action)
        except (Refused, ServiceRefused) as refused:
            log.warning(
                "by_rule_refused",
                district=ledger.district,
                ticket=ticket.id,
                action=a.name_of(act),
                reason=str(refused),
            )
            return False
    return True
