"""A real backend in a thread of its own: uvicorn on a free port, real database, a clock that tests move."""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
import msgspec

from backend.service.clock import SimulatedClock
from backend.services import Services
from backend.serving import Server, load_district, server_of
from backend.settings import Settings
from contract.action import Accept, Act, Action, Answer, Dispatch, File, Report
from contract.problem import Problem

T = TypeVar("T")

TINY = Path(__file__).parent / "data" / "tiny"
DISTRICT = "990001"
PASSWORD = "tiny-demo-2026"
GRID = "990001001001-01"
UNIT = "T-S1-ZF"
ITEM = "1-1-03"
# A Wednesday, 09:00 in China.
ORIGIN = 1_794_963_600_000
WAIT_S = 30.0
POOL = 4


class Seat(httpx.Client):
    """A client that is logged in, with the habits of one: actions with keys, answers decoded."""

    def act(
        self, ticket: str, version: int, act: Act, *, key: str | None = None, done_at: int | None = None
    ) -> httpx.Response:
        """Post an action."""
        action = Action(
            action_id=key or str(uuid.uuid4()),
            ticket_id=ticket,
            base_version=version,
            act=act,
            done_at=done_at,
        )
        return self.post(
            "/api/actions",
            content=msgspec.json.encode(action),
            headers={"content-type": "application/json", "idempotency-key": action.action_id},
        )

    def done(self, ticket: str, version: int, act: Act, **more: Any) -> Answer:
        """Post an action that must succeed."""
        response = self.act(ticket, version, act, **more)
        assert response.status_code in (200, 201), response.text
        return msgspec.json.decode(response.content, type=Answer)

    def refused(self, ticket: str, version: int, act: Act, **more: Any) -> Problem:
        """Post an action that must be refused."""
        response = self.act(ticket, version, act, **more)
        assert response.headers["content-type"] == "application/problem+json", response.text
        return msgspec.json.decode(response.content, type=Problem)


class RunningBackend:
    """A backend on `database`, serving the tiny district, from enter to exit.

    `services` may be looked at from the test, its coroutines run by `run`, in the backend's own loop.
    """

    password: str = PASSWORD

    def __init__(
        self,
        database: str,
        folder: Path,
        *,
        profile: Path = TINY,
        origin: int = ORIGIN,
        speed: float = 1.0,
        **settings: Any,
    ) -> None:
        self.settings = Settings(
            database=database, files=folder, port=0, pool=4, **{"heartbeat_seconds": 0.5, **settings}
        )
        self.clock = SimulatedClock(origin, speed)
        self._profile = profile
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._serve, name="backend")
        self._clients: list[httpx.Client] = []
        self._tokens: dict[str, str] = {}
        # One for all that nobody is logged in for: making a client costs more than most requests.
        self.http = httpx.Client(timeout=WAIT_S)
        self._clients.append(self.http)
        self.services: Services
        self.url = ""
        self._server: Server
        self._loop: asyncio.AbstractEventLoop

    def _serve(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException as error:
            self._failure = error
            raise
        finally:
            self._ready.set()

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        # All its threads begin before the first test looks which ones there are.
        pool, together = ThreadPoolExecutor(POOL, thread_name_prefix="backend"), threading.Barrier(POOL)
        self._loop.set_default_executor(pool)
        await asyncio.gather(*(asyncio.to_thread(together.wait) for _ in range(POOL)))
        self.services = await Services.open(self.settings, self.clock)
        async with AsyncExitStack() as stack:
            for _ in range(self.settings.pool):
                await stack.enter_async_context(self.services.store.read())
        if not self.services.references.districts:
            await load_district(self.services, self._profile, demo=True)
        self._server = server_of(self.services, self._listening)
        await self._server.serve()

    def _listening(self, url: str) -> None:
        self.url = url
        self._ready.set()

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(WAIT_S), "the backend did not start"
        if not self.url:
            self._thread.join()
            raise RuntimeError("the backend did not start") from self._failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for client in self._clients:
            client.close()
        self._server.should_exit = True
        self._thread.join(WAIT_S)
        assert not self._thread.is_alive(), "the backend did not end"

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the backend's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(WAIT_S)

    def token(self, login: str) -> str:
        """A session's token; one per login is kept."""
        if login not in self._tokens:
            opens = {"login": login, "password": self.password}
            response = self.http.post(f"{self.url}/api/session", json=opens)
            assert response.status_code == 201, response.text
            self._tokens[login] = response.json()["token"]
        return self._tokens[login]

    def forget_sessions(self) -> None:
        """Log everybody in anew from here on (the clock was moved past their sessions)."""
        self._tokens.clear()

    def forget(self, login: str) -> None:
        """Keep no token of a login: the next one asked for is that of a new session."""
        self._tokens.pop(login, None)

    def seat(self, login: str) -> Seat:
        """A client of an account."""
        client = Seat(
            base_url=self.url,
            headers={"authorization": f"Bearer {self.token(login)}", "accept-language": "en"},
            timeout=WAIT_S,
        )
        self._clients.append(client)
        return client


def new_id() -> str:
    """An id for a ticket or an action."""
    return str(uuid.uuid4())


def reported(seat: Seat, **more: Any) -> str:
    """A new ticket in the first grid; gives its id."""
    ticket = new_id()
    fields = {"channel": "hotline", "title": "夜间施工噪音", "area": GRID, **more}
    seat.done(ticket, 0, Report(**fields))
    return ticket


def dispatched(seat: Seat, **more: Any) -> str:
    """A ticket that has been sent to the first street's team (version 4)."""
    ticket = reported(seat, **more)
    seat.done(ticket, 1, Accept())
    seat.done(ticket, 2, File(item=ITEM, area=GRID))
    seat.done(ticket, 3, Dispatch(unit=UNIT))
    return ticket
