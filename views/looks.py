"""How the window looks, as its person chose: theme, density, size of text, full screen."""

from __future__ import annotations

from functools import partial
from typing import Literal

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from console.desk import Desk
from views import language
from views.everywhere import Deed, Everywhere
from widgets import theme
from widgets.theme import Density

_DENSITIES = (Density.COMPACT, Density.NORMAL, Density.ROOMY)
SMALLEST, LARGEST = 0.9, 2.0


class Looks(QObject):
    """The keys that change the look; each choice is kept."""

    def __init__(self, desk: Desk, everywhere: Everywhere, window: QWidget) -> None:
        super().__init__(window)
        self._kept = desk.settings.kept
        self._window = window
        sizes = "Ctrl+= Ctrl+-"
        for name, text, key, act, shown in (
            ("theme", self.tr("Dark or light"), "F9", self._toggle_theme, ""),
            ("density", self.tr("Density"), "F10", self._next_density, ""),
            ("larger", self.tr("Text size"), "Ctrl+=", partial(self._scale, 0.1), sizes),
        ):
            in_menu = name != "larger"
            everywhere.add(Deed(name, text, key, act, shown_key=shown, in_menu=in_menu))
        smaller = partial(self._scale, -0.1)
        everywhere.add(Deed("smaller", self.tr("Smaller text"), "Ctrl+-", smaller, listed=False))
        everywhere.add(Deed("full", self.tr("Full screen"), "Shift+F11", self._toggle_full))

    def _toggle_theme(self) -> None:
        mode: Literal["dark", "light"] = "light" if theme.current().mode == "dark" else "dark"
        theme.current().set_mode(mode)
        self._kept.theme = mode

    def _next_density(self) -> None:
        now = _DENSITIES.index(theme.current().density)
        chosen = _DENSITIES[(now + 1) % len(_DENSITIES)]
        theme.current().set_density(chosen)
        self._kept.density = chosen.value

    def _scale(self, step: float) -> None:
        scale = round(min(max(theme.current().text_scale + step, SMALLEST), LARGEST), 1)
        theme.current().set_text_scale(scale)
        self._kept.text_scale = scale

    def _toggle_full(self) -> None:
        window = self._window.window()
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()


def dress(desk: Desk) -> str:
    """Theme, density, text size and language as kept; before the first window. Gives the language."""
    kept = desk.settings.kept
    look = theme.current()
    look.set_mode(kept.theme)
    look.set_density(Density(kept.density))
    look.set_text_scale(min(max(kept.text_scale, SMALLEST), LARGEST))
    return language.install(kept.language)
