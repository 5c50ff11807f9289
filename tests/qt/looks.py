"""Looks at a window as a program can: text that is cut off without saying so, and text that lies on other
text.

What ends in an ellipsis (`ElidedLabel`, table cells) says that it is cut and is no fault; what simply stops
is.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QTextDocument
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QCheckBox, QLabel, QRadioButton, QWidget

from widgets.elided import ElidedLabel

SLACK = 2
"""Px that rounding of font metrics may take."""


def faults(window: QWidget) -> list[str]:
    """What is wrong with the texts now shown in a window, one line each."""
    shown = [w for w in window.findChildren(QWidget) if w.isVisibleTo(window) and _text(w)]
    return [*_cut_off(window, shown), *_overlapping(window, shown)]


def _text(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    return ""


def _cut_off(window: QWidget, shown: list[QWidget]) -> Iterator[str]:
    for widget in shown:
        if isinstance(widget, ElidedLabel):
            continue
        needed, given = _needed(widget), widget.contentsRect().size()
        if needed.width() > given.width() + SLACK or needed.height() > given.height() + SLACK:
            yield f"cut off: {_name(widget)} needs {needed.toTuple()}, has {given.toTuple()}"
        if not _scrolled(widget) and not window.rect().contains(_place(window, widget)):
            yield f"outside the window: {_name(widget)} at {_place(window, widget).getRect()}"


def _needed(widget: QWidget) -> QSize:
    """What the text of a label or a button takes; a button's own hint counts its padding."""
    if isinstance(widget, QAbstractButton) and not isinstance(widget, QCheckBox | QRadioButton):
        return QSize(widget.sizeHint().width(), QFontMetrics(widget.font()).height())
    if isinstance(widget, QLabel):
        room = widget.contentsRect().width()
        if widget.textFormat() == Qt.TextFormat.RichText:
            document = QTextDocument()
            document.setDefaultFont(widget.font())
            document.setDocumentMargin(0)
            document.setHtml(widget.text())
            if widget.wordWrap():
                document.setTextWidth(room)
            return QSize(round(document.idealWidth()), round(document.size().height()))
        metrics = QFontMetrics(widget.font())
        flags = int(Qt.TextFlag.TextWordWrap) if widget.wordWrap() else 0
        box = metrics.boundingRect(QRect(0, 0, room if flags else 100_000, 100_000), flags, widget.text())
        return box.size()
    return QSize(0, 0)


def _overlapping(window: QWidget, shown: list[QWidget]) -> Iterator[str]:
    placed = [(w, _place(window, w)) for w in shown if not _floating(w)]
    for (one, here), (other, there) in itertools.combinations(placed, 2):
        if one.isAncestorOf(other) or other.isAncestorOf(one) or _scrolled(one) or _scrolled(other):
            continue
        common = here.adjusted(SLACK, SLACK, -SLACK, -SLACK) & there
        if common.width() > SLACK and common.height() > SLACK:
            yield f"overlap: {_name(one)} and {_name(other)}"


def _floating(widget: QWidget) -> bool:
    """A notice, a drop list or a palette lies over the window because it is meant to."""
    while widget is not None:
        if widget.property("floating"):
            return True
        widget = widget.parentWidget()
    return False


def _scrolled(widget: QWidget) -> bool:
    """What stands in a scroll area may lie outside of what is seen of it."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def _place(window: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} “{_text(widget)[:30]}”"
