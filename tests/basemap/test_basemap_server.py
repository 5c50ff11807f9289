"""A tile server that is late, wrong, dead or slow, and what is kept of a good one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PySide6.QtGui import QColor

from console.basemap import server as serving
from console.basemap.kept_tiles import KeptTile, KeptTiles
from console.basemap.server import TileServer
from console.tasks import Worker
from contract.basemap import Basemap
from contract.machine import Names
from tests.basemap.tile_serving import Reply, TileServing, right
from tests.basemap.tiles_made import plain, tile_of
from tests.console_matter import until

PLACE = (14, 13530, 6600)


class Setting:
    """A seat's side of a server: its store, its worker, its client, and the time of the wall."""

    def __init__(self, folder: Path) -> None:
        self.worker = Worker("test tiles")
        self.now = 1_700_000_000.0
        self.file = folder / "basemap.sqlite"
        self.kept = KeptTiles(self.file, lambda: self.now)
        self.http = httpx.AsyncClient(trust_env=False, timeout=5)
        self.renewed: list[tuple[int, int, int, bytes]] = []
        self.opened: list[TileServer] = []

    def server(self, url: str, *, answer_s: float = serving.ANSWER_S, **more: Any) -> TileServer:
        """A source of that address."""
        found = TileServer(
            Basemap(key="a", names=Names("甲", "A"), url=url, **more),
            self.kept,
            self.worker,
            self._client,
            lambda *renewed: self.renewed.append(renewed),
            lambda: self.now,
            answer_s,
        )
        self.opened.append(found)
        return found

    async def _client(self) -> httpx.AsyncClient:
        return self.http

    async def restart(self) -> None:
        """The store as another run of the console finds it."""
        await self.worker.do(self.kept.close)
        self.kept = KeptTiles(self.file, lambda: self.now)

    async def close(self) -> None:
        """Ends all of it."""
        for server in self.opened:
            await server.close()
        await self.http.aclose()
        await self.worker.do(self.kept.close)
        self.worker.close()


@pytest.fixture
async def setting(tmp_path: Path) -> AsyncIterator[Setting]:
    found = Setting(tmp_path)
    yield found
    await found.close()


@pytest.fixture
def tiles() -> Iterator[TileServing]:
    with TileServing() as found:
        yield found


async def test_a_tile_is_fetched_once_and_kept_across_a_restart_off_line(
    setting: Setting, tiles: TileServing
) -> None:
    assert (await setting.server(tiles.url).tile(*PLACE)).content == tile_of(*PLACE)
    assert (await setting.server(tiles.url).tile(*PLACE)).content == tile_of(*PLACE)
    assert tiles.asked == [PLACE]
    await setting.restart()
    tiles.stop()
    off = setting.server(tiles.url)
    assert (await off.tile(*PLACE)).content == tile_of(*PLACE)
    # Off line it shows what it has, however old, and nothing of what it has not.
    setting.now += 90 * 86_400
    assert (await off.tile(*PLACE)).content == tile_of(*PLACE)
    lacking = await off.tile(14, 1, 1)
    assert lacking.content is None
    assert lacking.again_s is not None
    assert off.health.fault is not None
    assert "连接不上" in off.health.fault.zh


async def test_where_the_server_has_no_tile_it_is_not_asked_again(
    setting: Setting, tiles: TileServing
) -> None:
    tiles.answer = lambda _place: Reply(404)
    server = setting.server(tiles.url)
    for _ in range(3):
        assert await server.tile(*PLACE) == (None, None)
    assert len(tiles.asked) == 1
    assert server.health.fault is None
    # For a day: then there may be one.
    setting.now += 86_401
    tiles.answer = right
    assert (await server.tile(*PLACE)).content == tile_of(*PLACE)


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        (Reply(content=b"<html><body>please log in</body></html>", head="Content-Type: image/png"), "图片"),
        (Reply(content=tile_of(*PLACE)[:200]), "图片"),
        (Reply(content=plain(QColor("red"), 100)), "100×100"),
        (Reply(302, head="Location: http://portal.example/"), "302"),
        (Reply(content=b""), "图片"),
        (Reply(content=b"\0" * (3 * 2**20)), "过大"),
    ],
)
async def test_what_is_no_tile_is_neither_shown_nor_kept(
    setting: Setting, tiles: TileServing, reply: Reply, word: str
) -> None:
    tiles.answer = lambda _place: reply
    server = setting.server(tiles.url)
    answer = await server.tile(*PLACE)
    assert answer.content is None
    assert answer.again_s is not None
    assert server.health.refused == 1
    assert server.health.fault is not None
    assert word in server.health.fault.zh
    # One wrong answer is no reason to leave the others unasked.
    assert server.resting_s == 0
    tiles.answer = right
    assert (await server.tile(*PLACE)).content == tile_of(*PLACE)
    assert server.health.fault is None


async def test_one_that_answers_nothing_but_wrong_is_left_alone(setting: Setting, tiles: TileServing) -> None:
    tiles.answer = lambda _place: Reply(content=b"<html>")
    server = setting.server(tiles.url)
    for x in range(40):
        await server.tile(14, x, 5)
    assert len(tiles.asked) == serving.WRONG_IN_A_ROW
    assert server.resting_s > 0


async def test_an_answer_that_breaks_off_is_none(setting: Setting, tiles: TileServing) -> None:
    whole = tile_of(*PLACE)
    tiles.answer = lambda _place: Reply(content=whole[:300], length=len(whole))
    server = setting.server(tiles.url)
    assert (await server.tile(*PLACE)).content is None
    assert server.resting_s > 0


async def test_a_dead_server_has_a_rest_and_is_then_tried_by_one(
    setting: Setting, tiles: TileServing
) -> None:
    tiles.answer = lambda _place: Reply(503)
    server = setting.server(tiles.url)
    many = await asyncio.gather(*(server.tile(14, x, 5) for x in range(30)))
    assert all(answer.content is None and answer.again_s for answer in many)
    # Those that were on their way together count as one failure, and the rest are not asked at all.
    assert len(tiles.asked) <= serving.AT_ONCE
    assert 0 < server.resting_s <= serving.FIRST_REST_S * 1.2
    server.hurry()
    tiles.asked.clear()
    tiles.hold()
    waiting = [asyncio.ensure_future(server.tile(14, x, 5)) for x in range(10)]  # noqa: TID251
    await until(lambda: tiles.at_once == 1)
    # The others wait for it, in front of the server's door.
    await until(lambda: bool(server._probe._waiters))
    assert len(tiles.asked) == 1
    tiles.answer = right
    tiles.release()
    assert [a.content for a in await asyncio.gather(*waiting)] == [tile_of(14, x, 5) for x in range(10)]


async def test_a_server_that_says_when_to_come_back_is_taken_at_its_word(
    setting: Setting, tiles: TileServing
) -> None:
    tiles.answer = lambda _place: Reply(429, head="Retry-After: 30")
    server = setting.server(tiles.url)
    await server.tile(*PLACE)
    assert 24 <= server.resting_s <= 36


async def test_a_wrong_key_is_said_and_stands_in_no_log(
    setting: Setting, tiles: TileServing, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore"):
        # As the console's own log has them.
        logging.getLogger(name).setLevel(logging.WARNING)
    tiles.answer = lambda _place: Reply(403)
    server = setting.server(tiles.url + "?tk={key}", secret="s3cr3t-k3y")
    answer = await server.tile(*PLACE)
    assert answer.again_s is not None
    assert answer.again_s > 200
    assert server.health.fault is not None
    assert "密钥" in server.health.fault.zh
    tiles.stop()
    server.hurry()
    await server.tile(*PLACE)
    assert "tk=s3cr3t-k3y" in tiles.heads[0]
    assert "s3cr3t" not in caplog.text
    assert "s3cr3t" not in f"{server.health} {server._basemap}"
    assert b"s3cr3t" not in setting.file.read_bytes()


async def test_a_slow_drip_is_given_up(setting: Setting, tiles: TileServing) -> None:
    tiles.answer = lambda place: Reply(content=tile_of(*place), piece=8, pause_s=0.05)
    server = setting.server(tiles.url, answer_s=0.3)
    answer = await server.tile(*PLACE)
    assert answer.content is None
    assert server.health.fault is not None
    assert "超时" in server.health.fault.zh


async def test_no_more_than_a_few_are_asked_at_once(setting: Setting, tiles: TileServing) -> None:
    server = setting.server(tiles.url)
    await asyncio.gather(*(server.tile(14, x, 7) for x in range(40)))
    assert len(tiles.asked) == 40
    assert tiles.most_at_once <= serving.AT_ONCE


async def test_what_is_too_old_is_shown_and_asked_after(setting: Setting, tiles: TileServing) -> None:
    head = 'Content-Type: image/png\r\nETag: "a1"\r\nCache-Control: public, max-age=7200'
    tiles.answer = lambda place: Reply(content=tile_of(*place), head=head)
    server = setting.server(tiles.url)
    await server.tile(*PLACE)
    setting.now += 7201
    tiles.answer = lambda _place: Reply(304)
    assert (await server.tile(*PLACE)).content == tile_of(*PLACE)
    await until(lambda: len(tiles.asked) == 2 and not server._renewing)
    assert 'if-none-match: "a1"' in tiles.heads[1].lower()
    assert setting.renewed == []
    # It holds again.
    await server.tile(*PLACE)
    assert len(tiles.asked) == 2
    # Another one is told to who shows the old one.
    setting.now += 8 * 86_400
    other = plain(QColor("blue"))
    tiles.answer = lambda _place: Reply(content=other)
    assert (await server.tile(*PLACE)).content == tile_of(*PLACE)
    await until(lambda: bool(setting.renewed))
    assert setting.renewed == [(*PLACE, other)]
    assert (await server.tile(*PLACE)).content == other


def test_the_store_keeps_to_its_size_and_lets_the_longest_unseen_go(tmp_path: Path) -> None:
    now = [1_000_000.0]
    kept = KeptTiles(tmp_path / "a.sqlite", lambda: now[0], most=100_000)
    for x in range(30):
        now[0] += 7200
        kept.put("s", 10, x, 1, KeptTile(b"x" * 10_000, "", 0))
        kept.get("s", 10, 0, 1)
        assert kept.size() <= 100_000
    assert kept.get("s", 10, 0, 1) is not None
    assert kept.get("s", 10, 1, 1) is None
    assert kept.get("s", 10, 29, 1) is not None
    # The same again takes no more.
    size = kept.size()
    kept.put("s", 10, 29, 1, KeptTile(b"y" * 10_000, "", 0))
    assert kept.size() == size
    kept.close()
    again = KeptTiles(tmp_path / "a.sqlite", lambda: now[0], most=100_000)
    assert again.get("s", 10, 29, 1) == KeptTile(b"y" * 10_000, "", 0)
    assert again.size() == size
    again.close()


def test_a_store_that_is_no_database_is_put_aside(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    file.write_bytes(b"torn to pieces" * 100)
    kept = KeptTiles(file, lambda: 0.0)
    assert kept.get("s", 1, 1, 1) is None
    kept.put("s", 1, 1, 1, KeptTile(b"abc", "", 5))
    assert kept.get("s", 1, 1, 1) == KeptTile(b"abc", "", 5)
    kept.close()
    assert (tmp_path / "a.broken.sqlite").exists()
