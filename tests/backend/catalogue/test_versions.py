"""A new version begins on its date, takes nothing from what was filed, and withdraws what it leaves out."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, update

from backend.service.audit import faults
from backend.service.catalogue.sheets import columns, written
from backend.service.catalogue.versions import between, items_of, put_of, versions
from backend.service.loading import load_profile
from backend.service.profile import ProfileError, load
from backend.service.refusal import ServiceRefused
from backend.service.steps import Done, Pending
from backend.store import tables as t
from contract.account import Actor
from contract.action import Accept, Act, Action, File, Report
from contract.catalogue import Proposal
from contract.clock import DAY, Limit
from contract.ticket import Ticket
from tests.backend.running import DISTRICT, GRID, TINY

from .conftest import Room

TODAY, TOMORROW, LATER = "2026-11-18", "2026-11-19", "2026-12-01"


def item(code: str = "9-1-01", **more: Any) -> dict[str, Any]:
    """An item as it is sent."""
    return {
        "code": code,
        "category": "9",
        "category_names": {"zh": "新类", "en": "New"},
        "names": {"zh": f"事项{code}", "en": f"Item {code}"},
        "handler": "street_team",
        "handle": {"value": 2, "unit": "working_days"},
        **more,
    }


async def filed(room: Room, code: str) -> Ticket | ServiceRefused:
    """A ticket filed by an item now."""
    seat = Actor(id="s-1", name="坐席01", role="seat", district=DISTRICT, area=DISTRICT, area_path=DISTRICT)
    ticket, outcome = str(uuid.uuid4()), None
    acts: list[Act] = [
        Report(channel="hotline", title="夜间施工", area=GRID),
        Accept(),
        File(item=code, area=GRID),
    ]
    for version, act in enumerate(acts):
        action = Action(action_id=str(uuid.uuid4()), ticket_id=ticket, base_version=version, act=act)
        (outcome,) = await room.services.performer.perform(
            DISTRICT, [Pending(seat, room.clock.now(), action)]
        )
    if isinstance(outcome, ServiceRefused):
        return outcome
    assert isinstance(outcome, Done)
    assert outcome.ticket is not None
    return outcome.ticket


async def test_a_version_begins_on_its_date_and_takes_nothing_from_what_was_filed(room: Room) -> None:
    before = await filed(room, "1-1-03")
    assert isinstance(before, Ticket)
    changed = item("1-1-03", category="1", handle={"value": 9, "unit": "hours"})
    done = await room.put(room.command("2026.9", LATER, items=[changed]))
    assert [c.code for c in done.difference.changed] == ["1-1-03"]
    assert {c.code for c in done.difference.withdrawn} == {
        "1-1-01", "1-1-02", "2-1-01", "2-1-02", "3-1-03", "3-2-01", "3-2-02",
    }  # fmt: skip
    begins = done.effective_from
    reference = room.reference
    assert reference.item_at("1-1-03", begins - 1) == reference.item("1-1-03", "2026.1")
    now = reference.item_at("1-1-03", begins)
    assert now is not None
    assert (now.version, now.handle) == ("2026.9", Limit(9, "hours"))
    assert reference.item_at("1-1-01", begins - 1) is not None
    assert reference.item_at("1-1-01", begins) is None
    known = reference.item_known("1-1-01", begins)
    assert known is not None
    assert (known.withdrawn, known.names.zh) == (True, "占道经营")
    assert [i.code for i in reference.items_at(begins)] == ["1-1-03"]
    # Until then everything is filed as before; from then on by the new version, and by nothing withdrawn.
    early = await filed(room, "1-1-01")
    assert isinstance(early, Ticket)
    room.clock.move(begins - room.clock.now())
    late, refused = await filed(room, "1-1-03"), await filed(room, "1-1-01")
    assert isinstance(late, Ticket)
    assert late.item_version == "2026.9"
    assert isinstance(refused, ServiceRefused)
    assert refused.faults[0].field == "act.item"
    async with room.services.store.read() as connection:
        row = await connection.scalar(select(t.ticket.c.row).where(t.ticket.c.id == before.id))
        assert await faults(connection, DISTRICT) == []
    assert row is not None
    kept = msgspec.msgpack.decode(row, type=Ticket)
    assert (kept.item_version, kept.stage) == ("2026.1", before.stage)


async def test_today_means_from_now_on(room: Room) -> None:
    done = await room.put(room.command("2026.9", TODAY, items=[item()], rest="keep"))
    assert done.effective_from == room.clock.now()
    assert room.reference.item_at("9-1-01", room.clock.now()) is not None
    assert room.reference.item_at("9-1-01", room.clock.now() - 1) is None


@pytest.mark.parametrize(
    ("version", "day", "field", "rule"),
    [
        ("2026.9", "2026-11-17", "effective_from", "past"),
        ("2026.9", "2026-02-30", "effective_from", "date"),
        ("2026.9", "2100-01-01", "effective_from", "range"),
        ("2026.9", "2099-01-01", "effective_from", "taken"),
        ("2026.1", LATER, "version", "taken"),
        ("2099.1", LATER, "version", "taken"),
    ],
)
async def test_a_version_that_cannot_be_is_refused(
    room: Room, version: str, day: str, field: str, rule: str
) -> None:
    digest = room.reference.digest
    with pytest.raises(ServiceRefused) as refused:
        await room.put(room.command(version, day, items=[item()]))
    assert [(f.field, f.rule) for f in refused.value.faults] == [(field, rule)]
    await room.services.references.refresh(DISTRICT)
    assert room.reference.digest == digest


async def test_a_version_comes_after_those_decided_before_it(room: Room) -> None:
    await room.put(room.command("2026.9", LATER, items=[item()], rest="keep"))
    with pytest.raises(ServiceRefused) as refused:
        await room.put(room.command("2026.8", TOMORROW, items=[item("9-1-02")], rest="keep"))
    assert refused.value.faults[0].rule == "order"
    with pytest.raises(ServiceRefused) as refused:
        await room.put(room.command("2026.9", "2026-12-02", items=[item("9-1-02")], rest="keep"))
    assert refused.value.faults[0].rule == "taken"


async def test_a_supplement_leaves_the_rest(room: Room) -> None:
    before = room.reference.items_at(room.clock.now())
    done = await room.put(room.command("2026.9", TOMORROW, items=[item()], rest="keep"))
    assert (len(done.difference.added), done.difference.withdrawn) == (1, ())
    assert {i.code for i in room.reference.items_at(done.effective_from)} == {
        "9-1-01", *(i.code for i in before),
    }  # fmt: skip
    assert any("2099.1" in notice.zh for notice in done.notices)


async def test_what_was_withdrawn_comes_back_under_its_code(room: Room) -> None:
    everything = written(room.reference.items_at(room.clock.now()), room.reference, "csv", "")
    first = await room.put(room.command("2026.9", TOMORROW, items=[item()]))
    assert len(first.difference.withdrawn) == 8
    back = await room.put(room.of_file("2026.10", LATER), everything)
    assert len(back.difference.added) == 8
    assert [c.code for c in back.difference.withdrawn] == ["9-1-01"]
    put = await put_of(room.services.store, DISTRICT)
    assert between(room.reference, put, "2026.1", "2026.10").empty
    told = {v.version: v for v in versions(room.reference, put, room.clock.now())}
    assert [told[v].standing for v in ("2026.1", "2026.9", "2026.10", "2099.1")] == [
        "current", "coming", "coming", "coming",
    ]  # fmt: skip
    assert (told["2026.9"].items, told["2026.9"].withdrawn, told["2026.9"].by) == (1, 8, "管理员01")
    assert len(items_of(room.reference, put, "2026.9").withdrawn) == 8


async def test_the_feed_says_so_and_a_key_answers_as_the_first_time(room: Room) -> None:
    command = room.command("2026.9", TOMORROW, items=[item()])
    first = await room.put(command)
    assert await room.put(command) == first
    other = msgspec.structs.replace(command, version="2026.10")
    with pytest.raises(ServiceRefused) as refused:
        await room.put(other)
    assert refused.value.kind == "key"
    async with room.services.store.read() as connection:
        feed = [kind for (kind,) in await connection.execute(select(t.feed.c.kind).order_by(t.feed.c.seq))]
        audit = list(await connection.execute(select(t.audit.c.action, t.audit.c.object, t.audit.c.account)))
        digest = await connection.scalar(select(t.district.c.digest))
    assert feed == ["reference", "reference"]
    assert [tuple(row) for row in audit][1:] == [("catalogue", "2026.9", "a-1")]
    assert digest == room.reference.digest
    assert room.services.references.get(DISTRICT).stored == digest


async def test_of_two_at_once_one_is_second(room: Room) -> None:
    """Both are checked against the catalogue as it was; under the lock only one can have the name."""
    one = room.command("2026.9", TOMORROW, items=[item()])
    two = room.command("2026.9", TOMORROW, items=[item("9-1-02")])
    outcomes = await asyncio.gather(room.put(one), room.put(two), return_exceptions=True)
    assert [type(o) for o in outcomes if not isinstance(o, Proposal)] == [ServiceRefused]


async def test_a_row_that_is_wrong_refuses_all_unless_it_may_stay_out(room: Room) -> None:
    heads = [head for head, _, _ in columns(room.reference)]
    good = {"事项编码": "1-1-01", "类别编码": "1", "类别": "街面秩序", "事项名称": "占道经营", "类型": "事件"}
    good |= {"承办角色": "street_team", "处置时限": "4 工作时"}
    bad = good | {"事项编码": "1-1-02", "承办角色": "nobody", "处置时限": "4 光年"}
    lines = (",".join(row.get(head, "") for head in heads) for row in (good, bad))
    content = "\n".join((",".join(heads), *lines)).encode()
    whole = room.of_file("2026.9", TOMORROW)
    told = await room.check(whole, content)
    assert not told.accepted
    assert [(f.line, f.column, f.rule, f.value) for f in told.faults] == [
        (3, "承办角色", "known", "nobody"),
        (3, "处置时限", "unit", "光年"),
    ]
    with pytest.raises(ServiceRefused) as refused:
        await room.put(whole, content)
    assert [f.field for f in refused.value.faults] == ["line 3 [承办角色]", "line 3 [处置时限]"]
    partial = room.of_file("2026.9", TOMORROW, partial=True)
    done = await room.put(partial, content)
    # The refused row's item is not left out: it stands as it was.
    assert "1-1-02" not in {c.code for c in done.difference.withdrawn}
    assert room.reference.item_at("1-1-02", done.effective_from + DAY) is not None
    assert room.reference.item_at("2-1-01", done.effective_from + DAY) is None


@pytest.mark.parametrize(
    ("more", "field", "rule"),
    [
        ({"names": {"zh": " "}}, "names", "required"),
        ({"handle": None}, "handle", "required"),
        ({"handle": {"value": 0, "unit": "hours"}}, "handle", "range"),
        ({"handle": {"value": 1, "unit": "moons"}}, "handle", "unit"),
        ({"verify": {"value": 1e9, "unit": "hours"}}, "verify", "range"),
        ({"kind": "thing"}, "kind", "known"),
        ({"level": "top"}, "level", "known"),
        ({"handler": "nobody"}, "handler", "known"),
        ({"amber": 1.5}, "amber", "range"),
        ({"evidence": ["song"]}, "evidence", "known"),
        ({"keywords": ["a;b"]}, "keywords", "parts"),
        ({"file_standard": {"zh": "a\u0001"}}, "names", "control"),
    ],
)
async def test_an_item_that_is_none_is_named(room: Room, more: dict[str, Any], field: str, rule: str) -> None:
    command = room.command("2026.9", TOMORROW, items=[item("9-1-02"), item(**more)])
    with pytest.raises(ServiceRefused) as refused:
        await room.put(command)
    assert [(f.field, f.rule) for f in refused.value.faults] == [(f"items[1].{field}", rule)]
    fault = refused.value.faults[0]
    assert fault.zh != fault.en


async def test_a_profile_is_loaded_again_over_items_that_an_earlier_edition_stored(room: Room) -> None:
    """What an item did not have then it does not get by being loaded again; all the rest must be the same."""
    i = t.item.c
    here = (i.district == DISTRICT, i.code == "1-1-01")
    async with room.services.store.write() as connection:
        body = await connection.scalar(select(i.body).where(*here))
        assert body is not None
        stored = msgspec.msgpack.decode(body)
        for field in ("withdrawn", "make_safe"):
            del stored[field]
        await connection.execute(update(t.item).where(*here).values(body=msgspec.msgpack.encode(stored)))
    assert await load_profile(room.services.store, load(TINY), room.clock.now()) is False
    async with room.services.store.write() as connection:
        stored["handler"] = "construction"
        await connection.execute(update(t.item).where(*here).values(body=msgspec.msgpack.encode(stored)))
    with pytest.raises(ProfileError, match="1-1-01 differs"):
        await load_profile(room.services.store, load(TINY), room.clock.now())


async def test_who_was_first_is_said_to_the_other(room: Room) -> None:
    """Two begin on the same version; the second is told of the first, and nothing of it is taken."""
    one = room.command("2026.12", TOMORROW, rest="keep", items=[item()], base="2026.1")
    two = room.command("2026.13", LATER, rest="keep", items=[item("9-1-02")], base="2026.1")
    assert (await room.check(two)).accepted
    await room.put(one)
    for ask in (room.check, room.put):
        with pytest.raises(ServiceRefused) as refused:
            await ask(two)
        assert refused.value.kind == "step"
        assert "2026.12（管理员01）" in refused.value.says.zh
    again = room.command("2026.13", LATER, rest="keep", items=[item("9-1-02")], base="2026.12")
    assert (await room.put(again)).in_force
