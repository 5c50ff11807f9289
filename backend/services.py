"""Everything that a backend process is made of, wired once.

A route handler reaches it as ``request.app.state.services`` (`backend.api.access.services_of`), the
command line by `Services.open`. To follow what happens: append to `performer.followers` (deliveries
written in the same transaction) or `performer.listeners` (told after each commit of this process). A
room with a background task of its own registers ``start`` and ``close`` coroutines in `rooms`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from backend.service.accounts import Accounts
from backend.service.addresses.searching import Addresses
from backend.service.alarms import Alarms
from backend.service.alarms_rule import ByRule
from backend.service.calendar_change import Calendars
from backend.service.clock import Clock
from backend.service.counting.filling import fill
from backend.service.division.turning import Divisions
from backend.service.feed import Broker
from backend.service.files import Files
from backend.service.filters import Filters
from backend.service.housekeeping import Housekeeping
from backend.service.locate import Locator
from backend.service.mandates.keeping import Lists
from backend.service.playback_filling import fill_tracks
from backend.service.presence import Presence
from backend.service.reference import References
from backend.service.reporters import Reporters
from backend.service.scheduler import Scheduler
from backend.service.seats import Seats
from backend.service.sending import Sender
from backend.service.suggest import Suggester
from backend.service.superior import Superiors
from backend.service.transition import Performer
from backend.service.webhooks import Peers
from backend.service.writer import Writer
from backend.settings import Settings
from backend.store.engine import Store

Step = Callable[[], Awaitable[None]]


@dataclass
class Services:
    """The parts of one backend process. `open` makes them; `start` sets the background tasks going."""

    settings: Settings
    clock: Clock
    store: Store
    references: References
    locator: Locator
    addresses: Addresses
    accounts: Accounts
    performer: Performer
    writer: Writer
    broker: Broker
    files: Files
    filters: Filters
    seats: Seats
    presence: Presence
    suggester: Suggester
    reporters: Reporters
    housekeeping: Housekeeping
    superiors: Superiors
    alarms: Alarms
    peers: Peers
    sender: Sender
    scheduler: Scheduler
    calendars: Calendars
    divisions: Divisions
    lists: Lists
    rooms: list[tuple[Step, Step]] = field(default_factory=list)

    @classmethod
    async def open(cls, settings: Settings, clock: Clock) -> Services:
        """Open the database, bring its schema up, read the references."""
        store = Store(settings.database, settings.pool)
        await store.migrate()
        references = References(store, clock)
        await references.load()
        await fill(store, references)
        await fill_tracks(store, references)
        locator = Locator(store, references)
        for district in references.districts:
            await locator.load(district)
        performer = Performer(store, references, locator.code_at, settings.claim_minutes, lambda: clock.speed)
        writer = Writer(performer)
        broker = Broker(store, references, clock, settings.heartbeat_seconds)
        performer.listeners.append(broker.offer)
        performer.ended.append(broker.nudge)
        broker.busy = performer.is_busy
        lists = Lists(store, references, clock)
        suggester = Suggester(store, references, clock, lists)
        performer.listeners.append(suggester.learn)
        calendars = Calendars(store, references, writer, clock)
        addresses = Addresses(store, references, locator)
        broker.kinds_heard["addresses"] = addresses.heard
        divisions = Divisions(references, writer, clock, locator.code_at)
        broker.reference_changed += [locator.load, suggester.refresh, calendars.heard, divisions.heard]
        peers = Peers()
        sender = Sender(store, references, clock, peers)
        performer.followers.append(peers.follow)
        performer.listeners.append(sender.heard)
        scheduler = Scheduler(store, references, writer, clock, lambda ids: ByRule(ids, performer))
        performer.listeners.append(scheduler.heard)
        presence = Presence(store, references, writer, clock, settings.gone_seconds)
        return cls(
            settings=settings,
            clock=clock,
            store=store,
            references=references,
            locator=locator,
            addresses=addresses,
            accounts=Accounts(store, references, clock, settings.session_hours),
            performer=performer,
            writer=writer,
            broker=broker,
            files=Files(store, settings.files_folder, settings.max_file),
            filters=Filters(store),
            seats=Seats(store, references),
            presence=presence,
            suggester=suggester,
            reporters=Reporters(store),
            housekeeping=Housekeeping(store, references, writer, clock, settings),
            superiors=Superiors(store, references, clock, writer.submit),
            alarms=Alarms(references, clock, writer, performer, locator.code_at),
            peers=peers,
            sender=sender,
            scheduler=scheduler,
            calendars=calendars,
            divisions=divisions,
            lists=lists,
            rooms=[
                (sender.start, sender.close),
                (presence.start, presence.close),
                (scheduler.start, scheduler.close),
                (calendars.start, calendars.close),
                (divisions.start, divisions.close),
                (addresses.start, addresses.close),
            ],
        )

    async def adopt(self, district: str) -> None:
        """Take up a district that was loaded after `open`."""
        await self.references.refresh(district)
        await self.locator.load(district)
        await self.suggester.refresh(district)

    async def start(self) -> None:
        """Set the background tasks going."""
        for district in self.references.districts:
            await self.suggester.refresh(district)
        await self.broker.start()
        self.housekeeping.start()
        for start, _ in self.rooms:
            await start()

    async def close(self) -> None:
        """End everything; what was being written is finished first."""
        for _, close in reversed(self.rooms):
            await close()
        await self.housekeeping.close()
        await self.writer.close()
        await self.broker.close()
        await self.store.close()
