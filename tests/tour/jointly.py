"""The joint action: a street whistles, the duty officer approves and calls, four departments come, each at a
console of its own; from the whistle to the closing, by keys and clicks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from backend.simulation.pictures import drawing
from contract.reference import Reference, Unit
from tests.tour.matter import Matter
from tests.tour.play import Play
from tests.tour.station import Station, TourError, until
from tests.tour.witness import Witness

ROLES = ("sanitation", "traffic_police", "market")
"""The departments beside the street's own team, as the catalogue calls them."""
FOUR = 1 + len(ROLES)
SEED = 4_700
"""Of drawings that nobody else brings: a photo that was used before counts for nothing."""


def street_of(reference: Reference, matter: Matter) -> Unit:
    """The sub-centre of the street in which a matter lies."""
    path = matter.grid.path.split("/")
    return next(u for u in reference.units if u.type == "sub_centre" and u.area in path)


def departments_of(reference: Reference, matter: Matter) -> list[Unit]:
    """Who is to come, the street's team first: it leads."""
    known = {unit.role: unit for unit in reversed(reference.units) if unit.area == reference.district.code}
    return [matter.unit, *(known[role] for role in ROLES)]


class Jointly(Play):
    """One joint action's way: `street` whistles, `duty` decides, `departments` come, the first leads."""

    steps = (
        "whistle",
        "approve",
        "call",
        "sign_in_all",
        "arrive_all",
        "plan",
        "problems",
        "evidence",
        "hand_over",
        "verify_joint",
        "evaluate_joint",
        "close_joint",
    )

    def __init__(
        self,
        street: Station,
        duty: Station,
        departments: Sequence[Station],
        units: Sequence[Unit],
        witness: Witness,
        matter: Matter,
        out: Path,
        number: int = 1,
    ) -> None:
        super().__init__((street, duty, *departments), witness, matter, out, number)
        self.street, self.duty, self.departments = street, duty, list(departments)
        self.lead = self.departments[0]
        self._units = list(units)

    # ---- what every step needs
    def _row(self) -> dict[str, Any]:
        return self._witness.joint(self._id)

    def _shows(self, seat: Station, **wanted: Any) -> None:
        def look() -> bool | None:
            row = seat.joint(self._id)
            return (row is not None and all(row.get(k) == value for k, value in wanted.items())) or None

        until(f"{seat.name} to show {self._number} with {wanted}", look)

    def _all_show(self, **wanted: Any) -> None:
        for seat in self._cast:
            self._shows(seat, **wanted)

    def _holds(self, what: str, look: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The backend's row as soon as something is true of it, and the same at every console."""

        def known() -> dict[str, Any] | None:
            row = self._row()
            return row if look(row) else None

        def shown(seat: Station) -> bool | None:
            row = seat.joint(self._id)
            return (row is not None and look(row)) or None

        row = until(f"the backend to have {what}", known)
        for seat in self._cast:
            until(f"{seat.name} to show {what}", partial(shown, seat))
        return row

    def _board(self, seat: Station) -> None:
        """Brings the board to the front with the cursor on the action."""
        seat.click("screen.joint.tab")
        seat.see("joint.pane")
        seat.fill("joint.search", self._number)
        seat.see("joint.board")
        seat.click("joint.board")
        seat.key("Home")
        until(
            f"{seat.name}: {self._number} to be open below the board",
            lambda: self._number in str((seat.find("joint.under") or {}).get("text", "")) or None,
        )

    def _form(self, seat: Station, key: str) -> None:
        seat.key(key)
        seat.see("joint.form")

    def _send(self, seat: Station) -> None:
        seat.click("joint.form.submit")
        until(f"{seat.name}: the form to be gone", lambda: seat.find("joint.form") is None)

    # ---- the steps
    def _whistle(self) -> str:
        seat, wanted = self.street, {unit.code: unit for unit in self._units}
        seat.click("screen.handling.tab")
        seat.see("handling.table")
        seat.key("w")
        seat.see("joint.propose")
        for name in seat.names("joint.propose.wanted.", ".drop"):
            if name.split(".")[3] not in wanted:
                seat.click(name)
                # What stands above it moves as it goes.
                until(f"{seat.name}: {name} to be gone", lambda name=name: seat.find(name) is None)
        seat.click("joint.propose.kind.enforcement")
        seat.fill("joint.propose.title", f"{self._matter.place}联合整治")
        seat.click("joint.propose.reason")
        seat.paste(
            "摊点劝走又来，街道执法队处罚手段不足；清运、违停和食品经营分属三家，请一起到现场清理并商定长效管理。"
        )
        seat.fill("joint.propose.area.line", self._matter.grid.code)
        seat.key("Return")
        seat.fill("joint.propose.place", self._matter.place)
        there = {name.split(".")[3] for name in seat.names("joint.propose.wanted.", ".drop")}
        for code in wanted:
            if code not in there:
                seat.fill("joint.propose.wanted.box.line", code)
                seat.key("Return")
        self._shots("form", seat)
        known = {row["id"] for row in self._witness.joints()}
        seat.click("joint.propose.submit")

        def found() -> dict[str, Any] | None:
            return next((row for row in self._witness.joints() if row["id"] not in known), None)

        row = until("the backend to have the whistle", found)
        self._id, self._number = str(row["id"]), str(row["number"])
        self._shows(self.duty, state="proposed")
        self._board(self.duty)
        self._shots("whistled", self.duty)
        return "proposed"

    def _approve(self) -> str:
        seat, wanted = self.duty, [unit.names.zh for unit in self._units]
        self._form(seat, "g")
        lines = seat.names("joint.form.parties.", ".unit.line")
        there = len(lines)
        for name in reversed(lines):
            line = name.removesuffix(".unit.line")
            said = str((seat.find(name) or {}).get("text", ""))
            if said not in wanted:
                seat.click(f"{line}.drop")
                there -= 1
                until(
                    f"{seat.name}: {there} departments in the form",
                    lambda there=there: len(seat.names("joint.form.parties.", ".unit.line")) == there,
                )
            elif said == wanted[0]:
                seat.click(f"{line}.lead")
        self._shots("form", seat)
        self._send(seat)
        self._holds("it approved", lambda row: row["state"] == "approved")
        parties = self._row()["parties"]
        if {party["unit"] for party in parties} != {unit.code for unit in self._units}:
            raise TourError(f"others were named: {parties}")
        self._shots("approved", seat)
        return "approved"

    def _call(self) -> str:
        self._form(self.duty, "g")
        self._send(self.duty)
        self._holds("it called", lambda row: row["state"] == "called")
        for seat in self.departments:
            self._board(seat)
        self._shots("called", self.duty, self.lead)
        return "called"

    def _sign_in_all(self) -> str:
        for count, seat in enumerate(self.departments, 1):
            seat.key("s")
            self._holds(f"{count} signed in", partial(_so_many, "signed_in_at", count))
        self._shots("signed", self.duty, *self.departments)
        return "called"

    def _arrive_all(self) -> str:
        for count, seat in enumerate(self.departments, 1):
            self._form(seat, "b")
            seat.fill("joint.form.people", str(count + 1))
            if count == 1:
                self._shots("form", seat)
            self._send(seat)
            self._holds(f"{count} on the spot", partial(_so_many, "arrival", count))
        self._shots("arrived", self.duty, self.street)
        self.lead.key("g")
        self._holds("it mustered", lambda row: row["state"] == "on_site")
        return "on_site"

    def _plan(self) -> str:
        seat = self.lead
        self._form(seat, "g")
        seat.click("joint.form.minutes")
        seat.paste(
            "先劝离摊点、清出盲道，再由市场监管查证照，交警疏导并贴单；执法队每日早晚两巡，为期一个月。"
        )
        if not seat.names("joint.form.tasks.", ".text"):
            seat.click("joint.form.tasks.add")
        line = seat.names("joint.form.tasks.", ".text")[0].removesuffix(".text")
        seat.fill(f"{line}.unit.line", self._units[1].code)
        seat.key("Return")
        seat.fill(f"{line}.text", "清运占道物品，恢复盲道")
        seat.fill(f"{line}.until", "3d")
        self._shots("form", seat)
        self._send(seat)
        self._holds("the plan", lambda row: row["state"] == "planned")
        seat.key("g")
        self._holds("it begun", lambda row: row["state"] == "acting")
        self._shots("begun", self.duty, seat)
        return "acting"

    def _problems(self) -> str:
        for count, (seat, said) in enumerate(
            ((self.lead, "配电箱旁堆放泡沫箱，有火险"), (self.departments[3], "一户食品摊无健康证明")), 1
        ):
            self._form(seat, "p")
            seat.click("joint.form.text")
            seat.paste(said)
            self._send(seat)
            self._holds(f"{count} problems", partial(_found, count))
        # The first is handled on the spot by who leads, the second becomes a ticket of the centre's.
        self._on_row(self.lead, 1)
        self._say_result(self.lead, "现场清走，商户承诺不再堆放。")
        self._holds("a problem handled", lambda row: _ended(row, "problems", "handled") == 1)
        self._on_row(self.duty, 2, "Menu", "Down", "Down", "Down", "Return")
        self.duty.see("joint.form.title")
        self._shots("ticket", self.duty)
        self._send(self.duty)
        self._holds("a problem as a ticket", lambda row: _ended(row, "problems", "ticketed") == 1)
        worker = self.departments[1]
        self._on_row(worker, 0)
        self._holds("the task taken", lambda row: _ended(row, "tasks", "taken") == 1)
        self._on_row(worker, 0)
        self._say_result(worker, "占道物品已清运两车，盲道恢复通行。")
        self._holds("the task done", lambda row: _ended(row, "tasks", "done") == 1)
        self._shots("done", self.duty, worker)
        return "acting"

    def _evidence(self) -> str:
        seat = self.lead
        self._form(seat, "e")
        for number, kind in enumerate(("before", "after", "paper", "near")):
            seat.put_picture(drawing(kind, SEED + number))
            seat.click("joint.form.files.paste")
            seat.see(f"joint.form.files.{number}.kind")
        seat.fill("joint.form.document", "包城管责改〔2026〕117号")
        self._shots("form", seat)
        self._send(seat)
        self._holds("four items of evidence", lambda row: len(row.get("evidence", ())) == FOUR)
        seat.click("joint.board")
        self._form(seat, "g")
        self._say_result(seat, "六处摊点清走，盲道恢复，两户立案查处，商户签订门前责任书。")
        self._holds("the evidence whole", lambda row: row["state"] == "complete")
        self._shots("complete", seat, self.duty)
        return "complete"

    def _hand_over(self) -> str:
        self._form(self.lead, "g")
        self._send(self.lead)
        self._holds("it handed over", lambda row: row["state"] == "handed_over")
        self._shots("handed", self.lead, self.duty)
        return "handed_over"

    def _verify_joint(self) -> str:
        self._form(self.duty, "g")
        self._send(self.duty)
        self._holds("it accepted", lambda row: row["state"] == "verified")
        self._shots("verified", self.duty)
        return "verified"

    def _evaluate_joint(self) -> str:
        self._board(self.street)
        self._form(self.street, "c")
        for n, stars in enumerate(("5", "4", "4", "3")):
            self.street.click(f"joint.form.scores.{n}.stars.{stars}")
        self._shots("form", self.street)
        self._send(self.street)
        self._holds("departments scored", lambda row: _counted(row, "score") == FOUR)
        for count, seat in enumerate(self.departments, 1):
            seat.click("joint.board")
            self._form(seat, "o")
            seat.click("joint.form.value.5")
            self._send(seat)
            self._holds(f"the whistle scored by {count}", partial(_so_many, "whistle_score", count))
        self._form(self.street, "g")
        self._send(self.street)
        self._holds("it evaluated", lambda row: row["state"] == "evaluated")
        self._shots("evaluated", self.street, self.duty)
        return "evaluated"

    def _close_joint(self) -> str:
        self._form(self.duty, "g")
        self._send(self.duty)
        self._holds("it closed", lambda row: row["state"] == "closed")
        self._shots("closed", self.duty, self.street)
        return "closed"

    def _on_row(self, seat: Station, row: int, *keys: str) -> None:
        """Takes the likeliest step on a task or a problem, or another by its menu."""
        seat.click("joint.work")
        seat.key(*["Up"] * 9, *["Down"] * row, *(keys or ("Return",)))

    def _say_result(self, seat: Station, words: str) -> None:
        seat.see("joint.form.result")
        seat.click("joint.form.result")
        seat.paste(words)
        self._send(seat)


def _counted(row: dict[str, Any], field: str) -> int:
    return sum(party.get(field) is not None for party in row["parties"])


def _so_many(field: str, count: int, row: dict[str, Any]) -> bool:
    return _counted(row, field) == count


def _found(count: int, row: dict[str, Any]) -> bool:
    return len(row.get("problems", ())) == count


def _ended(row: dict[str, Any], what: str, state: str) -> int:
    return sum(one.get("state", "") == state for one in row.get(what, ()))
