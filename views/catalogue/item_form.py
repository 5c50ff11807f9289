"""An item as it shall be, as a form: for the catalogue's editor and for applications to it."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from contract.catalogue import EVIDENCE, LIMITS, ProposedItem, ProposedName, ProposedStandard
from contract.problem import FieldFault
from contract.reference import Reference
from views import words
from views.catalogue import item_words
from views.catalogue.limit_field import LimitField
from widgets import theme
from widgets.choice import Candidate, ChoiceBox
from widgets.flow import FlowLayout
from widgets.form import Form
from widgets.text import TextArea, TextField

translate = QCoreApplication.translate

COLUMNS = 4
_COLUMN = 208
"""Px at 100 % that a field needs."""
_CODE = re.compile(r"[0-9A-Za-z_.:-]{1,64}")
_NEW_CATEGORY = re.compile(r"(\S{1,64})\s+(\S.*)")
_ON_FIELD = {
    "names": "name_zh",
    "category_names": "category",
    "file_standard": "file_zh",
    "close_standard": "close_zh",
}
"""The fields of the form that show what is wrong with a field of an item, where they are called otherwise."""


class EvidenceField(QWidget):
    """The kinds of evidence that a handling must bring, each a box to tick."""

    edited = Signal()

    def __init__(self, name: str, kinds: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._boxes: dict[str, QCheckBox] = {}
        layout = FlowLayout(self, spacing=12)
        for kind in kinds:
            box = self._boxes[kind] = QCheckBox(item_words.evidence(kind), self)
            box.setObjectName(f"{name}.{kind}")
            box.toggled.connect(self.edited)
            layout.addWidget(box)
        if self._boxes:
            self.setFocusProxy(next(iter(self._boxes.values())))

    def kinds(self) -> tuple[str, ...]:
        """Those that are ticked."""
        return tuple(kind for kind, box in self._boxes.items() if box.isChecked())

    def take(self, kinds: list[str]) -> None:
        """Ticks these."""
        for kind, box in self._boxes.items():
            box.setChecked(kind in kinds)


class ItemForm(Form):
    """The form. `edited` with every key; `typed()` is what a draft keeps, `item()` what a command takes."""

    edited = Signal()

    def __init__(self, name: str, reference: Reference, parent: QWidget | None = None) -> None:
        super().__init__(COLUMNS, parent, name=translate("ItemForm", "Item"))
        self.setObjectName(name)
        self._reference = reference
        self._name = name
        self._spans: dict[str, int] = {}
        self._abreast = COLUMNS
        self._filling = False
        self._limits: dict[str, LimitField] = {}
        self._categories = {item.category: item.category_names for item in reference.items}
        self._text("code", translate("ItemForm", "Code"), hint=translate("ItemForm", "Such as 1-1-01"))
        self._text("name_zh", translate("ItemForm", "Name in Chinese"), span=2)
        self._text("name_en", translate("ItemForm", "Name in English"))
        self.category = self._choice("category", translate("ItemForm", "Category"), 2)
        self.category.set_candidates(
            [Candidate(words.pick(n), key, "", "", key) for key, n in self._categories.items() if key]
        )
        self.set_hint("category", translate("ItemForm", "A new one: its code, a space, its name"))
        self.handler = self._choice("handler", item_words.field("handler"), 2)
        self.handler.set_candidates(handlers(reference))
        self.kind = self._several("kind", item_words.field("kind"), self._kinds())
        levels = [("", translate("ItemForm", "none")), *self._levels()]
        self.level = self._several("level", item_words.field("level"), levels)
        self._text("amber", translate("ItemForm", "Amber at … % left"))
        kinds = list(EVIDENCE)
        kinds += sorted({k for item in reference.items for k in item.evidence} - set(kinds))
        for limit in LIMITS:
            box = LimitField(f"{name}.{limit}", item_words.field(limit), self)
            self._limits[limit] = box
            self.add(limit, item_words.field(limit), box)
            box.submitted.connect(self.submitted)
            box.edited.connect(self._limit_edited)
        self.evidence = EvidenceField(f"{name}.evidence", kinds, self)
        self.evidence.edited.connect(self._tell)
        self.add("evidence", item_words.field("evidence"), self.evidence, span=2)
        self._text("keywords", translate("ItemForm", "Keywords, with semicolons between"), span=2)
        file, close = item_words.field("file_standard"), item_words.field("close_standard")
        self._area("file_zh", file, 2)
        self._area("close_zh", close, 2)
        self._area("file_en", translate("ItemForm", "{what} in English").format(what=file), 2)
        self._area("close_en", translate("ItemForm", "{what} in English").format(what=close), 2)

    # --- as wide as there is room ------------------------------------------------------------------------
    def add(self, key: str, label: str, field: QWidget, *, span: int = 1, hint: str = "") -> QWidget:
        """As every form's; how wide a field would be is known for when there is less room."""
        self._spans[key] = span
        return super().add(key, label, field, span=span, hint=hint)

    def minimumSizeHint(self) -> QSize:
        """One column is enough."""
        return QSize(theme.current().px(_COLUMN), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width() // theme.current().px(_COLUMN)
        self._stand(COLUMNS if room >= COLUMNS else 2 if room >= 2 else 1)

    def _stand(self, columns: int) -> None:
        """Puts the fields side by side, so many of them."""
        if columns == self._abreast:
            return
        self._abreast = columns
        place = 0
        for key, row in self._rows.items():
            span = min(self._spans[key], columns)
            if place % columns + span > columns:
                place += columns - place % columns
            self._grid.removeWidget(row.holder)
            self._grid.addWidget(row.holder, place // columns, place % columns, 1, span)
            place += span
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for line in range(self._grid.rowCount()):
            self._grid.setRowStretch(line, 0)

    # --- making it ---------------------------------------------------------------------------------------
    def _text(self, key: str, label: str, *, span: int = 1, hint: str = "") -> None:
        field = TextField("", self, name=label)
        field.setObjectName(f"{self._name}.{key}")
        field.textChanged.connect(self._tell)
        self.add(key, label, field, span=span, hint=hint)

    def _area(self, key: str, label: str, span: int) -> None:
        field = TextArea("", self, name=label, lines=2)
        field.setObjectName(f"{self._name}.{key}")
        field.textChanged.connect(self._tell)
        self.add(key, label, field, span=span)

    def _choice(self, key: str, label: str, span: int) -> ChoiceBox:
        box = ChoiceBox(translate("ItemForm", "Name, code or initials"), self, name=label)
        box.setObjectName(f"{self._name}.{key}")
        box.line.setObjectName(f"{self._name}.{key}.line")
        box.chosen.connect(self._tell)
        box.cleared.connect(self._tell)
        box.edited.connect(self._tell)
        self.add(key, label, box, span=span)
        return box

    def _several(self, key: str, label: str, choices: list[tuple[str, str]]) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(f"{self._name}.{key}")
        for value, text in choices:
            box.addItem(text, value)
        box.currentIndexChanged.connect(self._tell)
        self.add(key, label, box)
        return box

    def _kinds(self) -> list[tuple[str, str]]:
        known = [kind.key for kind in self._reference.district.kinds]
        used = (item.kind for item in self._reference.items)
        keys = dict.fromkeys(("event", "component", *known, *used))
        return [(key, words.kind(key, self._reference)) for key in keys]

    def _levels(self) -> list[tuple[str, str]]:
        known = [one.key for one in self._reference.district.event_levels]
        used = (item.level for item in self._reference.items if item.level)
        return [(key, item_words.level(key, self._reference)) for key in dict.fromkeys((*known, *used))]

    def _tell(self) -> None:
        if not self._filling:
            self.edited.emit()

    def _limit_edited(self) -> None:
        for key, box in self._limits.items():
            if self.error(key):
                self.set_error(key, box.fault())
        self._tell()

    # --- what stands in it -------------------------------------------------------------------------------
    def _line(self, key: str) -> str:
        field = self.field(key)
        assert isinstance(field, TextField)
        return field.text().strip()

    def _words(self, key: str) -> str:
        field = self.field(key)
        assert isinstance(field, TextArea)
        return field.toPlainText().strip()

    def typed(self) -> dict[str, Any]:
        """What stands in the fields, as JSON has it."""
        lines = {key: self._line(key) for key in ("code", "name_zh", "name_en", "amber", "keywords")}
        areas = {key: self._words(key) for key in ("file_zh", "file_en", "close_zh", "close_en")}
        return {
            **lines,
            **areas,
            **{key: box.typed() for key, box in self._limits.items()},
            "category": self.category.value() or self.category.text().strip(),
            "handler": self.handler.value() or self.handler.text().strip(),
            "kind": str(self.kind.currentData()),
            "level": str(self.level.currentData()),
            "evidence": list(self.evidence.kinds()),
        }

    def take(self, typed: dict[str, Any]) -> None:
        """Puts what a draft kept into the fields; what it does not name is empty."""
        self._filling = True
        for key in ("code", "name_zh", "name_en", "amber", "keywords"):
            field = self.field(key)
            assert isinstance(field, TextField)
            field.setText(str(typed.get(key, "")))
            field.setCursorPosition(0)
        for key in ("file_zh", "file_en", "close_zh", "close_en"):
            area = self.field(key)
            assert isinstance(area, TextArea)
            area.setPlainText(str(typed.get(key, "")))
        for key, box in self._limits.items():
            box.take(list(typed.get(key, ())))
        category = str(typed.get("category", ""))
        self._choose(self.category, category, self._category_text)
        if category not in self._categories and typed.get("category_name"):
            # Nobody has it yet: it stands there as it would be written.
            self.category.set_text(f"{category} {typed['category_name']}")
        self._choose(
            self.handler,
            str(typed.get("handler", "")),
            lambda code: (
                item_words.handler(code, self._reference)
                if code in item_words.roles(self._reference) or self._reference.unit(code) is not None
                else ""
            ),
        )
        self.kind.setCurrentIndex(max(0, self.kind.findData(typed.get("kind", "event"))))
        self.level.setCurrentIndex(max(0, self.level.findData(typed.get("level", ""))))
        self.evidence.take(list(typed.get("evidence", ())))
        self.clear_errors()
        self._filling = False

    def _category_text(self, code: str) -> str:
        names = self._categories.get(code)
        return "" if names is None else words.pick(names)

    def _choose(self, box: ChoiceBox, value: str, name: Any) -> None:
        text = name(value) if value else ""
        if text:
            box.set_value(Candidate(text, value, "", "", value))
        else:
            box.set_text(value)

    def show_item(self, item: ProposedItem) -> None:
        """Fills it with an item."""
        self.take(typed_of(item))

    def fix_code(self, fixed: bool) -> None:
        """An item that is there keeps its code."""
        self.field("code").setEnabled(not fixed)

    # --- what a command takes ----------------------------------------------------------------------------
    def item(self) -> ProposedItem | None:
        """The item; None where something is wrong, which is said under its field."""
        errors: dict[str, str] = {}
        code, name = self._line("code"), self._line("name_zh")
        if not _CODE.fullmatch(code):
            errors["code"] = translate("ItemForm", "Letters, figures and . : _ - without spaces")
        if not name:
            errors["name_zh"] = translate("ItemForm", "Give the item its name")
        category = self._category()
        if category is None:
            errors["category"] = translate("ItemForm", "Choose one, or write a new one's code and name")
        handler = self.handler.value()
        if handler is None and self.handler.text().strip():
            errors["handler"] = translate("ItemForm", "Choose a role or a unit of the district")
        amber = self._share(errors)
        for key, box in self._limits.items():
            if box.fault():
                errors[key] = box.fault()
        if "handle" not in errors and self._limits["handle"].limit() is None:
            errors["handle"] = translate("ItemForm", "Every item has a limit to handle")
        if errors or category is None:
            self.set_errors({key: errors[key] for key in self.fields() if key in errors})
            return None
        said = {
            "code": code,
            "category": category[0],
            "category_names": ProposedName(*category[1]),
            "names": ProposedName(name, self._line("name_en")),
            "kind": str(self.kind.currentData()),
            "handler": str(handler or ""),
            "level": str(self.level.currentData()),
            "amber": amber,
            "file_standard": ProposedStandard(self._words("file_zh"), self._words("file_en")),
            "close_standard": ProposedStandard(self._words("close_zh"), self._words("close_en")),
            "keywords": [k.strip() for k in re.split("[;；]", self._line("keywords")) if k.strip()],
            "evidence": self.evidence.kinds(),
            **{key: box.limit() for key, box in self._limits.items()},
        }
        try:
            return msgspec.convert(msgspec.to_builtins(said), ProposedItem)
        except msgspec.ValidationError:
            self.set_error("name_zh", translate("ItemForm", "A name takes 200 characters, a standard 4,000"))
            return None

    def _category(self) -> tuple[str, tuple[str, str]] | None:
        chosen = self.category.value()
        if chosen is not None:
            names = self._categories[str(chosen)]
            return str(chosen), (names.zh, names.en)
        fresh = _NEW_CATEGORY.fullmatch(self.category.text().strip())
        return None if fresh is None else (fresh[1], (fresh[2], ""))

    def _share(self, errors: dict[str, str]) -> float | None:
        text = self._line("amber").rstrip("% ")
        if not text:
            return None
        try:
            share = float(text) / 100
        except ValueError:
            share = 1.0
        if not 0 <= share < 1:
            errors["amber"] = translate("ItemForm", "Per cent of the limit, from 0 to 99")
            return None
        return share

    def refuse(self, faults: tuple[FieldFault, ...]) -> bool:
        """Shows what the centre refused under its fields; False where none of it is this form's."""
        errors: dict[str, str] = {}
        for fault in faults:
            name = re.split(r"[.\[]", fault.field.removeprefix("proposed."))[0]
            key = _ON_FIELD.get(name, name)
            if key in self.fields():
                errors.setdefault(key, fault.zh if words.language() != "en" else fault.en)
        self.set_errors(errors)
        return bool(errors)


def typed_of(item: ProposedItem) -> dict[str, Any]:
    """An item as the form's fields have it."""
    found: dict[str, Any] = {
        "code": item.code,
        "name_zh": item.names.zh,
        "name_en": "" if item.names.en == item.names.zh else item.names.en,
        "category": item.category,
        "category_name": item.category_names.zh,
        "handler": item.handler,
        "kind": item.kind,
        "level": item.level,
        "amber": "" if item.amber is None else f"{item.amber * 100:g}",
        "keywords": "；".join(item.keywords),
        "evidence": list(item.evidence),
    }
    for key, standard in (("file", item.file_standard), ("close", item.close_standard)):
        zh, en = (standard.zh, standard.en) if standard is not None else ("", "")
        found |= {f"{key}_zh": zh, f"{key}_en": "" if en == zh else en}
    for key in LIMITS:
        limit = getattr(item, key)
        found[key] = [] if limit is None else [f"{limit.value:g}", limit.unit]
    return found


def handlers(reference: Reference) -> list[Candidate]:
    """Who may handle: the roles there are, with how many units have each, then the units by themselves."""
    found = []
    for role, units in item_words.roles(reference).items():
        number = translate("ItemForm", "role of {n} units").format(n=len(units))
        if len(units) == 1:
            number = translate("ItemForm", "role of one unit")
        found.append(Candidate(item_words.role_name(units, reference), role, units[0].initials, number, role))
    alone = translate("ItemForm", "this unit alone")
    found += [
        Candidate(words.pick(unit.names), unit.code, unit.initials, alone, unit.code)
        for unit in reference.units
        if unit.type != "centre"
    ]
    return found
