"""What a mark of the board says: a few characters beside it, and the lines of its tip."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from contract.ticket import Ticket, shown_clock
from views import words
from views.clocks import left_of
from views.context import Context
from views.rows import TicketRows
from widgets.countdown import format_remaining
from widgets.light import light_name, symbol
from widgets.moments import day_time

translate = QCoreApplication.translate

_TAIL = 5
"""So many figures of a number stand beside a mark: those that count the tickets of a day."""


class Tips:
    """Of one board; a mark's key is its ticket's slot."""

    def __init__(self, context: Context, rows: TicketRows) -> None:
        self._context = context
        self._rows = rows

    def label(self, slot: int) -> str:
        """The last figures of the number."""
        numbers = self._context.desk.store.number
        return numbers[slot][-_TAIL:] if slot < len(numbers) else ""

    def said(self, slot: int) -> str:
        """Number and item, what is left of which clock, the state and who has it."""
        ticket = self._context.desk.store.ticket(slot)
        if ticket is None:
            return ""
        desk, reference = self._context.desk, self._context.reference
        item, title = words.subject(ticket, reference)
        pill = self._rows.pill(ticket.claim)
        lines = (
            words.dotted((ticket.number or "…", item, title)),
            self._clock(ticket),
            words.dotted((desk.state_name(ticket.state), self._rows.unit_words(ticket))),
            words.dotted((words.area(ticket, reference), ticket.place)),
            pill.hint if pill is not None else "",
        )
        return "\n".join(line for line in lines if line)

    def _clock(self, ticket: Ticket) -> str:
        reference, now = self._context.reference, self._context.now()
        clock = shown_clock(ticket)
        if clock is None:
            return translate("Deadlines", "No clock runs")
        held = ticket.beside.suspension
        if held is not None:
            until = day_time(words.local(held.until, reference))
            return translate("Deadlines", "Suspended until {when}").format(when=until)
        left = left_of(clock, now, reference.calendar)
        if clock.due_at is None or left is None:
            return translate("Deadlines", "The clock stands: {clock}").format(clock=words.stage(clock.name))
        due = day_time(words.local(clock.due_at, reference))
        parts = (
            f"{symbol(left.light)} {light_name(left.light)}",
            translate("Deadlines", "{clock} due {when}").format(clock=words.stage(clock.name), when=due),
            format_remaining(left),
            translate("Deadlines", "provisional: that year's days are not announced")
            if clock.provisional
            else "",
        )
        return words.dotted(parts)
