"""Open joint actions by another calendar: their clocks are counted anew, as tickets' are, and their logs say
so."""

from __future__ import annotations

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.joint import holding as h
from backend.service.ledger import Ledger
from backend.service.reckoned import moment
from backend.service.steps import Pending
from backend.store import tables as t
from contract.calendar import Calendar
from contract.clock import Clock
from contract.joint.clocks import clocks_of, recalculated
from contract.joint.joint import Joint
from contract.joint.log import JointEntry
from contract.joint.stated import stated

ACTION = "calendar"
RECORDED = "joint_calendar"
"""What the audit log calls it."""

_NAMES = {
    "approve": "审批",
    "call": "召集",
    "muster": "集结",
    "plan": "议定方案",
    "begin": "开始处置",
    "hand_over": "移交",
    "verify": "验收",
    "evaluate": "评价",
    "close": "结案",
    "handle": "处置时限",
    "sign_in": "签收",
    "arrive": "到场",
    "approval": "审批",
}

_unpack = msgspec.msgpack.Decoder(Joint).decode


async def counted_otherwise(
    connection: AsyncConnection, district: str, calendar: Calendar
) -> tuple[str, ...]:
    """The open joint actions of a district whose clocks another calendar moves."""
    c = t.joint.c
    query = select(c.id, c.row).where(c.district == district, c.ended_at.is_(None)).order_by(c.id)
    found = []
    for id_, row in await connection.execute(query):
        joint = _unpack(row)
        if recalculated(joint, calendar) is not joint:
            found.append(id_)
    return tuple(found)


def recount(ledger: Ledger, piece: Pending, id_: str, name: str, what: str) -> None:
    """Count one anew that the ledger holds. `name` is the change's, `what` its words for people."""
    kept = h.held(ledger, id_)
    if kept is None:
        return
    before, calendar, at, actor = kept.joint, ledger.reference.calendar, piece.received_at, piece.actor
    after = recalculated(before, calendar)
    if after is before:
        return
    _, row = h.place(ledger, kept, after, at)
    entry = JointEntry(
        n=kept.joint.entries,
        action=ACTION,
        source=before.state,
        target=before.state,
        by=actor.id,
        name=actor.name,
        role=actor.role,
        at=at,
        received_at=at,
        words=f"{what}变更：{'；'.join(_moves(before, after, calendar))}",
        stated=stated(before, after),
    )
    h.enter(ledger, kept, entry, actor.id)
    ledger.record(piece, RECORDED, before.id, version=before.version, row=row, note=name)


def _moves(before: Joint, after: Joint, calendar: Calendar) -> list[str]:
    """What became of each clock that is another: 处置时限 … → …"""

    def due(clock: Clock) -> str:
        return moment(clock.due_at, calendar) if clock.due_at is not None else "暂停中"

    said = []
    units = {party.unit: party.unit_name for party in after.parties}
    units |= {one.id: f"{one.unit_name}{one.matter}" for one in after.approvals}
    for old, new in zip(clocks_of(before), clocks_of(after), strict=True):
        if old == new:
            continue
        name, _, unit = new.name.partition(":")
        of = units.get(unit, "") + _NAMES.get(name, name)
        if old.due_at != new.due_at:
            said.append(f"{of} {due(old)} → {due(new)}")
        else:
            said.append(f"{of} {due(new)}{'（暂定）' if new.provisional else '（已确定）'}")
    return said
