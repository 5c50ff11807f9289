"""The first line of the map: where to go, what the areas are filled by, layers, tools, and the rest."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from views.map.layers import Shown
from views.map.locating import LocateBox
from views.map.measuring import MEASURES, measure_text
from widgets import theme
from widgets.flow import FlowLayout
from widgets.map import Tool
from widgets.rows_layout import RowsLayout

translate = QCoreApplication.translate

LOCATE_KEY, MEASURES_KEY, LAYERS_KEY, MORE_KEY = "Ctrl+L", "Ctrl+Shift+M", "Ctrl+Shift+L", "Ctrl+E"
TOOL_KEYS = {Tool.BOX: "Ctrl+B", Tool.POLYGON: "Ctrl+G", Tool.MEASURE: "Ctrl+R"}
_LEAST, _MOST = 200, 420
"""Px at 100 % that the line to go to a place has beside the buttons."""


def tool_text(tool: Tool) -> str:
    """A tool as it stands on its button."""
    return {
        Tool.BOX: translate("Map", "Box"),
        Tool.POLYGON: translate("Map", "Outline"),
        Tool.MEASURE: translate("Map", "Ruler"),
    }[tool]


class _LineBeside(RowsLayout):
    """The line, and right of it the buttons; below it where they leave no room."""

    def sizeHint(self) -> QSize:
        line, buttons = self.items
        width = buttons.sizeHint().width() + self.spacing() + theme.current().px(_MOST)
        height = max(line.sizeHint().height(), buttons.sizeHint().height())
        return QSize(width, height).grownBy(self.contentsMargins())

    def arrange(self, rect: QRect, *, place: bool) -> int:
        inner = rect.marginsRemoved(self.contentsMargins())
        line, buttons = self.items
        gap, px = self.spacing(), theme.current().px
        left, top, width = inner.left(), inner.top(), inner.width()
        beside = width - gap - buttons.sizeHint().width()
        field = line.sizeHint().height()
        if beside >= px(_LEAST):
            wide = min(beside, px(_MOST))
            high = buttons.sizeHint().height()
            height = max(field, high)
            at_line = QRect(left, top + (height - field) // 2, wide, field)
            at_rest = QRect(left + wide + gap, top + (height - high) // 2, width - wide - gap, high)
        else:
            high = buttons.heightForWidth(width)
            height = field + gap + high
            at_line, at_rest = QRect(left, top, width, field), QRect(left, top + field + gap, width, high)
        if place:
            line.setGeometry(at_line)
            buttons.setGeometry(at_rest)
        return height + rect.height() - inner.height()


class MapBar(QWidget):
    """`measure_chosen(measure, level)`, `layers_wanted()`, `tool_chosen(Tool)` (PAN puts the tool away) and
    `more_wanted(point)` come from a person; `locate` is the line itself."""

    measure_chosen = Signal(str, str)
    layers_wanted = Signal()
    tool_chosen = Signal(object)
    more_wanted = Signal(QPoint)

    def __init__(self, locate: LocateBox, levels: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        theme.set_property(self, "edge", "bottom")
        self.locate = locate
        self._levels = levels
        self._shown = Shown()
        buttons = QWidget(self)
        row = self._row = FlowLayout(buttons, spacing=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        self._measure = self._button("measure", measure_text(""), MEASURES_KEY, opens=True)
        self._measure.clicked.connect(self.open_measures)
        self._layers = self._button("layers", self.tr("Layers"), LAYERS_KEY, opens=True)
        self._layers.clicked.connect(lambda: self._wanted(self._layers))
        self._tools: dict[Tool, QPushButton] = {}
        for tool, key in TOOL_KEYS.items():
            button = self._tools[tool] = self._button(f"tool.{tool}", tool_text(tool), key)
            button.clicked.connect(lambda on, tool=tool: self.tool_chosen.emit(tool if on else Tool.PAN))
        self._more = self._button("more", self.tr("More"), MORE_KEY, opens=True)
        self._more.clicked.connect(self.open_more)
        for button in (self._measure, self._layers, *self._tools.values(), self._more):
            row.addWidget(button)
        layout = _LineBeside(self, 8)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.addWidget(locate)
        layout.addWidget(buttons)

    def _button(self, name: str, text: str, key: str, *, opens: bool = False) -> QPushButton:
        button = QPushButton(f"{text} ▾" if opens else text, self)
        button.setObjectName(f"map.{name}")
        theme.set_property(button, "chip", True)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.setToolTip(key)
        button.setAccessibleName(f"{text} {key}")
        return button

    # --- what it shows -----------------------------------------------------------------------------------
    def show_state(self, shown: Shown) -> None:
        """What is chosen."""
        self._shown = shown
        text = measure_text(shown.measure)
        if shown.measure:
            level = dict(self._levels).get(shown.measured, shown.measured)
            text = translate("Map", "{measure} by {level}").format(measure=text, level=level)
        self._measure.setText(f"{text} ▾")
        self._measure.setAccessibleName(f"{text} {MEASURES_KEY}")
        self._measure.setChecked(bool(shown.measure))
        self._row.invalidate()
        self.updateGeometry()

    def show_tool(self, tool: Tool) -> None:
        """The tool in hand."""
        for one, button in self._tools.items():
            button.setChecked(one is tool)

    def show_layers_open(self, opened: bool) -> None:
        """Whether the switch of layers is there."""
        self._layers.setChecked(opened)

    def below_layers(self) -> QPoint:
        """Where the switch of layers comes up, in px of the bar."""
        return self._layers.mapTo(self, QPoint(0, self._layers.height() + 4))

    # --- what a person does ------------------------------------------------------------------------------
    def _wanted(self, button: QPushButton) -> None:
        button.setChecked(False)
        self.layers_wanted.emit()

    def open_measures(self) -> None:
        """The measures, and below them the levels they are taken by."""
        self._measure.setChecked(bool(self._shown.measure))
        menu = QMenu(self)
        menu.setObjectName("map.measures")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        measures = QActionGroup(menu)
        for measure in ("", *MEASURES):
            entry = self._entry(menu, measures, measure_text(measure), measure == self._shown.measure)
            entry.setObjectName(f"map.measure.{measure or 'none'}")
            entry.triggered.connect(
                lambda _on=False, m=measure: self.measure_chosen.emit(m, self._shown.measured)
            )
        menu.addSeparator()
        levels = QActionGroup(menu)
        for level, name in self._levels:
            text = translate("Map", "By {level}").format(level=name)
            entry = self._entry(menu, levels, text, level == self._shown.measured)
            entry.setObjectName(f"map.measured.{level}")
            measure = self._shown.measure or MEASURES[0]
            entry.triggered.connect(lambda _on=False, v=level, m=measure: self.measure_chosen.emit(m, v))
        menu.popup(self._measure.mapToGlobal(QPoint(0, self._measure.height() + 2)))

    def _entry(self, menu: QMenu, group: QActionGroup, text: str, chosen: bool) -> QAction:
        entry = menu.addAction(text.replace("&", "&&"))
        entry.setCheckable(True)
        entry.setChecked(chosen)
        group.addAction(entry)
        if chosen and menu.activeAction() is None:
            menu.setActiveAction(entry)
        return entry

    def open_more(self) -> None:
        """What else the map does."""
        self._more.setChecked(False)
        self.more_wanted.emit(self._more.mapToGlobal(QPoint(0, self._more.height() + 2)))
