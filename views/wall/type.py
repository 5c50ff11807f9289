"""Type for a room: as large as the monitor allows, on the measures of a 1080 px high one."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from widgets import theme

_HIGH = 1080


def unit(widget: QWidget) -> float:
    """Px of this window per px of a 1920 × 1080 wall."""
    window = widget.window()
    return max(0.6, min(window.height() / _HIGH, window.width() / 1920)) * theme.current().text_scale


def wall_font(size: float, *, semibold: bool = False) -> QFont:
    """The family in `size` px, with figures of one width."""
    font = QFont(theme.font("body", semibold=semibold, tabular=True))
    font.setPixelSize(max(10, round(size)))
    return font
