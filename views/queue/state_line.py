"""The second line of a queue: what it is narrowed by in words, how many that leaves, how it is sorted and
grouped, and how old it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from console.connection import Connection
from contract.reference import Reference
from views import words
from views.filtering.saying import Said
from widgets import theme
from widgets.chips import Token, TokenBar
from widgets.elided import ElidedLabel
from widgets.light import Light, symbol
from widgets.moments import age, clock_time, day_time

CLEAR_KEY = "0"
FILTER_KEY = "Ctrl+F"
COLUMNS_KEY = "Ctrl+T"
_WIDEST = 0.62
"""The words at the right take at most this share of the line."""


class StateLine(QWidget):
    """Always there, so that nothing below it moves when a filter is set; `arranges`: with a button for
    columns and order. `dropped(Said)`, `cleared()`, `filter_wanted()` and `columns_wanted()` come from a
    person.
    """

    dropped = Signal(object)
    cleared = Signal()
    filter_wanted = Signal()
    columns_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None, *, arranges: bool = True) -> None:
        super().__init__(parent)
        theme.set_property(self, "edge", "bottom")
        clear = self.tr("Clear {key}").format(key=CLEAR_KEY)
        self._tokens = TokenBar(clear, self, name=self.tr("What the list is narrowed by"))
        self._tokens.setObjectName(f"{name}.said")
        self._tokens.dropped.connect(self.dropped)
        self._tokens.cleared.connect(self.cleared)
        self._state = ElidedLabel("", self)
        self._state.setObjectName(f"{name}.state")
        self._state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        theme.set_role(self._state, "caption")
        narrow = self._button(self.tr("Filter"), FILTER_KEY, f"{name}.filter.open")
        narrow.clicked.connect(self.filter_wanted)
        self._buttons = [narrow]
        if arranges:
            arrange = self._button(self.tr("Columns"), COLUMNS_KEY, f"{name}.columns.open")
            arrange.clicked.connect(self.columns_wanted)
            self._buttons.append(arrange)
        self._order: tuple[str, ...] = ()
        self._count = (0, 0)
        self._narrowed = False
        self._aged = ""
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 3, 12, 3)
        layout.setSpacing(8)
        layout.addWidget(narrow, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._tokens, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._state, 0, Qt.AlignmentFlag.AlignVCenter)
        for button in self._buttons[1:]:
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._set_height()

    def _button(self, text: str, key: str, name: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        theme.set_property(button, "chip", True)
        theme.set_property(button, "small", True)
        button.setToolTip(key)
        button.setAccessibleName(f"{text} {key}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return button

    # --- what it says ------------------------------------------------------------------------------------
    def set_said(self, said: Sequence[Said]) -> None:
        """The conditions in force."""
        self._narrowed = bool(said)
        self._tokens.set_tokens([Token(s.text, s, s.warns) for s in said])
        self._say()

    def set_count(self, shown: int, all_: int) -> None:
        """How many fit, of how many on this page."""
        self._count = (shown, all_)
        self._say()

    def set_order(self, sorted_by: str, grouped_by: str) -> None:
        """What the rows are sorted and grouped by, in words; "" for nothing."""
        self._order = tuple(part for part in (sorted_by, grouped_by) if part)
        self._say()

    def set_age(self, link: Connection, now: int, reference: Reference | None) -> None:
        """How old the list is, while it is not live."""
        self._aged = ""
        if link.link != "live":
            if link.heard_at is None:
                self._aged = self.tr("nothing heard yet")
            else:
                at = words.local(link.heard_at, reference)
                today = words.local(now, reference).date()
                when = clock_time(at) if at.date() == today else day_time(at)
                ago = age(max(0, now - link.heard_at) // 1000)
                self._aged = self.tr("as of {when}, {ago}").format(when=when, ago=ago)
        self._say()

    def _counted(self) -> str:
        shown, all_ = self._count
        if not self._narrowed:
            return str(all_)
        return self.tr("{n} of {all}").format(n=shown, all=all_)

    def _say(self) -> None:
        aged = f"{symbol(Light.AMBER)} {self._aged}" if self._aged else ""
        room = self._reserve()
        metrics = QFontMetrics(self._state.font())
        # What does not fit is left out, never cut: the arrows of the header say the order, too.
        tries = [words.dotted((aged, self._counted()))] if aged else []
        tries += [words.dotted((self._counted(), *self._order[n:])) for n in range(len(self._order) + 1)]
        if aged:
            tries = [tries[0], aged]
        text = next((t for t in tries if metrics.horizontalAdvance(t) <= room), tries[-1])
        if text != self._state.text():
            self._state.setText(text)
            self._state.setToolTip(words.dotted((self._counted(), *self._order)))
            theme.set_role(self._state, "aged" if aged else "caption")

    def _reserve(self) -> int:
        """Room for what may stand there, counts and ages in four figures: what grows moves nothing. What the
        list is narrowed by comes first."""
        metrics = QFontMetrics(self._state.font())
        spare = metrics.horizontalAdvance("0" * max(0, 8 - len(self._counted()))) + 4
        longest = self.tr("as of {when}, {ago}").format(when="00:00", ago=age(59 * 60))
        aged = f"{symbol(Light.AMBER)} {longest} · {self._counted()}"
        least = metrics.horizontalAdvance(aged) + spare
        wanted = metrics.horizontalAdvance(words.dotted((self._counted(), *self._order))) + spare
        others = sum(button.sizeHint().width() for button in self._buttons) + 24 + 3 * 8
        left = self.width() - others - self._tokens.sizeHint().width()
        width = max(0, min(max(least, min(wanted, left)), round(self.width() * _WIDEST)))
        if width != self._state.minimumWidth():
            self._state.setFixedWidth(width)
        return width

    def _set_height(self) -> None:
        self.setMinimumHeight(theme.current().px(32))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_height()
            self._say()
