"""Why a clock is due when it is: the rule, the working time it counts, what stood, what is left."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from contract.clock import Clock, ahead
from contract.feed import Why
from contract.reference import Reference
from views import words
from views.clocks import left_of
from views.rebuilding import empty
from widgets import theme
from widgets.countdown import format_remaining
from widgets.moments import clock_time, day, day_time

translate = QCoreApplication.translate

_MOST_SPANS = 60
_MOST_DAYS = 5


def _counted_from(clock: Clock) -> int:
    """Since when the run that leads to the due instant has counted."""
    return clock.running_since if clock.used and clock.running_since is not None else clock.started_at


def spans_of(clock: Clock, reference: Reference) -> list[tuple[int, int]]:
    """The working spans that a clock counts up to its due instant, from its start or last resumption on; at
    most 60, none where it always runs or stands."""
    if not clock.limit.working or clock.due_at is None:
        return []
    found = []
    for begin, end in islice(reference.calendar.spans_from(_counted_from(clock)), _MOST_SPANS):
        if begin >= clock.due_at:
            break
        found.append((begin, min(end, clock.due_at)))
    return found


def explain(clock: Clock, now: int, reference: Reference, told: Why | None) -> list[tuple[str, str]]:
    """The explanation as captions and lines. `told` is what the backend says about the same clock: its rule
    in words and its spans win over what is computed here."""
    lines = [(translate("Why", "Rule"), words.pick(told.rule) if told is not None else _rule(clock))]
    lines.append((translate("Why", "Limit"), _counting(clock)))
    lines.append((translate("Why", "Started"), day_time(words.local(clock.started_at, reference))))
    if clock.limit.working:
        spans = list(told.spans) if told is not None and told.spans else spans_of(clock, reference)
        lines += _calendar_lines(spans, reference)
    if clock.used and clock.running_since is not None and clock.running_since != clock.started_at:
        since = day_time(words.local(clock.running_since, reference))
        lines.append(
            (translate("Why", "Resumed"), translate("Why", "{when}, with what was left").format(when=since))
        )
    if clock.due_at is not None:
        due = day_time(words.local(clock.due_at, reference))
        if clock.provisional:
            due += translate("Why", " (provisional: the public holidays of that year are not announced yet)")
        lines.append((translate("Why", "Due"), due))
    if clock.amber_at is not None and clock.ended_at is None:
        share = translate("Why", "{when}, when {share} % of the limit is left").format(
            when=day_time(words.local(clock.amber_at, reference)), share=f"{clock.amber_share * 100:g}"
        )
        lines.append((translate("Why", "Amber from"), share))
    lines.append(_left(clock, now, reference))
    return lines


def _rule(clock: Clock) -> str:
    return translate("Why", "{stage}: {limit}").format(
        stage=words.stage(clock.name), limit=words.limit(clock.limit)
    )


def _counting(clock: Clock) -> str:
    limit = words.limit(clock.limit)
    if clock.limit.working:
        return translate("Why", "{limit}, counted in working time").format(limit=limit)
    return translate("Why", "{limit}, counted without pause").format(limit=limit)


def _calendar_lines(spans: list[tuple[int, int]], reference: Reference) -> list[tuple[str, str]]:
    """The spans by day, the first days of them."""
    if not spans:
        return []
    days: dict[int, list[str]] = {}
    for begin, end in spans:
        stretch = f"{clock_time(words.local(begin, reference))}–{clock_time(words.local(end, reference))}"
        days.setdefault(reference.calendar.day(begin), []).append(stretch)
    lines = []
    for number, (_, stretches) in enumerate(islice(days.items(), _MOST_DAYS)):
        caption = translate("Why", "Counted") if number == 0 else ""
        first = next(b for b, _ in spans if reference.calendar.day(b) == list(days)[number])
        lines.append((caption, f"{day(words.local(first, reference))}  {words.listed(stretches)}"))
    if len(days) > _MOST_DAYS:
        lines.append(("", translate("Why", "and working days more: {n}").format(n=len(days) - _MOST_DAYS)))
    return lines


def _left(clock: Clock, now: int, reference: Reference) -> tuple[str, str]:
    caption = translate("Why", "Left")
    if clock.ended_at is not None:
        return translate("Why", "Ended"), day_time(words.local(clock.ended_at, reference))
    shown = left_of(clock, now, reference.calendar)
    if shown is None:
        return caption, "—"
    text = format_remaining(shown, long=True)
    if not clock.running:
        return caption, translate("Why", "{left}; it stands until the work goes on").format(left=text)
    if not shown.running:
        back = ahead(clock.limit, now, 1, reference.calendar)
        again = day_time(words.local(back - back % 60_000, reference))
        return caption, translate("Why", "{left}; it stands still until {when}").format(left=text, when=again)
    return caption, text


class WhyPanel(QWidget):
    """The explanation of one clock, opened in place under the clocks; Escape or its button closes it."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ticket.why")
        theme.set_surface(self, "card")
        self._title = QLabel(self)
        self._title.setObjectName("ticket.why.title")
        theme.set_role(self._title, "strong")
        self._close = QPushButton(self.tr("Close"), self)
        self._close.setObjectName("ticket.why.close")
        self._close.setProperty("flat", True)
        self._close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 10)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(self._rows)
        self.name = ""
        self._left_line: _Line | None = None
        self._of: tuple[Clock, Reference] | None = None
        self.hide()

    def explain(self, clock: Clock, now: int, reference: Reference, told: Why | None) -> None:
        """Shows the explanation of a clock."""
        self.name = clock.name
        self._title.setText(
            translate("Why", "Why this deadline: {stage}").format(stage=words.stage(clock.name))
        )
        empty(self._rows)
        self._of = (clock, reference)
        for caption, text in explain(clock, now, reference, told):
            self._left_line = _Line(caption, text, self)
            self._rows.addWidget(self._left_line)
        self.setAccessibleName(self._title.text())
        self.show()

    def tick(self, now: int) -> None:
        """A second has passed: the last line says what is left."""
        if self._of is not None and self._left_line is not None and self.isVisible():
            self._left_line.say(_left(self._of[0], now, self._of[1])[1])


class _Line(QWidget):
    """A caption and what it says."""

    def __init__(self, caption: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        name = QLabel(caption, self)
        theme.set_role(name, "faint")
        name.setFixedWidth(theme.current().px(76))
        layout.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        self._value = QLabel(text, self)
        self._value.setWordWrap(True)
        self._value.setFont(theme.font("body", tabular=True))
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self._value, 1)

    def say(self, text: str) -> None:
        """Says something else."""
        self._value.setText(text)
