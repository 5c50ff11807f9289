"""The seat's basemaps: which are shown, in what order, how strongly; files of tiles are added here."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QStandardPaths, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.basemap.basemaps import FILE, Entry
from console.errors import ConsoleError
from views import words
from views.context import Context
from widgets import theme
from widgets.elided import ElidedLabel
from widgets.hearing import hear
from widgets.keys import KeyMap

if TYPE_CHECKING:
    from views.map.house import MapHouse

translate = QCoreApplication.translate

_STEPS = (100, 80, 60, 40, 20)


def title() -> str:
    """What the panel is called."""
    return translate("Basemap", "Basemaps")


class _Row:
    """The controls of one basemap, in a row of the panel's grid."""

    def __init__(self, panel: BasemapPanel, entry: Entry) -> None:
        basemaps, key = panel.context.desk.basemaps, entry.key
        name = f"basemap.{key}"
        self.shown = QCheckBox(panel)
        self.shown.setObjectName(f"{name}.shown")
        self.shown.clicked.connect(lambda on: basemaps.set_shown(key, on))
        self.strength = QComboBox(panel)
        self.strength.setObjectName(f"{name}.strength")
        self.strength.setToolTip(translate("Basemap", "How strongly it is drawn"))
        for step in _STEPS:
            self.strength.addItem(f"{step} %", step)
        self.strength.activated.connect(
            lambda _index: basemaps.set_opacity(key, self.strength.currentData() / 100)
        )
        self.up = panel.button(translate("Basemap", "Up"), f"{name}.up")
        self.up.clicked.connect(partial(basemaps.move, key, 1))
        self.down = panel.button(translate("Basemap", "Down"), f"{name}.down")
        self.down.clicked.connect(partial(basemaps.move, key, -1))
        self.away = panel.button(translate("Basemap", "Take away"), f"{name}.away")
        self.away.clicked.connect(partial(basemaps.remove, key))
        self.away.setVisible(entry.own)
        self.says = ElidedLabel("", panel)
        self.says.setObjectName(f"{name}.says")
        if entry.own:
            self.shown.setToolTip(key.removeprefix(FILE))

    def widgets(self) -> tuple[QWidget, ...]:
        """In their order in the row; what it says stands below."""
        return self.shown, self.strength, self.up, self.down, self.away

    def show(self, entry: Entry, *, lowest: bool, highest: bool) -> None:
        """How the basemap stands."""
        name = words.pick(entry.names)
        self.shown.setText(name)
        self.shown.setChecked(entry.choice.shown)
        self.strength.setAccessibleName(translate("Basemap", "{0}: how strongly it is drawn").format(name))
        nearest = min(range(len(_STEPS)), key=lambda n: abs(_STEPS[n] - entry.choice.opacity * 100))
        self.strength.setCurrentIndex(nearest)
        for button, end in ((self.up, highest), (self.down, lowest)):
            button.setVisible(not end)
        fault = entry.health.fault if entry.choice.shown else None
        self.says.setText(_said(entry) if fault is None else _faulty(entry, words.pick(fault)))
        theme.set_role(self.says, "faint" if fault is None else "error")


def _said(entry: Entry) -> str:
    if entry.own:
        return Path(entry.key.removeprefix(FILE)).name
    return translate("Basemap", "From the district's profile")


def _faulty(entry: Entry, fault: str) -> str:
    if entry.own:
        return fault
    return translate("Basemap", "{0}; what was fetched before is shown").format(fault)


class BasemapPanel(QFrame):
    """Laid over the map. The uppermost basemap stands first."""

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self.context = context
        self._over = over
        self._rows: dict[str, _Row] = {}
        self.setProperty("floating", True)
        self.setObjectName("map.basemaps")
        self.setAccessibleName(title())
        caption = QLabel(title(), self)
        theme.set_role(caption, "caption")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._none = QLabel(
            translate(
                "Basemap",
                "The map is the district's own: outlines, streets, names. Tile servers stand in the"
                " district's profile; a file of tiles (MBTiles) is added here.",
            ),
            self,
        )
        self._none.setWordWrap(True)
        theme.set_role(self._none, "dim")
        self._wrong = QLabel(self)
        self._wrong.setObjectName("basemap.wrong")
        self._wrong.setWordWrap(True)
        theme.set_role(self._wrong, "error")
        self._wrong.hide()
        self.add = QPushButton(translate("Basemap", "Add a file of tiles…"), self)
        self.add.setObjectName("basemap.add")
        self.add.clicked.connect(self.choose)
        hint = QLabel(translate("Basemap", "Space switches · Tab on · Esc closes"), self)
        theme.set_role(hint, "caption")
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addStretch(1)
        foot.addWidget(hint)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 10)
        layout.setSpacing(8)
        layout.addWidget(caption)
        layout.addLayout(self._grid)
        for part in (self._none, self._wrong):
            layout.addWidget(part)
        layout.addLayout(foot)
        self.setFixedWidth(theme.current().px(470))
        KeyMap(self).bind("Escape", self.close_panel)
        basemaps = context.desk.basemaps
        hear(basemaps, "changed()", self, "renew()")
        hear(basemaps, "news()", self, "renew()")
        basemaps.look()
        self.renew()
        self.hide()

    def button(self, text: str, name: str) -> QPushButton:
        """A quiet button of a row."""
        found = QPushButton(text, self)
        found.setObjectName(name)
        found.setProperty("flat", True)
        return found

    # --- rows --------------------------------------------------------------------------------------------
    @Slot()
    def renew(self) -> None:
        """Every basemap as it stands; rows stay where their basemaps do."""
        stack = list(reversed(self.context.desk.basemaps.stack))
        if [entry.key for entry in stack] != list(self._rows):
            self._stand(stack)
        for place, entry in enumerate(stack):
            self._rows[entry.key].show(entry, lowest=place == len(stack) - 1, highest=place == 0)
        self._none.setVisible(not stack)
        self._fit()

    def _stand(self, stack: list[Entry]) -> None:
        focus = QApplication.focusWidget()
        held = focus.objectName() if focus is not None and self.isAncestorOf(focus) else ""
        before, self._rows = self._rows, {}
        for entry in stack:
            self._rows[entry.key] = before.pop(entry.key) if entry.key in before else _Row(self, entry)
        for row in before.values():
            for widget in (*row.widgets(), row.says):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        last: QWidget | None = None
        for place, row in enumerate(self._rows.values()):
            for column, widget in enumerate(row.widgets()):
                self._grid.addWidget(widget, place * 2, column)
                if last is not None:
                    QWidget.setTabOrder(last, widget)
                last = widget
            self._grid.addWidget(row.says, place * 2 + 1, 0, 1, 5)
        if last is not None:
            QWidget.setTabOrder(last, self.add)
        if held and self.isVisible():
            found = self.findChild(QWidget, held)
            (found if isinstance(found, QWidget) and found.isEnabled() else self.add).setFocus()

    def _fit(self) -> None:
        if self.isVisible():
            self._layout.activate()
            self.adjustSize()

    # --- files -------------------------------------------------------------------------------------------
    def choose(self) -> None:
        """Opens the dialog; it stops nothing."""
        dialog = QFileDialog(self, translate("Basemap", "Add a file of tiles"))
        dialog.setObjectName("basemap.dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, QGuiApplication.platformName() != "windows")
        dialog.setNameFilters(
            [translate("Basemap", "Tiles (*.mbtiles)"), translate("Basemap", "All files (*)")]
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        if Path(home).is_dir():
            dialog.setDirectory(home)
        dialog.fileSelected.connect(lambda path: self.take(Path(path)))
        dialog.open()

    def take(self, path: Path) -> None:
        """Adds a file; says why where it cannot be."""
        self._wrong.hide()
        desk = self.context.desk
        desk.run("add a basemap", desk.basemaps.add_file(path), self._on_added, self._on_wrong, self)

    def _on_added(self, _key: str) -> None:
        self._fit()

    def _on_wrong(self, error: ConsoleError) -> None:
        self._wrong.setText(words.pick(error.says))
        self._wrong.show()
        self._fit()

    # --- coming and going --------------------------------------------------------------------------------
    def open(self) -> None:
        """Comes up over the map, the first control in focus."""
        px = theme.current().px
        self._wrong.hide()
        self.show()
        self.raise_()
        self._fit()
        self.move(max(px(8), self._over.width() - self.width() - px(8)), px(8))
        first = next((row.shown for row in self._rows.values()), None) or self.add
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_panel(self) -> None:
        """Goes; the map has the keys again."""
        self.hide()
        self._over.setFocus(Qt.FocusReason.OtherFocusReason)


def from_map(house: MapHouse) -> None:
    """The panel of a map's screen comes, or goes."""
    panel = house.canvas.findChild(BasemapPanel, "map.basemaps")
    if panel is None:
        panel = BasemapPanel(house.context, house.canvas)
    if panel.isVisible():
        panel.close_panel()
    else:
        panel.open()
