"""The main scenario: eight steps of one ticket, at four seats, by keys and clicks."""

from pathlib import Path

from tests.tour.matter import Matter
from tests.tour.play import Play
from tests.tour.station import Station, until
from tests.tour.witness import Witness


class Scenario(Play):
    """One ticket's way. `first` and `second` are seats, `handler` and `worker` the unit's and the grid's."""

    steps = ("intake", "dispatch", "claim", "sign_in", "handle", "verify", "close", "evaluate")

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
        super().__init__((first, second, handler, worker), witness, matter, out)
        self.first, self.second, self.handler, self.worker = first, second, handler, worker

    def _intake(self) -> str:
        seat, matter = self.first, self._matter
        self._take_call(seat)
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
        self._prove(seat)
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
