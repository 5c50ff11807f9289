"""What every area of a level is measured by: summed once by the place of each round, then up the tree."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.counting.figures import made_known_and_answered
from contract.account import in_path
from contract.counting import Period
from contract.measures import AreaMeasure, AreaMeasures
from contract.reference import Reference


async def measure(
    connection: AsyncConnection, ref: Reference, level: str, period: Period, now: int, bounds: str
) -> AreaMeasures:
    """The areas of a level at or below the area `bounds` (a path), with what was counted in the period.

    A ticket of a grid that is no more counts in the areas above it.
    """
    bounds = bounds or ref.district.code
    counted = {a.code: [0, 0, 0] for a in ref.areas if a.level == level and in_path(a.path, bounds)}
    by_path = await made_known_and_answered(connection, ref.district.code, period, now, bounds)
    for path, numbers in by_path.items():
        for code in path.split("/"):
            if code in counted:
                counted[code] = [held + more for held, more in zip(counted[code], numbers, strict=True)]
    return AreaMeasures(
        from_at=period.from_at,
        to_at=period.to_at,
        at=now,
        level=level,
        lines=tuple(
            AreaMeasure(
                code=code,
                reported=reported,
                evaluated=evaluated,
                satisfied=satisfied,
                households=area.households if (area := ref.area(code)) is not None else 0,
            )
            for code, (reported, evaluated, satisfied) in counted.items()
        ),
    )
