"""Joint actions that ended long ago leave the consoles; a search still finds them."""

from __future__ import annotations

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.joint import holding as h
from backend.service.ledger import Ledger
from backend.service.steps import Done, Pending, system
from backend.service.writer import Writer
from backend.store import tables as t
from backend.store.engine import Store


class JointsAgeing(msgspec.Struct, frozen=True):
    """Joint actions that leave the consoles."""

    joints: tuple[str, ...]

    @property
    def key(self) -> str:
        """None: nobody asked."""
        return ""

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:  # noqa: ARG002
        """The joint actions as they are now."""
        await h.fetch(connection, ledger, self.joints)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Take them away."""
        gone = [kept for id_ in self.joints if (kept := h.held(ledger, id_)) is not None]
        for kept in gone:
            h.age(ledger, kept, piece.received_at)
        ledger.record(piece, "joint_age", note=f"{len(gone)} joint actions")
        return Done(204, b"")


async def age(store: Store, writer: Writer, district: str, now: int, horizon: int, at_once: int) -> int:
    """Let those that ended before an instant leave, some at once; gives how many."""
    c = t.joint.c
    old = (c.district == district, c.ended_at < horizon, c.aged.is_(False))
    async with store.read() as connection:
        ids = tuple(await connection.scalars(select(c.id).where(*old).order_by(c.ended_at).limit(at_once)))
    if ids:
        await writer.submit(Pending(system(district), now, JointsAgeing(ids)))
    return len(ids)
