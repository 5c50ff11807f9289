"""What can be done from anywhere in the window: one list, from which come shortcuts, key sheet, palette and
the seat's menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from widgets.keys import Binding
from widgets.text import is_typing


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do. `key` is a shortcut as Qt writes it, "" for none; `letter`: silent while somebody
    types. `shown_key` stands on sheets where one line speaks for several keys. `in_menu`: also in the
    seat's menu; `listed`: on the key sheet and in the palette.
    """

    name: str
    text: str
    key: str
    act: Callable[[], object]
    letter: bool = False
    shown_key: str = ""
    in_menu: bool = False
    listed: bool = True

    @property
    def key_text(self) -> str:
        """The key as people read it."""
        return self.shown_key or self.key


class Everywhere:
    """The deeds of one window, in the order in which they were added."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._deeds: dict[str, Deed] = {}
        self._others: list[QWidget] = []
        self._resting = False

    def rest(self, resting: bool) -> None:
        """While nobody is known to sit here no key does anything, in none of the windows."""
        self._resting = resting

    def add(self, deed: Deed) -> None:
        """Binds its key for as long as the window lives; raises ValueError for a name or key given twice."""
        if deed.name in self._deeds or (deed.key and any(d.key == deed.key for d in self._deeds.values())):
            raise ValueError(f"{deed.name} ({deed.key}) is there already")
        self._deeds[deed.name] = deed
        for window in (self._window, *self._others):
            self._bind(deed, window)

    def hold_in(self, window: QWidget) -> None:
        """Binds every key, those still to come, too, in another window of the same person while it lives."""
        self._others.append(window)
        window.destroyed.connect(lambda: self._others.remove(window))
        for deed in self._deeds.values():
            self._bind(deed, window)

    def _bind(self, deed: Deed, window: QWidget) -> None:
        if not deed.key:
            return
        shortcut = QShortcut(QKeySequence(deed.key), window)

        def pressed() -> None:
            if not (self._resting or (deed.letter and is_typing())):
                deed.act()

        shortcut.activated.connect(pressed)
        shortcut.activatedAmbiguously.connect(pressed)

    def deeds(self) -> list[Deed]:
        """What is listed."""
        return [deed for deed in self._deeds.values() if deed.listed]

    def menu(self) -> list[Deed]:
        """What stands in the seat's menu."""
        return [deed for deed in self._deeds.values() if deed.in_menu]

    def bindings(self) -> list[Binding]:
        """What has a key, for the key sheet."""
        return [Binding(deed.key_text, deed.text) for deed in self.deeds() if deed.key_text]
