"""The tickets that a joint action deals with, and what they say of it: where it lies, who is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from contract.mandate import holder
from contract.reference import Reference, Unit
from contract.ticket import Ticket
from views import choices, words
from views.choices import Spot
from views.context import Context
from views.joint.forms_held import HeldField, named
from widgets import theme
from widgets.choice import Candidate, ChoiceBox

translate = QCoreApplication.translate

MOST = 100
"""So many tickets a proposal may have."""


class TicketsField(HeldField):
    """Tickets by number or words; each stands below the line and can be taken out again."""

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._context = context
        self._name = name
        self._rows: dict[str, QWidget] = {}
        self.box = ChoiceBox(translate("JointForms", "Number or words of a ticket"), self)
        named(self.box, f"{name}.box")
        self.box.set_provider(self._like)
        self.box.chosen.connect(self._on_chosen)
        self.box.edited.connect(self.changed)
        self.box.submitted.connect(self.submitted)
        self._hold = QVBoxLayout()
        self._hold.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.box)
        layout.addLayout(self._hold)
        self.setFocusProxy(self.box)

    def _like(self, query: str) -> list[Candidate]:
        found = choices.merge_candidates(query, self._context.desk, (), "")
        return [one for one in found if one.data not in self._rows]

    def _on_chosen(self, ticket_id: object) -> None:
        self.add(str(ticket_id))
        self.box.set_value(None)
        self.changed.emit()

    def add(self, ticket_id: str) -> None:
        """Takes a ticket in."""
        ticket = self._context.desk.store.get(ticket_id)
        if ticket is None or ticket_id in self._rows or len(self._rows) >= MOST:
            return
        row = QWidget(self)
        item, title = words.subject(ticket, self._context.reference)
        label = QLabel(words.dotted((ticket.number, item, title)), row)
        label.setWordWrap(True)
        theme.set_role(label, "dim")
        drop = QPushButton(translate("JointForms", "Take out"), row)
        drop.setObjectName(f"{self._name}.{ticket_id}.drop")
        theme.set_property(drop, "flat", True)
        drop.clicked.connect(lambda: self._drop(ticket_id))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(label, 1)
        line.addWidget(drop)
        self._rows[ticket_id] = row
        self._hold.addWidget(row)

    def _drop(self, ticket_id: str) -> None:
        row = self._rows.pop(ticket_id)
        self._hold.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def value(self) -> tuple[str, ...]:
        return tuple(self._rows)

    def kept(self) -> Any:
        typed = self.box.text()
        return {"tickets": list(self._rows), "typed": typed} if self._rows or typed else {}

    def take(self, kept: Any) -> None:
        for ticket_id in list(self._rows):
            self._drop(ticket_id)
        for ticket_id in kept.get("tickets", ()):
            self.add(str(ticket_id))
        if kept.get("typed"):
            self.box.set_text(str(kept["typed"]))

    def wrong(self) -> str:
        if self.box.text().strip():
            return translate("JointForms", "Choose the ticket from the list, or empty the line")
        return ""


def common_area(tickets: Sequence[Ticket], reference: Reference) -> str:
    """The code of the smallest area that holds all tickets whose area is known; "" for none."""
    found = (reference.area(ticket.area) for ticket in tickets if ticket.area)
    paths = [area.path.split("/") for area in found if area is not None]
    if not paths:
        return ""
    common = ""
    for parts in zip(*paths, strict=False):
        if len(set(parts)) > 1:
            break
        common = parts[0]
    return common


def common_spot(tickets: Sequence[Ticket], reference: Reference) -> Spot | None:
    """Where they lie: their smallest common area, with the point of the first that has one; None where no
    area is known."""
    code = common_area(tickets, reference)
    if not code:
        return None
    exact = next((t for t in tickets if t.lon is not None and t.lat is not None), None)
    return Spot(code, exact.lon, exact.lat) if exact is not None else Spot(code)


_STREET = 1
"""How deep in the tree of areas a street lies."""


def is_department(unit: Unit, reference: Reference) -> bool:
    """Whether a joint action calls it: a unit of the district or of a street, none of a single community."""
    area = reference.area(unit.area)
    return unit.type not in ("centre", "sub_centre") and (area is None or area.path.count("/") <= _STREET)


def needed_units(tickets: Sequence[Ticket], context: Context) -> dict[str, str]:
    """The departments that the duty and powers lists, or the catalogue, name for the tickets where they lie:
    code to why."""
    reference, found = context.reference, dict[str, str]()
    for ticket in tickets:
        item = reference.item(ticket.item, ticket.item_version)
        if item is None:
            continue
        for entry in context.desk.mandates.of_item(item.code):
            unit = holder(entry, ticket.area, reference)
            if unit is not None and is_department(unit, reference):
                found.setdefault(unit.code, f"{entry.code} {words.pick(entry.names)}")
        unit = reference.responsible(item, ticket.area)
        if unit is not None and is_department(unit, reference):
            said = translate("JointForms", "{item} names it").format(item=words.pick(item.names))
            found.setdefault(unit.code, said)
    return found
