"""The scenario: eight steps of one ticket, at four seats, by keys and clicks.

Every step acts at a console as a person would, waits until the backend says that it has happened and until
the consoles concerned show it; then the pictures are taken.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backend.simulation.pictures import drawing
from tests.tour.matter import Matter
from tests.tour.station import Station, TourError, until
from tests.tour.witness import Witness

STEPS = ("intake", "dispatch", "claim", "sign_in", "handle", "verify", "close", "evaluate")


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


class Scenario:
    """One ticket's way. `first` and `second` are seats, `handler` and `worker` the unit's and the grid's."""

    def __init__(
        self,
        first: Station,
        second: Station,
        handler: Station,
        worker: Station,
        witness: Witness,
        matter: Matter,
        out: Path,
    ) -> None:
        self.first, self.second, self.handler, self.worker = first, second, handler, worker
        self._witness, self._matter, self._out = witness, matter, out
        self._id = ""
        self._number = ""
        self._record = Record("")

    def play(self) -> list[Record]:
        """Plays the steps in order; one that fails ends the scenario, the rest stands as not done."""
        records = [Record(name) for name in STEPS]
        for number, record in enumerate(records, 1):
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
                self._shots("failed", self.first, self.second, self.handler, self.worker)
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
        number = STEPS.index(self._record.name) + 1
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

    # ---- the steps: each gives the state in which the ticket should be
    def _intake(self) -> str:
        seat, matter = self.first, self._matter
        seat.click("screen.intake.tab")
        seat.see("intake.table")
        seat.key("t")
        seat.see("call.form")
        seat.fill("call.caller", matter.caller)
        seat.fill("call.phone", matter.phone)
        seat.fill("call.text", matter.words)
        seat.fill("call.place", matter.place)
        seat.fill("call.area.line", matter.grid.code)
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
        self._shows(seat, state="filed", item=matter.item.code, area=matter.grid.code)
        self._shots("filed", seat)
        return "filed"

    def _dispatch(self) -> str:
        seat = self.second
        self._shows(seat, state="filed")
        self._go(seat, "dispatch")
        until(
            f"{seat.name}: the unit to be proposed",
            lambda: (
                self._matter.unit.names.zh
                in str((seat.find("ticket.actions.dispatch") or {}).get("text", ""))
                or None
            ),
        )
        self._shots("proposed", seat)
        seat.key("d")
        self._wait_for("dispatched")
        self._shows(seat, state="dispatched", unit=self._matter.unit.code)
        self._shots("sent", seat)
        return "dispatched"

    def _claim(self) -> str:
        seat = self.handler
        self._shows(seat, state="dispatched")
        self._go(seat, "handling")
        seat.key("l")
        until("the backend to have the claim", lambda: (self._row().get("claim") or {}).get("name"))
        name = self._row()["claim"]["name"]
        self._go(self.first, "tickets")
        until(
            f"{self.first.name} to show who is in it",
            lambda: ((self.first.ticket(self._id) or {}).get("claim") or {}).get("name") == name or None,
        )
        self._shots("claimed", seat, self.first)
        return "dispatched"

    def _sign_in(self) -> str:
        seat = self.handler
        seat.key("s")
        self._wait_for("signed_in")
        self._shows(seat, state="signed_in")
        self._shots("signed", seat)
        return "signed_in"

    def _handle(self) -> str:
        seat = self.handler
        if seat.find("ticket.actions.arrive") is not None:
            seat.key("g")
            self._wait_for("on_site")
            self._shows(seat, state="on_site")
        seat.key("b")
        self._wait_for("handling")
        self._shows(seat, state="handling")
        seat.key("e")
        seat.see("ticket.form.result")
        seat.paste(self._matter.result)
        for number, kind in enumerate(self._matter.item.evidence):
            seat.put_picture(drawing(kind.removeprefix("photo_"), 1))
            seat.click("ticket.form.files.paste")
            seat.see(f"ticket.form.files.{number}.kind")
        self._shots("evidence", seat)
        seat.click("ticket.form.submit")
        self._wait_for("handled")
        self._shows(seat, state="handled")
        self._shots("handled", seat)
        return "handled"

    def _verify(self) -> str:
        seat = self.worker
        self._shows(seat, state="handled")
        self._go(seat, "grid")
        seat.key("p")
        seat.see("ticket.form.note")
        seat.paste("现场看过，人行道已清空，商户和居民都说没有问题。")
        self._shots("form", seat)
        seat.click("ticket.form.submit")
        self._wait_for("verifying")
        self._shows(seat, state="verifying")
        self._shots("verified", seat)
        return "verifying"

    def _close(self) -> str:
        seat = self.second
        self._shows(seat, state="verifying")
        self._go(seat, "closing")
        self._shots("before", seat)
        seat.key("c")
        self._wait_for("closed")
        self._shows(seat, state="closed")
        self._shots("closed", seat)
        return "closed"

    def _evaluate(self) -> str:
        seat = self.first
        self._shows(seat, state="closed")
        self._go(seat, "callback")
        seat.key("v")
        seat.see("ticket.form.satisfaction")
        seat.key("1")
        seat.click("ticket.form.note")
        seat.paste(self._matter.heard)
        self._shots("call-back", seat)
        seat.click("ticket.form.submit")
        self._wait_for("evaluated")
        self._shows(seat, state="evaluated", satisfaction="satisfied")
        self._go(seat, "tickets", "2")
        self._shots("evaluated", seat)
        return "evaluated"
