"""Emptying a layout that is filled anew."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout


def empty(layout: QLayout) -> None:
    """Takes everything out of a layout; widgets go at once and are freed by the event loop."""
    while layout.count():
        widget = layout.takeAt(0).widget()
        # A spacer has none, whatever the stubs say.
        if widget is not None:
            widget.hide()
            widget.deleteLater()
