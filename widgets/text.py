"""Text fields that are safe with an input method: the Enter that ends a composition never submits."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from widgets import theme

ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)


def is_typing() -> bool:
    """Whether the keyboard's letters belong to a text field now; an input method composes only in one."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QLineEdit | QTextEdit | QPlainTextEdit):
        return not focus.isReadOnly()
    if isinstance(focus, QComboBox):
        return focus.isEditable()
    return isinstance(focus, QAbstractSpinBox)


class Composition(QObject):
    """Whether an input method composes in a field, and whether an Enter key belongs to it.

    Most platforms swallow the Enter that ends a composition; some forward it right behind the commit. The
    turn of the event loop that ended a composition therefore still counts as composing.
    """

    changed = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.composing = False
        self._ended = QTimer(self)
        self._ended.setSingleShot(True)
        self._ended.setInterval(0)

    def saw(self, event: QInputMethodEvent) -> None:
        """To be called with every input method event of the field."""
        composing = bool(event.preeditString())
        if composing == self.composing:
            return
        self.composing = composing
        if not composing:
            self._ended.start()
        self.changed.emit(composing)

    def owns_enter(self) -> bool:
        """Whether an Enter pressed now ends a composition, and so means nothing else."""
        return self.composing or self._ended.isActive()

    def owns(self, event: QEvent) -> bool:
        """Whether a key belongs to the input method: all do while it composes, and Enter a turn longer.

        Most input methods let no key through while they compose. Those that do would have it act twice, as a
        letter of theirs and as a key of ours.
        """
        if not isinstance(event, QKeyEvent):
            return False
        owned = self.composing or (event.key() in ENTER_KEYS and self.owns_enter())
        if owned:
            event.accept()
        return owned

    def left(self) -> None:
        """The field has lost the focus: whatever was composed is over, said or not."""
        if self.composing:
            self.composing = False
            self.changed.emit(False)


class TextField(QLineEdit):
    """A line of text; `submitted` on an Enter that is the person's own."""

    submitted = Signal()
    composition_changed = Signal(bool)

    def __init__(self, placeholder: str = "", parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._composition = Composition(self)
        self._composition.changed.connect(self.composition_changed)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)

    @property
    def composing(self) -> bool:
        """An input method holds letters that are not in the text yet."""
        return self._composition.composing

    def owns_enter(self) -> bool:
        """Whether Enter belongs to the input method now."""
        return self._composition.owns_enter()

    def set_error(self, wrong: bool) -> None:
        theme.set_property(self, "wrong", wrong)

    def event(self, event: QEvent) -> bool:
        return (event.type() in _KEYS and self._composition.owns(event)) or super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._composition.left()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composition.saw(event)
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS:
            event.accept()
            self.submitted.emit()
            return
        super().keyPressEvent(event)


class TextArea(QPlainTextEdit):
    """Lines of text; `submitted` on Ctrl+Enter. Tab leaves it, as in every other field."""

    submitted = Signal()

    def __init__(
        self, placeholder: str = "", parent: QWidget | None = None, *, name: str = "", lines: int = 3
    ) -> None:
        super().__init__(parent)
        self._composition = Composition(self)
        self._lines = lines
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setTabChangesFocus(True)

    @property
    def composing(self) -> bool:
        """An input method holds letters that are not in the text yet."""
        return self._composition.composing

    def set_error(self, wrong: bool) -> None:
        theme.set_property(self, "wrong", wrong)

    def sizeHint(self) -> QSize:
        height = QFontMetrics(self.font()).lineSpacing() * self._lines + theme.current().px(18)
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(120), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        return (event.type() in _KEYS and self._composition.owns(event)) or super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._composition.left()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composition.saw(event)
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.accept()
            self.submitted.emit()
            return
        super().keyPressEvent(event)


class SearchField(TextField):
    """A search line: `searched` with the text as it is typed, Escape clears it and then leaves it."""

    searched = Signal(str)
    left = Signal()

    def __init__(self, placeholder: str = "", parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(placeholder, parent, name=name)
        self.setProperty("search", True)
        self.textChanged.connect(self.searched)

    def event(self, event: QEvent) -> bool:
        # A screen binds Escape, too; the line's own meaning comes first.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.composing:
            event.accept()
            if self.text():
                self.clear()
            else:
                self.left.emit()
            return
        super().keyPressEvent(event)
