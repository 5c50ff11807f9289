"""What stands on the screen, told as facts: for automation and the self-test. It presses nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
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


def facts_of(widget: QWidget) -> Facts:
    """A control's place on the display (px) and what it shows."""
    visible = widget.isVisible()
    # What is scrolled out of sight, or lies under another tab, is no place to click at.
    seen = widget.visibleRegion().boundingRect() if visible else QRect()
    corner = widget.mapToGlobal(QPoint(0, 0))
    proxy = widget.focusProxy()
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
        "focus": widget.hasFocus() or (proxy is not None and proxy.hasFocus()),
        "class": widget.metaObject().className(),
    }
    if isinstance(widget, QAbstractButton):
        facts["checked"] = widget.isChecked()
    if isinstance(widget, QAbstractItemView):
        model = widget.model()
        facts["rows"] = model.rowCount()
    return facts


class Windows:
    """All windows of this process."""

    def find(self, name: str) -> Facts | None:
        """The control of an object name, else of an accessible name; one that is to be seen comes first."""
        hidden: Facts | None = None
        for by_object in (True, False):
            for widget in self._all():
                if (widget.objectName() if by_object else widget.accessibleName()) != name:
                    continue
                found = facts_of(widget)
                if found["visible"]:
                    return found
                hidden = hidden or found
            if hidden is not None:
                return hidden
        return None

    def _all(self) -> list[QWidget]:
        found: list[QWidget] = []
        for window in QApplication.topLevelWidgets():
            found.append(window)
            found += window.findChildren(QWidget)
        return found

    def tree(self, name: str | None = None) -> list[Facts]:
        """What is to be seen below a control, or everything; nested under `children`."""
        if name is None:
            return [self._branch(w) for w in QApplication.topLevelWidgets() if w.isVisible()]
        return [self._branch(w) for w in self._all() if w.objectName() == name and w.isVisible()]

    def _branch(self, widget: QWidget) -> Facts:
        below = [
            w for w in widget.children() if isinstance(w, QWidget) and w.isVisible() and not w.isWindow()
        ]
        facts = facts_of(widget)
        if below:
            facts["children"] = [self._branch(w) for w in below]
        return facts

    def shot(self, path: Path) -> Facts:
        """A picture of the display, as it is; raises OSError."""
        screen = QGuiApplication.primaryScreen()
        whole = screen.virtualGeometry()
        picture = screen.grabWindow(0, whole.x(), whole.y(), whole.width(), whole.height())
        if picture.isNull() or not picture.save(str(path), "PNG"):
            raise OSError(f"no picture could be written to {path.name}")
        return {"width": picture.width(), "height": picture.height()}
