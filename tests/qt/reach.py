"""What keyboard and screen reader get at in a window: each control's name, and whether Tab comes by."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QAbstractSpinBox, QScrollBar, QWidget

_RAW = re.compile(r"[a-z][\w-]*([._/][\w-]+)+|Q[A-Z]\w+|qt_\w+")
"""How names for programs look: "ticket.title", "QWidget", "qt_scrollarea_viewport"."""


def controls(window: QWidget) -> list[QWidget]:
    """What is shown and enabled in a window and takes the keyboard's focus by Tab."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisibleTo(window)
        and widget.isEnabled()
        and widget.window() is window.window()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not isinstance(widget, QScrollBar)
        and not isinstance(widget.parentWidget(), QAbstractSpinBox)
    ]


def spoken(widget: QWidget) -> str:
    """The name that a screen reader gets."""
    found = QAccessible.queryAccessibleInterface(widget)
    return str(found.text(QAccessible.Text.Name)).strip() if found is not None else ""


def nameless(window: QWidget) -> list[str]:
    """Controls without a name for people."""
    return [
        f"{_told(widget)} is called “{spoken(widget)}”"
        for widget in controls(window)
        if not spoken(widget) or spoken(widget) == widget.objectName() or _RAW.fullmatch(spoken(widget))
    ]


def beyond_tab(window: QWidget) -> list[str]:
    """Controls that Tab does not come to, pressed until it has gone round. Of buttons of which one is chosen,
    Tab comes to the one and arrows to the others."""
    wanted = controls(window)
    here = window.focusWidget()
    reached = [here] if here is not None else []
    for _ in range(2 * len(wanted) + 10):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        focus = window.focusWidget()
        if focus is not None and focus not in reached:
            reached.append(focus)
    return [
        f"Tab does not come to {_told(widget)}"
        for widget in wanted
        if widget not in reached and not any(_one_of(widget, other) for other in reached)
    ]


def _one_of(widget: QWidget, other: QWidget) -> bool:
    """Whether both are buttons of one choice."""
    if not isinstance(widget, QAbstractButton) or not isinstance(other, QAbstractButton):
        return False
    if widget.group() is not None:
        return widget.group() is other.group()
    return widget.autoExclusive() and other.autoExclusive() and widget.parentWidget() is other.parentWidget()


def _told(widget: QWidget) -> str:
    around = widget.parentWidget()
    while around is not None and not around.objectName() and not isinstance(around, QAbstractScrollArea):
        around = around.parentWidget()
    where = (around.objectName() or type(around).__name__) if around is not None else "nothing"
    return f"{type(widget).__name__} ({widget.objectName() or '-'}) in {where}"
