"""What the window tells in passing, and what was done lately that can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from console.desk import Desk
from console.errors import ConsoleError, UndoRefused
from console.many import TakenBack
from console.outbox import OutboxRow
from contract.joint.joint import Joint
from contract.ticket import Ticket
from views import words
from views.on_line import why_not
from widgets.toast import ToastHost

UNDOABLE = 50
OPEN_KEY, READ_KEY = "Ctrl+Shift+A", "Ctrl+Shift+K"
"""What the notice that stands offers, and: it was read."""


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """What can be taken back at one stroke: the acts, one group of action_ids a ticket. `told` hears how it
    went for each group."""

    text: str
    groups: tuple[tuple[str, ...], ...]
    told: Callable[[Sequence[TakenBack]], None] | None = None


class Notices(QObject):
    """Toasts over the window, and the undo stack. `decide` leads to a row that waits for a decision."""

    def __init__(self, desk: Desk, decide: Callable[[OutboxRow], None], window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._decide = decide
        self.deciding: Callable[[], bool] = lambda: False
        """Whether what needs a decision stands in front already: then nobody is called to it."""
        self._undoable: list[Done] = []
        self._toasts = ToastHost(window, read_key=READ_KEY)
        self._toasts.setObjectName("toast")
        self._toasts.acted.connect(self._act)
        desk.settled.connect(self._on_settled)

    def tell(self, text: str) -> None:
        """Says something that needs no answer."""
        self._toasts.notify(text)

    def tell_lasting(self, text: str, action: str, act: Callable[[], None]) -> None:
        """Says something that must not be missed, with one thing to do about it, until it was read."""
        self._toasts.notify_lasting(text, action, OPEN_KEY, act)

    def act(self) -> None:
        """Does what the notice that stands offers."""
        self._toasts.act()

    def read(self) -> None:
        """What must not be missed was read."""
        self._toasts.read()

    def tell_undo(self, text: str, action_ids: tuple[str, ...]) -> None:
        """Says what was done to one ticket, and offers to take it back."""
        self.tell_done(Done(text, (action_ids,)))

    def tell_done(self, done: Done) -> None:
        """Says what was done, to however many tickets, and offers to take the whole of it back where the
        table has a way back, or where the centre can't be reached and what was done waits here."""
        back = any(self._desk.recallable(group[-1]) for group in done.groups if group)
        if not back and not why_not(self._desk):
            self.tell(done.text)
            return
        self._undoable.append(done)
        del self._undoable[:-UNDOABLE]
        self._toasts.notify(done.text, self.tr("Undo"), "Ctrl+Z", done)

    def undo_last(self) -> None:
        """Takes back the last that can still be taken back."""
        while self._undoable:
            if self._undo(self._undoable[-1]):
                return
        self.tell(self.tr("Nothing to undo"))

    def undo(self, groups: tuple[tuple[str, ...], ...]) -> None:
        """Takes back what was done under these action_ids, whatever was done since."""
        done = next((done for done in self._undoable if done.groups == groups), None)
        if done is None:
            self.tell(self.tr("Nothing to undo"))
        else:
            self._undo(done)

    def _act(self, token: object) -> None:
        if isinstance(token, Done):
            self._undo(token)
        elif callable(token):
            token()

    def _undo(self, done: Done) -> bool:
        """Takes it back; says of how many tickets it could not, and why. False where nothing of it can be."""
        try:
            how = self._desk.undo_many(done.groups)
        except ConsoleError as error:
            # It was no matter of this act's: nothing was taken back, and it can be tried again.
            self.tell(self._desk.say(error.says))
            return True
        if done in self._undoable:
            self._undoable.remove(done)
        if done.told is not None:
            done.told(how)
        refused = [answer for answer in how if isinstance(answer, UndoRefused)]
        taken = len(how) - len(refused)
        if len(how) == 1:
            if refused:
                self.tell(self._desk.say(refused[0].says))
            else:
                self._toasts.notify(self.tr("Taken back: {what}").format(what=done.text))
        else:
            parts = [self.tr("{n} of {all} taken back").format(n=taken, all=len(how))]
            reasons = dict.fromkeys(self._desk.say(refusal.says) for refusal in refused)
            if refused:
                parts.append(self.tr("{n} not: {why}").format(n=len(refused), why=words.listed(reasons)))
            self._toasts.notify(words.dotted(parts), seconds=12)
        return taken > 0

    def _on_settled(self, row: OutboxRow) -> None:
        if row.state in ("conflict", "parked") and not self.deciding():
            about: Ticket | Joint | None = self._desk.store.get(row.ticket_id)
            if row.is_joint:
                about = self._desk.joints.get(row.joint_id) or row.seen_joint
            what = words.begun(self._desk.action_name(row.action, row.outcome))
            number = about.number if about is not None else ""
            why = (
                self.tr("somebody was first") if row.state == "conflict" else self.tr("refused by the centre")
            )
            self._toasts.notify(
                words.dotted((what, number, why)),
                self.tr("Decide"),
                OPEN_KEY,
                partial(self._decide, row),
                seconds=20,
            )
