"""What mouse and keys do on the map."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication

from widgets import theme
from widgets.map.card import HoverCard
from widgets.map.crowd import Standing
from widgets.map.projection import to_degrees
from widgets.map.scene import Scene
from widgets.map.steps import Steps
from widgets.map.things import Tool
from widgets.map.tools import Drawing
from widgets.map.view import View

REACH = 12
"""Px at 100 % within which a click means a marker."""
STEP = 80
"""Px an arrow key moves the map."""
ZOOM = 1.4
"""What + and - zoom by."""
WHEEL = 1.0015
"""What an eighth of a degree of the wheel zooms by."""
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Hand(QObject):
    """Moves the view, draws with the tool, points and chooses. Signals as the canvas has them."""

    clicked = Signal(float, float)
    area_clicked = Signal(str, str)
    marker_clicked = Signal(str)
    post_clicked = Signal(str)
    mark_clicked = Signal(object)
    marks_hovered = Signal(object)
    mark_activated = Signal(object)
    mark_previewed = Signal(object)
    cluster_clicked = Signal(object)
    menu_requested = Signal(object, QPoint)
    drawn = Signal(object)
    tool_left = Signal()
    changed = Signal()
    """Something is to be painted anew."""
    pointed = Signal()
    """The pointer is elsewhere, and nothing else has changed: its coordinates are to be said."""
    tip_changed = Signal(str)
    shape_changed = Signal(Qt.CursorShape)

    def __init__(self, parent: QObject, scene: Scene, view: View, card: HoverCard) -> None:
        super().__init__(parent)
        self._scene, self._view, self._card = scene, view, card
        self.tool = Tool.PAN
        self.drawing: Drawing | None = None
        self._press: QPointF | None = None
        self._dragging = False
        self._hovered: tuple[int, ...] = ()
        self.steps = Steps(self, scene, view)
        self.steps.changed.connect(card.leave)
        self.steps.changed.connect(self.changed)

    @property
    def moving(self) -> bool:
        """Whether the map is being drawn along."""
        return self._dragging and self._press is not None

    # -- tools -----------------------------------------------------------------------------------------------
    def take(self, tool: Tool) -> None:
        """Takes a tool; what was begun with another is dropped."""
        if tool is self.tool and (self.drawing is None) == (tool is Tool.PAN):
            return
        self.tool = tool
        self.drawing = None if tool is Tool.PAN else Drawing(tool)
        self._press = None
        self._point_at(None)
        self.shape_changed.emit(
            Qt.CursorShape.ArrowCursor if tool is Tool.PAN else Qt.CursorShape.CrossCursor
        )
        self._say_tool()
        self.changed.emit()

    def leave_tool(self) -> None:
        """Back to drawing the map along."""
        if self.tool is not Tool.PAN:
            self.take(Tool.PAN)
            self.tool_left.emit()

    def _say_tool(self) -> None:
        drawing = self.drawing
        self._scene.furniture.words = "" if drawing is None else (drawing.words() or drawing.hint())

    def _corner(self, x: float, y: float) -> None:
        drawing = self.drawing
        if drawing is not None and drawing.add((x, y), self._view.window):
            self._finish(drawing)
        self._say_tool()
        self.changed.emit()

    def _finish(self, drawing: Drawing) -> None:
        """What is drawn is told; a measure stands until Esc, with the others one is done."""
        if not drawing.done and not drawing.finish():
            return
        self.drawn.emit(drawing.degrees())
        if drawing.tool is not Tool.MEASURE and self.drawing is drawing:
            self.leave_tool()

    def paint(self, painter: QPainter, *, focused: bool) -> None:
        """The drawing, and a cross in the middle for those who draw by keys."""
        window = self._view.window
        if self.drawing is None:
            return
        self.drawing.paint(painter, window)
        if focused:
            x, y, arm = round(window.width / 2), round(window.height / 2), theme.current().px(8)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setPen(QPen(theme.color("dim"), 1))
            painter.drawLine(x - arm, y, x + arm, y)
            painter.drawLine(x, y - arm, x, y + arm)

    # -- mouse -----------------------------------------------------------------------------------------------
    def press(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._view.hold()
        self._press = event.position()
        self._dragging = False
        self._point_at(None)
        if self.tool is Tool.BOX and self.drawing is not None and not self.drawing.corners:
            self._corner(*self._metres(event.position()))

    def move(self, event: QMouseEvent) -> None:
        place = event.position()
        self._scene.furniture.pointer = self._metres(place)
        if self.drawing is not None:
            self.drawing.hand = self._metres(place)
            self._say_tool()
            self.changed.emit()
        else:
            self.pointed.emit()
        if self._press is None:
            if self.drawing is None:
                self._hover(place)
            return
        moved = place - self._press
        if self._dragging or moved.manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
            if self.tool is not Tool.BOX:
                self._press = place
                self._view.stroke(moved.x(), moved.y())

    def release(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._press is None:
            return
        self._press = None
        drawing = self.drawing
        if drawing is not None and drawing.tool is Tool.BOX:
            if self._dragging:
                self._corner(*self._metres(event.position()))
        elif self._dragging:
            self._view.let_go()
        elif drawing is not None:
            self._corner(*self._metres(event.position()))
        else:
            self._click(event.position())

    def double_click(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self.drawing is not None:
            if self.tool is not Tool.BOX:
                self._finish(self.drawing)
                self._say_tool()
                self.changed.emit()
            return
        found = self._at(event.position())
        if found is not None:
            self._open(found)
        else:
            self._view.zoom(2.0, event.position().x(), event.position().y())

    def wheel(self, event: QWheelEvent) -> None:
        place = event.position()
        self._point_at(None)
        self._view.zoom(WHEEL ** event.angleDelta().y(), place.x(), place.y())
        event.accept()

    def leave(self) -> None:
        """The pointer has left the map."""
        self._scene.furniture.pointer = None
        if self.drawing is not None:
            self.drawing.hand = None
            self.changed.emit()
        self._point_at(None)
        self.pointed.emit()

    def menu(self, place: QPointF, on_screen: QPoint) -> None:
        """Somebody asks what can be done with what is there."""
        found = self._at(place)
        self._card.leave()
        self.menu_requested.emit(list(found.keys) if found is not None else [], on_screen)

    def _metres(self, place: QPointF) -> tuple[float, float]:
        return self._view.window.to_map(place.x(), place.y())

    def _at(self, place: QPointF) -> Standing | None:
        if self._scene.heat:
            return None
        reach = theme.current().px(REACH) * self._scene.scale
        return self._scene.crowd.at(self._view.window, place.x(), place.y(), reach)

    def _hover(self, place: QPointF) -> None:
        window, reach = self._view.window, theme.current().px(REACH) * self._scene.scale
        marker = self._scene.markers.at(window, place.x(), place.y(), reach)
        post = self._scene.posts.at(window, place.x(), place.y(), reach)
        found = self._at(place)
        tip = ""
        if marker is not None:
            tip = self._scene.markers.words[marker]
        elif post is not None:
            tip = self._scene.posts.words[post]
        self.tip_changed.emit(tip)
        over = marker is not None or post is not None or found is not None
        self.shape_changed.emit(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        self._point_at(found)

    def _point_at(self, found: Standing | None, *, at_once: bool = False) -> None:
        keys = found.keys if found is not None else ()
        crowd = self._scene.crowd
        lights = crowd.marks.light[crowd.places_of(keys)].tolist()
        self._card.point_at(found, lights, at_once=at_once)
        if keys != self._hovered:
            self._hovered = keys
            self.marks_hovered.emit(list(keys))

    def _click(self, place: QPointF) -> None:
        window, reach = self._view.window, theme.current().px(REACH) * self._scene.scale
        lon, lat = to_degrees(*self._metres(place))
        marker = self._scene.markers.at(window, place.x(), place.y(), reach)
        post = self._scene.posts.at(window, place.x(), place.y(), reach)
        found = self._at(place)
        if marker is not None:
            self.marker_clicked.emit(self._scene.markers.keys[marker])
        elif found is not None and found.clustered:
            self._go_in(found)
        elif found is not None:
            self.steps.stand(found)
            self.mark_clicked.emit(found.keys[0])
        elif post is not None:
            self.post_clicked.emit(self._scene.posts.keys[post])
        else:
            self.steps.stand(None)
            hit = self._scene.areas.at(lon, lat)
            if hit is not None:
                self.area_clicked.emit(*hit)
        self.clicked.emit(lon, lat)

    def _go_in(self, found: Standing) -> None:
        """A cluster is opened: what is counted in it, as large as it fits, where it lies apart at all."""
        crowd = self._scene.crowd
        which = crowd.places_of(found.keys)
        xs, ys = crowd.x[which], crowd.y[which]
        self.cluster_clicked.emit(list(found.keys))
        wide = max(float(xs.max() - xs.min()), float(ys.max() - ys.min()))
        if wide > 1.0:
            self.steps.stand(None)
            self._view.go_to((float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())), margin=0.2)

    def _open(self, found: Standing) -> None:
        if found.clustered:
            self._go_in(found)
        else:
            self.mark_activated.emit(found.keys[0])

    # -- keys ------------------------------------------------------------------------------------------------
    def key(self, event: QKeyEvent) -> bool:
        """Whether the key means something here."""
        key, window = event.key(), self._view.window
        middle = window.width / 2, window.height / 2
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._view.zoom(ZOOM, *middle)
        elif key == Qt.Key.Key_Minus:
            self._view.zoom(1 / ZOOM, *middle)
        elif key in _ARROWS:
            across, down = _ARROWS[Qt.Key(key)]
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if shifted or self.drawing is not None or not self.steps.go(across, down):
                self._view.stop()
                self._view.pan(-across * STEP, -down * STEP)
                self._follow_cross()
        elif self.drawing is not None:
            return self._tool_key(Qt.Key(key))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.steps.current is not None:
            self._open(self.steps.current)
        elif key == Qt.Key.Key_Space and self.steps.current is not None:
            self._point_at(self.steps.current, at_once=True)
            self.mark_previewed.emit(self.steps.current.keys[0])
        elif key == Qt.Key.Key_Escape and (self.steps.current is not None or self._card.shown):
            self.steps.stand(None)
            self._point_at(None)
        elif key == Qt.Key.Key_Menu and self.steps.current is not None:
            x, y = window.to_screen(self.steps.current.x, self.steps.current.y)
            self.menu_requested.emit(list(self.steps.current.keys), QPoint(round(x), round(y)))
        else:
            return False
        return True

    def _tool_key(self, key: Qt.Key) -> bool:
        drawing = self.drawing
        assert drawing is not None
        middle = (self._view.window.x, self._view.window.y)
        if key == Qt.Key.Key_Escape:
            self.leave_tool()
        elif key == Qt.Key.Key_Space or (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.tool in (Tool.POINT, Tool.BOX)
        ):
            self._corner(*middle)
            self._follow_cross()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish(drawing)
        elif key == Qt.Key.Key_Backspace:
            drawing.take_back()
        else:
            return False
        self._say_tool()
        self.changed.emit()
        return True

    def _follow_cross(self) -> None:
        """By keys the cross in the middle is the hand."""
        if self.drawing is not None:
            self.drawing.hand = (self._view.window.x, self._view.window.y)
            self._scene.furniture.pointer = self.drawing.hand
            self._say_tool()

    def tab(self, *, forward: bool) -> bool:
        """To the nearest mark not gone through yet, or back; false when Tab leaves the map."""
        return self.drawing is None and self.steps.tab(forward=forward)
