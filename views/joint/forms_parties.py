"""The departments that an approval names: unit, who leads, the entry that grounds it, minutes to sign in and
to arrive; prefilled with who was asked for and whom the lists name, each with why."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QRadioButton, QWidget

from contract.clock import Limit
from contract.joint.action import Named
from contract.joint.joint import Joint
from contract.mandate import Mandate, holder
from views import words
from views.context import Context
from views.joint.approval_words import measure
from views.joint.forms_held import NumberField, OpenRows, choose_unit, named, unit_box
from views.joint.forms_proposed import ground_of, proposed_parties
from views.mandates.telling import kind_of, list_name, whose
from widgets import theme
from widgets.choice import Candidate, ChoiceBox

translate = QCoreApplication.translate

_MOST_ENTRIES = 50
_MOST_MINUTES = 10_080
_COLUMNS = (30, 0, 38, 9, 9, 0)


def _said(limit: Limit | None) -> str:
    """A limit that is not counted in minutes, where minutes are typed."""
    if limit is None:
        return ""
    return f"{limit.value:g} {measure(limit.unit)}"


class PartiesField(OpenRows):
    """The table. `single`: one more department that is called, which leads nothing."""

    def __init__(
        self,
        context: Context,
        joint: Joint,
        name: str,
        *,
        single: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, translate("JointForms", "One more department"), parent)
        self.context = context
        self.joint = joint
        self.single = single
        self.kind = joint.kind
        self._add.setVisible(not single)
        if single:
            self.new_line()
        else:
            for one in proposed_parties(joint, context):
                self._line(one.unit, lead=one.lead, entry=one.entry, reason=one.reason)
            if not self.lines:
                self.new_line()
                self._rows()[0].lead.setChecked(True)
        self._touched = False
        self.changed.connect(self._on_changed)

    def cite(self, entry: Mandate) -> bool:
        """Grounds the department that has the entry by it, and names one that is not there yet; False where
        it is nobody's here."""
        reference = self.context.reference
        rows = self._rows()
        units = [reference.unit(str(line.unit.value() or "")) for line in rows]
        pairs = list(zip(rows, units, strict=True))
        line = next((one for one, unit in pairs if unit is not None and entry.held_by(unit)), None)
        if line is None:
            unit = holder(entry, self.joint.area, reference)
            if unit is None:
                return False
            bare = next((one for one, known in pairs if known is None or self.single), None)
            line = bare or self.new_line()
            line.fill(unit.code, lead=line.lead.isChecked(), entry=entry.key, reason="")
        else:
            line.cite(entry)
        self.changed.emit()
        line.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _rows(self) -> list[PartyLine]:
        return [line for line in self.lines if isinstance(line, PartyLine)]

    def _on_changed(self) -> None:
        self._touched = True

    def new_line(self) -> PartyLine:
        return self._line("")

    def _line(self, unit: str, *, lead: bool = False, entry: str = "", reason: str = "") -> PartyLine:
        line = PartyLine(self, self.fresh_name())
        line.fill(unit, lead=lead, entry=entry, reason=reason)
        self.put(line)
        return line

    def units(self) -> list[str]:
        """The departments that stand in it, each once."""
        found = (str(line.unit.value()) for line in self._rows() if line.unit.value() is not None)
        return list(dict.fromkeys(found))

    def set_kind(self, kind: str) -> None:
        """Another kind has other minutes of its own, or no spot to arrive at."""
        self.kind = kind
        for line in self._rows():
            line.say_defaults()

    def lead_taken(self, by: QWidget) -> None:
        """One leads, no other does."""
        for line in self._rows():
            if line is not by and line.lead.isChecked():
                line.lead.setChecked(False)
        self.changed.emit()

    def value(self) -> tuple[Named, ...]:
        found = (line.value() for line in self._rows())
        return tuple(party for party in found if party is not None)

    def wrong(self) -> str:
        lines = [line for line in self._rows() if not line.is_empty()]
        units = [str(line.unit.value()) for line in lines if line.unit.value() is not None]
        for line in lines:
            said = line.wrong()
            if said:
                return said
        if not units:
            return translate("JointForms", "Choose the department from the list")
        if len(set(units)) < len(units):
            return translate("JointForms", "A department stands here twice: take one of them out")
        if self.single:
            active = {party.unit for party in self.joint.active}
            return translate("JointForms", "It takes part already") if units[0] in active else ""
        if not any(line.lead.isChecked() for line in lines):
            return translate("JointForms", "Say which department leads")
        return ""

    def kept(self) -> Any:
        return {"lines": [line.kept() for line in self._rows()]} if self._touched else {}

    def take(self, kept: Any) -> None:
        if not kept.get("lines"):
            return
        self.clear()
        for held in kept["lines"]:
            line = PartyLine(self, self.fresh_name())
            line.take(held)
            self.put(line)
        self._touched = True

    def begin(self) -> None:
        lines = self._rows()
        wrong = next((line for line in lines if not line.is_empty() and line.wrong()), None)
        if wrong is not None:
            wrong.faulty().setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        empty = next((line for line in lines if line.unit.value() is None), lines[0] if lines else None)
        (empty or self._add).setFocus(Qt.FocusReason.ShortcutFocusReason)


class PartyLine(QWidget):
    """One department."""

    def __init__(self, table: PartiesField, name: str) -> None:
        super().__init__(table)
        self.setObjectName(name)
        self._table = table
        self._reason = ""
        reference = table.context.reference
        self.unit = unit_box(reference, f"{name}.unit", self)
        self.lead = QRadioButton(translate("JointForms", "Leads"), self)
        self.lead.setObjectName(f"{name}.lead")
        self.lead.setAutoExclusive(False)
        self.lead.setVisible(not table.single)
        self.entry = ChoiceBox(translate("JointForms", "Entry of the duty or powers list"), self)
        named(self.entry, f"{name}.entry")
        self.entry.set_provider(self._entries)
        self.sign_in = NumberField(_MOST_MINUTES, parent=self)
        self.sign_in.setObjectName(f"{name}.sign_in")
        self.arrive = NumberField(_MOST_MINUTES, parent=self)
        self.arrive.setObjectName(f"{name}.arrive")
        self._told = QLabel(self)
        self._told.setObjectName(f"{name}.told")
        self._told.setWordWrap(True)
        theme.set_role(self._told, "faint")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        parts = (self.unit, self.lead, self.entry, self.sign_in, self.arrive, table.drop_button(self, name))
        texts = (
            translate("JointForms", "Department"),
            "",
            translate("JointForms", "Entry that grounds it"),
            translate("JointForms", "Sign in, min"),
            translate("JointForms", "Arrive, min"),
            "",
        )
        for column, (part, text) in enumerate(zip(parts, texts, strict=True)):
            if text:
                caption = QLabel(text, self)
                theme.set_role(caption, "caption")
                grid.addWidget(caption, 0, column)
                if part is self.arrive:
                    self._arrive_caption = caption
            grid.addWidget(part, 1, column)
            grid.setColumnStretch(column, _COLUMNS[column])
        parts[-1].setVisible(not table.single)
        grid.addWidget(self._told, 2, 0, 1, len(parts))
        # What another department brings with it stands in the line before anybody hears of the change.
        self.unit.chosen.connect(self._on_unit)
        for field in (self.unit, self.entry, self.sign_in, self.arrive):
            table.listen(field)
        self.lead.toggled.connect(lambda on: table.lead_taken(self) if on else None)
        # Another takes it; nobody puts it down by a second click.
        self.lead.clicked.connect(lambda: self.lead.setChecked(True))
        self.entry.chosen.connect(lambda _key: self.say())
        self.entry.cleared.connect(self.say)
        self.setFocusProxy(self.unit)
        self.say_defaults()

    # --- filling -----------------------------------------------------------------------------------------
    def fill(self, unit: str, *, lead: bool, entry: str, reason: str) -> None:
        """Shows a department that is proposed."""
        self._reason = reason
        if unit:
            choose_unit(self.unit, unit, self._table.context.reference)
        self.lead.setChecked(lead)
        self._set_entry(self._table.context.desk.mandates.entry(entry) if entry else None)

    def cite(self, entry: Mandate) -> None:
        """The entry is the ground from now on."""
        self._set_entry(entry)
        self.say()

    def _set_entry(self, entry: Mandate | None) -> None:
        self.entry.set_value(self._candidate(entry) if entry is not None else None)
        self.say()

    def say_defaults(self) -> None:
        """The minutes that hold where none are typed: the kind's own."""
        kind = self._table.context.reference.district.joint.kind(self._table.kind)
        for field, limit, what in (
            (self.sign_in, kind.sign_in if kind else None, translate("JointForms", "Minutes to sign in")),
            (self.arrive, kind.arrive if kind else None, translate("JointForms", "Minutes to arrive")),
        ):
            plain = limit is not None and limit.unit == "minutes"
            field.setPlaceholderText(f"{limit.value:g}" if plain and limit is not None else "")
            field.setToolTip("" if plain else _said(limit))
            field.setAccessibleName(what)
        spot = kind is None or kind.form != "approval"
        for part in (self.arrive, self._arrive_caption):
            part.setVisible(spot)

    def _on_unit(self, _code: object) -> None:
        """Of another department another entry is the ground."""
        entry = self._entry()
        unit = self._table.context.reference.unit(str(self.unit.value()))
        if entry is not None and unit is not None and not entry.held_by(unit):
            self.entry.set_value(None)
        self._reason = ""
        if self.entry.value() is None:
            grounds = self._grounds()
            if grounds:
                self._set_entry(grounds[0])
        self.say()

    # --- entries -----------------------------------------------------------------------------------------
    def _grounds(self) -> list[Mandate]:
        """Entries of this department that ground one of the tickets' items."""
        context = self._table.context
        unit = context.reference.unit(str(self.unit.value() or ""))
        if unit is None:
            return []
        items: list[str] = []
        for tied in self._table.joint.tickets:
            ticket = context.desk.store.get(tied.id)
            if ticket is not None and ticket.item and ticket.item not in items:
                items.append(ticket.item)
        return [
            entry for item in items for entry in context.desk.mandates.of_item(item) if entry.held_by(unit)
        ]

    def _entries(self, query: str) -> list[Candidate]:
        lists = self._table.context.desk.mandates
        unit = self._table.context.reference.unit(str(self.unit.value() or ""))
        if not query.strip():
            found = self._grounds()
            if not found and unit is not None:
                found = [e for e in lists.search(words.pick(unit.names), most=100) if e.held_by(unit)]
            return [self._candidate(entry) for entry in found[:_MOST_ENTRIES]]
        every = lists.search(query, most=100)
        own = [e for e in every if unit is None or e.held_by(unit)]
        return [self._candidate(entry) for entry in own[:_MOST_ENTRIES]]

    def _candidate(self, entry: Mandate) -> Candidate:
        said = whose(entry, None, self._table.context.reference)
        return Candidate(
            f"{entry.code} {words.pick(entry.names)}", list_name(entry.list), "", said, entry.key
        )

    def _entry(self) -> Mandate | None:
        key = self.entry.value()
        return self._table.context.desk.mandates.entry(str(key)) if key is not None else None

    def say(self) -> None:
        """The entry's words and legal basis, and why the department is proposed."""
        entry = self._entry()
        parts = [self._reason]
        if entry is not None:
            parts += [list_name(entry.list), kind_of(entry), words.pick(entry.basis)]
        text = words.dotted(part for part in parts if part)
        self._told.setText(text)
        self._told.setVisible(bool(text))

    # --- what is in it -----------------------------------------------------------------------------------
    def is_empty(self) -> bool:
        """Whether nothing was given here."""
        return not (self.unit.text().strip() or self.entry.text().strip())

    def wrong(self) -> str:
        """What is wrong with this line."""
        return self._fault()[0]

    def faulty(self) -> QWidget:
        """Where the caret goes to mend it: the field that is wrong, else the unit."""
        return self._fault()[1]

    def _fault(self) -> tuple[str, QWidget]:
        if self.unit.value() is None:
            return translate("JointForms", "Choose the department from the list"), self.unit
        name = self.unit.text()
        if self.entry.value() is None and self.entry.text().strip():
            said = translate("JointForms", "{unit}: choose the entry from the list").format(unit=name)
            return said, self.entry
        entry, unit = self._entry(), self._table.context.reference.unit(str(self.unit.value()))
        if entry is not None and unit is not None and not entry.held_by(unit):
            said = translate("JointForms", "{entry} is not an entry of {unit}").format(
                entry=entry.code, unit=name
            )
            return said, self.entry
        for minutes in (self.sign_in, self.arrive):
            if minutes.is_wrong() and not minutes.isHidden():
                said = translate("JointForms", "{unit}: minutes are a whole number").format(unit=name)
                return said, minutes
        return "", self.unit

    def value(self) -> Named | None:
        """The department as the act names it, None for an empty line."""
        unit, entry = self.unit.value(), self._entry()
        if unit is None:
            return None
        return Named(
            unit=str(unit),
            lead=self.lead.isChecked(),
            entry=entry.key if entry is not None else "",
            ground=ground_of(entry) if entry is not None else "",
            sign_in=self.sign_in.number() or 0,
            arrive=0 if self.arrive.isHidden() else self.arrive.number() or 0,
        )

    def kept(self) -> dict[str, Any]:
        """As a draft keeps it."""
        return {
            "unit": str(self.unit.value() or ""),
            "unit?": "" if self.unit.value() is not None else self.unit.text(),
            "lead": self.lead.isChecked(),
            "entry": str(self.entry.value() or ""),
            "entry?": "" if self.entry.value() is not None else self.entry.text(),
            "sign_in": self.sign_in.text(),
            "arrive": self.arrive.text(),
            "reason": self._reason,
        }

    def take(self, kept: dict[str, Any]) -> None:
        """Shows what a draft kept."""
        self.fill(
            str(kept["unit"]), lead=bool(kept["lead"]), entry=str(kept["entry"]), reason=str(kept["reason"])
        )
        if kept["unit?"]:
            self.unit.set_text(str(kept["unit?"]))
        if kept["entry?"]:
            self.entry.set_text(str(kept["entry?"]))
        self.sign_in.setText(str(kept["sign_in"]))
        self.arrive.setText(str(kept["arrive"]))
