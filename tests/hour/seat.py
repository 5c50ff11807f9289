"""A person at a seat who never touches the mouse, and whose every key is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from backend.simulation.matters import Matter
from tests.tour.station import Station, until

STEPS = {"reported": "take_in", "accepted": "file"}
"""Which step of a ticket in its state is this seat's."""
NUMBER = re.compile(r"[A-Z]*\d{6,}[-\d]*")


@dataclass
class Taken:
    """A ticket as the operator dealt with it: `path` is how, `keys` what it took beyond typed text."""

    path: str
    keys: list[str] = field(default_factory=list)
    ticket: str = ""
    right: bool = True
    item: str = ""


class Operator:
    """Works with keys that the X server sends; looks only at what stands on the screen."""

    def __init__(self, seat: Station, names: dict[str, str]) -> None:
        self.seat = seat
        self._names = names
        """Item codes to the names that the screen shows."""
        self._now = Taken("")
        self._actor = str(seat.state()["actor"]["id"])
        self._last = ""
        self.taken: list[Taken] = []

    def press(self, *chords: str) -> None:
        """Keys that count."""
        self._now.keys.extend(chords)
        self.seat.key(*chords)

    def write(self, control: str, text: str) -> None:
        """Text into the field that has the caret; how it is typed (an input method) is not counted."""
        until(f"the caret in {control}", lambda: (self.seat.find(control) or {}).get("focus") or None)
        if text.isascii():
            self.seat.type(text)
        else:
            self.seat.paste(text)
        until(f"{control} to hold it", lambda: text in str((self.seat.find(control) or {}).get("text")))

    def says(self, control: str) -> str:
        """What a control says, "" while it is not to be seen."""
        return str((self.seat.find(control) or {}).get("text") or "")

    # ---- from the queue
    def next_ticket(self, truth: dict[str, Matter]) -> Taken:
        """N, a look at what is proposed, and D where it is right; else the item is put right first."""
        row: dict[str, Any] = {}
        while not row or not self._offered(row["number"]):
            self._begin("queue")
            if (self.seat.find("call.form") or {}).get("visible"):
                self.press("Escape")
            self.press("n")
            row = self._shown()
        found = truth.get(row["title"])
        self._now.ticket = row["id"]
        wanted = found.item if found is not None else ""
        proposed = self._proposal(row)
        self._now.item = wanted
        self._now.right = bool(proposed) and (not wanted or self._names[wanted] == proposed)
        if self._now.right:
            self.press("d")
        else:
            self._put_right(row, found)
        self._last = row["id"]
        return self._end()

    def _shown(self) -> dict[str, Any]:
        """The ticket that N led to, once this seat is in it; empty where another seat was first, so that N is
        pressed again."""

        def look() -> dict[str, Any] | None:
            number = NUMBER.search(self.says("ticket.under"))
            row = self.seat.ask(ticket=number[0])["ticket"] if number is not None else None
            if row is None or row["id"] == self._last:
                return None
            # Another seat may have accepted it and left it.
            claim = row.get("claim") or {}
            if row["state"] not in STEPS or claim.get("by", self._actor) != self._actor:
                return {}
            return row if claim else None

        return until("the next ticket", look)

    def _offered(self, number: str) -> bool:
        """Whether its step is offered; False where another seat, which was in it already when this one came,
        has taken it on meanwhile, so that N is pressed again."""

        def look() -> str | None:
            step = STEPS.get(self.seat.ask(ticket=number)["ticket"]["state"])
            if step is None:
                return "gone"
            return "offered" if self.seat.find(f"ticket.actions.{step}") else None

        return until("the ticket's steps", look) == "offered"

    def _proposal(self, row: dict[str, Any]) -> str:
        """The item that the key D would file it as, "" where there is no proposal or no place."""
        until("what is proposed", lambda: bool(self._advice()) or None)
        line = re.search(r"D (.+?) → ", self._advice())
        return line[1].strip() if line is not None and self.seat.find("ticket.actions.onward") else ""

    def _advice(self) -> str:
        """The block of advice, once it is for the ticket shown."""
        return str((self.seat.find("ticket.advice") or {}).get("name") or "")

    def _put_right(self, row: dict[str, Any], found: Matter | None) -> None:
        self._now.path = "queue, put right"
        self.press("f")
        if found is not None:
            placed = bool(row.get("area"))
            # The caret stands in the first field that is still to be filled; a wrong proposal is filled.
            if until("the caret", self._caret) == "ticket.form.area.line":
                self._place(found)
                self.press("shift+Tab")
                placed = True
            self.write("ticket.form.item.line", found.item)
            self.press("Return")
            if not placed:
                self.press("Tab")
                self._place(found)
        until("the unit", lambda: self.seat.find("ticket.form.submit.dispatch"))
        self.press("ctrl+d")

    def _place(self, found: Matter) -> None:
        """Where it is, into the field that has the caret."""
        self._now.path = "queue, put right with its place"
        self.write("ticket.form.area.line", found.spot)
        self.press("Return")

    def _caret(self) -> str | None:
        """Which of the two fields of a filing has the caret."""
        fields = ("ticket.form.item.line", "ticket.form.area.line")
        return next((name for name in fields if (self.seat.find(name) or {}).get("focus")), None)

    # ---- by telephone
    def take_call(self, matter: Matter, name: str, phone: str, *, proposed: bool) -> Taken:
        """A call: who, what, where; item and grid stand in their fields before the last key. `proposed` says
        whether the centre has an item to propose for these words."""
        self._begin("call")
        if not self.seat.find("call.form"):
            self.press("t")
        self.write("call.caller", name)
        self.press("Tab")
        self.write("call.phone", phone)
        self.press("Tab")
        self.write_in_two("call.text", matter.text)
        self.press("Tab")
        self.write("call.place", matter.place)
        shown = ""
        if proposed:
            shown = until("an item to be proposed", lambda: self.says("call.item.line") or None)
        until("a place to be proposed", lambda: self.says("call.area.line") or None)
        self._now.item, self._now.right = matter.item, shown == self._names[matter.item]
        if not self._now.right:
            self._now.path = "call, put right"
            self.press("Tab", "Tab")
            self.write("call.item.line", matter.item)
            self.press("Return")
        until("the unit", lambda: self.seat.find("call.submit.dispatch"))
        self.press("ctrl+d")
        until("the form to be empty again", lambda: self.says("call.text") == "" or None)
        return self._end()

    def write_in_two(self, control: str, text: str) -> None:
        """Half of it, then the other half behind it: what came in between has moved nothing."""
        half = len(text) // 2
        self.write(control, text[:half])
        self.seat.paste(text[half:])
        until(f"{control} to hold all of it", lambda: self.says(control) == text or None)

    def _begin(self, path: str) -> None:
        self._now = Taken(path)

    def _end(self) -> Taken:
        self.taken.append(self._now)
        return self._now
