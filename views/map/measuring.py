"""What the areas of the map are filled by: counted from the tickets shown, or told by the centre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from console.errors import ConsoleError
from console.measures import AreaCounts, last_days, steps_up_to
from console.replica.columns import RED
from contract.account import in_path
from contract.measures import DAYS, AreaMeasure, AreaMeasures
from views import words
from views.context import Context
from views.map.following import MarksFollower
from views.on_line import why_not
from widgets.map import MapCanvas

translate = QCoreApplication.translate

OPEN, OVERDUE, HOUSEHOLDS, SATISFACTION = "open", "overdue", "households", "satisfaction"
MEASURES = (OPEN, OVERDUE, HOUSEHOLDS, SATISFACTION)
AGAIN_MS = 5 * 60_000
"""How long what the centre told stands before it is asked anew."""
SOON_MS = 400
"""Counts follow the feed no faster than this."""
SATISFIED_FROM = (0.8, 0.9, 0.95, 0.99)
"""Shares at which the shades of satisfaction begin; 80 % is where districts begin to ask questions."""


def measure_text(measure: str) -> str:
    """A measure as it stands on a button."""
    return {
        "": translate("Map", "No measure"),
        OPEN: translate("Map", "Open tickets"),
        OVERDUE: translate("Map", "Past the limit"),
        HOUSEHOLDS: translate("Map", "Per 1,000 households"),
        SATISFACTION: translate("Map", "Satisfaction"),
    }[measure]


@dataclass(frozen=True, slots=True)
class Told:
    """A measure as the legend says it: what, of when, and from where each shade begins, in words. `lacking`
    says why there are no values."""

    title: str
    steps: tuple[str, ...] = ()
    lacking: str = ""


class Measuring(QObject):
    """Of one canvas. `told` when the legend has something else to say."""

    told = Signal()

    def __init__(self, context: Context, canvas: MapCanvas, marks: MarksFollower, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._canvas = canvas
        self._marks = marks
        self.measure = ""
        self.level = ""
        self.legend = Told("")
        self._counts = AreaCounts()
        self._filled = ""
        """The level that has a fill on the canvas now."""
        self._heard: dict[str, AreaMeasures] = {}
        self._asking = ""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._fill)
        self._again = QTimer(self)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._ask)
        marks.recount.connect(self._on_recount)
        context.desk.reloaded.connect(self._counts.forget)
        context.desk.reference_changed.connect(self._on_reference)
        context.desk.connection_changed.connect(self._on_connection)

    # --- what is chosen ----------------------------------------------------------------------------------
    def choose(self, measure: str, level: str) -> None:
        """Another measure ("" for none), of another level."""
        self.measure, self.level = measure, level
        if measure in (HOUSEHOLDS, SATISFACTION):
            self._ask()
            self._again.start()
        else:
            self._again.stop()
        self._fill()

    def rest(self, resting: bool) -> None:
        """Nobody looks, or somebody does again."""
        if resting:
            self._again.stop()
            self._soon.stop()
        else:
            self.choose(self.measure, self.level)

    def value(self, code: str) -> str:
        """What the measure says of an area, in words; "" for nothing."""
        found = self._values().get(code)
        return self._say(found) if found is not None else ""

    # --- filling -----------------------------------------------------------------------------------------
    def _on_recount(self) -> None:
        if self.measure in (OPEN, OVERDUE) and not self._soon.isActive():
            self._soon.start()

    def _fill(self) -> None:
        if self._filled and (self._filled != self.level or not self.measure):
            self._canvas.set_measure(self._filled, None)
            self._filled = ""
        if not self.measure:
            self._tell(Told(""))
            return
        values = self._values()
        steps = self._steps(values)
        title = words.dotted((measure_text(self.measure), self._of_when()))
        self._canvas.set_measure(self.level, values, steps, self._say, title=title)
        self._filled = self.level
        lacking = "" if any(value is not None for value in values.values()) else self._lacking()
        self._tell(Told(title, tuple(map(self._say, steps)), lacking))

    def _tell(self, told: Told) -> None:
        if told != self.legend:
            self.legend = told
            self.told.emit()

    def _values(self) -> dict[str, float | None]:
        match self.measure:
            case "open" | "overdue":
                return dict(self._counted())
            case "households":
                return {line.code: line.per_thousand() for line in self._lines()}
            case "satisfaction":
                return {line.code: line.satisfaction() for line in self._lines()}
            case _:
                return {}

    def _counted(self) -> dict[str, float]:
        context = self._context
        actor = context.desk.actor
        bounds = actor.area_path if actor is not None else ""
        areas = [a for a in context.reference.areas if a.level == self.level]
        self._counts.set_areas([a.code for a in areas if not bounds or in_path(a.path, bounds)])
        slots = self._marks.slots()
        if self.measure == OVERDUE:
            slots = slots[context.desk.store.lights(context.now(), slots) == RED]
        return {k: float(n) for k, n in self._counts.count(context.desk.store.area_path, slots).items()}

    def _lines(self) -> Sequence[AreaMeasure]:
        heard = self._heard.get(self.level)
        return heard.lines if heard is not None else ()

    def _steps(self, values: dict[str, float | None]) -> tuple[float, ...]:
        known = [value for value in values.values() if value is not None]
        if self.measure == SATISFACTION:
            return SATISFIED_FROM
        most = max(known, default=1.0)
        # Rates lie near each other, counts do not: a tenth of the highest rate is the palest.
        return steps_up_to(most, max(0.1, most / 10) if self.measure == HOUSEHOLDS else 1.0)

    def _say(self, value: float) -> str:
        match self.measure:
            case "satisfaction":
                return f"{value:.0%}" if value in SATISFIED_FROM else f"{value:.1%}"
            case "households":
                return f"{value:.1f}" if value != int(value) else f"{value:.0f}"
            case _:
                return f"{value:.0f}"

    def _of_when(self) -> str:
        if self.measure in (HOUSEHOLDS, SATISFACTION):
            return translate("Map", "last {n} days").format(n=DAYS)
        return ""

    def _lacking(self) -> str:
        if self._asking == self.level:
            return translate("Map", "being asked for")
        away = why_not(self._context.desk)
        if away and self.level not in self._heard:
            return translate("Map", "known on line only")
        if self.measure == HOUSEHOLDS:
            return translate("Map", "the district's profile names no households")
        return translate("Map", "nobody has answered")

    # --- asking ------------------------------------------------------------------------------------------
    def _ask(self) -> None:
        desk, level = self._context.desk, self.level
        if self._asking == level or why_not(desk):
            return
        self._asking = level
        period = last_days(self._context.reference.calendar, self._context.now())

        def done(found: AreaMeasures) -> None:
            self._asking = ""
            self._heard[level] = found
            self._fill()

        def failed(_error: ConsoleError) -> None:
            # The status line tells of the line; what was told before stays.
            self._asking = ""
            self._fill()

        work = desk.area_measures(level, period.from_at, period.to_at)
        desk.run("measures of areas", work, done, failed, self)

    def _on_connection(self) -> None:
        if self._again.isActive() and self.level not in self._heard:
            self._ask()

    def _on_reference(self) -> None:
        self._counts.forget()
        self._heard.clear()
        if self._again.isActive():
            self._ask()
