"""Where steps on several tickets come together: the sheet, the runs, and the way to take all of it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from views import words
from views.acting import ONLINE, shortest_key, step_names, steps_of_key
from views.bulk.plan import MOST, Plan, Planner
from views.bulk.run import BulkRun, Stage
from views.bulk.sheet import BulkSheet
from views.everywhere import Deed
from views.notices import Done

if TYPE_CHECKING:
    from views.seat_window import SeatWindow

ONE_BY_ONE = (
    "attach",
    "recall",
    "extend/asked",
    "suspend/asked",
    "arbitrate",
    "supervise/ordered",
    "mediate/set",
    "mediate/agreed",
    "mediate/not_agreed",
    "mediate/put_off",
    "link/made",
    "link/undone",
    "make_safe/ordered",
    "part/given",
    "part/withdrawn",
)
"""Steps that are taken on one ticket at a time: evidence belongs to one, and undo takes back many."""


class BulkPart(QObject):
    """The part. `plan` and `perform` are what the command line uses of it."""

    def __init__(self, seat: SeatWindow) -> None:
        super().__init__(seat)
        self.setObjectName("bulk.part")
        self._seat = seat
        self.planner = Planner(seat.desk)
        self._last: BulkRun | None = None
        self._sheet = BulkSheet(seat.context, self.planner, self.perform, self._take_back, self._decide, seat)
        seat.context.many = self.open
        seat.context.offers_of_many = self.offers
        seat.everywhere.add(
            Deed(
                "bulk.last",
                self.tr("How the last step on several tickets went"),
                "Ctrl+Shift+B",
                self.show_last,
            )
        )

    # --- opening -----------------------------------------------------------------------------------------
    def open(self, step: str, ids: Sequence[str], values: Mapping[str, Any] | None = None) -> None:
        """Looks at a step (its id, or a key that stands for several) on these tickets."""
        ids = list(ids)
        name = step if step in step_names() else self.meant(step, ids)
        if not name:
            self._seat.notices.tell(self.tr("None of the selected tickets takes this step"))
            return
        if len(ids) > MOST:
            self._seat.notices.tell(
                self.tr("The first {n} of {all} are taken; the rest after that").format(n=MOST, all=len(ids))
            )
        self._sheet.open(name, ids[:MOST], values)

    def meant(self, key: str, ids: Sequence[str]) -> str:
        """Of the steps that a key stands for, the one that most of the tickets take; "" for none."""
        found = {
            name: sum(self.planner.offered(name, ticket_id) for ticket_id in ids[:MOST])
            for name in steps_of_key(key)
            if name not in ONE_BY_ONE
        }
        if "dispatch" in found and found.get("redispatch"):
            # Dispatch covers what came back; sending on what a unit has already is asked for by A.
            found.pop("redispatch")
        best = max(found, key=lambda name: found[name], default="")
        return best if best and found[best] else ""

    def offers(self, ids: Sequence[str]) -> list[tuple[str, str, str, int]]:
        """What a selection may be asked for: step, name, key, and how many of the tickets take it."""
        rows = []
        for name in step_names():
            if name in ONE_BY_ONE or name == "redispatch":
                continue
            number = sum(self.planner.offered(name, ticket_id) for ticket_id in ids[:MOST])
            if number:
                text = self.planner.name(name)
                if name == "assign":
                    text = self.tr("{verb}: one unit for all").format(verb=text)
                rows.append((name, text, shortest_key(name), number))
        # What stands in the table comes before notes and claims.
        return sorted(rows, key=lambda row: (row[0] in ONLINE, -row[3]))

    def show_last(self) -> None:
        """Shows how the last of them went."""
        if self._last is None:
            self._seat.notices.tell(self.tr("No step on several tickets was taken yet"))
            return
        self.watch(self._last)

    def watch(self, run: BulkRun) -> None:
        """Shows how a run goes."""
        self._sheet.show_run(run)

    # --- doing -------------------------------------------------------------------------------------------
    def perform(self, plan: Plan, values: Mapping[str, Any]) -> BulkRun:
        """Does what is ready in a plan, says so, and offers to take all of it back. Raises ConsoleError."""
        run = BulkRun(self._seat.desk, plan)
        run.perform(values)
        self._last = run
        only = plan.lines[0].number if len(plan.lines) == 1 else ""
        if plan.step in ONLINE:
            run.ended.connect(self._on_ended)
        elif run.groups:
            sent = run.count(Stage.SENT)
            text = only or self.tr("{n} of {all}").format(n=sent, all=len(plan.lines))
            self._seat.notices.tell_done(Done(words.dotted((plan.verb, text)), run.groups, run.took_back))
        return run

    def _on_ended(self, _step: str, _failed: int, how: str) -> None:
        """The centre has answered every command of a run; where the sheet shows it, it says so itself."""
        if not self._sheet.isVisible():
            self._seat.notices.tell(how)

    def _take_back(self, run: BulkRun) -> None:
        """Takes a run back, whatever was done since."""
        self._seat.notices.undo(run.groups)

    def _decide(self, run: BulkRun) -> None:
        """Shows the first of a run that waits for a decision, conflicts before what the centre refused."""
        stuck = sorted((row.state, row.n, row.action_id) for row in run.stuck())
        if stuck:
            page, _, action_id = stuck[0]
            self._seat.go("outbox")
            self._seat.screen_of("outbox").show_page(page, action_id)

    # --- what the window asks of a part ------------------------------------------------------------------
    def keep(self) -> None:
        """Nothing of it is kept between runs but drafts, which the desk keeps."""

    def leave(self) -> None:
        """The person goes."""
        self._sheet.hide()
