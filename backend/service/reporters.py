"""Reporters in full: read only on demand, by those who may."""

from __future__ import annotations

from sqlalchemy import select

from backend.service.reading import read_ticket
from backend.store import tables as t
from backend.store.engine import Store
from contract.account import Actor
from contract.feed import Shown


class Reporters:
    """Reads reporters; the caller records the showing before it shows."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def find(self, actor: Actor, ticket: str) -> Shown:
        """The reporter of a ticket in scope (empty where none was given); raises ServiceRefused (missing)."""
        async with self._store.read() as connection:
            await read_ticket(connection, actor, ticket)
            row = (
                await connection.execute(
                    select(t.reporter).where(
                        t.reporter.c.district == actor.district, t.reporter.c.ticket == ticket
                    )
                )
            ).first()
        return Shown(row.name, row.phone, row.contact) if row is not None else Shown("", "", "")
