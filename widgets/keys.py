"""Keys of a panel: letters that act on what is chosen there, and never while somebody types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from widgets.text import is_typing


@dataclass(frozen=True, slots=True)
class Binding:
    """A key as written on a button (`D`, `Ctrl+K`, `?`) and what it does, in words."""

    key: str
    text: str


class KeyMap(QObject):
    """The keys of one panel. They act while the focus is inside it (`window=True`: anywhere in its
    window). Where panels within each other bind the same key, the innermost one's acts.
    """

    def __init__(self, panel: QWidget, *, window: bool = False) -> None:
        super().__init__(panel)
        self._panel = panel
        self._context = (
            Qt.ShortcutContext.WindowShortcut if window else Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        self._shortcuts: dict[str, QShortcut] = {}
        self._bindings: dict[str, Binding] = {}
        self._acts: dict[str, Callable[[], None]] = {}

    def bind(self, key: str, act: Callable[[], object], text: str = "") -> None:
        """Binds a key, in place of what it did before. A key without Ctrl, Alt or F is silent while
        somebody types.
        """
        self.unbind(key)
        plain = len(key.removeprefix("Shift+")) == 1 or key in ("Space", "Return", "Enter")

        def pressed() -> None:
            if not (plain and is_typing()):
                act()

        self._acts[key] = pressed
        self._shortcuts[key] = self._shortcut(key, self._panel, self._context)
        self._bindings[key] = Binding(key, text)

    def hold_in(self, window: QWidget) -> None:
        """Lets what is bound now act in another window, too, one that a part of the panel was torn off to,
        for as long as that lives."""
        for key in self._acts:
            self._shortcut(key, window, Qt.ShortcutContext.WindowShortcut)

    def _shortcut(self, key: str, parent: QWidget, context: Qt.ShortcutContext) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), parent)
        shortcut.setContext(context)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: self._press(key))
        # Of two panels around the focus that both bind a key, Qt tells one after the other, by turns.
        shortcut.activatedAmbiguously.connect(lambda: self._innermost(key)._press(key))
        return shortcut

    def _innermost(self, key: str) -> KeyMap:
        """Of the maps that bind a key, the one whose panel stands closest around the focus."""
        around = QApplication.focusWidget()
        while around is not None:
            # Not by all children: what that makes in Python of Qt's own outlives them.
            for child in around.findChildren(KeyMap, options=Qt.FindChildOption.FindDirectChildrenOnly):
                if key in child._acts:
                    return child
            around = around.parentWidget()
        return self

    def _press(self, key: str) -> None:
        act = self._acts.get(key)
        if act is not None:
            act()

    def unbind(self, key: str) -> None:
        """Frees a key; one that is not bound is no error."""
        self._bindings.pop(key, None)
        self._acts.pop(key, None)
        shortcut = self._shortcuts.pop(key, None)
        if shortcut is not None:
            shortcut.setEnabled(False)
            shortcut.deleteLater()

    def bindings(self) -> list[Binding]:
        """What is bound, in the order it was bound: the content of the key sheet."""
        return list(self._bindings.values())
