"""The joint actions of a seat: what is shown, what may be done, what is done.

`Desk.joints` holds it. All of it lives on the GUI thread; what is done is durable when the call returns, and
goes out by the outbox in order with everything else of this operator's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from PySide6.QtCore import QObject, Signal

from console.actions import known_to_both
from console.clock import BackendClock
from console.errors import LoginRequired
from console.ids import uuid7
from console.net.client import Client
from console.outbox import ALIVE, Outbox, OutboxRow
from console.reference import ReferenceData
from console.replica.columns import Columns
from console.replica.held_joints import HeldJoints
from contract.account import Actor
from contract.clock import ClockError
from contract.joint.action import JointAct, Propose, name_of, outcome_of
from contract.joint.advance import propose
from contract.joint.guards import offers, proposals
from contract.joint.joint import Joint, JointDetail, JointPage, JointTicket
from contract.joint.lifecycle import TABLE
from contract.machine import Machine, Names, Transition
from contract.reference import Reference
from contract.refused import StepRefused

from .projection import named_by, project, step


@dataclass(frozen=True, slots=True)
class JointChanges:
    """What one signal says: ids of joint actions that came or changed, and of those that went."""

    changed: frozenset[str]
    gone: frozenset[str]


class _Names(Protocol):
    def say(self, names: Names | None) -> str: ...
    def renamed(self, key: str) -> Names | None: ...


class Joints(QObject):
    """`seat` gives who sits here and the reference that holds; `touched` is called with the ids of those
    whose outbox changed; `names` says names in the interface's language and the district's words."""

    changed = Signal(object)
    """`JointChanges`, at most every 100 ms for the feed and at once for this operator's own acts."""
    reloaded = Signal()
    """Any of them may be others: another operator, a replica filled anew."""

    def __init__(
        self,
        held: HeldJoints,
        outbox: Outbox,
        columns: Columns,
        clock: BackendClock,
        client: Client,
        reference: ReferenceData,
        *,
        seat: Callable[[], tuple[Actor | None, Reference | None]],
        touched: Callable[[Iterable[str]], None],
        names: _Names,
    ) -> None:
        super().__init__()
        self._held = held
        self._outbox = outbox
        self._columns = columns
        self._clock = clock
        self._client = client
        self._reference = reference
        self._seat = seat
        self._touched = touched
        self._names = names
        self._laid: dict[str, Joint] = {}
        self._pending: set[str] = set()
        self._shared: tuple[Machine | None, frozenset[tuple[str, str, str, str]]] = (
            None,
            known_to_both(TABLE, TABLE),
        )
        held.tell = self._fed
        held.tell_anew = self._anew
        held.relay = self._relaid
        self._lay_all()

    # --- what is shown -----------------------------------------------------------------------------------
    def rows(self) -> list[Joint]:
        """Every joint action in scope as it is shown: the backend's rows with this operator's waiting acts
        laid over them, and proposals that wait to be sent (number "")."""
        held = self._held.rows
        own = [joint for joint_id, joint in self._laid.items() if joint_id not in held]
        return [self._laid.get(joint_id, joint) for joint_id, joint in held.items()] + own

    def get(self, joint_id: str) -> Joint | None:
        """One as it is shown, None where this seat does not hold it."""
        return self._laid.get(joint_id) or self.server_row(joint_id)

    def server_row(self, joint_id: str) -> Joint | None:
        """One as the backend has it."""
        return self._held.rows.get(joint_id)

    def pending(self, joint_id: str) -> bool:
        """Whether an act of this operator's waits on it."""
        return joint_id in self._pending

    # --- names -------------------------------------------------------------------------------------------
    @property
    def machine(self) -> Machine:
        """The backend's table of joint actions; what may be done, `offers` says."""
        return self._reference.joints or TABLE

    def state_name(self, state: str) -> str:
        """What this district calls a state of a joint action; the backend's word where this console does not
        know it."""
        known = self.machine.state(state) or TABLE.state(state)
        renamed = self._names.renamed(f"joint {state}")
        return self._names.say(renamed or (known.names if known is not None else Names(state, state)))

    def action_name(self, action: str, outcome: str = "") -> str:
        """What this district calls an act on a joint action."""
        renamed = self._names.renamed(f"{action} {outcome}".rstrip())
        if renamed is None and not outcome:
            renamed = self._names.renamed(action)
        found = renamed or self.machine.names_of(action, outcome) or TABLE.names_of(action, outcome)
        return self._names.say(found or Names(action, action))

    # --- what may be done --------------------------------------------------------------------------------
    def offers(self, joint_id: str) -> list[Transition]:
        """The transitions that both sides know and that this operator may take on the row as it is shown, in
        the table's order."""
        actor, reference = self._seat()
        shown = self.get(joint_id)
        if actor is None or reference is None or shown is None:
            return []
        return [row for row in offers(shown, actor, reference) if self._both_know(shown.state, row)]

    def proposals(self) -> list[Transition]:
        """The ways in which this operator may start one."""
        actor, reference = self._seat()
        if actor is None or reference is None:
            return []
        return [row for row in proposals(actor, reference) if self._both_know("", row)]

    def _both_know(self, source: str, row: Transition) -> bool:
        machine = self.machine
        if self._shared[0] is not machine:
            self._shared = machine, known_to_both(machine, TABLE)
        return (source, row.action, row.outcome, row.target) in self._shared[1]

    def _here(self) -> tuple[Actor, Reference]:
        actor, reference = self._seat()
        # Between two operators the outbox is still, or already, another's.
        if actor is None or reference is None or self._outbox.account != actor.id:
            raise LoginRequired(Names("请先登录", "log in first"))
        return actor, reference

    def _known(self, source: str | None, act: JointAct) -> None:
        row = TABLE.find(source, name_of(act), outcome_of(act))
        if row is not None and not self._both_know(source or "", row):
            raise StepRefused(
                Names("中心系统的版本不支持此步骤", "the centre's system does not know this step")
            )

    def check(self, joint: Joint, act: JointAct) -> Joint:
        """The row after an act done now; raises `contract.refused.Refused`, LoginRequired."""
        actor, reference = self._here()
        self._known(joint.state, act)
        now = self._clock.now()
        try:
            return step(joint, act, actor, now, now, reference, self._ticket)
        except ClockError as error:
            raise _too_old() from error

    def _check_proposal(self, joint_id: str, act: Propose) -> None:
        actor, reference = self._here()
        self._known(None, act)
        named = named_by(act, self._ticket)
        try:
            propose(joint_id, "", act, actor, self._clock.now(), reference, named)
        except ClockError as error:
            raise _too_old() from error

    def _ticket(self, ticket_id: str) -> JointTicket | None:
        ticket = self._columns.get(ticket_id)
        return None if ticket is None else JointTicket(ticket.id, ticket.number, ticket.title)

    # --- doing -------------------------------------------------------------------------------------------
    def submit(self, joint_id: str, act: JointAct) -> str:
        """An act into the outbox; its action_id. Durable when it returns, and shown at once.

        Files that it names must be in `Desk.files` already. Raises Refused, LoginRequired, StorageFault.
        """
        shown = self.get(joint_id)
        if shown is None:
            raise StepRefused(Names("本机没有这次联合行动", "this seat does not hold the joint action"))
        self.check(shown, act)
        row = self._outbox.add(joint_id, shown.version, act, self._clock.now(), shown)
        self._touched([joint_id])
        return row.action_id

    def propose(self, act: Propose) -> tuple[str, str]:
        """A new joint action: (joint_id, action_id). Raises as `submit`."""
        joint_id = uuid7()
        self._check_proposal(joint_id, act)
        row = self._outbox.add(joint_id, 0, act, self._clock.now())
        self._touched([joint_id])
        return joint_id, row.action_id

    def version_for(self, row: OutboxRow) -> int:
        """The version on which a stuck row can be done again; raises Refused where the table forbids it."""
        act = row.joint_act
        if isinstance(act, Propose):
            self._check_proposal(row.object_id, act)
            return 0
        actor, reference = self._here()
        # Laid over the backend's row and whatever else of this operator's is on its way to it.
        alive = [r for r in self._outbox.of(row.object_id) if r.state in ALIVE and r.n < row.n]
        server = self.server_row(row.object_id)
        base = project(server, alive, actor, reference, self._clock, self._ticket)
        if base is None:
            raise StepRefused(Names("行动已不在您的范围内", "the joint action is no longer in your scope"))
        self.check(base, act)
        return base.version

    # --- what the backend is asked at once ---------------------------------------------------------------
    async def detail(self, joint_id: str, before: int = 0) -> JointDetail:
        """Its own page: the row and the newest lines of its log, or those before line `before`, oldest first.
        Raises ConsoleError."""
        path = f"/api/joints/{quote(joint_id, safe='')}"
        return await self._client.get(path, JointDetail, {"before": before} if before else None)

    async def find(
        self,
        *,
        text: str = "",
        state: str = "",
        kind: str = "",
        lead: str = "",
        area: str = "",
        from_at: int | None = None,
        to_at: int | None = None,
        limit: int = 50,
        cursor: str = "",
    ) -> JointPage:
        """Joint actions from the backend's whole history, last proposed first; `state` may be several with
        commas, `lead` is a unit's code, `from_at` ≤ the instant of the proposal < `to_at` (ms UTC). Raises
        ConsoleError."""
        asked: dict[str, str | int | float | None] = {
            "text": text or None,
            "state": state or None,
            "kind": kind or None,
            "lead": lead or None,
            "area": area or None,
            "from": from_at,
            "to": to_at,
            "limit": limit,
            "cursor": cursor or None,
        }
        params = {name: value for name, value in asked.items() if value is not None}
        return await self._client.get("/api/joints", JointPage, params)

    # --- what changes ------------------------------------------------------------------------------------
    def _lay(self, joint_id: str) -> None:
        """What is shown of it made anew out of row and outbox."""
        actor, reference = self._seat()
        waiting = [row for row in self._outbox.of(joint_id) if row.is_joint]
        alive = any(row.state in ALIVE for row in waiting)
        shown = None
        if alive and actor is not None and reference is not None:
            server = self.server_row(joint_id)
            shown = project(server, waiting, actor, reference, self._clock, self._ticket)
        if shown is None:
            self._laid.pop(joint_id, None)
        else:
            self._laid[joint_id] = shown
        if alive:
            self._pending.add(joint_id)
        else:
            self._pending.discard(joint_id)

    def _lay_all(self) -> None:
        self._laid.clear()
        self._pending.clear()
        for joint_id in {row.joint_id for row in self._outbox.rows} - {""}:
            self._lay(joint_id)

    def _fed(self, ids: frozenset[str]) -> None:
        for joint_id in ids & self._pending:
            self._lay(joint_id)
        self._tell(ids)

    def _relaid(self, ids: frozenset[str]) -> None:
        held = self._held
        known = {*held.rows, *self._laid, *(row.joint_id for row in self._outbox.rows)}
        mine = ids & known
        before = {one: (self.get(one), one in self._pending) for one in mine}
        held.catch_up(mine)
        for joint_id in mine:
            self._lay(joint_id)
        self._tell(frozenset(one for one in mine if before[one] != (self.get(one), one in self._pending)))

    def _tell(self, ids: frozenset[str]) -> None:
        gone = frozenset(one for one in ids if self.get(one) is None)
        if ids:
            self.changed.emit(JointChanges(ids - gone, gone))

    def _anew(self) -> None:
        self._lay_all()
        self.reloaded.emit()


def _too_old() -> StepRefused:
    # A limit of a kind that only the backend knows cannot be counted with here.
    return StepRefused(
        Names("本机版本不认识该时限，请升级后办理", "this console is too old for a limit of this action")
    )
