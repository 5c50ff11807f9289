"""A joint action from the approval to the closing, each act in its own form and by keys."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console.desk import Desk
from console.photo import taken_at
from console.selftest import turns
from contract.joint.action import Propose
from contract.joint.joint import Joint
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess
from tests.qt.beside_matters import GRID
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, OpenRoom, Room, Rooms
from views import words
from views.joint.acting import About, JointActing

Key = Qt.Key
LEAD, OTHER = "T-D-CG", "T-D-ZJ"
PLACE = (117.21, 31.72)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0IEND\xaeB`\x82"


def exif_of(when: str, offset: str = "") -> bytes:
    """A JPEG of nothing but an Exif date, in the camera's local time."""
    texts = [(0x9003, when.encode() + b"\0")]
    if offset:
        texts.append((0x9011, offset.encode() + b"\0"))
    place = 26 + 2 + 12 * len(texts) + 4
    entries, strings = b"", b""
    for tag, text in texts:
        entries += struct.pack("<HHII", tag, 2, len(text), place + len(strings))
        strings += text
    own = struct.pack("<H", len(texts)) + entries + struct.pack("<I", 0)
    first = struct.pack("<H", 1) + struct.pack("<HHII", 0x8769, 4, 1, 26) + struct.pack("<I", 0)
    tiff = b"II*\0" + struct.pack("<I", 8) + first + own + strings
    body = b"Exif\0\0" + tiff
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(body) + 2) + body + b"\xff\xd9"


def test_a_photo_says_when_it_was_taken_in_the_camera_s_zone_or_the_district_s() -> None:
    local = exif_of("2026:09:18 09:00:00")
    assert taken_at(local, 480) == 1_789_693_200_000
    assert taken_at(local, 0) == 1_789_693_200_000 + 480 * 60_000
    assert taken_at(exif_of("2026:09:18 09:00:00", "+08:00"), 0) == 1_789_693_200_000
    for nothing in (b"", PNG, local[:40], exif_of("0000:00:00 00:00:00"), b"\xff\xd8\xff\xe1\x00"):
        assert taken_at(nothing, 480) is None
    for never_set in ("1904:01:01 00:00:00", "1970:01:01 00:00:00", "2104:01:01 00:00:00"):
        assert taken_at(exif_of(never_set), 480) is None


class Stage:
    """One joint action and who works on it, each on a desk of their own."""

    def __init__(self, open_room: OpenRoom) -> None:
        self._open = open_room
        self.id = ""
        self.rooms: dict[str, Room] = {}
        self._acting: dict[str, JointActing] = {}

    async def room(self, login: str) -> Room:
        """Somebody's window."""
        if login not in self.rooms:
            room = self.rooms[login] = await self._open(login, profile=login)
            self._acting[login] = JointActing(room.seat.context, room.seat.current())
        room = self.rooms[login]

        def active() -> bool:
            room.window.activateWindow()
            room.window.raise_()
            return room.window.isActiveWindow()

        await until(active)
        return room

    async def proposed(self) -> None:
        """The street whistles."""
        street = await self.room("s-T-S1")
        self.id, _ = street.desk.joints.propose(
            Propose(
                outcome="whistle",
                kind="enforcement",
                title="占道经营反复",
                reason="需多部门联合处置",
                area=GRID,
                lon=PLACE[0],
                lat=PLACE[1],
                wanted=(LEAD, OTHER),
            )
        )
        await self.settles(street.desk, "proposed")

    def row(self, desk: Desk) -> Joint:
        """The backend's row, as a desk heard it."""
        found = desk.joints.server_row(self.id)
        assert found is not None
        return found

    async def settles(self, desk: Desk, state: str) -> None:
        """Waits until the backend has it in that state and nothing of this desk waits."""

        def is_so() -> bool:
            row = desk.joints.server_row(self.id)
            return row is not None and row.state == state and not desk.joints.pending(self.id)

        await until(is_so)

    async def opens(self, login: str, action: str, outcome: str = "", about: About = About()) -> Room:  # noqa: B008
        """Somebody begins a step; its form is shown."""
        room = await self.room(login)
        await until(lambda: room.desk.joints.server_row(self.id) is not None)
        self._acting[login].begin(self.id, f"joint_{action}", outcome, about)
        await until(lambda: room.find("joint.form.card") is not None)
        await turns(12)
        assert await at_rest(room.window, room.see("joint.form.card")) == []
        return room

    async def sends(self, room: Room) -> None:
        """Ctrl+Enter sends the form."""
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: room.find("joint.form.card") is None)

    async def at_once(self, login: str, action: str, outcome: str = "", about: About = About()) -> Room:  # noqa: B008
        """A step that asks nothing."""
        room = await self.room(login)
        await until(lambda: not room.desk.joints.pending(self.id))
        self._acting[login].begin(self.id, f"joint_{action}", outcome, about)
        assert room.find("joint.form.card") is None
        await until(lambda: not room.desk.joints.pending(self.id))
        return room

    async def sees(self, login: str, state: str) -> Room:
        """Somebody's window has heard of the state."""
        room = await self.room(login)
        await self.settles(room.desk, state)
        return room


async def test_the_whole_way_by_forms(rooms: Rooms, tmp_path: Path) -> None:
    async with rooms as open_room:
        stage = Stage(open_room)
        await stage.proposed()
        # Approval: who was asked for stands there; the first leads.
        await stage.sees("duty01", "proposed")
        duty = await stage.opens("duty01", "approve")
        assert "Urban Management" in duty.see("joint.form.parties.0.unit.line").text()
        assert duty.see("joint.form.parties.0.lead").isChecked()
        duty.see("joint.form.parties.1.lead").click()
        assert not duty.see("joint.form.parties.0.lead").isChecked()
        duty.see("joint.form.parties.0.lead").click()
        duty.fill("joint.form.parties.0.sign_in", "45")
        entry = duty.see("joint.form.parties.1.entry.line")
        entry.setFocus()
        duty.type("2-040")
        duty.key(Key.Key_Down)
        duty.key(Key.Key_Return)
        assert "2-040" in entry.text()
        assert "《物业管理条例》" in duty.see("joint.form.parties.1.told").text() or "Property" in (
            duty.see("joint.form.parties.1.told").text()
        )
        await stage.sends(duty)
        await stage.settles(duty.desk, "approved")
        parties = stage.row(duty.desk).parties
        assert [(p.unit, p.lead, p.entry) for p in parties] == [
            (LEAD, True, ""),
            (OTHER, False, "duty:2-040"),
        ]
        assert "Settling who mends" in parties[1].ground or "房屋漏水" in parties[1].ground
        # Call, sign-in, arrival.
        duty = await stage.opens("duty01", "call")
        await stage.sends(duty)
        await stage.settles(duty.desk, "called")
        for login in (f"u-{LEAD}", f"u-{OTHER}"):
            await stage.sees(login, "called")
            await stage.at_once(login, "sign_in")
            unit = await stage.opens(login, "arrive")
            unit.key(Key.Key_Return, CONTROL)
            assert any("whole number from 1" in word for word in unit.words())
            unit.fill("joint.form.people", "6")
            await stage.sends(unit)
            await until(lambda u=unit: not u.desk.joints.pending(stage.id))  # type: ignore[misc]
        lead = await stage.room(f"u-{LEAD}")
        await until(lambda: stage.row(lead.desk).people == 12)
        # On the spot: muster, the plan with its tasks, action.
        await stage.at_once(f"u-{LEAD}", "muster")
        await stage.settles(lead.desk, "on_site")
        lead = await stage.opens(f"u-{LEAD}", "plan")
        assert lead.see("joint.form.attended.0.people").text() == "6"
        lead.fill("joint.form.minutes", "城管清理摊点，住建拆除违建")
        lead.see("joint.form.attended.add").click()
        lead.fill("joint.form.attended.2.name", "东门物业公司")
        lead.fill("joint.form.attended.2.people", "2")
        unit_line = lead.see("joint.form.tasks.0.unit.line")
        unit_line.setFocus()
        lead.type("Housing")
        lead.key(Key.Key_Down)
        lead.key(Key.Key_Return)
        lead.fill("joint.form.tasks.0.text", "拆除违建棚屋")
        lead.fill("joint.form.tasks.0.until", "3d")
        await stage.sends(lead)
        await stage.settles(lead.desk, "planned")
        row = stage.row(lead.desk)
        assert row.minutes is not None
        assert [(one.unit, one.name, one.people) for one in row.minutes.attended][2] == (
            "",
            "东门物业公司",
            2,
        )
        assert [(task.unit, task.text) for task in row.tasks] == [(OTHER, "拆除违建棚屋")]
        await stage.at_once(f"u-{LEAD}", "begin")
        await stage.settles(lead.desk, "acting")
        await _on_the_spot(stage, tmp_path)
        await _to_its_end(stage)


async def test_a_form_keeps_what_is_typed_says_what_is_wrong_and_offers_only_what_is_there(
    rooms: Rooms,
) -> None:
    async with rooms as open_room:
        stage = Stage(open_room)
        await stage.proposed()
        await stage.sees("duty01", "proposed")
        duty = await stage.opens("duty01", "approve")
        # The same department twice, and nobody in the lead.
        duty.see("joint.form.parties.1.unit.line").setFocus()
        duty.see("joint.form.parties.1.unit.line").selectAll()
        duty.type("Urban")
        duty.key(Key.Key_Down)
        duty.key(Key.Key_Return)
        duty.key(Key.Key_Return, CONTROL)
        assert any("stands here twice" in word for word in duty.words())
        duty.see("joint.form.parties.1.drop").click()
        duty.see("joint.form.parties.0.lead").setChecked(False)
        duty.key(Key.Key_Return, CONTROL)
        assert any("Say which department leads" in word for word in duty.words())
        duty.fill("joint.form.note", "先开协调会")
        duty.fill("joint.form.parties.0.arrive", "zwanzig")
        duty.key(Key.Key_Return, CONTROL)
        assert any("whole number" in word for word in duty.words())
        assert duty.see("joint.form.parties.0.arrive").hasFocus()
        duty.key(Key.Key_Escape)
        await until(lambda: duty.find("joint.form.card") is None)
        duty = await stage.opens("duty01", "approve")
        assert duty.see("joint.form.note").toPlainText() == "先开协调会"
        assert duty.see("joint.form.parties.0.arrive").text() == "zwanzig"
        assert duty.find("joint.form.parties.1") is None
        duty.key(Key.Key_Escape)
        # A refusal says that it is the end, and wants its reason.
        duty = await stage.opens("duty01", "refuse")
        assert "can't be undone" in duty.see("joint.form.warned").text()
        duty.key(Key.Key_Return, CONTROL)
        assert any("goes into the log" in word for word in duty.words())
        duty.fill("joint.form.reason", "一家单位可以办理")
        await stage.sends(duty)
        await stage.settles(duty.desk, "refused")
        # What can no longer be done is said, and nothing is opened.
        JointActing(duty.seat.context, duty.seat.current()).begin(stage.id, "joint_remind")
        await turns(3)
        assert duty.find("joint.form.card") is None
        assert any("nothing here to take this step on" in word for word in duty.words())


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_off_line_it_is_done_all_the_same_and_can_be_taken_back(
    rooms: Rooms, backend: BackendProcess
) -> None:
    async with rooms as open_room:
        stage = Stage(open_room)
        await stage.proposed()
        await stage.sees("duty01", "proposed")
        duty = await stage.opens("duty01", "approve")
        await stage.sends(duty)
        await stage.settles(duty.desk, "approved")
        backend.kill()
        await until(lambda: duty.desk.connection.link != "live")
        duty = await stage.opens("duty01", "call")
        await stage.sends(duty)
        shown = duty.desk.joints.get(stage.id)
        assert shown is not None
        assert (shown.state, duty.desk.joints.pending(stage.id)) == ("called", True)
        assert any("Call" in word and shown.number in word for word in duty.words())
        duty.key(Key.Key_Z, CONTROL)
        await until(lambda: not duty.desk.joints.pending(stage.id))
        shown = duty.desk.joints.get(stage.id)
        assert shown is not None
        assert shown.state == "approved"


async def _on_the_spot(stage: Stage, tmp_path: Path) -> None:
    """Task done, a problem found and handled, another made a ticket, evidence brought."""
    await stage.sees(f"u-{OTHER}", "acting")
    other = await stage.opens(f"u-{OTHER}", "task", "done")
    other.fill("joint.form.result", "已拆除")
    await stage.sends(other)
    lead = await stage.opens(f"u-{LEAD}", "problem", "found")
    lead.fill("joint.form.text", "消防通道被占")
    await stage.sends(lead)
    await until(lambda: len(stage.row(lead.desk).problems) == 1)
    lead = await stage.opens(f"u-{LEAD}", "problem", "found")
    lead.fill("joint.form.text", "路面破损")
    await stage.sends(lead)
    await until(lambda: len(stage.row(lead.desk).problems) == 2)
    first, second = stage.row(lead.desk).problems
    lead = await stage.opens(f"u-{LEAD}", "problem", "handled", About(problem=first.id))
    lead.fill("joint.form.result", "已清空")
    await stage.sends(lead)
    duty = await stage.room("duty01")
    await until(lambda: len(stage.row(duty.desk).problems) == 2)
    duty = await stage.opens("duty01", "problem", "ticketed", About(problem=second.id))
    assert duty.see("joint.form.title").text() == "路面破损"
    await stage.sends(duty)

    def ticketed() -> bool:
        problem = stage.row(duty.desk).problems[1]
        return problem.state == "ticketed" and bool(problem.number)

    await until(ticketed)
    made = duty.held(stage.row(duty.desk).problems[1].ticket)
    assert (made.title, made.state) == ("路面破损", "reported")
    # Completed too early: what is in the way is said, and what was typed stays.
    lead = await stage.opens(f"u-{LEAD}", "evidence", "brought")
    assert "Still missing" in lead.see("joint.form.told").text()
    files = lead.see("joint.form.files")
    now = lead.desk.clock.now()
    stamp = f"{words.local(now, lead.desk.reference):%Y:%m:%d %H:%M:%S}"
    paths = []
    for name in ("before.jpg", "after.jpg", "decision.pdf", "result.pdf"):
        path = tmp_path / name
        begins = exif_of(stamp) if path.suffix == ".jpg" else b"%PDF-1.7\n"
        path.write_bytes(begins + name.encode())
        paths.append(path)
    files.add_paths(paths)
    lead.fill("joint.form.document", "综执罚〔2026〕12 号")
    await stage.sends(lead)
    await until(lambda: len(stage.row(lead.desk).evidence) == 4)
    evidence = stage.row(lead.desk).evidence
    assert sorted(item.kind for item in evidence) == ["after", "before", "document", "result"]
    assert [item.document for item in evidence if item.kind == "document"] == ["综执罚〔2026〕12 号"]
    assert all(item.counts for item in evidence), [item.marks for item in evidence]


async def _to_its_end(stage: Stage) -> None:
    """Complete, handed over, accepted, scored by figures, closed."""
    lead = await stage.opens(f"u-{LEAD}", "complete")
    lead.fill("joint.form.result", "摊点清理完毕，违建拆除")
    await stage.sends(lead)
    await stage.settles(lead.desk, "complete")
    lead = await stage.opens(f"u-{LEAD}", "hand_over")
    await stage.sends(lead)
    await stage.settles(lead.desk, "handed_over")
    duty = await stage.sees("duty01", "handed_over")
    duty = await stage.opens("duty01", "verify", "failed")
    assert "can't be undone" in duty.see("joint.form.warned").text()
    duty.key(Key.Key_Escape)
    await until(lambda: duty.find("joint.form.card") is None)
    duty = await stage.opens("duty01", "verify", "passed")
    await stage.sends(duty)
    await stage.settles(duty.desk, "verified")
    street = await stage.sees("s-T-S1", "verified")
    street = await stage.opens("s-T-S1", "score", "department")
    focus = QApplication.focusWidget()
    assert focus is not None
    street.key(Key.Key_5)
    street.key(Key.Key_4)
    await stage.sends(street)
    await until(lambda: all(p.score is not None for p in stage.row(street.desk).parties))
    scores = [p.score.value for p in stage.row(street.desk).parties if p.score is not None]
    assert scores == [5, 4]
    other = await stage.sees(f"u-{OTHER}", "verified")
    other = await stage.opens(f"u-{OTHER}", "score", "whistle")
    other.key(Key.Key_5)
    # The caret has gone on to the words, where Enter alone sends.
    other.key(Key.Key_Return)
    await until(lambda: other.find("joint.form.card") is None)
    await until(lambda: not other.desk.joints.pending(stage.id))
    street = await stage.opens("s-T-S1", "evaluate")
    await stage.sends(street)
    await stage.settles(street.desk, "evaluated")
    duty = await stage.sees("duty01", "evaluated")
    duty = await stage.opens("duty01", "close")
    assert "can't be undone" in duty.see("joint.form.warned").text()
    await stage.sends(duty)
    await stage.settles(duty.desk, "closed")
