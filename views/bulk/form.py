"""What a step on several tickets asks for, once for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from msgspec.structs import asdict
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contract.action import FileRef
from views import choices, words
from views.acting import asks_of
from views.bulk.plan import Planner
from views.context import Context
from views.fields import FilesField, PlaceBox, value_of
from views.step_fields import OneOfField
from views.ticket import form_words
from widgets.choice import ChoiceBox
from widgets.form import Form
from widgets.text import TextArea, TextField

_WORDS = ("reason", "result", "note", "task", "place")


class BulkForm(QWidget):
    """The fields of a step. `changed` on every edit, `moved` when the caret comes into a field of several
    lines or leaves it, `submitted` on Enter in a field (in several lines Ctrl+Enter)."""

    changed = Signal()
    moved = Signal()
    submitted = Signal()

    def __init__(
        self, context: Context, planner: Planner, step: str, ids: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bulk.form")
        self._context = context
        self._step = step
        self._asks = asks_of(step)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        columns = 2 if len(self._asks) > 1 else 1
        self._form = Form(columns=columns, parent=self)
        layout.addWidget(self._form)
        for ask in self._asks:
            self._add(ask.rstrip("!"), planner, ids)
        self._form.submitted.connect(self.submitted)

    def _add(self, key: str, planner: Planner, ids: Sequence[str]) -> None:
        field: QWidget
        desk, reference = self._context.desk, self._context.reference
        match key:
            case "reason" | "result" | "note" | "task":
                field = TextArea(form_words.placeholder(self._step, key), lines=2)
                field.textChanged.connect(self.changed)
                field.installEventFilter(self)
            case "place":
                field = TextField(self.tr("Empty: each keeps its own"))
                field.textChanged.connect(self.changed)
            case "item":
                field = ChoiceBox(placeholder=self.tr("Empty: each keeps its own"))
                field.set_candidates(choices.item_candidates(reference, self._context.now()))
            case "unit":
                empty = self.tr("Unit: words, code or pinyin initials")
                if not self._required("unit"):
                    empty = self.tr("Empty: each to the unit that its item names")
                field = ChoiceBox(placeholder=empty)
                field.set_candidates(choices.unit_candidates(reference))
            case "into":
                field = ChoiceBox(placeholder=self.tr("Number or words of the ticket they belong to"))
                field.set_provider(lambda query: choices.merge_candidates(query, desk, (), ""))
            case "area":
                field = PlaceBox(desk, "bulk.form.area")
                field.line.setPlaceholderText(self.tr("Empty: each keeps its own"))
                field.located.connect(self.changed)
                field.not_located.connect(partial(self._form.set_error, key))
            case "satisfaction":
                field = OneOfField("bulk.form.satisfaction", words.answers(key))
                field.chosen.connect(self.changed)
            case _:
                field = FilesField(desk, "bulk.form.files", planner.evidence(ids))
                field.changed.connect(self.changed)
                field.refused.connect(partial(self._form.set_error, key))
        field.setObjectName(f"bulk.form.{key}")
        if isinstance(field, ChoiceBox):
            field.line.setObjectName(f"bulk.form.{key}.line")
            field.chosen.connect(self.changed)
            field.cleared.connect(self.changed)
        self._form.add(key, form_words.caption(key, required=self._required(key)), field)

    def _required(self, key: str) -> bool:
        return f"{key}!" in self._asks

    def focus_first(self) -> bool:
        """Puts the caret into the first field that must be filled and is not; False where there is none."""
        values = self.values()
        for ask in self._asks:
            key = ask.rstrip("!")
            if ask.endswith("!") and key not in ("item", "area") and not values.get(key):
                self._form.field(key).setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
        return False

    def has_words(self) -> bool:
        """Whether the caret stands in a field in which Enter is a new line."""
        return any(isinstance(field, TextArea) and field.hasFocus() for field in self._form.fields().values())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.moved.emit()
        return super().eventFilter(watched, event)

    def digit(self, number: int) -> None:
        """Chooses the answer of that number, from 0, where one is asked for."""
        field = self._form.fields().get("satisfaction")
        if isinstance(field, OneOfField):
            field.choose(number)

    def values(self) -> dict[str, Any]:
        """The fields' values as `views.acting.acts_of` takes them; what is empty is left out."""
        found = {key: value_of(field) for key, field in self._form.fields().items()}
        return {key: value for key, value in found.items() if value}

    def draft(self) -> dict[str, Any]:
        """What is kept of them, as JSON can hold it: words and files. A unit or an item left from another day
        would be taken for today's."""
        values = self.values()
        kept = {key: value for key, value in values.items() if key in _WORDS}
        if values.get("files"):
            kept["files"] = [asdict(file) for file in values["files"]]
        return kept

    def fill(self, values: Mapping[str, Any]) -> None:
        """Shows values given elsewhere (the command line, a draft)."""
        reference = self._context.reference
        for key, value in values.items():
            field = self._form.fields().get(key)
            if isinstance(field, TextArea):
                field.setPlainText(str(value))
                field.moveCursor(QTextCursor.MoveOperation.End)
            elif isinstance(field, TextField):
                field.setText(str(value))
            elif isinstance(field, PlaceBox):
                field.set_area(value[0], value[1], value[2])
            elif isinstance(field, OneOfField):
                field.set_value(str(value))
            elif isinstance(field, FilesField):
                field.set_files([ref if isinstance(ref, FileRef) else FileRef(**ref) for ref in value])
            elif isinstance(field, ChoiceBox) and key == "unit":
                unit = reference.unit(str(value))
                field.set_value(choices.unit_candidate(unit, reference) if unit is not None else None)
            elif isinstance(field, ChoiceBox) and key == "item":
                item = reference.item_at(str(value), self._context.now())
                field.set_value(choices.item_candidate(item) if item is not None else None)
            elif isinstance(field, ChoiceBox):
                into = self._context.desk.store.get(str(value))
                if into is not None:
                    field.set_value(choices.ticket_candidate(into, self._context.desk))
