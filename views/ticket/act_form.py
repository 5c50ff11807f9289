"""The small form under the action bar: what a step asks for, nothing more. Never a dialog.

What was typed is kept as a draft per ticket and step until it is submitted, so that a crash, a log-out or
a look at another ticket loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from contract.action import FileRef
from contract.feed import Suggestions
from contract.reference import Unit
from contract.ticket import Ticket
from views import choices, words
from views.acting import Step
from views.context import Context
from views.correcting import REPLACES, give_up_corrected
from views.fields import FilesField, PlaceBox, SatisfactionField
from views.ticket import form_words
from views.ticket.onward import TO, unit_for
from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.choice import ChoiceBox
from widgets.flow import FlowLayout
from widgets.form import Form
from widgets.keys import KeyMap
from widgets.text import TextArea, TextField
from widgets.yielding import YieldingArea

_SHORTEST_REASON = 2
_LEAST_FIELDS = 72
_TWO_COLUMNS = 440


class ActForm(QWidget):
    """One step's form. `submitted(step, values)`, `cancelled()`; `refused(text)` for a file not taken."""

    submitted = Signal(object, object)
    cancelled = Signal()
    refused = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ticket.form")
        theme.set_surface(self, "raised")
        self._context = context
        self._step: Step | None = None
        self._ticket: Ticket | None = None
        self._nearby: Sequence[Ticket] = ()
        self._advice: Suggestions | None = None
        self._fields: dict[str, QWidget] = {}
        self._form: Form | None = None
        self._columns = 1
        self._filling = False
        self._replaces = ""
        self._title = QLabel(self)
        self._title.setObjectName("ticket.form.title")
        theme.set_role(self._title, "strong")
        self._standard = QLabel(self)
        theme.set_role(self._standard, "dim")
        self._standard.setWordWrap(True)
        inside = QWidget()
        self._hold = QVBoxLayout(inside)
        self._hold.setContentsMargins(0, 0, 0, 0)
        self._scroll = YieldingArea(inside, self, least=_LEAST_FIELDS)
        self._send = KeyedButton("", "", self)
        self._send.setObjectName("ticket.form.submit")
        self._send.setProperty("primary", True)
        self._send.clicked.connect(self.submit)
        self._further = KeyedButton("", "", self)
        self._further.setObjectName("ticket.form.submit.dispatch")
        self._further.clicked.connect(self.submit_further)
        KeyMap(self).bind("Ctrl+D", self.submit_further)
        self._stop = KeyedButton(self.tr("Cancel"), "Esc", self)
        self._stop.setObjectName("ticket.form.cancel")
        self._stop.setProperty("flat", True)
        self._stop.clicked.connect(self.cancelled)
        foot = FlowLayout(spacing=8)
        for button in (self._send, self._further, self._stop):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._standard)
        layout.addWidget(self._scroll)
        layout.addLayout(foot)
        self.hide()

    @property
    def step(self) -> Step | None:
        """The step that is open, None while the form is closed."""
        return self._step if not self.isHidden() else None

    # --- opening and closing -----------------------------------------------------------------------------
    def open(self, step: Step, ticket: Ticket, advice: Suggestions | None) -> None:
        """Shows a step's form, filled from its draft, else with what is suggested; the caret stands in the
        first field that is still empty."""
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
        self._step, self._ticket = step, ticket
        self._advice = advice
        self._nearby = advice.nearby if advice is not None else ()
        self._title.setText(step.verb)
        self._say_standard(step, ticket)
        page = self.parentWidget()
        wide = page is not None and page.width() >= theme.current().px(_TWO_COLUMNS)
        self._columns = 2 if wide and {"item!", "files"} & set(step.asks) else 1
        self._form = Form(columns=self._columns, parent=self)
        self._fields = {}
        for ask in step.asks:
            self._add(ask.rstrip("!"), ticket, advice)
        self._hold.addWidget(self._form)
        self._form.submitted.connect(self.submit)
        self._filling = True
        self._fill(step, ticket, advice)
        self._filling = False
        area = isinstance(self._fields.get(step.asks[0].rstrip("!")), TextArea)
        self._send.set_content(step.verb, "Ctrl+Enter" if area else "Enter")
        self._refresh_further()
        self.setAccessibleName(step.verb)
        self.show()
        self._focus_first()

    def close_form(self) -> None:
        """Hides the form; its draft stays."""
        self.hide()
        self._step = None

    def advise(self, advice: Suggestions) -> None:
        """New proposals came while the form is open: they fill what nobody has chosen yet."""
        if self._step is None or self._ticket is None or self.isHidden():
            return
        self._nearby, self._advice = advice.nearby, advice
        item = self._fields.get("item")
        if isinstance(item, ChoiceBox) and item.value() is None and not item.line.text() and advice.items:
            item.propose(choices.suggested(advice.items)[0])
        self._refresh_further()

    def _say_standard(self, step: Step, ticket: Ticket) -> None:
        """The catalogue's own standard where the step is judged by it."""
        reference = self._context.reference
        item = reference.item(ticket.item, ticket.item_version)
        text = ""
        if item is not None and step.id in ("handle/done", "verify/passed", "verify/failed"):
            text = words.pick(item.close_standard)
            if item.evidence and step.id == "handle/done":
                needed = words.listed(words.evidence(kind) for kind in item.evidence)
                text = words.dotted((text, self.tr("Evidence asked for: {kinds}").format(kinds=needed)))
        self._standard.setText(text)
        self._standard.setVisible(bool(text))

    # --- fields ------------------------------------------------------------------------------------------
    def _add(self, key: str, ticket: Ticket, advice: Suggestions | None) -> None:
        form = self._form
        assert form is not None
        name = f"ticket.form.{key}"
        field: QWidget
        span = 1
        match key:
            case "reason" | "result" | "note":
                field = TextArea(
                    form_words.placeholder(self._step.id if self._step is not None else "", key),
                    lines=2 if key == "note" else 3,
                )
                field.submitted.connect(self.submit)
                field.textChanged.connect(self._keep)
                span = 1 if "files" in self._asked_fields() else 2
            case "place":
                field = TextField(self.tr("Where exactly: road, number, landmark"))
                field.submitted.connect(self.submit)
                field.textChanged.connect(self._keep)
                span = 2
            case "item":
                field = self._item_box(advice)
            case "unit":
                field = self._unit_box(advice)
            case "into":
                field = ChoiceBox(placeholder=self.tr("Number or words of the ticket it belongs to"), name="")
                field.set_provider(
                    lambda query: choices.merge_candidates(query, self._context.desk, self._nearby, ticket.id)
                )
            case "area":
                field = PlaceBox(self._context.desk, name)
                field.located.connect(self._keep)
            case "satisfaction":
                field = SatisfactionField(name)
                field.chosen.connect(self._keep)
            case _:
                field = self._files_field(ticket)
        field.setObjectName(name)
        if isinstance(field, ChoiceBox):
            field.line.setObjectName(f"{name}.line")
            field.chosen.connect(self._keep)
            field.cleared.connect(self._keep)
            field.edited.connect(self._keep)
        if isinstance(field, ChoiceBox):
            for told in (field.chosen, field.cleared, field.proposal_changed):
                told.connect(self._refresh_further)
        self._fields[key] = field
        form.add(
            key, form_words.caption(key, required=self._asks(f"{key}!")), field, span=min(span, self._columns)
        )

    def _asked_fields(self) -> set[str]:
        return {ask.rstrip("!") for ask in self._step.asks} if self._step is not None else set()

    def _asks(self, ask: str) -> bool:
        return self._step is not None and ask in self._step.asks

    def _item_box(self, advice: Suggestions | None) -> ChoiceBox:
        box = ChoiceBox(placeholder=self.tr("Item: words, code or pinyin initials"), name="")
        rest = choices.item_candidates(self._context.reference, self._context.now())
        first = choices.suggested(advice.items) if advice is not None else []
        box.set_provider(lambda query: choices.ranked(query, first, rest))
        if first:
            box.set_suggestion(first[0])
        return box

    def _unit_box(self, advice: Suggestions | None) -> ChoiceBox:
        box = ChoiceBox(placeholder=self.tr("Unit: words, code or pinyin initials"), name="")
        rest = choices.unit_candidates(self._context.reference)
        first = choices.suggested(advice.units) if advice is not None else []
        box.set_provider(lambda query: choices.ranked(query, first, rest))
        return box

    def _files_field(self, ticket: Ticket) -> FilesField:
        item = self._context.reference.item(ticket.item, ticket.item_version)
        kinds = item.evidence if item is not None else ()
        if not kinds:
            kinds = ("near", "far") if ticket.state == "reported" else ("before", "after")
        field = FilesField(self._context.desk, "ticket.form.files", kinds)
        field.changed.connect(self._keep)
        field.refused.connect(self._on_file_refused)
        return field

    def _on_file_refused(self, text: str) -> None:
        if self._form is not None and "files" in self._fields:
            self._form.set_error("files", text)

    # --- what is in them ---------------------------------------------------------------------------------
    def _fill(self, step: Step, ticket: Ticket, advice: Suggestions | None) -> None:
        kept = self._context.desk.drafts.load(self._draft_key(step, ticket))
        self._replaces = str(kept.get(REPLACES, ""))
        for key in ("reason", "result", "note"):
            field = self._fields.get(key)
            if isinstance(field, TextArea) and kept.get(key):
                field.setPlainText(str(kept[key]))
        place = self._fields.get("place")
        if isinstance(place, TextField):
            place.setText(str(kept.get("place", ticket.place)))
        self._fill_item(kept, ticket, advice)
        self._fill_choices(kept, ticket)
        area = self._fields.get("area")
        if isinstance(area, PlaceBox):
            code = str(kept.get("area", ticket.area))
            lon, lat = kept.get("lon", ticket.lon), kept.get("lat", ticket.lat)
            if code:
                area.set_area(code, lon, lat)
            elif lon is not None and lat is not None:
                area.locate(lon, lat)
            else:
                area.propose_from(ticket.place)
        satisfaction = self._fields.get("satisfaction")
        if isinstance(satisfaction, SatisfactionField):
            satisfaction.set_value(str(kept.get("satisfaction", "")))
        files = self._fields.get("files")
        if isinstance(files, FilesField) and kept.get("files"):
            files.set_files([FileRef(**ref) for ref in kept["files"]])

    def _fill_item(self, kept: dict[str, Any], ticket: Ticket, advice: Suggestions | None) -> None:
        box = self._fields.get("item")
        if not isinstance(box, ChoiceBox):
            return
        code = str(kept.get("item", "")) or ticket.item
        if not code and advice is not None and advice.items:
            code = advice.items[0].code
        item = self._context.reference.item_at(code, self._context.now()) if code else None
        if item is not None:
            box.set_value(choices.item_candidate(item))

    def _fill_choices(self, kept: dict[str, Any], ticket: Ticket) -> None:
        """The unit or the ticket that was chosen; in any such field what was typed and not yet chosen."""
        unit, into = self._fields.get("unit"), self._fields.get("into")
        if isinstance(unit, ChoiceBox) and kept.get("unit"):
            found = choices.unit_candidates(self._context.reference)
            unit.set_value(next((c for c in found if c.data == kept["unit"]), None))
        if isinstance(into, ChoiceBox) and kept.get("into"):
            other = self._context.desk.store.get(str(kept["into"]))
            if other is not None:
                near = choices.merge_candidates(other.number, self._context.desk, self._nearby, ticket.id)
                into.set_value(next((c for c in near if c.data == other.id), None))
        for key, field in self._fields.items():
            if isinstance(field, ChoiceBox) and field.value() is None and kept.get(f"{key}?"):
                field.set_text(str(kept[f"{key}?"]))

    def _unit_behind(self) -> Unit | None:
        """Where what is filed here would be dispatched to."""
        if self._step is None or self._step.id not in ("take_in", "file"):
            return None
        values = self.values()
        item = self._context.reference.item_at(str(values["item"] or ""), self._context.now())
        return unit_for(item, (values["area"] or ("",))[0], self._advice, self._context.reference)

    def _refresh_further(self) -> None:
        """Offers the dispatch behind the filing where the unit is known."""
        if self._step is not None and set(self._fields) != self._asked_fields():
            return
        unit = self._unit_behind()
        self._further.setVisible(unit is not None)
        if unit is not None:
            text = self.tr("… and dispatch to {unit}").format(unit=words.pick(unit.names))
            self._further.set_content(text, "Ctrl+D")

    def submit_further(self) -> None:
        """Files and dispatches; where no unit is known, what is missing is said."""
        unit = self._unit_behind()
        self._submit({TO: unit.code} if unit is not None else {})

    def _focus_first(self) -> None:
        """The caret goes to the first required field that is empty; where all are filled, to the item, where
        typing puts another in its place and Enter sends, else to the button."""
        assert self._step is not None
        values = self.values()
        for ask in self._step.asks:
            key = ask.rstrip("!")
            if ask.endswith("!") and not values.get(key):
                self._fields[key].setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
        if "item" in self._fields:
            self._fields["item"].setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        if all(not ask.endswith("!") for ask in self._step.asks):
            self._fields[self._step.asks[0]].setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self._send.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def values(self) -> dict[str, Any]:
        """The fields' values: texts trimmed, codes, a (code, lon, lat) triple for the area, files."""
        found: dict[str, Any] = {}
        for key, field in self._fields.items():
            if isinstance(field, TextArea):
                found[key] = field.toPlainText().strip()
            elif isinstance(field, TextField):
                found[key] = field.text().strip()
            elif isinstance(field, PlaceBox):
                spot = field.spot()
                found[key] = (spot.code, spot.lon, spot.lat) if spot is not None and spot.code else None
            elif isinstance(field, ChoiceBox | SatisfactionField):
                found[key] = field.value()
            elif isinstance(field, FilesField):
                found[key] = field.files()
        return found

    def submit(self) -> None:
        """Says what is missing under its field, or hands the values on."""
        self._submit({})

    def _submit(self, more: dict[str, Any]) -> None:
        step, form = self._step, self._form
        if step is None or form is None:
            return
        form.clear_errors()
        values = self.values()
        faults = {}
        for ask in step.asks:
            key = ask.rstrip("!")
            short = key == "reason" and len(str(values[key])) < _SHORTEST_REASON
            if ask.endswith("!") and (not values.get(key) or short):
                faults[key] = form_words.missing(key)
        lacking = self._lacking(step, values)
        if lacking:
            faults["files"] = self.tr("Still to add: {kinds}").format(kinds=lacking)
        if faults:
            form.set_errors(faults)
            return
        self.submitted.emit(step, values | more)

    def refuse(self, errors: dict[str, str], text: str) -> None:
        """Shows why the contract did not take it: under its fields, else over the button."""
        form = self._form
        if form is None:
            return
        known = {key: said for key, said in errors.items() if key in self._fields}
        if known:
            form.set_errors(known)
        else:
            form.set_error(next(iter(self._fields)), text)

    def _lacking(self, step: Step, values: dict[str, Any]) -> str:
        """The evidence that the item demands and no file shows yet."""
        if step.id != "handle/done" or self._ticket is None:
            return ""
        item = self._context.reference.item(self._ticket.item, self._ticket.item_version)
        held = {ref.kind for ref in values.get("files", ())}
        wanted = [kind for kind in (item.evidence if item is not None else ()) if kind not in held]
        return words.listed(words.evidence(kind) for kind in wanted)

    def take_digit(self, number: int) -> bool:
        """Chooses the answer of that number, from 0; False where nothing is asked that way."""
        field = self._fields.get("satisfaction")
        if self.isHidden() or not isinstance(field, SatisfactionField):
            return False
        field.choose(number)
        return True

    def point(self, lon: float, lat: float) -> bool:
        """Puts a point into the field of a place; False where the form has none."""
        field = self._fields.get("area")
        if self.isHidden() or not isinstance(field, PlaceBox):
            return False
        field.locate(lon, lat)
        return True

    # --- drafts ------------------------------------------------------------------------------------------
    @staticmethod
    def _draft_key(step: Step, ticket: Ticket) -> str:
        return f"{step.id}:{ticket.id}"

    def _keep(self) -> None:
        if self._step is None or self._ticket is None or self._filling:
            return
        values = self.values()
        kept: dict[str, Any] = {k: v for k, v in values.items() if isinstance(v, str) and v}
        for key, field in self._fields.items():
            if isinstance(field, ChoiceBox) and field.value() is None and field.text().strip():
                kept[f"{key}?"] = field.text()
        spot = values.get("area")
        if spot is not None:
            kept |= {"area": spot[0], "lon": spot[1], "lat": spot[2]}
        if values.get("files"):
            kept["files"] = [
                {"sha256": f.sha256, "name": f.name, "kind": f.kind, "mime": f.mime, "size": f.size}
                for f in values["files"]
            ]
        if kept and self._replaces:
            kept[REPLACES] = self._replaces
        self._context.desk.drafts.save(self._draft_key(self._step, self._ticket), kept)

    def kept(self) -> tuple[str, str]:
        """The draft of the open form and the row that it corrects, to be handed to `forget` once sent."""
        if self._step is None or self._ticket is None:
            return "", ""
        return self._draft_key(self._step, self._ticket), self._replaces

    def forget(self, kept: tuple[str, str]) -> None:
        """The step was submitted: its draft is no longer needed, nor is the row that it corrects."""
        key, replaces = kept
        self._context.desk.drafts.forget(key)
        if replaces:
            give_up_corrected(self._context, replaces)
