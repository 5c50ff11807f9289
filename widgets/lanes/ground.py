"""The ground of a board: its axis, its lanes, the stretch in sight, and the present moment on it."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QScrollBar, QWidget

from widgets import theme
from widgets.lanes import heading, heads
from widgets.lanes.axis import HOUR, Axis
from widgets.lanes.cuts import Days
from widgets.lanes.layout import Layout, layout
from widgets.lanes.marks import Lane, Load
from widgets.lanes.stretch import Stretch
from widgets.moments import clock_time

HOUR_WIDE = 96
"""Px at 100 % an hour is wide at first."""


class Ground(QWidget):
    """Where things stand. Instants are int ms UTC; `zone` is the one people read them in."""

    current_changed = Signal(object)
    """Key of the mark worked on, or None."""
    activated = Signal(object)
    preview_requested = Signal(object)
    menu_requested = Signal(object, QPoint)
    lights_turned = Signal()
    """Time has turned some of the lights."""
    looked = Signal(object, object)
    """Another stretch is in sight: from one instant to another."""

    def __init__(self, zone: tzinfo, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setAccessibleName(name or QCoreApplication.translate("Lanes", "Deadlines"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(320, 160)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._days = Days(zone)
        self._axis = Axis()
        self._lanes: list[Lane] = []
        self._load: Load | None = None
        self._caption = ""
        self._now: int | None = None
        self._place: Layout | None = None
        self._stretch = Stretch(0, theme.current().px(HOUR_WIDE) / HOUR, 1)
        self._at_home = True
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar.setAccessibleName(QCoreApplication.translate("Lanes", "Lanes"))
        self._bar.valueChanged.connect(self._scrolled_to)
        self._bar.hide()

    def between(self) -> tuple[int, int]:
        """The instants at both edges."""
        begin, end = self._stretch.bounds()
        return self._axis.instant_of(begin), self._axis.instant_of(end)

    def pan(self, dx: int) -> None:
        """Draws what is shown along by so many px, to the right where positive."""
        self._look(self._stretch.moved(dx))

    def _look(self, stretch: Stretch) -> None:
        if stretch != self._stretch:
            self._stretch = stretch
            self._at_home = False
            self.update(self._moving())
            # Beside the load stands of which slices it is.
            self.update(QRect(0, 0, self.width(), self._layout().plot.top()))
            self._tell()

    def _tell(self) -> None:
        self.looked.emit(*self.between())

    def _moving(self) -> QRect:
        """What a move of the stretch repaints: all but the heads."""
        place = self._layout()
        return QRect(place.before.left(), 0, self.width() - place.before.left(), self.height())

    @property
    def _scrolled(self) -> int:
        return self._bar.value()

    def _scrolled_to(self, _value: int) -> None:
        self.update()

    def _layout(self) -> Layout:
        if self._place is None:
            self._place = place = layout(
                self.width(), self.height(), len(self._lanes), self._widest(), self._load is not None,
                self._bar.sizeHint().width(),
            )  # fmt: skip
            over = place.lane * len(self._lanes) - place.plot.height()
            self._bar.setRange(0, max(over, 0))
            self._bar.setPageStep(place.plot.height())
            self._bar.setSingleStep(place.lane)
            width = self._bar.sizeHint().width()
            self._bar.setGeometry(self.width() - width, place.plot.top(), width, place.plot.height())
            self._bar.setVisible(over > 0)
            self._stretch = self._stretch.wide(place.plot.width())
        return self._place

    def _widest(self) -> float:
        caption = QFontMetricsF(theme.font("small")).horizontalAdvance(self._caption)
        return max(heads.widest(self._lanes), caption if self._load is not None else 0.0)

    # --- the present moment -------------------------------------------------------------------------------
    def _now_x(self) -> float | None:
        """Where its line stands, in px of the lanes; None before there is one."""
        return None if self._now is None else self._stretch.x_of(self._axis.place_of(self._now))

    def _now_pill(self) -> tuple[QRectF, str] | None:
        """Where its pill stands, in px of the board, and what is written in it; None out of sight."""
        x, place = self._now_x(), self._layout()
        if x is None or self._now is None or not 0 <= round(x) < place.plot.width():
            return None
        text = clock_time(self._days.local(self._now))
        return heading.now_box(place, place.plot.left() + round(x), text), text

    def _now_look(self) -> tuple[tuple[QRect, QRect], str] | None:
        """What its line and its pill cover, to the px, and what is written; None out of sight."""
        found, x = self._now_pill(), self._now_x()
        if found is None or x is None:
            return None
        line = QRect(self._layout().plot.left() + round(x), 0, 2, self.height())
        return (line, found[0].toAlignedRect()), found[1]

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(960), theme.current().px(540))
