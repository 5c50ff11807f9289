"""The field in which a step cites an entry of the duty list or the powers list, and what it says of the
others: whose the matter is, and on what ground.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from contract.mandate import GROUND_OF, Mandate
from contract.ticket import Ticket
from views import choices, words
from views.acting import CITED, Step
from views.context import Context
from views.mandates.telling import candidate, grounding, has_it
from views.step_fields import OneOfField
from widgets.choice import Candidate, ChoiceBox

if TYPE_CHECKING:
    from widgets.form import Form

translate = QCoreApplication.translate

_MOST_WORDS = 200


class Citing:
    """Of one form; a step that cites nothing has no such box."""

    def __init__(self, context: Context, step: Step, ticket: Ticket, form: Form) -> None:
        self._context = context
        self._step = step
        self._ticket = ticket
        self._form = form
        self._box: ChoiceBox | None = None

    def make(self) -> ChoiceBox:
        """The box, for a step that asks for an entry."""
        box = self._box = ChoiceBox(
            placeholder=translate("Citing", "Words, code, pinyin initials; F7 shows both lists"), name=""
        )
        box.set_provider(self._like)
        box.chosen.connect(self._on_chosen)
        return box

    def _like(self, query: str) -> list[Candidate]:
        """Entries for what was typed; before anything is, those that ground the ticket's item here."""
        lists, reference = self._context.desk.mandates, self._context.reference
        if query.strip():
            found = lists.search(query, most=50)
        else:
            found = grounding(lists.of_item(self._ticket.item), self._ticket, reference)
        return [candidate(entry, self._ticket, reference) for entry in found]

    def candidate(self, key: str) -> Candidate | None:
        """The entry of a key, as the box has it."""
        entry = self._context.desk.mandates.entry(key)
        return candidate(entry, self._ticket, self._context.reference) if entry is not None else None

    def take(self, entry: Mandate) -> bool:
        """Puts an entry in, with whose it is and its list as the ground; False where none is asked for."""
        if self._box is None:
            return False
        self._box.set_value(candidate(entry, self._ticket, self._context.reference))
        self._follow(entry)
        return True

    def _on_chosen(self, key: object) -> None:
        entry = self._context.desk.mandates.entry(str(key))
        if entry is not None:
            self._follow(entry)

    def _follow(self, entry: Mandate) -> None:
        """An entry says whose the matter is and on what ground; a unit that gives back names nobody."""
        fields, reference = self._form.fields(), self._context.reference
        unit, box, ground = has_it(entry, self._ticket, reference), fields.get("unit"), fields.get("ground")
        if unit is not None and isinstance(box, ChoiceBox):
            box.set_value(choices.unit_candidate(unit, reference))
        if isinstance(ground, OneOfField):
            ground.set_value(GROUND_OF.get(entry.list, ""))

    def words(self) -> dict[str, Any]:
        """What was typed and is no entry of a list, as an arbitration may cite it."""
        if self._box is None or self._box.value() is not None:
            return {}
        return {"cite": self._box.text().strip()[:_MOST_WORDS]}

    def wrong(self, values: dict[str, Any]) -> dict[str, str]:
        """What is wrong with what is cited, by field: words that are no entry where there are lists, a ground
        that needs an entry, an entry of somebody else's."""
        if self._box is None:
            return {}
        key, typed = values.get(CITED), values.get("cite", "")
        listed = values.get("ground") in GROUND_OF.values()
        choose = translate("ActForm", "Choose the entry from the list, or F7 shows both lists")
        if key is None:
            free = self._step.id == "arbitrate" and not self._context.desk.mandates.counts()
            return {CITED: choose} if (typed and not free) or (listed and not typed) else {}
        entry = self._context.desk.mandates.entry(str(key))
        giving_back = self._step.id == "return"
        unit = self._context.reference.unit(
            self._ticket.unit if giving_back else str(values.get("unit") or "")
        )
        if entry is None or unit is None or entry.held_by(unit) is not giving_back:
            return {}
        text = translate("Citing", "It is not an entry of {unit}")
        if giving_back:
            text = translate("Citing", "It is an entry of {unit} itself: no ground for giving it back")
        return {CITED: text.format(unit=words.pick(unit.names))}
