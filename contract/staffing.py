"""Who is to stand where (人员配置): the posts of a grid and of a unit, as a centre has laid them down."""

from __future__ import annotations

import msgspec

from .machine import Names


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """A post. `count` people of it belong to every grid or unit; 0: as many as there are (the N of 1+1+2+N).

    Who holds one that `patrols` goes round and checks in.
    """

    key: str
    names: Names
    count: int = 1
    patrols: bool = False


class Staffing(msgspec.Struct, frozen=True, kw_only=True):
    """The posts of a district's grids and units. `formula` is what the centre calls it (``1+1+2+N``).

    `patrol` is how many ms may lie between two check-ins of somebody on patrol; 0: none is set. `cover` and
    `unit_cover` are the minutes of every local day in which somebody is to be on duty in a grid, in a unit.
    """

    formula: str = ""
    patrol: int = 0
    cover: tuple[tuple[int, int], ...] = ()
    unit_cover: tuple[tuple[int, int], ...] = ()
    grid: tuple[Post, ...] = ()
    unit: tuple[Post, ...] = ()

    def post(self, key: str) -> Post | None:
        """The post of a key."""
        return next((post for post in self.grid + self.unit if post.key == key), None)
