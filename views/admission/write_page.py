"""An application that is written, or one that the centre approves otherwise than it was asked for: the item,
and why. What is typed is kept until it is sent."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.catalogue_draft import different, proposed
from console.errors import ConsoleError
from contract.admission import Admission
from contract.catalogue import ProposedItem
from views import words
from views.catalogue.item_form import ItemForm, typed_of
from views.choices import item_candidate, item_candidates
from views.context import Context
from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.choice import ChoiceBox
from widgets.form import Form
from widgets.keys import KeyMap
from widgets.text import TextArea
from widgets.yielding import YieldingArea

translate = QCoreApplication.translate

OTHERWISE = "otherwise"


class WritePage(QWidget):
    """`sent(what, item's code, ProposedItem | None, reason)`: what is ``admit``, ``change``, ``veto`` or
    `OTHERWISE`."""

    sent = Signal(str, str, object, str)
    left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._what = ""
        self._kept = ""
        self._about: Admission | None = None
        self._filling = False
        theme.set_surface(self, "panel")
        self._title = QLabel(self)
        theme.set_role(self._title, "title")
        self._which = Form(2, name=translate("AdmissionWriting", "Which item"))
        self.item = ChoiceBox(translate("AdmissionWriting", "Item by name, code or initials"))
        self.item.setObjectName("admission.item")
        self.item.line.setObjectName("admission.item.line")
        self._which.add("item", translate("AdmissionWriting", "Item in force"), self.item)
        self.form = ItemForm("admission.form", context.reference)
        self._why = Form(1, name=translate("AdmissionWriting", "Why"))
        self.reason = TextArea("", lines=2)
        self.reason.setObjectName("admission.reason")
        self._why.add("reason", translate("AdmissionWriting", "Why"), self.reason)
        self._says = QLabel(self)
        self._says.setObjectName("admission.says")
        self._says.setWordWrap(True)
        self._says.setContentsMargins(16, 8, 16, 0)
        self._says.hide()
        theme.set_role(self._says, "error")
        self._send = KeyedButton("", "Ctrl+Enter", self)
        self._send.setObjectName("admission.send")
        self._send.setProperty("primary", True)
        self._send.clicked.connect(self.send)
        self._leave = KeyedButton(translate("AdmissionWriting", "Back"), "Esc", self)
        self._leave.setObjectName("admission.leave")
        self._leave.setProperty("flat", True)
        self._leave.clicked.connect(self.left)
        inside = QWidget()
        theme.set_surface(inside, "panel")
        hold = QVBoxLayout(inside)
        hold.setContentsMargins(16, 8, 16, 8)
        hold.setSpacing(10)
        for part in (self._which, self.form, self._why):
            hold.addWidget(part)
        hold.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 10)
        foot.setSpacing(8)
        foot.addWidget(self._send)
        foot.addWidget(self._leave)
        foot.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 4)
        head.addWidget(self._title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(YieldingArea(inside, self, least=160), 1)
        column.addWidget(self._says)
        column.addLayout(foot)
        keys = KeyMap(self)
        keys.bind("Ctrl+Return", self.send)
        keys.bind("Escape", self.left.emit)
        self.form.submitted.connect(self.send)
        self._why.submitted.connect(self.send)
        self.form.edited.connect(self._keep)
        self.reason.textChanged.connect(self._keep)
        self.item.chosen.connect(self._on_item)
        self.item.cleared.connect(self._keep)

    # --- opening -----------------------------------------------------------------------------------------
    def open(self, what: str, about: Admission | None = None) -> None:
        """Opens it for what is to be written, with what was typed before."""
        self._what, self._about = what, about
        self._kept = f".admission {what} {about.id if about is not None else ''}".rstrip()
        kept = self._context.desk.drafts.load(self._kept)
        reference, now = self._context.reference, self._context.now()
        self._title.setText(self._heading())
        self._send.set_content(self._verb(), "Ctrl+Enter")
        self._filling = True
        self.item.set_candidates(item_candidates(reference, now))
        self._which.setVisible(what in ("change", "veto"))
        self.form.setVisible(what != "veto")
        code = str(kept.get("item", ""))
        item = reference.item_at(code, now) if code else None
        self.item.set_value(item_candidate(item) if item is not None else None)
        fields: dict[str, Any] = dict(kept.get("typed") or {})
        if not fields and about is not None and about.proposed is not None:
            fields = typed_of(about.proposed)
        self.form.take(fields)
        self.form.fix_code("change" in (what, about.wish if about is not None else ""))
        self.form.setEnabled(what != "change" or item is not None)
        self.reason.setPlainText(str(kept.get("reason", "")))
        self._which.clear_errors()
        self._why.clear_errors()
        self.say("")
        self._filling = False
        first: QWidget = self.item if what in ("change", "veto") else self.form.field("code")
        if what == OTHERWISE:
            first = self.form.field("name_zh")
        first.setFocus()

    def what(self) -> str:
        """What is open."""
        return self._what

    def about(self) -> Admission | None:
        """The application that is approved otherwise."""
        return self._about

    def _heading(self) -> str:
        about = self._about
        return {
            "admit": translate("AdmissionWriting", "Apply to admit a new item"),
            "change": translate("AdmissionWriting", "Apply to change an item"),
            "veto": translate("AdmissionWriting", "Apply to veto an item: it is to be withdrawn"),
            OTHERWISE: translate("AdmissionWriting", "Approve {number} otherwise than asked for").format(
                number=about.number if about is not None else ""
            ),
        }[self._what]

    def _verb(self) -> str:
        if self._what == OTHERWISE:
            return translate("AdmissionWriting", "Approve it like this")
        return translate("AdmissionWriting", "Send the application")

    def _on_item(self, code: object) -> None:
        """Another item: its own fields are there to be changed."""
        reference = self._context.reference
        item = reference.item_at(str(code), self._context.now())
        self._which.set_error("item", "")
        if item is not None and self._what == "change":
            self.form.setEnabled(True)
            self.form.show_item(proposed(item))
            self.form.fix_code(True)
        self._keep()

    # --- sending -----------------------------------------------------------------------------------------
    def send(self) -> None:
        """Says what is missing under its field, or hands it on."""
        why = self.reason.toPlainText().strip()
        code, item = "", None
        if self._what in ("change", "veto"):
            code = str(self.item.value() or "")
            if not code:
                self._which.set_errors({"item": translate("AdmissionWriting", "Choose the item")})
                return
        if self._what != "veto":
            item = self.form.item()
            if item is None:
                return
        if self._what == "change" and item is not None and not self._is_other(item):
            self.say(translate("AdmissionWriting", "Nothing of the item is other than it is"))
            return
        if len(why) < 2:
            self._why.set_errors({"reason": translate("AdmissionWriting", "Give the reason")})
            return
        self.say("")
        self.sent.emit(self._what, code, item, why)

    def _is_other(self, item: ProposedItem) -> bool:
        current = self._context.reference.item_at(item.code, self._context.now())
        return current is None or bool(different(proposed(current), item))

    def refuse(self, error: ConsoleError) -> None:
        """The centre did not take it: under its fields, else at the foot; what was typed stays."""
        faults = error.problem.errors if error.problem is not None else ()
        if not (faults and self._what != "veto" and self.form.refuse(faults)):
            self.say(self._context.desk.say(error.says))

    def say(self, text: str) -> None:
        """What stands at the foot."""
        self._says.setText(words.begun(text))
        self._says.setVisible(bool(text))

    def done(self) -> None:
        """It was sent: what was typed is no longer needed."""
        self._context.desk.drafts.forget(self._kept)
        self._what = ""

    def _keep(self) -> None:
        if self._filling or not self._what:
            return
        typed = self.form.typed() if self._what != "veto" else {}
        bare = {"kind": typed.get("kind"), "level": typed.get("level")}
        if all(not value for key, value in typed.items() if key not in bare):
            typed = {}
        self._context.desk.drafts.save(
            self._kept,
            {
                "item": str(self.item.value() or ""),
                "typed": typed,
                "reason": self.reason.toPlainText(),
            },
        )
