"""The panels of one screen, docked: moved, torn off to another monitor, kept between runs, put back."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import SIGNAL, QByteArray, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

import PySide6QtAds as QtAds

from console.settings import Settings
from widgets import theme

_LAYOUT_VERSION = 1

_AREAS = {
    "left": QtAds.LeftDockWidgetArea,
    "right": QtAds.RightDockWidgetArea,
    "top": QtAds.TopDockWidgetArea,
    "bottom": QtAds.BottomDockWidgetArea,
    "tab": QtAds.CenterDockWidgetArea,
}


def configure() -> None:
    """Sets what holds for every dock of the process; before the first `Workspace`."""
    flag = QtAds.CDockManager
    flag.setConfigFlags(flag.DefaultOpaqueConfig)
    for name, on in {
        "ActiveTabHasCloseButton": False,
        "DockAreaHasCloseButton": False,
        "DockAreaHasUndockButton": False,
        "DockAreaHasTabsMenuButton": False,
        "AllTabsHaveCloseButton": False,
        "HideSingleCentralWidgetTitleBar": True,
        "FocusHighlighting": False,
        "EqualSplitOnInsertion": False,
        "AlwaysShowTabs": False,
    }.items():
        flag.setConfigFlag(getattr(flag, name), on)


def _forget_focus() -> None:
    """WORKAROUND QtAds 4.4.1: on X11 a manager hears every change of the focus window through a connection
    that outlives it, and the first change after its end calls into freed memory (log-out, another language).
    Nothing else listens to this signal of the application."""
    app = QGuiApplication.instance()
    signal = SIGNAL("focusWindowChanged(QWindow*)")
    if app is not None and app.receivers(signal):
        QObject.disconnect(app, signal, None, None)  # type: ignore[call-overload]


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel and where it first stands: at a side of the panel `beside` ("" for the first one), or as a tab
    with it."""

    key: str
    title: str
    widget: QWidget
    side: str = "left"
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """The first sizes, in parts, of the splitter that a panel stands in; `low` those on a low screen."""

    panel: str
    parts: tuple[int, ...]
    across: bool = True
    low: tuple[int, ...] = ()


_LOW = 820


class Workspace(QWidget):
    """The docks of one screen."""

    def __init__(
        self,
        key: str,
        panels: Sequence[Panel],
        shares: Sequence[Share],
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._settings = settings
        self._shares = tuple(shares)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._manager = QtAds.CDockManager(self)
        _forget_focus()
        layout.addWidget(self._manager)
        self._docks: dict[str, Any] = {}
        self._style()
        theme.current().changed.connect(self._style)
        for panel in panels:
            self._add(panel)
        self._first = bytes(self._manager.saveState(_LAYOUT_VERSION).data())
        self._fresh = True
        self._restore()

    def _add(self, panel: Panel) -> None:
        dock = QtAds.CDockWidget(self._manager, panel.title, self._manager)
        dock.setObjectName(panel.key)
        insert = QtAds.CDockWidget.ForceNoScrollArea
        dock.setWidget(panel.widget, insert)
        dock.setFeature(QtAds.CDockWidget.DockWidgetClosable, False)
        dock.setMinimumSizeHintMode(QtAds.CDockWidget.MinimumSizeHintFromContentMinimumSize)
        if not self._docks:
            self._manager.setCentralWidget(dock)
        else:
            beside = self._docks[panel.beside].dockAreaWidget()
            self._manager.addDockWidget(_AREAS[panel.side], dock, beside)
        self._docks[panel.key] = dock

    def _style(self) -> None:
        self._manager.setStyleSheet(theme.current().dock_stylesheet())

    # --- layout ------------------------------------------------------------------------------------------
    def _restore(self) -> None:
        kept = self._settings.kept.layouts.get(self._key)
        if kept and self._manager.restoreState(QByteArray(base64.b64decode(kept)), _LAYOUT_VERSION):
            self._fresh = False

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._fresh:
            self._fresh = False
            self._share()

    def _share(self) -> None:
        """The first sizes: parts of what there is, which is known only once it is shown."""
        for share in self._shares:
            area = self._docks[share.panel].dockAreaWidget()
            whole = self.width() if share.across else self.height()
            low = share.low and self.height() < theme.current().px(_LOW)
            parts = share.low if low else share.parts
            total = sum(parts)
            self._manager.setSplitterSizes(area, [whole * part // total for part in parts])

    def keep(self) -> None:
        """Puts the layout into the settings; one that was never shown has none yet."""
        if self._fresh:
            return
        state = bytes(self._manager.saveState(_LAYOUT_VERSION).data())
        self._settings.kept.layouts[self._key] = base64.b64encode(state).decode()

    def reset(self) -> None:
        """Puts every panel back to where it first stood."""
        self._settings.kept.layouts.pop(self._key, None)
        self._manager.restoreState(QByteArray(self._first), _LAYOUT_VERSION)
        self._share()

    def raise_panel(self, key: str) -> None:
        """Brings a panel that lies under another to the front."""
        dock = self._docks[key]
        dock.toggleView(True)
        dock.setAsCurrentTab()
        dock.raise_()

    def hide_torn_off(self) -> None:
        """Hides the panels on other monitors with their screen."""
        for floating in self._manager.floatingWidgets():
            floating.hide()

    def show_torn_off(self) -> None:
        """Shows them again."""
        for floating in self._manager.floatingWidgets():
            floating.show()
