"""Saved filters at the seats: seen live by whom they concern, kept for reading off line."""

from __future__ import annotations

import pytest

from console.errors import NotAllowed, Unreachable
from console.ids import uuid7
from tests.console_matter import until
from tests.pair.backend_process import Wire
from tests.pair.conftest import OpenDesk


async def test_a_shared_filter_is_seen_by_the_others_at_once(open_desk: OpenDesk, wire: Wire) -> None:
    seat, other = await open_desk("seat01"), await open_desk("seat02", profile="two")
    await until(lambda: seat.connection.link == other.connection.link == "live")
    told: list[int] = []
    other.filters_changed.connect(lambda: told.append(len(other.saved_filters)))
    own, shared = uuid7(), uuid7()
    await seat.save_filter(own, "自己的", "tickets", {"text": "井盖"}, shared=False)
    saved = await seat.save_filter(shared, "大家的", "tickets", {"states": ["filed"], "n": 1.5}, shared=True)
    assert saved.owner_name == "坐席01"
    assert {f.name for f in seat.saved_filters} == {"大家的", "自己的"}
    await until(lambda: [f.name for f in other.saved_filters] == ["大家的"])
    assert other.saved_filters[0].query == {"states": ["filed"], "n": 1.5}
    assert told == [1]
    with pytest.raises(NotAllowed):
        await other.drop_filter(shared)
    with pytest.raises(NotAllowed):
        await other.save_filter(own, "抢来的", "tickets", {}, shared=True)
    # The answer is lost: the same key brings it, and there is one filter.
    wire.lose = "PUT /api/filters"
    await seat.save_filter(shared, "改名", "tickets", {}, shared=True)
    await until(lambda: [f.name for f in other.saved_filters] == ["改名"])
    # Off line: what was heard last is there, also for the next start; nothing is changed.
    wire.cut()
    with pytest.raises(Unreachable):
        await other.save_filter(uuid7(), "离线", "tickets", {}, shared=False)
    await other.close()
    again = await open_desk(profile="two")
    await again.log_in("seat02", "tiny-demo-2026")
    assert [f.name for f in again.saved_filters] == ["改名"]
    wire.mend()
    await until(lambda: seat.connection.link == again.connection.link == "live")
    await seat.drop_filter(shared)
    await until(lambda: again.saved_filters == ())
    # Another person at the same seat has a list of their own.
    await seat.log_out()
    assert seat.saved_filters == ()
    await seat.log_in("seat03", "tiny-demo-2026")
    await until(lambda: seat.connection.link == "live")
    assert seat.saved_filters == ()
    await seat.log_out()
    await seat.log_in("seat01", "tiny-demo-2026")
    assert [f.name for f in seat.saved_filters] == ["自己的"]
    await seat.drop_filter(own)


async def test_what_changed_while_the_line_was_down_is_there_after(open_desk: OpenDesk, wire: Wire) -> None:
    seat, other = await open_desk("seat01"), await open_desk("seat02", profile="two")
    await until(lambda: seat.connection.link == other.connection.link == "live")
    await other.close()
    shared = uuid7()
    await seat.save_filter(shared, "停机时", "tickets", {}, shared=True)
    again = await open_desk("seat02", profile="two")
    await until(lambda: [f.name for f in again.saved_filters] == ["停机时"])
    await seat.drop_filter(shared)
