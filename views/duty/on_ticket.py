"""Who is on duty now for a ticket's grid and its unit, beside the ticket's facts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from console.errors import ConsoleError
from contract.duty import Called, OnDuty
from contract.ticket import Ticket
from views import words
from views.context import Context
from views.duty import telling
from views.on_line import why_not
from widgets.facts import Fact
from widgets.light import Light

translate = QCoreApplication.translate

PHONES = ("seat", "duty", "handler")
"""Roles that see a private phone in full, on demand."""
_SHOWN = 2
_AGAIN_MS = 2_000
"""What the feed tells of duty is asked for once for so long."""
_STALE_MS = 60_000

Place = tuple[str, tuple[float, float] | None]


class TicketDuty(QObject):
    """Asks for one ticket at a time. `told` when something else is known; a phone shown in full goes with
    the ticket."""

    told = Signal()
    failed = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._places: dict[str, Place] = {}
        self._found: dict[str, tuple[OnDuty, ...]] = {}
        self._phones: dict[str, str] = {}
        self._ticket = ""
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._ask)
        context.desk.heard.connect(self._on_heard)

    def _on_heard(self, kind: str) -> None:
        # The timer always runs towards what grows stale; only what comes sooner than this is soon enough.
        soon = self._again.isActive() and self._again.remainingTime() <= _AGAIN_MS
        if kind in ("", "duty") and self._places and not soon:
            self._again.start(_AGAIN_MS)

    def _show(self, ticket: Ticket) -> None:
        point = None if ticket.lon is None or ticket.lat is None else (ticket.lon, ticket.lat)
        places: dict[str, Place] = {}
        if ticket.area:
            places["grid"] = (ticket.area, point)
        if ticket.unit:
            places["unit"] = (ticket.unit, None)
        if ticket.id != self._ticket:
            self._ticket, self._phones = ticket.id, {}
        if places != self._places:
            # Who is on duty is a place's: what is known stands for the next ticket of the same place, too.
            self._found = {
                key: found for key, found in self._found.items() if places.get(key) == self._places.get(key)
            }
            self._places = places
            self._ask()

    def _ask(self) -> None:
        desk = self._context.desk
        self._again.start(_STALE_MS)
        if why_not(desk):
            return
        for key, (place, point) in self._places.items():
            wanted = (key, (place, point))

            def done(found: tuple[OnDuty, ...], wanted: tuple[str, Place] = wanted) -> None:
                if self._places.get(wanted[0]) == wanted[1] and self._found.get(wanted[0]) != found:
                    self._found[wanted[0]] = found
                    self.told.emit()

            def failed(_error: ConsoleError) -> None:
                """The status line tells of the line; what was known stays."""

            desk.run("on duty", desk.duty.now(place, point), done, failed, self)

    # --- what it says ------------------------------------------------------------------------------------
    def among(self, facts: Sequence[Fact], ticket: Ticket) -> list[Fact]:
        """A ticket's facts with who is on duty behind its unit."""
        self._show(ticket)
        at = next((n for n, fact in enumerate(facts) if fact.key == "kind"), len(facts) - 1) + 1
        return [*facts[:at], *self._facts(), *facts[at:]]

    def _facts(self) -> list[Fact]:
        captions = {"grid": translate("Duty", "On duty, grid"), "unit": translate("Duty", "On duty, unit")}
        return [fact for key in self._places for fact in self._fact(key, captions[key])]

    def _fact(self, key: str, caption: str) -> list[Fact]:
        context, found = self._context, self._found.get(key)
        away = why_not(context.desk)
        if found is None:
            said = translate("Duty", "known on line only") if away else "…"
            return [Fact(caption, said, key=f"duty {key}", span=2)]
        now, reference = context.now(), context.reference
        standing = [one for one in found if one.since <= now < one.until]
        if not standing:
            return [Fact(caption, translate("Duty", "nobody"), key=f"duty {key}", span=2, light=Light.AMBER)]
        # Those of the grid itself before those of its community or street.
        near = [one for one in standing if one.place == standing[0].place]
        facts = []
        for n, one in enumerate(near[:_SHOWN]):
            said = telling.person(one, now, reference, self._phones.get(one.holder, ""))
            if one.place != self._places[key][0]:
                said = words.dotted((telling.named(one.place, reference), said))
            hidden = one.private and one.phone and one.holder not in self._phones
            link = translate("Duty", "Show phone") if hidden and not away and self._may_show() else ""
            facts.append(
                Fact(
                    caption if n == 0 else "",
                    said,
                    key=f"duty {one.holder}",
                    span=2,
                    link=link,
                    light=Light.RED if one.overdue else Light.NONE,
                )
            )
        return facts

    def _may_show(self) -> bool:
        actor = self._context.desk.actor
        return actor is not None and actor.role in PHONES

    def follow(self, key: str) -> None:
        """Shows a private phone in full; the backend writes down who saw it."""
        kind, _, holder = key.partition(" ")
        if kind != "duty" or not holder:
            return
        ticket, desk = self._ticket, self._context.desk

        def done(called: Called) -> None:
            if ticket == self._ticket:
                self._phones[holder] = called.phone
                self.told.emit()

        desk.run("show a phone", desk.duty.phone(holder), done, self.failed.emit, self)
