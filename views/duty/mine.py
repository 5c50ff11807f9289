"""A grid worker's own duty: the shift, when the next check-in falls due, and checking in on patrol.

A check-in is kept until the centre has taken it (`console.check_ins`): out of reach of the line it waits.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from console.errors import ConsoleError
from console.ids import uuid7
from contract.duty import CheckIn, MyDuty, SetCheckIn
from views import words
from views.catalogue.inline_form import InlineForm
from views.context import Context
from views.duty import telling, typed
from views.duty.deeds import text_field
from views.duty.screen import fit
from views.on_line import why_not
from views.screen import Screen
from widgets import theme
from widgets.action_bar import ActionBar, BarAction
from widgets.facts import Fact, FactsGrid
from widgets.light import Light
from widgets.moments import age, short_time
from widgets.timeline import Mark, TimelineEntry, TimelineView

_EVERY_MS = 60_000


class MyDutyScreen(Screen):
    """The screen."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "duty", "")
        self.title = self.tr("On duty")
        self.setAccessibleName(self.title)
        theme.set_surface(self, "panel")
        self._mine: MyDuty | None = None
        self._taken: list[CheckIn] = []
        self._wrong: list[str] = []
        self._head = QLabel(self)
        self._head.setObjectName("duty.mine.title")
        self._head.setWordWrap(True)
        theme.set_role(self._head, "title")
        self.says = QLabel(self)
        self.says.setObjectName("duty.says")
        self.says.setWordWrap(True)
        theme.set_role(self.says, "dim")
        self._facts = FactsGrid(2, self, name=self.title)
        self._facts.setObjectName("duty.mine.facts")
        self._day = TimelineView(self)
        self._day.setObjectName("duty.day")
        self.form = InlineForm("duty.check_in", context.desk.drafts, self)
        self.form.submitted.connect(self._on_form)
        self.form.closed.connect(self._day.setFocus)
        self.bar = ActionBar(self)
        self.bar.setObjectName("duty.actions")
        theme.set_property(self.bar, "edge", "top")
        top = QWidget(self)
        head = QVBoxLayout(top)
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(6)
        for part in (self._head, self.says, self._facts):
            head.addWidget(part)
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self._day, 1)
        column.addWidget(self.form)
        column.addWidget(self.bar)
        self.fill(whole)
        self._every = QTimer(self)
        self._every.setInterval(_EVERY_MS)
        self._every.timeout.connect(self.ask)
        desk = context.desk
        desk.heard.connect(lambda kind: self.ask() if kind in ("", "duty") and self.isVisible() else None)
        desk.connection_changed.connect(self._show)
        desk.session_changed.connect(self._show)
        desk.check_ins.changed.connect(self._show)
        desk.check_ins.settled.connect(self._on_settled)
        self.bar.set_actions([BarAction("check_in", self.tr("Check in"), "K", primary=True)])
        self.bar.triggered.connect(lambda _id: self.begin())
        self.keys.bind("K", self.begin, self.tr("Check in"))
        self.keys.bind("Escape", self.escape, self.tr("Back"))
        context.ticker.tick.connect(self._on_tick)
        self._show()

    # --- asking ------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """One's own shift is asked for anew."""
        super().enter()
        self._day.setFocus()
        self._every.start()
        self.ask()

    def leave(self) -> None:
        """Nobody looks."""
        super().leave()
        self._every.stop()

    def ask(self) -> None:
        """Asks for one's own duty."""
        desk = self.context.desk
        if why_not(desk):
            self._show()
            return
        desk.run("own duty", desk.duty.mine(), self._on_mine, self._on_failed, self)

    def _on_mine(self, mine: MyDuty) -> None:
        self._mine = mine
        self._show()

    def _on_failed(self, _error: ConsoleError) -> None:
        self._show()

    # --- checking in -------------------------------------------------------------------------------------
    def begin(self) -> None:
        """Opens the form: at the grid's post, or at coordinates."""
        mine, now = self._mine, self.context.now()
        asks = [
            text_field(
                "place",
                self.tr("Coordinates as longitude, latitude; empty for the grid's own post"),
                hint="117.3281, 31.7812",
            ),
            text_field("ticket", self.tr("Number of what was found and reported, empty for nothing")),
            text_field("note", self.tr("Note")),
        ]
        grid = self._grid()
        running = [turn.place for turn in mine.turns if turn.since <= now < turn.until] if mine else []
        if len(set(running)) > 1:
            label = self.tr("Grid: {grids}").format(
                grids=words.listed(map(self._named, dict.fromkeys(running)))
            )
            asks.insert(0, text_field("grid", label, self._named(grid)))
        title = self.tr("Check in on patrol: {grid}").format(grid=self._named(grid))
        self.form.open("check_in", grid, title, self.tr("Check in"), asks)
        fit(self.form)

    def _grid(self) -> str:
        """The grid on duty in, else the account's own."""
        now, actor = self.context.now(), self.context.desk.actor
        for turn in self._mine.turns if self._mine is not None else ():
            if turn.since <= now < turn.until:
                return turn.place
        return actor.area if actor is not None else ""

    def _named(self, place: str) -> str:
        area = self.context.reference.area(place)
        return area.short or words.pick(area.names) if area is not None else place

    def _on_form(self, _deed: str, values: dict[str, str]) -> None:
        point = typed.read_point(values["place"]) if values["place"] else None
        if values["place"] and point is None:
            self.form.say(self.tr("Write the coordinates as 117.3281, 31.7812"))
            return
        grid = self._grid()
        if values.get("grid"):
            known = {self._named(turn.place): turn.place for turn in self._mine.turns} if self._mine else {}
            grid = known.get(values["grid"], grid)
        command = SetCheckIn(
            action_id=uuid7(),
            area="" if point is not None else grid,
            lon=point[0] if point is not None else None,
            lat=point[1] if point is not None else None,
            done_at=self.context.now(),
            ticket=values["ticket"],
            note=values["note"],
        )
        desk = self.context.desk
        try:
            desk.check_ins.add(command)
        except ConsoleError as error:
            self.form.say(desk.say(error.says))
            return
        self.form.done()
        if why_not(desk):
            self.context.tell(self.tr("Off line: the check-in waits here and goes by itself"))
        self._show()

    def _on_settled(self, taken: list[CheckIn], refused: list[ConsoleError]) -> None:
        desk = self.context.desk
        self._taken = [*self._taken, *taken]
        for error in refused:
            said = desk.say(error.says)
            self._wrong.append(said)
            self.context.tell(self.tr("The check-in was not taken: {why}").format(why=said))
        if taken:
            self.context.tell(self.tr("Checked in: {grid}").format(grid=self._named(taken[-1].area)))
            self.ask()
        self._show()

    # --- what it shows -----------------------------------------------------------------------------------
    def _show(self) -> None:
        desk, mine, now = self.context.desk, self._mine, self.context.now()
        away = why_not(desk)
        waiting = desk.check_ins.waiting()
        self._head.setText(self.tr("Patrol of {grid}").format(grid=self._named(self._grid())))
        lines = [self.tr("Off line: check-ins are kept here and go by themselves")] if away else []
        if waiting:
            lines.append(self.tr("Check-ins that wait to be sent: {n}").format(n=len(waiting)))
        self.says.setText(" · ".join(lines))
        self.says.setVisible(bool(lines))
        self._facts.set_facts(list(self._told(mine, now)) if mine is not None else [])
        self._day.set_entries([entry for _, entry in sorted(self._entries(now), key=lambda e: -e[0])])
        self.count_changed.emit()

    def _told(self, mine: MyDuty, now: int) -> Iterator[Fact]:
        reference = self.context.reference
        running = [turn for turn in mine.turns if turn.since <= now < turn.until]
        coming = [turn for turn in mine.turns if turn.since > now]
        said = words.listed(telling.stretch(turn.since, turn.until, now, reference) for turn in running)
        light = Light.GREEN if running else Light.NONE
        yield Fact(self.tr("My shift"), said or self.tr("off duty now"), key="shift", light=light)
        if coming:
            said = telling.stretch(coming[0].since, coming[0].until, now, reference)
            yield Fact(self.tr("Next shift"), said, key="next")
        if mine.last is not None:
            said = age(max(0, now - mine.last.done_at) / 1000)
            yield Fact(self.tr("Last check-in"), said, key="last")
        if mine.next_due is not None:
            when = short_time(words.local(mine.next_due, reference), words.local(now, reference))
            late = now > mine.next_due
            said = self.tr("overdue since {when}") if late else self.tr("by {when}")
            light = Light.RED if late else Light.GREEN
            yield Fact(self.tr("Check in next"), said.format(when=when), key="due", light=light)

    def _entries(self, now: int) -> Iterator[tuple[int, TimelineEntry]]:
        reference = self.context.reference
        today = words.local(now, reference)
        shown: dict[str, CheckIn] = {one.id: one for one in self._taken}
        if self._mine is not None and self._mine.last is not None:
            shown.setdefault(self._mine.last.id, self._mine.last)
        for one in shown.values():
            when = short_time(words.local(one.done_at, reference), today)
            found = self.tr("reported {number}").format(number=one.ticket) if one.ticket else ""
            at = self.tr("at the grid's post") if one.at_post else f"{one.lon:.5f}, {one.lat:.5f}"
            detail = words.dotted((at, found, one.note))
            entry = TimelineEntry(
                when, self._named(one.area), self.tr("checked in"), detail, Mark.GOOD, one.id
            )
            yield one.done_at, entry
        for command in self.context.desk.check_ins.waiting():
            done_at = command.done_at or now
            when = short_time(words.local(done_at, reference), today)
            said = self.tr("waits to be sent")
            entry = TimelineEntry(
                when, self._named(command.area), said, command.note, Mark.WARN, command.action_id
            )
            yield done_at, entry

    def _on_tick(self) -> None:
        if self.isVisible() and self.context.now() // 1000 % 15 == 0:
            self._show()

    # --- what the frame asks -----------------------------------------------------------------------------
    def count(self) -> int | None:
        """Check-ins that wait, None for none."""
        return len(self.context.desk.check_ins.waiting()) or None

    def escape(self) -> None:
        """Closes the form."""
        if self.form.deed:
            self.form.close_form()
