"""Looks at a window as a program can: text cut off without saying so, text that lies on other text, text that
says it is cut where nothing may be, and text too faint for its ground.

What ends in an ellipsis says that it is cut; where a person must be able to read the whole (numbers,
countdowns, buttons, tabs, titles) that is a fault too. Free words in a list may end so.
"""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QRadioButton,
    QWidget,
)

from tests.qt.painted import Painted, texts
from widgets.action_bar import KeyedButton
from widgets.elided import ElidedLabel
from widgets.frame import HintLine
from widgets.lanes import LaneBoard
from widgets.map import MapCanvas
from widgets.table import TableView
from widgets.theme import MINIMUM_CONTRAST, contrast

SLACK = 2
"""Px that rounding of font metrics may take."""
INK_SLACK = 0.4
"""What the edges of thin strokes may take off a contrast that is measured in a picture."""


FIGURE = re.compile(r"[−-]?\d|[A-Z]{2,}\d{4}")
"""How numbers of tickets, countdowns, times and counts begin."""
NUMBER = re.compile(r"[ ·]*[A-Z]{2,}(20|2?…)")
"""How a ticket's number begins, also where it stands behind words and only a little of it is left."""


def faults(window: QWidget, within: QWidget | None = None) -> list[str]:
    """What is wrong with the texts now shown in a window, one line each; `within` looks only at a part of
    it, such as a sheet that lies over the rest."""
    top = within or window
    shown = [w for w in top.findChildren(QWidget) if w.isVisibleTo(window) and _text(w)]
    painted, picture = texts(window)
    painted = [p for p in painted if p.widget is top or top.isAncestorOf(p.widget)]
    return [
        *_cut_off(window, shown),
        *_clipped(window, shown),
        *_overlapping(window, shown),
        *_painted_over(painted),
        *_past_the_edge(window, painted),
        *_missing_ends(painted),
        *_faint(window, shown, painted, picture),
    ]


async def at_rest(window: QWidget, within: QWidget | None = None) -> list[str]:
    """The faults that are still there once what changed has been laid out: a layout follows its change by an
    event or two, and by more on a busy machine."""
    for _ in range(60):
        found = faults(window, within)
        if not found:
            break
        await asyncio.sleep(0.05)
    return found


def _text(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    return ""


# --- labels and buttons ----------------------------------------------------------------------------------
def _cut_off(window: QWidget, shown: list[QWidget]) -> Iterator[str]:
    for widget in shown:
        if isinstance(widget, ElidedLabel | QLineEdit):
            continue
        needed, given = _needed(widget), widget.contentsRect().size()
        if needed.width() > given.width() + SLACK or needed.height() > given.height() + SLACK:
            yield f"cut off: {_name(widget)} needs {needed.toTuple()}, has {given.toTuple()}"
        if _scroll_area(widget) is None and not window.rect().contains(_place(window, widget)):
            yield f"outside the window: {_name(widget)} at {_place(window, widget).getRect()}"


def _clipped(window: QWidget, shown: list[QWidget]) -> Iterator[str]:
    """A text whose own size is right, in a parent that shows only a part of it."""
    for widget in shown:
        area = _scroll_area(widget)
        if (
            isinstance(area, QAbstractScrollArea)
            and area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            and widget.mapTo(area, QPoint(0, 0)).x() + widget.width() > area.width() + SLACK
        ):
            yield f"beyond what scrolls: {_name(widget)}"
        parent = widget.parentWidget()
        while parent is not None and parent is not window and not _is_viewport(parent):
            place = QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size())
            if not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(place):
                inside = f"{place.getRect()} in {parent.size().toTuple()}"
                yield f"clipped by {type(parent).__name__}: {_name(widget)} {inside}"
                break
            parent = parent.parentWidget()


def _needed(widget: QWidget) -> QSize:
    """What the text of a label or a button takes; a button's own hint counts its padding."""
    if isinstance(widget, QAbstractButton) and not isinstance(widget, QCheckBox | QRadioButton):
        # One that paints its own text says itself where its end is missing.
        own = any(
            "paintEvent" in vars(kind)
            for kind in type(widget).__mro__
            if not kind.__module__.startswith(("PySide6", "Shiboken"))
        )
        return QSize(0 if own else widget.sizeHint().width(), QFontMetrics(widget.font()).height())
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
    placed = [(w, _place(window, w), _scroll_area(w)) for w in shown if not _floating(w)]
    for (one, here, around), (other, there, around_other) in itertools.combinations(placed, 2):
        if around is not around_other or one.isAncestorOf(other) or other.isAncestorOf(one):
            continue
        common = here.adjusted(SLACK, SLACK, -SLACK, -SLACK) & there
        if common.width() > SLACK and common.height() > SLACK:
            yield f"overlap: {_name(one)} and {_name(other)}"


def _floating(widget: QWidget) -> bool:
    """A notice, a drop list or a palette lies over the window because it is meant to."""
    found: QWidget | None = widget
    while found is not None:
        if found.property("floating"):
            return True
        found = found.parentWidget()
    return False


def _is_viewport(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget


def _scroll_area(widget: QWidget) -> QWidget | None:
    """The scroll area that a widget stands in: what lies outside of it may be scrolled to."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return parent
        parent = parent.parentWidget()
    return None


def _place(window: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} “{_text(widget)[:30]}” ({widget.objectName() or '-'})"


# --- what painters write ---------------------------------------------------------------------------------
def _painted_over(painted: Sequence[Painted]) -> Iterator[str]:
    """Two texts of one widget on each other."""
    for widget in {p.widget for p in painted}:
        own = [p for p in painted if p.widget is widget]
        for one, other in itertools.combinations(own, 2):
            common = one.place.intersected(other.place)
            if common.width() > SLACK + 2 and common.height() > one.place.height() / 3:
                yield f"painted over: “{one.text[:24]}” and “{other.text[:24]}” in {_holder(widget)}"


def _past_the_edge(window: QWidget, painted: Iterable[Painted]) -> Iterator[str]:
    """A text that runs on where its widget, or the window, has ended: nothing shows that there is more.

    What can be scrolled to may, and so may the names of a map and of lanes, which are drawn along.
    """
    for p in painted:
        area = p.widget.parentWidget() if _is_viewport(p.widget) else None
        if isinstance(p.widget, MapCanvas | LaneBoard):
            continue
        edge = QRectF(_place(window, p.widget))
        if _scroll_area(p.widget) is None:
            edge &= QRectF(window.rect())
        beside = p.place.left() < edge.left() - SLACK or p.place.right() > edge.right() + SLACK
        if isinstance(area, QAbstractScrollArea):
            # A table's header goes along with the table.
            scrolls = area.parentWidget() if isinstance(area, QHeaderView) else area
            assert isinstance(scrolls, QAbstractScrollArea)
            beside = beside and not scrolls.horizontalScrollBar().maximum()
            below = False
        else:
            # Of a line's height some is room above and below the letters.
            spare = SLACK + p.place.height() / 5
            below = p.place.top() < edge.top() - spare or p.place.bottom() > edge.bottom() + spare
        if beside or below:
            had, has = p.place.toAlignedRect().getRect(), edge.toAlignedRect().getRect()
            yield f"past its edge: “{p.text[:40]}” at {had} in {has} of {_holder(p.widget)}"


def _holder(widget: QWidget) -> str:
    parent = widget.parentWidget()
    return (
        f"{type(widget).__name__} of {type(parent).__name__}" if parent is not None else type(widget).__name__
    )


def _missing_ends(painted: Iterable[Painted]) -> Iterator[str]:
    for p in painted:
        if p.elided and not _may_end(p):
            yield f"ends in …: “{p.text[:40]}” in {_holder(p.widget)}"


def _may_end(p: Painted) -> bool:
    """Free words: a list's texts, the line of hints, whatever says so by the property ``free_text``."""
    widget: QWidget | None = p.widget
    while widget is not None:
        if isinstance(widget, HintLine) or widget.property("free_text"):
            return True
        if isinstance(widget, KeyedButton):
            # The likely action, where there is no room for the whole of it: its key and tip stay.
            return bool(widget.property("primary"))
        if isinstance(widget, TableView):
            return FIGURE.match(p.text) is None and NUMBER.match(p.text) is None
        widget = widget.parentWidget()
    return False


# --- contrast --------------------------------------------------------------------------------------------
def _faint(
    window: QWidget, shown: Iterable[QWidget], painted: Iterable[Painted], picture: QImage
) -> Iterator[str]:
    pixels = _pixels(picture)
    for p in painted:
        # What is scrolled out of sight is drawn all the same, and what lies there is another's.
        middle = p.widget.mapFrom(window, p.place.center().toPoint())
        if not p.widget.visibleRegion().contains(middle):
            continue
        if _covered(window, p.widget, p.place.center().toPoint()):
            continue
        ground = _ground(pixels, p.place.toAlignedRect() & _place(window, p.widget))
        if ground is not None and p.widget.isEnabled() and contrast(p.ink, ground) < MINIMUM_CONTRAST:
            yield (
                f"faint: “{p.text[:24]}” {p.ink.name()} on {ground.name()} "
                f"({contrast(p.ink, ground):.1f}) in {_holder(p.widget)}"
            )
    for widget in shown:
        if not isinstance(widget, QLabel) or isinstance(widget, ElidedLabel) or not widget.isEnabled():
            continue
        place = _place(window, widget) & window.rect()
        if any(_covered(window, widget, at) for at in (place.topLeft(), place.center(), place.bottomRight())):
            continue
        area = _scroll_area(widget)
        if area is not None:
            assert isinstance(area, QAbstractScrollArea)
            place &= _place(window, area.viewport())
        # Half a line shows half its strokes.
        if place.height() < min(widget.height(), QFontMetrics(widget.font()).height()):
            continue
        measured = _measured(pixels, place)
        if measured is not None and measured < MINIMUM_CONTRAST - INK_SLACK:
            yield f"faint: {_name(widget)} ({measured:.1f})"


def _covered(window: QWidget, widget: QWidget, at: QPoint) -> bool:
    """Whether something that lies over the window hides the widget there."""
    seen = window.childAt(at)
    return seen is not None and _floating(seen) and not _floating(widget)


def _pixels(picture: QImage) -> NDArray[np.uint32]:
    image = picture.convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    found: NDArray[np.uint32] = raw[:, : image.width()] & np.uint32(0xFFFFFF)
    return found.copy()


def _cut(pixels: NDArray[np.uint32], place: QRect | QRectF) -> NDArray[np.uint32]:
    top, left = max(0, int(place.top())), max(0, int(place.left()))
    return pixels[top : max(top, int(place.bottom()) + 1), left : max(left, int(place.right()) + 1)]


def _ground(pixels: NDArray[np.uint32], place: QRect) -> QColor | None:
    """The commonest colour there, None outside of the picture."""
    part = _cut(pixels, place)
    if part.size < 16:
        return None
    values, counts = np.unique(part, return_counts=True)
    return QColor(int(values[counts.argmax()]) | 0xFF000000)


def _measured(pixels: NDArray[np.uint32], place: QRect) -> float | None:
    """The strongest contrast of any pixel there to the commonest one."""
    ground = _ground(pixels, place)
    if ground is None:
        return None
    colours = np.unique(_cut(pixels, place))
    return max(contrast(QColor(int(c) | 0xFF000000), ground) for c in colours)
