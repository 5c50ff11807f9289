"""The small form under the action bar: what a step asks for, nothing more. Never a dialog.

What was typed is kept as a draft per ticket and step until it is submitted, so that a crash, a log-out or
a look at another ticket loses nothing.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from contract.feed import Suggestions
from contract.mandate import Mandate
from contract.reference import Unit
from contract.ticket import Ticket
from views import words
from views.acting import Step
from views.context import Context
from views.correcting import REPLACES, give_up_corrected
from views.ticket import form_words
from views.ticket.act_fields import ActFields
from views.ticket.onward import TO, unit_for
from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.flow import FlowLayout
from widgets.keys import KeyMap
from widgets.text import TextArea
from widgets.yielding import YieldingArea

_SHORTEST_REASON = 2
_LEAST_FIELDS = 72
_TWO_COLUMNS = 440


class ActForm(QWidget):
    """One step's form. `submitted(step, values)`, `cancelled()`."""

    submitted = Signal(object, object)
    cancelled = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ticket.form")
        theme.set_surface(self, "raised")
        self._context = context
        self._step: Step | None = None
        self._ticket: Ticket | None = None
        self._advice: Suggestions | None = None
        self._fields: ActFields | None = None
        self._replaces = ""
        self._known: dict[str, Any] = {}
        """The draft as it was last read or kept here."""
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
        context.desk.drafts_changed.connect(self._on_drafts)
        self.hide()

    @property
    def step(self) -> Step | None:
        """The step that is open, None while the form is closed."""
        return self._step if not self.isHidden() else None

    # --- opening and closing -----------------------------------------------------------------------------
    def open(self, step: Step, ticket: Ticket, advice: Suggestions | None) -> None:
        """Shows a step's form, filled from its draft, else with what is suggested; the caret stands in the
        first field that is still empty."""
        if self._fields is not None:
            self._fields.hide()
            self._fields.deleteLater()
        self._step, self._ticket = step, ticket
        self._advice = advice
        self._title.setText(step.verb)
        self._say_standard(step, ticket)
        page = self.parentWidget()
        wide = page is not None and page.width() >= theme.current().px(_TWO_COLUMNS)
        columns = 2 if wide and {"item!", "files"} & set(step.asks) else 1
        fields = self._fields = ActFields(self._context, step, ticket, advice, columns, self)
        self._hold.addWidget(fields)
        self._read(fields, self._draft_of(step, ticket))
        fields.submitted.connect(self.submit)
        fields.edited.connect(self._keep)
        fields.decided.connect(self._refresh_further)
        # Enter is a new line where words are written; where none have to be, it sends.
        words_first = isinstance(fields.field(step.asks[0].rstrip("!")), TextArea)
        needed = (fields.field(ask[:-1]) for ask in step.asks if ask.endswith("!"))
        area = words_first or any(isinstance(field, TextArea) for field in needed)
        self._send.set_content(step.verb, "Ctrl+Enter" if area else "Enter")
        self._refresh_further()
        self.setAccessibleName(step.verb)
        self.show()
        if not fields.begin():
            self._send.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_form(self) -> None:
        """Hides the form; its draft stays."""
        self.hide()
        self._step = None

    def advise(self, advice: Suggestions) -> None:
        """New proposals came while the form is open: they fill what nobody has chosen yet."""
        if self._fields is None or self.step is None:
            return
        self._advice = advice
        self._fields.advise(advice)
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

    # --- the dispatch behind a filing --------------------------------------------------------------------
    def _unit_behind(self) -> Unit | None:
        """Where what is filed here would be dispatched to."""
        if self._step is None or self._step.id not in ("take_in", "file"):
            return None
        values = self.values()
        item = self._context.reference.item_at(str(values["item"] or ""), self._context.now())
        return unit_for(item, (values["area"] or ("",))[0], self._advice, self._context.reference)

    def _refresh_further(self) -> None:
        """Offers the dispatch behind the filing where the unit is known."""
        unit = self._unit_behind()
        self._further.setVisible(unit is not None)
        if unit is not None:
            text = self.tr("… and dispatch to {unit}").format(unit=words.pick(unit.names))
            self._further.set_content(text, "Ctrl+D")

    def submit_further(self) -> None:
        """Files and dispatches; where no unit is known, what is missing is said."""
        unit = self._unit_behind()
        self._submit({TO: unit.code} if unit is not None else {})

    # --- submitting --------------------------------------------------------------------------------------
    def values(self) -> dict[str, Any]:
        """What stands in the fields (`ActFields.values`)."""
        return self._fields.values() if self._fields is not None else {}

    def submit(self) -> None:
        """Says what is missing under its field, or hands the values on."""
        self._submit({})

    def _submit(self, more: dict[str, Any]) -> None:
        step, fields = self._step, self._fields
        if step is None or fields is None:
            return
        fields.clear_errors()
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
        faults |= fields.wrong_entry(values)
        if faults:
            fields.set_errors(faults)
            return
        self.submitted.emit(step, values | more)

    def refuse(self, errors: dict[str, str], text: str) -> None:
        """Shows why the contract did not take it: under its fields, else under the first."""
        if self._fields is not None:
            self._fields.refuse(errors, text)

    def _lacking(self, step: Step, values: dict[str, Any]) -> str:
        """The evidence that the item demands and no file shows yet."""
        if step.id != "handle/done" or self._ticket is None:
            return ""
        item = self._context.reference.item(self._ticket.item, self._ticket.item_version)
        held = {ref.kind for ref in values.get("files", ())}
        wanted = [kind for kind in (item.evidence if item is not None else ()) if kind not in held]
        return words.listed(words.evidence(kind) for kind in wanted)

    def cite(self, entry: Mandate) -> bool:
        """Cites an entry and proposes whose it is; False where no open form asks for one."""
        return self._fields is not None and not self.isHidden() and self._fields.cite(entry)

    def take_digit(self, number: int) -> bool:
        """Chooses the answer of that number, from 0; False where nothing is asked that way."""
        return self._fields is not None and not self.isHidden() and self._fields.take_digit(number)

    def point(self, lon: float, lat: float) -> bool:
        """Puts a point (WGS-84 degrees) into the field of a place; False where the form has none."""
        return self._fields is not None and not self.isHidden() and self._fields.point(lon, lat)

    # --- drafts ------------------------------------------------------------------------------------------
    @staticmethod
    def _draft_key(step: Step, ticket: Ticket) -> str:
        return f"{step.id}:{ticket.id}"

    def _keep(self) -> None:
        if self._step is None or self._ticket is None or self._fields is None:
            return
        kept = self._fields.draft()
        if kept and self._replaces:
            kept[REPLACES] = self._replaces
        self._known = kept if any(kept.values()) else {}
        self._context.desk.drafts.save(self._draft_key(self._step, self._ticket), kept)

    def _draft_of(self, step: Step, ticket: Ticket) -> dict[str, Any]:
        return self._context.desk.drafts.load(self._draft_key(step, ticket))

    def _read(self, fields: ActFields, kept: dict[str, Any]) -> None:
        self._known = kept
        self._replaces = str(kept.get(REPLACES, ""))
        fields.fill(kept)

    def _on_drafts(self) -> None:
        """The same form may stand open in another window, and its draft may be discarded or brought back:
        what it holds stands here."""
        if self.step is None or self._ticket is None or self._fields is None:
            return
        kept = self._draft_of(self.step, self._ticket)
        if kept != self._known:
            self._read(self._fields, kept)

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
