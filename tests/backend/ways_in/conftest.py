"""A small district behind a real server, and a stand-in of a superior platform behind another."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
import shapely
import uvicorn

from backend.app import create_app
from backend.service.accounts import Account
from backend.service.clock import SystemClock
from backend.service.loading import load_profile
from backend.service.profile import PlacedUnit, Profile
from backend.services import Services
from backend.settings import Settings
from contract.account import Actor
from contract.clock import Limit
from contract.machine import Names
from contract.reference import Area, Channel, District, Item, Level, Unit

T = TypeVar("T")

CODE = "999901"
KEY = "key-of-the-app"
OTHER_KEY = "key-of-the-hotline"
SECRET = "the city's secret"


def _name(text: str) -> Names:
    return Names(text, f"{text} (en)")


def _area(code: str, parent: str, path: str, level: str, kind: str, text: str) -> Area:
    return Area(
        code=code,
        parent=parent,
        path=path,
        level=level,
        kind=kind,
        names=_name(text),
        short=text,
        lon=117.0,
        lat=31.5,
    )


def _square(west: float, east: float) -> bytes:
    made: bytes = shapely.to_wkb(shapely.box(west, 31.0, east, 32.0))
    return made


def _item(code: str, text: str, **rest: Any) -> Item:
    return Item(
        code=code,
        version="1",
        effective_from=0,
        category="1",
        category_names=_name("市容"),
        names=_name(text),
        handler="works",
        sign_in=Limit(2, "hours"),
        handle=Limit(2, "natural_days"),
        verify=Limit(1, "natural_days"),
        **rest,
    )


def profile() -> Profile:
    """One street, one community, two grids side by side; a department; three items; five channels."""
    street, community = f"{CODE}001", f"{CODE}001001"
    west, east = f"{community}-01", f"{community}-02"
    top = f"{CODE}/{street}/{community}"
    return Profile(
        key="small",
        district=District(
            code=CODE,
            names=_name("小区"),
            centre=_name("小区指挥中心"),
            prefix="XQ",
            levels=tuple(Level(k, _name(k)) for k in ("district", "street", "community", "grid")),
            kinds=(Level("event", _name("事件")), Level("component", _name("部件"))),
            bounds=(117.0, 31.0, 118.0, 32.0),
            seats=2,
        ),
        utc_offset=480,
        spans=((480, 720), (840, 1080)),
        areas=(
            _area(CODE, "", CODE, "district", "district", "小区"),
            _area(street, CODE, f"{CODE}/{street}", "street", "street", "一街"),
            _area(community, street, top, "community", "community", "一社"),
            _area(west, community, f"{top}/{west}", "grid", "grid", "一街 01-01"),
            _area(east, community, f"{top}/{east}", "grid", "grid", "一街 01-02"),
        ),
        workers={},
        wkb={
            CODE: _square(117.0, 118.0),
            street: _square(117.0, 118.0),
            community: _square(117.0, 118.0),
            west: _square(117.0, 117.5),
            east: _square(117.5, 118.0),
        },
        units=(
            PlacedUnit(Unit(code="C", parent="", path="C", type="centre", names=_name("中心"), area=CODE)),
            PlacedUnit(
                Unit(
                    code="W",
                    parent="C",
                    path="C/W",
                    type="department",
                    names=_name("市政科"),
                    area=CODE,
                    role="works",
                )
            ),
        ),
        items=(
            _item(
                "1-1-01",
                "占道经营",
                file_standard=_name("占用人行道即立案"),
                close_standard=_name("通道恢复"),
                keywords=("摆摊", "占道"),
            ),
            _item("1-2-01", "井盖缺失", kind="component"),
            _item("1-1-02", "道路积水"),
        ),
        channels=(
            Channel(key="hotline", type="hotline", names=_name("热线"), accept=Limit(15, "minutes")),
            Channel(key="app", type="app", names=_name("小程序"), accept=Limit(15, "minutes")),
            Channel(key="public", type="open311", names=_name("开放接口"), accept=Limit(15, "minutes")),
            Channel(key="file", type="file", names=_name("文件导入"), accept=Limit(15, "minutes")),
            Channel(key="city", type="superior", names=_name("市平台"), accept=Limit(15, "minutes")),
        ),
    )


ACCOUNTS = [
    Account(login="seat01", name="坐席一", role="seat", area=CODE, seat="1"),
    Account(login="u-W", name="市政科经办", role="handler", unit="W"),
    Account(login="c-app", name="小程序", role="channel", channel="app", api_key=KEY),
    Account(login="c-hotline", name="热线", role="channel", channel="hotline", api_key=OTHER_KEY),
    Account(login="c-city", name="市平台", role="channel", channel="city", webhook_secret=SECRET),
]


class Loop:
    """An event loop in a thread of its own, for what must run beside the test."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="ways-in")
        self._thread.start()

    def start(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Set something going."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something to its end."""
        return self.start(work).result(60)

    def close(self) -> None:
        """End the loop; nothing may be left in it."""
        left = self.run(self._tasks())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        assert not left, left

    async def _tasks(self) -> list[str]:
        await self._loop.shutdown_asyncgens()
        await self._loop.shutdown_default_executor()
        return [repr(task) for task in asyncio.all_tasks() if task is not asyncio.current_task()]


@contextmanager
def listening(loop: Loop, app: Any) -> Iterator[str]:
    """A real server on a port of its own; gives its address."""
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host="127.0.0.1",
            port=0,
            lifespan="on",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=2,
        )
    )
    serving = loop.start(server.serve())
    while not server.started:
        assert not serving.done(), serving.result()
        loop.run(asyncio.sleep(0.005))
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        serving.result(30)


class Backend:
    """A running backend: its address, its services, and its loop to use them in."""

    def __init__(self, loop: Loop, services: Services, url: str) -> None:
        self.loop, self.services, self.url = loop, services, url
        self.client = httpx.Client(base_url=url, timeout=20)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something in the backend's loop."""
        return self.loop.run(work)

    def actor(self, login: str) -> Actor:
        """An account."""
        return self.run(self.services.accounts.find(CODE, login))


async def opened(database: str, folder: Path) -> Services:
    """The services on a database, with the small district in it."""
    services = await Services.open(Settings(database=database, files=folder), SystemClock())
    if CODE not in services.references.districts:
        await load_profile(services.store, profile(), services.clock.now())
        await services.adopt(CODE)
        await services.accounts.save(CODE, ACCOUNTS)
    return services


@contextmanager
def running(
    database: str, folder: Path, before: Callable[[Services], None] = lambda _: None
) -> Iterator[Backend]:
    """A backend on a database, as long as the block lasts."""
    loop = Loop()
    try:
        services = loop.run(opened(database, folder))
        before(services)
        with listening(loop, create_app(services)) as url:
            backend = Backend(loop, services, url)
            with backend.client:
                yield backend
    finally:
        loop.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind in turn."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        return url
    return f"sqlite:///{tmp_path / 'grid.sqlite'}"


@pytest.fixture
def backend(either_database: str, tmp_path: Path) -> Iterator[Backend]:
    """A running backend with the small district."""
    with running(either_database, tmp_path / "files") as made:
        yield made
