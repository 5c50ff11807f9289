"""The fields of a call: made, laid out in two forms, filled from a draft and read back into one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from contract.feed import Suggestion
from views import choices, words
from views.components.picker import ComponentBox
from views.context import Context
from views.fields import FilesField, PlaceBox
from views.intake.call_draft import CallDraft
from widgets import theme
from widgets.choice import ChoiceBox
from widgets.form import Form
from widgets.text import TextArea, TextField


class CallFields(QObject):
    """`form` holds what every call says, `more` the rest. `first_types` are the channel types offered first,
    `items` gives the proposed ones, best first; `can_file` at a seat, not at a grid."""

    edited = Signal()
    """Somebody typed or chose something."""
    passed_on = Signal()
    """Enter in a field that has nothing else to do with it."""
    located = Signal(object)
    """The `Spot` chosen, None when it is taken back."""
    area_proposed = Signal()
    item_proposed = Signal()
    """What is proposed there is another, or nothing."""

    def __init__(
        self,
        context: Context,
        name: str,
        first_types: tuple[str, ...],
        items: Callable[[], Sequence[Suggestion]],
        *,
        can_file: bool,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._name = name
        self._can_file = can_file
        self._filling = False
        self._make(first_types, items)
        self.form = Form(columns=2, parent=parent)
        self.more = Form(columns=2, parent=parent)
        self._lay_out()
        self._connect()

    # --- building ----------------------------------------------------------------------------------------
    def _make(self, first_types: tuple[str, ...], items: Callable[[], Sequence[Suggestion]]) -> None:
        reference = self._context.reference
        self._channel = QComboBox()
        ranked = sorted(
            reference.channels,
            key=lambda c: first_types.index(c.type) if c.type in first_types else len(first_types),
        )
        for channel in ranked:
            self._channel.addItem(words.pick(channel.names), channel.key)
        self._caller = TextField(self.tr("Name, or how to address them"))
        self._phone = TextField(self.tr("Number"))
        self._phone.setFont(theme.font("body", tabular=True))
        asked = self.tr("What happened, in the caller's words")
        found = self.tr("What you found, as it stands on the spot")
        self._text = TextArea(asked if self._can_file else found, lines=3)
        self._title = TextField(self.tr("In one line; else the first sentence"))
        self._place = TextField(self.tr("Road, number, landmark"))
        self.area = PlaceBox(self._context.desk, f"{self._name}.area")
        self.item = ChoiceBox(placeholder=self.tr("Words, code or pinyin initials"))
        self.component = ComponentBox(self._context, f"{self._name}.component")
        self._kind = QComboBox()
        self._kind.addItem(self.tr("as the item says"), "")
        for level in reference.district.kinds:
            self._kind.addItem(words.pick(level.names), level.key)
        self._files = FilesField(self._context.desk, f"{self._name}.files", ("near", "far"))
        rest = choices.item_candidates(reference, self._context.now())
        self.item.set_provider(lambda query: choices.ranked(query, choices.suggested(items()), rest))

    def _lay_out(self) -> None:
        # A call begins with who calls; what was found on a round, with what it is and its pictures.
        if self._can_file:
            self._add_caller(self.form)
        self._add("text", self.tr("What happened"), self._text, self.form, span=2)
        self._add("place", self.tr("Place"), self._place, self.form, span=2)
        self._add("area", self.tr("Grid"), self.area, self.form)
        self._add("item", self.tr("Item"), self.item, self.form)
        if self._can_file:
            caption = self.tr("Component, where it is about one (optional)")
            self._add("component", caption, self.component, self.form, span=2)
        if not self._can_file:
            # What is found on a round is tied to no component here: the box stands nowhere, and goes with it.
            self.component.setParent(self.form)
            self.component.hide()
            self._add_files(self.form)
            self._add_caller(self.more)
        self._add("channel", self.tr("Channel"), self._channel, self.more)
        self._add("kind", self.tr("Kind"), self._kind, self.more)
        self._add("title", self.tr("Title (optional)"), self._title, self.more, span=2)
        if self._can_file:
            self._add_files(self.more)

    def _add_caller(self, form: Form) -> None:
        caption = self.tr("Caller") if self._can_file else self.tr("Who told you (optional)")
        self._add("caller", caption, self._caller, form)
        self._add("phone", self.tr("Phone"), self._phone, form)

    def _add_files(self, form: Form) -> None:
        self._add("files", self.tr("Pictures (optional)"), self._files, form, span=2)
        self._files.refused.connect(lambda text: form.set_error("files", text))

    def _add(self, key: str, label: str, field: QWidget, form: Form, span: int = 1) -> None:
        field.setObjectName(f"{self._name}.{key}")
        if isinstance(field, ChoiceBox):
            field.line.setObjectName(f"{self._name}.{key}.line")
        form.add(key, label, field, span=span)

    def _connect(self) -> None:
        for line in (self._caller, self._phone, self._title, self._place):
            line.textEdited.connect(self._on_edit)
            line.submitted.connect(self.passed_on)
        self._text.textChanged.connect(self._on_edit)
        for list_ in (self._channel, self._kind):
            list_.currentIndexChanged.connect(self._on_edit)
        for told in (self.item.chosen, self.item.cleared, self.item.edited):
            told.connect(self._on_edit)
        if self._can_file:
            for told in (self.component.chosen, self.component.cleared, self.component.edited):
                told.connect(self._on_edit)
            self.component.submitted.connect(self.passed_on)
            self.component.told.connect(lambda _found: self.form.set_hint("component", self.component.hint()))
            self.area.located.connect(self._on_located)
        for told in (self.area.located, self.area.edited, self._files.changed):
            told.connect(self._on_edit)
        for box in (self.area, self.item):
            box.submitted.connect(self.passed_on)
        self.area.located.connect(self.located)
        self.area.not_located.connect(lambda text: self.form.set_error("area", text))
        self.area.proposal_changed.connect(self._on_area_proposed)
        self.item.proposal_changed.connect(self._on_item_proposed)

    def _on_located(self, spot: object) -> None:
        """Components about this place come first."""
        self.component.near(spot if isinstance(spot, choices.Spot) else None)

    def _on_edit(self, *_: object) -> None:
        if not self._filling:
            self.edited.emit()

    def _on_area_proposed(self) -> None:
        if not self._filling:
            self.area_proposed.emit()

    def _on_item_proposed(self) -> None:
        if not self._filling:
            self.item_proposed.emit()

    # --- what is in them ---------------------------------------------------------------------------------
    def read(self, *, proposed: bool) -> CallDraft:
        """What was typed and chosen; with `proposed` also what is proposed and stands there to be seen."""
        spot = self.area.spot() if proposed or not self.area.is_proposed() else None
        item = self.item.value() if proposed else self.item.chosen_value()
        return CallDraft(
            channel=self.channel(),
            name=self._caller.text(),
            phone=self._phone.text(),
            title=self._title.text(),
            text=self._text.toPlainText(),
            place=self._place.text(),
            area=spot.code if spot is not None else "",
            lon=spot.lon if spot is not None else None,
            lat=spot.lat if spot is not None else None,
            item=str(item or ""),
            kind=str(self._kind.currentData() or ""),
            component=str(self.component.value() or ""),
            files=self._files.files(),
        )

    def channel(self) -> str:
        """The channel's key."""
        return str(self._channel.currentData() or "")

    def half_typed(self) -> dict[str, Any]:
        """What was typed into a list's line and not chosen yet, by the field's key and "?": no value, but
        work."""
        boxes = (("item?", self.item), ("area?", self.area))
        return {key: box.text() for key, box in boxes if box.value() is None and box.text().strip()}

    def fill(self, draft: CallDraft, half_typed: Mapping[str, Any]) -> None:
        """Puts a draft into the fields, and what was half typed where nothing is chosen; without a word."""
        self._filling = True
        if draft.channel:
            self._channel.setCurrentIndex(max(self._channel.findData(draft.channel), 0))
        self._kind.setCurrentIndex(max(self._kind.findData(draft.kind), 0))
        self._caller.setText(draft.name)
        self._phone.setText(draft.phone)
        self._title.setText(draft.title)
        self._text.setPlainText(draft.text)
        self._place.setText(draft.place)
        self._files.set_files(draft.files)
        self.component.take(draft.component)
        if draft.area:
            self.area.set_area(draft.area, draft.lon, draft.lat)
        else:
            self.area.set_value(None)
        item = self._context.reference.item_at(draft.item, self._context.now()) if draft.item else None
        self.item.set_value(choices.item_candidate(item) if item is not None else None)
        self.component.near(self.area.spot())
        for key, box in (("item?", self.item), ("area?", self.area)):
            if box.value() is None and half_typed.get(key):
                box.set_text(str(half_typed[key]))
        self._filling = False

    def clear_errors(self) -> None:
        """Nothing is said to be wrong any more."""
        self.form.clear_errors()
        self.more.clear_errors()

    def focus_first(self) -> None:
        """The caret goes to the first field that is still empty."""
        for field in (self._caller, self._phone, self._text) if self._can_file else (self._text,):
            text = field.toPlainText() if isinstance(field, TextArea) else field.text()
            if not text:
                field.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
        self._text.setFocus(Qt.FocusReason.ShortcutFocusReason)
