"""Where a joint action is, as its papers' map shows it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from contract.joint.joint import Joint

Point = tuple[float, float]
"""Degrees of longitude and latitude, WGS-84."""


class Place(msgspec.Struct, frozen=True):
    """What stands on the map: the point with the radius (metres) that counts as on the spot, the outline
    drawn, and tied tickets by the number they have in the paper's list."""

    point: Point | None
    radius: int
    ring: tuple[Point, ...]
    tickets: tuple[tuple[int, Point], ...]


def is_placed(joint: Joint) -> bool:
    """Whether there is anything to show."""
    return (joint.lon is not None and joint.lat is not None) or len(joint.ring) > 2


def place_of(joint: Joint, radius: int, tickets: Mapping[str, Point]) -> Place | None:
    """The map of a joint action; `tickets` are the points known of tied tickets, by id."""
    if not is_placed(joint):
        return None
    point = (joint.lon, joint.lat) if joint.lon is not None and joint.lat is not None else None
    placed = tuple((n, tickets[t.id]) for n, t in enumerate(joint.tickets, 1) if t.id in tickets)
    return Place(point, radius, joint.ring, placed)
