"""The map as a surface: what is in view, what is painted, and what hands do on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from widgets import theme
from widgets.hearing import hear
from widgets.map.card import HoverCard
from widgets.map.hand import Hand
from widgets.map.scene import Scene
from widgets.map.things import Tool
from widgets.map.tiles_layer import TileLayer
from widgets.map.view import View


class MapSurface(QWidget):
    """A map that shows a scene. What is in view moves only when told to, or by hand."""

    clicked = Signal(float, float)
    """Longitude and latitude of a click."""
    area_clicked = Signal(str, str)
    """Level and key of the finest filled area under a click that met nothing else."""
    marker_clicked = Signal(str)
    post_clicked = Signal(str)
    mark_clicked = Signal(object)
    """Key (int) of a mark."""
    marks_hovered = Signal(object)
    """Keys (list) of what the pointer is on: one mark, all of a cluster, or none."""
    mark_activated = Signal(object)
    """Key (int) of a mark that was double-clicked, or entered by keys."""
    mark_previewed = Signal(object)
    """Key (int): Space."""
    cluster_clicked = Signal(object)
    """Keys (list) of all in it; the map goes nearer by itself where they lie apart."""
    menu_requested = Signal(object, QPoint)
    """Keys (list, empty on bare ground) and the point on the screen."""
    drawn = Signal(object)
    """An (n, 2) array of longitude and latitude: a ring (first corner not repeated), a line or a place."""
    tool_left = Signal()
    """Back to PAN: what was to be drawn is drawn, or Esc."""
    moved_by_hand = Signal()
    """A person drew the map along or zoomed it: what is in view is theirs now."""
    looked = Signal()
    """Another part is in view, and has been for a moment."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setAccessibleName(name or self.tr("Map"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        self.setMouseTracking(True)
        # All of it is painted at every paint.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._scene = Scene()
        self._view = View(self, self.width(), self.height())
        self._card = HoverCard(self)
        self._hand = Hand(self, self._scene, self._view, self._card)
        self._tiles: TileLayer | None = None
        self._note = ""
        # While nothing moves, what lies beside the window is made ready piece by piece.
        self._ahead = QTimer(self)
        self._ahead.setInterval(15)
        self._ahead.timeout.connect(self._paint_ahead)
        # However often marks change, the heat of thousands does so slowly.
        self._heat_due = QTimer(self)
        self._heat_due.setSingleShot(True)
        self._heat_due.setInterval(1_000)
        self._heat_due.timeout.connect(self._scene.renew_heat)
        self._heat_due.timeout.connect(self.update)
        self._wire()

    def _wire(self) -> None:
        view, hand = self._view, self._hand
        view.moved.connect(self._card.leave)
        for changed in (view.moved, view.settled, hand.changed, self._card.changed):
            changed.connect(self.update)
        view.by_hand.connect(self.moved_by_hand)
        view.looked.connect(self.looked)
        view.looked.connect(self._look_ahead)
        for mine, its in (
            (self.clicked, hand.clicked), (self.area_clicked, hand.area_clicked),
            (self.marker_clicked, hand.marker_clicked), (self.post_clicked, hand.post_clicked),
            (self.mark_clicked, hand.mark_clicked), (self.marks_hovered, hand.marks_hovered),
            (self.mark_activated, hand.mark_activated), (self.mark_previewed, hand.mark_previewed),
            (self.cluster_clicked, hand.cluster_clicked), (self.drawn, hand.drawn),
            (self.tool_left, hand.tool_left), (self.menu_requested, hand.menu_requested),
        ):  # fmt: skip
            its.connect(mine)
        hand.pointed.connect(self._update_foot)
        hand.steps.changed.connect(self._say_where)
        hand.tip_changed.connect(self.setToolTip)
        hand.shape_changed.connect(self.setCursor)
        hear(theme.current(), "changed()", self, "_theme_changed()")

    # -- what is in view -------------------------------------------------------------------------------------
    def centre_on(self, lon: float, lat: float, metres_across: float) -> None:
        """Shows that place in the middle, the window as wide as so many metres on the ground."""
        self._view.centre_on(lon, lat, metres_across)

    def centre(self) -> tuple[float, float]:
        """Longitude and latitude of the middle."""
        return self._view.centre()

    def metres_across(self) -> float:
        """Width of the window on the ground."""
        return self._view.metres_across()

    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of what is in view, degrees."""
        return self._view.bounds()

    # -- tools -----------------------------------------------------------------------------------------------
    @property
    def tool(self) -> Tool:
        """What the hand does now."""
        return self._hand.tool

    def set_tool(self, tool: Tool) -> None:
        """What the hand does from now on; what was begun with another tool is dropped."""
        self._hand.take(tool)

    # -- painting --------------------------------------------------------------------------------------------
    def sizeHint(self) -> QSize:
        return QSize(640, 360)

    def grab(self, rectangle: QRect | None = None) -> QPixmap:
        """As Qt's, with nothing left to be painted later."""
        self._scene.unhurried = True
        try:
            return super().grab() if rectangle is None else super().grab(rectangle)
        finally:
            self._scene.unhurried = False

    def unpainted(self) -> float:
        """The share of the ground in view that nothing is painted for yet."""
        return self._scene.ground.bare(self._view.window)

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A painter that an error in here leaves alive brings the process down at the next paint.
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        view, window, ratio = self._view, self._view.window, self.devicePixelRatioF()
        if self._tiles is not None:
            self._tiles.look(window, ratio)
        done = self._scene.paint(
            painter,
            window,
            ratio,
            zooming=view.zooming() and not self._scene.unhurried,
            moving=view.flying() or self._hand.moving,
        )
        self._hand.paint(painter, focused=self.hasFocus())
        self._scene.furniture.paint(painter, window)
        self._card.paint(painter, window)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setPen(theme.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if not done:
            self.update()

    def _look_ahead(self) -> None:
        # Most maps stand beside a form and are never drawn along.
        if self._view.held():
            self._ahead.start()

    def _paint_ahead(self) -> None:
        if not self.isVisible() or not self._scene.ground.ahead(self._view.window):
            self._ahead.stop()

    def _update_foot(self) -> None:
        high = round(self._scene.furniture.foot())
        self.update(0, self.height() - high, self.width(), high)

    def _say_where(self) -> None:
        """Where the keyboard stands, for who does not see it."""
        here, say = self._hand.steps.current, self._card.say
        self.setAccessibleDescription(say(here.keys[0]) if here is not None and say is not None else "")

    @Slot()
    def _theme_changed(self) -> None:
        self._scene.forget_look()
        self.update()

    # -- by hand ---------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._view.resized(self.width(), self.height())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # Some MB, painted again in a frame or two: a seat has a map on most of its screens.
        self._ahead.stop()
        self._scene.forget_ground()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._hand.wheel(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hand.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._hand.double_click(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hand.leave()
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._hand.menu(event.pos().toPointF(), event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._hand.key(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        # What lies over the map asks here, too, for where its Tab goes.
        return (self.hasFocus() and self._hand.tab(forward=forward)) or super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
