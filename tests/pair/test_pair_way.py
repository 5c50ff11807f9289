"""One ticket from report to evaluation through seats, and what each seat sees of the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from console.desk import Changes, Desk
from console.errors import InputWrong, LoginRequired, NotAllowed, UndoRefused
from contract import action as a
from contract.refused import InputRefused
from tests.console_matter import PICTURE, until
from tests.pair.backend_process import PASSWORD, Person, Wire
from tests.pair.conftest import OpenDesk

GRID = "990001001001-01"


def state(desk: Desk, ticket_id: str) -> str:
    """State and version as the seat shows them, with * while something waits."""
    row = desk.store.get(ticket_id)
    if row is None:
        return ""
    return f"{row.state}{row.version}{'*' if desk.store.pending[desk.store.slot(ticket_id)] else ''}"


async def settled(desk: Desk, *tickets: str) -> None:
    """Until nothing of the desk's waits and the link is live."""
    await until(lambda: desk.outbox == () and desk.connection.link == "live")


async def test_a_whole_way(open_desk: OpenDesk, person: Callable[[str], Person], tmp_path: Path) -> None:
    seat = await open_desk("seat01")
    handler = await open_desk("u-T-S1-ZF", profile="handler")
    grid = await open_desk(f"g-{GRID}", profile="grid")
    ticket_id, _ = seat.report(
        a.Report(
            channel="seat",
            title="占道摆摊堵住盲道",
            area=GRID,
            reporter=a.Reporter(name="张三", phone="13812342207"),
        )
    )
    assert state(seat, ticket_id) == "reported1*"
    seat.submit(ticket_id, a.Accept())
    seat.submit(ticket_id, a.File(item="1-1-01", area=GRID))
    seat.submit(ticket_id, a.Dispatch(unit="T-S1-ZF"))
    assert state(seat, ticket_id) == "dispatched4*"
    await settled(seat)
    assert state(seat, ticket_id) == "dispatched4"
    row = seat.store.get(ticket_id)
    assert row is not None
    assert row.number.startswith("YQ")
    assert row.reporter == "张**" or row.reporter.startswith("张")
    shown = await seat.reveal_reporter(ticket_id)
    assert shown.phone == "13812342207"

    await until(lambda: state(handler, ticket_id) == "dispatched4")
    picture = tmp_path / "after.png"
    picture.write_bytes(PICTURE)
    handler.submit(ticket_id, a.SignIn())
    with pytest.raises(InputRefused):
        handler.submit(ticket_id, a.Handle(result="摊位已劝离"))
    evidence = handler.files.add(picture, "photo_after")
    handler.submit(ticket_id, a.Handle(result="摊位已劝离", files=(evidence,)))
    await settled(handler)

    await until(lambda: state(grid, ticket_id) == "handled6")
    assert await grid.file_bytes(evidence.sha256) == picture.read_bytes()
    grid.submit(ticket_id, a.Verify(outcome="passed"))
    await settled(grid)
    await until(lambda: state(seat, ticket_id) == "verifying7")
    seat.submit(ticket_id, a.Close())
    seat.submit(ticket_id, a.Evaluate(satisfaction="satisfied"))
    await settled(seat)
    assert state(seat, ticket_id) == "evaluated9"
    detail = await seat.detail(ticket_id)
    assert [entry.action for entry in detail.timeline if entry.action != "show_reporter"] == [
        "report",
        "accept",
        "file",
        "dispatch",
        "sign_in",
        "handle",
        "verify",
        "close",
        "evaluate",
    ]
    assert detail.ticket == seat.store.get(ticket_id)
    assert person("seat02").ticket(ticket_id)["state"] == "evaluated"


async def test_claims_are_seen_at_once_by_the_other_seat(open_desk: OpenDesk) -> None:
    one, two = await open_desk("seat01"), await open_desk("seat02", profile="two")
    ticket_id, _ = one.report(a.Report(channel="seat", title="路灯不亮", area=GRID))
    await settled(one)
    await until(lambda: state(two, ticket_id) == "reported1")
    await one.claim(ticket_id)
    await until(lambda: two.store.claim_seat.at(two.store.slot(ticket_id)) == "01", 1)
    with pytest.raises(NotAllowed) as refused:
        await two.claim(ticket_id)
    assert refused.value.problem is not None
    assert refused.value.problem.first is not None
    with pytest.raises(InputWrong):
        await two.claim(ticket_id, take_over=True)
    await two.claim(ticket_id, take_over=True, note="同事离岗")
    await until(lambda: one.store.claim_seat.at(one.store.slot(ticket_id)) == "02")
    assert state(one, ticket_id) == "reported1"
    await two.release(ticket_id)
    await until(lambda: one.store.claim_seat.at(one.store.slot(ticket_id)) == "")
    await one.note(ticket_id, "已电话联系")
    detail = await one.detail(ticket_id)
    assert any("已电话联系" in entry.words for entry in detail.timeline)


async def test_a_seat_that_ends_gives_its_claims_back(open_desk: OpenDesk) -> None:
    one, two = await open_desk("seat01"), await open_desk("seat02", profile="two")
    tickets = [one.report(a.Report(channel="seat", title=f"路灯 {n}", area=GRID))[0] for n in range(2)]
    await settled(one)

    def claimed() -> list[str]:
        return [two.store.claim_seat.at(two.store.slot(ticket_id)) for ticket_id in tickets]

    await until(lambda: all(state(two, ticket_id) for ticket_id in tickets))
    await one.claim(tickets[0])
    await until(lambda: claimed() == ["01", ""])
    await one.log_out()
    await until(lambda: claimed() == ["", ""])
    await one.log_in("seat01", PASSWORD)
    await one.claim(tickets[1])
    await until(lambda: claimed() == ["", "01"])
    await one.close()
    await until(lambda: claimed() == ["", ""])


async def test_a_claim_whose_release_is_not_answered_keeps_no_other(open_desk: OpenDesk, wire: Wire) -> None:
    one, two = await open_desk("seat01"), await open_desk("seat02", profile="two")
    tickets = [one.report(a.Report(channel="seat", title=f"路灯 {n}", area=GRID))[0] for n in range(3)]
    await settled(one)
    for ticket_id in tickets:
        await one.claim(ticket_id)

    def claimed() -> list[str]:
        return [two.store.claim_seat.at(two.store.slot(t)) for t in tickets if two.store.slot(t) >= 0]

    await until(lambda: claimed() == ["01"] * 3)
    first = min(tickets, key=one.store.slot)
    wire.hold = f"POST /api/tickets/{first}/release"
    await one.close()
    assert wire.holding.is_set()
    await until(lambda: claimed() == [""] * 3)
    wire.release.set()


async def test_what_leaves_a_scope_goes(open_desk: OpenDesk) -> None:
    seat = await open_desk("seat01")
    first = await open_desk("u-T-S1-ZF", profile="first")
    second = await open_desk("u-T-S2-ZF", profile="second")
    ticket_id, _ = seat.report(a.Report(channel="seat", title="占道摆摊", area=GRID))
    seat.submit(ticket_id, a.Accept())
    seat.submit(ticket_id, a.File(item="1-1-01", area=GRID))
    seat.submit(ticket_id, a.Dispatch(unit="T-S1-ZF"))
    await until(lambda: state(first, ticket_id) == "dispatched4")
    told: list[Changes] = []
    first.changed.connect(told.append)
    seat.submit(ticket_id, a.Redispatch(unit="T-S2-ZF"))
    await until(lambda: state(second, ticket_id) == "dispatched5")
    await until(lambda: first.store.get(ticket_id) is None)
    assert any(ticket_id in changes.ids for changes in told)
    assert first.store.slot(ticket_id) == -1


async def test_undo_before_and_after_the_answer(open_desk: OpenDesk) -> None:
    seat, other = await open_desk("seat01"), await open_desk("seat02", profile="two")
    ticket_id, _ = seat.report(a.Report(channel="seat", title="井盖松动", area=GRID))
    await settled(seat)
    accepted = seat.submit(ticket_id, a.Accept())
    await settled(seat)
    assert seat.can_undo(accepted)
    assert seat.undo(accepted) == "recalled"
    await settled(seat)
    assert state(seat, ticket_id) == "reported3"
    accepted = seat.submit(ticket_id, a.Accept())
    await settled(seat)
    await until(lambda: state(other, ticket_id) == "accepted4")
    other.submit(ticket_id, a.File(item="1-1-01", area=GRID))
    await until(lambda: state(seat, ticket_id) == "filed5")
    with pytest.raises(UndoRefused):
        seat.undo(accepted)


async def test_places_suggestions_history_and_outlines(open_desk: OpenDesk) -> None:
    seat = await open_desk("seat01")
    assert seat.reference is not None
    assert seat.reference.district.code == "990001"
    assert seat.state_name("reported") == "reported"
    assert seat.action_name("sign_in") == "sign in"
    assert [found.code for found in await seat.locate("东门 01-01")][:1] == [GRID]
    at_point = await seat.locate_point(117.21, 31.72)
    assert at_point[0].code == GRID
    found = await seat.suggest(title="有人摆摊占道", area=GRID)
    assert found.items
    assert b"FeatureCollection" in await seat.geometry("grid")
    ticket_id, _ = seat.report(a.Report(channel="seat", title="流动摊贩占道经营", area=GRID))
    await settled(seat)
    assert (await seat.suggestions(ticket_id)).items
    page = await seat.find(text="流动摊贩")
    assert ticket_id in [ticket.id for ticket in page.tickets]


async def test_a_wrong_password_opens_nothing(open_desk: OpenDesk) -> None:
    seat = await open_desk()
    with pytest.raises(LoginRequired):
        await seat.log_in("seat01", "wrong")
    assert seat.actor is None
    assert seat.session == "out"
    with pytest.raises(LoginRequired):
        seat.report(a.Report(channel="seat", title="x"))
