"""What a step cites is an entry in force that belongs to the unit it is cited for."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.ledger import Ledger
from backend.service.refusal import ServiceRefused, wrong_input
from backend.store import tables as t
from contract import action as a
from contract.mandate import LISTS, Cited, Mandate, in_force, split_key
from contract.ticket import Ticket

_unpack = msgspec.msgpack.Decoder(Mandate).decode
_KIND = "mandate"


async def read_cited(ledger: Ledger, connection: AsyncConnection, keys: Sequence[str]) -> None:
    """Fetch the entries that a batch cites."""
    wanted = {split_key(key) for key in keys if key} - {("", "")}
    if not wanted:
        return
    c = t.mandate.c
    query = select(c.list, c.code, c.body).where(
        c.district == ledger.district, tuple_(c.list, c.code).in_(sorted(wanted))
    )
    for list_, code, body in await connection.execute(query):
        ledger.beside.setdefault((_KIND, f"{list_}:{code}"), []).append(_unpack(body))


def cited_by(ledger: Ledger, act: a.Act, before: Ticket, at: int) -> Cited | None:
    """The entry that an act cites, None where it cites none; raises ServiceRefused (validation) where there
    is none in force, or where it is not the unit's that it is cited for. A unit that gives a ticket back
    cites what makes it another's."""
    key = getattr(act, "entry", "")
    if not key:
        return None
    entry = entry_in_force(ledger, key, at, "act.entry")
    giving_back = isinstance(act, a.Return)
    code = before.unit if giving_back else getattr(act, "unit", "")
    unit = ledger.reference.unit(code)
    if unit is not None and entry.held_by(unit) is giving_back:
        raise not_its(entry, unit.names.zh, unit.names.en, "act.entry", giving_back=giving_back)
    return Cited(entry.list, entry.code, entry.names)


def entry_in_force(ledger: Ledger, key: str, at: int, field: str) -> Mandate:
    """An entry that `read_cited` was asked for, as it is in force; raises ServiceRefused (validation)."""
    found = in_force(ledger.beside.get((_KIND, key), ()), at)
    if not found:
        raise wrong_input(
            field, "known", key, "清单中没有这一条", "no such entry of the duty or powers list is in force"
        )
    return found[0]


def not_its(entry: Mandate, zh: str, en: str, field: str, *, giving_back: bool) -> ServiceRefused:
    """An entry that is not the unit's for which it is cited, or is its own where it is to be another's."""
    of = LISTS.get(entry.list, LISTS["duty"])
    if giving_back:
        return wrong_input(
            field,
            "other",
            entry.key,
            f"{of.zh} {entry.code} 正是{zh}的职责，不能作为退单依据",
            f"{of.en} {entry.code} is {en}'s own: it is no ground for giving the ticket back",
        )
    return wrong_input(
        field,
        "unit",
        entry.key,
        f"{of.zh} {entry.code} 不属于{zh}",
        f"{of.en} {entry.code} is not an entry of {en}",
    )
