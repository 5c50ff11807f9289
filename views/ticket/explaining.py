"""The explanation of a clock: opened and closed in place, and written anew when its ticket changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from contract.beside import STAGED
from contract.clock import Clock
from contract.feed import Detail
from contract.ticket import Ticket, shown_clock
from views.context import Context
from views.ticket.page import TicketPage

_APART = 8

Known = Callable[[], tuple[Ticket | None, Detail | None]]
"""The ticket shown, and what the backend told of it; None where there is none."""


class Explaining(QObject):
    """Asked for at a cell of the clocks or by key; asked for a second time, or by its button, it closes."""

    def __init__(self, context: Context, page: TicketPage, known: Known, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._panel = page.why
        self._area = page.upper
        self._known = known
        page.clocks.why_requested.connect(self._on_requested)
        page.why.closed.connect(self.close)

    def close(self) -> bool:
        """Closes it; False where it was not open."""
        was_open = not self._panel.isHidden()
        self._panel.hide()
        return was_open

    def ask(self) -> None:
        """Explains the clock that is due first, or closes the explanation."""
        ticket = self._known()[0]
        if self.close() or ticket is None:
            return
        self._explain(shown_clock(ticket) or ticket.stage or ticket.responsibility)
        QTimer.singleShot(0, self._panel, self._bring_into_sight)

    def refresh(self) -> None:
        """The clocks are others, or more is known of them: what stands open is explained anew."""
        ticket = self._known()[0]
        if self._panel.isHidden() or ticket is None:
            return
        clocks = (ticket.responsibility, ticket.stage, *ticket.beside.staged)
        self._explain(next((c for c in clocks if c is not None and c.name == self._panel.name), None))

    def _on_requested(self, key: str) -> None:
        ticket = self._known()[0]
        if ticket is None:
            return
        clocks = {"responsibility": ticket.responsibility}
        clocks |= {field: getattr(ticket.beside, field) for field in STAGED}
        clock = clocks.get(key, ticket.stage)
        if clock is not None and not (self._panel.name == clock.name and self.close()):
            self._explain(clock)
            QTimer.singleShot(0, self._panel, self._bring_into_sight)

    def _bring_into_sight(self) -> None:
        """On a low screen: its end, where all of it has room, else its beginning."""
        if self._panel.isHidden():
            return
        bar, view = self._area.verticalScrollBar(), self._area.viewport().height()
        top, end = self._panel.y(), self._panel.geometry().bottom() + _APART
        bar.setValue(max(min(bar.value(), top - _APART), end - view if end - top <= view else top - _APART))

    def _explain(self, clock: Clock | None) -> None:
        if clock is None:
            self._panel.hide()
            return
        detail = self._known()[1]
        told = next((why for why in detail.why if why.clock == clock), None) if detail is not None else None
        self._panel.explain(clock, self._context.now(), self._context.reference, told)
