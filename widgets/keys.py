"""Keys of a panel: letters that act on what is chosen there, and never while somebody types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from widgets.text import is_typing


@dataclass(frozen=True, slots=True)
class Binding:
    """A key as written on a button (`D`, `Ctrl+K`, `?`) and what it does, in words."""

    key: str
    text: str


class KeyMap(QObject):
    """The keys of one panel. They act while the focus is inside it (`window=True`: anywhere in its
    window).
    """

    def __init__(self, panel: QWidget, *, window: bool = False) -> None:
        super().__init__(panel)
        self._panel = panel
        self._context = (
            Qt.ShortcutContext.WindowShortcut if window else Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        self._shortcuts: dict[str, QShortcut] = {}
        self._bindings: dict[str, Binding] = {}

    def bind(self, key: str, act: Callable[[], object], text: str = "") -> None:
        """Binds a key, in place of what it did before. A key without Ctrl, Alt or F is silent while
        somebody types.
        """
        self.unbind(key)
        shortcut = QShortcut(QKeySequence(key), self._panel)
        shortcut.setContext(self._context)
        shortcut.setAutoRepeat(False)
        plain = len(key) == 1 or key in ("Space", "Return", "Enter")

        def pressed() -> None:
            if not (plain and is_typing()):
                act()

        shortcut.activated.connect(pressed)
        # Two panels that both hold the focus chain make a key ambiguous; the innermost is asked first by
        # Qt, the rest by this.
        shortcut.activatedAmbiguously.connect(pressed)
        self._shortcuts[key] = shortcut
        self._bindings[key] = Binding(key, text)

    def unbind(self, key: str) -> None:
        """Frees a key; one that is not bound is no error."""
        self._bindings.pop(key, None)
        shortcut = self._shortcuts.pop(key, None)
        if shortcut is not None:
            shortcut.setEnabled(False)
            shortcut.deleteLater()

    def set_enabled(self, key: str, enabled: bool) -> None:
        """Lets a bound key act or not; raises `KeyError` for one that is not bound."""
        self._shortcuts[key].setEnabled(enabled)

    def bindings(self) -> list[Binding]:
        """What is bound, in the order it was bound: the content of the key sheet."""
        return list(self._bindings.values())
