"""The division of a district into grids as something that is changed: from a date on, with what it does to
the grids that stand now.

A division is a list of changes, worked out one after the other on the grids as they will be on its date. It
touches the smallest areas alone; what lies above them keeps its outline. A grid that is split, merged or left
out of an imported division is withdrawn: its code is never given again, tickets keep it, and it says into
which grids its ground went.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from .action import Hash, Id, Latitude, Longitude, Reason
from .machine import Names
from .reference import Area, Share

TOLERANCE_M2 = 1.0
"""A gap, an overlap or a piece beyond the border that is smaller than this is none."""
MENDED_M2 = 200.0
"""Gaps and overlaps of an imported file up to this are mended and said; larger ones are refused. Longer ones
that are no wider than `MENDED_M` are mended, too: two surveys of one border."""
MENDED_M = 3.0
SMALLEST_M2 = 50.0
"""No part of a grid that is cut may be smaller."""
CHANGES = 2_000
VERTICES = 400_000
"""So many a file may have in all."""

System = Literal["wgs84", "gcj02", "bd09"]
GridCode = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_.-]+$")]
MaybeCode = Annotated[str, msgspec.Meta(max_length=64, pattern=r"^[0-9A-Za-z_.-]*$")]
DivisionName = Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^[0-9A-Za-z_.-]+$")]
DivisionDay = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
_Name = Annotated[str, msgspec.Meta(max_length=200)]
Point = tuple[Longitude, Latitude]
"""Degrees, WGS-84."""
Line = Annotated[tuple[Point, ...], msgspec.Meta(min_length=2, max_length=5_000)]
Ring = Annotated[tuple[Point, ...], msgspec.Meta(min_length=3, max_length=5_000)]


class GridName(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a new grid is called. What is left out is found: the next free code below the parent, a name after
    it."""

    code: MaybeCode = ""
    short: _Name = ""
    zh: _Name = ""
    en: _Name = ""


class _Change(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="change"):
    """Common to all."""


class Split(_Change, frozen=True, kw_only=True, tag="split"):
    """Cuts a grid along a line that crosses it from border to border. `into` names the parts, from north-west
    to south-east; none: they are named after the grid."""

    grid: GridCode
    line: Line
    into: Annotated[tuple[GridName, ...], msgspec.Meta(max_length=50)] = ()


class Merge(_Change, frozen=True, kw_only=True, tag="merge"):
    """Makes one grid of several neighbours below one parent."""

    grids: Annotated[tuple[GridCode, ...], msgspec.Meta(min_length=2, max_length=200)]
    into: GridName = GridName()


class Cede(_Change, frozen=True, kw_only=True, tag="cede"):
    """Moves a border: what lies inside the ring and belongs to grids below the same parent goes to one of
    them. All keep their codes."""

    to: GridCode
    ring: Ring


class Rename(_Change, frozen=True, kw_only=True, tag="rename"):
    """Gives a grid another name; "" keeps what it has."""

    grid: GridCode
    short: _Name = ""
    zh: _Name = ""
    en: _Name = ""


class FileMapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which properties of a file's features say what. `parent` may hold a code or a name, or be "": then the
    parent is where the grid lies. `level` is the level of the grids ("" for the lowest of the district)."""

    code: _Name = "code"
    zh: _Name = "name_zh"
    en: _Name = "name_en"
    short: _Name = "short"
    parent: _Name = "parent"
    households: _Name = "households"
    kind: _Name = "kind"
    level: _Name = ""
    system: System = "wgs84"


class Replace(_Change, frozen=True, kw_only=True, tag="import"):
    """Puts the grids of a stored GeoJSON file in the place of all that lie below `within` ("" for the whole
    district)."""

    sha256: Hash
    name: _Name = ""
    within: MaybeCode = ""
    mapping: FileMapping = FileMapping()


Change = Split | Merge | Cede | Rename | Replace


class ProposeDivision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The command that adopts a division, or asks what it would come to; `action_id` is its key.

    `effective_from` is a day of the district's calendar, today at the earliest; today means from now on.
    `base` is the last division that was adopted, as whoever proposes knows it ("" for none; None: whichever):
    where it is another, somebody was first and nothing is taken.
    """

    action_id: Id
    id: DivisionName
    effective_from: DivisionDay
    title: _Name = ""
    base: Annotated[str, msgspec.Meta(max_length=40)] | None = None
    changes: Annotated[tuple[Change, ...], msgspec.Meta(min_length=1, max_length=CHANGES)]


class CallOffDivision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Calls a division off that has not begun."""

    action_id: Id
    reason: Reason


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was repaired, or is refused: where (degrees, where it has a place), in which change
    (from 1, 0 for the whole), which feature of the file (from 1), which grid, by what rule, how much (m²)."""

    rule: str
    zh: str
    en: str
    change: int = 0
    feature: int = 0
    code: str = ""
    lon: float | None = None
    lat: float | None = None
    m2: float = 0.0


Outline = tuple[tuple[tuple[tuple[float, float], ...], ...], ...]
"""Polygons, each its outer ring and its holes, each a closed ring of degrees."""


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """Ground where the grids leave a ``hole``, ``overlap``, or lie ``outside`` what is above them."""

    kind: str
    lon: float
    lat: float
    m2: float
    grids: tuple[str, ...] = ()
    outline: Outline = ()


class NewGrid(msgspec.Struct, frozen=True, kw_only=True):
    """A grid that a division brings or redraws: the area as it will be, its ground, from which grids it comes
    (shares of those), open tickets that lie on it. `fresh`: its code is new."""

    area: Area
    m2: float
    fresh: bool
    parts: int = 1
    comes_from: tuple[Share, ...] = ()
    open_tickets: int = 0
    outline: Outline = ()


class GoneGrid(msgspec.Struct, frozen=True, kw_only=True):
    """A grid that is withdrawn: into which its ground goes (shares of it), its open tickets, which keep it,
    and who is bound to it: accounts of grid workers, holders of posts."""

    area: Area
    m2: float
    into: tuple[Share, ...] = ()
    open_tickets: int = 0
    accounts: tuple[str, ...] = ()
    holders: int = 0


class DivisionProposal(msgspec.Struct, frozen=True, kw_only=True):
    """What a division comes to. It is `accepted` where nothing of it is refused; `adopted` where it was."""

    id: str
    effective_from: int
    accepted: bool
    adopted: bool = False
    before: int = 0
    after: int = 0
    gone: tuple[GoneGrid, ...] = ()
    grids: tuple[NewGrid, ...] = ()
    repairs: tuple[Finding, ...] = ()
    faults: tuple[Finding, ...] = ()
    marks: tuple[Marked, ...] = ()
    notices: tuple[Names, ...] = ()
    tolerance_m2: float = TOLERANCE_M2


Standing = Literal["past", "current", "coming", "called_off"]


class Division(msgspec.Struct, frozen=True, kw_only=True):
    """A division that was adopted: since when, by whom, how many grids it withdrew, brought and redrew, and
    how many there are under it."""

    id: str
    effective_from: int
    standing: str
    title: str = ""
    at: int = 0
    by: str = ""
    withdrawn: int = 0
    fresh: int = 0
    redrawn: int = 0
    grids: int = 0


class DivisionDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A division with what it did, grid by grid."""

    division: Division
    gone: tuple[GoneGrid, ...] = ()
    grids: tuple[NewGrid, ...] = ()
