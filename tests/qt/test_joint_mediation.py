"""A mediation table on a real desk: entered by keys and forms, shown with its lights, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLabel

from console.desk import Desk
from console.selftest import turns
from contract.clock import DAY, HOUR, MINUTE
from contract.joint import action as a
from contract.joint.joint import Joint
from tests.console_matter import until
from tests.pair.joint_play import LEAD, STREET, UNITS
from tests.pair.test_pair_way import GRID
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, OpenRoom, Room, Rooms
from tests.qt.test_joint_page import page_of
from tests.qt.test_views_language import CODES, INITIALS, KEYS, LATIN, TAGS
from views.context import Context
from views.joint.page import JointPage
from widgets.light import Light, LightDot

Key = Qt.Key
OTHER = UNITS[1]
NUMBER = re.compile(r"LD\d{2}-\d{4}")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0IEND\xaeB`\x82"
DISPUTE = a.Propose(
    outcome="whistle",
    kind="mediation",
    title="工地欠薪纠纷",
    reason="涉及人数多，需几家一起调解",
    area=GRID,
    place="街道综治中心",
    wanted=(LEAD, OTHER),
)


def row(desk: Desk, joint_id: str) -> Joint:
    """As the backend has it, as far as the desk has heard."""
    found = desk.joints.server_row(joint_id)
    assert found is not None
    return found


async def quiet(room: Room, joint_id: str) -> Joint:
    """Nothing of this desk waits; the row then."""
    await until(lambda: not room.desk.joints.pending(joint_id) and not room.desk.outbox)
    return row(room.desk, joint_id)


async def acting(open_room: OpenRoom, lang: str = "en") -> tuple[Room, str]:
    """The lead's window, and a mediation that has begun."""
    street = await open_room(STREET, profile="street", lang=lang)
    duty = await open_room("duty01", profile="duty", lang=lang)
    lead = await open_room(f"u-{LEAD}", profile="lead", lang=lang)
    joint_id, _ = street.desk.joints.propose(DISPUTE)
    await until(lambda: duty.desk.joints.server_row(joint_id) is not None)
    parties = (a.Named(unit=LEAD, lead=True), a.Named(unit=OTHER))
    duty.desk.joints.submit(joint_id, a.Approve(parties=parties))
    duty.desk.joints.submit(joint_id, a.Call())
    await quiet(duty, joint_id)

    def is_called() -> bool:
        found = lead.desk.joints.server_row(joint_id)
        return found is not None and found.state == "called"

    await until(is_called)
    steps = (
        a.JointSignIn(),
        a.JointArrive(people=2),
        a.Muster(),
        a.Plan(minutes="先核实工资表，再集中调解"),
        a.Begin(),
    )
    for act in steps:
        lead.desk.joints.submit(joint_id, act)
    await quiet(lead, joint_id)
    await until(lambda: row(lead.desk, joint_id).state == "acting")
    return lead, joint_id


async def opens(room: Room, page: JointPage, key: Qt.Key) -> None:
    """A letter on the board opens the form of a step, which has rest."""
    page.matrix.setFocus()
    room.key(key)
    await until(lambda: room.find("joint.form.card") is not None)
    await turns(12)
    assert await at_rest(room.window, room.see("joint.form.card")) == []


async def sends(room: Room, joint_id: str) -> Joint:
    """Ctrl+Enter sends the form."""
    room.key(Key.Key_Return, CONTROL)
    await until(lambda: room.find("joint.form.card") is None)
    return await quiet(room, joint_id)


def said(page: JointPage, name: str, key: str, step: str) -> tuple[Light, str]:
    """What stands in a cell of the table."""
    cell = getattr(page.table, name).matrix.cell(key, step)
    assert cell is not None
    return cell.light, cell.text


def facts(room: Room) -> str:
    """All that is said of the settlement."""
    return "\n".join(room.words())


async def test_a_table_is_entered_by_keys_and_forms(rooms: Rooms, tmp_path: Path) -> None:
    async with rooms as open_room:
        lead, joint_id = await acting(open_room)
        page = await page_of(lead, joint_id)
        await until(lambda: page.joint is not None and page.joint.state == "acting")
        assert lead.find("joint.mediation") is not None
        # Two sides; numbers of persons are not taken.
        await opens(lead, page, Key.Key_Q)
        lead.key(Key.Key_Return, CONTROL)
        assert any("Write what the side is called" in word for word in lead.words())
        lead.fill("joint.form.name.line", "工人代表 13812345678")
        lead.key(Key.Key_Return, CONTROL)
        assert any("Leave out identity" in word for word in lead.words())
        lead.see("joint.form.name.line").setText("工人代表")
        lead.see("joint.form.role.applicant").click()
        lead.fill("joint.form.people", "12")
        # What is typed stays when the form is left.
        lead.key(Key.Key_Escape)
        await until(lambda: lead.find("joint.form.card") is None)
        await opens(lead, page, Key.Key_Q)
        assert lead.see("joint.form.name.line").text() == "工人代表"
        assert lead.see("joint.form.role.applicant").isChecked()
        await sends(lead, joint_id)
        await opens(lead, page, Key.Key_Q)
        lead.fill("joint.form.name.line", "用工单位")
        lead.see("joint.form.role.respondent").click()
        lead.fill("joint.form.people", "1")
        joint = await sends(lead, joint_id)
        assert [(side.name, side.role, side.people) for side in joint.sides] == [
            ("工人代表", "applicant", 12),
            ("用工单位", "respondent", 1),
        ]
        # A session is set, another was held without.
        await opens(lead, page, Key.Key_O)
        lead.fill("joint.form.at", "2d")
        assert lead.see("joint.form.place.line").text() == "街道综治中心"
        joint = await sends(lead, joint_id)
        await opens(lead, page, Key.Key_C)
        lead.see("joint.form.target.line").setFocus()
        lead.type("not set before")
        lead.key(Key.Key_Down)
        lead.key(Key.Key_Return)
        lead.fill("joint.form.sat", "75")
        lead.fill("joint.form.place", "工地会议室")
        lead.fill("joint.form.words", "核对了工资表，差距缩小")
        joint = await sends(lead, joint_id)
        assert [(one.n, one.state, one.minutes) for one in joint.sessions] == [(1, "set", 0), (2, "held", 75)]
        assert joint.sessions[1].attended == tuple(side.id for side in joint.sides)
        assert joint.sessions[1].mediators == (LEAD,)
        # The settlement, its sum exact to the fen.
        await opens(lead, page, Key.Key_F)
        lead.fill("joint.form.text", "用工单位分两次付清工资")
        lead.fill("joint.form.sum.line", "123,456.7x")
        lead.key(Key.Key_Return, CONTROL)
        assert any("up to two decimals" in word for word in lead.words())
        lead.see("joint.form.sum.line").setText("123,456.78")
        lead.key(Key.Key_Return, CONTROL)
        assert any("Say by when the sum" in word for word in lead.words())
        lead.fill("joint.form.until", "20d")
        joint = await sends(lead, joint_id)
        assert joint.settlement is not None
        assert joint.settlement.fen == 12_345_678
        await _signed_and_paid(lead, joint_id, page, tmp_path)


async def _signed_and_paid(lead: Room, joint_id: str, page: JointPage, tmp_path: Path) -> None:
    """Both sides sign with a file each; a part is paid."""
    joint = row(lead.desk, joint_id)
    for n, side in enumerate(joint.sides):
        await opens(lead, page, Key.Key_6)
        if n == 0:
            lead.see("joint.form.target.line").setFocus()
            lead.type(side.name)
            lead.key(Key.Key_Down)
            lead.key(Key.Key_Return)
        assert "¥123,456.78" in lead.see("joint.form.told").text()
        paper = tmp_path / f"{n}.png"
        paper.write_bytes(PNG + f"{joint_id} {n}".encode())
        lead.see("joint.form.files").add_paths([paper])
        await until(lambda: len(lead.see("joint.form.files").files()) == 1)
        await sends(lead, joint_id)
    first = joint.sides[0]
    await until(lambda: said(page, "sides", f"side:{first.id}", "signed")[0] is Light.GREEN)
    assert "Settled, all sides have signed" in facts(lead)
    await opens(lead, page, Key.Key_7)
    lead.fill("joint.form.sum.line", "200000")
    lead.key(Key.Key_Return, CONTROL)
    assert any("at most ¥123,456.78" in word for word in lead.words())
    lead.see("joint.form.sum.line").setText("60000")
    joint = await sends(lead, joint_id)
    assert joint.settlement is not None
    assert joint.settlement.paid == 6_000_000
    await until(lambda: "¥63,456.78" in facts(lead))
    assert "still due ¥63,456.78" in lead.see("joint.lacks").accessibleName()

    def logged(*parts: str) -> bool:
        return any(all(one in entry.what for one in parts) for entry in page.notes.log.entries())

    await until(lambda: logged("Enter a side's signature", "工人代表"))
    await until(lambda: logged("¥60,000.00"))
    # A row's menu has the steps on it.
    session = joint.sessions[0]
    offers, about = lead.seat.current().menus.of_row(f"session:{session.id}")  # type: ignore[attr-defined]
    assert [one.outcome for one in offers] == ["held", "cancelled"]
    assert about.session == session.id
    assert await at_rest(lead.window) == []


async def test_a_session_past_its_time_is_red_in_words_and_nothing_is_english(rooms: Rooms) -> None:
    async with rooms as open_room:
        lead, joint_id = await acting(open_room, "zh_CN")
        page = await page_of(lead, joint_id)
        now = lead.desk.clock.now()
        soon = now + 3_000
        acts: tuple[a.JointAct, ...] = (
            a.SideStep(outcome="joined", side="x", name="工人代表", role="applicant", people=12),
            a.SideStep(outcome="joined", side="y", name="用工单位", role="respondent", people=1),
            a.SideStep(outcome="joined", side="z", name="总包单位", role="other", people=2),
            a.SideStep(outcome="left", side="z", reason="与本次纠纷无关"),
            a.SessionStep(outcome="set", session="s1", at=soon, place="街道综治中心"),
            a.SessionStep(
                outcome="held",
                session="s2",
                place="工地会议室",
                attended=("x", "y"),
                mediators=(LEAD,),
                minutes=50,
                words="核对工资表",
            ),
            a.SettlementStep(
                outcome="drawn", settlement="a1", text="分两次付清工资", fen=12_345_678, until=now + 9 * HOUR
            ),
        )
        for act in acts:
            lead.desk.joints.submit(joint_id, act)
        joint = await quiet(lead, joint_id)
        assert joint.settlement is not None
        await until(lambda: page.joint is not None and page.joint.settlement is not None)

        def is_missed() -> bool:
            page.tell_lacks()
            return said(page, "sessions", "session:s1", "state") == (Light.RED, "逾时未举行")

        await until(is_missed)
        assert said(page, "sessions", "session:s2", "state") == (Light.GREEN, "已举行，50 分钟")
        assert said(page, "sides", "side:x", "signed") == (Light.AMBER, "待签署")
        assert said(page, "sides", "side:z", "joined")[1].endswith("退出")
        assert "123,456.78 元" in facts(lead)
        assert joint.sessions[1].at + 50 * MINUTE == joint.sessions[1].held_at
        lead.seat.current().open_whole()  # type: ignore[attr-defined]
        assert await at_rest(lead.window) == []
        left = set()
        for text in [*lead.words(), *(entry.what for entry in page.notes.log.entries())]:
            plain = INITIALS.sub("", CODES.sub("", KEYS.sub("", TAGS.sub("", text))))
            if LATIN.search(NUMBER.sub("", plain)):
                left.add(text)
        assert left == set()


async def test_time_alone_makes_a_payment_nearly_due_and_overdue(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with rooms as open_room:
        lead, joint_id = await acting(open_room)
        page = await page_of(lead, joint_id)
        now = lead.desk.clock.now()
        drawn = a.SettlementStep(
            outcome="drawn", settlement="a2", text="十日内付清", fen=50_000, until=now + 10 * DAY
        )
        for act in (
            a.SideStep(outcome="joined", side="x", name="工人代表", role="applicant", people=12),
            a.SideStep(outcome="joined", side="y", name="用工单位", role="respondent", people=1),
            drawn,
        ):
            lead.desk.joints.submit(joint_id, act)
        joint = await quiet(lead, joint_id)
        assert joint.settlement is not None
        panel = page.table
        await until(panel.isVisible)
        panel.show_joint(replace(joint, settlement=replace(joint.settlement, signed_at=now)))
        # What said how it stood before goes.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

        def due(later: int) -> Light:
            monkeypatch.setattr(Context, "now", lambda _self: now + later)
            panel.pass_time()
            for dot in panel.settlement.findChildren(LightDot):
                value = dot.parentWidget()
                assert value is not None
                if any(text.accessibleName().startswith("Due by: ") for text in value.findChildren(QLabel)):
                    return dot.light
            raise AssertionError("it does not say when the sum is due")

        assert [due(0), due(6 * DAY), due(8 * DAY), due(11 * DAY)] == [
            Light.GREEN,
            Light.GREEN,
            Light.AMBER,
            Light.RED,
        ]
        monkeypatch.undo()
