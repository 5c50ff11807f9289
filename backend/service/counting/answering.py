"""The figures as they are answered: in all, by groups with their names, with the shares that follow."""

from __future__ import annotations

from functools import reduce
from operator import add

from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.counting.figures import count
from contract.counting import Count, Figures, Line, Period, rates
from contract.machine import Names
from contract.reference import Reference

_NONE = {
    "unit": Names("未派遣", "with no unit"),
    "street": Names("未定区域", "with no area"),
    "channel": Names("无渠道", "with no channel"),
    "category": Names("未定事项", "with no item"),
}
"""What belongs to no group yet."""


async def answer(
    connection: AsyncConnection, ref: Reference, period: Period, now: int, by: str = "", bounds: str = ""
) -> Count:
    """The figures of a period as known at `now`, of the tickets at or below an area's path ("": all)."""
    groups = await count(connection, ref.district.code, period, now, by, bounds)
    total = reduce(add, groups.values(), Figures())
    return Count(
        from_at=period.from_at,
        to_at=period.to_at,
        at=now,
        by=by,
        total=total,
        rates=rates(total),
        lines=tuple(
            Line(code=code, names=names_of(ref, by, code), figures=figures, rates=rates(figures))
            for code, figures in groups.items()
            if by
        ),
    )


def names_of(ref: Reference, by: str, code: str) -> Names:
    """What people call a group; its code where nothing of that code is known."""
    if not code:
        return _NONE[by]
    found: Names | None = None
    match by:
        case "unit":
            unit = ref.unit(code)
            found = unit.names if unit is not None else None
        case "street":
            area = ref.area(code)
            found = area.names if area is not None else None
        case "channel":
            channel = ref.channel(code)
            found = channel.names if channel is not None else None
        case "category":
            found = next((i.category_names for i in reversed(ref.items) if i.category == code), None)
    return found or Names(code, code)
