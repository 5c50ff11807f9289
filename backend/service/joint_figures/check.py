"""Whether what is counted from the rows of joint actions is what their logs tell, action by action."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.joint_figures.counting import Counting
from backend.service.joint_figures.recount import logs, of_told
from backend.service.joint_figures.row import counted_row
from backend.store.tables.joints import joint as table
from contract.counting import Period
from contract.joint.figures import JointFigures
from contract.reference import Reference

MOST = 20
"""Differences that are told one by one."""
_EVER = Period(0, 1 << 53)


async def joint_differences(connection: AsyncConnection, ref: Reference, now: int) -> list[str]:
    """Where rows and logs do not agree, in words."""
    district = ref.district.code
    c = table.c
    rows = await connection.execute(select(c.id, c.row).where(c.district == district))
    counted: dict[str, JointFigures] = {}
    for id_, body in rows:
        counting = Counting(_EVER, now, ref.calendar)
        counting.take(counted_row(body))
        counted[id_] = counting.total()
    wrong = []
    async for id_, one in logs(connection, district):
        here, there = counted.pop(id_, None), of_told(one, _EVER, now)
        if here is None:
            wrong.append(f"figures: the log of joint action {id_} has no row")
        elif here != there:
            names = [
                name for name in JointFigures.__struct_fields__ if getattr(here, name) != getattr(there, name)
            ]
            wrong.append(f"figures: joint action {id_} is not what its log tells: {', '.join(names)}")
    wrong += [f"figures: joint action {id_} has no log" for id_ in counted]
    more = len(wrong) - MOST
    return wrong if more <= 0 else [*wrong[:MOST], f"figures: {more} more joint actions"]
