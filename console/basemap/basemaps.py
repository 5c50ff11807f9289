"""The basemaps of a seat: those of the district's profile and its own files, in one stack."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from console.errors import InputWrong
from console.net.client import CONNECT_S
from console.settings import BasemapChoice, Settings
from console.tasks import Tasks, Worker
from contract.basemap import Basemap
from contract.machine import Names
from contract.reference import District

from .kept_tiles import KeptTiles
from .mbtiles import MBTiles
from .server import ANSWER_S, TileServer
from .stock import Answer, Health, Sheet, Stock

if TYPE_CHECKING:
    import httpx

FILE = "file:"
_NEWS_MS = 500


class Entry:
    """One basemap of the stack. `stock` is there once it was opened; `fault` says why it cannot be."""

    def __init__(self, key: str, names: Names, choice: BasemapChoice, basemap: Basemap | None) -> None:
        self.key = key
        self.names = names
        self.choice = choice
        self.basemap = basemap
        self.stock: Stock | None = None
        self.fault: Names | None = None

    @property
    def own(self) -> bool:
        """Whether it is a file of this seat's."""
        return self.basemap is None

    @property
    def sheet(self) -> Sheet | None:
        """What is to be known of it, None until it was opened."""
        return None if self.stock is None else self.stock.sheet

    @property
    def health(self) -> Health:
        """How it does."""
        return Health(fault=self.fault) if self.stock is None else self.stock.health


class Basemaps(QObject):
    """`changed`: another stack, order, opacity, or one was opened. `news`: how the sources do, at most twice
    a second. Opens nothing until it is looked at (`look`)."""

    changed = Signal()
    news = Signal()
    renewed = Signal(str, object, object)
    """A tile that was shown is another now: the basemap's key, (zoom, column, row), the image file."""

    def __init__(self, settings: Settings, district: Callable[[], District | None]) -> None:
        super().__init__()
        self._settings = settings
        self._district = district
        self._tasks = Tasks()
        self._worker: Worker | None = None
        self._kept: KeptTiles | None = None
        self._http: httpx.AsyncClient | None = None
        self._entries: dict[str, Entry] = {}
        self._looked = False
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(_NEWS_MS)
        self._telling.timeout.connect(self.news)

    # -- the stack -------------------------------------------------------------------------------------------
    def look(self) -> None:
        """A map is looked at: what is shown is opened, if it is not yet. Inside the running loop."""
        if not self._tasks.closed:
            self._looked = True
            self._renew()

    def reference_changed(self) -> None:
        """The district's profile may say something else."""
        if self._looked and not self._tasks.closed:
            self._renew()

    @property
    def stack(self) -> list[Entry]:
        """All basemaps there are, the lowest first."""
        return list(self._entries.values())

    def _choices(self) -> list[BasemapChoice]:
        """What the seat says of each, in its order; one of which it says nothing lies over the one that the
        profile has it over: labels over their map."""
        choices = list(self._settings.kept.basemaps)
        place = 0
        for basemap in self._profiled().values():
            keys = [choice.key for choice in choices]
            if basemap.key in keys:
                place = keys.index(basemap.key) + 1
            else:
                choices.insert(place, BasemapChoice(basemap.key, basemap.shown, basemap.opacity))
                place += 1
        return choices

    def _profiled(self) -> dict[str, Basemap]:
        district = self._district()
        return {} if district is None else {basemap.key: basemap for basemap in district.basemaps}

    def _renew(self) -> None:
        profiled = self._profiled()
        before, self._entries = self._entries, {}
        for choice in self._choices():
            entry = before.get(choice.key)
            basemap = profiled.get(choice.key)
            if basemap is None and not choice.key.startswith(FILE):
                continue  # of a district where this seat sat before, or gone from the profile
            if entry is None or entry.basemap != basemap:
                path = Path(choice.key.removeprefix(FILE))
                names = Names(path.stem, path.stem) if basemap is None else basemap.names
                entry = Entry(choice.key, names, choice, basemap)
            entry.choice = choice
            self._entries[choice.key] = entry
        for key, entry in before.items():
            if self._entries.get(key) is not entry and entry.stock is not None:
                self._tasks.start("close a basemap", entry.stock.close())
        for entry in self._entries.values():
            if self._looked and entry.choice.shown and entry.stock is None and entry.fault is None:
                self._open(entry)
        self.changed.emit()

    def _open(self, entry: Entry) -> None:
        if entry.basemap is None:
            self._tasks.start("open a file of tiles", self._open_file(entry))
        else:
            entry.stock = TileServer(
                entry.basemap,
                self._store(),
                self.worker,
                self._client,
                lambda z, x, y, content: self.renewed.emit(entry.key, (z, x, y), content),
            )

    async def _open_file(self, entry: Entry) -> None:
        try:
            stock = await MBTiles.opened(Path(entry.key.removeprefix(FILE)), self.worker)
        except InputWrong as wrong:
            entry.fault = wrong.says
        else:
            if self._entries.get(entry.key) is not entry or entry.stock is not None:
                await stock.close()
                return
            entry.stock = stock
            entry.names = Names(stock.name, stock.name)
        self.changed.emit()

    # -- what a person says ----------------------------------------------------------------------------------
    async def add_file(self, path: Path) -> str:
        """Puts a file of tiles (an absolute path) on top; gives its key. Raises InputWrong where it cannot be
        shown."""
        stock = await MBTiles.opened(path, self.worker)
        await stock.close()
        key = f"{FILE}{path}"
        entry = self._entries.get(key)
        if entry is not None:
            entry.fault = None
        self._say([choice for choice in self._choices() if choice.key != key] + [BasemapChoice(key)])
        return key

    def set_shown(self, key: str, shown: bool) -> None:
        """Shows one or takes it away; one that could not be opened is tried anew."""
        self._entries[key].fault = None
        self._change(key, shown=shown)

    def set_opacity(self, key: str, opacity: float) -> None:
        """How much of it covers what lies under it: 0.1 to 1."""
        self._change(key, opacity=min(max(opacity, 0.1), 1.0))

    def move(self, key: str, up: int) -> None:
        """Puts one over the next (1) or under the one before (-1)."""
        choices = [choice for choice in self._choices() if choice.key in self._entries]
        at = next(n for n, choice in enumerate(choices) if choice.key == key)
        to = min(max(at + up, 0), len(choices) - 1)
        choices.insert(to, choices.pop(at))
        self._say(choices)

    def remove(self, key: str) -> None:
        """Takes a file of the seat's own from the stack; the file stays where it is."""
        self._say([choice for choice in self._choices() if choice.key != key])

    def _change(self, key: str, **said: float) -> None:
        self._say([replace(c, **said) if c.key == key else c for c in self._choices()])

    def _say(self, choices: list[BasemapChoice]) -> None:
        self._settings.kept.basemaps = tuple(choices)
        self._settings.save()
        self._renew()

    # -- tiles -----------------------------------------------------------------------------------------------
    def ask(
        self, key: str, at: tuple[int, int, int], answer: Callable[[bytes | None, float | None], None]
    ) -> Callable[[], None]:
        """Asks for a tile (zoom, column, row); the answer comes in a later turn of the loop. What it gives
        back gives the tile up."""
        entry = self._entries.get(key)
        if entry is None or entry.stock is None or self._tasks.closed:
            answer(None, None)
            return _nothing
        task = self._tasks.start("tile", self._answer(entry.stock, at, answer))

        def give_up() -> None:
            task.cancel()

        return give_up

    async def _answer(
        self, stock: Stock, at: tuple[int, int, int], answer: Callable[[bytes | None, float | None], None]
    ) -> None:
        found: Answer = await stock.tile(*at)
        if found.content is None and not self._telling.isActive():
            self._telling.start()
        answer(*found)

    def spoilt(self, key: str, _at: object) -> None:
        """An image could not be read although it looked whole."""
        entry = self._entries.get(key)
        if entry is not None:
            entry.health.refused += 1
            self._telling.start()

    def reached(self) -> None:
        """The network is there again: servers that rest are asked at once."""
        for entry in self._entries.values():
            if isinstance(entry.stock, TileServer):
                entry.stock.hurry()

    # -- what they share -------------------------------------------------------------------------------------
    @property
    def worker(self) -> Worker:
        """The thread on which tiles are read."""
        if self._worker is None:
            self._worker = Worker("basemap")
        return self._worker

    def _store(self) -> KeptTiles:
        if self._kept is None:
            self._kept = KeptTiles(self._settings.profile / "basemap.sqlite", time.time)
        return self._kept

    async def _client(self) -> httpx.AsyncClient:
        if self._http is None:
            import ssl

            import httpx

            from console.net.transport import Transport

            kept = self._settings.kept
            # Reading the certificates takes a tenth of a second.
            verify = await self.worker.do(ssl.create_default_context, cafile=kept.ca_file or None)
            if self._http is None:
                self._http = httpx.AsyncClient(
                    timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S),
                    transport=Transport(
                        verify=verify,
                        limits=httpx.Limits(max_connections=24, max_keepalive_connections=12),
                        proxy=kept.proxy or None,
                        trust_env=False,
                    ),
                    trust_env=False,
                    headers={"User-Agent": "grid-console"},
                )
        return self._http

    async def close(self) -> None:
        """Ends all of it."""
        self._telling.stop()
        await self._tasks.close()
        for entry in self._entries.values():
            if entry.stock is not None:
                await entry.stock.close()
        if self._http is not None:
            await self._http.aclose()
        if self._worker is not None:
            if self._kept is not None:
                await self._worker.do(self._kept.close)
            self._worker.close()


def _nothing() -> None:
    """Gives nothing up."""
