"""``grid-console export-map``: with the centre, without it, and where it cannot."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from console.export_map import parser
from tests.chromium import Page
from tests.console_matter import until
from tests.pair.backend_process import PASSWORD, Person, Wire
from tests.pair.conftest import OpenDesk

GRID = "990001001001-01"


async def run(*arguments: str, password: str = PASSWORD, typed: bool = False) -> tuple[int, Any, str]:
    """The command in a process of its own: exit status, what it told (None: nothing), standard error."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GRID_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "console",
        "export-map",
        *arguments,
        env=environment if typed else {**environment, "GRID_PASSWORD": password},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate(f"{password}\n".encode() if typed else b"")
    assert process.returncode is not None
    return process.returncode, json.loads(out) if out else None, err.decode()


async def test_it_writes_what_the_filter_leaves(
    wire: Wire, person: Callable[[str], Person], page: Page, tmp_path: Path
) -> None:
    clerk = person("seat02")
    for n in range(3):
        clerk.report(f"地图导出甲{n}", area=GRID, lon=117.3 + n / 1000, lat=31.8)
    clerk.report("地图导出乙", area=GRID)
    given = ["--server", wire.url, "--user", "seat01", "--profile", str(tmp_path / "none"), "--lang", "en"]
    file = tmp_path / "map.html"
    code, told, err = await run(*given, "--out", str(file), "--filter", "地图导出甲", typed=True)
    assert (code, err) == (0, "")
    assert (told["tickets"], told["with_point"], told["age_ms"]) == (3, 3, None)
    assert told["filter"] == ["Open", "“地图导出甲”"]
    assert told["sequence"] >= 4
    assert told["bytes"] == len(await asyncio.to_thread(file.read_bytes))
    code, told, _ = await run(
        *given, "--out", str(file), "--filter", '{"words": "地图导出", "lights": ["green"]}', "--page", "all"
    )
    assert (code, told["tickets"], told["with_point"]) == (0, 4, 3)
    assert sum(told["lights"].values()) == told["lights"]["green"] == 4
    await asyncio.to_thread(page.open, file)
    shown = page.ask("document.querySelector('b[data-count=green]').textContent")
    assert shown == "4"
    assert page.requests == [file.as_uri()]
    assert page.faults == []


async def test_without_the_centre_it_takes_the_replica_and_says_its_age(
    wire: Wire, person: Callable[[str], Person], open_desk: OpenDesk, tmp_path: Path
) -> None:
    person("seat02").report("离线的地图", area=GRID, lon=117.3, lat=31.8)
    desk = await open_desk("seat01", profile="kept")
    await until(lambda: desk.connection.link == "live" and desk.store.count() > 0)
    for level in ("grid", "district"):
        await desk.geometry(level)
    held = np.count_nonzero(desk.store.alive)
    await desk.close()
    profile, file = tmp_path / "kept", tmp_path / "map.html"

    def kept() -> dict[str, str]:
        return {
            name: sha256((profile / name).read_bytes()).hexdigest()
            for name in ("seat.sqlite", "settings.json")
        }

    before = await asyncio.to_thread(kept)
    wire.cut()
    given = [
        "--server",
        wire.url,
        "--out",
        str(file),
        "--profile",
        str(profile),
        "--page",
        "all",
        "--lang",
        "en",
    ]
    code, told, err = await run(*given)
    assert (code, err) == (0, "")
    assert told["tickets"] == held
    assert told["age_ms"] is not None
    assert set(told["levels"]) == {"grid", "district"}
    assert "Exported off line" in await asyncio.to_thread(file.read_text, "utf-8")
    assert await asyncio.to_thread(kept) == before
    written = await asyncio.to_thread(file.read_bytes)
    code, told, err = await run(*given, password="wrong")
    assert (code, told) == (3, None)
    assert err.strip()
    assert await asyncio.to_thread(file.read_bytes) == written


async def test_what_cannot_be_done_is_said_and_nothing_is_written(wire: Wire, tmp_path: Path) -> None:
    given = ["--server", wire.url, "--user", "seat01", "--profile", str(tmp_path / "none"), "--lang", "en"]
    file = tmp_path / "map.html"
    code, told, err = await run(*given, "--out", str(file), "--filter", '{"colours": ["red"]}')
    assert (code, told) == (1, None)
    assert "colours" in err
    code, told, err = await run(*given, "--out", str(file), "--filter", "{nonsense")
    assert (code, told) == (1, None)
    code, told, err = await run(*given, "--out", str(tmp_path / "missing" / "map.html"))
    assert (code, told) == (1, None)
    assert "cannot be written" in err
    code, told, err = await run(*given, "--out", str(file), password="wrong")
    assert (code, told) == (3, None)
    wire.cut()
    code, told, err = await run(*given, "--out", str(file))
    assert (code, told) == (1, None)
    assert list(await asyncio.to_thread(lambda: [*tmp_path.glob("*.html"), *tmp_path.glob(".*.part")])) == []


def test_its_usage_names_every_page() -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["--out", "x", "--page", "nowhere"])
