"""The tables of a meeting on the spot: who was at it, and what each department is to do by when."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from console.ids import uuid7
from contract.joint.action import Attends, Given
from contract.joint.joint import Joint
from views.context import Context
from views.joint import naming
from views.joint.forms_held import NumberField, OpenRows, named
from views.step_fields import MomentField
from widgets import theme
from widgets.choice import Candidate, ChoiceBox
from widgets.text import TextField

translate = QCoreApplication.translate

_MOST_PEOPLE = 10_000
_MOST_NAME = 200


def party_box(context: Context, joint: Joint, name: str, parent: QWidget) -> ChoiceBox:
    """A box over the departments that take part."""
    box = ChoiceBox(translate("JointForms", "Department"), parent)
    named(box, name)
    box.set_candidates([party_candidate(context, joint, party.unit) for party in joint.active])
    return box


def party_candidate(context: Context, joint: Joint, unit: str) -> Candidate:
    """A department that takes part, as a box offers it."""
    party, known = joint.party(unit), context.reference.unit(unit)
    said = naming.party_state(party.state) if party is not None else ""
    if party is not None and party.lead:
        said = translate("JointForms", "leads, {state}").format(state=said)
    name = naming.unit(unit, party.unit_name if party is not None else "", context.reference)
    return Candidate(name, unit, known.initials if known is not None else "", said, unit)


class AttendanceField(OpenRows):
    """Who was there: departments that came, with the people they sent, and bodies outside by their names."""

    def __init__(self, context: Context, joint: Joint, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, translate("JointForms", "A body outside"), parent)
        self._context = context
        self._joint = joint
        self._touched = False
        for party in joint.active:
            if party.arrival is not None:
                self._line(party.unit, str(party.people))
        self.changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        self._touched = True

    def _attending(self) -> list[AttendanceLine]:
        return [line for line in self.lines if isinstance(line, AttendanceLine)]

    def new_line(self) -> AttendanceLine:
        return self._line("", "")

    def _line(self, unit: str, people: str, name: str = "") -> AttendanceLine:
        party = self._joint.party(unit) if unit else None
        said = naming.unit(unit, party.unit_name if party is not None else "", self._context.reference)
        line = AttendanceLine(self, self.fresh_name(), unit, said if unit else name, people)
        self.put(line)
        return line

    def value(self) -> tuple[Attends, ...]:
        return tuple(
            Attends(people=line.people.number() or 0, unit=line.unit, name="" if line.unit else line.said())
            for line in self._attending()
            if line.said()
        )

    def wrong(self) -> str:
        for line in self._attending():
            if line.people.is_wrong():
                return translate("JointForms", "How many people came is a whole number")
            if not line.said() and line.people.text().strip():
                return translate("JointForms", "Write who was there, or take the line out")
        return ""

    def kept(self) -> Any:
        if not self._touched:
            return {}
        lines = [
            {"unit": line.unit, "name": line.said(), "people": line.people.text()}
            for line in self._attending()
        ]
        return {"lines": lines}

    def take(self, kept: Any) -> None:
        if "lines" not in kept:
            return
        self.clear()
        for line in kept["lines"]:
            self._line(str(line["unit"]), str(line["people"]), str(line["name"]))


class AttendanceLine(QWidget):
    """One of those who were there; a department's name stands, a body's is written."""

    def __init__(self, table: AttendanceField, name: str, unit: str, said: str, people: str) -> None:
        super().__init__(table)
        self.setObjectName(name)
        self.unit = unit
        self._body = TextField(translate("JointForms", "Who, such as a property company"), self)
        self._body.setObjectName(f"{name}.name")
        self._body.setMaxLength(_MOST_NAME)
        self._body.setText("" if unit else said)
        self._body.setVisible(not unit)
        self._label = QLabel(said if unit else "", self)
        self._label.setVisible(bool(unit))
        self.people = NumberField(_MOST_PEOPLE, translate("JointForms", "people"), self)
        self.people.setObjectName(f"{name}.people")
        self.people.setText(people)
        self.people.setFixedWidth(theme.current().px(96))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._label, 1)
        row.addWidget(self._body, 1)
        row.addWidget(self.people)
        row.addWidget(table.drop_button(self, name))
        table.listen(self._body)
        table.listen(self.people)
        self.setFocusProxy(self.people if unit else self._body)

    def said(self) -> str:
        """Who it is."""
        return self._label.text() if self.unit else self._body.text().strip()


class TasksField(OpenRows):
    """What each department is to do by when."""

    def __init__(self, context: Context, joint: Joint, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, translate("JointForms", "One more task"), parent)
        self.context = context
        self.joint = joint
        self.new_line()

    def _tasks(self) -> list[TaskLine]:
        return [line for line in self.lines if isinstance(line, TaskLine)]

    def new_line(self) -> TaskLine:
        line = TaskLine(self, self.fresh_name())
        self.put(line)
        return line

    def value(self) -> tuple[Given, ...]:
        return tuple(
            Given(id=line.id, unit=str(line.unit.value()), text=line.text.text().strip(), until=at)
            for line in self._tasks()
            if not line.is_empty() and (at := line.until.instant()) is not None
        )

    def wrong(self) -> str:
        return next((said for line in self._tasks() if (said := line.wrong())), "")

    def kept(self) -> Any:
        lines = [line.kept() for line in self._tasks() if not line.is_empty()]
        return {"lines": lines} if lines else {}

    def take(self, kept: Any) -> None:
        if not kept.get("lines"):
            return
        self.clear()
        for held in kept["lines"]:
            self.new_line().take(held)


class TaskLine(QWidget):
    """One task."""

    def __init__(self, table: TasksField, name: str) -> None:
        super().__init__(table)
        self.setObjectName(name)
        self._table = table
        self.id = uuid7()
        context = table.context
        self.unit = party_box(context, table.joint, f"{name}.unit", self)
        self.text = TextField(translate("JointForms", "What it is to do"), self)
        self.text.setObjectName(f"{name}.text")
        self.until = MomentField(context.reference, context.now(), self)
        self.until.setObjectName(f"{name}.until")
        self.until.setToolTip("")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.unit, 28)
        row.addWidget(self.text, 46)
        row.addWidget(self.until, 26)
        row.addWidget(table.drop_button(self, name))
        for field in (self.unit, self.text, self.until):
            table.listen(field)
        self.setFocusProxy(self.unit)

    def is_empty(self) -> bool:
        """Whether nothing was given here."""
        return not (self.unit.text().strip() or self.text.text().strip() or self.until.text().strip())

    def wrong(self) -> str:
        """What is wrong with it."""
        if self.is_empty():
            return ""
        if self.unit.value() is None:
            return translate("JointForms", "Choose whose task it is from the list")
        name = self.unit.text()
        if not self.text.text().strip():
            return translate("JointForms", "{unit}: write what it is to do").format(unit=name)
        at = self.until.instant()
        if at is None:
            return translate("JointForms", "{unit}: type until when, such as 18:00 or 3d").format(unit=name)
        if at <= self._table.context.now():
            return translate("JointForms", "{unit}: until when lies in the past").format(unit=name)
        return ""

    def kept(self) -> dict[str, str]:
        """As a draft keeps it."""
        return {
            "id": self.id,
            "unit": str(self.unit.value() or ""),
            "unit?": "" if self.unit.value() is not None else self.unit.text(),
            "text": self.text.text(),
            "until": self.until.text(),
        }

    def take(self, kept: dict[str, Any]) -> None:
        """Shows what a draft kept."""
        self.id = str(kept.get("id") or self.id)
        if kept["unit"]:
            self.unit.set_value(party_candidate(self._table.context, self._table.joint, str(kept["unit"])))
        elif kept["unit?"]:
            self.unit.set_text(str(kept["unit?"]))
        self.text.setText(str(kept["text"]))
        self.until.setText(str(kept["until"]))
