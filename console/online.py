"""What is asked of the backend at once, and fails at once where it does not answer: nothing of it waits."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from contract.action import Command, FileRef
from contract.feed import Detail, Located, Page, Shown, Suggestions
from contract.machine import Names
from contract.problem import FieldFault, Problem
from contract.saved_filter import SavedFilter
from contract.seat import SeatNow, SeatState
from contract.ticket import Ticket

from .admission import Admissions
from .catalogue import Catalogue
from .clock import BackendClock
from .components import Components
from .duty import Duty
from .errors import ConsoleError, InputWrong, Unreachable
from .files import Files
from .ids import uuid7
from .line import Line
from .net.client import Client
from .places import located_here
from .reference import ReferenceData
from .replica.replica import Replica
from .saved_filters import SavedFilters
from .seat_states import SeatStates
from .session import Sessions

if TYPE_CHECKING:
    from contract.address import PlaceAt
    from contract.measures import AreaMeasures

    from .campaigns import CampaignsDesk
    from .division import Divisions
    from .joints_figures import JointFiguresDesk
    from .nearby import Near
    from .playback import Playbacks

log = logging.getLogger(__name__)

GIVE_BACK_S = 2.0
"""How long an ending seat waits for the backend to take its claims."""


class OnLine:
    """The part of the desk that is commands (no steps of the table) and questions. All raise ConsoleError.

    What only few screens ask for is read in when it is asked for: a seat that only holds tickets has none of
    it in memory.
    """

    files: Files
    clock: BackendClock
    _line: Line
    _sessions: Sessions
    _client: Client
    _replica: Replica
    _reference: ReferenceData
    _filters: SavedFilters
    _seats: SeatStates

    @cached_property
    def catalogue(self) -> Catalogue:
        """The item catalogue's versions."""
        return Catalogue(self._client, self.files)

    @cached_property
    def admissions(self) -> Admissions:
        """Applications to the catalogue."""
        return Admissions(self._client)

    @cached_property
    def divisions(self) -> Divisions:
        """The divisions into grids."""
        from .division import Divisions

        return Divisions(self._client, self.files)

    @cached_property
    def duty(self) -> Duty:
        """Who is on duty, rosters and shifts."""
        return Duty(self._client, self.files)

    @cached_property
    def near(self) -> Near:
        """Who is near a point or a ticket."""
        from .nearby import Near

        return Near(self._client)

    @cached_property
    def playbacks(self) -> Playbacks:
        """The past as it stood."""
        from .playback import Playbacks

        return Playbacks(self._client)

    @cached_property
    def components(self) -> Components:
        """The register of what stands in the street."""
        return Components(self._client, self.files)

    @cached_property
    def joint_figures(self) -> JointFiguresDesk:
        """The figures of joint actions."""
        from .joints_figures import JointFiguresDesk

        return JointFiguresDesk(self._client)

    @cached_property
    def campaigns(self) -> CampaignsDesk:
        """Standing campaigns."""
        from .campaigns import CampaignsDesk

        return CampaignsDesk(self._client)

    async def _ready(self) -> None:
        """The network can be used."""
        raise NotImplementedError

    def _later(self, name: str, work: Coroutine[Any, Any, object]) -> None:
        """Starts work that nobody waits for."""
        raise NotImplementedError

    async def claim(self, ticket_id: str, *, take_over: bool = False, note: str = "") -> Ticket:
        """Says that this seat is in a ticket (for 10 minutes). A claim of another's raises NotAllowed, whose
        `problem.first` says who; taking over needs a note."""
        if take_over and not note.strip():
            zh, en = "请写明接手的原因", "say why you take it over"
            fault = FieldFault("note", "required", "", zh, en)
            raise InputWrong(Names(zh, en), Problem("urn:grid:problem:validation", en, 400, errors=(fault,)))
        return await self._command(ticket_id, "claim", note if take_over else "")

    async def release(self, ticket_id: str) -> Ticket:
        """Leaves it."""
        return await self._command(ticket_id, "release")

    async def give_claims_back(self) -> None:
        """So that nobody waits for the lease of a seat that is empty; where the backend does not take it at
        once, it does when it has not heard of this seat for a while."""
        actor, store = self._sessions.actor, self._replica.columns
        if actor is None or self._sessions.state != "in" or self._line.connection.link != "live":
            return
        mine = store.claim_by.where(lambda by: by == actor.id)
        held = mine & store.alive & (store.claim_until > self.clock.now())
        tickets = [store.ids[slot] for slot in held.nonzero()[0]]
        try:
            async with asyncio.timeout(GIVE_BACK_S):
                given = await asyncio.gather(*(self._given_back(ticket_id) for ticket_id in tickets))
        except TimeoutError:
            given = [False]
        if not all(given):
            log.info("not all claims were given back")

    async def end_session(self) -> None:
        """So that nobody counts a seat as there whose program has been closed. Where the backend does not
        take it at once, the session ends by itself."""
        if self._line.connection.link != "live":
            return
        try:
            async with asyncio.timeout(GIVE_BACK_S):
                await self._sessions.log_out()
        except TimeoutError:
            log.info("the session was not ended at the backend")

    async def _given_back(self, ticket_id: str) -> bool:
        try:
            await self.release(ticket_id)
        except ConsoleError:
            return False
        return True

    async def note(self, ticket_id: str, words: str) -> Ticket:
        """Writes a line into the timeline."""
        return await self._command(ticket_id, "note", words)

    async def attach(self, ticket_id: str, files: Sequence[FileRef], words: str = "") -> Ticket:
        """Adds files."""
        for file in files:
            await self.files.upload(file)
        return await self._command(ticket_id, "attach", words, tuple(files))

    async def _command(
        self, ticket_id: str, verb: str, note: str = "", files: tuple[FileRef, ...] = ()
    ) -> Ticket:
        command = Command(action_id=uuid7(), note=note, files=files)
        path = f"/api/tickets/{quote(ticket_id, safe='')}/{verb}"
        answer = await self._client.command("POST", path, command.action_id, command)
        ticket = self._client.decoded(answer, Ticket)
        await self._replica.take_rows([ticket])
        return ticket

    @property
    def saved_filters(self) -> tuple[SavedFilter, ...]:
        """One's own filters and those shared with this seat, by name; off line as last heard.
        `filters_changed` when they are others."""
        return self._filters.kept

    async def save_filter(
        self, filter_id: str, name: str, screen: str, query: dict[str, Any], shared: bool = False
    ) -> SavedFilter:
        """Makes a filter, or changes the one of that id (`console.ids.uuid7` mints one). On line only."""
        return await self._filters.save(filter_id, name, screen, query, shared=shared)

    async def drop_filter(self, filter_id: str) -> None:
        """Takes a filter away. On line only."""
        await self._filters.drop(filter_id)

    @property
    def seat_state(self) -> str:
        """What this seat is doing (`contract.seat.STATES`, "absent"), as last heard; "" for roles whose seat
        has no states. `seat_changed` when it is another."""
        return self._seats.state

    @property
    def seat(self) -> SeatNow | None:
        """The same with since when and today's times; None until the backend has said it."""
        return self._seats.own

    @property
    def seats(self) -> tuple[SeatNow, ...]:
        """All seats in scope, for who watches over them (duty, leader, admin). `seats_changed`."""
        return self._seats.all

    async def set_seat_state(self, state: SeatState) -> SeatNow:
        """Enters a state. On line only; what may not follow the present one raises NotAllowed."""
        return await self._seats.enter(state)

    async def detail(self, ticket_id: str) -> Detail:
        """A ticket's own page."""
        return await self._client.get(f"/api/tickets/{quote(ticket_id, safe='')}", Detail)

    async def suggestions(self, ticket_id: str) -> Suggestions:
        """What the backend proposes for a ticket."""
        return await self._client.get(f"/api/tickets/{quote(ticket_id, safe='')}/suggestions", Suggestions)

    async def suggest(
        self,
        *,
        title: str = "",
        text: str = "",
        area: str = "",
        item: str = "",
        lon: float | None = None,
        lat: float | None = None,
        component: str = "",
    ) -> Suggestions:
        """What it proposes for a matter that is being typed."""
        body = {"title": title, "text": text, "area": area, "item": item, "lon": lon, "lat": lat}
        body["component"] = component
        given = {name: value for name, value in body.items() if value not in ("", None)}
        return await self._client.post("/api/suggestions", given, Suggestions)

    async def locate(self, words: str) -> list[Located]:
        """Areas by name, code, initials or "lon, lat"; best first. Off line: the reference's own areas."""
        try:
            return await self._client.get("/api/locate", list[Located], {"q": words})
        except Unreachable:
            if self._reference.reference is None:
                raise
            return located_here(self._reference.reference, words)

    async def locate_point(self, lon: float, lat: float) -> list[Located]:
        """The areas that hold a point, smallest first."""
        return await self._client.get("/api/locate", list[Located], {"lon": lon, "lat": lat})

    async def place_at(self, lon: float, lat: float) -> PlaceAt:
        """What a point comes to: its areas, who is on duty there, the units that cover it, what is near."""
        from contract.address import PlaceAt

        return await self._client.get("/api/places/at", PlaceAt, {"lon": lon, "lat": lat})

    async def area_measures(self, level: str, from_at: int, to_at: int) -> AreaMeasures:
        """What the areas of a level are measured by in [from_at, to_at), as the backend counts it now."""
        from contract.measures import AreaMeasures

        asked: dict[str, str | int] = {"level": level, "from": from_at, "to": to_at}
        return await self._client.get("/api/figures/areas", AreaMeasures, asked)

    async def geometry(self, level: str) -> bytes:
        """GeoJSON of the areas of a level: as kept, and asked for anew once a run and reference for the next
        time; outlines change once in years, and a start must not wait for them. Those of another division
        are asked for at once, and stand only while nobody answers."""
        kept = self._reference.kept_geometry(level)
        if kept is None:
            return await self._reference.geometry(level)
        if self._reference.of_other_areas(level):
            try:
                return await self._reference.geometry(level)
            except Unreachable:
                return kept
        if self._reference.geometry_is_old(level):
            self._later("outlines", self._outlines_anew(level))
        return kept

    async def _outlines_anew(self, level: str) -> None:
        await self._ready()
        await self._reference.geometry(level)

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
    ) -> Page:
        """Tickets from the backend's whole history, newest first; `state` may be several with commas."""
        asked: dict[str, str | int] = {
            "text": text,
            "number": number,
            "state": state,
            "area": area,
            "unit": unit,
            "cursor": cursor,
        }
        params = {name: value for name, value in asked.items() if value}
        return await self._client.get("/api/tickets", Page, {**params, "limit": limit})

    async def reveal_reporter(self, ticket_id: str) -> Shown:
        """The reporter in full. The showing goes into the audit log; the answer must not be kept."""
        return await self._client.post(f"/api/tickets/{quote(ticket_id, safe='')}/reporter", {}, Shown)

    async def file_bytes(self, sha256: str) -> bytes:
        """A file's content, from the profile's cache or the backend."""
        return await self.files.fetch(sha256)
