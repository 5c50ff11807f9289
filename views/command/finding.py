"""What the palette finds: actions on the ticket in front, acts of the window, screens, tickets, units, areas,
items, kept filters; best first, by words, code or pinyin initials, and what was chosen lately first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.desk import Desk
from contract.lifecycle import is_open
from contract.saved_filter import SavedFilter
from views import choices, screen_keys, words
from views.bulk.part import BulkPart
from views.desks.list_screen import ListScreen
from views.queue.kept import Arrangement
from widgets.matching import Candidate, match

if TYPE_CHECKING:
    from views.seat_window import SeatWindow

translate = QCoreApplication.translate

SHOWN = 40
RECENT = 12
_TICKETS = 8
"""Tickets among what is found; more are a search in the list's own line."""
_SHORTEST = 2
"""Characters from which on words are looked for in tickets."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something to do. `name` is the same in every run, so that what was chosen lately is known again."""

    name: str
    act: Callable[[], object]


class Finding:
    """What there is to find at one seat."""

    def __init__(self, seat: SeatWindow, bulk: BulkPart) -> None:
        self._seat = seat
        self._bulk = bulk
        self._places: list[Candidate] | None = None
        self.recent: list[str] = []

    def forget(self) -> None:
        """Units, areas or items are others now."""
        self._places = None

    def chosen(self, found: Found) -> None:
        """Puts it at the head of what is offered next time."""
        self.recent = [found.name, *(name for name in self.recent if name != found.name)][:RECENT]

    def find(self, query: str) -> list[Candidate]:
        """Candidates with a `Found` as data, best first."""
        near = [*self._steps(), *self._here(), *self._deeds(), *self._screens(), *self._filters()]
        asked = query.strip()
        if not asked:
            known = {_name(c): c for c in (*near, *(self._placed() if self.recent else ()))}
            first = [known[name] for name in self.recent if name in known]
            return [*first, *(c for c in near if _name(c) not in self.recent)][:SHOWN]
        tickets = self._tickets(asked)
        # A number typed whole or a word found in what is near goes before places of the same letters.
        ranked = match(asked, near, SHOWN) + [
            replace(m, score=m.score + 2) for m in match(asked, self._placed(), SHOWN)
        ]
        lately = {name: n for n, name in enumerate(self.recent)}
        ranked.sort(key=lambda m: (m.score // 10, lately.get(_name(m.candidate), RECENT), m.score))
        found = [m.candidate for m in ranked]
        if any(c.isdigit() for c in asked):
            return [*tickets, *found][:SHOWN]
        sure = [m.candidate for m in ranked if m.score < 30]
        return [*sure, *tickets, *found[len(sure) :]][:SHOWN]

    # --- what is near ------------------------------------------------------------------------------------
    def _queue_screen(self) -> ListScreen | None:
        front = self._seat.current()
        return front if isinstance(front, ListScreen) else None

    def _steps(self) -> list[Candidate]:
        screen = self._queue_screen()
        if screen is None:
            return []
        chosen = screen.queue.selected_ids()
        if len(chosen) > 1:
            of_all = translate("Palette", "{n} of {all} selected tickets")
            return [
                self._of(
                    f"step.{step}",
                    text,
                    key,
                    of_all.format(n=number, all=len(chosen)),
                    partial(self._bulk.open, step, chosen),
                )
                for step, text, key, number in self._bulk.offers(chosen)
            ]
        ticket = screen.ticket.ticket
        if ticket is None:
            return []
        return [
            self._of(
                f"step.{step.id}",
                step.text,
                step.key,
                ticket.number,
                partial(screen.ticket.take, step.id),
            )
            for step in screen.ticket.steps()
        ]

    def _here(self) -> list[Candidate]:
        """What the screen in front has beside a ticket's steps."""
        return [self._of(one.name, one.text, one.key, one.on, one.act) for one in self._seat.current().here()]

    def _deeds(self) -> list[Candidate]:
        kind = translate("Palette", "Window")
        return [
            self._of(f"deed.{deed.name}", deed.text, deed.key_text, kind, deed.act)
            for deed in self._seat.everywhere.deeds()
            if deed.name != "palette"
        ]

    def _screens(self) -> list[Candidate]:
        from views.roles import screens_of

        actor = self._seat.desk.actor
        titles = screens_of(actor.role if actor is not None else "")
        kind = translate("Palette", "Screen")
        return [
            self._of(
                f"screen.{key}",
                titles[key][0],
                screen_keys.shown(n),
                kind,
                partial(self._seat.go, key),
            )
            for n, key in enumerate(self._seat.screens())
            if key in titles
        ]

    def _filters(self) -> list[Candidate]:
        kind = translate("Palette", "Filter")
        screens = set(self._seat.screens())
        return [
            self._of(
                f"filter.{kept.id}",
                kept.name,
                "",
                words.dotted((kind, kept.owner_name if kept.shared else "")),
                partial(self._show_kept, kept),
            )
            for kept in self._seat.desk.saved_filters
            if kept.screen in screens
        ]

    # --- tickets and places ------------------------------------------------------------------------------
    def _tickets(self, asked: str) -> list[Candidate]:
        desk = self._seat.desk
        store = desk.store
        ids: dict[str, None] = {}
        if any(c.isdigit() for c in asked):
            ids |= dict.fromkeys(store.find_number(asked, _TICKETS))
        if len(asked) >= _SHORTEST and len(ids) < _TICKETS:
            fitting = (store.matches(asked) & store.alive).nonzero()[0]
            newest = fitting[np.argsort(-store.reported_at[fitting], kind="stable")][: _TICKETS * 2].tolist()
            newest.sort(key=lambda slot: not is_open(store.state.at(slot)))
            ids |= dict.fromkeys(store.ids[slot] for slot in newest[:_TICKETS])
        found = []
        for ticket_id in list(ids)[:_TICKETS]:
            ticket = store.get(ticket_id)
            if ticket is not None:
                shown = choices.ticket_candidate(ticket, desk)
                act = Found(f"ticket.{ticket.id}", partial(self._seat.context.open_ticket, ticket_id))
                subject = words.dotted(words.subject(ticket, desk.reference))
                found.append(replace(shown, text=subject, data=act))
        return found

    def _placed(self) -> list[Candidate]:
        """Units, areas and items; made once, there are thousands of them."""
        if self._places is None:
            self._places = list(self._make_places(self._seat.desk))
        return self._places

    def _make_places(self, desk: Desk) -> Iterable[Candidate]:
        reference = desk.reference
        if reference is None:
            return
        kind = translate("Palette", "Unit: show its tickets")
        paths = {unit.code: unit.path for unit in reference.units}
        for unit in choices.unit_candidates(reference):
            yield self._place(unit, kind, "units", paths[unit.code])
        kind = translate("Palette", "Area: show its tickets")
        paths = {area.code: area.path for area in reference.areas}
        for area in choices.area_candidates(reference):
            yield self._place(area, words.dotted((area.reason, kind)), "areas", paths[area.code])
        kind = translate("Palette", "Item: show its tickets")
        for item in choices.item_candidates(reference, desk.clock.now()):
            yield self._place(item, kind, "items", item.code)

    def _place(self, shown: Candidate, reason: str, kind: str, value: str) -> Candidate:
        act = Found(f"{kind}.{value}", lambda: self._narrow(kind, value))
        return replace(shown, reason=reason, data=act)

    def _narrow(self, kind: str, value: str) -> None:
        """The list in front shows only these; where there is none, that of all tickets."""
        screen = self._queue_screen()
        if screen is None:
            self._seat.go("tickets")
            screen = self._queue_screen()
        if screen is not None:
            screen.queue.choose(kind, value)
            screen.queue.ground.setFocus()

    def _show_kept(self, kept: SavedFilter) -> None:
        self._seat.go(kept.screen)
        screen = self._queue_screen()
        if screen is not None:
            screen.queue.arrange(Arrangement.of(kept.query))
            screen.queue.ground.setFocus()

    def _of(self, name: str, text: str, key: str, reason: str, act: Callable[[], object]) -> Candidate:
        return Candidate(text, key, self._seat.desk.initials(text), reason, Found(name, act))


def _name(candidate: Candidate) -> str:
    assert isinstance(candidate.data, Found)
    return candidate.data.name
