"""What stands on a map one by one: posts, zones, tracks and streets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class PostKind(StrEnum):
    """Who or what a post is, and so its shape."""

    PERSON = "person"
    """A disc under an arc: somebody on foot."""
    TEAM = "team"
    """A square: a unit at work."""
    VEHICLE = "vehicle"
    """A wide arrow head."""
    STATION = "station"
    """A house: what does not move."""


@dataclass(frozen=True, slots=True)
class MapPost:
    """A person, a team or a station at a place. `age_ms` is how long ago it was known to be there: it is said
    in words and makes the post paler; None for what does not move."""

    key: str
    lon: float
    lat: float
    kind: PostKind = PostKind.PERSON
    label: str = ""
    age_ms: int | None = None


class Tone(StrEnum):
    """A zone's or a track's colour, a token of the theme."""

    ACCENT = "accent"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    DIM = "dim"


@dataclass(frozen=True, slots=True, eq=False)
class MapZone:
    """A zone of an operation, over the areas: rings as (n, 2) longitude and latitude, odd-even filled."""

    key: str
    label: str
    rings: Sequence[NDArray[np.float64]]
    tone: Tone = Tone.ACCENT


@dataclass(frozen=True, slots=True, eq=False)
class MapPath:
    """A track: (n, 2) longitude and latitude in order; its last point is where it has come to."""

    key: str
    line: NDArray[np.float64]
    tone: Tone = Tone.ACCENT
    label: str = ""


class Tool(StrEnum):
    """What the hand does on the map."""

    PAN = "pan"
    """Draws the map along; a click means what it meets."""
    BOX = "box"
    """A rectangle from corner to corner."""
    POLYGON = "polygon"
    """A ring, corner by corner; a double click, Enter or a click on the first one closes it."""
    MEASURE = "measure"
    """As POLYGON or open: its length on the ground, and its area where it is closed. It stays until Esc."""
    POINT = "point"
    """One place."""
    LINE = "line"
    """An open line, corner by corner; a double click or Enter ends it."""
