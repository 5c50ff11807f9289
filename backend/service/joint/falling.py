"""What the scheduler does for joint actions: finds those of which something has fallen due, and lets it be
told under the district's lock, where what was told meanwhile is seen."""

from __future__ import annotations

import msgspec
import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.joint import clocks
from backend.service.joint import holding as h
from backend.service.joint.telling import tell
from backend.service.ledger import Ledger
from backend.service.steps import Done, Pending, system
from backend.service.writer import Writer
from backend.store import tables as t
from backend.store.engine import Store
from contract.joint.joint import Joint
from contract.reference import Reference

ARMED = "joint_arm"
"""What the audit log calls it."""

log = structlog.get_logger("scheduler")

_C = t.joint.c
_unpack = msgspec.msgpack.Decoder(Joint).decode


class JointsFalling(msgspec.Struct, frozen=True):
    """Joint actions of which something has fallen due, as it seemed: seen again under the lock."""

    joints: tuple[str, ...]

    @property
    def key(self) -> str:
        """None: nobody asked."""
        return ""

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:  # noqa: ARG002
        """The joint actions as they are now."""
        await h.fetch(connection, ledger, self.joints)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Tell what is not told yet."""
        for id_ in self.joints:
            kept = h.held(ledger, id_)
            if kept is not None and not tell(ledger, kept, piece, piece.received_at):
                # It was told, or a calendar has moved it: it is asked after again when it is due.
                h.rearm(ledger, kept)
        return Done(204, b"")


class JointsArming(msgspec.Struct, frozen=True):
    """Joint actions whose rows an older backend wrote, or other rules: what lies in their past and that one
    did not tell is taken as told, what is to come is armed. Nobody is told of it but the audit log."""

    joints: tuple[str, ...]

    @property
    def key(self) -> str:
        """None: nobody asked."""
        return ""

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:  # noqa: ARG002
        """The joint actions as they are now."""
        await h.fetch(connection, ledger, self.joints)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Arm them."""
        for id_ in self.joints:
            kept = h.held(ledger, id_)
            if kept is not None:
                kept.told = clocks.adopted(kept.joint, kept.told, piece.received_at, ledger.reference)
                h.rearm(ledger, kept)
        ledger.record(piece, ARMED, note=f"{len(self.joints)} joint actions")
        return Done(204, b"")


async def arm(
    store: Store, writer: Writer, district: str, reference: Reference, now: int, at_once: int
) -> int:
    """Arm the open joint actions of which the row says another next instant than its clocks do; gives how
    many."""
    query = select(_C.id, _C.row, _C.told, _C.next_at).where(
        _C.district == district, _C.ended_at.is_(None), _C.aged.is_(False)
    )
    async with store.read() as connection:
        found = (await connection.execute(query.order_by(_C.id))).all()
    strange = [
        id_
        for id_, row, told, next_at in found
        if clocks.next_at(_unpack(row), clocks.unpack_told(told), reference) != next_at
    ]
    for n in range(0, len(strange), at_once):
        await writer.submit(Pending(system(district), now, JointsArming(tuple(strange[n : n + at_once]))))
    if strange:
        log.info("joints_armed", district=district, joints=len(strange))
    return len(strange)


async def look(store: Store, writer: Writer, district: str, now: int, at_once: int) -> int | None:
    """Tell whatever of joint actions has fallen due by now; gives when something does next, if ever."""
    armed = (_C.district == district, _C.next_at.is_not(None))
    due = select(_C.id).where(*armed, _C.next_at <= now).order_by(_C.next_at).limit(at_once)
    while True:
        async with store.read() as connection:
            found = tuple(await connection.scalars(due))
        if not found:
            break
        await writer.submit(Pending(system(district), now, JointsFalling(found)))
    async with store.read() as connection:
        return await connection.scalar(select(_C.next_at).where(*armed).order_by(_C.next_at).limit(1))
