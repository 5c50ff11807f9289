"""The desk: everything a screen may ask of the seat, and the one signal that tells it what changed.

Views hold a `Desk` and nothing below it. All of it lives on the GUI thread. Coroutines are started through
`run`, so that widgets have no async methods and no task is lost.

Order of events for one change, whatever its source (feed, snapshot, answer, a person's own act): SQLite is
committed, then `store` holds the new rows, then `changed` is emitted, at most every 100 ms for the feed and
at once for the person's own act.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Literal, TypeVar

from PySide6.QtCore import QObject, Signal

from contract.account import Actor
from contract.action import Act, FileRef, Report
from contract.feed import Detail, Located, Shown, Suggestions
from contract.machine import Machine, Names, Transition
from contract.reference import Reference
from contract.ticket import Ticket

from .clock import BackendClock
from .connection import Connection
from .drafts import Drafts
from .errors import ConsoleError
from .files import Files
from .outbox import OutboxRow
from .replica.columns import Columns
from .settings import Settings

T = TypeVar("T")

SessionState = Literal["out", "in", "offline", "expired"]
"""`out`: nobody; `in`: on line with a session; `offline`: unlocked without the backend; `expired`: the
session ended, rows are held and what is shown stays, until the same person logs in again."""


class Found(list[Ticket]):
    """A page of tickets from the backend's whole history; `next_cursor` is "" on the last."""

    next_cursor: str = ""


class Desk(QObject):
    """One operator's seat."""

    changed = Signal(object)
    """`Changes`: slots and ids that came, changed or went. Per-row updates; never a reason to reset."""
    reloaded = Signal()
    """The store was filled anew (start, another operator's scope): models may reset."""
    session_changed = Signal()
    connection_changed = Signal()
    reference_changed = Signal()
    outbox_changed = Signal()
    settled = Signal(object)
    """An `OutboxRow` as it ended: state `done` or `withdrawn` (it is gone), `conflict`, `parked`, `held`."""

    # --- what stands -------------------------------------------------------------------------------------
    settings: Settings
    store: Columns
    clock: BackendClock
    drafts: Drafts
    files: Files

    @property
    def actor(self) -> Actor | None:
        """Who sits here, None before log-in."""
        raise NotImplementedError

    @property
    def session(self) -> SessionState:
        """How this person's session stands."""
        raise NotImplementedError

    @property
    def connection(self) -> Connection:
        """The link to the backend; `connection_changed` when it changes (age is the reader's to count)."""
        raise NotImplementedError

    @property
    def reference(self) -> Reference | None:
        """Areas, units, items, channels; from the cache until the backend has answered."""
        raise NotImplementedError

    @property
    def machine(self) -> Machine:
        """The lifecycle table: states by the backend's names, transitions that both sides know."""
        raise NotImplementedError

    @property
    def outbox(self) -> tuple[OutboxRow, ...]:
        """This operator's rows that are not done, oldest first."""
        raise NotImplementedError

    # --- names -------------------------------------------------------------------------------------------
    def say(self, names: Names | None) -> str:
        """A name in the interface's language ("" for None)."""
        raise NotImplementedError

    def state_name(self, state: str) -> str:
        """What this district calls a state; the backend's word where this console does not know it."""
        raise NotImplementedError

    def action_name(self, action: str, outcome: str = "") -> str:
        """What this district calls an action."""
        raise NotImplementedError

    def initials(self, text: str) -> str:
        """Pinyin initials in lower case ("望湖中队" → "whzd"); other letters and digits stay."""
        raise NotImplementedError

    # --- the session -------------------------------------------------------------------------------------
    async def log_in(self, login: str, password: str) -> Actor:
        """Opens a session; without the backend unlocks the last operator's desk by the same password.

        Raises LoginRequired (wrong), Busy (throttled), Unreachable (and nobody to unlock here).
        """
        raise NotImplementedError

    async def log_out(self) -> None:
        """Ends the session; drafts and outbox stay with their owner."""
        raise NotImplementedError

    # --- writing -----------------------------------------------------------------------------------------
    def offers(self, ticket_id: str) -> list[Transition]:
        """What this operator may do to a ticket now, in the table's order, pending acts counted."""
        raise NotImplementedError

    def submit(self, ticket_id: str, act: Act) -> str:
        """Puts an act on a ticket into the outbox and returns its action_id; durable when it returns.

        The row shows the new state as pending at once. Raises `contract.advance.Refused` where the table,
        the role or what is carried does not allow it, LoginRequired with nobody logged in.
        """
        raise NotImplementedError

    def report(self, act: Report) -> tuple[str, str]:
        """A new ticket: (ticket_id, action_id). Raises as `submit`."""
        raise NotImplementedError

    def can_undo(self, action_id: str) -> bool:
        """Whether `undo` would be taken now."""
        raise NotImplementedError

    def undo(self, action_id: str) -> Literal["withdrawn", "recalled"]:
        """Takes an act back: withdraws a row never posted, else submits `recall`. Raises UndoRefused."""
        raise NotImplementedError

    def reapply(self, action_id: str) -> str:
        """A conflicting or parked row again, as a new action on the row as it is now; successors follow it.

        Raises `contract.advance.Refused` where the table does not allow it any more.
        """
        raise NotImplementedError

    def drop(self, action_id: str) -> None:
        """Gives up a conflicting or parked row and what follows it."""
        raise NotImplementedError

    # --- on line -----------------------------------------------------------------------------------------
    async def claim(self, ticket_id: str, *, take_over: bool = False, note: str = "") -> Ticket:
        """Says that this seat is in a ticket (for 10 minutes). A claim of another's raises NotAllowed, whose
        `problem` says who; taking over needs a note."""
        raise NotImplementedError

    async def release(self, ticket_id: str) -> Ticket:
        """Leaves it."""
        raise NotImplementedError

    async def note(self, ticket_id: str, words: str) -> Ticket:
        """Writes a line into the timeline."""
        raise NotImplementedError

    async def attach(self, ticket_id: str, files: Sequence[FileRef], words: str = "") -> Ticket:
        """Adds files."""
        raise NotImplementedError

    async def detail(self, ticket_id: str) -> Detail:
        """A ticket's own page."""
        raise NotImplementedError

    async def suggestions(self, ticket_id: str) -> Suggestions:
        """What the backend proposes for a ticket."""
        raise NotImplementedError

    async def suggest(
        self,
        *,
        title: str = "",
        text: str = "",
        area: str = "",
        item: str = "",
        lon: float | None = None,
        lat: float | None = None,
    ) -> Suggestions:
        """What it proposes for a matter that is being typed."""
        raise NotImplementedError

    async def locate(self, words: str) -> list[Located]:
        """Areas by name, code, initials or "lon, lat"; best first. Off line: the reference's own areas."""
        raise NotImplementedError

    async def locate_point(self, lon: float, lat: float) -> list[Located]:
        """The areas that hold a point, smallest first."""
        raise NotImplementedError

    async def geometry(self, level: str) -> bytes:
        """GeoJSON of the areas of a level; from the cache where the backend does not answer."""
        raise NotImplementedError

    async def find(
        self,
        *,
        text: str = "",
        number: str = "",
        state: str = "",
        area: str = "",
        unit: str = "",
        limit: int = 50,
        cursor: str = "",
    ) -> Found:
        """Tickets from the backend's whole history, newest first."""
        raise NotImplementedError

    async def reveal_reporter(self, ticket_id: str) -> Shown:
        """The reporter in full. The showing goes into the audit log; the answer must not be kept."""
        raise NotImplementedError

    async def file_bytes(self, sha256: str) -> bytes:
        """A file's content, from the profile's cache or the backend."""
        raise NotImplementedError

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
        environment is logged and shown by the connection's state. Anything but a ConsoleError is a bug and is
        reported as one.
        """
        raise NotImplementedError
