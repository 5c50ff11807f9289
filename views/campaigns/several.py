"""Fields of a plan that hold several: areas, goals."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from contract.account import in_path
from contract.campaign.campaign import MEASURES, Goal
from contract.reference import Area
from views import choices
from views.campaigns import naming
from views.context import Context
from views.joint.forms_held import HeldField, NumberField, faint, named
from widgets import theme
from widgets.choice import ChoiceBox

translate = QCoreApplication.translate

_MOST_TARGET = 1_000_000


class SeveralAreas(HeldField):
    """Several areas: each that is chosen stands below the line and can be taken out again."""

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._name, self._reference = name, context.reference
        self._areas: dict[str, QWidget] = {}
        self.box = ChoiceBox(
            translate("Campaigns", "Street, community or grid: name, code or initials"), self
        )
        named(self.box, f"{name}.box")
        actor = context.desk.actor
        within = actor.area_path if actor is not None and actor.role in ("seat", "leader") else ""
        found: list[Area] = sorted(self._reference.areas, key=lambda one: one.path.count("/"))
        self.box.set_candidates(
            [
                choices.area_candidate(one, self._reference)
                for one in found
                if one.parent and (not within or in_path(one.path, within))
            ]
        )
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

    def _on_chosen(self, spot: object) -> None:
        self.add(str(getattr(spot, "code", "")))
        self.box.set_value(None)
        self.changed.emit()

    def add(self, code: str) -> None:
        """Takes an area in."""
        area = self._reference.area(code)
        if area is None or code in self._areas:
            return
        row = QWidget(self)
        told = choices.area_candidate(area, self._reference)
        drop = QPushButton(translate("JointForms", "Take out"), row)
        drop.setObjectName(f"{self._name}.{code}.drop")
        theme.set_property(drop, "flat", True)
        drop.clicked.connect(partial(self._drop, code))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(QLabel(told.text, row))
        line.addWidget(faint(told.reason, row), 1)
        line.addWidget(drop)
        self._areas[code] = row
        self._rows.addWidget(row)

    def _drop(self, code: str, _checked: bool = False) -> None:
        row = self._areas.pop(code)
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.box.setFocus()
        self.changed.emit()

    def value(self) -> tuple[str, ...]:
        return tuple(self._areas)

    def kept(self) -> Any:
        return (
            {"areas": list(self._areas), "typed": self.box.text()} if self._areas or self.box.text() else {}
        )

    def take(self, kept: Any) -> None:
        for code in list(self._areas):
            self._drop(code)
        for code in kept.get("areas", ()):
            self.add(str(code))
        if kept.get("typed"):
            self.box.set_text(str(kept["typed"]))

    def wrong(self) -> str:
        if self.box.text().strip():
            return translate("Campaigns", "Choose the area from the list, or empty the line")
        return ""


class GoalsField(HeldField):
    """How much of each measure is to be reached; a line left empty is no goal."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._lines: dict[str, NumberField] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        for n, key in enumerate(MEASURES):
            line = self._lines[key] = NumberField(_MOST_TARGET, "", self)
            line.setObjectName(f"{name}.{key}")
            line.setAccessibleName(naming.measure(key))
            self.listen(line)
            grid.addWidget(faint(naming.measure(key), self), n // 3 * 2, n % 3)
            grid.addWidget(line, n // 3 * 2 + 1, n % 3)
        self.setFocusProxy(next(iter(self._lines.values())))

    def value(self) -> tuple[Goal, ...]:
        return tuple(Goal(key, line.number() or 0) for key, line in self._lines.items() if line.number())

    def kept(self) -> Any:
        return {key: line.text() for key, line in self._lines.items() if line.text().strip()}

    def take(self, kept: Any) -> None:
        for key, line in self._lines.items():
            line.setText(str(kept.get(key, "")))

    def wrong(self) -> str:
        if any(line.is_wrong() or line.number() == 0 for line in self._lines.values()):
            return translate("Campaigns", "A goal is a whole number above zero, or stays empty")
        return ""
