"""From items and tickets to what GeoReport shows of them."""

from __future__ import annotations

from backend.service.georeport import Shown, answered
from backend.service.redaction import redacted
from backend.service.reference import Held
from contract.lifecycle import OPEN_STATES, TABLE
from contract.reference import Item

from .wire import Attribute, Service, ServiceDefinition, ServiceRequest, instant

DESCRIPTION = 4000


def service_of(item: Item, language: str) -> Service:
    """An item as a service: its category is the group, its filing standard the description."""
    standard = item.file_standard.of(language)
    return Service(
        service_code=item.code,
        service_name=item.names.of(language),
        description=standard or None,
        metadata=bool(_attributes(item, language)),
        keywords=",".join(item.keywords) or None,
        group=item.category_names.of(language) or None,
    )


def definition_of(item: Item, language: str) -> ServiceDefinition:
    """What is told to whoever reports this kind of matter: when it is taken as a case, when it is done."""
    return ServiceDefinition(service_code=item.code, attributes=_attributes(item, language))


def _attributes(item: Item, language: str) -> tuple[Attribute, ...]:
    told = (
        ("filing_standard", item.file_standard.of(language)),
        ("closing_standard", item.close_standard.of(language)),
    )
    return tuple(
        Attribute(variable=False, code=code, datatype="text", required=False, order=n, description=text)
        for n, (code, text) in enumerate(((c, w) for c, w in told if w), start=1)
    )


def request_of(shown: Shown, held: Held, language: str) -> ServiceRequest:
    """A ticket as anybody may read it: no reporter, words redacted, no photographs."""
    ticket = shown.ticket
    reference = held.reference
    offset = reference.calendar.utc_offset
    hidden = (shown.name,) if shown.name else ()
    item = reference.item(ticket.item, ticket.item_version) or reference.item_at(
        ticket.item, ticket.reported_at
    )
    unit = reference.unit(ticket.unit) if ticket.unit else None
    clock = ticket.responsibility
    description = redacted(ticket.text or ticket.title, hidden)
    return ServiceRequest(
        service_request_id=ticket.number,
        status="open" if ticket.state in OPEN_STATES else "closed",
        status_notes=_notes(shown, held, language, hidden),
        service_name=(item.names.of(language) if item is not None else ticket.item_name) or None,
        service_code=ticket.item,
        description=description[:DESCRIPTION] or None,
        agency_responsible=unit.names.of(language) if unit is not None else None,
        requested_datetime=instant(ticket.reported_at, offset) or "",
        updated_datetime=instant(ticket.changed_at, offset),
        expected_datetime=instant(clock.due_at if clock is not None else None, offset),
        address=redacted(ticket.place, hidden) or None,
        address_id=ticket.area or None,
        lat=ticket.lat,
        long=ticket.lon,
    )


def _notes(shown: Shown, held: Held, language: str, hidden: tuple[str, ...]) -> str:
    ticket = shown.ticket
    state = TABLE.state(ticket.state)
    names = held.reference.district.renames.get(ticket.state) or (state.names if state is not None else None)
    note = names.of(language) if names is not None else ticket.state
    if shown.words and answered(ticket):
        note += ("：" if language.startswith("zh") else ": ") + redacted(shown.words, hidden)
    return note
