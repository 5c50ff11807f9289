"""Fields of the forms of approvals: within what time, and the table of what each department approves."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QWidget

from console.ids import uuid7
from contract.joint.action import Ask
from contract.joint.joint import Joint
from contract.mandate import Mandate
from views import choices, words
from views.context import Context
from views.joint.approval_forms import is_of_approvals
from views.joint.approval_words import measure
from views.joint.forms_held import HeldField, NumberField, OpenRows, choose_unit, named, unit_box
from views.joint.forms_parties import PartiesField
from views.joint.forms_proposed import ground_of
from views.mandates.telling import candidate, list_name
from views.step_fields import MomentField, OneOfField
from widgets import theme
from widgets.choice import Candidate, ChoiceBox
from widgets.form import Form
from widgets.text import TextArea, TextField

translate = QCoreApplication.translate

MEASURES = ("working_days", "natural_days", "working_hours", "hours")
"""In what a limit may be counted."""
_MOST_LIMIT, _MOST_ENTRIES, _MOST_MATTER = 365, 50, 500
_COLUMNS = (26, 26, 8, 12, 28, 0)


def field(step: str, key: str, context: Context, joint: Joint, name: str) -> tuple[QWidget, int] | None:
    """A field of a step of approvals, and how many of two columns it takes; None for one that is the same in
    all forms."""
    if key == "approvals":
        return ApprovalsField(context, joint, name), 2
    if not step.startswith("approval/"):
        return None
    match key:
        case "matter":
            line = TextField()
            line.setMaxLength(_MOST_MATTER)
            return line, 2
        case "limit":
            return LimitField(name), 1
        case "owed":
            return TextArea(translate("JointApproval", "Which papers, in what form"), lines=2), 2
        case "until":
            return MomentField(context.reference, context.now()), 1
        case "document":
            return TextField(), 2
        case _:
            return None


def tell_kind(form: Form, joint: Joint) -> None:
    """The table of approvals is shown where the kind chosen has them, for the departments named beside it."""
    fields = form.fields()
    table, parties, kind = fields.get("approvals"), fields.get("parties"), fields.get("kind")
    if not isinstance(table, ApprovalsField) or not isinstance(parties, PartiesField):
        return
    chosen = kind.value() if isinstance(kind, OneOfField) else ""
    table.follow(parties, chosen or joint.kind)


class LimitField(HeldField):
    """How much of what: (value, measure)."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.number = NumberField(_MOST_LIMIT, parent=self)
        self.number.setObjectName(f"{name}.number")
        self.number.setAccessibleName(translate("JointApproval", "How many"))
        self.measure = measure_box(f"{name}.measure", self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.number, 1)
        line.addWidget(self.measure, 2)
        self.setFocusProxy(self.number)
        self.listen(self.number)
        self.measure.currentIndexChanged.connect(lambda _n: self.changed.emit())

    def value(self) -> tuple[int, str] | None:
        number = self.number.number()
        return (number, str(self.measure.currentData())) if number else None

    def kept(self) -> Any:
        text = self.number.text()
        return {"number": text, "measure": self.measure.currentIndex()} if text else {}

    def take(self, kept: Any) -> None:
        self.number.setText(str(kept.get("number", "")))
        self.measure.setCurrentIndex(int(kept.get("measure", 0)))

    def wrong(self) -> str:
        if self.number.is_wrong() or self.number.number() == 0:
            return translate("JointApproval", "Type how many, from 1 to 365")
        return ""


def measure_box(name: str, parent: QWidget) -> QComboBox:
    """In what a limit is counted."""
    box = QComboBox(parent)
    box.setObjectName(name)
    box.setAccessibleName(translate("JointApproval", "Counted in"))
    for key in MEASURES:
        box.addItem(measure(key), key)
    return box


class ApprovalsField(OpenRows):
    """The table: which department named approves what within what time, on what entry of its powers."""

    def __init__(self, context: Context, joint: Joint, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, translate("JointApproval", "One more approval"), parent)
        self.context = context
        self.joint = joint
        self._parties: PartiesField | None = None
        self._touched = False
        self._on = is_of_approvals(joint.kind, context.reference)
        self.changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        self._touched = True

    def _asks(self) -> list[ApprovalLine]:
        return [line for line in self.lines if isinstance(line, ApprovalLine)]

    def follow(self, parties: PartiesField, kind: str) -> None:
        """Goes with the departments named and the kind chosen."""
        if self._parties is None:
            self._parties = parties
            parties.changed.connect(self.say_units)
        self._on = is_of_approvals(kind, self.context.reference)
        parties.set_kind(kind)
        holder = self.parentWidget()
        if holder is not None:
            holder.setVisible(self._on)
        self.say_units()

    def units(self) -> list[str]:
        """The departments named."""
        return self._parties.units() if self._parties is not None else []

    def say_units(self) -> None:
        """Offers the departments named; while nothing was written, one line for each."""
        if not self._on:
            return
        named_, lines = self.units(), self._asks()
        if not self._touched and [str(line.unit.value() or "") for line in lines] != (named_ or [""]):
            self.clear()
            for unit in named_ or [""]:
                self._line(unit)
            lines = self._asks()
        for line in lines:
            line.offer(named_)

    def new_line(self) -> ApprovalLine:
        units = self.units()
        return self._line(units[0] if len(units) == 1 else "")

    def _line(self, unit: str) -> ApprovalLine:
        line = ApprovalLine(self, self.fresh_name())
        line.offer(self.units())
        if unit:
            choose_unit(line.unit, unit, self.context.reference)
        self.put(line)
        return line

    def value(self) -> tuple[Ask, ...]:
        if not self._on:
            return ()
        return tuple(ask for line in self._asks() if (ask := line.value()) is not None)

    def wrong(self) -> str:
        if not self._on:
            return ""
        lines = [line for line in self._asks() if not line.is_empty()]
        for line in lines:
            if said := line.fault()[0]:
                return said
        return "" if lines else translate("JointApproval", "Say what at least one department is to approve")

    def kept(self) -> Any:
        return {"lines": [line.kept() for line in self._asks()]} if self._touched else {}

    def take(self, kept: Any) -> None:
        if not kept.get("lines"):
            return
        self.clear()
        for held in kept["lines"]:
            self._line(str(held["unit"])).take(held)
        self._touched = True

    def begin(self) -> None:
        lines = self._asks()
        wrong = next((line for line in lines if not line.is_empty() and line.fault()[0]), None)
        first = wrong.fault()[1] if wrong is not None else (lines[0] if lines else self._add)
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)


class ApprovalLine(QWidget):
    """One approval."""

    def __init__(self, table: ApprovalsField, name: str) -> None:
        super().__init__(table)
        self.setObjectName(name)
        self._table = table
        self._id = uuid7()
        self.unit = unit_box(table.context.reference, f"{name}.unit", self)
        self.matter = TextField(parent=self)
        self.matter.setObjectName(f"{name}.matter")
        self.matter.setMaxLength(_MOST_MATTER)
        self.limit = NumberField(_MOST_LIMIT, parent=self)
        self.limit.setObjectName(f"{name}.limit")
        self.measure = measure_box(f"{name}.measure", self)
        self.entry = ChoiceBox(translate("JointForms", "Entry of the duty or powers list"), self)
        named(self.entry, f"{name}.entry")
        self.entry.set_provider(self._entries)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        parts = (
            self.unit,
            self.matter,
            self.limit,
            self.measure,
            self.entry,
            table.drop_button(self, name),
        )
        texts = (
            translate("JointForms", "Department"),
            translate("JointApproval", "What it approves"),
            translate("JointApproval", "Limit"),
            translate("JointApproval", "Counted in"),
            translate("JointForms", "Entry that grounds it"),
            "",
        )
        for column, (part, text) in enumerate(zip(parts, texts, strict=True)):
            if text:
                caption = QLabel(text, self)
                theme.set_role(caption, "caption")
                grid.addWidget(caption, 0, column)
                part.setAccessibleName(text)
            grid.addWidget(part, 1, column)
            grid.setColumnStretch(column, _COLUMNS[column])
        # What another department takes with it is out of the line before anybody hears of the change.
        self.unit.chosen.connect(self._on_unit)
        for field_ in (self.unit, self.matter, self.limit, self.entry):
            table.listen(field_)
        self.measure.currentIndexChanged.connect(lambda _n: table.changed.emit())
        self.setFocusProxy(self.unit)

    def offer(self, units: list[str]) -> None:
        """The departments that may be asked."""
        reference = self._table.context.reference
        known = [found for found in map(reference.unit, units) if found is not None]
        self.unit.set_candidates([choices.unit_candidate(one, reference) for one in known])

    def _on_unit(self, _code: object) -> None:
        entry, unit = self._entry(), self._table.context.reference.unit(str(self.unit.value() or ""))
        if entry is not None and unit is not None and not entry.held_by(unit):
            self.entry.set_value(None)

    def _entries(self, query: str) -> list[Candidate]:
        """Entries of the department; its powers first."""
        lists, reference = self._table.context.desk.mandates, self._table.context.reference
        unit = reference.unit(str(self.unit.value() or ""))
        asked = query if query.strip() or unit is None else words.pick(unit.names)
        own = [one for one in lists.search(asked, most=100) if unit is None or one.held_by(unit)]
        own.sort(key=lambda one: one.list != "power")
        return [candidate(one, None, reference) for one in own[:_MOST_ENTRIES]]

    def _entry(self) -> Mandate | None:
        key = self.entry.value()
        return self._table.context.desk.mandates.entry(str(key)) if key is not None else None

    def is_empty(self) -> bool:
        """Whether nothing is asked here."""
        return not (self.matter.text().strip() or self.limit.text().strip() or self.entry.text().strip())

    def fault(self) -> tuple[str, QWidget]:
        """What is wrong with this line ("" for nothing), and where the caret goes to mend it."""
        unit = self.unit.value()
        if unit is None or str(unit) not in self._table.units():
            return translate("JointApproval", "Choose one of the departments named above"), self.unit
        name = self.unit.text()
        if not self.matter.text().strip():
            return translate("JointApproval", "{unit}: write what it is to approve").format(
                unit=name
            ), self.matter
        if not self.limit.number():
            return translate("JointApproval", "{unit}: the limit is a whole number from 1 to 365").format(
                unit=name
            ), self.limit
        entry, known = self._entry(), self._table.context.reference.unit(str(unit))
        if entry is None and self.entry.text().strip():
            return translate("JointForms", "{unit}: choose the entry from the list").format(
                unit=name
            ), self.entry
        if entry is not None and known is not None and not entry.held_by(known):
            said = translate("JointForms", "{entry} is not an entry of {unit}")
            return said.format(entry=f"{list_name(entry.list)} {entry.code}", unit=name), self.entry
        return "", self.unit

    def value(self) -> Ask | None:
        """The approval as the act asks for it, None for an empty line."""
        unit, entry, limit = self.unit.value(), self._entry(), self.limit.number()
        if self.is_empty() or unit is None or not limit:
            return None
        counted: Any = self.measure.currentData()
        return Ask(
            id=self._id,
            unit=str(unit),
            matter=self.matter.text().strip(),
            value=limit,
            measure=counted,
            entry=entry.key if entry is not None else "",
            ground=ground_of(entry) if entry is not None else "",
        )

    def kept(self) -> dict[str, Any]:
        """As a draft keeps it."""
        return {
            "id": self._id,
            "unit": str(self.unit.value() or ""),
            "unit?": "" if self.unit.value() is not None else self.unit.text(),
            "matter": self.matter.text(),
            "limit": self.limit.text(),
            "measure": self.measure.currentIndex(),
            "entry": str(self.entry.value() or ""),
            "entry?": "" if self.entry.value() is not None else self.entry.text(),
        }

    def take(self, kept: dict[str, Any]) -> None:
        """Shows what a draft kept."""
        self._id = str(kept.get("id") or self._id)
        if kept.get("unit?"):
            self.unit.set_text(str(kept["unit?"]))
        self.matter.setText(str(kept["matter"]))
        self.limit.setText(str(kept["limit"]))
        self.measure.setCurrentIndex(int(kept["measure"]))
        entry = self._table.context.desk.mandates.entry(str(kept["entry"])) if kept["entry"] else None
        if entry is not None:
            self.entry.set_value(candidate(entry, None, self._table.context.reference))
        elif kept["entry?"]:
            self.entry.set_text(str(kept["entry?"]))
