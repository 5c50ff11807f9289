"""The widget: what the pointer does on a board, and cards that are drawn, or sent, to other columns."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from widgets.board.cards import Card
from widgets.board.choosing import Choosing
from widgets.board.drag import STEP_MS, Drag, InHand, pull
from widgets.board.ground import Ask
from widgets.board.words import tip_of_card, tip_of_column
from widgets.countdown import Ticker


def _nowhere(_key: str) -> Collection[str]:
    return ()


def _is_plain(event: QKeyEvent, modifier: Qt.KeyboardModifier) -> bool:
    """Whether that is the one modifier that is held down."""
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == modifier


class Board(Choosing):
    """See `widgets/README.md`."""

    def __init__(
        self,
        ticker: Ticker | None = None,
        remaining: Ask | None = None,
        parent: QWidget | None = None,
        *,
        name: str = "",
    ) -> None:
        super().__init__(ticker, remaining, parent, name=name)
        self._droppable: Callable[[str], Collection[str]] = _nowhere
        self._press: tuple[str, QPoint] | None = None
        self._hand: InHand | None = None
        self._scroller = QTimer(self)
        self._scroller.setInterval(STEP_MS)
        self._scroller.timeout.connect(self._scroll_along)

    def set_droppable(self, columns: Callable[[str], Collection[str]]) -> None:
        """Where a card may go, by its key: asked when it is taken in the hand or sent by a key. The board
        moves no card itself."""
        self._droppable = columns

    def is_dragging(self) -> bool:
        """Whether a card is in the hand."""
        return self._drag is not None

    # --- pointer ------------------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton:
            self.cancel_drag()
            return
        key = self._card_at(at)
        if key is not None:
            self.select(key, show=False)
            self._press = key, at

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if not event.buttons() & Qt.MouseButton.LeftButton and self._drag is None:
            # It was let go over something that took the pointer from here.
            self._press = None
        if self._drag is not None:
            self._carry(at)
        elif self._press is None:
            self._hover(self._card_at(at))
        elif (at - self._press[1]).manhattanLength() >= QApplication.startDragDistance():
            self._take(*self._press)
            self._carry(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._press = None
        if event.button() == Qt.MouseButton.LeftButton and self._drag is not None:
            self._carry(event.position().toPoint())
            self._put_down()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        key = self._card_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and key is not None:
            self.activated.emit(key)

    def _hover(self, key: str | None) -> None:
        if key != self._hovered:
            for changed in (self._hovered, key):
                if changed is not None:
                    self.viewport().update(self.card_rect(changed))
            self._hovered = key

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        column = self._column_at(event.position().toPoint())
        bar = self._bars.get(column.key) if column is not None else None
        sideways = abs(turn.x()) > abs(turn.y()) or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if sideways:
            across = self.horizontalScrollBar()
            across.setValue(across.value() - (turn.x() or turn.y()))
        elif bar is not None:
            bar.setValue(bar.value() - turn.y())
        event.accept()
        if self._drag is None:
            self._hover(self._card_at(event.position().toPoint()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            key = self._current
            if key is not None:
                self.show_card(key)
            point = self._menu_point(key) if key is not None else QPoint()
        else:
            key, point = self._card_at(event.pos()), event.globalPos()
        if key is not None and self._drag is None:
            self._ask_menu(key, point)

    def _ask_menu(self, key: str, point: QPoint) -> None:
        self.select(key, show=False)
        self.menu_requested.emit(key, point)

    # --- a card in the hand -------------------------------------------------------------------------------
    def _take(self, key: str, at: QPoint) -> None:
        card = self._held.cards.get(key)
        self._press = None
        if card is None:
            return
        picture, box = self._picture(key), self.card_rect(key)
        self._drag = Drag(key, card.column, frozenset(self._droppable(key)) - {card.column}, at)
        self._hand = InHand(picture, at - box.topLeft(), self.viewport())
        self._hovered = None
        self._scroller.start()
        self.viewport().update()

    def _carry(self, at: QPoint) -> None:
        drag, hand = self._drag, self._hand
        if drag is None or hand is None:
            return
        drag.at = at
        hand.follow(at)
        column = self._column_at(at) if self.viewport().rect().contains(at) else None
        over = column.key if column is not None else None
        if over != drag.over:
            for key in (drag.over, over):
                if key is not None:
                    self.viewport().update(self.column_rect(key))
            drag.over = over
        good = over in drag.allowed or over == drag.home
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor if good else Qt.CursorShape.ForbiddenCursor)

    def _put_down(self) -> None:
        drag = self._drag
        self.cancel_drag()
        if drag is None or drag.over is None or drag.over == drag.home:
            return
        self._send(drag.key, drag.over, drag.over in drag.allowed)

    def _send(self, key: str, column: str, allowed: bool) -> None:
        if allowed:
            self._sent = key
            self.move_wanted.emit(key, column)
        else:
            self.move_refused.emit(key, column)

    def cancel_drag(self) -> None:
        """The card goes back to where it was taken from."""
        self._press = None
        if self._drag is None:
            return
        self._drag = None
        self._scroller.stop()
        if self._hand is not None:
            self._hand.hide()
            self._hand.deleteLater()
            self._hand = None
        self.viewport().unsetCursor()
        self.viewport().update()

    def _scroll_along(self) -> None:
        """Near an edge the board goes on under the card in the hand."""
        if self._drag is None:
            return
        at = self._drag.at
        area = self.viewport().rect()
        across = self.horizontalScrollBar()
        if across.maximum():
            across.setValue(across.value() + pull(at.x(), area.left(), area.right()))
        column = self._column_at(at)
        bar = self._bars.get(column.key) if column is not None else None
        if bar is not None and bar.maximum():
            bar.setValue(bar.value() + pull(at.y(), self._measures.heading, area.bottom()))
        self._carry(at)

    def _took(self, changed: list[Card], gone: list[str]) -> None:
        super()._took(changed, gone)
        drag = self._drag
        card = self._held.cards.get(drag.key) if drag is not None else None
        if drag is not None and (card is None or card.column != drag.home):
            # Somebody else moved it meanwhile: what the hand was about to ask for is of yesterday.
            self.cancel_drag()
        if self._hovered is not None and self._hovered not in self._held.cards:
            self._hovered = None

    # --- keys and words -----------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        control = _is_plain(event, Qt.KeyboardModifier.ControlModifier)
        if self._drag is not None:
            if event.key() == Qt.Key.Key_Escape:
                self.cancel_drag()
            event.accept()
        elif event.key() == Qt.Key.Key_F10 and _is_plain(event, Qt.KeyboardModifier.ShiftModifier):
            # As the menu key, which not every keyboard has.
            if self._current is not None:
                self.show_card(self._current)
                self._ask_menu(self._current, self._menu_point(self._current))
            event.accept()
        elif way and control and self._current is not None:
            self._send_by_key(self._current, way)
            event.accept()
        else:
            super().keyPressEvent(event)

    def _send_by_key(self, key: str, way: int) -> None:
        """To the next column on that side that it may go to; where there is none, the neighbour refuses."""
        order = [column.key for column in self._held.columns]
        home = self._held.cards[key].column
        if home not in order:
            return
        here = order.index(home)
        side = order[here + 1 :] if way > 0 else order[:here][::-1]
        allowed = frozenset(self._droppable(key))
        goal = next((column for column in side if column in allowed), None)
        if goal is not None:
            self._send(key, goal, True)
        elif side:
            self._send(key, side[0], False)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # What a window does by these keys waits while the board needs them.
            sends = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._current is not None
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if (self._drag is not None and event.key() == Qt.Key.Key_Escape) or (sends and control):
                event.accept()
                return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.tip_at(event.pos())
            if text:
                QToolTip.showText(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def tip_at(self, at: QPoint) -> str:
        """What the pointer is told there: of a card, or of a column."""
        key = self._card_at(at)
        if key is not None:
            return tip_of_card(self._held.cards[key], self._left.get(key))
        column = self._column_at(at)
        lane = self._lane_of(column.key) if column is not None else None
        if column is None or lane is None or at.y() >= self._measures.heading:
            return ""
        return tip_of_column(column, self._held.count(column.key), self._red(column.key))

    def hideEvent(self, event: QHideEvent) -> None:
        self.cancel_drag()
        super().hideEvent(event)
