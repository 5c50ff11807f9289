"""Doing a step: through the outbox where the table has it, straight to the backend where it is a command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from console.errors import ConsoleError
from contract.refused import Refused
from contract.ticket import Ticket
from views import words
from views.acting import ONLINE, Step, acts_of
from views.context import Context
from views.ticket.onward import ONWARD, sent_on


class Doing(QObject):
    """Performs steps and says how it went. `done(ticket_id, step_id)` once the row shows it; `refused(errors
    by field, text)` where the contract does not take what was given; `failed(ticket, step_id, text)` where a
    command did not reach the backend or was not allowed."""

    done = Signal(str, str)
    refused = Signal(object, str)
    failed = Signal(object, str, str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def perform(self, step: Step, ticket: Ticket, values: Mapping[str, Any]) -> bool:
        """Performs a step; False where it was refused at once."""
        if step.id in ONLINE:
            self._command(step, ticket, values)
            return True
        desk = self._context.desk
        # All the way is filing, as far as the table has it from here, and the dispatch behind it.
        filing = Step("take_in" if ticket.state == "reported" else "file", "", "")
        acts = sent_on(acts_of(filing if step.id == ONWARD else step, ticket, values), values)
        try:
            (made,) = desk.submit_many([(ticket.id, acts)])
        except ConsoleError as error:
            self.refused.emit({}, desk.say(error.says))
            return False
        if isinstance(made, Refused):
            errors = {f.field.removeprefix("act."): _of(f.zh, f.en) for f in made.faults}
            self.refused.emit(errors, desk.say(made.says))
            return False
        self._context.tell_undo(self._said(step, ticket), made)
        self.done.emit(ticket.id, step.id)
        return True

    def _said(self, step: Step, ticket: Ticket) -> str:
        """What was done to which ticket, for the toast."""
        return words.dotted((step.verb or step.text, ticket.number))

    def _command(self, step: Step, ticket: Ticket, values: Mapping[str, Any]) -> None:
        desk = self._context.desk
        note = str(values.get("note", ""))
        match step.id:
            case "claim":
                work = desk.claim(ticket.id)
            case "take_over":
                work = desk.claim(ticket.id, take_over=True, note=note)
            case "release":
                work = desk.release(ticket.id)
            case "note":
                work = desk.note(ticket.id, note)
            case _:
                work = desk.attach(ticket.id, values.get("files", ()), note)
        desk.run(
            step.id,
            work,
            lambda _ticket: self.done.emit(ticket.id, step.id),
            lambda error: self.failed.emit(ticket, step.id, desk.say(error.says)),
            self,
        )


def _of(zh: str, en: str) -> str:
    return zh if words.language().startswith("zh") else en
