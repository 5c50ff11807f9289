"""What the operator may do, does, and takes back: checks against the table, rows into the outbox.

Nothing here waits for the backend. A row is durable before its effect shows.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from contract.account import Actor
from contract.action import Act, Merge, Recall, Report, Reporter, name_of, outcome_of
from contract.advance import advance, effective, report
from contract.clock import ClockError
from contract.guards import offers
from contract.lifecycle import TABLE
from contract.machine import Machine, Names, Transition
from contract.reference import Reference
from contract.refused import Refused, StepRefused
from contract.ticket import Ticket

from .clock import BackendClock
from .errors import LoginRequired, UndoRefused
from .ids import uuid7
from .outbox import ALIVE, New, Outbox, OutboxRow
from .projection import masked, project
from .replica.columns import Columns

UNDOABLE = 200
"""Acts that were performed and are remembered for `undo`."""


Undone = Literal["withdrawn", "recalled", "restored"]
"""How an act was taken back: a row never posted went, a recall follows it, a dropped row is there again."""


def known_to_both(machine: Machine, own: Machine = TABLE) -> frozenset[tuple[str, str, str, str]]:
    """(source, action, outcome, target) that this console's table and the backend's share; what creates its
    object has the source ""."""

    def rows(table: Machine) -> set[tuple[str, str, str, str]]:
        return {
            (source, row.action, row.outcome, row.target)
            for row in table.transitions
            for source in row.sources or ("",)
        }

    return frozenset(rows(own) & rows(machine))


class Actions:
    """`seat` gives who sits here and the reference that holds; `touched` is called with the tickets
    whose outbox changed, `ended` with rows that were withdrawn. Acts on joint actions are taken back, given
    up, brought back and done again here, too; `joint_version` gives the version on which one can be done
    again and raises Refused (`console.joints.joints.Joints.version_for`)."""

    def __init__(
        self,
        columns: Columns,
        outbox: Outbox,
        clock: BackendClock,
        *,
        seat: Callable[[], tuple[Actor | None, Reference | None]],
        touched: Callable[[Iterable[str]], None],
        ended: Callable[[OutboxRow], None],
        joint_version: Callable[[OutboxRow], int],
    ) -> None:
        self._columns = columns
        self._outbox = outbox
        self._clock = clock
        self._seat = seat
        self._touched = touched
        self._ended = ended
        self._joint_version = joint_version
        self._shared = known_to_both(TABLE)
        self._performed: OrderedDict[str, tuple[str, int]] = OrderedDict()

    def know(self, machine: Machine) -> None:
        """The backend's table as it was last heard."""
        self._shared = known_to_both(machine)

    def _here(self) -> tuple[Actor, Reference]:
        actor, reference = self._seat()
        # Between two operators the outbox is still, or already, another's.
        if actor is None or reference is None or self._outbox.account != actor.id:
            raise LoginRequired(Names("请先登录", "log in first"))
        return actor, reference

    # --- what may be done --------------------------------------------------------------------------------
    def offers(self, ticket_id: str) -> list[Transition]:
        """The transitions that both sides know and that this operator may take on the row as it is shown."""
        actor, reference = self._seat()
        shown = self._columns.get(ticket_id)
        if actor is None or reference is None or shown is None:
            return []
        return [row for row in offers(shown, actor, reference) if self._both_know(shown.state, row)]

    def _both_know(self, source: str, row: Transition) -> bool:
        return (source, row.action, row.outcome, row.target) in self._shared

    def check(self, ticket: Ticket, act: Act, *, into: Ticket | None = None) -> Ticket:
        """The row after an act; raises `contract.refused.Refused`."""
        actor, reference = self._here()
        row = TABLE.find(ticket.state, name_of(act), outcome_of(act))
        if row is not None and not self._both_know(ticket.state, row):
            raise StepRefused(
                Names("中心系统的版本不支持此步骤", "the centre's system does not know this step")
            )
        at = effective(ticket, self._clock.now(), self._clock.now())
        try:
            return advance(ticket, act, actor, at, reference, into=into)
        except ClockError as error:
            # A limit of a kind that only the backend knows cannot be counted with here.
            zh, en = "本机版本不认识该时限，请升级后办理", "this console is too old for the ticket's limit"
            raise StepRefused(Names(zh, en)) from error

    # --- doing -------------------------------------------------------------------------------------------
    def submit(self, ticket_id: str, act: Act) -> str:
        """An act into the outbox; its action_id. Raises Refused, LoginRequired, StorageFault."""
        shown = self.trial(ticket_id, ())
        self._step(shown, act)
        row = self._outbox.add(ticket_id, shown.version, act, self._clock.now(), shown)
        self._touched([ticket_id])
        return row.action_id

    def _step(self, ticket: Ticket, act: Act) -> Ticket:
        into = self._columns.get(act.into) if isinstance(act, Merge) else None
        return self.check(ticket, act, into=into)

    def trial(self, ticket_id: str, acts: Sequence[Act]) -> Ticket:
        """The row as it would stand after these acts, one after the other; raises Refused, LoginRequired."""
        shown = self._columns.get(ticket_id)
        if shown is None:
            raise StepRefused(Names("本机没有这张工单", "this seat does not hold the ticket"))
        for act in acts:
            shown = self._step(shown, act)
        return shown

    def submit_many(self, work: Sequence[tuple[str, Sequence[Act]]]) -> list[tuple[str, ...] | Refused]:
        """Acts on many tickets into the outbox in one transaction: for each (ticket_id, acts) the action_ids,
        or why that ticket takes none of them. Raises LoginRequired, StorageFault."""
        found: list[tuple[str, ...] | Refused] = []
        rows: list[New] = []
        taken: list[tuple[int, int]] = []
        for place, (ticket_id, acts) in enumerate(work):
            found.append(())
            steps: list[New] = []
            try:
                shown = self.trial(ticket_id, ())
                for act in acts:
                    steps.append((ticket_id, shown.version, act, shown))
                    shown = self._step(shown, act)
            except Refused as refusal:
                found[place] = refusal
            else:
                rows += steps
                taken.append((place, len(steps)))
        if rows:
            made = iter(self._outbox.add_many(rows, self._clock.now()))
            for place, n in taken:
                found[place] = tuple(next(made).action_id for _ in range(n))
            self._touched({new[0] for new in rows})
        return found

    def report(self, act: Report) -> tuple[str, str]:
        """A new ticket: (ticket_id, action_id). Raises Refused, LoginRequired, StorageFault."""
        ticket_id, (action_id,) = self.report_on(act, ())
        return ticket_id, action_id

    def report_on(self, act: Report, further: Sequence[Act]) -> tuple[str, tuple[str, ...]]:
        """A new ticket and what is done to it at once, in one transaction: ticket_id, action_ids. Raises as
        `report`, and then there is no ticket."""
        actor, reference = self._here()
        ticket_id, now = uuid7(), self._clock.now()
        shown = report(ticket_id, "", act, actor, now, reference, masked(act.reporter or Reporter()))
        rows: list[New] = [(ticket_id, 0, act, None)]
        for step in further:
            rows.append((ticket_id, shown.version, step, shown))
            shown = self._step(shown, step)
        made = self._outbox.add_many(rows, now)
        self._touched([ticket_id])
        return ticket_id, tuple(row.action_id for row in made)

    # --- taking back -------------------------------------------------------------------------------------
    def performed(self, row: OutboxRow, ticket: Ticket) -> None:
        """The backend performed a row: from now on only `recall` takes it back, where the table has that."""
        last = ticket.last
        if last is None or not last.recall_to or last.action != row.action:
            return
        self._performed[row.action_id] = (row.ticket_id, ticket.version)
        if len(self._performed) > UNDOABLE:
            self._performed.popitem(last=False)

    def forget(self) -> None:
        """Another operator sits here."""
        self._performed.clear()

    def undo(self, action_id: str, *, try_only: bool = False) -> Undone:
        """Takes an act back, or brings back one that was dropped; raises UndoRefused with why not. `try_only`
        changes nothing."""
        if any(row.action_id == action_id for row in self._outbox.dropped):
            if not try_only:
                self.restore(action_id)
            return "restored"
        row = self._outbox.get(action_id)
        if row is not None and (row.tries == 0 or row.state not in ALIVE):
            if row.state in ALIVE and any(True for _ in self._outbox.after(action_id)):
                raise UndoRefused(Names("请先撤回之后的步骤", "take back your later steps on it first"))
            if not try_only:
                self.drop(action_id)
            return "withdrawn"
        if row is not None:
            tail = self._outbox.tail(row.object_id)
            if not self.recallable(action_id):
                raise UndoRefused(Names("这一步不能撤回", "this step cannot be recalled"))
            if tail is not None and tail.action_id != action_id:
                raise UndoRefused(Names("请先撤回之后的步骤", "take back your later steps on it first"))
            ticket_id = row.ticket_id
        elif action_id in self._performed:
            ticket_id, version = self._performed[action_id]
            shown = self._columns.get(ticket_id)
            if shown is None or shown.version != version:
                raise UndoRefused(Names("工单已有后续办理", "the ticket has moved on since"))
        else:
            raise UndoRefused(Names("这一步已不能撤回", "this step can no longer be taken back"))
        shown = self._columns.get(ticket_id)
        if shown is None or not any(offer.action == "recall" for offer in self.offers(ticket_id)):
            raise UndoRefused(Names("这一步不能撤回", "this step cannot be recalled"))
        if not try_only:
            self.submit(ticket_id, Recall())
        return "recalled"

    def recallable(self, action_id: str) -> bool:
        """Whether a way back from an act lasts: the table has a recall for it once it is posted, or it was
        dropped and can be brought back."""
        row = self._outbox.get(action_id)
        if row is None:
            return any(dropped.action_id == action_id for dropped in self._outbox.dropped)
        rows = TABLE.transitions
        return any(t.recallable for t in rows if (t.action, t.outcome) == (row.action, row.outcome))

    def can_undo(self, action_id: str) -> bool:
        """Whether `undo` would be taken."""
        try:
            self.undo(action_id, try_only=True)
        except UndoRefused:
            return False
        return True

    def undo_many(self, groups: Sequence[Sequence[str]]) -> list[Undone | UndoRefused]:
        """Takes back what was done to many tickets, each group the acts on one of them in their order: rows
        never posted go in one transaction, recalls come in another. For each group how, or why not."""
        found: list[Undone | UndoRefused] = []
        drops: dict[str, OutboxRow] = {}
        sent: list[tuple[int, str]] = []
        for place, group in enumerate(groups):
            found.append("withdrawn")
            for action_id in reversed(group):
                if any(dropped.action_id == action_id for dropped in self._outbox.dropped):
                    self.restore(action_id)
                    found[place] = "restored"
                    continue
                row = self._outbox.get(action_id)
                free = row is not None and (row.tries == 0 or row.state not in ALIVE)
                if (
                    row is None
                    or not free
                    or any(r.action_id not in drops for r in self._outbox.after(action_id))
                ):
                    sent.append((place, action_id))
                    break
                drops[action_id] = row
        self._drop_all(list(drops.values()))
        recalls: list[New] = []
        for place, action_id in sent:
            try:
                self.undo(action_id, try_only=True)
            except UndoRefused as refusal:
                # What was withdrawn of the group stays withdrawn; with nothing of it, it stands as it was.
                if not any(later in drops for later in groups[place]):
                    found[place] = refusal
                continue
            row = self._outbox.get(action_id)
            ticket_id = row.ticket_id if row is not None else self._performed[action_id][0]
            shown = self.trial(ticket_id, ())
            recalls.append((ticket_id, shown.version, Recall(), shown))
            found[place] = "recalled"
        if recalls:
            self._outbox.add_many(recalls, self._clock.now())
            self._touched({new[0] for new in recalls})
        return found

    def _drop_all(self, rows: Sequence[OutboxRow]) -> None:
        if rows:
            for gone in self._outbox.drop_many(rows):
                self._ended(gone)
            self._touched({row.object_id for row in rows})

    # --- conflicts and parked rows -----------------------------------------------------------------------
    def _stuck(self, action_id: str) -> OutboxRow:
        row = self._outbox.get(action_id)
        if row is None:
            raise UndoRefused(Names("这一条已经处理", "this row is no longer there"))
        return row

    def _version_for(self, row: OutboxRow) -> int:
        """The version on which a stuck row can be done again; raises Refused where the table forbids it."""
        if row.is_joint:
            return self._joint_version(row)
        actor, reference = self._here()
        if isinstance(row.act, Report):
            reporter = masked(row.act.reporter or Reporter())
            report(row.ticket_id, "", row.act, actor, self._clock.now(), reference, reporter)
            return 0
        # Laid over the backend's row and whatever else of this operator's is on its way to it.
        alive = [r for r in self._outbox.of(row.ticket_id) if r.state in ALIVE and r.n < row.n]
        server = self._columns.server_row(row.ticket_id)
        base = project(server, alive, actor, reference, self._clock)
        if base is None:
            raise StepRefused(Names("工单已不在您的范围内", "the ticket is no longer in your scope"))
        self._step(base, row.ticket_act)
        return base.version

    def reapply(self, action_id: str) -> str:
        """The same act as a new action on the row as it is now. Raises Refused, UndoRefused."""
        row = self._stuck(action_id)
        if row.state not in ("conflict", "parked"):
            raise UndoRefused(Names("这一条仍在办理", "this row is still on its way"))
        fresh = self._outbox.renew(row, self._version_for(row), self._clock.now())
        self._touched([row.object_id])
        return fresh.action_id

    def why_not_reapply(self, action_id: str) -> Names | None:
        """Why a stuck row can't be done again as it is; None where it can."""
        row = self._outbox.get(action_id)
        if row is None or row.state not in ("conflict", "parked"):
            return Names("这一条已经处理", "this row is no longer there")
        try:
            self._version_for(row)
        except (Refused, LoginRequired) as refusal:
            return refusal.says
        return None

    def drop(self, action_id: str) -> None:
        """Gives a row up, and what follows it. Raises UndoRefused while it is on its way. One that was stuck
        can be brought back by `restore`."""
        row = self._stuck(action_id)
        if row.state == "sending" or (row.state == "queued" and row.tries):
            raise UndoRefused(Names("这一条正在提交", "this row is on its way"))
        forgotten = row.state in ALIVE
        for gone in self._outbox.drop_many([row]) if forgotten else self._outbox.drop(row):
            self._ended(gone)
        self._touched([row.object_id])

    def restore(self, action_id: str) -> None:
        """Brings back a row that was dropped, with what followed it. Raises UndoRefused for no such row."""
        if not any(row.action_id == action_id for row in self._outbox.dropped):
            raise UndoRefused(Names("这一条已不能找回", "this row cannot be brought back any more"))
        back = self._outbox.restore(action_id)
        self._touched([back[0].object_id])
