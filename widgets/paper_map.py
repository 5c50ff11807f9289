"""The map in a paper: streets, outlines, the place with its radius, an area drawn, numbered tickets; black on
white with shapes that stay apart in a photocopy. Painted without a widget, on any thread."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPolygonF

from widgets.map.projection import Window, fitting, ground_scale, to_metres
from widgets.map.shapes import MapArea
from widgets.map.streets import Street

SIZE = (1560, 1000)
"""Px: 156 by 100 mm at 10 px a millimetre (254 dpi)."""
_MM = SIZE[0] / 156
_LEAST_ACROSS = 600.0
"""Metres on the ground that are shown at least."""
_MARGIN = 0.08
SANS = ("SimHei", "黑体", "STHeiti", "Noto Sans CJK SC", "Microsoft YaHei")
_GROUND, _INK, _FAINT = QColor("#FFFFFF"), QColor("#1B2430"), QColor("#5E6876")
_STREETS = {1: (QColor("#C9D0D9"), 2.6), 2: (QColor("#D6DBE2"), 1.7), 3: (QColor("#E3E7EC"), 0.9)}
"""Colour and width (mm) by rank."""
_OUTLINE = QColor("#9AA3AF")
_SPOT, _RING, _TICKET = QColor("#1560C8"), QColor("#B92B25"), QColor("#1B2430")
_ROUND = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class PaperPlace:
    """What the map is of: the point with its radius (metres), the ring (degrees), tickets by their number."""

    point: tuple[float, float] | None
    radius: float
    ring: NDArray[np.float64]
    tickets: Sequence[tuple[int, tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class PaperGround:
    """What lies under it: streets, outlines of areas, and the words of the frame."""

    streets: Sequence[Street]
    areas: Sequence[MapArea]
    north: str
    metres: str
    """A length of {n} metres."""
    kilometres: str
    note: str = ""
    """What must be known of the ground (drawn, not surveyed)."""


def map_picture(place: PaperPlace, ground: PaperGround) -> bytes:
    """The map as PNG."""
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(_GROUND)
    dots = round(_MM * 1000)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        _Painted(painter, place, ground).paint()
    finally:
        painter.end()
    out = QBuffer()
    out.open(QIODevice.OpenModeFlag.WriteOnly)
    # The binding takes a str where its stubs say bytes.
    image.save(out, cast("bytes", "PNG"))
    return bytes(out.data().data())


def window_of(place: PaperPlace) -> Window:
    """The part of the world that the map shows: all of the place, and no less than a quarter around it."""
    found: list[NDArray[np.float64]] = []
    if len(place.ring):
        found.append(to_metres(place.ring))
    if place.tickets:
        found.append(to_metres(np.array([point for _, point in place.tickets], np.float64)))
    if place.point is not None:
        middle = to_metres(np.array([place.point], np.float64))
        reach = place.radius / ground_scale(float(middle[0, 1]))
        found += [middle - reach, middle + reach]
    points = np.concatenate(found)
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    scale = ground_scale(float(south + north) / 2)
    wanting = max(0.0, _LEAST_ACROSS / scale * SIZE[1] / SIZE[0] - float(north - south)) / 2
    bounds = (float(west), float(south) - wanting, float(east), float(north) + wanting)
    return fitting(bounds, *SIZE, _MARGIN)


class _Painted:
    """One picture while it is painted."""

    def __init__(self, painter: QPainter, place: PaperPlace, ground: PaperGround) -> None:
        self._painter = painter
        self._place = place
        self._ground = ground
        self._window = window_of(place)
        self._taken: list[QRectF] = []
        """Where words stand already."""

    def paint(self) -> None:
        """All of it, the lowest first."""
        self._paint_streets()
        self._paint_areas()
        self._paint_place()
        self._hold_frame()
        self._paint_tickets()
        self._name_streets()
        self._name_areas()
        self._paint_frame()

    # -- geometry -------------------------------------------------------------------------------------------
    def _seen(self, degrees: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """A line in px; None where it lies outside the picture."""
        metres = to_metres(np.asarray(degrees, np.float64))
        window = self._window
        px = np.column_stack(
            (
                (metres[:, 0] - window.x) * window.scale + window.width / 2,
                (window.y - metres[:, 1]) * window.scale + window.height / 2,
            )
        )
        low, high = px.min(axis=0), px.max(axis=0)
        outside = high[0] < 0 or high[1] < 0 or low[0] > window.width or low[1] > window.height
        return None if outside else px

    def _at(self, point: tuple[float, float]) -> QPointF:
        metres = to_metres(np.array([point], np.float64))[0]
        return QPointF(*self._window.to_screen(float(metres[0]), float(metres[1])))

    @staticmethod
    def _polygon(px: NDArray[np.float64]) -> QPolygonF:
        return QPolygonF([QPointF(x, y) for x, y in px.tolist()])

    def _px(self, metres: float) -> float:
        """Metres on the ground in px."""
        return metres / ground_scale(self._window.y) * self._window.scale

    # -- ground ---------------------------------------------------------------------------------------------
    def _paint_streets(self) -> None:
        for rank in (3, 2, 1):
            ink, wide = _STREETS[rank]
            pen = QPen(ink, wide * _MM)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            self._painter.setPen(pen)
            for street in self._ground.streets:
                if street.rank == rank and (px := self._seen(street.line)) is not None:
                    self._painter.drawPolyline(self._polygon(px))

    def _paint_areas(self) -> None:
        pen = QPen(_OUTLINE, 0.25 * _MM)
        pen.setDashPattern([8, 4, 2, 4])
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for area in self._ground.areas:
            for ring in area.rings:
                if len(ring) > 2 and (px := self._seen(ring)) is not None:
                    self._painter.drawPolygon(self._polygon(px))

    # -- the action -----------------------------------------------------------------------------------------
    def _paint_place(self) -> None:
        painter, place = self._painter, self._place
        if len(place.ring) > 2 and (px := self._seen(place.ring)) is not None:
            fill = QColor(_RING)
            fill.setAlpha(26)
            painter.setPen(QPen(_RING, 0.6 * _MM))
            painter.setBrush(fill)
            painter.drawPolygon(self._polygon(px))
        if place.point is None:
            return
        middle, reach = self._at(place.point), self._px(place.radius)
        fill = QColor(_SPOT)
        fill.setAlpha(18)
        pen = QPen(_SPOT, 0.5 * _MM)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(fill)
        painter.drawEllipse(middle, reach, reach)
        painter.setPen(QPen(_GROUND, 1.6 * _MM))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, 2.0 * _MM, 2.0 * _MM)
        painter.setPen(QPen(_SPOT, 0.8 * _MM))
        painter.setBrush(_GROUND)
        painter.drawEllipse(middle, 2.0 * _MM, 2.0 * _MM)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SPOT)
        painter.drawEllipse(middle, 0.8 * _MM, 0.8 * _MM)
        self._taken.append(QRectF(middle.x() - 3 * _MM, middle.y() - 3 * _MM, 6 * _MM, 6 * _MM))

    def _paint_tickets(self) -> None:
        """Numbers in discs; one that would lie over another or the place is led aside to where there is
        room."""
        font = self._font(2.8, bold=True)
        size = 2.1 * _MM
        for number, point in self._place.tickets:
            where = self._at(point)
            disc = self._free(where, size)
            self._painter.setPen(QPen(_TICKET, 0.3 * _MM))
            if disc != where:
                self._painter.drawLine(where, disc)
                self._painter.setBrush(_TICKET)
                self._painter.drawEllipse(where, 0.5 * _MM, 0.5 * _MM)
            self._painter.setBrush(_TICKET)
            self._painter.drawEllipse(disc, size, size)
            self._painter.setFont(font)
            self._painter.setPen(_GROUND)
            box = QRectF(disc.x() - size, disc.y() - size, 2 * size, 2 * size)
            self._painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))
            self._taken.append(box)

    def _free(self, where: QPointF, size: float) -> QPointF:
        """The nearest place for a disc that is still free, in rings around where it belongs."""
        for ring in range(8):
            for turn in range(1 if ring == 0 else 12):
                angle = turn * math.tau / 12
                away = ring * 2.2 * size
                at = QPointF(where.x() + away * math.sin(angle), where.y() - away * math.cos(angle))
                box = QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size)
                if QRectF(0, 0, *SIZE).contains(box) and not self._is_taken(box):
                    return at
        return where

    # -- words ----------------------------------------------------------------------------------------------
    def _font(self, millimetres: float, *, bold: bool = False) -> QFont:
        font = QFont(list(SANS))
        font.setPixelSize(round(millimetres * _MM))
        font.setBold(bold)
        return font

    def _is_taken(self, box: QRectF) -> bool:
        return any(box.intersects(other) for other in self._taken)

    def _say(self, text: str, at: QPointF, font: QFont, ink: QColor) -> bool:
        """Words about a point, with a halo, where nothing else stands; whether they were said."""
        metrics = QFontMetricsF(font)
        wide, high = metrics.horizontalAdvance(text), metrics.height()
        box = QRectF(at.x() - wide / 2, at.y() - high / 2, wide, high)
        around = box.adjusted(-_MM, -0.5 * _MM, _MM, 0.5 * _MM)
        if not QRectF(0, 0, *SIZE).contains(around) or self._is_taken(around):
            return False
        self._taken.append(around)
        path = QPainterPath()
        path.addText(QPointF(box.left(), box.top() + metrics.ascent()), font, text)
        halo = QPen(_GROUND, 0.8 * _MM)
        halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(halo)
        self._painter.drawPath(path)
        self._painter.fillPath(path, ink)
        return True

    def _name_streets(self) -> None:
        """Every street once, the important ones first, near the middle of what is seen of it."""
        font, said = self._font(2.7), set[str]()
        for street in sorted(self._ground.streets, key=lambda one: one.rank):
            if not street.name or street.name in said:
                continue
            px = self._seen(street.line)
            if px is None:
                continue
            inside = px[((px > 0) & (px < np.array(SIZE))).all(axis=1)]
            for share in (0.5, 0.3, 0.7):
                if len(inside) and self._say(
                    street.name, QPointF(*inside[int(len(inside) * share)].tolist()), font, _FAINT
                ):
                    said.add(street.name)
                    break

    def _name_areas(self) -> None:
        font = self._font(2.5)
        for area in self._ground.areas:
            ring = self._seen(max(area.rings, key=len)) if area.rings else None
            if ring is not None:
                middle = (ring.min(axis=0) + ring.max(axis=0)) / 2
                self._say(area.label, QPointF(*middle.tolist()), font, _OUTLINE)

    # -- frame ----------------------------------------------------------------------------------------------
    def _bar(self) -> tuple[int, float]:
        """The length of the scale's bar: metres, a round number, and px."""
        most = self._window.width / 4 / self._px(1.0)
        power = 10 ** int(math.log10(most))
        metres = max(n * power for n in _ROUND if n * power <= most)
        return metres, self._px(metres)

    def _hold_frame(self) -> None:
        """Nothing else may stand where the scale and the arrow do."""
        wide, high = SIZE
        self._taken.append(QRectF(wide - 14 * _MM, 0, 14 * _MM, 17 * _MM))
        self._taken.append(QRectF(0, high - 12 * _MM, self._bar()[1] + 8 * _MM, 12 * _MM))
        if self._ground.note:
            self._taken.append(QRectF(wide - 50 * _MM, high - 7 * _MM, 50 * _MM, 7 * _MM))

    def _paint_frame(self) -> None:
        painter = self._painter
        wide, high = SIZE
        x, y = wide - 7.5 * _MM, 3.5 * _MM
        arrow = [QPointF(x, y), QPointF(x + 2 * _MM, y + 6 * _MM), QPointF(x, y + 4.6 * _MM)]
        painter.setPen(QPen(_INK, 0.25 * _MM))
        painter.setBrush(_INK)
        painter.drawPolygon(QPolygonF(arrow))
        painter.setBrush(_GROUND)
        painter.drawPolygon(QPolygonF([arrow[0], QPointF(x - 2 * _MM, y + 6 * _MM), arrow[2]]))
        font = self._font(3.2, bold=True)
        painter.setFont(font)
        painter.setPen(_INK)
        painter.drawText(
            QRectF(x - 8 * _MM, y + 6.4 * _MM, 16 * _MM, 5 * _MM),
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop,
            self._ground.north,
        )
        metres, length = self._bar()
        form = self._ground.kilometres if metres >= 1000 else self._ground.metres
        text = form.format(n=metres // 1000 if metres >= 1000 else metres)
        left, base = 4 * _MM, high - 4 * _MM
        painter.fillRect(QRectF(left - 2 * _MM, base - 6.5 * _MM, length + 4 * _MM, 9 * _MM), _GROUND)
        painter.setPen(QPen(_INK, 0.4 * _MM))
        tick = 1.6 * _MM
        painter.drawPolyline(
            QPolygonF(
                [
                    QPointF(left, base - tick),
                    QPointF(left, base),
                    QPointF(left + length, base),
                    QPointF(left + length, base - tick),
                ]
            )
        )
        painter.setFont(self._font(2.8))
        painter.drawText(
            QRectF(left, base - 6 * _MM, length, 4.4 * _MM),
            Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip,
            text,
        )
        if self._ground.note:
            painter.setFont(self._font(2.4))
            painter.setPen(_FAINT)
            painter.drawText(
                QRectF(0, high - 6 * _MM, wide - 2 * _MM, 5 * _MM),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                self._ground.note,
            )
        painter.setPen(QPen(_INK, 0.3 * _MM))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(0, 0, wide - 1, high - 1))
