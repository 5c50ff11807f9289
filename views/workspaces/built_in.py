"""The workspaces that come with the console: for each kind of seat, over one to four monitors."""

from __future__ import annotations

from collections.abc import Collection

from console.settings import Arrangement, Place
from contract.account import Actor

KINDS = ("seat", "duty", "subcentre", "wall", "handler", "grid", "leader", "admin")
MOST = 4
WALL = "wall"
MAIN = "main"

_WANTED: dict[str, tuple[tuple[str, ...], ...]] = {
    # The first stands in the main window. A seat takes in and sends out; the rest is for looking up.
    "seat": (
        ("intake",),
        ("intake", "dispatch"),
        ("intake", "dispatch", "tickets"),
        ("intake", "dispatch", "tickets", WALL),
    ),
    # A duty officer watches the whole board.
    "duty": (
        ("deadlines",),
        ("deadlines", WALL),
        ("deadlines", "tickets", WALL),
        ("deadlines", "tickets", "seats", WALL),
    ),
    # A street's few people take in, send out, verify and close themselves.
    "subcentre": (
        ("intake",),
        ("intake", "closing"),
        ("intake", "dispatch", "closing"),
        ("intake", "dispatch", "closing", WALL),
    ),
    # A room's wall is driven from the monitor beside it.
    "wall": (
        ("tickets", WALL),
        ("tickets", WALL),
        ("tickets", "dispatch", WALL),
        ("tickets", "dispatch", "closing", WALL),
    ),
    "handler": (
        ("handling",),
        ("handling", "tickets"),
        ("handling", "tickets", WALL),
        ("handling", "tickets", WALL),
    ),
    "grid": (("grid",), ("grid", "tickets"), ("grid", "tickets", WALL), ("grid", "tickets", WALL)),
}
_OTHERS = (("tickets",), ("tickets", WALL), ("tickets", WALL), ("tickets", WALL))


def kind_of(actor: Actor | None) -> str:
    """The kind of workspace of who sits here: a seat whose scope is a street is a sub-centre's."""
    if actor is None:
        return ""
    if actor.role == "seat" and "/" in actor.area_path:
        return "subcentre"
    return actor.role


def built_in(kind: str, screens: Collection[str], count: int, first: int = 0) -> Arrangement:
    """The arrangement of a kind over `count` monitors; the main window stands on number `first`. Screens that
    the role has not are left out."""
    count = min(max(count, 1), MOST)
    wanted = [what for what in _WANTED.get(kind, _OTHERS)[count - 1] if what == WALL or what in screens]
    if not wanted or wanted[0] == WALL:
        wanted.insert(0, next(iter(screens)))
    others = [n for n in range(count) if n != first]
    places = [Place(MAIN, first, "maximized")]
    for n, what in enumerate(wanted[1:]):
        monitor = others[n] if n < len(others) else first
        places.append(Place(what, monitor, "full" if what == WALL else "maximized"))
    return Arrangement(front=wanted[0], places=tuple(places))
