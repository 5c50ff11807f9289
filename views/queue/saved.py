"""Filters under a name: taking one, saving what is set, sharing and dropping one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from console.errors import ConsoleError
from console.ids import uuid7
from contract.saved_filter import SavedFilter, may_change
from views import words
from views.context import Context
from views.filtering.offers import whose
from widgets import theme
from widgets.flow import FlowLayout
from widgets.text import TextField


class SavedRow(QWidget):
    """The saved filters of one screen as chips, the one in force lit; saving and changing happens on line
    only, and why not is said here.
    """

    applied = Signal(object)
    """A `SavedFilter` a person takes."""
    grown = Signal()
    """It asks for more or less height."""

    def __init__(self, context: Context, screen: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._screen = screen
        self._query: Callable[[], dict[str, Any]] = dict
        self._buttons: list[QPushButton] = []
        self._asking = False
        """Whether the centre has not yet answered a saving."""
        self.setObjectName(f"{screen}.saved")
        self.setAccessibleName(self.tr("Saved filters"))
        self._chips = FlowLayout(spacing=6)
        self._save = QPushButton(self.tr("Save as …"), self)
        self._save.setObjectName(f"{screen}.saved.new")
        for name in ("flat", "small", "chip"):
            theme.set_property(self._save, name, True)
        self._save.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._save.clicked.connect(self.begin)
        self._form = QWidget(self)
        self._name = TextField(self.tr("Name of the filter"), self._form)
        self._name.setObjectName(f"{screen}.saved.name")
        self._name.setMaxLength(80)
        self._name.submitted.connect(self._save_new)
        self._shared = QCheckBox(self.tr("Share it with those of my area"), self._form)
        self._shared.setObjectName(f"{screen}.saved.shared")
        keep = QPushButton(self.tr("Save"), self._form)
        keep.setObjectName(f"{screen}.saved.keep")
        theme.set_property(keep, "primary", True)
        keep.clicked.connect(self._save_new)
        line = QHBoxLayout(self._form)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._name, 1)
        line.addWidget(self._shared)
        line.addWidget(keep)
        self._form.hide()
        self._wrong = QLabel("", self)
        theme.set_role(self._wrong, "error")
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._chips)
        layout.addWidget(self._form)
        layout.addWidget(self._wrong)
        context.desk.filters_changed.connect(self.refresh)

    def ask_for(self, query: Callable[[], dict[str, Any]]) -> None:
        """Whom to ask for what is set now, as a query."""
        self._query = query

    def kept(self) -> list[SavedFilter]:
        """Those of this screen, one's own first."""
        actor = self._context.desk.actor
        mine = [f for f in self._context.desk.saved_filters if f.screen == self._screen]
        return sorted(mine, key=lambda f: actor is None or f.owner != actor.id)

    def refresh(self) -> None:
        """Shows the list as it is now known; the one that says what is set is lit."""
        if not self.isVisible():
            return
        while self._chips.takeAt(0) is not None:
            pass
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        query = self._query()
        self._buttons = [self._made(saved, lit=saved.query == query) for saved in self.kept()]
        for button in (*self._buttons, self._save):
            self._chips.addWidget(button)
            button.show()
        self.updateGeometry()

    def _made(self, saved: SavedFilter, *, lit: bool) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(f"{self.objectName()}.{saved.name}")
        theme.set_property(button, "chip", True)
        button.setCheckable(True)
        button.setChecked(lit)
        mine = self._context.desk.actor is not None and saved.owner == self._context.desk.actor.id
        told = words.dotted((saved.name, whose(saved, self._context.desk)))
        text = saved.name if mine and not saved.shared else told
        button.setText(
            button.fontMetrics()
            .elidedText(text, Qt.TextElideMode.ElideRight, theme.current().px(320))
            .replace("&", "&&")
        )
        button.setAccessibleName(told)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _=False: self.applied.emit(saved))
        button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        button.customContextMenuRequested.connect(lambda at: self._menu(saved, button.mapToGlobal(at)))
        return button

    # --- saving ------------------------------------------------------------------------------------------
    def begin(self) -> None:
        """Asks for a name."""
        self._say("")
        self._form.show()
        self._grown()
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """The form goes; what was typed is not kept, it was a name."""
        self._form.hide()
        self._name.clear()
        self._say("")

    def _save_new(self) -> None:
        name = self._name.text().strip()
        if not name:
            self._say(self.tr("Give it a name, for example: urgent, my street"))
            return
        mine = [f for f in self.kept() if f.name == name and self._may(f)]
        found = mine[0].id if mine else uuid7()
        self._put(found, name, self._query(), shared=self._shared.isChecked())

    def _put(self, filter_id: str, name: str, query: dict[str, Any], *, shared: bool) -> None:
        if self._asking:
            # A second Enter before the answer would save a second one of that name.
            return
        self._asking = True
        desk = self._context.desk
        desk.run(
            "save a filter",
            desk.save_filter(filter_id, name, self._screen, query, shared),
            lambda _saved: self._done(),
            self._refused,
            self,
        )

    def _done(self) -> None:
        self._asking = False
        self.end()
        self.refresh()
        self._grown()

    def _refused(self, error: ConsoleError) -> None:
        self._asking = False
        self._say(self._context.desk.say(error.says))

    def _say(self, text: str) -> None:
        self._wrong.setText(text)
        self._wrong.setVisible(bool(text))
        self._grown()

    def _grown(self) -> None:
        self.updateGeometry()
        self.grown.emit()

    # --- one of them -------------------------------------------------------------------------------------
    def _may(self, saved: SavedFilter) -> bool:
        actor = self._context.desk.actor
        return actor is not None and may_change(saved, actor)

    def _menu(self, saved: SavedFilter, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName(f"{self.objectName()}.menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Take it")).triggered.connect(lambda: self.applied.emit(saved))
        if self._may(saved):
            menu.addSeparator()
            put = menu.addAction(self.tr("Put what is set now in its place"))
            put.triggered.connect(lambda: self._put(saved.id, saved.name, self._query(), shared=saved.shared))
            text = self.tr("Share it no longer") if saved.shared else self.tr("Share it")
            share = menu.addAction(text)
            share.triggered.connect(
                lambda: self._put(saved.id, saved.name, saved.query, shared=not saved.shared)
            )
            drop = menu.addAction(self.tr("Drop “{name}”").format(name=saved.name))
            drop.triggered.connect(lambda: self._drop(saved))
        menu.popup(at)

    def _drop(self, saved: SavedFilter) -> None:
        desk = self._context.desk
        desk.run("drop a filter", desk.drop_filter(saved.id), lambda _none: self._done(), self._refused, self)
