"""Fields of the forms of a mediation table: a sum in yuan, a name without numbers of persons, several of a
few."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.situation.masking import without_persons
from contract.joint.joint import Joint
from contract.joint.mediation import SIDE_ROLES, yuan
from views import words
from views.context import Context
from views.joint import mediation_words, naming
from views.joint.forms_held import HeldField, NumberField, faint
from views.step_fields import MomentField, OneOfField, SeveralOfField
from widgets import theme
from widgets.text import TextArea, TextField

translate = QCoreApplication.translate

_SUM = re.compile(r"\d{1,12}(?:\.\d{1,2})?", re.ASCII)
_DIGITS_OF_ALL = 20
_MOST_NAME, _MOST_SAT = 200, 10_080
_MOST_FEN = 100_000_000_000_000


def fen_of(text: str) -> int | None:
    """The sum in fen of what was typed in yuan, with up to two decimals; None where it is none."""
    plain = unicodedata.normalize("NFKC", text).strip().removeprefix("¥").removesuffix("元")
    plain = plain.strip().replace(",", "").replace("，", "")
    if _SUM.fullmatch(plain) is None:
        return None
    fen = int(Decimal(plain).scaleb(2))
    return fen if fen <= _MOST_FEN else None


def field(step: str, key: str, context: Context, joint: Joint, name: str) -> tuple[QWidget, int] | None:
    """A field of a step at a mediation table, and how many of two columns it takes; None for one that is the
    same in all forms."""
    match step, key:
        case "side/joined", "name":
            return NameField(name), 2
        case "side/joined", "role":
            return OneOfField(
                name, [(key, words.begun(words.pick(one))) for key, one in SIDE_ROLES.items()]
            ), 2
        case "session/set", "at":
            return MomentField(context.reference, context.now()), 1
        case "session/set", "place":
            return PlaceLine(name, joint.place), 1
        case "session/held", "present":
            sides = [(side.id, side.name) for side in joint.sides]
            return SeveralHeld(name, sides, [side.id for side in joint.at_table]), 2
        case "session/held", "mediators":
            units = [(party.unit, naming.party(party, context.reference)) for party in joint.active]
            came = [party.unit for party in joint.active if party.arrival is not None]
            return SeveralHeld(name, units, came), 2
        case "session/held", "sat":
            return NumberField(_MOST_SAT, "90"), 1
        case "session/held", "place":
            line = TextField(joint.place)
            line.setMaxLength(_MOST_NAME)
            return line, 1
        case "session/held", "words":
            return TextArea(mediation_words.placeholder(step, key), lines=4), 2
        case "settlement/drawn", "text":
            return TextArea(mediation_words.placeholder(step, key), lines=6), 2
        case "settlement/drawn", "sum":
            return MoneyField(name), 1
        case "settlement/performed", "sum":
            held = joint.settlement
            return MoneyField(name, held.fen - held.paid if held is not None else None), 1
        case "settlement/broken", "referred":
            line = TextField(mediation_words.placeholder(step, key))
            line.setMaxLength(_MOST_NAME)
            return line, 2
        case _:
            return None


class _Line(HeldField):
    """A single line."""

    def __init__(self, name: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.line = TextField(placeholder, self)
        self.line.setObjectName(f"{name}.line")
        self.setFocusProxy(self.line)
        self.listen(self.line)

    def value(self) -> Any:
        return self.line.text().strip()

    def kept(self) -> Any:
        return self.line.text()

    def take(self, kept: Any) -> None:
        self.line.setText(str(kept))

    def begin(self) -> None:
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)


class PlaceLine(_Line):
    """Where they sit: at first where the action is."""

    def __init__(self, name: str, place: str, parent: QWidget | None = None) -> None:
        super().__init__(name, "", parent)
        self.line.setMaxLength(_MOST_NAME)
        self.line.setText(place)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line)


class NameField(_Line):
    """What a side is called at the table: no numbers by which a person is known."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, mediation_words.placeholder("side/joined", "name"), parent)
        self.line.setMaxLength(_MOST_NAME)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.line)
        told = faint(translate("JointMediation", "No identity numbers, addresses or phone numbers."), self)
        told.setWordWrap(True)
        row.addWidget(told)

    def wrong(self) -> str:
        text = self.line.text()
        if without_persons(text) != text:
            return translate("JointMediation", "Leave out identity and phone numbers")
        return ""


class MoneyField(_Line):
    """A sum in yuan; its value in fen, exactly. `most` is what there is to pay."""

    def __init__(self, name: str, most: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(name, yuan(most) if most else "", parent)
        self._most = most
        self.line.setProperty("numeric", True)
        self.line.setMaxLength(_DIGITS_OF_ALL)
        self._said = faint("", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self._said, 1)
        self._said.setMinimumWidth(theme.current().px(120))
        self.line.textChanged.connect(self._say)
        self._say()

    def _say(self) -> None:
        fen = fen_of(self.line.text())
        if fen is not None:
            self._said.setText(mediation_words.sum_of(fen))
        elif self._most is not None:
            most = mediation_words.sum_of(self._most)
            self._said.setText(translate("JointMediation", "still due {sum}").format(sum=most))
        else:
            self._said.setText("")

    def value(self) -> int | None:
        return fen_of(self.line.text())

    def wrong(self) -> str:
        if not self.line.text().strip():
            return ""
        fen = fen_of(self.line.text())
        if fen is None:
            return translate("JointMediation", "Type a sum in yuan with up to two decimals, such as 12000.50")
        if self._most is not None and not 0 < fen <= self._most:
            most = mediation_words.sum_of(self._most)
            return translate("JointMediation", "More than nothing, at most {sum}").format(sum=most)
        return ""


class SeveralHeld(HeldField):
    """Several of a few answers (key, text); `chosen` are taken at first."""

    def __init__(
        self,
        name: str,
        answers: Sequence[tuple[str, str]],
        chosen: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._touched = False
        self.several = SeveralOfField(f"{name}.of", answers, self)
        self.several.set_value(",".join(chosen))
        self.several.chosen.connect(self._on_chosen)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.several)
        self.setFocusProxy(self.several)

    def _on_chosen(self, _key: str) -> None:
        self._touched = True
        self.changed.emit()

    def value(self) -> tuple[str, ...]:
        return tuple(key for key in self.several.value().split(",") if key)

    def kept(self) -> Any:
        return {"chosen": self.several.value()} if self._touched else {}

    def take(self, kept: Any) -> None:
        if "chosen" in kept:
            self._touched = True
            self.several.set_value(str(kept["chosen"]))

    def begin(self) -> None:
        self.several.setFocus(Qt.FocusReason.ShortcutFocusReason)
