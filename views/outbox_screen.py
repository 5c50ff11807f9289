"""待发: what this operator did and the centre has not taken yet; conflicts side by side; what was refused."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.errors import ConsoleError
from console.outbox import OutboxRow
from contract import action as act
from contract.advance import Refused
from contract.ticket import Ticket
from views import words
from views.context import Context
from views.rebuilding import empty
from views.screen import Screen
from views.waiting import waiting_words
from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.empty import PanelState, StatePanel
from widgets.moments import clock_time, day_time

_ORDER = {"conflict": 0, "parked": 1, "held": 2, "sending": 3, "queued": 4}


def carried(row: OutboxRow, context: Context) -> str:
    """What an act carries, in words."""
    reference = context.reference
    match row.act:
        case act.Report():
            return words.dotted((row.act.title, row.act.place))
        case act.Dispatch() | act.Redispatch():
            unit = reference.unit(row.act.unit)
            return words.dotted((words.pick(unit.names) if unit is not None else row.act.unit, row.act.note))
        case act.File():
            item = reference.item_at(row.act.item, context.now())
            area = reference.area(row.act.area)
            return words.dotted(
                (
                    words.pick(item.names) if item is not None else row.act.item,
                    (area.short or words.pick(area.names)) if area is not None else row.act.area,
                )
            )
        case act.Evaluate():
            return words.dotted((words.satisfaction(row.act.satisfaction), row.act.note))
        case act.Handle():
            return row.act.result
        case act.Refuse() | act.Return() | act.Reopen() | act.Verify():
            return row.act.reason
        case _:
            return str(getattr(row.act, "note", ""))


class OutboxScreen(Screen):
    """The screen; it is laid out anew only when the outbox changes."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "outbox", "")
        self.title = self.tr("To send")
        self.setAccessibleName(self.title)
        self._shown: tuple[OutboxRow, ...] | None = None
        self._cards: dict[str, QWidget] = {}
        theme.set_surface(self, "panel")
        self._empty = StatePanel(
            PanelState.EMPTY,
            self.tr("Nothing waits to be sent"),
            self.tr("What you do off line waits here, and so does what somebody was first with."),
            parent=self,
        )
        self._list = QVBoxLayout()
        self._list.setContentsMargins(16, 12, 16, 12)
        self._list.setSpacing(8)
        inside = QWidget()
        inside.setLayout(self._list)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(inside)
        self.fill(self._empty)
        self.fill(self._scroll)
        self.keys.bind("R", lambda: self._first("reapply"), self.tr("Re-apply the first conflict"))
        self.keys.bind("X", lambda: self._first("drop"), self.tr("Drop the first conflict"))
        context.desk.outbox_changed.connect(self.refresh)
        context.desk.changed.connect(self._on_changed)
        self.refresh()

    def count(self) -> int | None:
        """Rows that are not done."""
        return len(self.context.desk.outbox)

    def enter(self) -> None:
        """The focus goes to the first thing to decide."""
        super().enter()
        self.refresh()
        for card in self._cards.values():
            button = card.findChild(QPushButton)
            if button is not None:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.setFocus()

    def _on_changed(self) -> None:
        if self._shown and any(row.state == "conflict" for row in self._shown):
            self._shown = None
            self.refresh()

    def refresh(self) -> None:
        """Shows what waits now; what needs a decision stands first."""
        rows = tuple(sorted(self.context.desk.outbox, key=lambda r: (_ORDER.get(r.state, 5), r.n)))
        self.count_changed.emit()
        if rows == self._shown:
            return
        self._shown = rows
        empty(self._list)
        self._cards = {}
        for row in rows:
            card = self._conflict(row) if row.state in ("conflict", "parked") else self._waiting(row)
            card.setObjectName(f"outbox.{row.action_id}")
            self._cards[row.action_id] = card
            self._list.addWidget(card)
        self._list.addStretch(1)
        self._empty.setVisible(not rows)
        self._scroll.setVisible(bool(rows))

    # --- cards -------------------------------------------------------------------------------------------
    def _head(self, row: OutboxRow) -> str:
        ticket = self.context.desk.store.get(row.ticket_id)
        number = ticket.number if ticket is not None else ""
        subject = words.dotted(words.subject(ticket, self.context.reference)) if ticket is not None else ""
        what = self.context.desk.action_name(row.action, row.outcome)
        return words.dotted((what, number, subject))

    def _when(self, instant: int) -> str:
        reference = self.context.reference
        at = words.local(instant, reference)
        today = words.local(self.context.now(), reference).date()
        return clock_time(at) if at.date() == today else day_time(at)

    def _waiting(self, row: OutboxRow) -> QWidget:
        card = QWidget(self)
        theme.set_surface(card, "card")
        layout = QHBoxLayout(card)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(12)
        when = QLabel(self._when(row.done_at), card)
        when.setFont(theme.font("body", tabular=True))
        theme.set_role(when, "faint")
        text = QLabel(words.dotted((self._head(row), carried(row, self.context))), card)
        text.setWordWrap(True)
        how = QLabel(waiting_words(row), card)
        theme.set_role(how, "dim")
        layout.addWidget(when)
        layout.addWidget(text, 1)
        layout.addWidget(how)
        if self.context.desk.can_undo(row.action_id):
            undo = QPushButton(self.tr("Withdraw"), card)
            undo.setObjectName(f"outbox.withdraw.{row.n}")
            undo.setProperty("flat", True)
            undo.clicked.connect(lambda: self._undo(row))
            layout.addWidget(undo)
        return card

    def _conflict(self, row: OutboxRow) -> QWidget:
        card = QWidget(self)
        theme.set_surface(card, "card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        head = QLabel(self._head(row), card)
        theme.set_role(head, "strong")
        head.setWordWrap(True)
        layout.addWidget(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        theirs = self.context.desk.store.server_row(row.ticket_id)
        yours_title = self.tr("Yours")
        theirs_title = self.tr("Theirs") if row.state == "conflict" else self.tr("What the centre says")
        for column, (caption, lines) in enumerate(
            ((yours_title, self._yours(row)), (theirs_title, self._theirs(row, theirs)))
        ):
            name = QLabel(caption, card)
            theme.set_role(name, "faint")
            grid.addWidget(name, 0, column)
            text = QLabel("\n".join(line for line in lines if line), card)
            text.setWordWrap(True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(text, 1, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        layout.addLayout(grid)
        layout.addLayout(self._decide(row, card))
        return card

    def _yours(self, row: OutboxRow) -> list[str]:
        return [
            words.dotted((self.context.desk.action_name(row.action, row.outcome), self._when(row.done_at))),
            carried(row, self.context),
        ]

    def _theirs(self, row: OutboxRow, ticket: Ticket | None) -> list[str]:
        desk, problem = self.context.desk, row.problem
        lines = []
        if problem is not None and problem.first is not None:
            first = problem.first
            what = desk.action_name(first.action)
            lines.append(words.dotted((first.by, what, self._when(first.at))))
        elif problem is not None:
            lines.append(problem.zh if words.language().startswith("zh") else problem.en or problem.detail)
            lines += [(f.zh if words.language().startswith("zh") else f.en) for f in problem.errors]
        if ticket is not None:
            unit = self.context.reference.unit(ticket.unit) if ticket.unit else None
            now = words.dotted(
                (desk.state_name(ticket.state), words.pick(unit.names) if unit is not None else "")
            )
            lines.append(self.tr("Now: {state}").format(state=now))
        return lines

    def _decide(self, row: OutboxRow, card: QWidget) -> QHBoxLayout:
        # The keys act on the first that waits for a decision, so they stand on its buttons alone.
        first = next((r for r in self._shown or () if r.state in ("conflict", "parked")), None) is row
        again = KeyedButton(self.tr("Re-apply yours"), "R" if first else "", card)
        again.setObjectName(f"outbox.reapply.{row.n}")
        again.setProperty("primary", True)
        again.clicked.connect(lambda: self._reapply(row))
        drop = KeyedButton(self.tr("Drop yours"), "X" if first else "", card)
        drop.setObjectName(f"outbox.drop.{row.n}")
        drop.clicked.connect(lambda: self._drop(row))
        look = QPushButton(self.tr("Open the ticket"), card)
        look.setObjectName(f"outbox.open.{row.n}")
        look.setProperty("flat", True)
        look.clicked.connect(lambda: self.context.open_ticket(row.ticket_id))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (again, drop, look):
            buttons.addWidget(button)
        buttons.addStretch(1)
        return buttons

    # --- deciding ----------------------------------------------------------------------------------------
    def _first(self, what: str) -> None:
        row = next((r for r in self._shown or () if r.state in ("conflict", "parked")), None)
        if row is not None:
            (self._reapply if what == "reapply" else self._drop)(row)

    def _reapply(self, row: OutboxRow) -> None:
        try:
            self.context.desk.reapply(row.action_id)
        except Refused as refusal:
            self.context.tell(self.context.desk.say(refusal.says))

    def _drop(self, row: OutboxRow) -> None:
        self.context.desk.drop(row.action_id)

    def _undo(self, row: OutboxRow) -> None:
        try:
            self.context.desk.undo(row.action_id)
        except ConsoleError as error:
            self.context.tell(self.context.desk.say(error.says))
