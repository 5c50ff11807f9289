"""Running the service: open, load what is asked for, listen, and say where.

One JSON line on standard output, ``{"listening": "http://HOST:PORT"}``, says that requests are taken.
"""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

import structlog
import uvicorn

from backend.app import create_app
from backend.service import demonstration, loading, profile
from backend.service.clock import Clock, SimulatedClock, SystemClock
from backend.services import Services
from backend.settings import Settings

DISTRICTS = Path(__file__).parents[1] / "resources" / "districts"

log = structlog.get_logger("serving")


def district_folder(name: str) -> Path:
    """The folder of a district: a path, or the name of one that comes with the product."""
    path = Path(name)
    return path if path.is_dir() else DISTRICTS / name


def clock_of(settings: Settings) -> Clock:
    """Real time, or a clock that starts now and runs at another speed."""
    if settings.speed == 1.0:
        return SystemClock()
    return SimulatedClock(SystemClock().now(), settings.speed)


async def load_district(services: Services, folder: Path, *, demo: bool) -> profile.Profile:
    """Load a district's profile (`demo`: with an account for everybody who plays a part)."""
    read = profile.load(folder)
    at = services.clock.now()
    new = await loading.load_profile(services.store, read, at)
    await services.adopt(read.district.code)
    if demo:
        await services.accounts.save(read.district.code, demonstration.accounts(read))
    log.info("district_loaded", district=read.district.code, new=new, areas=len(read.areas))
    return read


class Server(uvicorn.Server):
    """uvicorn, saying on standard output where it listens."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets=sockets)
        if not self.started:
            return
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        sys.stdout.write(json.dumps({"listening": f"http://{shown}:{port}"}) + "\n")
        sys.stdout.flush()


def server_of(services: Services) -> Server:
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
    return Server(config)
