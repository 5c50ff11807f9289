"""Matches as a list: code, text with the matched letters marked, and the reason at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from widgets import theme
from widgets.matching import Match

ROWS_SHOWN = 9
"""Rows of a drop list before it scrolls."""

_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class _Matches(QAbstractListModel):
    """The matches in their order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.matches: list[Match] = []

    def show(self, matches: list[Match]) -> None:
        self.beginResetModel()
        self.matches = matches
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.matches)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        candidate = self.matches[index.row()].candidate
        return "  ".join(part for part in (candidate.code, candidate.text, candidate.reason) if part)


class _MatchPainter(QStyledItemDelegate):
    """Code, text with the matched letters marked, and the reason at the right."""

    def __init__(self, model: _Matches) -> None:
        super().__init__(model)
        self._model = model
        self.code_width = 0

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(100, theme.current().row_height)

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        found = self._model.matches[index.row()]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        px = theme.current().px
        painter.save()
        painter.fillRect(option.rect, theme.color("selection" if chosen else "raised"))
        box = QRectF(option.rect).adjusted(px(10), 0, -px(10), 0)
        quiet = theme.color("dim" if chosen else "faint")
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        reason = found.candidate.reason
        if reason:
            painter.setFont(theme.font("small"))
            metrics = QFontMetricsF(theme.font("small"))
            reason = metrics.elidedText(reason, Qt.TextElideMode.ElideRight, box.width() * 0.45)
            painter.setPen(quiet)
            painter.drawText(box, middle | int(Qt.AlignmentFlag.AlignRight), reason)
            box.setRight(box.right() - metrics.horizontalAdvance(reason) - px(12))
        if self.code_width:
            self._letters(
                painter, QRectF(box), found.candidate.code, found.code_marks, quiet_code=True, chosen=chosen
            )
            box.setLeft(box.left() + self.code_width + px(12))
        self._letters(painter, box, found.candidate.text, found.text_marks, quiet_code=False, chosen=chosen)
        painter.restore()

    def _letters(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        marks: frozenset[int],
        *,
        quiet_code: bool,
        chosen: bool,
    ) -> None:
        size = "small" if quiet_code else "body"
        plain = theme.font(size, tabular=quiet_code)
        shown = QFontMetricsF(plain).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        ink = ("dim" if chosen else "faint") if quiet_code else "text"
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        for marked, part in _runs(shown, marks):
            font = theme.font(size, semibold=marked, tabular=quiet_code)
            painter.setFont(font)
            painter.setPen(theme.color("accent" if marked else ink))
            painter.drawText(box, middle, part)
            box.setLeft(box.left() + QFontMetricsF(font).horizontalAdvance(part))


def _runs(text: str, marks: frozenset[int]) -> list[tuple[bool, str]]:
    """The text in stretches that are marked or not."""
    runs: list[tuple[bool, str]] = []
    for i, letter in enumerate(text):
        if runs and runs[-1][0] == (i in marks):
            runs[-1] = (runs[-1][0], runs[-1][1] + letter)
        else:
            runs.append((i in marks, letter))
    return runs


class MatchList(QListView):
    """The list itself; it never takes the focus, whoever holds the line moves its highlight."""

    picked = Signal(int)
    """A click on a row."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._model = _Matches(self)
        self._painter = _MatchPainter(self._model)
        self.setModel(self._model)
        self.setItemDelegate(self._painter)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.clicked.connect(lambda index: self.picked.emit(index.row()))

    def matches(self) -> list[Match]:
        """What is shown, best first."""
        return self._model.matches

    def show_matches(self, matches: Sequence[Match]) -> None:
        """Shows these, the first highlighted."""
        metrics = QFontMetricsF(theme.font("small", tabular=True))
        codes = [metrics.horizontalAdvance(m.candidate.code) for m in matches if m.candidate.code]
        self._painter.code_width = round(max(codes)) if codes else 0
        self._model.show(list(matches))
        self.highlight(0)

    def highlighted(self) -> int:
        """The highlighted row, -1 when there are none."""
        return self.currentIndex().row()

    def highlight(self, row: int) -> None:
        """Highlights that row, or the nearest there is."""
        count = self._model.rowCount()
        if count:
            self.setCurrentIndex(self._model.index(min(max(row, 0), count - 1)))


class DropList(QFrame):
    """The list laid over the window below (or above) a line."""

    picked = Signal(int)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._list = MatchList(self, name=name)
        self._list.picked.connect(self.picked)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("floating", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 4, 1, 4)
        layout.addWidget(self._list)
        self.hide()

    def matches(self) -> list[Match]:
        return self._list.matches()

    def highlighted(self) -> int:
        return self._list.highlighted()

    def highlight(self, row: int) -> None:
        self._list.highlight(row)

    def show_below(self, line: QWidget, matches: Sequence[Match], least: int = 480) -> None:
        """Shows the matches at the line, on whichever side has the room; the first is highlighted. `least` is
        its width at 100 %, px, where the line is narrower."""
        window = line.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self._list.show_matches(matches)
        row = theme.current().row_height
        wanted = row * min(len(matches), ROWS_SHOWN) + 10
        top_left = line.mapTo(window, QPoint(0, 0))
        below = window.height() - top_left.y() - line.height() - 6
        above = top_left.y() - 6
        height = min(wanted, max(below, above))
        y = top_left.y() + line.height() + 2 if below >= min(wanted, above) else top_left.y() - height - 2
        width = min(max(line.width(), theme.current().px(least)), window.width() - 8)
        x = max(4, min(top_left.x(), window.width() - width - 4))
        self.setGeometry(x, y, width, height)
        self.show()
        self.raise_()
