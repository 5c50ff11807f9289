"""Of which days the figures are: chips for the length, a step to either side, words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from console.joints_figures import Length, Span, span_of
from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.chips import Chip, ChipBar

translate = QCoreApplication.translate
LENGTHS: tuple[Length, ...] = ("half", "quarter", "month", "free")


def length_name(length: str) -> str:
    """What a length is called."""
    return {
        "half": translate("JointFigures", "Half-year"),
        "quarter": translate("JointFigures", "Quarter"),
        "month": translate("JointFigures", "Month"),
        "free": translate("JointFigures", "Free span"),
    }[length]


def span_name(span: Span) -> str:
    """2026年下半年, 2026年第三季度, 2026年7月; a free span by its days."""
    year, n = span.first.year, span.number
    match span.length:
        case "half":
            half = (
                translate("JointFigures", "{year}, first half")
                if n == 1
                else translate("JointFigures", "{year}, second half")
            )
            return half.format(year=year)
        case "quarter":
            return translate("JointFigures", "{year}, quarter {n}").format(year=year, n=n)
        case "month":
            return translate("JointFigures", "{year}-{n}").format(year=year, n=f"{n:02d}")
        case _:
            return days_name(span)


def days_name(span: Span) -> str:
    """From which day to which."""
    return translate("JointFigures", "{first} to {last}").format(first=span.first, last=span.last)


class SpanBar(QWidget):
    """`changed` when other days were chosen; `free_wanted` when a free span is to be typed. `today` is asked
    when it matters: a console stands there for weeks."""

    changed = Signal()
    free_wanted = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jointfigures.span")
        self.span = span_of("half", today())
        self._today = today
        self.chips = ChipBar(self, name=translate("JointFigures", "Period"))
        self.chips.setObjectName("jointfigures.length")
        self.chips.set_chips([Chip(length, length_name(length)) for length in LENGTHS])
        self.chips.toggled.connect(lambda key, _on: self.choose(key))
        self._back = KeyedButton("‹", "[", self)
        self._back.setAccessibleName(translate("JointFigures", "The period before"))
        self._back.clicked.connect(lambda: self.step(-1))
        self._on = KeyedButton("›", "]", self)
        self._on.setAccessibleName(translate("JointFigures", "The period after"))
        self._on.clicked.connect(lambda: self.step(1))
        for button in (self._back, self._on):
            button.setProperty("flat", True)
        self._name = QLabel(self)
        self._name.setObjectName("jointfigures.period")
        theme.set_role(self._name, "title")
        self._days = QLabel(self)
        theme.set_role(self._days, "dim")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._back)
        row.addWidget(self._name)
        row.addWidget(self._on)
        row.addWidget(self._days)
        row.addSpacing(12)
        row.addWidget(self.chips, 1)
        self._say()

    def choose(self, length: str) -> None:
        """The period of that length in which the one shown begins, or today lies."""
        if length == "free":
            self._say()
            self.free_wanted.emit()
            return
        known = next(one for one in LENGTHS if one == length)
        today = self._today()
        inside = self.span.first <= today <= self.span.last
        self.set_span(span_of(known, today if inside else self.span.first))

    def step(self, steps: int) -> None:
        """The next period, or the one before."""
        self.set_span(self.span.moved(steps))

    def set_span(self, span: Span) -> None:
        """Other days."""
        changed = span != self.span
        self.span = span
        self._say()
        if changed:
            self.changed.emit()

    def _say(self) -> None:
        for length in LENGTHS:
            self.chips.set_on(length, length == self.span.length)
        self._name.setText(span_name(self.span))
        self._days.setText("" if self.span.length == "free" else days_name(self.span))
        self._days.setVisible(bool(self._days.text()))


def typed_day(text: str) -> date | None:
    """A day as it is typed (2026-07-01, 2026/7/1, 20260701); None where it is none."""
    parts = text.strip().replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    try:
        year, month, number = (int(part) for part in parts)
        return date(year, month, number)
    except ValueError:
        return None
