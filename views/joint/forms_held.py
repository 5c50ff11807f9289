"""What fields of more than one line have in common in a joint action's forms: read, kept, filled."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from contract.reference import Reference
from views import choices
from widgets import theme
from widgets.choice import ChoiceBox
from widgets.text import TextField

translate = QCoreApplication.translate


class HeldField(QWidget):
    """A field of several parts. `changed` with every edit, `submitted` on an Enter in one of its lines.

    Abstract, without `abc.ABC`: Qt's classes have a metaclass of their own."""

    changed = Signal()
    submitted = Signal()

    @abstractmethod
    def value(self) -> Any:
        """What is given, empty where nothing is."""

    @abstractmethod
    def kept(self) -> Any:
        """The same as a draft keeps it, with what is half typed; empty where nothing was touched."""

    @abstractmethod
    def take(self, kept: Any) -> None:
        """Shows what a draft kept."""

    def wrong(self) -> str:
        """What is wrong with it, in words that say what to do; "" for nothing."""
        return ""

    def begin(self) -> None:
        """The caret goes to where typing starts."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def listen(self, field: QWidget) -> None:
        """Tells on what a line of it tells."""
        if isinstance(field, ChoiceBox):
            field.chosen.connect(self.changed)
            field.cleared.connect(self.changed)
            field.edited.connect(self.changed)
            field.submitted.connect(self.submitted)
        elif isinstance(field, TextField):
            field.textChanged.connect(self.changed)
            field.submitted.connect(self.submitted)


class NumberField(TextField):
    """A whole number, 0 to `most`."""

    def __init__(self, most: int, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(placeholder, parent)
        self._most = most
        self.setProperty("numeric", True)

    def number(self) -> int | None:
        """The number, None where none is typed that fits."""
        text = self.text().strip()
        if not text.isdecimal() or int(text) > self._most:
            return None
        return int(text)

    def is_wrong(self) -> bool:
        """Whether something stands there that is no such number."""
        return bool(self.text().strip()) and self.number() is None


def unit_box(reference: Reference, name: str, parent: QWidget) -> ChoiceBox:
    """A box that takes a unit by text, code or pinyin initials."""
    box = ChoiceBox(translate("JointForms", "Unit: words, code or pinyin initials"), parent)
    named(box, name)
    box.set_candidates(choices.unit_candidates(reference))
    return box


def choose_unit(box: ChoiceBox, code: str, reference: Reference, reason: str = "") -> None:
    """Puts a unit into a box by its code."""
    unit = reference.unit(code)
    box.set_value(choices.unit_candidate(unit, reference, reason) if unit is not None else None)


def named(field: QWidget, name: str) -> QWidget:
    """Names a field and, of a box, its line and its list."""
    field.setObjectName(name)
    if isinstance(field, ChoiceBox):
        field.line.setObjectName(f"{name}.line")
        field.name_list(f"{name}.list")
    return field


def faint(text: str, parent: QWidget) -> QLabel:
    """A label over a column, or what is said of a row."""
    label = QLabel(text, parent)
    theme.set_role(label, "faint")
    return label


class SeveralUnits(HeldField):
    """Several units: each that is chosen stands below the line and can be taken out again."""

    def __init__(self, reference: Reference, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._reference = reference
        self._name = name
        self._units: dict[str, QWidget] = {}
        self.box = unit_box(reference, f"{name}.box", self)
        self.box.chosen.connect(self._on_chosen)
        self.box.edited.connect(self.changed)
        self.box.submitted.connect(self.submitted)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.box)
        layout.addLayout(self._rows)
        self.setFocusProxy(self.box)

    def _on_chosen(self, code: object) -> None:
        self.add(str(code))
        self.box.set_value(None)
        self.changed.emit()

    def add(self, code: str, reason: str = "") -> None:
        """Takes a unit in, with why it is proposed."""
        unit = self._reference.unit(code)
        if unit is None or code in self._units:
            return
        row = QWidget(self)
        told = choices.unit_candidate(unit, self._reference, reason)
        name = QLabel(told.text, row)
        drop = QPushButton(translate("JointForms", "Take out"), row)
        drop.setObjectName(f"{self._name}.{code}.drop")
        theme.set_property(drop, "flat", True)
        drop.clicked.connect(lambda: self._drop(code))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(name)
        said = faint(told.reason, row)
        said.setWordWrap(True)
        line.addWidget(said, 1)
        line.addWidget(drop)
        self._units[code] = row
        self._rows.addWidget(row)

    def _drop(self, code: str) -> None:
        row = self._units.pop(code)
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def value(self) -> tuple[str, ...]:
        return tuple(self._units)

    def kept(self) -> Any:
        return (
            {"units": list(self._units), "typed": self.box.text()} if self._units or self.box.text() else {}
        )

    def take(self, kept: Any) -> None:
        for code in list(self._units):
            self._drop(code)
        for code in kept.get("units", ()):
            self.add(code)
        if kept.get("typed"):
            self.box.set_text(str(kept["typed"]))

    def wrong(self) -> str:
        if self.box.text().strip():
            return translate("JointForms", "Choose the unit from the list, or empty the line")
        return ""


class Rows(HeldField):
    """A table of lines; what a line holds, its kind says."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.name = name
        self.lines: list[QWidget] = []
        self._made = 0
        self._hold = QVBoxLayout()
        self._hold.setSpacing(6)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addLayout(self._hold)

    def fresh_name(self) -> str:
        """A name for the next line."""
        self._made += 1
        return f"{self.name}.{self._made - 1}"

    def put(self, line: QWidget) -> None:
        """Puts a line at the end."""
        self.lines.append(line)
        self._hold.addWidget(line)
        if self.isVisible():
            line.show()

    def clear(self) -> None:
        """Takes all lines out."""
        self._made = 0
        for line in list(self.lines):
            self._take_out(line)

    def _take_out(self, line: QWidget) -> None:
        self.lines.remove(line)
        self._hold.removeWidget(line)
        line.hide()
        line.deleteLater()


class OpenRows(Rows):
    """Rows that are added to and taken from by hand. Abstract, as `HeldField` is."""

    def __init__(self, name: str, add: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._add = QPushButton(add, self)
        self._add.setObjectName(f"{name}.add")
        self._add.clicked.connect(self._on_add)
        foot = QHBoxLayout()
        foot.addWidget(self._add)
        foot.addStretch(1)
        self._column.addLayout(foot)

    @abstractmethod
    def new_line(self) -> QWidget:
        """An empty line, put in."""

    def drop(self, line: QWidget) -> None:
        """Takes a line out; the caret stays in the table."""
        place = self.lines.index(line)
        self._take_out(line)
        (self.lines[max(place - 1, 0)] if self.lines else self._add).setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _on_add(self) -> None:
        self.new_line().setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def begin(self) -> None:
        (self.lines[0] if self.lines else self._add).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def drop_button(self, line: QWidget, name: str) -> QPushButton:
        """The button that takes a line out."""
        button = QPushButton("×", line)
        button.setObjectName(f"{name}.drop")
        button.setAccessibleName(translate("JointForms", "Take out"))
        theme.set_property(button, "flat", True)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.drop(line))
        return button
