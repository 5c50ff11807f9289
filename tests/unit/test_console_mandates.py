"""The duty and powers lists on a seat's disk: kept by digest, searched there, in time; and in the backend."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from backend.service import calendar
from backend.service.mandates.keeping import InForce
from backend.service.profile import Profile, load
from backend.serving import DISTRICTS
from console.mandates import MandateLists, keep
from console.net.client import Client
from console.replica.database import Database
from contract.machine import Names
from contract.mandate import Mandate, Mandates, holder
from contract.reference import Reference

NOW = 1_794_963_600_000
TIMES = 2.0
"""A search takes no longer than so many times what it takes to read all the lists through."""


@pytest.fixture(scope="module")
def yicheng() -> Profile:
    """The demo district with the longest lists."""
    return load(DISTRICTS / "yicheng")


@pytest.fixture(scope="module")
def reference(yicheng: Profile) -> Reference:
    return Reference(
        "d",
        yicheng.district,
        calendar.build(calendar.OFFICE_HOURS, 480),
        yicheng.areas,
        tuple(u.unit for u in yicheng.units),
        yicheng.items,
        (),
    )


@pytest.fixture
def lists(tmp_path: Path, yicheng: Profile, reference: Reference) -> Iterator[MandateLists]:
    """They on a seat's disk."""
    database = Database(tmp_path / "seat.sqlite")
    found = MandateLists(
        database, Client("http://127.0.0.1:9", language=lambda: "en"), lambda: reference, lambda: NOW
    )
    found.open("370404")
    body = msgspec.json.encode(Mandates("digest", yicheng.mandates))
    database.write_now(lambda db: keep(db, found.scope, '"digest"', body, found.names()))
    yield found
    database.close()


def client() -> Client:
    """One that is never asked for anything here."""
    return Client("http://127.0.0.1:9", language=lambda: "en")


def fastest(work: Callable[[], object]) -> float:
    """The shortest of five runs, ms of this thread alone: what else the machine does is not counted."""
    best = 1e9
    for _ in range(5):
        begun = time.thread_time()
        work()
        best = min(best, (time.thread_time() - begun) * 1000)
    return best


def test_the_lists_have_the_numbers_of_the_centre_that_published_them(lists: MandateLists) -> None:
    assert lists.counts() == {"duty": 498, "powers": 4242}


@pytest.mark.parametrize("asked", ["", "1-001", "占道经营", "dblljd", "个人 处罚", "没有的词", "e", "的"])
def test_seat_and_backend_find_the_same_each_faster_than_they_are_read(
    lists: MandateLists, yicheng: Profile, reference: Reference, asked: str
) -> None:
    held = InForce(yicheng.mandates, NOW, reference)
    there = held.search(asked, most=50)
    here = lists.search(asked, most=50)
    assert [e.key for e in here] == [e.key for e in there]
    read = fastest(lambda: [one for one in yicheng.mandates if asked in msgspec.json.encode(one).decode()])
    assert fastest(lambda: held.search(asked, most=50)) < TIMES * read
    assert fastest(lambda: lists.search(asked, most=50)) < TIMES * read


def test_the_code_comes_first_then_titles_then_initials(lists: MandateLists) -> None:
    assert lists.search("1-001")[0].code == "1-001"
    assert lists.search("jc-0001")[0].key == "powers:JC-0001"
    assert all("暴露垃圾" in e.names.zh for e in lists.search("暴露垃圾", "duty"))
    assert {e.list for e in lists.search("暴露垃圾", "powers")} == {"powers"}
    assert lists.search("fzblljdcz")[0].names.zh.startswith("负责“暴露垃圾”的处置")


def test_what_grounds_an_item_is_the_duty_lists_first(lists: MandateLists, reference: Reference) -> None:
    found = lists.of_item("8-1-01")
    assert found[0].list == "duty"
    assert {e.list for e in found} == {"duty", "powers"}
    assert all("8-1-01" in e.items for e in found)
    community = next(a.code for a in reference.areas if a.level == "community")
    own = [holder(e, community, reference) for e in found]
    assert all(unit is not None for unit in own)
    assert lists.of_item("") == []


def test_an_entry_to_come_ends_the_one_there_is(tmp_path: Path) -> None:
    database = Database(tmp_path / "seat.sqlite")
    clock = [NOW]
    found = MandateLists(
        database, Client("http://127.0.0.1:9", language=lambda: "en"), lambda: None, lambda: clock[0]
    )
    found.open("370404")

    def entry(code: str, begins: int, zh: str, *, withdrawn: bool = False) -> Mandate:
        return Mandate(
            list="duty", code=code, names=Names(zh, zh), unit="x", effective_from=begins, withdrawn=withdrawn
        )

    rows = (
        entry("a", NOW - 5, "旧"),
        entry("b", NOW - 5, "去"),
        entry("a", NOW + 5, "新"),
        entry("b", NOW + 5, "去", withdrawn=True),
    )
    body = msgspec.json.encode(Mandates("digest", rows))
    database.write_now(lambda db: keep(db, found.scope, "e", body, {}))
    assert [e.names.zh for e in found.search("")] == ["旧", "去"]
    clock[0] = NOW + 5
    assert [e.names.zh for e in found.search("")] == ["新"]
    assert found.entry("duty:b") is None
    found.open("")
    assert found.counts() == {}
    database.close()
