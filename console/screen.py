"""What stands on the screen, told as facts: for automation and the self-test. It presses nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

Facts = dict[str, Any]


def text_of(widget: QWidget) -> str:
    """What a control says: its own text, else its accessible value or name."""
    if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
        if isinstance(widget, QLineEdit) and widget.echoMode() != QLineEdit.EchoMode.Normal:
            return "•" * len(widget.text())
        return widget.text()
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return _accessible(widget, QAccessible.Text.Value) or _accessible(widget, QAccessible.Text.Name)


def _accessible(widget: QWidget, what: QAccessible.Text) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(what)


def _seen(widget: QWidget) -> QRect:
    """What is to be seen of a control, in its own coordinates; a list that scrolls is hidden by its view."""
    seen = widget.visibleRegion()
    if isinstance(widget, QAbstractScrollArea):
        view = widget.viewport()
        seen = seen.united(view.visibleRegion().translated(view.pos()))
    return seen.boundingRect()


def facts_of(widget: QWidget) -> Facts:
    """A control's place on the display (px) and what it shows."""
    visible = widget.isVisible()
    # What is scrolled out of sight, or lies under another tab, is no place to click at.
    seen = _seen(widget) if visible else QRect()
    corner = widget.mapToGlobal(QPoint(0, 0))
    facts: Facts = {
        "x": corner.x() + seen.x(),
        "y": corner.y() + seen.y(),
        "width": seen.width(),
        "height": seen.height(),
        "object": widget.objectName(),
        "name": widget.accessibleName() or _accessible(widget, QAccessible.Text.Name),
        "text": text_of(widget),
        "visible": visible and not seen.isEmpty(),
        "enabled": widget.isEnabled(),
        "focus": widget.hasFocus(),
        "class": widget.metaObject().className(),
    }
    if isinstance(widget, QAbstractButton):
        facts["checked"] = widget.isChecked()
    if isinstance(widget, QAbstractItemView):
        model = widget.model()
        facts["rows"] = model.rowCount()
    return facts


def _place(facts: Facts) -> tuple[int, int]:
    return facts["y"], facts["x"]


class Windows:
    """All windows of this process. Whom they ask takes hold of nothing (`widgets.within`): whoever looks must
    not change how long anything lives."""

    def find(self, name: str) -> Facts | None:
        """The control of an object name, else of an accessible name; of several the first as it is read that
        is to be seen."""
        widgets = QApplication.allWidgets()
        found = [facts_of(widget) for widget in widgets if widget.objectName() == name]
        found = found or [facts_of(widget) for widget in widgets if widget.accessibleName() == name]
        return min(found, key=lambda facts: (not facts["visible"], _place(facts)), default=None)

    def tree(self, name: str | None = None) -> list[Facts]:
        """What is to be seen below a control, or everything; nested under `children`, as it is read."""
        below: dict[QWidget | None, list[QWidget]] = {}
        roots: list[QWidget] = []
        for widget in QApplication.allWidgets():
            if widget.isVisible():
                if widget.isWindow() if name is None else widget.objectName() == name:
                    roots.append(widget)
                if not widget.isWindow():
                    below.setdefault(widget.parentWidget(), []).append(widget)

        def branch(widget: QWidget) -> Facts:
            facts = facts_of(widget)
            inside = sorted(below.get(widget, ()), key=lambda child: (child.y(), child.x()))
            if inside:
                facts["children"] = [branch(child) for child in inside]
            return facts

        return sorted(map(branch, roots), key=_place)

    def shot(self, path: Path) -> Facts:
        """A picture of the display, as it is; raises OSError."""
        screen = QGuiApplication.primaryScreen()
        whole = screen.virtualGeometry()
        picture = screen.grabWindow(0, whole.x(), whole.y(), whole.width(), whole.height())
        if picture.isNull() or not picture.save(str(path), "PNG"):
            raise OSError(f"no picture could be written to {path.name}")
        return {"width": picture.width(), "height": picture.height()}
