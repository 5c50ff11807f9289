"""A picture of the map kept in pieces: moved, only what comes in is painted; zoomed, it is stretched and then
painted anew piece by piece, what nothing covers first."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from widgets.map.layer import Bounds
from widgets.map.projection import Window

SIDE = 256
"""Px of a piece's sides."""
STRETCHED = (0.6, 1.7)
"""A kept picture is stretched up to here while the map is zoomed; beyond, one of the scale then is begun."""
BEYOND = 1
"""Pieces kept ready on every side of the window."""
KEPT = 1.5
"""So many times the pieces in and beside the window are kept at most: 256 kB each."""

Place = tuple[int, int]
"""Column and row of a piece, eastwards and southwards from the middle of the world."""


@dataclass(slots=True)
class Sheet:
    """The pieces of one scale. `stale` ones show what was; they are shown until they are painted anew."""

    scale: float
    ratio: float
    pieces: dict[Place, QPixmap] = field(default_factory=dict)
    stale: set[Place] = field(default_factory=set)

    def origin(self, window: Window) -> tuple[int, int]:
        """Where the window's upper left lies on the sheet as it is at the window's scale, in device px."""
        x = (window.x * window.scale - window.width / 2) * self.ratio
        y = (-window.y * window.scale - window.height / 2) * self.ratio
        return round(x), round(y)

    def seen(self, window: Window, beyond: int = 0) -> QRect:
        """Columns and rows of the pieces that the window meets, and so many more on every side."""
        side = SIDE * self.ratio * window.scale / self.scale
        x, y = self.origin(window)
        wide, high = window.width * self.ratio, window.height * self.ratio
        left, top = math.floor(x / side) - beyond, math.floor(y / side) - beyond
        right, bottom = math.ceil((x + wide) / side) + beyond, math.ceil((y + high) / side) + beyond
        return QRect(left, top, max(right - left, 1), max(bottom - top, 1))

    def target(self, place: Place, window: Window, origin: tuple[int, int]) -> QRect:
        """Where a piece lies in the window, in device px: edges meet those of its neighbours at any scale."""
        side = SIDE * self.ratio * window.scale / self.scale
        left, top = round(place[0] * side) - origin[0], round(place[1] * side) - origin[1]
        right, bottom = round((place[0] + 1) * side) - origin[0], round((place[1] + 1) * side) - origin[1]
        return QRect(left, top, right - left, bottom - top)

    def has(self, bounds: Bounds) -> bool:
        """Whether pieces are there for all of those bounds; a px less at their edges, which are rounded."""
        side = SIDE / self.scale
        hair = 0.5 / self.scale
        left, right = math.floor((bounds[0] + hair) / side), math.ceil((bounds[2] - hair) / side)
        top, bottom = math.floor((hair - bounds[3]) / side), math.ceil((-hair - bounds[1]) / side)
        return all((c, r) in self.pieces for r in range(top, bottom) for c in range(left, right))

    def covered(self, window: Window) -> int:
        """Device px of the window that pieces are there for."""
        origin, found = self.origin(window), 0
        whole = QRect(0, 0, round(window.width * self.ratio), round(window.height * self.ratio))
        for place in _places(self.seen(window)):
            if place in self.pieces:
                part = self.target(place, window, origin) & whole
                found += part.width() * part.height()
        return found

    def window_of(self, place: Place) -> Window:
        """The window that a piece shows."""
        side = SIDE / self.scale
        return Window((place[0] + 0.5) * side, -(place[1] + 0.5) * side, self.scale, SIDE, SIDE)


def _places(area: QRect) -> Iterable[Place]:
    for row in range(area.top(), area.top() + area.height()):
        for column in range(area.left(), area.left() + area.width()):
            yield column, row


class Pieces:
    """Keeps what `paint` drew. `paint(painter, window)` is called for one piece at a time; an `opaque`
    picture fills all of it."""

    def __init__(self, paint: Callable[[QPainter, Window], None], *, opaque: bool = True) -> None:
        self._paint = paint
        self._opaque = opaque
        self._sheet: Sheet | None = None
        self._under: Sheet | None = None
        self.painted = 0
        """How many pieces were painted since it was made."""

    def drop(self) -> None:
        """Nothing of it is right any more, not even for a moment."""
        self._sheet = self._under = None

    def renew(self, bounds: Bounds | None = None) -> None:
        """What it shows has changed there, everywhere without bounds; what was is shown until then."""
        self._under = None
        sheet = self._sheet
        if sheet is None:
            return
        for place in sheet.pieces:
            if bounds is None or _meets(sheet.window_of(place).bounds(), bounds):
                sheet.stale.add(place)

    def prepare(self, window: Window, ratio: float, *, zooming: bool, seconds: float) -> bool:
        """Paints what is missing in the window for at most so long; whether nothing is left to paint
        at the scale it is kept in now.

        One piece is painted at least. What nothing covers comes first, then what is nearest to the middle.
        """
        sheet = self._for(window, ratio, zooming)
        seen = sheet.seen(window)
        missing = [p for p in _places(seen) if p not in sheet.pieces or p in sheet.stale]
        if not missing:
            if sheet.scale == window.scale:
                self._under = None
            return True
        middle = seen.left() + seen.width() / 2 - 0.5, seen.top() + seen.height() / 2 - 0.5
        under = self._under
        bare = {
            place
            for place in missing
            if place not in sheet.pieces and (under is None or not _covers(under, sheet, place, window))
        }
        missing.sort(
            key=lambda p: (p not in bare, (p[0] - middle[0]) ** 2 + (p[1] - middle[1]) ** 2),
        )
        began, left = time.perf_counter(), len(missing)
        for place in missing:
            self._paint_piece(sheet, place)
            left -= 1
            # Ground that is bare is seen more than a frame that comes late by as much again.
            longest = seconds * (2 if place in bare else 1)
            if time.perf_counter() - began >= longest:
                break
        self._forget(sheet, window)
        return left == 0

    def ahead(self, window: Window) -> bool:
        """Paints one piece beside the window; false when all of those are there."""
        sheet = self._sheet
        if sheet is None or sheet.scale != window.scale:
            return False
        for place in _places(sheet.seen(window, BEYOND)):
            if place not in sheet.pieces or place in sheet.stale:
                self._paint_piece(sheet, place)
                return True
        return False

    def show(self, painter: QPainter, window: Window) -> None:
        """Draws it. The painter's units are device px."""
        for sheet in (self._under, self._sheet):
            if sheet is None:
                continue
            origin = sheet.origin(window)
            stretched = sheet.scale != window.scale
            for place in _places(sheet.seen(window)):
                pixmap = sheet.pieces.get(place)
                if pixmap is None or (sheet is self._under and self._hides(sheet, place, window)):
                    continue
                target = sheet.target(place, window, origin)
                if stretched:
                    painter.drawPixmap(target, pixmap, pixmap.rect())
                else:
                    painter.drawPixmap(target.topLeft(), pixmap)

    def covers(self, window: Window) -> bool:
        """Whether every place of the window is painted at its scale and as it is."""
        sheet = self._sheet
        return (
            sheet is not None
            and sheet.scale == window.scale
            and all(p in sheet.pieces and p not in sheet.stale for p in _places(sheet.seen(window)))
        )

    def bare(self, window: Window) -> float:
        """The share of the window that nothing is painted for, not even to be stretched."""
        sheet, found = self._sheet, 0
        if sheet is None:
            return 1.0
        origin = sheet.origin(window)
        whole = QRect(0, 0, round(window.width * sheet.ratio), round(window.height * sheet.ratio))
        for place in _places(sheet.seen(window)):
            if place not in sheet.pieces and not (self._under and _covers(self._under, sheet, place, window)):
                part = sheet.target(place, window, origin) & whole
                found += part.width() * part.height()
        return found / max(whole.width() * whole.height(), 1)

    def _for(self, window: Window, ratio: float, zooming: bool) -> Sheet:
        """The sheet that pieces are painted on now."""
        sheet = self._sheet
        if sheet is None or sheet.ratio != ratio:
            self._under = None
            self._sheet = sheet = Sheet(window.scale, ratio)
        elif sheet.scale != window.scale:
            stretched = window.scale / sheet.scale
            if not zooming or not STRETCHED[0] <= stretched <= STRETCHED[1]:
                # What covers more stays under the new one: a scale passed through quickly has few pieces.
                if self._under is None or sheet.covered(window) >= self._under.covered(window):
                    self._under = sheet
                self._sheet = sheet = Sheet(window.scale, ratio)
        return sheet

    def _hides(self, under: Sheet, place: Place, window: Window) -> bool:
        """Whether a piece of the sheet beneath is painted over wholly."""
        return self._sheet is not None and _covers(self._sheet, under, place, window)

    def _paint_piece(self, sheet: Sheet, place: Place) -> None:
        side = round(SIDE * sheet.ratio)
        pixmap = QPixmap(side, side)
        pixmap.setDevicePixelRatio(sheet.ratio)
        if not self._opaque:
            pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            painter.setClipRect(QRectF(0, 0, SIDE, SIDE))
            self._paint(painter, sheet.window_of(place))
        pixmap.setDevicePixelRatio(1.0)
        sheet.pieces[place] = pixmap
        sheet.stale.discard(place)
        self.painted += 1

    def _forget(self, sheet: Sheet, window: Window) -> None:
        """Lets go of what is farthest when there is too much."""
        seen = sheet.seen(window, BEYOND)
        most = round(seen.width() * seen.height() * KEPT)
        if len(sheet.pieces) <= most:
            return
        middle = seen.left() + seen.width() / 2 - 0.5, seen.top() + seen.height() / 2 - 0.5

        def away(place: Place) -> float:
            return max(abs(place[0] - middle[0]) / seen.width(), abs(place[1] - middle[1]) / seen.height())

        far = sorted(sheet.pieces, key=away, reverse=True)
        for place in far[: len(far) - seen.width() * seen.height()]:
            del sheet.pieces[place]
            sheet.stale.discard(place)


def _covers(other: Sheet, sheet: Sheet, place: Place, window: Window) -> bool:
    """Whether another sheet has all that the window shows of a piece."""
    a, b = sheet.window_of(place).bounds(), window.bounds()
    return other.has((max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])))


def _meets(a: Bounds, b: Bounds) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
