"""The fields of a proposal, prefilled from the tickets, the place or the outline that it is begun from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from msgspec.structs import asdict
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from contract.action import FileRef
from contract.joint.action import Propose
from contract.joint.joint import URGENCIES
from contract.ticket import Ticket
from views import words
from views.context import Context
from views.fields import FilesField, PlaceBox, value_of
from views.joint import approval_forms, forms_faults, forms_words, naming
from views.joint.forms_held import SeveralUnits
from views.joint.forms_tickets import TicketsField, common_spot, needed_units
from views.step_fields import OneOfField
from widgets.form import Form
from widgets.text import TextArea, TextField

Ring = tuple[tuple[float, float], ...]

NAME = "joint.propose"
_MOST_TITLE = 200
_MOST_WANTED = 12


class ProposalFields(Form):
    """The fields of a proposal. `edited` when anything is another than before."""

    edited = Signal()
    way_changed = Signal()

    def __init__(self, context: Context, ways: Sequence[str], ring: Ring, parent: QWidget) -> None:
        super().__init__(2, parent)
        self._context = context
        self._ways = list(ways)
        self._ring = ring
        self._filling = False
        reference = context.reference
        if len(ways) > 1:
            self._put(
                "way", self.tr("In what way"), self._one_of("way", [(w, naming.way(w)) for w in ways]), 2
            )
        green = set(ways) == {approval_forms.GREEN}
        kinds = [
            (k.key, words.begun(words.pick(k.names)))
            for k in reference.district.joint.kinds
            if not green or k.form == approval_forms.FORM
        ]
        self._put("kind", self.tr("Kind"), self._one_of("kind", kinds), 2)
        title = TextField(self.tr("What it is about, in a line"))
        title.setMaxLength(_MOST_TITLE)
        self._put("title", self.tr("Title"), title, 2)
        reason = TextArea(self.tr("Why one department alone can't do it; who is to do what"), lines=3)
        self._put("reason", self.tr("Reason"), reason, 2)
        self._put("area", self.tr("Grid or larger area"), PlaceBox(context.desk, f"{NAME}.area"), 1)
        place = TextField(self.tr("Where exactly: road, number, landmark"))
        place.setMaxLength(_MOST_TITLE)
        self._put("place", self.tr("Place (optional)"), place, 1)
        urgencies = [(key, naming.urgency(key)) for key in URGENCIES]
        self._put("urgency", self.tr("How urgent"), self._one_of("urgency", urgencies), 2)
        wanted = SeveralUnits(reference, f"{NAME}.wanted")
        self._put("wanted", self.tr("Departments asked for"), wanted, 2)
        self._put("tickets", self.tr("Tickets"), TicketsField(context, f"{NAME}.tickets"), 2)
        files = FilesField(context.desk, f"{NAME}.files", ("before", "far", "document"))
        self._put("files", self.tr("Files (optional)"), files, 2)
        urgency = self.field("urgency")
        assert isinstance(urgency, OneOfField)
        urgency.set_value(URGENCIES[0])
        self._say_ring()

    def _say_ring(self) -> None:
        """That an outline goes with it."""
        if self._ring:
            said = self.tr("With the outline drawn on the map, {n} corners").format(n=len(self._ring))
            self.set_hint("area", said)

    def _one_of(self, key: str, answers: Sequence[tuple[str, str]]) -> OneOfField:
        return OneOfField(f"{NAME}.{key}", answers)

    def _put(self, key: str, caption: str, field: QWidget, span: int) -> None:
        field.setObjectName(f"{NAME}.{key}")
        told = partial(self._on_edit, key)
        match field:
            case SeveralUnits() | TicketsField():
                field.changed.connect(told)
                field.submitted.connect(self.submitted)
            case FilesField():
                field.changed.connect(told)
                field.refused.connect(partial(self.set_error, key))
            case PlaceBox():
                field.located.connect(told)
                field.edited.connect(told)
                field.not_located.connect(partial(self.set_error, key))
            case OneOfField():
                field.chosen.connect(told)
            case TextArea() | TextField():
                field.textChanged.connect(told)
            case _:
                pass
        self.add(key, caption, field, span=span)

    def _on_edit(self, key: str, *_: object) -> None:
        if self._filling:
            return
        self.set_error(key, "")
        if key == "way":
            self._set_green_kind()
            self.way_changed.emit()
        self.edited.emit()

    # --- what is in them ---------------------------------------------------------------------------------
    def way(self) -> str:
        """How it is started; the only way where there is one."""
        field = self.fields().get("way")
        chosen = field.value() if isinstance(field, OneOfField) else ""
        return chosen or self._ways[0]

    def _set_green_kind(self, appeal: str = "") -> None:
        """The green channel is for approvals: their kind is chosen, that of the appeal where it has one."""
        kind, reference = self.field("kind"), self._context.reference
        if self.way() != approval_forms.GREEN or not isinstance(kind, OneOfField):
            return
        found = approval_forms.kinds_of(reference)
        if kind.value() not in found and found:
            kind.set_value(approval_forms.green_kind(appeal, reference) or found[0])

    def prefill(self, ids: Sequence[str], lon: float | None, lat: float | None, area: str) -> None:
        """Fills in what tickets, a point and an area say."""
        self._filling = True
        store, reference = self._context.desk.store, self._context.reference
        held: list[Ticket] = [ticket for ticket in map(store.get, ids) if ticket is not None]
        box, title, place = self.field("area"), self.field("title"), self.field("place")
        assert isinstance(box, PlaceBox)
        assert isinstance(title, TextField)
        assert isinstance(place, TextField)
        appeal = next((one.kind for one in held if approval_forms.green_kind(one.kind, reference)), "")
        way = self.fields().get("way")
        if appeal and isinstance(way, OneOfField):
            way.set_value(approval_forms.GREEN)
        self._set_green_kind(appeal)
        if held:
            item, about = words.subject(held[0], reference)
            title.setText((about or item)[:_MOST_TITLE])
            place.setText(next((t.place for t in held if t.place), "")[:_MOST_TITLE])
            spot = common_spot(held, reference)
            if spot is not None:
                box.set_area(spot.code, spot.lon, spot.lat)
            wanted = self.field("wanted")
            assert isinstance(wanted, SeveralUnits)
            actor = self._context.desk.actor
            own = actor.unit if actor is not None else ""
            needed = [(code, why) for code, why in needed_units(held, self._context).items() if code != own]
            for code, why in needed[:_MOST_WANTED]:
                wanted.add(code, why)
            self.add_tickets([ticket.id for ticket in held])
        if area:
            box.set_area(area, lon, lat)
        elif lon is not None and lat is not None:
            box.locate(lon, lat)
        self._filling = False

    def fill(self, kept: dict[str, Any]) -> None:
        """Shows what a draft kept."""
        self._filling = True
        for key, field in self.fields().items():
            match field:
                case SeveralUnits() | TicketsField():
                    field.take(kept.get(key, {}))
                case FilesField():
                    field.set_files([FileRef(**ref) for ref in kept.get(key, ())])
                case PlaceBox():
                    if kept.get(key):
                        field.set_area(*kept[key])
                    elif kept.get("area?"):
                        field.set_text(str(kept["area?"]))
                case OneOfField():
                    field.set_value(str(kept.get(key, "")))
                case TextArea():
                    field.setPlainText(str(kept.get(key, "")))
                    field.moveCursor(QTextCursor.MoveOperation.End)
                case TextField():
                    field.setText(str(kept.get(key, "")))
                case _:
                    pass
        if not self._ring and kept.get("ring"):
            self._ring = tuple((float(lon), float(lat)) for lon, lat in kept["ring"])
            self._say_ring()
        self._filling = False

    def add_tickets(self, ids: Sequence[str]) -> None:
        """Takes in those that are not there yet."""
        tickets = self.field("tickets")
        assert isinstance(tickets, TicketsField)
        for ticket_id in ids:
            tickets.add(ticket_id)

    def values(self) -> dict[str, Any]:
        """What stands in the fields, by key."""
        found: dict[str, Any] = {}
        for key, field in self.fields().items():
            found[key] = field.value() if isinstance(field, SeveralUnits | TicketsField) else value_of(field)
        return found

    def draft(self) -> dict[str, Any]:
        """The same as JSON can hold it."""
        kept: dict[str, Any] = {}
        for key, field in self.fields().items():
            match field:
                case SeveralUnits() | TicketsField():
                    kept[key] = field.kept()
                case FilesField():
                    kept[key] = [asdict(ref) for ref in field.files()]
                case PlaceBox():
                    kept[key] = list(value_of(field) or ())
                    if not kept[key]:
                        kept["area?"] = field.text()
                case _:
                    kept[key] = value_of(field)
        if self._ring:
            kept["ring"] = [list(corner) for corner in self._ring]
        return {key: value for key, value in kept.items() if value}

    def faults(self) -> dict[str, str]:
        """What is missing or wrong, by field."""
        values, found = self.values(), dict[str, str]()
        for key in ("kind", "title", "reason", "area"):
            if not values[key]:
                found[key] = forms_words.missing(key)
        if len(values["reason"]) == 1:
            found["reason"] = forms_words.missing("reason")
        if self.way() == approval_forms.GREEN and not approval_forms.is_of_approvals(
            values["kind"], self._context.reference
        ):
            found.setdefault("kind", self.tr("The green channel is for approvals: choose their kind"))
        for key in ("wanted", "tickets"):
            field = self.field(key)
            assert isinstance(field, SeveralUnits | TicketsField)
            if field.wrong():
                found[key] = field.wrong()
        return found

    def act(self) -> Propose:
        """The proposal; to be asked for only where there are no faults."""
        values = self.values()
        code, lon, lat = values["area"]
        way: Any = self.way()
        urgency: Any = values["urgency"] or URGENCIES[0]
        return Propose(
            outcome=way,
            kind=values["kind"],
            title=values["title"],
            reason=values["reason"],
            urgency=urgency,
            place=values["place"],
            area=code,
            lon=lon,
            lat=lat,
            ring=self._ring,
            tickets=values["tickets"],
            wanted=values["wanted"],
            files=values["files"],
        )

    def begin(self) -> None:
        """The caret goes to the first that is to be given and is not."""
        values = self.values()
        key = next((key for key in ("kind", "title", "reason", "area") if not values[key]), "reason")
        self.field(key).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refuse(self, errors: Mapping[str, str]) -> bool:
        """Says what was refused under the fields it is about; False where some of it has no field here."""
        return forms_faults.refuse(self, errors)
