"""Scores by stars: a row for each department, worked by the figures 1 to 5."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from contract.account import Actor
from contract.joint.guards import may_score
from contract.joint.joint import Joint
from contract.joint.party import Party
from views.context import Context
from views.joint import naming
from views.joint.forms_held import Rows
from views.step_fields import OneOfField
from widgets.text import TextField

translate = QCoreApplication.translate

_MOST_STARS = 5


def stars_field(name: str, parent: QWidget) -> OneOfField:
    """One to five stars, by figures."""
    field = OneOfField(name, [(str(n), "★") for n in range(1, _MOST_STARS + 1)], parent)
    field.setMinimumWidth(field.sizeHint().width())
    return field


def scorable(joint: Joint, actor: Actor | None) -> list[Party]:
    """The departments that somebody scores: all but their own."""
    return [party for party in joint.active if actor is not None and may_score(party, actor)]


class ScoresField(Rows):
    """One to five stars for each department, by figures; the caret goes on to the next by itself."""

    def __init__(self, context: Context, joint: Joint, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        for party in scorable(joint, context.desk.actor):
            said = naming.unit(party.unit, party.unit_name, context.reference)
            line = ScoreLine(self, self.fresh_name(), party.unit, said)
            if party.score is not None:
                line.take(party.score.value, party.score.words)
            line.before = line.given()
            line.stars.chosen.connect(lambda _key, after=line: self._on(after))
            self.put(line)

    def _scored(self) -> list[ScoreLine]:
        return [line for line in self.lines if isinstance(line, ScoreLine)]

    def _on(self, line: ScoreLine) -> None:
        lines = self._scored()
        place = lines.index(line) + 1
        (lines[place].stars if place < len(lines) else line.said).setFocus(Qt.FocusReason.TabFocusReason)
        self.changed.emit()

    def value(self) -> tuple[tuple[str, int, str], ...]:
        """Unit, stars and words of those that are scored anew or otherwise."""
        return tuple(
            (line.unit, int(line.stars.value()), line.said.text().strip())
            for line in self._scored()
            if line.stars.value() and line.given() != line.before
        )

    def wrong(self) -> str:
        for line in self._scored():
            if not line.stars.value() and line.said.text().strip():
                return translate("JointForms", "{unit}: choose one to five stars").format(unit=line.name)
        if not self.value():
            return translate("JointForms", "Choose one to five stars; the figures 1 to 5 do")
        return ""

    def kept(self) -> Any:
        lines = {line.unit: list(line.given()) for line in self._scored() if line.given() != line.before}
        return {"lines": lines} if lines else {}

    def take(self, kept: Any) -> None:
        for line in self._scored():
            stars, said = kept.get("lines", {}).get(line.unit, ("", ""))
            if stars or said:
                line.take(int(stars or 0), str(said))

    def begin(self) -> None:
        lines = self._scored()
        first = next((line for line in lines if not line.stars.value()), lines[0] if lines else None)
        if first is not None:
            first.stars.setFocus(Qt.FocusReason.ShortcutFocusReason)


class ScoreLine(QWidget):
    """A department's stars, with words."""

    def __init__(self, table: ScoresField, name: str, unit: str, said: str) -> None:
        super().__init__(table)
        self.setObjectName(name)
        self.unit, self.name = unit, said
        self.before: tuple[str, str] = ("", "")
        label = QLabel(said, self)
        label.setWordWrap(True)
        self.stars = stars_field(f"{name}.stars", self)
        self.stars.setAccessibleName(said)
        self.said = TextField(translate("JointForms", "Words (optional)"), self)
        self.said.setObjectName(f"{name}.words")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(label, 30)
        row.addWidget(self.stars)
        row.addWidget(self.said, 40)
        table.listen(self.said)
        self.setFocusProxy(self.stars)

    def given(self) -> tuple[str, str]:
        """Stars and words as they stand."""
        return self.stars.value(), self.said.text().strip()

    def take(self, stars: int, said: str) -> None:
        """Shows what was given."""
        self.stars.set_value(str(stars))
        self.said.setText(said)
