"""What a form of a joint action keeps, what overtakes it while it is open; nothing goes by halves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import asdict
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from shiboken6 import delete

from console.selftest import turns
from contract.action import FileRef
from contract.joint import action as a
from contract.mandate import holder
from tests.backend.running import new_id
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess, Person
from tests.qt.beside_matters import Matter
from tests.qt.seat_room import CONTROL, Rooms
from tests.qt.test_joint_forms_more import DUTY, LEAD, OTHER, STREET, Cast, Forms, choose
from views.joint import forms_faults
from views.joint.forms_fields import JointFields
from views.joint.forms_held import choose_unit
from views.joint.forms_parties import PartiesField
from views.joint.forms_sheet import FormSheet

Key = Qt.Key
People = Callable[[str], Person]
PAPER = FileRef(sha256="b" * 64, name="paper.jpg", kind="before", mime="image/jpeg", size=9)


@pytest.fixture
def cast(backend: BackendProcess) -> Iterator[Cast]:
    """Everybody at the API."""
    everybody = Cast(backend)
    yield everybody
    everybody.leave()


async def test_a_draft_holds_what_was_typed_and_no_proposal(rooms: Rooms, cast: Cast) -> None:
    async with rooms as open_room:
        stage = Forms(open_room)
        duty = await stage.heard(DUTY, cast.proposed())
        await stage.opens(DUTY, "approve")
        duty.fill("joint.form.note", "先开协调会")
        kept = duty.desk.drafts.load(f".joint:approve:{stage.id}:")
        assert kept["note"] == "先开协调会"
        assert "parties" not in kept, "whom the lists name is proposed anew"
        # What another department brings with it is in the draft, too.
        table = duty.see("joint.form.parties")
        line = table.lines[0]
        entry = next(
            one
            for one in duty.desk.mandates.search("", most=500)
            if (unit := duty.seat.context.reference.unit(LEAD)) is not None and one.held_by(unit)
        )
        choose_unit(line.unit, LEAD, duty.seat.context.reference)
        line.cite(entry)
        choose_unit(line.unit, OTHER, duty.seat.context.reference)
        line.unit.chosen.emit(OTHER)
        kept = duty.desk.drafts.load(f".joint:approve:{stage.id}:")
        assert kept["parties"]["lines"][0]["unit"] == OTHER
        assert kept["parties"]["lines"][0]["entry"] != entry.key


async def test_a_form_that_is_overtaken_says_so_and_keeps_what_was_typed(rooms: Rooms, cast: Cast) -> None:
    async with rooms as open_room:
        stage = Forms(open_room)
        duty = await stage.heard(DUTY, cast.called())
        await stage.opens(DUTY, "stop")
        duty.fill("joint.form.reason", "暴雨")
        cast.do(DUTY, a.CallOff(reason="商户已撤离"))
        await until(lambda: any("does not allow this step now" in word for word in duty.words()))
        assert duty.see("joint.form.reason").toPlainText() == "暴雨"


async def test_a_step_that_asks_nothing_asks_whom_it_is_done_to(rooms: Rooms, cast: Cast) -> None:
    async with rooms as open_room:
        stage = Forms(open_room)
        duty = await stage.heard(DUTY, cast.called())
        await stage.opens(DUTY, "remind")
        duty.key(Key.Key_Return, CONTROL)
        assert any("Choose one" in word for word in duty.words())
        choose(duty, "joint.form.target", "Housing")
        await stage.done(duty, lambda joint: [p.reminders for p in joint.parties] == [0, 1])


async def test_a_problem_that_others_dealt_with_makes_no_ticket(rooms: Rooms, cast: Cast) -> None:
    async with rooms as open_room:
        stage = Forms(open_room)
        cast.acting()
        found = a.ProblemStep(outcome="found", problem=new_id(), text="井盖松动")
        joint = cast.do(f"u-{LEAD}", found)
        duty = await stage.heard(DUTY, joint)
        await stage.opens(DUTY, "problem", "ticketed")
        duty.fill("joint.form.title", "井盖松动须立即修复")
        tickets = duty.desk.store.count()
        cast.do(f"u-{LEAD}", a.ProblemStep(outcome="handled", problem=found.problem, result="已修"))
        await until(lambda: any("has changed; what you wrote is kept" in word for word in duty.words()))
        duty.key(Key.Key_Return, CONTROL)
        await turns(6)
        assert duty.find("joint.form.card") is not None, "it was not taken"
        assert duty.desk.outbox == ()
        assert duty.desk.store.count() == tickets


async def test_a_refused_act_on_a_problem_s_ticket_is_corrected_without_another_ticket(
    rooms: Rooms, cast: Cast, person: People
) -> None:
    matter = Matter(person, "井盖已另行登记").filed()
    async with rooms as open_room:
        stage = Forms(open_room)
        cast.acting()
        found = a.ProblemStep(outcome="found", problem=new_id(), text="井盖松动")
        duty = await stage.heard(DUTY, cast.do(f"u-{LEAD}", found))
        await until(lambda: duty.desk.store.get(matter.id) is not None)
        ticketed = a.ProblemStep(outcome="ticketed", problem=found.problem, ticket="nowhere")
        duty.desk.joints.submit(stage.id, ticketed)
        await until(lambda: [row.state for row in duty.desk.outbox] == ["parked"])
        await duty.go("outbox")
        duty.key(Key.Key_E)
        await until(lambda: duty.find("joint.form.ticket") is not None)
        assert duty.find("joint.form.title") is None
        box = duty.see("joint.form.ticket.line")
        box.setFocus()
        duty.type("井盖已另行登记")
        duty.key(Key.Key_Down)
        duty.key(Key.Key_Return)
        duty.key(Key.Key_Return, CONTROL)
        await until(lambda: duty.desk.outbox == ())
        await until(lambda: stage.row(duty.desk).problems[0].ticket == matter.id)


async def test_one_more_department_is_one_whatever_is_cited(rooms: Rooms, cast: Cast) -> None:
    async with rooms as open_room:
        stage = Forms(open_room)
        duty = await stage.heard(DUTY, cast.called())
        await until(lambda: bool(duty.desk.mandates.counts()))
        context = duty.seat.context
        table = PartiesField(context, stage.row(duty.desk), "one", single=True, parent=duty.window)
        reference, area = context.reference, stage.row(duty.desk).area
        entries = {}
        for entry in duty.desk.mandates.search("", most=500):
            unit = holder(entry, area, reference)
            if unit is not None:
                entries.setdefault(unit.code, entry)
        (_, first), (code, second) = list(entries.items())[:2]
        assert table.cite(first)
        assert table.cite(second)
        assert [(party.unit, party.entry) for party in table.value()] == [(code, second.key)]


async def test_half_a_ticket_number_is_kept_and_what_is_meant_now_is_added(
    rooms: Rooms, person: People
) -> None:
    first, second = Matter(person, "摊点一").filed(), Matter(person, "摊点二").filed()
    async with rooms as open_room:
        street = await open_room(STREET)
        for matter in (first, second):
            await until(lambda m=matter: street.desk.store.get(m.id) is not None)  # type: ignore[misc]
        whistle = street.seat.context.whistle
        assert whistle is not None
        whistle([first.id])
        await until(lambda: street.find("joint.propose.card") is not None)
        box = street.see("joint.propose.tickets.box.line")
        box.setFocus()
        street.type("摊")
        street.key(Key.Key_Escape)
        street.key(Key.Key_Escape)
        await until(lambda: street.find("joint.propose.card") is None)
        whistle([first.id, second.id])
        await until(lambda: street.find("joint.propose.card") is not None)
        assert street.see("joint.propose.tickets.box.line").text() == "摊"
        for matter in (first, second):
            assert street.find(f"joint.propose.tickets.{matter.id}.drop") is not None


async def test_what_a_form_would_drop_it_asks_about(rooms: Rooms, cast: Cast) -> None:
    async with rooms as open_room:
        stage = Forms(open_room)
        duty = await stage.heard(DUTY, cast.called())
        joint = stage.row(duty.desk)
        fields = JointFields(duty.seat.context, "evidence/brought", joint, (), "asked", duty.window)
        files = [asdict(PAPER)]
        fields.fill({"files": files, "document": "罚字1号"})
        assert "document" in fields.faults()
        fields.fill({"files": [{**files[0], "kind": "document"}], "document": "罚字1号"})
        assert fields.faults() == {}
        fields = JointFields(duty.seat.context, "agree/signed_outside", joint, (), "asked", duty.window)
        fields.fill({"files": files * 2})
        assert "files" in fields.faults()
        assert "instead" in forms_faults.together("decide/released", {"entry": "duty:1", "instead": None})
        # A refusal that names a field as the act does is said under the form's own; what has none is told.
        fields = JointFields(duty.seat.context, "safety/started", joint, (), "asked", duty.window)
        assert fields.refuse({"minutes": "at most 480"})
        assert fields.error("every") == "at most 480"
        assert not fields.refuse({"minutes": "at most 480", "unit": "not of this action"})
        fields = JointFields(duty.seat.context, "approval/granted", joint, (), "asked", duty.window)
        assert "permit" in fields.faults()["document"]


async def test_a_sheet_closes_though_what_had_the_focus_is_gone(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room(STREET)
        button = QPushButton("of a bar that is made anew", room.window)
        button.show()
        button.setFocus()
        sheet = FormSheet(room.window, "kept.sheet")
        sheet.open("Title", "Do it", QWidget(), wide=False)
        delete(button)
        sheet.dismiss()
        assert not sheet.isVisible()
        sheet.deleteLater()
