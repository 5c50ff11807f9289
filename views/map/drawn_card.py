"""What was drawn on the map: how many tickets lie inside, and what is to become of them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from contract.outline import crosses_itself
from views import words
from views.filtering.query import Ring
from views.filtering.saying import ground_words
from widgets import theme
from widgets.flow import FlowLayout
from widgets.keys import KeyMap


class DrawnCard(QFrame):
    """Laid over the map while something drawn waits. `filter_wanted()`, `whistle_wanted()`,
    `act_wanted(point)` and `closed()` come from a person; what lies inside is picked meanwhile."""

    filter_wanted = Signal()
    whistle_wanted = Signal()
    act_wanted = Signal(QPoint)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self.setProperty("floating", True)
        self.setObjectName("map.drawn")
        self.setAccessibleName(self.tr("The drawn area"))
        self.ring: Ring = ()
        self._said = QLabel("", self)
        self._said.setObjectName("map.drawn.said")
        self._filter = self._button("filter", self.tr("Filter by this area"), primary=True)
        self._filter.clicked.connect(self.filter_wanted)
        self._act = self._button("act", self.tr("Act on them ▾"))
        self._act.clicked.connect(
            lambda: self.act_wanted.emit(self._act.mapToGlobal(QPoint(0, self._act.height() + 2)))
        )
        self._whistle = self._button("whistle", self.tr("Propose a joint action"))
        self._whistle.clicked.connect(self.whistle_wanted)
        self._whistle.hide()
        drop = self._button("drop", self.tr("Drop it  Esc"))
        drop.clicked.connect(self.close_card)
        row = FlowLayout()
        for button in (self._filter, self._act, self._whistle, drop):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 12)
        layout.setSpacing(8)
        layout.addWidget(self._said)
        layout.addLayout(row)
        keys = KeyMap(self)
        keys.bind("Escape", self.close_card)
        self.hide()

    def _button(self, name: str, text: str, *, primary: bool = False) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(f"map.drawn.{name}")
        if primary:
            theme.set_property(button, "primary", True)
        button.setAutoDefault(True)
        return button

    def may_whistle(self, may: bool) -> None:
        """Whether whoever sits here can start a joint action."""
        self._whistle.setVisible(may)

    def show_drawn(self, ring: Ring, count: int) -> None:
        """Shows what lies inside a ring; Enter filters."""
        self.ring = ring
        self.say(count)
        self.show()
        self.refit()
        self.raise_()
        self._filter.setFocus(Qt.FocusReason.PopupFocusReason)

    def say(self, count: int) -> None:
        """How many there are inside now."""
        text = self.tr("1 ticket inside") if count == 1 else self.tr("{n} tickets inside").format(n=count)
        # A filter takes what an outline that crosses itself encloses; a joint action's ground is one piece.
        crossed = self.tr("The outline crosses itself") if crosses_itself(self.ring) else ""
        self._said.setText(words.dotted((text, ground_words(self.ring), crossed)))
        self._whistle.setEnabled(not crossed)
        self._whistle.setToolTip(crossed)
        self._act.setEnabled(count > 0)

    def close_card(self) -> None:
        """Goes, and with it what was drawn."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def refit(self) -> None:
        """At the middle of the map's foot, no wider than the map: buttons go on in another line."""
        around, layout, px = self._around, self.layout(), theme.current().px
        assert layout is not None
        width = min(layout.sizeHint().width(), around.width() - px(16))
        self.resize(width, layout.totalHeightForWidth(width))
        self.move((around.width() - self.width()) // 2, around.height() - self.height() - px(44))
