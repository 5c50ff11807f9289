"""The fields that a step asks for: made, filled from a draft or from the ticket, read, put into a draft."""

from __future__ import annotations

from typing import Any

from msgspec.structs import asdict
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from contract.action import FileRef
from contract.clock import Limit
from contract.feed import Suggestions
from contract.mandate import Mandate
from contract.ticket import Ticket
from views import choices, words
from views.acting import CITED, Step
from views.components.picker import ComponentBox
from views.context import Context
from views.fields import FilesField, PlaceBox, value_of
from views.step_fields import LengthField, MomentField, OneOfField, SeveralOfField
from views.ticket import form_words
from views.ticket.citing import Citing
from widgets.choice import Candidate, ChoiceBox
from widgets.form import Form
from widgets.text import TextArea, TextField

_PROPOSED = {"until": 3.0, "reply_due": 1.0}
"""Working days ahead that a time to come is proposed at."""


class ActFields(Form):
    """The fields of one step on one ticket, by the keys of `Step.asks`. `edited` when anything in them is
    another than before, `decided` when what was chosen or is proposed is another."""

    edited = Signal()
    decided = Signal()

    def __init__(
        self,
        context: Context,
        step: Step,
        ticket: Ticket,
        advice: Suggestions | None,
        columns: int,
        parent: QWidget,
    ) -> None:
        super().__init__(columns, parent)
        self._context = context
        self._step = step
        self._ticket = ticket
        self._advice = advice
        self._filling = False
        self._citing = Citing(context, step, ticket, self)
        for ask in step.asks:
            self._make(ask.rstrip("!"))

    def advise(self, advice: Suggestions) -> None:
        """New proposals came: they fill what nobody has chosen yet."""
        self._advice = advice
        item = self.fields().get("item")
        if isinstance(item, ChoiceBox) and item.value() is None and not item.line.text() and advice.items:
            item.propose(choices.suggested(advice.items)[0])

    # --- making them -------------------------------------------------------------------------------------
    def _make(self, key: str) -> None:
        name = f"ticket.form.{key}"
        field, span = self._field(key, name)
        field.setObjectName(name)
        if isinstance(field, ChoiceBox):
            field.line.setObjectName(f"{name}.line")
            for told in (field.chosen, field.cleared, field.edited):
                told.connect(self._on_edit)
            for told in (field.chosen, field.cleared, field.proposal_changed):
                told.connect(self._on_decided)
        required = f"{key}!" in self._step.asks
        caption = form_words.caption(key, required=required, step=self._step.id)
        self.add(key, caption, field, span=min(span, self._columns))

    def _field(self, key: str, name: str) -> tuple[QWidget, int]:
        """A field and how many columns it takes."""
        match key:
            case "reason" | "result" | "note" | "task":
                area = TextArea(form_words.placeholder(self._step.id, key), lines=2 if key == "note" else 3)
                area.textChanged.connect(self._on_edit)
                return area, 1 if "files" in self._step.asks else 2
            case "place":
                line = TextField(self.tr("Where exactly: road, number, landmark"))
                line.textChanged.connect(self._on_edit)
                return line, 2
            case "item":
                return self._item_box(), 1
            case "unit":
                return self._unit_box(), 1
            case "component":
                return self._component_box(name), 2
            case "into":
                box = ChoiceBox(placeholder=self.tr("Number or words of the ticket it belongs to"), name="")
                box.set_provider(self._like)
                return box, 1
            case "area":
                place = PlaceBox(self._context.desk, name)
                place.located.connect(self._on_edit)
                place.located.connect(self._on_located)
                place.not_located.connect(lambda text: self.set_error("area", text))
                return place, 1
            case "parties":
                several = SeveralOfField(name, words.answers(key))
                several.chosen.connect(self._on_edit)
                return several, 2
            case "satisfaction" | "ground" | "cause" | "kind" | "visit":
                answer = OneOfField(name, words.answers(key))
                answer.chosen.connect(self._on_edit)
                return answer, 2
            case "entry":
                return self._citing.make(), 1
            case "until" | "reply_due":
                moment = MomentField(self._context.reference, self._context.now())
                moment.textChanged.connect(lambda: self.set_hint(key, moment.said()))
                moment.textChanged.connect(self._on_edit)
                return moment, 1
            case "value":
                length = LengthField(self._limit())
                length.textChanged.connect(lambda: self.set_hint(key, length.said()))
                length.textChanged.connect(self._on_edit)
                return length, 1
            case _:
                return self._files_field(name), 1

    def _like(self, query: str) -> list[Candidate]:
        """Tickets that this one may belong to: open ones, or where it is linked, closed ones."""
        if self._step.id == "link/made":
            closed = self._advice.closed if self._advice is not None else ()
            return choices.link_candidates(query, self._context.desk, closed, self._ticket.id)
        nearby = self._advice.nearby if self._advice is not None else ()
        return choices.merge_candidates(query, self._context.desk, nearby, self._ticket.id)

    def _limit(self) -> Limit:
        """The limit that may be extended."""
        clock = self._ticket.responsibility
        return clock.limit if clock is not None else Limit(1, "working_days")

    def _item_box(self) -> ChoiceBox:
        box = ChoiceBox(placeholder=self.tr("Item: words, code or pinyin initials"), name="")
        rest = choices.item_candidates(self._context.reference, self._context.now())
        first = choices.suggested(self._advice.items) if self._advice is not None else []
        box.set_provider(lambda query: choices.ranked(query, first, rest))
        if first:
            box.set_suggestion(first[0])
        return box

    def _component_box(self, name: str) -> ComponentBox:
        box = ComponentBox(self._context, name)
        box.told.connect(lambda _found: self.set_hint("component", box.hint()))
        return box

    def _on_located(self, spot: object) -> None:
        box = self.fields().get("component")
        if isinstance(box, ComponentBox):
            box.near(spot if isinstance(spot, choices.Spot) else None)

    def _unit_box(self) -> ChoiceBox:
        box = ChoiceBox(placeholder=self.tr("Unit: words, code or pinyin initials"), name="")
        rest = choices.unit_candidates(self._context.reference)
        first = choices.suggested(self._advice.units) if self._advice is not None else []
        box.set_provider(lambda query: choices.ranked(query, first, rest))
        return box

    def _files_field(self, name: str) -> FilesField:
        item = self._context.reference.item(self._ticket.item, self._ticket.item_version)
        kinds = item.evidence if item is not None else ()
        if not kinds:
            kinds = ("near", "far") if self._ticket.state == "reported" else ("before", "after")
        field = FilesField(self._context.desk, name, kinds)
        field.changed.connect(self._on_edit)
        field.refused.connect(lambda text: self.set_error("files", text))
        return field

    def _on_edit(self, *_: object) -> None:
        if not self._filling:
            self.edited.emit()

    def _on_decided(self, *_: object) -> None:
        if not self._filling:
            self.decided.emit()

    # --- what is in them ---------------------------------------------------------------------------------
    def fill(self, kept: dict[str, Any]) -> None:
        """Fills the fields from a draft (`draft`), else with what the ticket has and what is proposed."""
        self._filling = True
        for key, field in self.fields().items():
            match field:
                case TextArea():
                    field.setPlainText(str(kept.get(key, "")))
                    field.moveCursor(QTextCursor.MoveOperation.End)
                case MomentField():
                    field.propose(_PROPOSED[key])
                    if key in kept:
                        field.setText(str(kept[key]))
                case LengthField():
                    field.setText(str(kept.get(key, f"{self._limit().value:g}")))
                case TextField():
                    field.setText(str(kept.get(key, self._ticket.place if key == "place" else "")))
                case OneOfField():
                    field.set_value(str(kept.get(key, "")))
                case FilesField():
                    field.set_files([FileRef(**ref) for ref in kept.get(key, ())])
                case PlaceBox():
                    self._fill_place(field, kept)
                case ComponentBox():
                    field.near(self._lies())
                    had = self._ticket.beside.component
                    field.take(str(kept.get(key, had.code if had is not None else "")))
                case ChoiceBox():
                    field.set_value(self._kept_choice(key, kept))
            if isinstance(field, ChoiceBox) and field.value() is None and kept.get(f"{key}?"):
                # What was typed there and not chosen yet.
                field.set_text(str(kept[f"{key}?"]))
        self._filling = False

    def _fill_place(self, box: PlaceBox, kept: dict[str, Any]) -> None:
        ticket = self._ticket
        code = str(kept.get("area", ticket.area))
        lon, lat = kept.get("lon", ticket.lon), kept.get("lat", ticket.lat)
        if code:
            box.set_area(code, lon, lat)
        elif lon is not None and lat is not None:
            box.locate(lon, lat)
        else:
            box.propose_from(ticket.place)

    def _lies(self) -> choices.Spot | None:
        """Where the matter lies, as far as the form or the ticket says."""
        box, ticket = self.fields().get("area"), self._ticket
        spot = box.spot() if isinstance(box, PlaceBox) else None
        if spot is None and ticket.area:
            spot = choices.Spot(ticket.area, ticket.lon, ticket.lat)
        return spot

    def _kept_choice(self, key: str, kept: dict[str, Any]) -> Candidate | None:
        reference, code = self._context.reference, str(kept.get(key, ""))
        if key == "item":
            proposed = self._advice.items[0].code if self._advice is not None and self._advice.items else ""
            item = reference.item_at(code or self._ticket.item or proposed, self._context.now())
            return choices.item_candidate(item) if item is not None else None
        if not code:
            return None
        if key == CITED:
            return self._citing.candidate(code)
        if key == "unit":
            return next((c for c in choices.unit_candidates(reference) if c.data == code), None)
        other = self._context.desk.store.get(code)
        near = self._like(other.number) if other is not None else []
        return next((c for c in near if c.data == code), None)

    def values(self) -> dict[str, Any]:
        """The fields' values by key (`views.fields.value_of`)."""
        return {key: value_of(field) for key, field in self.fields().items()} | self._citing.words()

    def cite(self, entry: Mandate) -> bool:
        """Cites an entry, with its unit and its list as the ground; False where none is asked for. The caret
        goes to what is still to be given."""
        if not self._citing.take(entry):
            return False
        self._on_edit()
        self._on_decided()
        self.begin()
        return True

    def wrong_entry(self, values: dict[str, Any]) -> dict[str, str]:
        """What is wrong with the entry that is cited, by field."""
        found = self._citing.wrong(values)
        box = self.fields().get("component")
        if isinstance(box, ComponentBox) and box.wrong():
            found |= {"component": box.wrong()}
        return found

    def draft(self) -> dict[str, Any]:
        """The same as JSON can hold it; what is typed and not chosen yet stands under its key and "?"."""
        values = self.values()
        kept: dict[str, Any] = {k: v for k, v in values.items() if isinstance(v, str) and v}
        for key, field in self.fields().items():
            if isinstance(field, MomentField | LengthField):
                kept[key] = field.text()
            if isinstance(field, ChoiceBox) and field.value() is None and field.text().strip():
                kept[f"{key}?"] = field.text()
        spot = values.get("area")
        if spot is not None:
            kept |= {"area": spot[0], "lon": spot[1], "lat": spot[2]}
        if values.get("files"):
            kept["files"] = [asdict(file) for file in values["files"]]
        return kept

    # --- by hand -----------------------------------------------------------------------------------------
    def begin(self) -> bool:
        """The caret goes to the first required field that is empty; where all are filled, to the item, where
        typing puts another in its place and Enter sends, else, where nothing is required, to the first. False
        where nothing is left to type."""
        values = self.values()
        empty = (ask[:-1] for ask in self._step.asks if ask.endswith("!") and not values.get(ask[:-1]))
        key = next(empty, "item" if "item" in self.fields() else "")
        if not key and not any(ask.endswith("!") for ask in self._step.asks):
            key = self._step.asks[0]
        if key:
            self.field(key).setFocus(Qt.FocusReason.ShortcutFocusReason)
        return bool(key)

    def take_digit(self, number: int) -> bool:
        """Chooses the answer of that number, from 0; False where nothing is asked that way."""
        field = next((f for f in self.fields().values() if isinstance(f, OneOfField)), None)
        if field is None:
            return False
        field.choose(number)
        return True

    def point(self, lon: float, lat: float) -> bool:
        """Puts a point (WGS-84 degrees) into the field of a place; False where there is none."""
        field = self.fields().get("area")
        if not isinstance(field, PlaceBox):
            return False
        field.locate(lon, lat)
        return True

    def refuse(self, errors: dict[str, str], text: str) -> None:
        """Says what is wrong under the fields it is about, else `text` under the first."""
        known = {key: said for key, said in errors.items() if key in self.fields()}
        if known:
            self.set_errors(known)
        else:
            self.set_error(next(iter(self.fields())), text)
