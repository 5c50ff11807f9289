"""联动统计: the figures of joint actions over a half-year, quarter, month or any days, as the centre counts
them; what was known stays in sight while the centre is away, and how old it is is said."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from console.errors import ConsoleError
from console.joints_figures import FORMS, Span
from contract.counting import Period, day_of
from contract.joint.figures import JointCount
from views import words
from views.catalogue.inline_form import Ask, InlineForm
from views.catalogue.path_field import PathField, table_filters
from views.context import Context
from views.joint_figures.charts import FigureCharts
from views.joint_figures.lines import FigureRows, chip_title, columns, ways_to_look
from views.joint_figures.spans import LENGTHS, SpanBar, days_name, length_name, span_name, typed_day
from views.joint_figures.tiles import Tiles
from views.on_line import marked, why_not
from views.screen import Screen
from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.chips import Chip, ChipBar, ChipChoice
from widgets.empty import BusyLine
from widgets.moments import short_time
from widgets.table import ColumnTableModel, TableView
from widgets.text import TextField

_EVERY_MS = 60_000
"""So often they are asked for anew while somebody looks."""
_LETTERS = {"half": "H", "quarter": "Q", "month": "M", "free": "F"}


_LOW = 400
"""Px at 100 %: lower than this key figures and charts give way."""


class JointFiguresScreen(Screen):
    """The screen."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "joint_figures", "")
        self.title = self.tr("Joint figures")
        self.setAccessibleName(self.title)
        theme.set_surface(self, "panel")
        self.count_shown: JointCount | None = None
        self._asked: tuple[Span, str] | None = None
        self._area = ""
        actor = context.desk.actor
        self.by = "department" if actor is not None and actor.role == "handler" else "lead"
        self.busy = BusyLine(self)
        self.spans = SpanBar(lambda: day_of(context.reference.calendar, context.now()), self)
        self.says = QLabel(self)
        self.says.setObjectName("jointfigures.says")
        self.says.setWordWrap(True)
        theme.set_role(self.says, "dim")
        self.chips = ChipBar(self, name=self.tr("Lines"))
        self.chips.setObjectName("jointfigures.by")
        self._forms = {kind.form for kind in context.reference.district.joint.kinds}
        self._by = ways_to_look(self._forms)
        self.tiles = Tiles(self._forms, self)
        self.stack = QStackedWidget(self)
        self._rows: dict[str, FigureRows] = {}
        self._models: dict[str, ColumnTableModel] = {}
        self._shown: dict[str, tuple[object, ...]] = {}
        self.tables: dict[str, TableView] = {}
        self.charts = FigureCharts(context, self)
        self.form = InlineForm("jointfigures.form", context.desk.drafts, self)
        self.export = KeyedButton("", "X", self)
        self.export.setObjectName("jointfigures.write")
        self.export.clicked.connect(self.write_out)
        self._stand()
        self._every = QTimer(self)
        self._every.setInterval(_EVERY_MS)
        self._every.timeout.connect(self.ask)
        self._connect()
        self._bind()
        self._show_by()
        self._offer()
        self._say()

    def _make_table(self, by: str) -> TableView:
        """One for each way of grouping, when it is first looked at: its first column is called by it."""
        rows = self._rows[by] = FigureRows()
        rows.by = by
        model = self._models[by] = ColumnTableModel(rows, columns(by, self._forms), self)
        rows.order = model.sort_order
        model.sort_by([("called" if by == "department" else "actions", False)])
        table = self.tables[by] = TableView(model, None, self, name=self.tr("Joint figures"))
        table.setObjectName(f"jointfigures.table.{by}")
        self.stack.addWidget(table)
        return table

    def _stand(self) -> None:
        head = QWidget(self)
        theme.set_surface(head, "panel")
        theme.set_property(head, "edge", "bottom")
        lines = QVBoxLayout(head)
        lines.setContentsMargins(12, 8, 12, 8)
        lines.setSpacing(8)
        lines.addWidget(self.spans)
        second = QHBoxLayout()
        second.setSpacing(12)
        second.addWidget(self.chips, 1)
        second.addWidget(self.export, 0, Qt.AlignmentFlag.AlignTop)
        lines.addLayout(second)
        lines.addWidget(self.says)
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.busy, head, self.tiles, self.stack, self.charts, self.form):
            column.addWidget(part, 1 if part is self.stack else 0)
        self.fill(whole)
        reference, actor = self.context.reference, self.context.desk.actor
        chips = [Chip(by, chip_title(by)) for by in self._by]
        streets = [area for area in reference.areas if area.path.count("/") == 1]
        if streets and actor is not None and actor.area_path == reference.district.code:
            choices = tuple(ChipChoice(words.pick(area.names), area.code) for area in streets)
            chips.append(Chip("area", self.tr("Only one street"), choices=choices))
        self.chips.set_chips(chips)

    def _connect(self) -> None:
        desk = self.context.desk
        desk.connection_changed.connect(self._on_connection)
        desk.session_changed.connect(self._on_connection)
        self.spans.changed.connect(self._on_span)
        self.spans.free_wanted.connect(self._ask_days)
        self.chips.toggled.connect(lambda key, _on: self.show_by(key))
        self.chips.chosen.connect(self._on_area)
        self.form.submitted.connect(self._on_form)
        self.form.closed.connect(self._on_closed)
        self.form.opened.connect(partial(self.charts.setVisible, False))

    def _bind(self) -> None:
        bind = self.keys.bind
        for length in LENGTHS:
            bind(_LETTERS[length], partial(self.spans.choose, length), length_name(length))
        bind("[", partial(self.spans.step, -1), self.tr("The period before"))
        bind("]", partial(self.spans.step, 1), self.tr("The period after"))
        for n, by in enumerate(self._by, 1):
            bind(str(n), partial(self.show_by, by), chip_title(by))
        bind("X", self.write_out, self.tr("Write out as a table"))
        bind("Escape", self.escape, self.tr("Back"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # With large text on a low screen the table keeps its room; its first row has the sums.
        self.tiles.setVisible(self._high)
        self._show_charts()

    @property
    def _high(self) -> bool:
        """Whether there is room for more than the table."""
        return self.height() >= theme.current().px(_LOW)

    def _show_charts(self) -> None:
        found = self.count_shown
        some = found is not None and found.total.actions > 0
        self.charts.setVisible(some and self._high and not self.form.deed)

    # --- asking ------------------------------------------------------------------------------------------
    def enter(self) -> None:
        super().enter()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._every.start()
        self.ask()

    def leave(self) -> None:
        super().leave()
        self._every.stop()

    def period(self) -> Period:
        """The instants of the days shown."""
        return self.spans.span.period(self.context.reference.calendar)

    def ask(self) -> None:
        """Asks for the figures of the days shown."""
        desk, wanted = self.context.desk, (self.spans.span, self._area)
        if why_not(desk) or self._asked == wanted:
            self._say()
            return
        self._asked = wanted
        self.busy.set_busy(True)

        def ended() -> bool:
            """Whether this is still what is wanted."""
            if self._asked != wanted:
                return False
            self._asked = None
            self.busy.set_busy(False)
            return True

        def done(found: JointCount) -> None:
            if ended():
                self.take(found)

        def failed(error: ConsoleError) -> None:
            if ended():
                self._forget_other()
                self._say(desk.say(error.says))

        work = desk.joint_figures.count(self.period(), area=self._area)
        desk.run("joint figures", work, done, failed, self)

    @property
    def asking(self) -> bool:
        """Whether an answer is awaited."""
        return self._asked is not None

    def take(self, found: JointCount) -> None:
        """Shows a count."""
        self.count_shown = found
        self.tiles.show_count(found)
        self._show_count()
        self._say()

    def _on_span(self) -> None:
        if why_not(self.context.desk):
            self._forget_other()
        self.ask()

    def _on_area(self, _key: str, data: object) -> None:
        self._area = str(data or "")
        self._on_span()

    def _forget_other(self) -> None:
        """Figures of other days must not stand under these where no answer comes."""
        found, wanted = self.count_shown, self.period()
        if found is None or (found.from_at, found.to_at, found.area) == (
            wanted.from_at,
            wanted.to_at,
            self._area,
        ):
            return
        self.count_shown = None
        self.tiles.clear()
        self._show_count()

    def _on_connection(self) -> None:
        if why_not(self.context.desk):
            # What was asked for is not to come any more.
            self._asked = None
            self.busy.set_busy(False)
            self._forget_other()
        self._offer()
        self._say()
        if self.isVisible():
            self.ask()

    # --- showing -----------------------------------------------------------------------------------------
    @property
    def table(self) -> TableView:
        """The table in front."""
        found = self.tables.get(self.by)
        return found if found is not None else self._make_table(self.by)

    def show_by(self, by: str) -> None:
        """Other lines."""
        if by in self._by:
            self.by = by
            self._show_by()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_by(self) -> None:
        for by in self._by:
            self.chips.set_on(by, by == self.by)
        self.stack.setCurrentWidget(self.table)
        self._show_count()

    def _show_count(self) -> None:
        by, found = self.by, self.count_shown
        rows, model = self._rows[by], self._models[by]
        changed = rows.put(found, by) if found is not None else rows.clear()
        what = (by, found.from_at, found.to_at, found.area) if found is not None else ()
        if what == self._shown.get(by):
            model.changed(changed)
        else:
            # Other lines are no news: they stand there at once, without a mark.
            model.reload()
        self._shown[by] = what
        if found is not None:
            self.charts.show_count(found, by, days_name(self.spans.span))
        self._show_charts()
        self._say_empty()

    def _say_empty(self) -> None:
        away = why_not(self.context.desk)
        if self.count_shown is not None:
            title = self.tr("No joint action was called in these days")
            text = self.tr("[ and ] go to the period before and after; H, Q, M choose its length.")
        elif away:
            title, text = self.tr("The figures are counted at the centre"), away
        else:
            title, text = self.tr("The figures are being counted"), ""
        for table in self.tables.values():
            table.set_empty(title, text)

    def _say(self, wrong: str = "") -> None:
        """Why they are not asked for, and of when they are."""
        found = self.count_shown
        old = ""
        if found is not None:
            at = words.local(found.at, self.context.reference)
            told = short_time(at, words.local(self.context.now(), self.context.reference))
            old = self.tr("counted at {time}").format(time=told)
        self.says.setText(words.dotted(part for part in (wrong or why_not(self.context.desk), old) if part))
        self._say_empty()

    # --- deeds -------------------------------------------------------------------------------------------
    def _offer(self) -> None:
        away = why_not(self.context.desk)
        text = self.tr("Write out")
        self.export.set_content(marked(text) if away else text, "X")
        self.export.setEnabled(not away)
        self.export.setToolTip(away)

    def write_out(self) -> None:
        """Asks where the file shall be."""
        away = why_not(self.context.desk)
        if away:
            self.context.tell(away)
            return
        label = self.tr("Where to (XLSX or CSV)")

        def make(parent: QWidget) -> PathField:
            return PathField("jointfigures.export", label, table_filters(), saving=True, parent=parent)

        name = self.tr("joint actions {days}.xlsx").format(days=days_name(self.spans.span))
        ask = Ask("path", label, make, str(Path.home() / name), self.tr("Say where the file shall be"))
        title = self.tr("Write out the figures: {period}").format(period=span_name(self.spans.span))
        self.form.open("export", days_name(self.spans.span), title, self.tr("Write it"), [ask])

    def _ask_days(self) -> None:
        def make(parent: QWidget) -> TextField:
            return TextField("2026-07-01", parent)

        span = self.spans.span
        needed = self.tr("Type a day, such as 2026-07-01")
        asks = [
            Ask("first", self.tr("From"), make, str(span.first), needed),
            Ask("last", self.tr("To, that day within"), make, str(span.last), needed),
        ]
        self.form.open("days", "", self.tr("Any days"), self.tr("Show them"), asks, columns=2)

    def _on_form(self, deed: str, values: dict[str, str]) -> None:
        if deed == "days":
            self._on_days(values)
            return
        place = Path(values["path"]).expanduser()
        form = place.suffix.lower().removeprefix(".")
        if form not in FORMS:
            self.form.say(self.tr("The name must end in .xlsx or .csv"))
            return
        desk = self.context.desk

        def written(_size: int) -> None:
            self.form.done()
            self.context.tell(self.tr("Written: {path}").format(path=place))

        def failed(error: ConsoleError) -> None:
            self.form.say(desk.say(error.says))

        work = desk.joint_figures.write_out(form, place, self.period(), area=self._area)
        desk.run("write out", work, written, failed, self)

    def _on_days(self, values: dict[str, str]) -> None:
        first, last = typed_day(values["first"]), typed_day(values["last"])
        if first is None or last is None:
            self.form.say(self.tr("Type a day, such as 2026-07-01"))
        elif last < first:
            self.form.say(self.tr("The last day comes before the first"))
        else:
            self.form.done()
            self.spans.set_span(Span("free", first, last))

    def _on_closed(self) -> None:
        self._show_count()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> None:
        """Closes the form; then back to the table."""
        if self.form.deed:
            self.form.close_form()
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
