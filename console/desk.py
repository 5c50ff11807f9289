"""The desk: everything a screen may ask of the seat, and the one signal that tells it what changed.

Views hold a `Desk` and nothing below it. All of it lives on the GUI thread. Coroutines are started through
`run`, so that widgets have no async methods and no task is lost.

Order of events for one change, whatever its source (feed, snapshot, answer, a person's own act): SQLite is
committed, then `store` holds the new rows, then `changed` is emitted, at most every 100 ms for the feed and
at once for the person's own act.

Its life: `Desk(settings)`, `load()` (the replica stands), `start()` inside the running loop, `close()`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, TypeVar

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from contract.account import Actor
from contract.action import Act, Report
from contract.joint.joint import Joint
from contract.lifecycle import TABLE
from contract.machine import Machine, Names, Transition
from contract.reference import Reference
from contract.ticket import Ticket

from . import starting
from .actions import Actions, Undone
from .alarms.watch import Alarms
from .basemap.part import WithBasemaps
from .beside import Beside
from .check_ins import CheckIns
from .connection import Connection
from .deadlines_handled import LookingBack
from .deciding import Deciding
from .drafts import Drafts
from .errors import ConsoleError
from .files import Files
from .initials import initials
from .joints.part import WithJoints
from .line import Line, kept_clock
from .mandates import MandateLists
from .many import Many
from .net.client import Client, read_in
from .online import OnLine
from .outbox import ALIVE, Outbox, OutboxRow
from .outbox_row import OF_JOINTS
from .projection import project
from .reference import ReferenceData
from .replica import search
from .replica.columns import Changes, Columns
from .replica.database import Database
from .replica.reading import read_texts
from .replica.replica import Replica
from .replica.rows import Rows
from .running import Runner
from .saved_filters import SavedFilters
from .seat import Seat
from .seat_states import SeatStates
from .session import Sessions, SessionState
from .settings import Settings
from .situation.part import Situations
from .tasks import Tasks

T = TypeVar("T")


class Desk(QObject, OnLine, Many, Deciding, LookingBack, Situations, WithBasemaps, WithJoints):
    """One operator's seat; what is asked of the backend at once stands in `OnLine`, what is done in several
    acts at once in `Many`, what is decided about those that came to nothing in `Deciding`, what was done
    before in `LookingBack`, what is handed on as a map in `Situations`, joint actions in `WithJoints.joints`.

    `language` (``zh_CN`` or ``en``) holds where the settings name none. Raises StorageFault when the profile
    cannot be used.
    """

    changed = Signal(object)
    """`Changes`: slots and ids that came, changed or went. Per-row updates; never a reason to reset."""
    reloaded = Signal()
    """The store was filled anew (start, another operator's scope): models may reset."""
    searchable = Signal()
    """Searches of the first second after a start or `reloaded` found part of it: they may ask again."""
    session_changed = Signal()
    connection_changed = Signal()
    reference_changed = Signal()
    filters_changed = Signal()
    seat_changed = Signal()
    seats_changed = Signal()
    heard = Signal(str)
    """An event of the feed that is no ticket's, by its kind; "": some may have been missed."""
    outbox_changed = Signal()
    drafts_changed = Signal()
    """A half-typed form came, changed or went."""
    settled = Signal(object)
    """An `OutboxRow` as it ended: state `done` or `withdrawn` (it is gone), `conflict` or `parked`."""

    def __init__(self, settings: Settings, language: str = "zh_CN") -> None:
        super().__init__()
        self.settings = settings
        self._system_language = language
        self.closed = False
        kept = settings.kept
        self._tasks = Tasks()
        self._database = Database(settings.profile / "seat.sqlite")
        self._client = Client(
            kept.server, language=lambda: self.language, ca_file=kept.ca_file, proxy=kept.proxy
        )
        rows = Rows(self._database)
        self._replica = Replica(self._database, rows, self._over, self.changed.emit, self._filled_anew)
        self._outbox = Outbox(self._database, rows)
        self._reference = ReferenceData(self._database, self._client)
        self._filters = SavedFilters(self._database, self._client, self.filters_changed.emit)
        self._sessions = Sessions(self._database, self._client, self.session_changed.emit)
        self.store: Columns = self._replica.columns
        self._seats = SeatStates(self._client, self.seat_changed.emit, self.seats_changed.emit)
        self.clock = kept_clock(self._database)
        self.drafts = Drafts(self._database, self.clock.now, self.drafts_changed.emit)
        self.alarms = Alarms(self, self._database)
        self.mandates = MandateLists(self._database, self._client, lambda: self.reference, self.clock.now)
        self.files = Files(settings.profile / "files", self._client, self._utc_offset)
        self.check_ins = CheckIns(self._database, self._client, self, self)
        for signal in (self.connection_changed, self.session_changed):
            signal.connect(self.check_ins.send_soon)
        self._runner = Runner(self._tasks, self._refused)
        self._line = Line(
            self._client,
            self._database,
            self.clock,
            changed=self.connection_changed.emit,
            reached=self._reached,
            woken=self._woken,
        )
        self._actions = Actions(
            self.store,
            self._outbox,
            self.clock,
            seat=self._who,
            touched=self._acted,
            ended=self.settled.emit,
            joint_version=self._joint_version,
        )
        self._seat = Seat(
            self._client,
            self._replica,
            self._outbox,
            self.drafts,
            self.files,
            self._reference,
            Beside(self._filters, self._seats, self._refused, self.heard.emit, self.mandates),
            self._sessions,
            self._line,
            self._actions,
            self._tasks,
            reference_changed=self.reference_changed.emit,
            outbox_changed=self.outbox_changed.emit,
            settled=self._settle,
        )

    # --- life --------------------------------------------------------------------------------------------
    def load(self) -> None:
        """The replica of the last operator stands in `store`, with names and clock as last heard."""
        self._replica.load()
        self.drafts.open("")
        last = self._sessions.last()
        if last is not None:
            self._reference.open(last[1].district)

    def start(self) -> None:
        """Begins to look for the backend; inside the running loop."""
        self._tasks.start("line", self._look())
        self._tasks.start("watch", self._line.watch())
        self._tasks.start("read texts", self._read_texts())
        self._tasks.start("read in", self._read_in())

    async def _read_texts(self) -> None:
        await self._ready()
        await self._database.worker.do(search.prepare)
        more = asyncio.Event()
        for signal in (self.reloaded, self.changed):
            signal.connect(more.set)
        await read_texts(self.store, more, self.searchable.emit)

    async def _read_in(self) -> None:
        await self._ready()
        await self._database.worker.do(starting.read_in)

    async def _look(self) -> None:
        await self._ready()
        await self._line.run()

    async def _ready(self) -> None:
        """The network's modules are there: imported on the worker, so that the first window is painted
        meanwhile."""
        await self._database.worker.do(read_in)

    async def close(self) -> None:
        """Ends all tasks and the session, and closes the file. What is queued stays queued."""
        self.closed = True
        await self.give_claims_back()
        await self._seat.close()
        await self._tasks.close()
        await self.end_session()
        await self._close_basemaps()
        self.drafts.flush()
        self._replica.close()
        await self._client.close()
        self._database.close()

    # --- what stands -------------------------------------------------------------------------------------
    @property
    def actor(self) -> Actor | None:
        """Who sits here, None before log-in."""
        return self._sessions.actor

    @property
    def session(self) -> SessionState:
        """How this person's session stands."""
        return self._sessions.state

    @property
    def kept_scope(self) -> str:
        """What the replica holds (`console.seat.scope_of`)."""
        return self._replica.scope

    @property
    def connection(self) -> Connection:
        """The link to the backend; `connection_changed` when it changes (age is the reader's to count)."""
        return self._line.connection

    @property
    def reference(self) -> Reference | None:
        """Areas, units, items, channels; from the cache until the backend has answered."""
        return self._reference.reference

    def _utc_offset(self) -> int:
        """Minutes that the district's local time is ahead of UTC."""
        reference = self.reference
        return reference.calendar.utc_offset if reference is not None else 480

    @property
    def machine(self) -> Machine:
        """The backend's lifecycle table, states by the names it serves; what may be done, `offers` says."""
        return self._reference.tables

    @property
    def outbox(self) -> tuple[OutboxRow, ...]:
        """This operator's rows that are not done, oldest first; held: waits for log-in or a row before it."""
        if self._sessions.state != "expired":
            return self._outbox.rows
        return tuple(replace(r, state="held") if r.state in ALIVE else r for r in self._outbox.rows)

    @property
    def language(self) -> str:
        """The interface's language, ``zh_CN`` or ``en``."""
        return self.settings.kept.language or self._system_language

    # --- names -------------------------------------------------------------------------------------------
    def say(self, names: Names | None) -> str:
        """A name in the interface's language ("" for None)."""
        return "" if names is None else names.of(self.language)

    def renamed(self, key: str) -> Names | None:
        """This district's own word for a state or an action."""
        reference = self.reference
        return None if reference is None else reference.district.renames.get(key)

    def state_name(self, state: str) -> str:
        """What this district calls a state; the backend's word where this console does not know it."""
        known = self.machine.state(state) or TABLE.state(state)
        return self.say(self.renamed(state) or (known.names if known is not None else Names(state, state)))

    def action_name(self, action: str, outcome: str = "") -> str:
        """What this district calls an action, on a ticket or on a joint action."""
        if action.startswith(OF_JOINTS):
            return self.joints.action_name(action, outcome)
        renamed = self.renamed(f"{action} {outcome}".rstrip()) or (None if outcome else self.renamed(action))
        found = renamed or self.machine.names_of(action, outcome) or TABLE.names_of(action, outcome)
        return self.say(found or Names(action, action))

    def initials(self, text: str) -> str:
        """Pinyin initials in lower case ("望湖中队" → "whzd"); other letters and digits stay."""
        return initials(text)

    # --- the session -------------------------------------------------------------------------------------
    async def log_in(self, login: str, password: str) -> Actor:
        """Opens a session; without the backend unlocks the last operator's desk by the same password.

        Raises LoginRequired (wrong), Busy (throttled), Unreachable (and nobody to unlock here).
        """
        await self._ready()
        actor = await self._sessions.log_in(login.strip(), password)
        await self._seat.sit_down(actor)
        self.session_changed.emit()
        if self.settings.kept.login != login:
            self.settings.kept.login = login
            self.settings.save()
        return actor

    async def sit(self, actor: Actor) -> None:
        """Sits an account down without asking any backend, off line: for the self-test on a replica of its
        own. What it does waits in the outbox for that account's real log-in."""
        self._sessions.unlock(actor)
        await self._seat.sit_down(actor)
        self.session_changed.emit()

    async def log_out(self) -> None:
        """Ends the session; its claims are given back, drafts and outbox stay with their owner."""
        await self.give_claims_back()
        await self._seat.stand_up()
        await self._sessions.log_out()
        self.session_changed.emit()

    def use_server(self, server: str) -> None:
        """Another backend from now on; only while nobody sits here."""
        if self.actor is not None:
            raise RuntimeError("somebody sits here")
        self.settings.kept.server = server
        self._tasks.start("another backend", self._client.use(server))
        self._reference.open("")
        self._line.hurry()

    def reconnect(self) -> None:
        """Opens the line anew, now."""
        self._line.hurry()
        self._seat.reconnect()

    def _woken(self) -> None:
        self._seat.reconnect()

    def _reached(self) -> None:
        self._seat.reached()
        self._basemaps_reached()
        if self._sessions.state == "offline":
            self.run("log in again", self._back_on_line())

    async def _back_on_line(self) -> None:
        actor = await self._sessions.renew()
        if actor is not None:
            await self._seat.sit_down(actor)
            self.session_changed.emit()

    # --- writing -----------------------------------------------------------------------------------------
    def offers(self, ticket_id: str) -> list[Transition]:
        """What this operator may do to a ticket now, in the table's order, pending acts counted."""
        return self._actions.offers(ticket_id)

    def submit(self, ticket_id: str, act: Act) -> str:
        """Puts an act on a ticket into the outbox and returns its action_id; durable when it returns.

        The row shows the new state as pending at once. Raises `contract.refused.Refused` where the table,
        the role or what is carried does not allow it, LoginRequired with nobody logged in.
        """
        return self._actions.submit(ticket_id, act)

    def report(self, act: Report) -> tuple[str, str]:
        """A new ticket: (ticket_id, action_id). Raises as `submit`."""
        return self._actions.report(act)

    def can_undo(self, action_id: str) -> bool:
        """Whether `undo` would be taken now."""
        return self._actions.can_undo(action_id)

    def undo(self, action_id: str) -> Undone:
        """Takes an act back: withdraws a row never posted, brings back one that was dropped, else submits
        `recall`. Raises UndoRefused."""
        return self._actions.undo(action_id)

    def _filled_anew(self) -> None:
        self.reloaded.emit()
        self._replica.reproject(self._outbox.objects())

    def _over(self, ticket_id: str) -> tuple[Ticket | None, bool] | None:
        """For the replica: what lies over a ticket."""
        waiting = self._outbox.of(ticket_id)
        actor, reference = self.actor, self.reference
        if not waiting or waiting[0].is_joint or actor is None or reference is None:
            return None
        shown = project(self.store.server_row(ticket_id), waiting, actor, reference, self.clock)
        return shown, any(row.state in ALIVE for row in waiting)

    def _later(self, name: str, work: Coroutine[Any, Any, object]) -> None:
        self.run(name, work)

    def _refused(self) -> None:
        if self._client.token:
            self._seat.logged_out()

    def _who(self) -> tuple[Actor | None, Reference | None]:
        return self.actor, self.reference

    def _acted(self, ids: Iterable[str]) -> None:
        self._seat.touched(ids)
        self._seat.wake()

    def _settle(self, row: OutboxRow, now: Ticket | Joint | None) -> None:
        if isinstance(now, Ticket):
            self._actions.performed(row, now)
        if now is not None:
            row = replace(row, state="done")
        self.settled.emit(row)

    # --- tasks -------------------------------------------------------------------------------------------
    def run(
        self,
        name: str,
        work: Coroutine[Any, Any, T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[ConsoleError], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Runs a coroutine; calls `done` with what it gives or `failed` with why not, on the GUI thread.

        With `owner` neither is called once that object has been destroyed. Without `failed` an error of the
        environment is left to the connection's state, others are logged. Anything but a ConsoleError is a bug
        and is reported as one. An answer that the session has ended ends it here, too.
        """
        self._runner.run(name, work, done, failed, owner)


__all__ = ["Changes", "Desk", "OutboxRow", "SessionState"]
