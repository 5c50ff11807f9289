"""Choosing one of many with the keyboard: a line that takes text, code or pinyin initials, and a list below
it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter
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
from widgets.matching import Candidate, Match, match
from widgets.text import ENTER_KEYS, TextField

__all__ = ["Candidate", "ChoiceBox", "Match", "match"]

ROWS_SHOWN = 9
"""Rows of the list before it scrolls."""

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


class _DropList(QFrame):
    """The list, laid over the window below (or above) its line; it never takes the focus."""

    picked = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.model = _Matches(self)
        self.view = QListView(self)
        self.view.setAccessibleName(name)
        self.view.setModel(self.model)
        self.painter = _MatchPainter(self.model)
        self.view.setItemDelegate(self.painter)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setUniformItemSizes(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.clicked.connect(lambda index: self.picked.emit(index.row()))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("floating", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 4, 1, 4)
        layout.addWidget(self.view)
        self.hide()

    def show_below(self, line: QWidget, matches: list[Match]) -> None:
        """Shows the matches at the line, on whichever side has the room; the first is highlighted."""
        window = line.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self.model.show(matches)
        metrics = QFontMetricsF(theme.font("small", tabular=True))
        codes = [metrics.horizontalAdvance(m.candidate.code) for m in matches if m.candidate.code]
        self.painter.code_width = round(max(codes)) if codes else 0
        row = theme.current().row_height
        wanted = row * min(len(matches), ROWS_SHOWN) + 10
        top_left = line.mapTo(window, QPoint(0, 0))
        below = window.height() - top_left.y() - line.height() - 6
        above = top_left.y() - 6
        height = min(wanted, max(below, above))
        y = top_left.y() + line.height() + 2 if below >= min(wanted, above) else top_left.y() - height - 2
        width = min(max(line.width(), theme.current().px(360)), window.width() - 8)
        x = max(4, min(top_left.x(), window.width() - width - 4))
        self.setGeometry(x, y, width, height)
        self.highlight(0)
        self.show()
        self.raise_()

    def highlighted(self) -> int:
        return self.view.currentIndex().row()

    def highlight(self, row: int) -> None:
        count = self.model.rowCount()
        if count:
            self.view.setCurrentIndex(self.model.index(min(max(row, 0), count - 1)))


class _Line(TextField):
    """The edit line: hands the keys that move in the list to its box first."""

    def __init__(self, box: ChoiceBox, placeholder: str, name: str) -> None:
        super().__init__(placeholder, box, name=name)
        self._box = box

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._box.took_key(event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Tab is a focus change before it is a key press; what is highlighted is chosen on the way out.
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
        ):
            self._box.leave_forward()
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._box.focus_came(event.reason())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._box.close_list()


class ChoiceBox(QWidget):
    """One line to choose an item, a unit or a place by text, code or pinyin initials, best match first.

    Enter or Tab takes the highlighted match; Down opens the list; Escape closes it. What is typed and not
    chosen stays in the line, with no value.
    """

    chosen = Signal(object)
    """The chosen candidate's data."""
    cleared = Signal()
    """The line no longer holds what was chosen."""
    edited = Signal(str)
    submitted = Signal()
    """Enter while there was nothing to choose."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._candidates: Sequence[Candidate] = ()
        self._provider: Callable[[str], Sequence[Candidate]] | None = None
        self._suggestion: Candidate | None = None
        self._value: Candidate | None = None
        self._plain_placeholder = placeholder
        self.line = _Line(self, placeholder, name or placeholder)
        self.setFocusProxy(self.line)
        self.setAccessibleName(name or placeholder)
        self._list = _DropList(self.tr("Matches"))
        self._list.picked.connect(self._take)
        self.destroyed.connect(self._list.deleteLater)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.line.textEdited.connect(self._text_edited)

    # -- what there is to choose -----------------------------------------------------------------------------

    def set_candidates(self, candidates: Sequence[Candidate]) -> None:
        """What there is to choose, in the order that counts where matches are alike."""
        self._candidates = tuple(candidates)
        self._provider = None

    def set_provider(self, provider: Callable[[str], Sequence[Candidate]]) -> None:
        """Asks for the candidates, already ranked, on every edit, where there are too many to hand over."""
        self._provider = provider

    def set_suggestion(self, suggestion: Candidate | None) -> None:
        """Offered first while nothing is typed: Enter in the empty line takes it."""
        self._suggestion = suggestion
        if suggestion is None:
            self.line.setPlaceholderText(self._plain_placeholder)
        else:
            self.line.setPlaceholderText(self.tr("Suggested: {text}").format(text=suggestion.text))

    # -- what is chosen --------------------------------------------------------------------------------------

    def value(self) -> object:
        """The data of what is chosen, None while the line holds nothing or something not chosen."""
        return self._value.data if self._value is not None else None

    def candidate(self) -> Candidate | None:
        return self._value

    def text(self) -> str:
        """What stands in the line."""
        return self.line.text()

    def set_value(self, candidate: Candidate | None) -> None:
        """Puts a choice into the line without telling `chosen`."""
        self._value = candidate
        self.line.setText(candidate.text if candidate is not None else "")
        self.line.setCursorPosition(0)

    def set_text(self, text: str) -> None:
        """Puts text into the line that is not a choice (a draft taken up again)."""
        self._value = None
        self.line.setText(text)

    def set_error(self, wrong: bool) -> None:
        self.line.set_error(wrong)

    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._list.isVisible()

    def open_list(self) -> None:
        """Shows what fits the line now."""
        matches = self._matches()
        if matches:
            self._list.show_below(self.line, matches)
        else:
            self._list.hide()

    def close_list(self) -> None:
        self._list.hide()

    def _matches(self) -> list[Match]:
        query = self.line.text() if self._value is None else ""
        if not query.strip() and self._suggestion is not None:
            rest = [c for c in self._all(query) if c.data != self._suggestion.data]
            return match("", [self._suggestion, *rest])
        if self._provider is not None:
            ranked = self._provider(query)
            # The provider's order stands; matching again only finds the letters to mark.
            return [next(iter(match(query, (c,))), Match(c, 0)) for c in ranked]
        return match(query, self._candidates)

    def _all(self, query: str) -> Sequence[Candidate]:
        return self._provider(query) if self._provider is not None else self._candidates

    # -- keys ------------------------------------------------------------------------------------------------

    def took_key(self, event: QKeyEvent) -> bool:
        """Whether the key was the list's; called by the line before it looks at the key itself."""
        if self.line.composing:
            return False
        key = event.key()
        if key in ENTER_KEYS:
            return self._enter()
        if key == Qt.Key.Key_Escape and self.is_open():
            self.close_list()
            return True
        step = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: ROWS_SHOWN,
            Qt.Key.Key_PageUp: -ROWS_SHOWN,
        }.get(Qt.Key(key))
        if step is None:
            return False
        if self.is_open():
            self._list.highlight(self._list.highlighted() + step)
        elif step > 0:
            self.open_list()
        return True

    def _enter(self) -> bool:
        if self.line.owns_enter():
            return False
        if self.is_open():
            self._take(self._list.highlighted())
        elif self._value is None and not self.line.text().strip() and self._suggestion is not None:
            self._choose(self._suggestion)
        elif self._value is None and self.line.text().strip():
            self.open_list()
            if not self.is_open():
                self.submitted.emit()
        else:
            self.submitted.emit()
        return True

    def leave_forward(self) -> None:
        """Tab: takes what is highlighted, when something was typed for it."""
        if self.is_open() and self._value is None and self.line.text().strip() and not self.line.composing:
            self._take(self._list.highlighted())

    def focus_came(self, reason: Qt.FocusReason) -> None:
        """Shows the suggestion to who arrives by keyboard at an empty line."""
        by_hand = reason in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_hand and self._suggestion is not None and not self.line.text():
            self.open_list()

    def _text_edited(self, text: str) -> None:
        if self._value is not None:
            self._value = None
            self.cleared.emit()
        self.edited.emit(text)
        if text.strip():
            self.open_list()
        else:
            self.close_list()

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._list.model.matches):
            self._choose(self._list.model.matches[row].candidate)

    def _choose(self, candidate: Candidate) -> None:
        self.close_list()
        self.set_value(candidate)
        self.chosen.emit(candidate.data)
