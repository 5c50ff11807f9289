"""The report: alarms in ten minutes beside the targets, how urgent, how fast taken, and the worst sources."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from console.alarms.kinds import DAY, FLOOD, HOUR, PRIORITIES, SHARES, STEADY, WINDOW
from console.alarms.report import Report, SourceCount
from console.alarms.watch import Alarms
from views import words
from views.alarms import alarm_words
from views.context import Context
from widgets import theme
from widgets.chips import Chip, ChipBar
from widgets.moments import clock_time, day, day_time, span
from widgets.rate_chart import RateChart, Target, TimeMark
from widgets.table import Column, ColumnKind, ColumnTableModel, TableView

SPANS = {"shift": 8 * HOUR, "day": DAY, "week": 7 * DAY}
MARK_EVERY = {"shift": HOUR, "day": 4 * HOUR, "week": DAY}
MOST = 20
"""Sources listed: EEMUA 191 looks at the worst 10 to 20."""


class SourceRows:
    """A `RowSource` over the sources of a report, worst first."""

    def __init__(self, context: Context, role: str) -> None:
        self._context = context
        self.role = role
        self.sources: tuple[SourceCount, ...] = ()
        self.by = "unit"

    def size(self) -> int:
        return len(self.sources)

    def alive(self) -> NDArray[np.bool_]:
        return np.ones(len(self.sources), np.bool_)

    def sort_key(self, column: str) -> NDArray[Any]:
        del column
        return np.arange(len(self.sources))

    def pending(self, row: int) -> bool:
        del row
        return False

    def place(self, source: SourceCount) -> str:
        """A source's place by name."""
        reference = self._context.desk.reference
        if self.by == "channel":
            return words.channel(source.place, reference) if source.place else "—"
        if self.by == "area":
            return alarm_words.area(source.place, reference) or source.place or "—"
        return source.place_name or "—"

    def cell(self, row: int, column: str) -> object:
        source = self.sources[row]
        match column:
            case "rank":
                return str(row + 1)
            case "what":
                return alarm_words.what(source.kind, self.role)
            case "where":
                return self.place(source)
            case "count":
                return str(source.count)
            case "share":
                return f"{source.share:.0%}"
            case _:
                return f"{source.total_share:.0%}"


class ReportPage(QWidget):
    """Counted anew when it is opened or something else is chosen; it does not move by itself."""

    def __init__(self, context: Context, alarms: Alarms, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("alarms.report")
        self._context = context
        self._alarms = alarms
        self._span = "shift"
        actor = context.desk.actor
        self._rows = SourceRows(context, actor.role if actor is not None else "")
        self._make()

    def _make(self) -> None:
        self._spans = ChipBar(self, name=self.tr("Time"))
        self._spans.setObjectName("alarms.report.span")
        self._spans.set_chips(
            [
                Chip("shift", self.tr("Last shift (8 h)"), on=True),
                Chip("day", self.tr("Last day")),
                Chip("week", self.tr("Last week")),
            ]
        )
        self._spans.toggled.connect(lambda key, _on: self._choose(span=key))
        self._by = ChipBar(self, name=self.tr("Sources by"))
        self._by.setObjectName("alarms.report.by")
        self._by.set_chips(
            [
                Chip("unit", self.tr("By unit"), on=True),
                Chip("area", self.tr("By street")),
                Chip("channel", self.tr("By channel")),
            ]
        )
        self._by.toggled.connect(lambda key, _on: self._choose(by=key))
        self._load = QLabel(self)
        self._load.setObjectName("alarms.report.load")
        self._load.setWordWrap(True)
        self.chart = RateChart(self)
        self.chart.setObjectName("alarms.report.chart")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(2)
        self._cells = [[QLabel(self) for _ in range(5)] for _ in range(len(PRIORITIES) + 1)]
        for row, labels in enumerate(self._cells):
            for column, label in enumerate(labels):
                label.setFont(theme.font("body", tabular=True))
                theme.set_role(label, "faint" if row == 0 else "dim" if column else "")
                aligned = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
                self._grid.addWidget(label, row, column, aligned)
        self._grid.setColumnStretch(5, 1)
        self._worst = QLabel(self)
        theme.set_role(self._worst, "strong")
        columns = [
            Column("rank", "", ColumnKind.COUNT, 36, sortable=False),
            Column("what", self.tr("What"), ColumnKind.TEXT, 160, sortable=False),
            Column("where", self.tr("From"), ColumnKind.TEXT, 120, stretch=True, sortable=False),
            Column("count", self.tr("Alarms"), ColumnKind.COUNT, 76, sortable=False),
            Column("share", self.tr("Share"), ColumnKind.COUNT, 72, sortable=False),
            Column("total", self.tr("Together"), ColumnKind.COUNT, 88, sortable=False),
        ]
        self.model = ColumnTableModel(self._rows, columns, self)
        self.table = TableView(self.model, None, self, name=self.tr("Worst sources"))
        self.table.setObjectName("alarms.report.sources")
        self.table.set_empty(
            self.tr("No alarm in this time"), self.tr("Choose a longer time, or come back after some work.")
        )
        self._stale = QLabel(self)
        self._stale.setObjectName("alarms.report.stale")
        self._stale.setWordWrap(True)
        theme.set_role(self._stale, "dim")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 12)
        layout.setSpacing(10)
        layout.addWidget(self._spans)
        layout.addWidget(self._load)
        layout.addWidget(self.chart)
        layout.addLayout(self._grid)
        layout.addWidget(self._worst)
        layout.addWidget(self._by)
        self.table.setMinimumHeight(theme.current().px(140))
        layout.addWidget(self.table, 1)
        layout.addWidget(self._stale)

    def enter(self) -> None:
        """Counts, and takes the focus."""
        self.refresh()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, span: str = "", by: str = "") -> None:
        self._span = span or self._span
        self._rows.by = by or self._rows.by
        for key in SPANS:
            self._spans.set_on(key, key == self._span)
        for key in ("unit", "area", "channel"):
            self._by.set_on(key, key == self._rows.by)
        self.refresh()

    def refresh(self) -> None:
        """Counts anew, up to this moment."""
        now = self._context.now()
        end = (now // WINDOW + 1) * WINDOW
        found = self._alarms.report(end - SPANS[self._span], end, self._rows.by)
        self._say_load(found)
        self._show_chart(found)
        self._show_priorities(found)
        self._rows.sources = found.sources[:MOST]
        self.model.reload()
        listed = min(len(found.sources), 10)
        self._worst.setText(
            self.tr("Worst sources: the first {n} of {all} make {share}").format(
                n=listed, all=len(found.sources), share=f"{found.top_share:.0%}"
            )
            if found.sources
            else self.tr("Worst sources")
        )
        self._say_stale(found, now)

    # --- parts -------------------------------------------------------------------------------------------
    def _say_load(self, found: Report) -> None:
        mean = found.total / len(found.bins)
        self._load.setText(
            words.dotted(
                (
                    self.tr("{n} alarms").format(n=found.total),
                    self.tr("{n} in 10 min on average (target 1–2)").format(n=f"{mean:.1f}"),
                    self.tr("peak {n}").format(n=found.peak),
                    self.tr("in flood {share} of the time (target under 1%)").format(
                        share=f"{found.flood_share:.1%}"
                    ),
                )
            )
        )

    def _show_chart(self, found: Report) -> None:
        reference = self._context.desk.reference
        offset = words.local(found.begin, reference).utcoffset()
        shift = round(offset.total_seconds() * 1000) if offset is not None else 0
        every = MARK_EVERY[self._span]
        marks = []
        for step in range(len(found.bins)):
            at = found.begin + step * WINDOW
            if (at + shift) % every < WINDOW:
                moment = words.local(at, reference)
                marks.append(TimeMark(step, day(moment) if self._span == "week" else clock_time(moment)))
        first, last = (day_time(words.local(at, reference)) for at in (found.begin, found.end))
        texts = [
            words.dotted(
                (
                    day_time(words.local(found.begin + n * WINDOW, reference)),
                    self.tr("{n} alarms").format(n=value),
                )
            )
            for n, value in enumerate(found.bins)
        ]
        self.chart.show_counts(
            found.bins,
            marks,
            (
                Target(STEADY, self.tr("steady {n}").format(n=STEADY), "green"),
                Target(FLOOD, self.tr("flood {n}").format(n=FLOOD), "red"),
            ),
            unit=self.tr("alarms in 10 min"),
            source=self.tr("Source: alarm log of this seat, {begin} to {end}; targets: EEMUA 191").format(
                begin=first, end=last
            ),
            said=self.tr("Alarms in 10 minutes: {n} in all, peak {peak}").format(
                n=found.total, peak=found.peak
            ),
            step_texts=texts,
        )

    def _show_priorities(self, found: Report) -> None:
        heads = (
            self.tr("Priority"),
            self.tr("Alarms"),
            self.tr("Share"),
            self.tr("Target"),
            self.tr("Acknowledged after (middle, slowest tenth)"),
        )
        for label, text in zip(self._cells[0], heads, strict=True):
            label.setText(text)
        for labels, name in zip(self._cells[1:], PRIORITIES, strict=True):
            taking = found.taking[name]
            pace = f"{span(taking.median_ms / 1000)} · {span(taking.slow_ms / 1000)}" if taking.taken else "—"
            texts = (
                alarm_words.priority(name),
                str(found.priorities[name]),
                f"{found.share(name):.0%}" if found.total else "—",
                f"{SHARES[name]:.0%}",
                pace,
            )
            for label, text in zip(labels, texts, strict=True):
                label.setText(text)

    def _say_stale(self, found: Report, now: int) -> None:
        if not found.stale:
            self._stale.setText(self.tr("Nothing has stood for over 24 h."))
            return
        worst = found.stale[0]
        age = span(float(max(0, now - worst.about.since)) / 1000)
        self._stale.setText(
            self.tr("{n} alarms have stood for over 24 h; the oldest: {what} {number}, {age}").format(
                n=len(found.stale) + found.stale_more,
                what=alarm_words.what(worst.kind, self._rows.role),
                number=worst.about.number,
                age=age,
            )
        )
