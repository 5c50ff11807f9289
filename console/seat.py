"""One operator at the seat: what is taken up at log-in, runs with the session, and is laid down after."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable

from contract.account import Actor
from contract.feed import Batch, Event
from contract.joint.joint import Joint
from contract.ticket import Ticket

from .actions import Actions
from .beside import Beside
from .drafts import Drafts
from .drain import Drain
from .errors import EnvironmentFault, LoginRequired
from .files import Files
from .line import Line
from .net.client import Client
from .outbox import Outbox, OutboxRow
from .reference import ReferenceData
from .replica.replica import Replica
from .replica.sync import Sync
from .session import Sessions
from .tasks import Tasks

log = logging.getLogger(__name__)

PATIENCE_S = 5.0
"""How long posts under way may finish when the session ends."""


def scope_of(server: str, actor: Actor) -> str:
    """Names what a replica holds: the backend, the district, and the bound of what the actor may see."""
    match actor.role:
        case "handler":
            bound = f"unit {actor.unit_path}"
        case "channel" | "reporter":
            bound = f"channel {actor.channel}"
        case _:
            bound = f"area {actor.area_path}"
    return f"{server} {actor.district} {bound}"


class Seat:
    """Starts and stops what follows the backend and sends to it. Callbacks as in `Desk`'s signals."""

    def __init__(
        self,
        client: Client,
        replica: Replica,
        outbox: Outbox,
        drafts: Drafts,
        files: Files,
        reference: ReferenceData,
        beside: Beside,
        sessions: Sessions,
        line: Line,
        actions: Actions,
        tasks: Tasks,
        *,
        reference_changed: Callable[[], None],
        outbox_changed: Callable[[], None],
        settled: Callable[[OutboxRow, Ticket | Joint | None], None],
    ) -> None:
        self._client = client
        self._replica = replica
        self._outbox = outbox
        self._drafts = drafts
        self._files = files
        self._reference = reference
        self._beside = beside
        self._sessions = sessions
        self._line = line
        self._actions = actions
        self._tasks = tasks
        self._reference_changed = reference_changed
        self._outbox_changed = outbox_changed
        self._settled = settled
        self._running: Tasks | None = None
        self._sync: Sync | None = None
        self._drain: Drain | None = None
        self._turn = asyncio.Lock()

    # --- at log-in and after -----------------------------------------------------------------------------
    async def sit_down(self, actor: Actor) -> None:
        """Takes up an operator's rows, drafts and scope; follows the backend where there is a session."""
        async with self._turn:
            await self._stop()
            other = self._outbox.account != actor.id
            laid = self._outbox.objects()
            if other:
                self._actions.forget()
            self._replica.begin(scope_of(self._client.server, actor))
            self._reference.open(actor.district)
            self._beside.open(actor)
            self._actions.know(self._reference.tables)
            self._outbox.open(actor.id)
            if other:
                self._drafts.open(actor.id)
            self.touched(laid | self._outbox.objects())
            if self._sessions.state == "in":
                if self._reference.reference is None:
                    await self._fetch_reference()
                self._start()

    async def stand_up(self) -> None:
        """Lays it all down: log-out."""
        async with self._turn:
            await self._stop()
            laid = self._outbox.objects()
            self._drafts.open("")
            self._beside.open(None)
            self._outbox.open("")
            self._actions.forget()
            self.touched(laid)

    async def session_ended(self) -> None:
        """The backend no longer knows the session: rows are held, what is shown stays."""
        async with self._turn:
            await self._stop()
            self._outbox.open(self._outbox.account)
            self.touched(self._outbox.objects())

    def _start(self) -> None:
        self._running = Tasks()
        self._sync = Sync(
            self._client,
            self._replica,
            connecting=self._line.connecting,
            live=self._live,
            down=self._line.down,
            reference_changed=self._renew_reference,
            beside=self._heard_beside,
            remark=self._line.remark,
        )
        self._drain = Drain(
            self._client,
            self._outbox,
            live=lambda: self._line.connection.link == "live",
            upload=self._files.upload,
            shown=self._replica.show,
            touched=self.touched,
            settled=self._settled,
            logged_out=self.logged_out,
        )
        self._running.start("follow", self._follow(self._sync))
        self._running.start("drain", self._drain.run())

    async def _stop(self) -> None:
        """Ends what runs; what a post under way brought is in columns and outbox when this returns."""
        running, drain = self._running, self._drain
        self._running = self._sync = self._drain = None
        self._line.idle()
        if running is not None:
            await running.close()
        if drain is not None and not await drain.stop(PATIENCE_S):
            # Given up between the file and the columns, perhaps: what the file says holds.
            await self._replica.settle()
        await self._replica.sure()

    async def _follow(self, sync: Sync) -> None:
        token = self._client.token
        try:
            await sync.run()
        except LoginRequired:
            self.logged_out(token)

    def logged_out(self, token: str | None = None) -> None:
        """The backend refused a session's token (None: this session's); one before this ends nothing."""
        if self._sessions.state == "in" and token in (None, self._client.token):
            self._sessions.expired()
            self._tasks.start("session ended", self.session_ended())

    # --- while it runs -----------------------------------------------------------------------------------
    def _live(self, batch: Batch, polling: bool) -> None:
        self._line.live(batch, polling)
        if self._drain is not None:
            self._drain.line_is_back()

    def wake(self) -> None:
        """There is a new row to send."""
        if self._drain is not None:
            self._drain.wake()

    def reconnect(self) -> None:
        """Somebody asks for the line, or the machine has slept: what stands is given up for a new one."""
        if self._sync is not None:
            self._sync.anew()
        if self._drain is not None:
            self._drain.line_is_back()

    def reached(self) -> None:
        """The backend answers: no more waiting on its account."""
        if self._reference.reference is None:
            self._renew_reference()
        if self._sync is not None:
            self._sync.hurry()
        if self._drain is not None:
            self._drain.line_is_back()

    def touched(self, ids: Iterable[str]) -> None:
        """The outbox of these tickets and joint actions changed."""
        self._replica.reproject(ids)
        self._outbox_changed()

    def _renew_reference(self) -> None:
        if self._running is not None:
            self._running.start("reference", self._fetch_reference())

    def _heard_beside(self, event: Event | None) -> None:
        if self._running is not None:
            self._beside.heard(event, self._running)

    async def _fetch_reference(self) -> None:
        token = self._client.token
        try:
            changed = await self._reference.refresh()
        except EnvironmentFault as error:
            log.info("reference data stay as they are: %s", error)
            return
        except LoginRequired:
            self.logged_out(token)
            return
        if changed:
            self._actions.know(self._reference.tables)
            self._reference_changed()
            self.touched(self._outbox.objects())

    async def close(self) -> None:
        """The end of the process: nothing is laid down, everything is on disk."""
        async with self._turn:
            await self._stop()
