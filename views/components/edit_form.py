"""A component laid out to be changed, or a new one: whose it is, how it is, where, and why. Never a dialog;
what is typed in it is kept."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from console.errors import ConsoleError, InputWrong
from contract.component import (
    KINDS,
    STATES,
    ChangeComponent,
    Component,
    Owner,
    RegisterComponent,
    fine,
)
from views import choices, words
from views.components import component_words as said
from views.context import Context
from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.choice import Candidate, ChoiceBox
from widgets.form import Form
from widgets.keys import KeyMap
from widgets.text import TextArea, TextField

translate = QCoreApplication.translate

NEW = "register"
CHANGE = "change"
_KEPT = ".component"
_NOBODY = Owner()


class EditForm(QWidget):
    """`submitted` when it is to be sent; the form stays until `done`. `opened` and `closed` tell when it is
    laid out and put away."""

    submitted = Signal()
    opened = Signal()
    closed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("components.form")
        theme.set_surface(self, "raised")
        self._context = context
        self._deed = ""
        self._before: Component | None = None
        self._filling = False
        self._title = QLabel(self)
        self._title.setWordWrap(True)
        theme.set_role(self._title, "strong")
        self._says = QLabel(self)
        self._says.setObjectName("components.form.says")
        self._says.setWordWrap(True)
        theme.set_role(self._says, "error")
        self._fields()
        self._send = KeyedButton("", "Ctrl+Enter", self)
        self._send.setObjectName("components.form.send")
        self._send.setProperty("primary", True)
        self._send.clicked.connect(self.submit)
        stop = KeyedButton(translate("InlineForm", "Cancel"), "Esc", self)
        stop.setObjectName("components.form.cancel")
        stop.setProperty("flat", True)
        stop.clicked.connect(self.close_form)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._send)
        foot.addWidget(stop)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        for part in (self._title, self.form, self._says):
            column.addWidget(part)
        column.addLayout(foot)
        # Whole or not at all: what stands above it yields.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        keys = KeyMap(self)
        keys.bind("Escape", self.close_form)
        keys.bind("Ctrl+Return", self.submit)
        self.hide()

    def _fields(self) -> None:
        self.code = TextField("", self, name=translate("Components", "Code"))
        self.code.setObjectName("components.form.code")
        self.kind = self._combo("kind", {key: said.kind_text(key) for key in KINDS})
        self.owner = ChoiceBox(
            translate("Components", "A unit, or a name outside the district"),
            self,
            name=translate("Components", "Owner"),
        )
        self.owner.setObjectName("components.form.owner")
        self.owner.line.setObjectName("components.form.owner.line")
        self.state = self._combo("state", {key: said.state_text(key) for key in STATES if key != "removed"})
        self.place = TextField("", self, name=translate("Components", "Place"))
        self.place.setObjectName("components.form.place")
        self.point = TextField("117.300000, 31.800000", self, name=translate("Components", "Coordinates"))
        self.point.setObjectName("components.form.point")
        self.reason = TextArea("", self, name=translate("Components", "Reason"), lines=2)
        self.reason.setObjectName("components.form.reason")
        form = self.form = Form(2, self, name=translate("Components", "Component"))
        form.add("code", translate("Components", "Code"), self.code)
        form.add("kind", translate("Components", "Kind"), self.kind)
        hint = translate("Components", "Choose “Ownerless” where nobody is known to own it")
        form.add("owner", translate("Components", "Owner"), self.owner, hint=hint)
        form.add("state", translate("Components", "State"), self.state)
        form.add("place", translate("Components", "Place"), self.place)
        form.add("point", translate("Components", "Coordinates"), self.point)
        form.add("reason", translate("Components", "Reason"), self.reason, span=2)
        form.submitted.connect(self.submit)
        for line in (self.code, self.place, self.point):
            line.textChanged.connect(self._keep)
        self.reason.textChanged.connect(self._keep)
        for combo in (self.kind, self.state):
            combo.currentIndexChanged.connect(self._keep)
        self.owner.edited.connect(self._keep)
        self.owner.chosen.connect(self._keep)

    def _combo(self, name: str, entries: dict[str, str]) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(f"components.form.{name}")
        for key, text in entries.items():
            combo.addItem(text, key)
        return combo

    @property
    def deed(self) -> str:
        """What is open, "" for nothing."""
        return self._deed if not self.isHidden() else ""

    @property
    def before(self) -> Component | None:
        """The component as it was when the form was opened."""
        return self._before

    # --- filling -----------------------------------------------------------------------------------------
    def open(self, one: Component | None, field: str = "") -> None:
        """Lays a component out (None: a new one), with what was typed before; the caret goes to `field`."""
        self._before, self._deed = one, NEW if one is None else CHANGE
        reference = self._context.reference
        self.owner.set_candidates([self._nobody(), *choices.unit_candidates(reference)])
        typed = self._typed_of(one)
        kept = self._context.desk.drafts.load(self._kept())
        if kept.get("version", 0) == (one.version if one is not None else 0):
            typed |= {name: kept[name] for name in typed if name in kept}
        self._fill(typed)
        self.code.setEnabled(one is None)
        verb = translate("Components", "Register") if one is None else translate("Components", "Change")
        title = translate("Components", "A new component")
        if one is not None:
            title = words.dotted((said.kind_text(one.kind), one.code, one.place))
        self._title.setText(title)
        self._send.set_content(verb, "Ctrl+Enter")
        self.setAccessibleName(title)
        self.say("")
        self.form.clear_errors()
        self.show()
        self.opened.emit()
        place = self.form.field(field) if field else self.code if one is None else self.reason
        place.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(place, ChoiceBox):
            place.line.selectAll()  # what is typed takes the place of what stands there

    def _nobody(self) -> Candidate:
        return Candidate(said.ownerless(), "", "", translate("Components", "nobody is known"), _NOBODY)

    def _typed_of(self, one: Component | None) -> dict[str, Any]:
        if one is None:
            return {
                "code": "",
                "kind": next(iter(KINDS)),
                "unit": "",
                "name": "",
                "nobody": False,
                "state": "intact",
                "place": "",
                "point": "",
                "reason": "",
            }
        return {
            "code": one.code,
            "kind": one.kind,
            "unit": one.owner.unit,
            "name": "" if one.owner.unit else one.owner.name,
            "nobody": one.owner.nobody,
            "state": "intact" if one.state == "removed" else one.state,
            "place": one.place,
            "point": f"{one.lon:.6f}, {one.lat:.6f}",
            "reason": "",
        }

    def _fill(self, typed: dict[str, Any]) -> None:
        self._filling = True
        self.code.setText(str(typed["code"]))
        for combo, key in ((self.kind, "kind"), (self.state, "state")):
            combo.setCurrentIndex(max(combo.findData(typed[key]), 0))
        reference = self._context.reference
        unit = reference.unit(str(typed["unit"]))
        if unit is not None:
            self.owner.set_value(choices.unit_candidate(unit, reference))
        elif typed["nobody"]:
            self.owner.set_value(self._nobody())
        else:
            self.owner.set_text(str(typed["name"]))
        self.place.setText(str(typed["place"]))
        self.point.setText(str(typed["point"]))
        self.reason.setPlainText(str(typed["reason"]))
        self._filling = False

    def _typed(self) -> dict[str, Any]:
        value = self.owner.value()
        return {
            "code": self.code.text().strip(),
            "kind": self.kind.currentData(),
            "unit": value if isinstance(value, str) else "",
            "name": self.owner.text().strip() if value is None else "",
            "nobody": value == _NOBODY,
            "state": self.state.currentData(),
            "place": self.place.text().strip(),
            "point": self.point.text().strip(),
            "reason": self.reason.toPlainText().strip(),
        }

    def _kept(self) -> str:
        return f"{_KEPT} {self._before.code if self._before is not None else ''}"

    def _keep(self, *_: object) -> None:
        if self._filling or not self.deed:
            return
        typed = self._typed()
        if typed == self._typed_of(self._before):
            self._context.desk.drafts.forget(self._kept())
            return
        version = self._before.version if self._before is not None else 0
        self._context.desk.drafts.save(self._kept(), typed | {"version": version})

    # --- sending -----------------------------------------------------------------------------------------
    def submit(self) -> None:
        """Says what is missing, or asks to be sent."""
        if not self.deed:
            return
        typed, faults = self._typed(), {}
        if not typed["code"]:
            faults["code"] = translate("Components", "Give its code")
        if not (typed["unit"] or typed["name"] or typed["nobody"]):
            faults["owner"] = translate("Components", "Say whose it is, or that it is ownerless")
        if choices.coordinates(typed["point"]) is None:
            faults["point"] = translate("Components", "Longitude and latitude, with a comma between")
        if not typed["reason"]:
            faults["reason"] = translate("InlineForm", "Give the reason")
        self.form.set_errors(faults)
        if not faults:
            self.say("")
            self.submitted.emit()

    def registering(self, key: str) -> RegisterComponent:
        """The command that enters what stands there."""
        typed = self._typed()
        lon, lat = choices.coordinates(typed["point"]) or (0.0, 0.0)
        return RegisterComponent(
            action_id=key,
            code=typed["code"],
            kind=typed["kind"],
            lon=lon,
            lat=lat,
            place=typed["place"],
            owner=Owner(typed["unit"], typed["name"]),
            state=typed["state"],
            reason=typed["reason"],
        )

    def changing(self, key: str) -> ChangeComponent | None:
        """The command that changes what is other than before; None where nothing is."""
        typed, before = self._typed(), self._before
        assert before is not None
        lon, lat = choices.coordinates(typed["point"]) or (before.lon, before.lat)
        owner = Owner(typed["unit"], typed["name"])
        had = Owner(before.owner.unit, "" if before.owner.unit else before.owner.name)
        moved = (fine(lon), fine(lat)) != (before.lon, before.lat)
        command = ChangeComponent(
            action_id=key,
            base_version=before.version,
            reason=typed["reason"],
            kind=typed["kind"] if typed["kind"] != before.kind else None,
            place=typed["place"] if typed["place"] != before.place else None,
            lon=lon if moved else None,
            lat=lat if moved else None,
            owner=owner if owner != had else None,
            state=typed["state"] if typed["state"] != before.state else None,
        )
        asked = (command.kind, command.place, command.lon, command.owner, command.state)
        return None if all(one is None for one in asked) else command

    def say(self, text: str) -> None:
        """Why it was not done; what was typed stays."""
        self._says.setText(text)
        self._says.setVisible(bool(text))

    def refuse(self, error: ConsoleError) -> None:
        """Says what the centre found wrong, under the field where it is one of the form's."""
        fields = self.form.fields()
        names = {"owner.unit": "owner", "lon": "point", "lat": "point"}
        found: dict[str, str] = {}
        if isinstance(error, InputWrong) and error.problem is not None:
            for fault in error.problem.errors:
                name = names.get(fault.field, fault.field)
                if name in fields:
                    found[name] = fault.zh if words.language().startswith("zh") else fault.en
        self.form.set_errors(found)
        self.say("" if found else self._context.desk.say(error.says))

    def done(self) -> None:
        """It was done: what was typed is no longer needed."""
        self._context.desk.drafts.forget(self._kept())
        self.close_form()

    def close_form(self) -> None:
        """Hides the form; what was typed is kept."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()
