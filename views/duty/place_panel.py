"""One grid or unit whole: who is on now, its posts and roster with shifts, and the day so far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from contract.duty import Holder, PlaceDuty
from contract.rota import Shift
from views import words
from views.catalogue.plain_rows import PlainRows
from views.context import Context
from views.duty import telling
from views.on_line import nothing_here
from widgets import theme
from widgets.facts import Fact, FactsGrid
from widgets.light import Light
from widgets.moments import clock_time, short_time
from widgets.table import Column, ColumnKind, ColumnTableModel, TableView
from widgets.timeline import Mark, TimelineEntry, TimelineView

translate = QCoreApplication.translate


class Standing(NamedTuple):
    """A line of the roster: somebody (None: the unit itself) and one of their shifts, None for none."""

    holder: Holder | None
    shift: Shift | None
    post: str
    rank: int


class PlacePanel(QWidget):
    """`current_changed` when the cursor on the roster stands on another line."""

    current_changed = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._duty: PlaceDuty | None = None
        self._phones: dict[str, str] = {}
        self._title = QLabel(self)
        self._title.setObjectName("duty.place.title")
        self._title.setWordWrap(True)
        theme.set_role(self._title, "title")
        self._under = QLabel(self)
        self._under.setObjectName("duty.place.under")
        self._under.setWordWrap(True)
        theme.set_role(self._under, "dim")
        self._facts = FactsGrid(1, self, name=translate("Duty", "On duty now"))
        self._facts.setObjectName("duty.place.facts")
        head = QWidget(self)
        top = QVBoxLayout(head)
        top.setContentsMargins(16, 10, 16, 8)
        top.setSpacing(4)
        for part in (self._title, self._under, self._facts):
            top.addWidget(part)
        self._rows = PlainRows[Standing](self._cell, self._weigh)
        columns = (
            Column("post", translate("Duty", "Post"), ColumnKind.TEXT, 88, stretch=True),
            Column("name", translate("Duty", "Who"), ColumnKind.TEXT, 76),
            Column("phone", translate("Duty", "Phone"), ColumnKind.NUMBER, 104),
            Column("days", translate("Duty", "Days"), ColumnKind.TEXT, 76),
            Column("hours", translate("Duty", "Hours"), ColumnKind.TEXT, 104),
        )
        self._model = ColumnTableModel(self._rows, columns, self)
        self._model.sort_by([("post", True)])
        self.table = TableView(self._model, context.ticker, self)
        self.table.setObjectName("duty.roster")
        self.table.setAccessibleName(translate("Duty", "Roster"))
        self.say_empty()
        self._day = TimelineView(self)
        self._day.setObjectName("duty.day")
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setObjectName("duty.place.split")
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self._day)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(split, 1)
        self.table.current_changed.connect(lambda _row: self.current_changed.emit())

    # --- what it shows -----------------------------------------------------------------------------------
    @property
    def duty(self) -> PlaceDuty | None:
        """What is shown, None until it has come."""
        return self._duty

    def current(self) -> Standing | None:
        """The line under the cursor."""
        return self._rows.row(self.table.current_id())

    def make_room(self, form: bool) -> None:
        """While a form is open the day and who is on give their room to it."""
        self._day.setVisible(not form)
        self._facts.setVisible(not form)

    def say_empty(self) -> None:
        """What stands where nobody is on the roster."""
        none = translate("Duty", "Nobody on the roster")
        text = translate("Duty", "Whoever is put on it stands here.")
        self.table.set_empty(*nothing_here(self._context.desk, self._duty is not None, none, text))

    def announce(self, place: str) -> None:
        """Another place: its name at once, the rest when it has come."""
        if self._duty is not None and self._duty.place == place:
            return
        self._duty, self._phones = None, {}
        self._title.setText(telling.named(place, self._context.reference))
        self._under.setText("")
        self._facts.set_facts([])
        self._model.changed(self._rows.put({}))
        self.say_empty()
        self._day.set_entries([])
        self.current_changed.emit()

    def take(self, duty: PlaceDuty) -> None:
        """Shows a place as the centre says it."""
        first = self._duty is None
        self._duty = duty
        staffing = self._context.reference.district.staffing
        posts = [
            f"{words.pick(post.names)} {one.held}/{one.count}"
            for one in duty.filled
            if (post := staffing.post(one.post)) is not None and (one.count or one.held)
        ]
        is_grid = self._context.reference.area(duty.place) is not None
        self._under.setText(words.dotted((staffing.formula if is_grid else "", *posts)))
        fresh: dict[str, Standing] = {}
        for line in self._lines(duty):
            who, which = line.holder.id if line.holder else "", line.shift.id if line.shift else ""
            # Somebody's first line stays theirs when they get a shift: the cursor does not leave it.
            fresh[who if who and who not in fresh else f"{who}/{which}"] = line
        changed = self._rows.put(fresh)
        if changed:
            self._model.changed(changed)
        self.say_empty()
        if first:
            self._stand_on_duty(fresh, duty)
        self.retell()
        self.current_changed.emit()

    def _stand_on_duty(self, fresh: dict[str, Standing], duty: PlaceDuty) -> None:
        """The cursor on who is on duty now, else on the first line."""
        lines = {line.holder.id: key for key, line in fresh.items() if line.holder is not None}
        slot = self._rows.slot(next((lines[one.holder] for one in duty.on if one.holder in lines), ""))
        if slot >= 0:
            self.table.select_row(slot)
        else:
            self.table.select_first()

    def show_phone(self, holder: str, phone: str) -> None:
        """A private phone in full, until another place is shown."""
        self._phones[holder] = phone
        self._model.changed(range(self._rows.size()))
        self.retell()

    def hidden_phone(self, holder: Holder | None) -> bool:
        """Whether somebody's phone is masked here."""
        return holder is not None and holder.private and bool(holder.phone) and holder.id not in self._phones

    def _lines(self, duty: PlaceDuty) -> Iterator[Standing]:
        staffing = self._context.reference.district.staffing
        order = [post.key for post in staffing.grid + staffing.unit]
        known = {holder.id for holder in duty.holders}
        for shift in duty.shifts:
            if shift.holder not in known:
                yield Standing(None, shift, translate("Duty", "the whole unit"), len(order))
        for holder in duty.holders:
            if holder.place != duty.place or holder.ended_at is not None:
                continue
            post = staffing.post(holder.post)
            called = words.pick(post.names) if post is not None else holder.post
            rank = order.index(holder.post) if holder.post in order else len(order)
            own = [shift for shift in duty.shifts if shift.holder == holder.id]
            yield from (Standing(holder, shift, called, rank) for shift in (own or (None,)))

    def _cell(self, line: Standing, column: str) -> object:
        match column:
            case "name":
                return line.holder.name if line.holder is not None else ""
            case "phone":
                holder = line.holder
                return self._phones.get(holder.id, holder.phone) if holder is not None else ""
            case "days":
                return telling.days(line.shift.pattern) if line.shift is not None else ""
            case "hours":
                return telling.hours(line.shift.pattern) if line.shift is not None else ""
            case _:
                return line.post

    def _weigh(self, line: Standing, column: str) -> str | float:
        match column:
            case "post":
                return float(line.rank * 2000 + (line.shift.pattern.begin if line.shift else 0))
            case "hours":
                return float(line.shift.pattern.begin) if line.shift is not None else float("inf")
            case _:
                return str(self._cell(line, column))

    def retell(self) -> None:
        """Says anew what depends on the time."""
        duty = self._duty
        if duty is None:
            return
        now, reference = self._context.now(), self._context.reference
        facts = [
            Fact(
                translate("Duty", "On duty now") if n == 0 else "",
                telling.person(one, now, reference, self._phones.get(one.holder, "")),
                key=f"on {n}",
                light=Light.RED if one.overdue else Light.GREEN,
            )
            for n, one in enumerate(one for one in duty.on if one.since <= now < one.until)
        ]
        if not facts:
            coming = [turn.since for turn in duty.turns if turn.since > now]
            said = translate("Duty", "nobody")
            if coming:
                when = short_time(words.local(min(coming), reference), words.local(now, reference))
                said = translate("Duty", "nobody until {when}").format(when=when)
            facts = [Fact(translate("Duty", "On duty now"), said, key="on", light=Light.AMBER)]
        for since, until in duty.gaps:
            said = telling.stretch(since, until, now, reference)
            facts.append(
                Fact(translate("Duty", "Nobody on duty"), said, key=f"gap {since}", light=Light.AMBER)
            )
        self._facts.set_facts(facts)
        self._day.set_entries([entry for _, entry in sorted(self._entries(duty, now), key=lambda e: -e[0])])

    def _entries(self, duty: PlaceDuty, now: int) -> Iterator[tuple[int, TimelineEntry]]:
        """Turns and check-ins with their instants."""
        reference, today = self._context.reference, words.local(now, self._context.reference)
        people = {holder.id: holder.name for holder in duty.holders}
        accounts = {holder.account: holder.name for holder in duty.holders if holder.account}
        for turn in duty.turns:
            who = people.get(turn.holder, self._title.text())
            first, last = (clock_time(words.local(at, reference)) for at in (turn.since, turn.until))
            what = translate("Duty", "on duty {hours}").format(hours=f"{first}–{last}")
            if turn.for_holder:
                stood = people.get(turn.for_holder, "")
                what = words.dotted((what, translate("Duty", "for {name}").format(name=stood)))
            mark = (
                Mark.NOW if turn.since <= now < turn.until else Mark.NOTE if turn.since > now else Mark.PLAIN
            )
            when = short_time(words.local(turn.since, reference), today)
            key = f"turn {turn.shift} {turn.since}"
            yield turn.since, TimelineEntry(when, who, what, turn.reason, mark, key)
        for one in duty.check_ins:
            when = short_time(words.local(one.done_at, reference), today)
            at = translate("Duty", "at the grid's post") if one.at_post else f"{one.lon:.5f}, {one.lat:.5f}"
            what = translate("Duty", "checked in")
            found = translate("Duty", "reported {number}").format(number=one.ticket) if one.ticket else ""
            late = translate("Duty", "sent later") if one.late else ""
            detail = words.dotted((at, found, late, one.note))
            who = accounts.get(one.account, one.name)
            yield one.done_at, TimelineEntry(when, who, what, detail, Mark.GOOD, f"check-in {one.id}")
