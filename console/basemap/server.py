"""A tile server: asked gently, judged by what it answers, done without while it does not answer.

What is kept on disk is shown first. What is too old is shown, too, and asked after behind its back. A server
that fails has a rest, longer each time and a little different for each seat; then one request tries it.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, aclosing
from typing import TYPE_CHECKING, cast

from console.tasks import Tasks, Worker
from contract.basemap import Basemap
from contract.machine import Names

from .address import address_of, mark_of
from .kept_tiles import KeptTile, KeptTiles
from .picture import NoPictureError, size_of
from .stock import Answer, Health, Sheet

if TYPE_CHECKING:
    import httpx

AT_ONCE = 6
ANSWER_S = 12.0
"""For a whole tile, also one that comes drop by drop."""
MOST_BYTES = 2 * 2**20
FIRST_REST_S, LONGEST_REST_S = 1.0, 60.0
NO_KEY_REST_S = 300.0
WRONG_AGAIN_S = 120.0
WRONG_IN_A_ROW = 8
"""So many answers that were no tile: something in between answers for the server."""
DAY_S = 86_400
SHORTEST_S, USUAL_S, LONGEST_S = 3_600, 7 * DAY_S, 30 * DAY_S
"""How long a tile is fresh: at least, unless the server says, at most."""


class _Failed(Exception):
    """No tile came. `rest_s`: the server is not to be asked for so long; None: as long as is its turn; 0: it
    may be asked for others."""

    def __init__(self, says: Names, rest_s: float | None = None) -> None:
        super().__init__(says.en)
        self.says = says
        self.rest_s = rest_s


class TileServer:
    """One source of a district's profile. `http` gives the client, `renewed(z, x, y, content)` hears of tiles
    that have changed since they were shown."""

    def __init__(
        self,
        basemap: Basemap,
        kept: KeptTiles,
        worker: Worker,
        http: Callable[[], Awaitable[httpx.AsyncClient]],
        renewed: Callable[[int, int, int, bytes], None] = lambda _z, _x, _y, _content: None,
        wall: Callable[[], float] = time.time,
        answer_s: float = ANSWER_S,
    ) -> None:
        self.sheet = Sheet(
            basemap.min_zoom,
            basemap.max_zoom,
            basemap.tile,
            basemap.system,
            basemap.lattice,
            attribution=basemap.attribution,
        )
        self.health = Health()
        self._basemap = basemap
        self._mark = mark_of(basemap)
        self._kept = kept
        self._worker = worker
        self._http = http
        self._renewed = renewed
        self._wall = wall
        self._answer_s = answer_s
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._probe = asyncio.Lock()
        self._tasks = Tasks()
        self._renewing: set[tuple[int, int, int]] = set()
        self._rest_until = 0.0
        self._failures = 0
        self._wrong = 0

    async def tile(self, z: int, x: int, y: int) -> Answer:
        """One tile, from disk or from the server."""
        kept = await self._worker.do(self._kept.get, self._mark, z, x, y)
        if kept is not None and (kept.content or kept.fresh_until > self._wall()):
            if kept.fresh_until <= self._wall():
                self._renew(z, x, y, kept)
            return Answer(kept.content or None)
        try:
            return Answer(await self._fetch(z, x, y, kept))
        except _Failed as failed:
            return Answer(None, self._again_s(failed))

    async def close(self) -> None:
        """Gives up what is on its way."""
        await self._tasks.close()

    @property
    def resting_s(self) -> float:
        """For how long it is not asked; 0: it is."""
        return max(0.0, self._rest_until - time.monotonic())

    def hurry(self) -> None:
        """The network is there again: it is asked at once."""
        self._rest_until = 0.0

    def _again_s(self, failed: _Failed) -> float:
        least = WRONG_AGAIN_S if failed.rest_s == 0 else FIRST_REST_S
        # Not all that wait at the same instant.
        return max(self.resting_s, least) * (1 + random.random() * 0.2)

    # -- what is too old -------------------------------------------------------------------------------------
    def _renew(self, z: int, x: int, y: int, kept: KeptTile) -> None:
        if not self._tasks.closed and (z, x, y) not in self._renewing and self.resting_s == 0:
            self._renewing.add((z, x, y))
            self._tasks.start("renew a tile", self._renewal(z, x, y, kept))

    async def _renewal(self, z: int, x: int, y: int, kept: KeptTile) -> None:
        try:
            content = await self._fetch(z, x, y, kept)
        except _Failed:
            return
        finally:
            self._renewing.discard((z, x, y))
        if content is not None and content != kept.content:
            self._renewed(z, x, y, content)

    # -- asking ----------------------------------------------------------------------------------------------
    async def _fetch(self, z: int, x: int, y: int, kept: KeptTile | None) -> bytes | None:
        """The image, None where the server has none; raises _Failed."""
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._turns)
            if self._failures:
                # One tries it; the others wait for how that ends.
                await stack.enter_async_context(self._probe)
            if self.resting_s > 0:
                raise _Failed(self.health.fault or Names("", ""))
            try:
                async with asyncio.timeout(self._answer_s):
                    found = await self._ask(z, x, y, kept)
                content = await self._judged(found, kept)
            except TimeoutError:
                failed = _Failed(Names("地图服务超时未答", "the map server did not answer in time"))
                self._fail(failed)
                raise failed from None
            except _Failed as failed:
                self._fail(failed)
                raise
            self._failures = self._wrong = 0
            self.health.fault = None
            self.health.tiles += 1
            await self._worker.do(self._kept.put, self._mark, z, x, y, content)
            return content.content or None

    def _fail(self, failed: _Failed) -> None:
        self.health.fault = failed.says
        if failed.rest_s == 0:
            self._wrong += 1
            if self._wrong < WRONG_IN_A_ROW:
                return
        if self.resting_s == 0:
            # Those asked at the same time fail together, and count as one.
            self._failures += 1
            rest = failed.rest_s or min(FIRST_REST_S * 2 ** (self._failures - 1), LONGEST_REST_S)
            self._rest_until = time.monotonic() + rest * (0.8 + random.random() * 0.4)

    async def _ask(self, z: int, x: int, y: int, kept: KeptTile | None) -> _Found:
        import httpx

        headers = {"If-None-Match": kept.etag} if kept is not None and kept.etag and kept.content else {}
        client = await self._http()
        try:
            async with client.stream("GET", address_of(self._basemap, z, x, y), headers=headers) as response:
                content = bytearray()
                # Named and closed here: Qt's loop finalizes no generators.
                async with aclosing(cast("AsyncGenerator[bytes, None]", response.aiter_bytes())) as parts:
                    async for part in parts:
                        content += part
                        if len(content) > MOST_BYTES:
                            says = Names("回答过大，不是图块", "an answer too large for a tile")
                            raise self._refused(says)
        # What is said of it names no address: the key is in it.
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            kind = type(error).__name__
            raise _Failed(
                Names(f"地图服务连接不上（{kind}）", f"the map server cannot be reached ({kind})")
            ) from None
        return _Found(response.status_code, response.headers, bytes(content))

    async def _judged(self, found: _Found, kept: KeptTile | None) -> KeptTile:
        """What a whole answer comes to; raises _Failed."""
        until = int(self._wall()) + _fresh_s(found.headers)
        status = found.status
        if status == 304 and kept is not None:
            return kept._replace(fresh_until=until)
        if status in (204, 404, 410):
            return KeptTile(b"", "", int(self._wall()) + DAY_S)
        if status in (401, 403):
            says = Names("地图服务不认这个密钥", "the map server does not take the key")
            raise _Failed(says, NO_KEY_REST_S)
        if status == 429 or status >= 500:
            says = Names(f"地图服务出错（{status}）", f"the map server fails ({status})")
            raise _Failed(says, _retry_s(found.headers))
        if status != 200:
            raise self._refused(
                Names(f"回答不是图块（{status}）", f"the map server answers no tile ({status})")
            )
        try:
            width, height = await self._worker.do(size_of, found.content)
        except NoPictureError as error:
            raise self._refused(
                Names("回答不是完整的图片", f"the map server answers no tile: {error}")
            ) from None
        if width != height or width not in (256, 512):
            raise self._refused(
                Names(f"图块大小不对（{width}×{height}）", f"tiles of a wrong size ({width}×{height})")
            )
        return KeptTile(found.content, found.headers.get("etag", ""), until)

    def _refused(self, says: Names) -> _Failed:
        self.health.refused += 1
        return _Failed(says, 0)


class _Found:
    """A whole answer."""

    def __init__(self, status: int, headers: httpx.Headers, content: bytes) -> None:
        self.status = status
        self.headers = headers
        self.content = content


def _fresh_s(headers: httpx.Headers) -> int:
    """For how long a server says that its answer holds, within what is sensible for a map."""
    said = re.search(r"max-age=(\d{1,10})", headers.get("cache-control", ""))
    return min(max(int(said.group(1)), SHORTEST_S), LONGEST_S) if said else USUAL_S


def _retry_s(headers: httpx.Headers) -> float | None:
    said = headers.get("retry-after", "")
    return min(max(float(said), FIRST_REST_S), NO_KEY_REST_S) if said.isdecimal() else None
