"""One application laid out: who asks for what and why, the item as it is beside the item as it shall be, and
what became of it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from console.catalogue import versions_here
from console.catalogue_draft import different, proposed
from contract.admission import Admission
from contract.reference import Item, Reference
from views import words
from views.admission.list_panel import state_words, wish_words
from views.catalogue import item_words
from views.context import Context
from widgets import theme
from widgets.facts import Fact, FactsGrid
from widgets.moments import day_time

translate = QCoreApplication.translate


class Line(NamedTuple):
    """One field of the item, as it is and as it shall be; `other`: the two differ."""

    field: str
    now: str
    asked: str
    other: bool


def item_of(one: Admission, reference: Reference, now: int) -> Item | None:
    """The item in force that an application is about."""
    return reference.item_at(one.item, now)


def lines_of(one: Admission, reference: Reference, now: int) -> list[Line]:
    """The fields that say something on either side: first those that differ."""
    current = item_of(one, reference, now)
    before = None if current is None else proposed(current)
    after = one.proposed
    changed = set() if before is None or after is None else set(different(before, after))
    found = []
    for name in item_words.fields():
        left = "" if before is None else item_words.value(before, name, reference)
        right = "" if after is None else item_words.value(after, name, reference)
        if name in changed and left == right:
            # Only the Chinese is other: the English says so only when it is written anew.
            left, right = (str(getattr(getattr(one, name), "zh", "")) for one in (before, after))
        if left or right:
            found.append(Line(item_words.field(name), left, right, name in changed))
    return sorted(found, key=lambda line: not line.other)


class Ground(QWidget):
    """The panel. Its labels are filled anew, never made anew where they are there."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("admission.ground")
        theme.set_surface(self, "panel")
        self._title = self._label("title")
        self._title.setObjectName("admission.title")
        self._facts = FactsGrid(2, self)
        self._reason_head = self._label("caption")
        self._reason_head.setText(translate("AdmissionGround", "Why"))
        self._reason = self._label("")
        self._decision_head = self._label("caption")
        self._decision = self._label("")
        self._heads = [self._label("caption") for _ in range(3)]
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        for column, share in enumerate((2, 4, 4)):
            self._grid.setColumnStretch(column, share)
            self._grid.addWidget(self._heads[column], 0, column, Qt.AlignmentFlag.AlignTop)
        self._cells: list[list[QLabel]] = []
        inside = QWidget()
        theme.set_surface(inside, "panel")
        column_ = QVBoxLayout(inside)
        column_.setContentsMargins(16, 12, 16, 12)
        column_.setSpacing(8)
        for part in (
            self._title,
            self._facts,
            self._reason_head,
            self._reason,
            self._decision_head,
            self._decision,
        ):
            column_.addWidget(part)
        column_.addSpacing(8)
        column_.addLayout(self._grid)
        column_.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        self._shown = ""

    def _label(self, role: str) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if role:
            theme.set_role(label, role)
        return label

    def show_one(self, one: Admission | None) -> None:
        """Lays one out (None: nothing)."""
        self._scroll.widget().setVisible(one is not None)
        if one is None:
            self._shown = ""
            return
        if one.id != self._shown:
            self._shown = one.id
            self._scroll.verticalScrollBar().setValue(0)
        name = words.pick(one.item_names)
        self._title.setText(words.dotted((wish_words(one.wish), f"{one.item} {name}")))
        self._facts.set_facts(self._facts_of(one))
        self._reason.setText(one.reason)
        said = bool(one.decision)
        self._decision_head.setText(
            words.dotted((translate("AdmissionGround", "Decision of the centre"), state_words(one.state)))
        )
        self._decision.setText(one.decision)
        for label in (self._decision_head, self._decision):
            label.setVisible(said)
        self._show_lines(one)

    def _when(self, instant: int) -> str:
        return day_time(words.local(instant, self._context.desk.reference))

    def _facts_of(self, one: Admission) -> list[Fact]:
        by = words.dotted((words.pick(one.unit_names), one.by_name))
        facts = [
            Fact(translate("AdmissionGround", "Application"), one.number),
            Fact(translate("AdmissionGround", "Standing"), state_words(one.state)),
            Fact(translate("AdmissionGround", "Applied by"), by),
            Fact(translate("AdmissionGround", "Applied"), self._when(one.at)),
        ]
        if one.decided_at is not None:
            decided = words.dotted((one.decided_by_name, self._when(one.decided_at)))
            facts.append(Fact(translate("AdmissionGround", "Decided by"), decided))
        if one.version:
            versions = versions_here(self._context.reference, self._context.now())
            start = next((v.effective_from for v in versions if v.version == one.version), None)
            since = translate("AdmissionGround", "from {when}")
            from_ = "" if start is None else since.format(when=self._when(start))
            facts.append(Fact(translate("AdmissionGround", "Version"), words.dotted((one.version, from_))))
        elif one.state == "approved":
            facts.append(
                Fact(
                    translate("AdmissionGround", "Version"),
                    translate("AdmissionGround", "the next one that is decided"),
                )
            )
        return facts

    def _show_lines(self, one: Admission) -> None:
        lines = lines_of(one, self._context.reference, self._context.now())
        there = item_of(one, self._context.reference, self._context.now()) is not None
        now = translate("AdmissionGround", "The item as it is")
        asked = translate("AdmissionGround", "As it is asked for")
        if not there:
            now = translate("AdmissionGround", "Not in the catalogue")
        if one.proposed is None:
            asked = translate("AdmissionGround", "Is to be withdrawn")
        for head, text in zip(self._heads, ("", now, asked), strict=True):
            head.setText(text)
        while len(self._cells) < len(lines):
            place = len(self._cells) + 1
            row = [self._label("") for _ in range(3)]
            for column, label in enumerate(row):
                self._grid.addWidget(label, place, column, Qt.AlignmentFlag.AlignTop)
            self._cells.append(row)
        for n, row in enumerate(self._cells):
            line = lines[n] if n < len(lines) else None
            for label, text in zip(row, line[:3] if line is not None else ("", "", ""), strict=True):
                label.setVisible(line is not None)
                label.setText(str(text))
            if line is None:
                continue
            for column, label in enumerate(row):
                strong = line.other and column == 2
                theme.set_role(label, "" if line.other and column else "dim")
                font = label.font()
                font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
                label.setFont(font)
