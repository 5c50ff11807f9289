"""The board with what narrows it: chips, a kind, a word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from contract.joint.joint import Joint
from contract.joint.lifecycle import ENDED
from views import words
from views.context import Context
from views.joint import cards
from views.joint.narrowing import Narrowing, is_mine
from views.joint.running import is_late, unheard
from views.on_line import why_not
from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.board import Board, Card
from widgets.chips import Chip, ChipBar, ChipChoice
from widgets.countdown import Remaining
from widgets.moments import age
from widgets.text import SearchField

_SWEEP_S = 30
"""So often what time alone changes is looked at: who is late now, what was closed long ago."""
_COUNTED_MS = 50
"""So long after a change what stands on the chips is told over: once the cards are painted."""


class BoardPane(QWidget):
    """The cards of all joint actions in scope that fit the filter. `narrowed` when another filter is in
    force."""

    narrowed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("joint.pane")
        theme.set_surface(self, "panel")
        self._context = context
        self.narrowing = Narrowing()
        self._alone: frozenset[str] = frozenset()
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNTED_MS)
        self._counting.timeout.connect(self._count)
        self.chips = ChipBar(self, name=self.tr("What is shown"))
        self.chips.setObjectName("joint.chips")
        self.search = SearchField(self.tr("Number, title, place, department"), self, name=self.tr("Search"))
        self.search.setObjectName("joint.search")
        self.search.setFixedWidth(theme.current().px(240))
        self.says = QLabel(self)
        self.says.setObjectName("joint.says")
        theme.set_role(self.says, "dim")
        self.board = Board(context.ticker, self._left, self, name=self.tr("Joint actions by phase"))
        self.board.setObjectName("joint.board")
        self.figures = KeyedButton(self.tr("Figures"), "5", self)
        self.figures.setObjectName("joint.figures")
        self.figures.setProperty("flat", True)
        self.figures.clicked.connect(lambda: context.go("joint_figures"))
        self._stand()
        self.set_kinds()
        self.chips.toggled.connect(self._on_chip)
        self.chips.chosen.connect(self._on_kind)
        self.search.searched.connect(self._on_search)
        self.search.left.connect(lambda: self.board.setFocus(Qt.FocusReason.OtherFocusReason))
        self.search.submitted.connect(lambda: self.board.setFocus(Qt.FocusReason.OtherFocusReason))

    def _stand(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 6, 8, 4)
        head.setSpacing(12)
        head.addWidget(self.chips, 1)
        head.addWidget(self.says)
        head.addWidget(self.search)
        head.addWidget(self.figures)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.board, 1)

    def set_kinds(self) -> None:
        """Columns and kinds by the words of this district."""
        reference = self._context.reference
        self.board.set_columns(cards.columns(reference))
        kinds = reference.district.joint.kinds
        self.chips.set_chips(
            [
                Chip("all", self.tr("All"), on=True),
                Chip("mine", self.tr("Ours")),
                Chip("late", self.tr("Late")),
                Chip(
                    "kind",
                    self.tr("Kind"),
                    choices=tuple(ChipChoice(words.begun(words.pick(k.names)), k.key) for k in kinds),
                ),
            ]
        )
        self._say_chips()

    # --- the cards ---------------------------------------------------------------------------------------
    def take_all(self) -> None:
        """All of them anew; what is chosen and scrolled stays where it is still there."""
        joints = self._context.desk.joints
        self.board.set_cards([self._card(one) for one in joints.rows() if self._fits(one)])
        self._note_alone(joints.rows())
        self._say_empty()
        self._count_soon()

    def take(self, changed: Iterable[str], gone: Iterable[str]) -> None:
        """What came, changed or went."""
        out = list(gone)
        fresh = []
        for one in changed:
            joint = self._context.desk.joints.get(one)
            if joint is not None and self._fits(joint):
                fresh.append(self._card(joint))
            else:
                out.append(one)
        self.board.change_cards(fresh, out)
        self._note_alone(self._context.desk.joints.rows())
        self._say_empty()
        self._count_soon()

    def pass_time(self) -> None:
        """Once a second: who was to be heard of and was not stands first at once."""
        now = self._context.now()
        rows = self._context.desk.joints.rows()
        alone = frozenset(one.id for one in rows if one.safety and unheard(one, now))
        if alone != self._alone:
            self.take(alone ^ self._alone, ())
        elif now // 1000 % _SWEEP_S == 0:
            self.take_all()

    def _fits(self, joint: Joint) -> bool:
        now, reference = self._context.now(), self._context.reference
        return cards.is_shown(joint, now) and self.narrowing.lets(
            joint, self._context.desk.actor, now, reference
        )

    def _card(self, joint: Joint) -> Card:
        return cards.card_of(
            joint,
            self._context.now(),
            self._context.reference,
            pending=self._context.desk.joints.pending(joint.id),
        )

    def _left(self, key: str) -> Remaining | None:
        joint = self._context.desk.joints.get(key)
        if joint is None:
            return None
        return cards.left(joint, self._context.now(), self._context.reference.calendar)

    def _note_alone(self, rows: Iterable[Joint]) -> None:
        now = self._context.now()
        self._alone = frozenset(one.id for one in rows if one.safety and unheard(one, now))

    def open_count(self) -> int:
        """How many are under way, filtered or not."""
        return sum(one.state not in ENDED for one in self._context.desk.joints.rows())

    def _count_soon(self) -> None:
        """What stands on the chips is told over when the cards are painted."""
        if not self._counting.isActive():
            self._counting.start()

    def _count(self) -> None:
        now, actor = self._context.now(), self._context.desk.actor
        shown = [one for one in self._context.desk.joints.rows() if cards.is_shown(one, now)]
        self.chips.set_count("all", len(shown))
        self.chips.set_count("mine", sum(is_mine(one, actor) for one in shown))
        self.chips.set_count("late", sum(is_late(one, now) for one in shown))

    # --- the filter --------------------------------------------------------------------------------------
    def narrow(self, narrowing: Narrowing) -> None:
        """Another filter."""
        if narrowing != self.narrowing:
            self.narrowing = narrowing
            self._say_chips()
            self.take_all()
            self.narrowed.emit()

    def clear(self) -> bool:
        """Shows all again; False where all is shown already."""
        if self.narrowing == Narrowing():
            return False
        self.search.clear()
        self.narrow(Narrowing())
        return True

    def press(self, chip: str) -> None:
        """What a click on a chip does, for its key."""
        if chip == "kind":
            self.chips.open_choices("kind")
        else:
            self._on_chip(chip, not self.chips.is_on(chip))

    def _on_chip(self, key: str, on: bool) -> None:
        wanted = self.narrowing
        match key:
            case "all":
                self.search.clear()
                wanted = Narrowing()
            case "mine":
                wanted = replace(wanted, mine=on)
            case "late":
                wanted = replace(wanted, late=on)
        self.narrow(wanted)
        self._say_chips()

    def _on_kind(self, _key: str, data: object) -> None:
        self.narrow(replace(self.narrowing, kind=str(data or "")))

    def _on_search(self, text: str) -> None:
        self.narrow(replace(self.narrowing, text=text.strip()))

    def _say_chips(self) -> None:
        self.chips.set_on("all", self.narrowing == Narrowing())
        self.chips.set_on("mine", self.narrowing.mine)
        self.chips.set_on("late", self.narrowing.late)
        self.chips.set_choice("kind", self.narrowing.kind or None)

    # --- saying ------------------------------------------------------------------------------------------
    def _say_empty(self) -> None:
        if self.narrowing != Narrowing():
            self.board.set_empty(self.tr("No action fits the filter"), self.tr("1 shows all of them again."))
        elif self._context.desk.connection.heard_at is None:
            self.board.set_empty(self.tr("The actions are being fetched"), "")
        else:
            self.board.set_empty(
                self.tr("No joint action is under way"),
                self.tr("A street whistles, a lead department applies, or a committee takes a matter on."),
            )

    def say_age(self) -> None:
        """While the centre is away: how old what is shown is."""
        away = why_not(self._context.desk)
        heard = self._context.desk.connection.heard_at
        old = ""
        if away and heard is not None:
            old = self.tr("as it was {age}").format(age=age(max(0.0, (self._context.now() - heard) / 1000)))
        self.says.setText(self.tr("Off line, {old}").format(old=old) if old else "")
        self.says.setToolTip(away)
        self.says.setVisible(bool(self.says.text()))
