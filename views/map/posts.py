"""Who stands on the map: of a past instant while that is shown, around a place while that is asked about,
else everybody on duty as they checked in last, where the layer is on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QTimer

from console.errors import ConsoleError
from contract.playback import Passing
from views.map.house import MapHouse
from views.map.layers import POSTS, Shown
from views.on_line import why_not
from widgets.map import MapPost, PostKind

THEN, NEAR, LIVE = "then", "near", "live"
_ORDER = (THEN, NEAR, LIVE)
_AGAIN_MS = 20_000
"""However many check in meanwhile, it is asked for once in so long."""
_STALE_MS = 60_000
"""Ages grow, turns end."""
ROLES = ("seat", "duty", "handler", "leader", "admin")
"""Roles that may know who stands where."""


def post_of(one: Passing, at: int) -> MapPost:
    """Somebody as they stood at an instant."""
    return MapPost(f"{one.account}", one.lon, one.lat, PostKind.PERSON, one.name, max(0, at - one.at))


class Posts(QObject):
    """Of one map: `posts_of`. Several may put posts there; those of the first in order are shown."""

    def __init__(self, house: MapHouse) -> None:
        super().__init__(house.canvas)
        self._house = house
        self._put: dict[str, tuple[MapPost, ...]] = {}
        self._shown: tuple[MapPost, ...] = ()
        self._live = False
        self._known: tuple[Passing, ...] = ()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._ask)
        desk = house.context.desk
        desk.heard.connect(self._on_heard)
        desk.connection_changed.connect(self._on_connection)

    def shown(self) -> tuple[MapPost, ...]:
        """What stands on the map."""
        return self._shown

    def put(self, who: str, posts: Iterable[MapPost] | None) -> None:
        """Posts of one of `THEN`, `NEAR`, `LIVE`; None takes them away."""
        if posts is None:
            self._put.pop(who, None)
        else:
            self._put[who] = tuple(posts)
        shown: Sequence[MapPost] = next((self._put[one] for one in _ORDER if one in self._put), ())
        if tuple(shown) != self._shown:
            self._shown = tuple(shown)
            self._house.canvas.set_posts(self._shown)

    # --- everybody on duty -------------------------------------------------------------------------------
    def show_live(self, on: bool) -> None:
        """Whether everybody on duty is shown."""
        actor = self._house.context.desk.actor
        on = on and actor is not None and actor.role in ROLES
        if on == self._live:
            return
        self._live = on
        if on:
            self._ask()
        else:
            self._again.stop()
            self.put(LIVE, None)

    def _on_heard(self, kind: str) -> None:
        soon = self._again.isActive() and self._again.remainingTime() <= _AGAIN_MS
        if self._live and kind in ("", "duty") and not soon:
            self._again.start(_AGAIN_MS)

    def _on_connection(self) -> None:
        if self._live and not self._again.isActive():
            self._ask()

    def _ask(self) -> None:
        desk = self._house.context.desk
        self._again.start(_STALE_MS)
        self._show_live()
        if why_not(desk) or not self._house.canvas.isVisible():
            return
        now = self._house.context.now()

        def done(found: tuple[Passing, ...]) -> None:
            self._known = found
            self._show_live()

        def failed(_error: ConsoleError) -> None:
            """The status line tells of the line; what was known stays, and grows old."""

        desk.run("posts", desk.playbacks.posts(now, now), done, failed, self)

    def _show_live(self) -> None:
        if self._live:
            now = self._house.context.now()
            self.put(LIVE, [post_of(one, now) for one in self._known if now < one.until])


def live_posts(house: MapHouse) -> Posts:
    """The layer of everybody on duty, by its switch."""
    posts = posts_of(house)

    def follow(shown: Shown) -> None:
        posts.show_live(POSTS in shown.layers)

    house.layers_changed.connect(follow)
    follow(house.shown)
    return posts


def posts_of(house: MapHouse) -> Posts:
    """The posts of a map's canvas; made when first asked for."""
    found = house.canvas.findChild(Posts)
    return found if isinstance(found, Posts) else Posts(house)
