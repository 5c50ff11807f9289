"""What every part of the tour stands on: seats, a ticket, steps in order, pictures of each.

Every step acts at a console as a person would, waits until the backend says that it has happened and until
the consoles concerned show it; then the pictures are taken.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backend.simulation.pictures import drawing
from tests.tour.matter import Matter
from tests.tour.station import Station, TourError, until
from tests.tour.witness import Witness


@dataclass
class Record:
    """What came of a step, as it stands in tour.json."""

    name: str
    ok: bool = False
    ticket: str = ""
    state: str = ""
    shots: list[str] = field(default_factory=list)
    error: str = ""

    def built(self) -> dict[str, Any]:
        """As JSON has it."""
        plain = {
            "name": self.name,
            "ok": self.ok,
            "ticket": self.ticket,
            "state": self.state,
            "shots": self.shots,
        }
        return plain | ({"error": self.error} if self.error else {})


class Play:
    """Steps of tickets, at seats. A heir has a method ``_name`` for each of its `steps`, which gives
    the state that the ticket should be in. `number` is that of its first step in the pictures' names."""

    steps: tuple[str, ...] = ()

    def __init__(
        self, cast: Sequence[Station], witness: Witness, matter: Matter, out: Path, number: int = 1
    ) -> None:
        self._cast, self._witness, self._matter, self._out = cast, witness, matter, out
        self._first_number = number
        self._id = ""
        self._number = ""
        self._record = Record("")

    def play(self) -> list[Record]:
        """Plays the steps in order; one that fails ends the play, the rest stands as not done."""
        records = [Record(name) for name in self.steps]
        for number, record in enumerate(records, self._first_number):
            self._record = record
            step: Callable[[], str] = getattr(self, f"_{record.name}")
            print(f"tour: {number} {record.name}", flush=True)
            try:
                wanted = step()
                record.state = self._row()["state"]
                record.ok = record.state == wanted
                if not record.ok:
                    record.error = f"the backend has it {record.state}, not {wanted}"
            except TourError as error:
                record.error = str(error)
                self._shots("failed", *self._cast)
            record.ticket = self._number
            if not record.ok:
                break
        return records

    # ---- what every step needs
    def _row(self) -> dict[str, Any]:
        return self._witness.ticket(self._id)

    def _wait_for(self, state: str) -> dict[str, Any]:
        """The row, as soon as the backend has it in a state."""

        def look() -> dict[str, Any] | None:
            row = self._row()
            return row if row["state"] == state else None

        return until(f"the backend to have {self._number} {state}", look)

    def _shots(self, moment: str, *seats: Station) -> None:
        number = self.steps.index(self._record.name) + self._first_number
        for seat in seats:
            name = f"{number}-{self._record.name}-{moment}-{seat.name}.png"
            self._record.shots.append(seat.shot(self._out / name))

    def _shows(self, seat: Station, **wanted: Any) -> None:
        """Waits until a console's own copy of the ticket says so, with nothing of its own still to send."""

        def look() -> bool | None:
            row = seat.ticket(self._id)
            return (row is not None and all(row.get(k) == value for k, value in wanted.items())) or None

        until(f"{seat.name} to show {self._number} with {wanted}", look)

    def _go(self, seat: Station, screen: str, page: str = "1") -> None:
        """Brings a page of a screen to the front and the ticket under the cursor, by the search line."""
        seat.click(f"screen.{screen}.tab")
        seat.see(f"{screen}.search")
        seat.key(page)
        seat.fill(f"{screen}.search", self._number)
        until(
            f"{seat.name}: one row in the queue {screen}",
            lambda: seat.find(f"{screen}.table", rows=1),
        )
        seat.key("Down")
        self._open(seat)
        # The whole queue again, the cursor still on the ticket: Escape empties the search, then leaves it.
        seat.click(f"{screen}.search")
        seat.key("Escape", "Escape")
        until(f"{seat.name}: the search {screen} to be empty", lambda: seat.find(f"{screen}.search", text=""))
        self._open(seat)

    def _open(self, seat: Station) -> None:
        """Waits until a console shows the ticket beside its queue, with what has happened to it."""
        until(
            f"{seat.name}: {self._number} to be open beside the queue",
            lambda: self._number in str((seat.find("ticket.under") or {}).get("text", "")) or None,
        )
        seat.see("ticket.timeline")

    # ---- what several steps have in common
    def _take_call(self, seat: Station, spot: str = "") -> None:
        """Takes the matter's call down and files it, at `spot` (else in its grid); the play goes on with that
        ticket."""
        seat.click("screen.intake.tab")
        seat.see("intake.table")
        seat.key("t")
        seat.see("call.form")
        self._fill_call(seat, spot or self._matter.grid.code)

    def _fill_call(self, seat: Station, area: str) -> None:
        """Fills the form of a call in and files it; with "" the area that stands there stays."""
        matter = self._matter
        seat.fill("call.caller", matter.caller)
        seat.fill("call.phone", matter.phone)
        seat.fill("call.text", matter.words)
        seat.fill("call.place", matter.place)
        if area:
            seat.fill("call.area.line", area)
            seat.key("Return")
        seat.fill("call.item.line", matter.item.code)
        seat.key("Return")
        unit = matter.unit.names.zh
        until(
            f"{seat.name}: the unit to be proposed",
            lambda: unit in str((seat.find("call.submit.dispatch") or {}).get("text", "")) or None,
        )
        self._shots("call", seat)
        asked = {"text": matter.place[:12], "area": matter.grid.code, "state": "filed"}
        known = {row["id"] for row in self._witness.find(**asked)}
        seat.key("ctrl+Return")

        def found() -> dict[str, Any] | None:
            return next((row for row in self._witness.find(**asked) if row["id"] not in known), None)

        row = until("the backend to have the call as a filed ticket", found)
        self._id, self._number = str(row["id"]), str(row["number"])

    def _prove(self, seat: Station) -> None:
        """Opens the form of what was done and puts in the result and every piece of evidence asked for."""
        seat.key("e")
        seat.see("ticket.form.result")
        seat.paste(self._matter.result)
        for number, kind in enumerate(self._matter.item.evidence):
            seat.put_picture(drawing(kind.removeprefix("photo_"), 1))
            seat.click("ticket.form.files.paste")
            seat.see(f"ticket.form.files.{number}.kind")
