"""A small form over the action bar: what one deed asks for. Never a dialog; what is typed in it is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.drafts import Drafts
from views.catalogue.path_field import PathField
from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.form import Form
from widgets.keys import KeyMap
from widgets.text import TextArea, TextField
from widgets.yielding import YieldingArea

translate = QCoreApplication.translate

Field = TextArea | TextField | PathField


class Ask(NamedTuple):
    """One field: its key, its label, how it is made, what stands in it where nothing was kept, what it
    says when it must be filled and is empty ("" where it need not)."""

    key: str
    label: str
    make: Callable[[QWidget], Field]
    text: str = ""
    needed: str = ""


class InlineForm(QWidget):
    """`submitted(deed, values)` with what stands in its fields; the form stays until `done`."""

    submitted = Signal(str, object)
    opened = Signal()
    closed = Signal()

    def __init__(self, name: str, drafts: Drafts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        theme.set_surface(self, "raised")
        self._name = name
        self._drafts = drafts
        self._deed = self._kept = ""
        self._asks: dict[str, Ask] = {}
        self._form: Form | None = None
        self._area: QWidget = self
        self._title = QLabel(self)
        self._title.setWordWrap(True)
        theme.set_role(self._title, "strong")
        self._says = QLabel(self)
        self._says.setObjectName(f"{name}.says")
        self._says.setWordWrap(True)
        theme.set_role(self._says, "error")
        self._send = KeyedButton("", "Ctrl+Enter", self)
        self._send.setObjectName(f"{name}.send")
        self._send.clicked.connect(self.submit)
        self._stop = KeyedButton(translate("InlineForm", "Cancel"), "Esc", self)
        self._stop.setObjectName(f"{name}.cancel")
        self._stop.setProperty("flat", True)
        self._stop.clicked.connect(self.close_form)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._send)
        foot.addWidget(self._stop)
        foot.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 10, 16, 12)
        self._column.setSpacing(8)
        self._column.addWidget(self._title)
        self._column.addWidget(self._says)
        self._column.addLayout(foot)
        keys = KeyMap(self)
        keys.bind("Escape", self.close_form)
        self.hide()

    @property
    def deed(self) -> str:
        """What is open, "" for nothing."""
        return self._deed if not self.isHidden() else ""

    def open(
        self,
        deed: str,
        about: str,
        title: str,
        verb: str,
        asks: Sequence[Ask],
        *,
        danger: bool = False,
        columns: int = 1,
    ) -> None:
        """Opens a deed's form; `about` tells what was typed for one thing from what was for another."""
        if self._form is not None:
            self._column.removeWidget(self._area)
            self._area.hide()
            self._area.deleteLater()
        self._deed, self._kept = deed, f".{self._name} {deed} {about}"
        self._asks = {ask.key: ask for ask in asks}
        self._title.setText(title)
        self.say("")
        theme.set_property(self._send, "danger", danger)
        theme.set_property(self._send, "primary", not danger)
        form = self._form = Form(columns, name=title)
        kept = self._drafts.load(self._kept)
        several = False
        for ask in asks:
            field = ask.make(form)
            several = several or isinstance(field, TextArea)
            if not field.objectName():
                field.setObjectName(f"{self._name}.{ask.key}")
            form.add(ask.key, ask.label, field)
            text = str(kept.get(ask.key, ask.text))
            match field:
                case TextArea():
                    field.setPlainText(text)
                    field.textChanged.connect(self._keep)
                case TextField():
                    field.setText(text)
                    field.textChanged.connect(self._keep)
                case PathField():
                    field.set_path(text)
                    field.edited.connect(self._keep)
                    field.submitted.connect(self.submit)
        form.submitted.connect(self.submit)
        self._send.set_content(verb, "Ctrl+Enter" if several else "Enter")
        theme.set_surface(form, "raised")
        self._area = YieldingArea(form, self, least=66)
        self._column.insertWidget(1, self._area)
        self.setAccessibleName(title)
        self.show()
        self.opened.emit()
        form.focus_first()

    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        found: dict[str, str] = {}
        for key, field in self._form.fields().items() if self._form is not None else ():
            match field:
                case TextArea():
                    found[key] = field.toPlainText().strip()
                case TextField():
                    found[key] = field.text().strip()
                case PathField():
                    found[key] = field.line.text().strip()
        return found

    def submit(self) -> None:
        """Says what is missing, or hands the values on."""
        if self._form is None or not self.deed:
            return
        values = self.values()
        wanting = {k: ask.needed for k, ask in self._asks.items() if ask.needed and not values[k]}
        if wanting:
            self._form.set_errors(wanting)
            return
        self.say("")
        self.submitted.emit(self._deed, values)

    def say(self, text: str) -> None:
        """Why it was not done; what was typed stays."""
        self._says.setText(text)
        self._says.setVisible(bool(text))

    def done(self) -> None:
        """It was done: what was typed is no longer needed."""
        self._drafts.forget(self._kept)
        self.close_form()

    def close_form(self) -> None:
        """Hides the form; what was typed is kept."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _keep(self) -> None:
        self._drafts.save(self._kept, self.values())


def reason(label: str) -> Ask:
    """A reason that must be given."""

    def make(parent: QWidget) -> Field:
        area = TextArea("", parent, name=label, lines=2)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return area

    return Ask("reason", label, make, needed=translate("InlineForm", "Give the reason"))
