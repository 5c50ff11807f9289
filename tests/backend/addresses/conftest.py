"""A register of the tiny district, taken in as the command line does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from backend.service.addresses.command import take_in
from contract.address import AddressImport
from contract.feed import Located
from tests.backend.running import DISTRICT, RunningBackend, Seat

HEAD = "编码,地址,经度,纬度"
EAST, NORTH = 117.21, 31.72
"""A point in the first grid of the tiny district."""
ROWS = (
    "A-1,海河路12号,117.2101,31.7201",
    "A-2,海河路14号,117.2102,31.7202",
    "A-3,海河路与长安大道交叉口,117.2103,31.7203",
    "A-4,海河路儿童医院门口,117.2104,31.7204",
    "A-5,幸福小区3号楼,117.2105,31.7205",
    "A-6,幸福小区,117.2106,31.7206",
    "A-7,海河路99号,117.2107,31.7207",
    "A-8,长安大道与黄山路交口北侧100米,117.2108,31.7208",
)


def content(rows: Sequence[str], head: str = HEAD) -> bytes:
    """A file."""
    return ("\n".join((head, *rows)) + "\n").encode("utf-8-sig")


def taken(backend: RunningBackend, body: bytes, name: str = "addresses.csv", **more: Any) -> AddressImport:
    """Take a file in, in the backend's own process."""
    system = more.pop("system", "wgs84")
    return backend.run(take_in(backend.services, DISTRICT, body, name, system, **more))


def located(seat: Seat, words: str) -> tuple[Located, ...]:
    """What words come to, as a console asks."""
    answer = seat.get("/api/locate", params={"q": words})
    assert answer.is_success, answer.text
    return msgspec.json.decode(answer.content, type=tuple[Located, ...])


@pytest.fixture(scope="module")
def registered(backend: RunningBackend) -> RunningBackend:
    """The backend with the register."""
    told = taken(backend, content(ROWS))
    assert (told.added, told.refused, told.written) == (len(ROWS), 0, True)
    return backend
