"""The switch of layers: what stands on the map, and the levels whose areas have outlines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QVBoxLayout, QWidget

from views.map import layers
from views.map.layers import LAYERS, Shown
from widgets import theme
from widgets.flow import FlowLayout
from widgets.keys import KeyMap
from widgets.yielding import YieldingArea

translate = QCoreApplication.translate


def layer_text(layer: str) -> str:
    """What a layer is called."""
    return {
        layers.TICKETS: translate("Map", "Open tickets"),
        layers.CLUSTERS: translate("Map", "Near ones in one mark"),
        layers.HEAT: translate("Map", "Heat"),
        layers.POSTS: translate("Map", "Who is on duty, last check-in"),
        layers.ZONES: translate("Map", "Areas drawn and saved"),
        layers.STREETS: translate("Map", "Streets"),
        layers.BASEMAP: translate("Map", "Basemap"),
    }[layer]


class LayerPanel(QFrame):
    """Laid over the map. `changed(Shown)` comes from a person; `closed()` when it goes."""

    changed = Signal(object)
    closed = Signal()

    def __init__(self, levels: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self.setProperty("floating", True)
        self.setObjectName("map.layer.panel")
        self.setAccessibleName(self.tr("Layers"))
        self._shown = Shown()
        self._known = [level for level, _ in levels]
        self._layers: dict[str, QCheckBox] = {}
        self._levels: dict[str, QCheckBox] = {}
        rows = self._rows = QWidget()
        columns = [QWidget(rows), QWidget(rows)]
        left, right = (QVBoxLayout(column) for column in columns)
        left.addWidget(self._caption(self.tr("Layers")))
        for layer in LAYERS:
            box = self._layers[layer] = QCheckBox(layer_text(layer), self)
            box.setObjectName(f"map.layer.{layer}")
            box.clicked.connect(lambda on, one=layer: self._tell(self._shown.with_layer(one, on)))
            left.addWidget(box)
        right.addWidget(self._caption(self.tr("Outlines of areas")))
        for level, name in levels:
            box = self._levels[level] = QCheckBox(name, self)
            box.setObjectName(f"map.level.{level}")
            box.clicked.connect(
                lambda on, one=level: self._tell(self._shown.with_level(one, on, self._known))
            )
            right.addWidget(box)
        # Beside each other where there is room for both.
        beside = FlowLayout(rows, spacing=20)
        for column, layout in zip(columns, (left, right), strict=True):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(6)
            beside.addWidget(column)
        policy = rows.sizePolicy()
        policy.setHeightForWidth(True)
        rows.setSizePolicy(policy)
        hint = self._hint = QLabel(self.tr("Space switches · Tab on · Esc closes"), self)
        theme.set_role(hint, "caption")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(14, 12, 14, 10)
        lines.setSpacing(10)
        lines.addWidget(YieldingArea(rows, self, least=64))
        lines.addWidget(self._shapes())
        lines.addWidget(hint)
        KeyMap(self).bind("Escape", self.close_panel)
        self.hide()

    def _shapes(self) -> QLabel:
        """What the marks' shapes and sizes mean."""
        text = self.tr(
            "Square: a component · ring: an appeal or a visit · hollow: not filed yet · larger: followed up,"
            " largest: somebody may come to harm"
        )
        shapes = QLabel(text, self)
        shapes.setWordWrap(True)
        theme.set_role(shapes, "dim")
        return shapes

    def _caption(self, text: str) -> QLabel:
        caption = QLabel(text, self)
        theme.set_role(caption, "caption")
        return caption

    def show_state(self, shown: Shown) -> None:
        """What is on; clusters are a way to show tickets."""
        self._shown = shown
        for layer, box in self._layers.items():
            box.setChecked(layer in shown.layers)
        for level, box in self._levels.items():
            box.setChecked(level in shown.levels)
        self._layers[layers.CLUSTERS].setEnabled(layers.TICKETS in shown.layers)

    def _tell(self, shown: Shown) -> None:
        self.show_state(shown)
        self.changed.emit(shown)

    def open(self) -> None:
        """Comes up, the first switch in focus."""
        self.show()
        self.raise_()
        next(iter(self._layers.values())).setFocus(Qt.FocusReason.PopupFocusReason)

    def place(self, left: int, top: int) -> None:
        """Below a button, inside what it lies over; what has no room there is scrolled to."""
        around, px = self._around, theme.current().px
        layout = self.layout()
        assert layout is not None
        # The margins, and a scroll bar where one comes.
        wanted = max(self._rows.sizeHint().width(), self._hint.sizeHint().width()) + px(28) + px(16)
        width = min(wanted, around.width() - px(16))
        self.resize(width, self.height())
        layout.activate()
        high = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else self.sizeHint().height()
        self.resize(width, min(high, around.height() - top - px(8)))
        self.move(max(px(8), min(left, around.width() - width - px(8))), top)

    def close_panel(self) -> None:
        """Goes; what was switched stays so."""
        if self.isVisible():
            self.hide()
            self.closed.emit()
