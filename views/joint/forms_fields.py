"""The fields that a step on a joint action asks for: made, filled from a draft or what is known, read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from msgspec.structs import asdict
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from contract.action import FileRef
from contract.joint.guards import missing
from contract.joint.joint import Joint
from contract.joint.spot import EVIDENCE_KINDS
from contract.mandate import Mandate
from views import choices, words
from views.context import Context
from views.fields import FilesField, PlaceBox, value_of
from views.joint import (
    approval_fields,
    forms_faults,
    forms_words,
    mediation_fields,
    mediation_forms,
)
from views.joint.forms_acts import ASKS
from views.joint.forms_held import HeldField, NumberField, choose_unit, named, unit_box
from views.joint.forms_parties import PartiesField
from views.joint.forms_plan import AttendanceField, TasksField, party_box
from views.joint.forms_proposed import ground_of
from views.joint.forms_scores import ScoresField, stars_field
from views.mandates.telling import candidate
from views.step_fields import MomentField, OneOfField
from widgets.choice import Candidate, ChoiceBox
from widgets.form import Form
from widgets.text import TextArea, TextField

_MOST_PEOPLE, _MOST_MINUTES = 10_000, 480
_MOST_TITLE = 200
WIDE = ("approve", "join", "plan", "score/department")
"""Steps whose form holds a table."""
_WORDS = ("reason", "result", "note", "minutes", "text")
_LINES = {"minutes": 6, "note": 2, "reason": 3, "result": 3, "text": 3}
_SHORTEST_REASON = 2


def read(field: QWidget) -> Any:
    """What stands in a field of these forms; empty or None where nothing does."""
    match field:
        case HeldField():
            return field.value()
        case NumberField():
            return field.number()
        case _:
            return value_of(field)


class JointFields(Form):
    """The fields of one step, by the keys of `ASKS`, with ``target`` first where it has to be chosen.
    `edited` when anything in them is another than before."""

    edited = Signal()

    def __init__(
        self,
        context: Context,
        step: str,
        joint: Joint,
        targets: Sequence[tuple[str, str]],
        name: str,
        parent: QWidget | None = None,
        *,
        asks: Sequence[str] = (),
    ) -> None:
        """`asks` are the fields where they are others than those of `ASKS`. A step that is not in it has
        nothing but its target to choose."""
        super().__init__(2, parent)
        self._context = context
        self._step = step
        self._joint = joint
        self._name = name
        self._filling = True
        asked = tuple(asks) or ASKS.get(step, ())
        self.asks = (("target!",) if targets else ()) + asked
        if targets:
            box = ChoiceBox(self.tr("Choose one"))
            box.set_candidates([Candidate(text, "", "", "", key) for key, text in targets])
            self._put("target", box, 2)
        for ask in asked:
            key = ask.rstrip("!")
            field, span = self._field(key, f"{name}.{key}")
            self._put(key, field, span)
        self._filling = False

    # --- making them -------------------------------------------------------------------------------------
    def _put(self, key: str, field: QWidget, span: int) -> None:
        named(field, f"{self._name}.{key}")
        match field:
            case HeldField():
                field.changed.connect(partial(self._on_edit, key))
                field.submitted.connect(self.submitted)
            case FilesField():
                field.changed.connect(partial(self._on_edit, key))
                field.refused.connect(partial(self.set_error, key))
            case PlaceBox():
                field.located.connect(partial(self._on_edit, key))
                field.not_located.connect(partial(self.set_error, key))
            case OneOfField():
                field.chosen.connect(partial(self._on_edit, key))
            case TextArea() | TextField():
                field.textChanged.connect(partial(self._on_edit, key))
            case _:
                pass
        if isinstance(field, MomentField):
            field.textChanged.connect(lambda: self.set_hint(key, field.said()))
        if isinstance(field, ChoiceBox):
            for told in (field.chosen, field.cleared, field.edited):
                told.connect(partial(self._on_edit, key))
        self.add(key, forms_words.caption(self._step, key), field, span=span)

    def _on_edit(self, key: str, *_: object) -> None:
        if self._filling:
            return
        self.set_error(key, "")
        if key == "value":
            # The stars are given: what may be said of them comes next, and Enter sends.
            self.field("words").setFocus(Qt.FocusReason.TabFocusReason)
        if key == "kind":
            approval_fields.tell_kind(self, self._joint)
        self.edited.emit()

    def _field(self, key: str, name: str) -> tuple[QWidget, int]:
        """A field, and how many of the two columns it takes."""
        context, joint = self._context, self._joint
        reference, now = context.reference, context.now()
        if made := mediation_fields.field(self._step, key, context, joint, name):
            return made
        if made := approval_fields.field(self._step, key, context, joint, name):
            return made
        match key:
            case "reason" | "result" | "note" | "minutes" | "text":
                return TextArea(forms_words.placeholder(self._step, key), lines=_LINES[key]), 2
            case "parties":
                return PartiesField(context, joint, name), 2
            case "party":
                return PartiesField(context, joint, name, single=True), 2
            case "attended":
                return AttendanceField(context, joint, name), 2
            case "tasks":
                return TasksField(context, joint, name), 2
            case "scores":
                return ScoresField(context, joint, name), 2
            case "value":
                return stars_field(name, self), 2
            case "kind":
                kinds = [(k.key, words.begun(words.pick(k.names))) for k in reference.district.joint.kinds]
                return OneOfField(name, kinds), 2
            case "people":
                return NumberField(_MOST_PEOPLE), 1
            case "every":
                return NumberField(_MOST_MINUTES, str(reference.district.joint.safety_minutes)), 1
            case "meet_at" | "until":
                return MomentField(reference, now), 1
            case "point" | "area":
                return PlaceBox(context.desk, name), 2 if key == "area" else 1
            case "unit" if self._step in ("task/given", "approval/asked"):
                return party_box(context, joint, name, self), 1
            case "unit" | "instead":
                return unit_box(reference, name, self), 1
            case "entry":
                return self._entry_box(), 2 if self._step == "object" else 1
            case "ticket":
                box = ChoiceBox(self.tr("Number or words of the ticket"))
                box.set_provider(self._tickets)
                return box, 2
            case "files":
                return FilesField(context.desk, name, self._file_kinds()), 2
            case _:
                line = TextField()
                line.setMaxLength(_MOST_TITLE)
                return line, 2 if key in ("words", "title", "place") else 1

    def _file_kinds(self) -> tuple[str, ...]:
        """What a file may be; of evidence first what is still demanded."""
        if self._step == "evidence/brought":
            lacks = [one.kind for one in missing(self._joint, self._context.reference)]
            rest = [kind for kind in EVIDENCE_KINDS if kind not in lacks and kind != "agreement"]
            return (*(kind for kind in lacks if kind != "agreement"), *rest)
        if self._step == "agree/signed_outside" or self._step.startswith(
            ("session", "settlement", "approval")
        ):
            return ("document",)
        if self._step in ("task/done", "problem/handled", "verify/passed", "verify/failed"):
            return ("after", "before")
        if self._step == "plan":
            return ("document", "before")
        return ("before", "after")

    def _tickets(self, query: str) -> list[Candidate]:
        tied = {ticket.id for ticket in self._joint.tickets}
        found = choices.merge_candidates(query, self._context.desk, (), "")
        return [one for one in found if one.data not in tied]

    def _entry_box(self) -> ChoiceBox:
        box = ChoiceBox(self.tr("Words, code or pinyin initials"))
        lists, reference = self._context.desk.mandates, self._context.reference

        def like(query: str) -> list[Candidate]:
            unit = reference.unit(self._whose())
            found = lists.search(query, most=100)
            if unit is not None:
                found = [entry for entry in found if entry.held_by(unit)]
            return [candidate(entry, None, reference) for entry in found[:50]]

        box.set_provider(like)
        return box

    def cites(self) -> bool:
        """Whether an entry of the duty or powers list may be cited in the form."""
        return any(key == "entry" or isinstance(field, PartiesField) for key, field in self.fields().items())

    def cite(self, entry: Mandate) -> bool:
        """Cites an entry in its own field, or for the department that has it; False for neither."""
        for key, field in self.fields().items():
            if key == "entry" and isinstance(field, ChoiceBox):
                field.set_value(candidate(entry, None, self._context.reference))
                self._on_edit(key)
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if isinstance(field, PartiesField):
                return field.cite(entry)
        return False

    def _whose(self) -> str:
        """The unit whose entries are meant: the one that is called in another's place, or that approves."""
        box = self.fields().get("unit" if self._step == "approval/asked" else "instead")
        return str(box.value() or "") if isinstance(box, ChoiceBox) else ""

    # --- what is in them ---------------------------------------------------------------------------------
    def fill(self, kept: dict[str, Any]) -> None:
        """Fills the fields from a draft (`draft`), else with what is known."""
        self._filling = True
        for key, field in self.fields().items():
            match field:
                case HeldField():
                    if kept.get(key):
                        field.take(kept[key])
                case TextArea():
                    field.setPlainText(str(kept.get(key, "")))
                    field.moveCursor(QTextCursor.MoveOperation.End)
                case TextField():
                    field.setText(str(kept.get(key, "")))
                case OneOfField():
                    field.set_value(str(kept.get(key, self._joint.kind if key == "kind" else "")))
                case FilesField():
                    field.set_files([FileRef(**ref) for ref in kept.get(key, ())])
                case PlaceBox():
                    if kept.get(key):
                        code, lon, lat = kept[key]
                        field.set_area(code or self._joint.area, lon, lat)
                        if not code and lon is not None and lat is not None:
                            field.locate(lon, lat)  # where it lies, the centre says
                case ChoiceBox():
                    self._fill_choice(key, field, str(kept.get(key, "")))
            if isinstance(field, ChoiceBox) and field.value() is None and kept.get(f"{key}?"):
                field.set_text(str(kept[f"{key}?"]))
        approval_fields.tell_kind(self, self._joint)
        self._filling = False

    def _fill_choice(self, key: str, box: ChoiceBox, code: str) -> None:
        if not code:
            return
        context = self._context
        if key in ("unit", "instead"):
            choose_unit(box, code, context.reference)
        elif key == "entry":
            entry = context.desk.mandates.entry(code)
            box.set_value(candidate(entry, None, context.reference) if entry is not None else None)
        elif key == "ticket":
            ticket = context.desk.store.get(code)
            box.set_value(choices.ticket_candidate(ticket, context.desk) if ticket is not None else None)

    def values(self) -> dict[str, Any]:
        """The fields' values by key, with the words of an entry that is cited as its `ground`."""
        found = {key: read(field) for key, field in self.fields().items()}
        found |= mediation_forms.known(self._step, self._joint)
        entry = self._context.desk.mandates.entry(str(found["entry"])) if found.get("entry") else None
        return found | ({"ground": ground_of(entry)} if entry is not None else {})

    def draft(self) -> dict[str, Any]:
        """The same as JSON can hold it; what is typed and not chosen yet stands under its key and "?"."""
        kept: dict[str, Any] = {}
        for key, field in self.fields().items():
            match field:
                case HeldField():
                    kept[key] = field.kept()
                case TextArea():
                    kept[key] = field.toPlainText()
                case TextField():
                    kept[key] = field.text()
                case PlaceBox():
                    kept[key] = list(value_of(field) or ())
                case OneOfField():
                    chosen = field.value()
                    kept[key] = "" if key == "kind" and chosen == self._joint.kind else chosen
                case FilesField():
                    kept[key] = [asdict(ref) for ref in field.files()]
                case ChoiceBox():
                    kept[key] = str(field.value() or "") if key != "target" else ""
            if (
                isinstance(field, ChoiceBox)
                and key != "target"
                and field.value() is None
                and field.text().strip()
            ):
                kept[f"{key}?"] = field.text()
        return {key: value for key, value in kept.items() if value}

    # --- what is wrong -----------------------------------------------------------------------------------
    def faults(self) -> dict[str, str]:
        """What is missing or wrong, by field, in words that say what to do."""
        found: dict[str, str] = {}
        for ask in self.asks:
            key, field = ask.rstrip("!"), self.field(ask.rstrip("!"))
            said = forms_faults.wrong(key, field, self._context.now())
            value = read(field)
            short = key == "reason" and len(str(value or "")) < _SHORTEST_REASON
            if not said and ask.endswith("!") and (not value or short):
                said = forms_words.missing(key, self._step)
            if said:
                found[key] = said
        together = forms_faults.together(self._step, self.values())
        return found | {key: said for key, said in together.items() if key not in found} | self._not_of_unit()

    def _not_of_unit(self) -> dict[str, str]:
        """An entry that is cited and is none of the unit meant."""
        box = self.fields().get("entry")
        key = box.value() if isinstance(box, ChoiceBox) else None
        entry = self._context.desk.mandates.entry(str(key)) if key else None
        unit = self._context.reference.unit(self._whose())
        if entry is not None and unit is not None and not entry.held_by(unit):
            return {"entry": self.tr("It is not an entry of {unit}").format(unit=words.pick(unit.names))}
        return {}

    # --- by hand -----------------------------------------------------------------------------------------
    def begin(self) -> bool:
        """The caret goes to where typing starts: the first required field that is empty, else the first.
        False where there is none."""
        values = self.values()
        keys = [ask.rstrip("!") for ask in self.asks]
        empty = (ask[:-1] for ask in self.asks if ask.endswith("!") and not values.get(ask[:-1]))
        key = next(empty, keys[0] if keys else "")
        if not key:
            return False
        field = self.field(key)
        if isinstance(field, HeldField):
            field.begin()
        else:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def point(self, lon: float, lat: float) -> bool:
        """Puts a point into the field of a place; False where there is none."""
        field = self.fields().get("point") or self.fields().get("area")
        if not isinstance(field, PlaceBox):
            return False
        field.locate(lon, lat)
        return True

    def refuse(self, errors: Mapping[str, str]) -> bool:
        """Says what was refused under the fields it is about; False where some of it has no field here."""
        return forms_faults.refuse(self, errors)
