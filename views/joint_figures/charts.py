"""The charts under the table: who leads how many, and how it goes month by month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from contract.joint.figures import JointCount, JointFigures
from views import words
from views.context import Context
from views.joint_figures.lines import group_title, lines_of
from widgets import theme
from widgets.bar_list import Bar, BarList
from widgets.moments import day
from widgets.rate_chart import RateChart, TimeMark

translate = QCoreApplication.translate

MONTHLY: tuple[tuple[str, Callable[[JointFigures], int]], ...] = (
    ("actions", lambda figures: figures.actions),
    ("people", lambda figures: figures.people),
    ("problems", lambda figures: figures.problems),
)
"""What is drawn month by month."""


def unit(key: str) -> str:
    """What an axis counts."""
    return {
        "actions": translate("JointFigures", "Actions called in the month"),
        "people": translate("JointFigures", "People sent"),
        "problems": translate("JointFigures", "Problems found"),
    }[key]


class FigureCharts(QWidget):
    """Bars by group, and three charts over the months; they are hidden where there is one month or none."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jointfigures.charts")
        theme.set_surface(self, "panel")
        theme.set_property(self, "edge", "top")
        self._context = context
        self.bars = BarList(self)
        self.bars.setObjectName("jointfigures.bars")
        self.monthly = {key: RateChart(self) for key, _ in MONTHLY}
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 8)
        row.setSpacing(24)
        row.addWidget(self.bars, 3)
        for key, chart in self.monthly.items():
            chart.setObjectName(f"jointfigures.{key}")
            row.addWidget(chart, 2)

    def show_count(self, count: JointCount, by: str, days: str) -> None:
        """Draws a count; `days` says of which days it is."""
        self._show_bars(count, by, days)
        several = len(count.months) > 1
        for (key, figure), chart in zip(MONTHLY, self.monthly.values(), strict=True):
            chart.setVisible(several)
            if several:
                self._show_months(count, key, figure, chart)

    def _show_bars(self, count: JointCount, by: str, days: str) -> None:
        department = by == "department"
        what = (
            translate("JointFigures", "People sent by department")
            if department
            else translate("JointFigures", "Actions by {group}").format(group=_small(group_title(by)))
        )
        bars = []
        for line in lines_of(count, by):
            name = words.begun(words.pick(line.names))
            number = line.figures.people if department else getattr(line.figures, "actions", 0)
            bars.append(Bar(name, number, f"{name}: {number}"))
        bars.sort(key=lambda bar: -bar.value)
        self.bars.show_bars(
            bars,
            unit=what,
            source=translate("JointFigures", "Source: the centre's joint actions, {days}").format(days=days),
            more=translate("JointFigures", "{n} more in the table"),
            said=f"{what}: " + words.listed(bar.said for bar in bars),
        )

    def _show_months(
        self, count: JointCount, key: str, figure: Callable[[JointFigures], int], chart: RateChart
    ) -> None:
        values = [figure(one.figures) for one in count.months]
        moments = [words.local(one.from_at, self._context.reference) for one in count.months]
        names = [month_name(moment) for moment in moments]
        chart.show_counts(
            values,
            [TimeMark(n, name) for n, name in enumerate(names)],
            (),
            unit=unit(key),
            source="",
            said=f"{unit(key)}: " + words.listed(f"{n} {v}" for n, v in zip(names, values, strict=True)),
            step_texts=[f"{name} · {unit(key)} {number}" for name, number in zip(names, values, strict=True)],
        )


def month_name(moment: datetime) -> str:
    """`Nov`, 11月: a month at an axis."""
    if words.language().lower().startswith("zh"):
        return f"{moment.month}月"
    return day(moment).split()[-1]


def _small(text: str) -> str:
    """A heading within a sentence."""
    return text[:1].lower() + text[1:]
