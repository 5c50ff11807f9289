"""The second scenario: what lies beside a ticket's plain way, with a duty officer and a leader who sign."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from contract.beside import CAUSES, GROUNDS, SUPERVISIONS
from tests.tour.matter import Matter
from tests.tour.play import Play
from tests.tour.station import Station, until
from tests.tour.witness import Witness


class Beside(Play):
    """Two tickets: one that goes back and forth, one that is merged into it and taken out again. The cast: a
    seat, the unit, the grid worker, a duty officer, a leader."""

    steps = (
        "return",
        "arbitrate",
        "extend",
        "suspend",
        "supervise",
        "rework",
        "accountability",
        "merge",
        "unmerge",
        "make_safe",
    )

    def __init__(
        self, cast: Sequence[Station], witness: Witness, matter: Matter, out: Path, number: int = 1
    ) -> None:
        super().__init__(cast, witness, matter, out, number)
        self.seat, self.handler, self.worker, self.duty, self.leader = cast
        self._former = ""

    # ---- what the steps have in common
    def _version(self, version: int) -> None:
        """Waits until the backend has taken the step that brings a version."""
        until(
            f"the backend to have version {version} of {self._number}",
            lambda: self._row()["version"] >= version or None,
        )

    def _by(self, seat: Station, screen: str = "tickets", page: str = "1") -> int:
        """A seat turns to the ticket as it is now; its version."""
        row = self._row()
        self._shows(seat, version=row["version"])
        self._go(seat, screen, page)
        return int(row["version"])

    def _fills(self, seat: Station, key: str, moment: str, **fields: str) -> None:
        """Opens a step's form by its key, fills it in, takes its picture and sends it."""
        version = int(self._row()["version"])
        seat.key(key)
        seat.see("ticket.form.submit")
        for name, text in fields.items():
            control = f"ticket.form.{name}"
            if text.isdigit() and name in ("ground", "cause", "kind"):
                answers = {"ground": GROUNDS, "cause": CAUSES, "kind": SUPERVISIONS}[name]
                seat.click(f"{control}.{answers[int(text) - 1]}")
            elif name in ("unit", "into"):
                seat.fill(f"{control}.line", text)
                seat.key("Return")
            else:
                seat.fill(control, text)
        self._shots(moment, seat)
        seat.click("ticket.form.submit")
        self._version(version + 1)
        self._shows(seat, version=self._row()["version"])

    def _beside(self) -> dict[str, Any]:
        held: dict[str, Any] = self._row().get("beside") or {}
        return held

    # ---- the steps: each gives the state in which the ticket should be
    def _return(self) -> str:
        self._take_call(self.seat)
        self._shows(self.seat, state="filed")
        self._go(self.seat, "dispatch")
        until(
            f"{self.seat.name}: the unit to be proposed",
            lambda: (
                self._matter.unit.names.zh
                in str((self.seat.find("ticket.actions.dispatch") or {}).get("text", ""))
                or None
            ),
        )
        self.seat.key("d")
        self._wait_for("dispatched")
        self._by(self.handler)
        self._fills(self.handler, "r", "form", reason="该路段已移交市容所管理，不属于本队职责。")
        self._shots("returned", self.handler)
        return "returned"

    def _arbitrate(self) -> str:
        self._by(self.duty)
        version = int(self._row()["version"])
        # What grounds the item here stands first in the lists; Enter cites it, with its unit and its ground.
        self.duty.key("F7")
        self.duty.see("mandates.table")
        self._shots("lists", self.duty)
        self.duty.key("Return")
        self.duty.see("ticket.form.entry.line")
        self.duty.fill("ticket.form.reason", "职责清单载明由街道执法队处置，移交手续未办结。")
        self._shots("form", self.duty)
        self.duty.click("ticket.form.submit")
        self._version(version + 1)
        self._shows(self.duty, version=self._row()["version"])
        self._shots("bound", self.duty)
        return "dispatched"

    def _extend(self) -> str:
        self._by(self.handler)
        self.handler.key("s")
        self._wait_for("signed_in")
        self._shows(self.handler, state="signed_in")
        self._fills(self.handler, "t", "asked", reason="摊主已约谈，需待集中整治后复查。")
        due = int(self._row()["responsibility"]["due_at"])
        self._by(self.duty)
        self._fills(self.duty, "t", "endorsed", note="情况属实，同意。")
        self._by(self.leader)
        self._fills(self.leader, "t", "approved", note="同意延期。")
        until("the limit to be moved", lambda: int(self._row()["responsibility"]["due_at"]) > due or None)
        return "signed_in"

    def _suspend(self) -> str:
        self._by(self.handler)
        self._fills(self.handler, "h", "asked", cause="2", until="3d", reason="等待市场方疏导点启用。")
        self._by(self.duty)
        self._fills(self.duty, "h", "approved", note="同意挂起。")
        self._wait_for("suspended")
        self._shots("standing", self.duty)
        self.duty.key("h")
        self._wait_for("signed_in")
        return "signed_in"

    def _supervise(self) -> str:
        self._by(self.leader)
        self._fills(
            self.leader,
            "shift+u",
            "ordered",
            kind="2",
            reply_due="2d",
            reason="群众反复反映，请说明进展和办结时间。",
        )
        self._by(self.handler)
        self._fills(self.handler, "shift+u", "replied", result="疏导点本周启用，周五前完成清理。")
        return "signed_in"

    def _rework(self) -> str:
        self._handle_and_fail("仍有两处摊点未清理。")
        return "rework"

    def _accountability(self) -> str:
        self._handle_and_fail("复查时摊点仍占用盲道。")
        until("the unit to be held to account", lambda: self._beside().get("accountability"))
        self._by(self.leader)
        self._fills(self.leader, "shift+a", "settled", result="约谈中队负责人，限期整改，计入月度考核。")
        return "rework"

    def _handle_and_fail(self, reason: str) -> None:
        self._by(self.handler)
        self._prove(self.handler)
        self.handler.click("ticket.form.submit")
        self._wait_for("handled")
        self._by(self.worker, "grid")
        self._fills(self.worker, "x", "failed", reason=reason)
        self._wait_for("rework")

    def _merge(self) -> str:
        self._former = self._number
        self._take_call(self.seat)
        self._by(self.seat)
        self._fills(self.seat, "m", "form", into=self._former)
        self._wait_for("merged")
        return "merged"

    def _unmerge(self) -> str:
        self._by(self.seat, "tickets", "3")
        self._shots("merged", self.seat)
        self._fills(self.seat, "m", "form", reason="地点不同，不是同一处摊点。")
        return "filed"

    def _make_safe(self) -> str:
        self._by(self.seat)
        self._fills(self.seat, "shift+s", "ordered", unit=self._matter.unit.code, note="井盖缺失，先围挡。")
        self._wait_for("dispatched")
        self._by(self.handler)
        self._fills(self.handler, "shift+s", "done", result="已设置围挡和警示灯，专人值守。")
        until("the danger to be made safe", lambda: (self._beside().get("safe") or {}).get("ended_at"))
        return "dispatched"
