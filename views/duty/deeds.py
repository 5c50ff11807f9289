"""What is done to a place's roster by a small form: people, shifts, who stands in, a table read in."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from console.errors import ConsoleError
from console.ids import uuid7
from contract.duty import (
    Called,
    ChangeDay,
    EndHolder,
    Holder,
    PlaceDuty,
    RosterTaken,
    SetHolder,
    SetPattern,
    SetShift,
)
from contract.rota import Shift
from views import words
from views.catalogue.inline_form import Ask, Field, InlineForm, reason
from views.catalogue.path_field import PathField, table_filters
from views.context import Context
from views.duty import telling, typed
from views.duty.place_panel import Standing
from views.on_line import why_not
from widgets.text import TextField

translate = QCoreApplication.translate

_FAULTS_SHOWN = 4


def text_field(key: str, label: str, text: str = "", needed: str = "", hint: str = "") -> Ask:
    """One line."""

    def make(parent: QWidget) -> Field:
        return TextField(hint, parent, name=label)

    return Ask(key, label, make, text, needed)


class DutyDeeds(QObject):
    """`form` stands where its screen puts it. `done` when something of a place is another now;
    `shown(holder, phone)` when a phone was shown in full."""

    done = Signal()
    shown = Signal(str, str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._duty: PlaceDuty | None = None
        self._line: Standing | None = None
        self._partial = False
        self.form = InlineForm("duty.form", context.desk.drafts, parent)
        self.form.submitted.connect(self._on_form)

    def open(self, deed: str, duty: PlaceDuty | None, line: Standing | None) -> None:
        """Opens a deed's form for a place and a line of its roster, or does at once what asks for nothing."""
        away = why_not(self._context.desk)
        if away:
            self._context.tell(away)
            return
        self._duty, self._line, self._partial = duty, line, False
        holder, shift = (line.holder, line.shift) if line is not None else (None, None)
        match deed:
            case "import":
                self._open_import()
            case "person" if duty is not None:
                self._open_person(duty, None)
            case "change" if duty is not None and holder is not None:
                self._open_person(duty, holder)
            case "shift" if duty is not None and line is not None:
                self._open_shift(holder, shift)
            case "stand_in" if duty is not None and shift is not None:
                self._open_day("stand_in", duty, holder)
            case "off" if shift is not None:
                self._open_day("off", duty, holder)
            case "end" if holder is not None:
                title = translate("DutyDeeds", "Take {name} off the roster, with all shifts")
                asks = [reason(translate("DutyDeeds", "Reason"))]
                said = title.format(name=holder.name)
                verb = translate("DutyDeeds", "Take off")
                self.form.open("end", holder.id, said, verb, asks, danger=True)
            case "phone" if holder is not None:
                self._show_phone(holder)

    # --- forms -------------------------------------------------------------------------------------------
    def _today(self) -> str:
        return words.local(self._context.now(), self._context.reference).date().isoformat()

    def _open_person(self, duty: PlaceDuty, holder: Holder | None) -> None:
        posts = [one.post for one in duty.filled]
        staffing = self._context.reference.district.staffing
        names = {key: words.pick(post.names) for key in posts if (post := staffing.post(key)) is not None}
        first = next((names[one.post] for one in duty.filled if one.held < one.count), "")
        held = names.get(holder.post, holder.post) if holder is not None else first
        title = translate("DutyDeeds", "Posts here: {posts}").format(posts=words.listed(names.values()))
        asks = [
            text_field(
                "post", translate("DutyDeeds", "Post"), held, translate("DutyDeeds", "Say which post")
            ),
            text_field(
                "name",
                translate("DutyDeeds", "Name"),
                holder.name if holder is not None else "",
                translate("DutyDeeds", "Say who it is"),
            ),
            text_field(
                "phone", translate("DutyDeeds", "Duty phone"), holder.phone if holder is not None else ""
            ),
            text_field(
                "private",
                translate("DutyDeeds", "Private number (yes or no)"),
                translate("DutyDeeds", "yes") if holder is not None and holder.private else "",
            ),
            text_field(
                "login", translate("DutyDeeds", "Account"), holder.login if holder is not None else ""
            ),
        ]
        about = holder.id if holder is not None else duty.place
        deed = "change" if holder is not None else "person"
        verb = (
            translate("DutyDeeds", "Change")
            if holder is not None
            else translate("DutyDeeds", "Put on the roster")
        )
        self.form.open(deed, about, title, verb, asks, columns=2)

    def _open_shift(self, holder: Holder | None, shift: Shift | None) -> None:
        who = holder.name if holder is not None else translate("DutyDeeds", "the whole unit")
        asks = [
            text_field(
                "days",
                translate("DutyDeeds", "Days"),
                telling.days(shift.pattern) if shift is not None else translate("Duty", "every day"),
                translate("DutyDeeds", "Say on which days"),
                translate("DutyDeeds", "every day, working days, Mon to Fri"),
            ),
            text_field(
                "hours",
                translate("DutyDeeds", "Hours"),
                f"{telling.minutes(shift.pattern.begin)}-{telling.minutes(shift.pattern.end)}"
                if shift
                else "",
                translate("DutyDeeds", "Say from when to when, as 08:00-14:00"),
                "08:00-14:00",
            ),
            text_field(
                "from_day", translate("DutyDeeds", "First day"), shift.from_day if shift else self._today()
            ),
            text_field(
                "to_day", translate("DutyDeeds", "Last day, empty for none"), shift.to_day if shift else ""
            ),
        ]
        title = translate("DutyDeeds", "Shift of {name}, from now on").format(name=who)
        about = shift.id if shift is not None else holder.id if holder is not None else ""
        self.form.open("shift", about, title, translate("DutyDeeds", "Set the shift"), asks, columns=2)

    def _open_day(self, deed: str, duty: PlaceDuty | None, holder: Holder | None) -> None:
        who = holder.name if holder is not None else translate("DutyDeeds", "the whole unit")
        asks = [
            text_field(
                "day", translate("DutyDeeds", "Day"), self._today(), translate("DutyDeeds", "Say which day")
            )
        ]
        if deed == "stand_in" and duty is not None:
            others = [one.name for one in duty.holders if holder is None or one.id != holder.id]
            label = translate("DutyDeeds", "Who stands in")
            needed = translate("DutyDeeds", "Say who stands in")
            asks.insert(0, text_field("who", label, needed=needed, hint=words.listed(others)))
            asks.append(
                text_field("hours", translate("DutyDeeds", "Hours, empty for all"), hint="14:00-16:00")
            )
        asks.append(
            text_field("reason", translate("DutyDeeds", "Reason"), needed=translate("DutyDeeds", "Say why"))
        )
        title = translate("DutyDeeds", "Somebody stands in for {name}")
        verb = translate("DutyDeeds", "Set who stands in")
        if deed == "off":
            title, verb = translate("DutyDeeds", "{name} is off"), translate("DutyDeeds", "Set off")
        about = self._line.shift.id if self._line is not None and self._line.shift is not None else ""
        self.form.open(deed, about, title.format(name=who), verb, asks, columns=2)

    def _open_import(self) -> None:
        label = translate("DutyDeeds", "Table (XLSX or CSV)")

        def make(parent: QWidget) -> PathField:
            return PathField("duty.import", label, table_filters(), saving=False, parent=parent)

        title = translate(
            "DutyDeeds",
            "Read a roster in: 网格或单位, 岗位, 姓名, 电话, 私人电话, 账号, 班次, 上班, 下班, 起, 止",
        )
        ask = Ask("path", label, make, needed=translate("DutyDeeds", "Choose a file"))
        self.form.open("import", "", title, translate("DutyDeeds", "Read it in"), [ask])

    # --- doing -------------------------------------------------------------------------------------------
    def _on_form(self, deed: str, values: dict[str, str]) -> None:
        away = why_not(self._context.desk)
        if away:
            self.form.say(away)
            return
        holder, shift = (self._line.holder, self._line.shift) if self._line is not None else (None, None)
        match deed:
            case "person" | "change":
                self._put_person(values, holder if deed == "change" else None)
            case "shift":
                self._put_shift(values, holder, shift)
            case "stand_in" | "off" if shift is not None:
                self._put_day(deed, values, shift)
            case "end" if holder is not None:
                command = EndHolder(action_id=uuid7(), version=holder.version, reason=values["reason"])
                self._run("end a holder", self._context.desk.duty.end_holder(holder.id, command))
            case "import":
                self._put_roster(values["path"])

    def _run(self, name: str, work: Coroutine[Any, Any, object]) -> None:
        def done(_answer: object) -> None:
            self.form.done()
            self.done.emit()

        self._context.desk.run(name, work, done, self._failed, self)

    def _failed(self, error: ConsoleError) -> None:
        self.form.say(self._context.desk.say(error.says))

    def _put_person(self, values: dict[str, str], holder: Holder | None) -> None:
        duty, desk = self._duty, self._context.desk
        if duty is None:
            return
        staffing = self._context.reference.district.staffing
        said = values["post"].casefold()
        post = next(
            (
                p.key
                for p in staffing.grid + staffing.unit
                if said in (p.key.casefold(), p.names.zh.casefold(), p.names.en.casefold())
                and p.key in [one.post for one in duty.filled]
            ),
            None,
        )
        if post is None:
            self.form.say(translate("DutyDeeds", "There is no such post here"))
            return
        command = SetHolder(
            action_id=uuid7(),
            version=holder.version if holder is not None else 0,
            place=duty.place,
            post=post,
            name=values["name"],
            phone=values["phone"],
            private=values["private"].casefold() in ("yes", "是", translate("DutyDeeds", "yes").casefold()),
            login=values["login"],
        )
        self._run("set a holder", desk.duty.set_holder(holder.id if holder is not None else uuid7(), command))

    def _put_shift(self, values: dict[str, str], holder: Holder | None, shift: Shift | None) -> None:
        days, hours = typed.read_days(values["days"]), typed.read_hours(values["hours"])
        first, last = typed.read_day(values["from_day"]), typed.read_day(values["to_day"])
        if days is None:
            self.form.say(translate("DutyDeeds", "Write the days as: every day, working days, Mon to Fri"))
        elif hours is None:
            self.form.say(translate("DutyDeeds", "Write the hours as 08:00-14:00"))
        elif first is None or last is None:
            self.form.say(translate("DutyDeeds", "Write a day as 2026-11-22"))
        elif self._duty is not None:
            command = SetShift(
                action_id=uuid7(),
                version=shift.version if shift is not None else 0,
                place=self._duty.place,
                holder=holder.id if holder is not None else "",
                pattern=SetPattern(rule=days[0], weekdays=days[1], begin=hours[0], end=hours[1]),
                from_day=first or self._today(),
                to_day=last,
            )
            id_ = shift.id if shift is not None else uuid7()
            self._run("set a shift", self._context.desk.duty.set_shift(id_, command))

    def _put_day(self, deed: str, values: dict[str, str], shift: Shift) -> None:
        day = typed.read_day(values["day"])
        hours = typed.read_hours(values["hours"]) if values.get("hours") else None
        if not day:
            self.form.say(translate("DutyDeeds", "Write a day as 2026-11-22"))
            return
        if values.get("hours") and hours is None:
            self.form.say(translate("DutyDeeds", "Write the hours as 08:00-14:00"))
            return
        who = ""
        if deed == "stand_in":
            people = self._duty.holders if self._duty is not None else ()
            named = [
                one.id for one in people if values["who"] in (one.name, one.login) and one.id != shift.holder
            ]
            if len(named) != 1:
                self.form.say(translate("DutyDeeds", "Nobody of that name on the roster here"))
                return
            (who,) = named
        command = ChangeDay(
            action_id=uuid7(),
            version=shift.version,
            day=day,
            kind="substitute" if deed == "stand_in" else "off",
            begin=hours[0] if hours is not None else None,
            end=hours[1] if hours is not None else None,
            holder=who,
            reason=values["reason"],
        )
        self._run("change a day of duty", self._context.desk.duty.change_day(shift.id, command))

    def _put_roster(self, place: str) -> None:
        desk = self._context.desk
        path = PathField("", "", [], saving=False)
        path.set_path(place)
        source = path.path()
        path.deleteLater()
        if source is None:
            return
        try:
            file = desk.files.add(source)
        except ConsoleError as error:
            self._failed(error)
            return

        def done(taken: RosterTaken) -> None:
            if not taken.faults:
                self.form.done()
            else:
                self._partial = not taken.written
                self.form.say(self._fault_words(taken))
            if taken.written:
                told = translate("DutyDeeds", "Read in: {people} people, {shifts} shifts")
                self._context.tell(told.format(people=taken.people, shifts=taken.shifts))
                self.done.emit()

        desk.run(
            "read a roster in", desk.duty.put_roster(file, partial=self._partial), done, self._failed, self
        )

    def _fault_words(self, taken: RosterTaken) -> str:
        desk = self._context.desk
        line = translate("DutyDeeds", "Row {line}, {field}: {why}")
        shown = [
            line.format(line=f.line, field=f.field, why=f.zh if desk.language.startswith("zh") else f.en)
            for f in taken.faults[:_FAULTS_SHOWN]
        ]
        if len(taken.faults) > _FAULTS_SHOWN:
            more = translate("DutyDeeds", "and {n} more").format(n=len(taken.faults) - _FAULTS_SHOWN)
            shown.append(more)
        if not taken.written and taken.people:
            said = translate("DutyDeeds", "Nothing was taken in. Once more takes in the sound rows only.")
            shown.append(said)
        return "\n".join(shown)

    def _show_phone(self, holder: Holder) -> None:
        def done(called: Called) -> None:
            self.shown.emit(holder.id, called.phone)

        def failed(error: ConsoleError) -> None:
            self._context.tell(self._context.desk.say(error.says))

        desk = self._context.desk
        desk.run("show a phone", desk.duty.phone(holder.id), done, failed, self)
