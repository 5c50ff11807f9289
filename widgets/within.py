"""Widgets that stand within another, asked for without taking hold of what is Qt's own.

PySide takes what a method gives for a child of whom it was asked (Shiboken's return value heuristic, and
`findChildren` by its own rule). So what `findChildren` made in Python of Qt's own parts outlives them. And
where two are given by each other, as a scroll area by `viewport().focusProxy()` and its viewport by
`viewport()`, Python's collector takes them for rubbish and ends both, with all that stands in the area.
Hence neither is asked of widgets that the product has not made itself (docs/decisions/0083).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

W = TypeVar("W", bound=QWidget)


def below(around: QWidget, kind: type[W]) -> list[W]:
    """The widgets of a kind that stand in another or in windows of its own, such as panels torn off, in no
    order. All widgets there are (2,000 in a seat: 5 ms) are looked at."""
    return [w for w in QApplication.allWidgets() if isinstance(w, kind) and _leads_to(around, w)]


def _leads_to(around: QWidget, widget: QWidget | None) -> bool:
    while widget is not None:
        if around.isAncestorOf(widget):
            return True
        widget = widget.window().parentWidget()
    return False


def parts(around: QWidget) -> Iterator[QWidget]:
    """All that stands in a widget of few parts, in the order in which it was made."""
    for child in around.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield child
            yield from parts(child)


def seen_in(around: QWidget, place: QRect, *kinds: type[W]) -> Iterator[tuple[W, QRect]]:
    """The widgets of these kinds that are to be seen at a place in another, each with its own place there."""
    for child in around.children():
        if not isinstance(child, QWidget) or child.isWindow() or not child.isVisible():
            continue
        own = child.geometry()
        if not own.intersects(place):
            continue
        if isinstance(child, kinds):
            yield child, own
        else:
            for found, at in seen_in(child, place.translated(-own.topLeft()), *kinds):
                yield found, at.translated(own.topLeft())


def takes_tab(widget: QWidget) -> bool:
    """Whether Tab may come to it now. Qt's own parts, such as the line of a spin box, leave that to the
    field they are part of."""
    return (
        widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and shiboken6.createdByPython(widget)
        and widget.focusProxy() is None
    )
