"""Running the service: open, load what is asked for, listen, and say where.

One JSON line on standard output, ``{"listening": "http://HOST:PORT"}``, says that requests are taken.
"""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import structlog
import uvicorn
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from backend.app import create_app
from backend.service import calendar, demonstration, loading, profile
from backend.service.addresses.profile import put_schematic
from backend.service.addresses.profile import put_with_profile as put_streets
from backend.service.clock import Clock, SimulatedClock, SystemClock
from backend.service.components.profile import put_with_profile as put_components
from backend.services import Services
from backend.settings import Settings
from backend.store import tables as t
from backend.store.engine import Store, StoreError, async_url, merged
from contract.clock import DAY

DISTRICTS = Path(__file__).parents[1] / "resources" / "districts"

log = structlog.get_logger("serving")


def district_folder(name: str) -> Path:
    """The folder of a district: a path, or the name of one that comes with the product."""
    path = Path(name)
    return path if path.is_dir() else DISTRICTS / name


async def clock_for(settings: Settings, *, simulated: bool) -> Clock:
    """Real time; or a clock whose speed can be set, for a demo, another speed, or a database that is ahead.

    A database that was run at another speed holds instants that lie ahead of real time: its clock goes on
    from the last of them, since time must not go back under its tickets.
    """
    now = SystemClock().now()
    store = Store(settings.database)
    try:
        await store.migrate()
        async with store.read() as connection:
            last = await connection.scalar(select(func.max(t.audit.c.at)))
    finally:
        await store.close()
    if simulated:
        # A demo's day is its own: it opens in working hours and goes on where it was left.
        from backend.simulation.history import living_instant

        begins = last if last is not None else living_instant(now, calendar.build(calendar.OFFICE_HOURS, 480))
        return SimulatedClock(begins, settings.speed)
    if settings.speed == 1.0 and (last is None or last <= now):
        return SystemClock()
    return SimulatedClock(max(now, last or 0), settings.speed)


async def load_district(
    services: Services, folder: Path, *, demo: bool, since: int | None = None
) -> profile.Profile:
    """Load a district's profile (`demo`: with an account for everybody who plays a part). `since` is when its
    register of components began (None: now)."""
    read = profile.load(folder)
    at = services.clock.now()
    new = await loading.load_profile(services.store, read, at)
    await services.adopt(read.district.code)
    if demo:
        await services.accounts.save(read.district.code, demonstration.accounts(read))
        await put_schematic(services, read, folder, at if since is None else since)
    await put_streets(services, read, folder)
    await put_components(services, read.district.code, folder, at if since is None else since)
    log.info("district_loaded", district=read.district.code, new=new, areas=len(read.areas))
    return read


def say(url: str) -> None:
    """Say on standard output where requests are taken."""
    sys.stdout.write(json.dumps({"listening": url}) + "\n")
    sys.stdout.flush()


class Server(uvicorn.Server):
    """uvicorn that tells somebody where it listens, once it does, and lets streams go before it waits for
    the requests under way."""

    def __init__(
        self,
        config: uvicorn.Config,
        told: Callable[[str], None],
        let_go: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__(config)
        self._told = told
        self._let_go = let_go

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End in order."""
        if self._let_go is not None:
            await self._let_go()
        await super().shutdown(sockets=sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then tell."""
        await super().startup(sockets=sockets)
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            self._told(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")


def server_of(services: Services, told: Callable[[str], None] = say) -> Server:
    """A server for open services; `await server.serve()` runs it until a signal or `should_exit`."""
    settings = services.settings
    config = uvicorn.Config(
        create_app(services),
        host=settings.host,
        port=settings.port,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=64 * 1024,
    )
    return Server(config, told, services.broker.let_go)


async def run(settings: Settings, *, demo: bool, district: str) -> int:
    """``grid-backend serve``: until SIGINT or SIGTERM. `demo` fills an empty database first."""
    if demo:
        await _fill_aside(settings, district_folder(district))
    services = await Services.open(settings, await clock_for(settings, simulated=demo))
    try:
        if demo and not services.references.districts:
            await fill(services, district_folder(district))
    except BaseException:
        await services.store.close()
        raise
    server = server_of(services)
    await server.serve()
    return 0 if server.started else 1


async def _fill_aside(settings: Settings, folder: Path) -> None:
    """Where the SQLite file is not there yet, write it under another name and rename it when it is whole: a
    demo that was interrupted while its days were written begins anew instead of lacking some."""
    url = make_url(async_url(settings.database))
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    target = Path(url.database)
    aside = target.with_name(f"{target.name}.part")
    if not _cleared(target, aside):
        return
    part = msgspec.structs.replace(
        settings,
        database=url.set(database=str(aside)).render_as_string(hide_password=False),
        files=settings.files_folder,
    )
    services = await Services.open(part, await clock_for(part, simulated=True))
    try:
        await fill(services, folder)
    finally:
        await services.store.close()
    if not merged(aside):
        raise StoreError(f"{aside} is held open by another process")
    # The log was merged into it: the file is the whole database.
    aside.rename(target)


def _cleared(target: Path, aside: Path) -> bool:
    """Whether there is no database yet; then what an interrupted beginning left aside is gone."""
    if target.exists():
        return False
    for end in ("", "-wal", "-shm"):
        aside.with_name(aside.name + end).unlink(missing_ok=True)
    return True


async def fill(services: Services, folder: Path) -> None:
    """A demo district: profile, accounts, and the simulated days behind it."""
    from backend.simulation.history import first_day
    from backend.simulation.rosters import put_check_ins, put_rosters
    from backend.simulation.writing import write_history

    told = 0

    def progress(share: float) -> None:
        nonlocal told
        tenth = int(share * 10)
        if tenth > told:
            told = tenth
            log.info("history", share=tenth / 10)

    now = services.clock.now()
    read = await load_district(services, folder, demo=True, since=first_day(now) - DAY)
    await put_rosters(services, read, first_day(now) - DAY)
    await write_history(services, read.district.code, folder, now, progress=progress)
    await put_check_ins(services, read.district.code, now)
