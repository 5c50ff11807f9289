"""The way of a step's form: opened, submitted, and its words kept until what they ask for is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from contract.feed import Suggestions
from contract.mandate import Mandate
from contract.ticket import Ticket
from views.acting import CITED, ONLINE, Step
from views.ticket.doing import Doing
from views.ticket.page import TicketPage

At = Callable[[], tuple[Ticket | None, str]]
"""The ticket shown, None for none, and why the centre can't be asked now ("" where it can)."""


class Submitting(QObject):
    """`opened(ticket)` when a form has been opened on a ticket, `left(ticket_id)` when it has gone,
    however; `closed` when a person closed it; `said(ticket, text)` what no form is open to say."""

    opened = Signal(object)
    left = Signal(str)
    closed = Signal()
    said = Signal(object, str)

    def __init__(self, page: TicketPage, doing: Doing, at: At, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._form = page.form
        self._doing = doing
        self._at = at
        self._open_on = ""
        """The ticket that the form is open on."""
        self._on_the_way: dict[tuple[str, str], tuple[str, str]] = {}
        """Drafts of commands that the centre has not answered, by ticket and step (`ActForm.kept`)."""
        page.form.submitted.connect(self._on_submitted)
        page.form.cancelled.connect(self.close)
        doing.done.connect(self._on_done)
        doing.refused.connect(self._on_refused)
        doing.failed.connect(self._on_failed)

    def step_id(self) -> str:
        """The step whose form is open, "" for none."""
        step = self._form.step
        return step.id if step is not None else ""

    def open(self, step: Step, ticket: Ticket, advice: Suggestions | None) -> None:
        """Opens the form of a step."""
        if self._open_on != ticket.id:
            self._left()
        self._form.open(step, ticket, advice)
        self._page.make_room(True)
        self._open_on = ticket.id
        self.opened.emit(ticket)

    def shut(self) -> None:
        """The form goes without a word; what was typed stays a draft."""
        self._form.close_form()
        self._page.make_room(False)
        self._left()

    def _left(self) -> None:
        ticket_id, self._open_on = self._open_on, ""
        if ticket_id:
            self.left.emit(ticket_id)

    def close(self) -> bool:
        """Closes the form; False where none was open."""
        if self._form.isHidden():
            return False
        self.shut()
        self.closed.emit()
        return True

    def citing(self, steps: Sequence[Step]) -> Step | None:
        """The step that cites an entry: the open one, else the likeliest."""
        opened = self._form.step
        if opened is not None and CITED in opened.asks:
            return opened
        return next((step for step in steps if CITED in step.asks), None)

    def cite(self, entry: Mandate, steps: Sequence[Step], take: Callable[[str], None]) -> bool:
        """Puts an entry into the form of such a step, which `take` opens; False where there is none."""
        step = self.citing(steps)
        if step is None:
            return False
        if step != self._form.step:
            take(step.id)
        return self._form.cite(entry)

    def _on_submitted(self, step: Step, values: Mapping[str, Any]) -> None:
        ticket, away = self._at()
        if ticket is None or (ticket.id, step.id) in self._on_the_way:
            return
        # The form may be shut while the step is being performed.
        kept = self._form.kept()
        if away and step.id in ONLINE:
            self._form.refuse({}, away)
        elif step.id in ONLINE:
            # What was typed stays until the centre has it.
            self._on_the_way[ticket.id, step.id] = kept
            self._doing.perform(step, ticket, values)
        elif self._doing.perform(step, ticket, values):
            self._form.forget(kept)
            self.close()

    def _on_done(self, ticket_id: str, step_id: str) -> None:
        kept = self._on_the_way.pop((ticket_id, step_id), None)
        if kept is not None:
            if self._form.kept()[0] == kept[0]:
                self.close()
            self._form.forget(kept)

    def _on_refused(self, errors: dict[str, str], text: str) -> None:
        if self._form.step is not None:
            self._form.refuse(errors, text)
        else:
            self.said.emit(self._at()[0], text)

    def _on_failed(self, ticket: Ticket, step_id: str, text: str) -> None:
        # The same step's form may stand open on another ticket by now.
        kept = self._on_the_way.pop((ticket.id, step_id), None)
        if kept is not None and self._form.kept()[0] == kept[0]:
            self._form.refuse({}, text)
        else:
            self.said.emit(ticket, text)
