"""Why a clock is due when it is: the rule, the working time it counts, what stood, what is left."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from contract.clock import DAY, WORKING_DAY, Clock, ahead
from contract.feed import Why
from contract.reckoning import Passed, Reckoning, reckon
from contract.reference import Reference
from views import words
from views.clocks import left_of
from views.rebuilding import empty
from widgets import theme
from widgets.countdown import Remaining, format_remaining
from widgets.moments import clock_time, day, day_time

translate = QCoreApplication.translate

_MOST_DAYS = 3
_MOST_RANGES = 4


def explain(clock: Clock, now: int, reference: Reference, told: Why | None) -> list[tuple[str, str]]:
    """The explanation as captions and lines. `told` is what the backend says about the same clock: its rule
    in words and the names of the holidays win over what is computed here."""
    at = clock.ended_at if clock.ended_at is not None else now
    said = reckon(clock, reference.calendar, at)
    passed = told.passed if told is not None and told.passed else said.passed
    lines = [(translate("Why", "Rule"), words.pick(told.rule) if told is not None else _rule(clock))]
    lines.append((translate("Why", "Limit"), _counting(clock)))
    if clock.extended:
        more = translate("Why", "{length} more, approved").format(length=_length(clock, clock.extended))
        lines.append((translate("Why", "Extended"), more))
    lines.append((translate("Why", "Started"), day_time(words.local(clock.started_at, reference))))
    if said.begins != clock.started_at:
        begins = day_time(words.local(said.begins, reference))
        lines.append(
            (
                translate("Why", "Counts from"),
                translate("Why", "{when}, the next working time").format(when=begins),
            )
        )
    if clock.limit.working:
        lines += _calendar_lines(said, reference)
        lines += _passed_lines(passed)
    lines += [
        (translate("Why", "Stood") if n == 0 else "", text)
        for n, text in enumerate(_stood(clock, said, reference))
    ]
    if clock.due_at is not None:
        due = day_time(words.local(clock.due_at, reference))
        if clock.provisional:
            due += translate("Why", " (provisional: the public holidays of that year are not announced yet)")
        lines.append((translate("Why", "Due"), due))
    if clock.amber_at is not None and clock.running:
        share = translate("Why", "{when}, when {share} % of the limit is left").format(
            when=day_time(words.local(clock.amber_at, reference)), share=f"{clock.amber_share * 100:g}"
        )
        lines.append((translate("Why", "Amber from"), share))
    lines.append(_left(clock, now, reference))
    return lines


def _length(clock: Clock, ms: int) -> str:
    """A length of the clock's own kind of time in words."""
    day_length = WORKING_DAY if clock.limit.working else DAY
    seconds = -(-ms // 1000)
    return format_remaining(
        Remaining(seconds, working=clock.limit.working, day_seconds=day_length // 1000), long=True
    )


def _passed_lines(passed: tuple[Passed, ...]) -> list[tuple[str, str]]:
    """The days that are not as the week has them, by kind."""
    kinds = (
        ("holiday", translate("Why", "Not counted"), translate("Why", "public holidays: {days}")),
        ("weekend", translate("Why", "Not counted"), translate("Why", "weekends: {days}")),
        ("made_up", translate("Why", "Counted too"), translate("Why", "make-up working days: {days}")),
    )
    lines: list[tuple[str, str]] = []
    said = ""
    for kind, caption, text in kinds:
        ranges = [_range(days) for days in passed if days.kind == kind]
        if not ranges:
            continue
        shown = words.listed(ranges[:_MOST_RANGES])
        if len(ranges) > _MOST_RANGES:
            shown = translate("Why", "{days} and {n} more").format(days=shown, n=len(ranges) - _MOST_RANGES)
        lines.append(("" if said == caption else caption, text.format(days=shown)))
        said = caption
    return lines


def _range(days: Passed) -> str:
    first, last = datetime.fromisoformat(days.first), datetime.fromisoformat(days.last)
    text = day(first) if first == last else f"{day(first)} – {day(last)}"
    name = words.pick(days.names)
    return translate("Why", "{days} ({name})").format(days=text, name=name) if name else text


def _stood(clock: Clock, said: Reckoning, reference: Reference) -> list[str]:
    """The pauses up to the due instant, the last first where there are many."""
    found = []
    for pause in said.stood[-_MOST_RANGES:]:
        since = day_time(words.local(pause.since, reference))
        if pause.until is None:
            found.append(translate("Why", "since {when}").format(when=since))
            continue
        until = day_time(words.local(pause.until, reference))
        kept = _length(clock, pause.kept)
        found.append(
            translate("Why", "{since} – {until}, {length} not counted").format(
                since=since, until=until, length=kept
            )
        )
    return found


def _rule(clock: Clock) -> str:
    return translate("Why", "{stage}: {limit}").format(
        stage=words.stage(clock.name), limit=words.limit(clock.limit)
    )


def _counting(clock: Clock) -> str:
    limit = words.limit(clock.limit)
    if clock.limit.working:
        return translate("Why", "{limit}, counted in working time").format(limit=limit)
    return translate("Why", "{limit}, counted without pause").format(limit=limit)


def _calendar_lines(said: Reckoning, reference: Reference) -> list[tuple[str, str]]:
    """The working days that count: each with its spans where they are few, else from when to when."""
    caption = translate("Why", "Counted")
    if said.days > _MOST_DAYS:
        first = day_time(words.local(said.spans[0][0], reference))
        text = translate("Why", "{n} working days from {first} on").format(n=said.days, first=first)
        return [(caption, text)]
    days: dict[int, list[str]] = {}
    for begin, end in said.spans:
        stretch = f"{clock_time(words.local(begin, reference))}–{clock_time(words.local(end, reference))}"
        days.setdefault(reference.calendar.day(begin), []).append(stretch)
    lines: list[tuple[str, str]] = []
    for counted, stretches in days.items():
        noon = words.local(reference.calendar.midnight(counted) + DAY // 2, reference)
        lines.append(("" if lines else caption, f"{day(noon)}  {words.listed(stretches)}"))
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
