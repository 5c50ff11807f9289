"""Reading joint actions: one with its log, a search."""

from __future__ import annotations

import msgspec
from sqlalchemy import ColumnElement, and_, literal, or_, select

from backend.service.reference import References
from backend.service.refusal import missing, wrong_input
from backend.service.scope import in_scope, under
from backend.store import tables as t
from backend.store.engine import Store
from contract.account import Actor
from contract.joint.joint import Joint, JointDetail, in_joint_scope
from contract.joint.log import JointEntry

MAX_PAGE = 200
LINES = 200
"""So many lines of a log are a page, if nobody asks for fewer or more."""
MAX_LINES = 1000

_joint = msgspec.msgpack.Decoder(Joint).decode
_entry = msgspec.msgpack.Decoder(JointEntry).decode


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What a search asks for; empty fields ask for nothing. `from_at` ≤ proposed < `to_at`, ms UTC."""

    state: str = ""
    kind: str = ""
    lead: str = ""
    campaign: str = ""
    area: str = ""
    text: str = ""
    from_at: int | None = None
    to_at: int | None = None
    limit: int = 100
    cursor: str = ""


def joints_in_scope(actor: Actor) -> ColumnElement[bool]:
    """`contract.joint.in_joint_scope` as a condition on columns."""
    if actor.role in ("channel", "reporter"):
        return literal(False)
    return in_scope(t.joint, actor)


async def detail(
    store: Store, actor: Actor, id_: str, *, before: int | None = None, lines: int = LINES
) -> JointDetail:
    """A joint action's own page, with the newest lines of its log, or those before line `before`; raises
    ServiceRefused (missing)."""
    c, e = t.joint.c, t.joint_entry.c
    wanted = [e.district == actor.district, e.joint == id_]
    if before is not None:
        wanted.append(e.n < before)
    async with store.read() as connection:
        row = await connection.scalar(select(c.row).where(c.district == actor.district, c.id == id_))
        joint = _joint(row) if row is not None else None
        if joint is None or not in_joint_scope(joint, actor):
            raise missing()
        bodies = await connection.scalars(select(e.body).where(*wanted).order_by(e.n.desc()).limit(lines))
        log = tuple(reversed([_entry(body) for body in bodies]))
    first = log[0].n if log else 1
    return JointDetail(joint=joint, log=log, before=first if first > 1 else 0)


async def search(store: Store, references: References, actor: Actor, query: Query) -> bytes:
    """JSON `contract.joint.joint.JointPage`; raises ServiceRefused (validation)."""
    c = t.joint.c
    reference = references.get(actor.district).reference
    wanted = [joints_in_scope(actor)]
    if query.state:
        wanted.append(c.state.in_(query.state.split(",")))
    if query.kind:
        wanted.append(c.kind == query.kind)
    if query.lead:
        if reference.unit(query.lead) is None:
            raise wrong_input("lead", "known", query.lead, "没有这个单位", "no such unit")
        wanted.append(c.lead == query.lead)
    if query.campaign:
        wanted.append(c.campaign == query.campaign)
    if query.area:
        area = reference.area(query.area)
        if area is None:
            raise wrong_input(
                "area", "known", query.area, "没有这个网格或区域编码", "no such area or grid code"
            )
        wanted.append(under(c.area_path, area.path))
    if query.from_at is not None:
        wanted.append(c.proposed_at >= query.from_at)
    if query.to_at is not None:
        wanted.append(c.proposed_at < query.to_at)
    wanted += [c.words.contains(word.lower(), autoescape=True) for word in query.text.split()]
    if query.cursor:
        at, _, last = query.cursor.partition(":")
        if not (at.isascii() and at.isdecimal() and len(at) < 18):
            raise wrong_input("cursor", "format", query.cursor, "翻页位置无效", "not a cursor of ours")
        wanted.append(or_(c.proposed_at < int(at), and_(c.proposed_at == int(at), c.id < last)))
    statement = (
        select(c.row).where(*wanted).order_by(c.proposed_at.desc(), c.id.desc()).limit(query.limit + 1)
    )
    async with store.read() as connection:
        joints = [_joint(row) for row in await connection.scalars(statement)]
    more = len(joints) > query.limit
    joints = joints[: query.limit]
    cursor = f"{joints[-1].origin.at}:{joints[-1].id}" if more else ""
    return msgspec.json.encode({"joints": joints, "cursor": cursor})
