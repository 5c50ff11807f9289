"""What a ticket's page says of its stages, its mediations and what it repeats; answers of which several are
chosen."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from contract.beside import Beside, Linked, Mediation
from contract.clock import HOUR, MINUTE, Limit, end, start
from contract.reference import Reference
from contract.ticket import Ticket
from tests.console_matter import REFERENCE, T0, reported
from views.step_fields import SeveralOfField
from views.ticket.beside_facts import beside_facts
from views.ticket.facts import clock_cells
from widgets.light import Light

SAFE = start("make_safe", Limit(1, "hours"), T0, REFERENCE.calendar)
REPAIR = start("repair", Limit(3, "hours"), T0 + 30 * MINUTE, REFERENCE.calendar)


def staged(**limits: Any) -> tuple[Ticket, Reference]:
    """A ticket at its repair, made safe before, by an item with these limits."""
    item = replace(REFERENCE.items[0], **limits)
    reference = replace(REFERENCE, items=(item,))
    beside = Beside(safe=end(SAFE, T0 + 30 * MINUTE, REFERENCE.calendar), repair=REPAIR)
    row = reported(1)
    row = replace(row, state="handling", item=item.code, item_version=item.version, beside=beside)
    return row, reference


def test_stages_stand_in_one_fact_with_what_is_to_come(qtbot: QtBot) -> None:
    row, reference = staged(restore=Limit(2, "hours"))
    (fact,) = [f for f in beside_facts(row, T0 + HOUR, reference, "") if f.key == "stages"]
    assert [fact.value.index(word) for word in ("Making safe", "Repair", "Restoring")] == sorted(
        fact.value.index(word) for word in ("Making safe", "Repair", "Restoring")
    )
    assert "then within" in fact.value
    assert fact.light is Light.GREEN
    (late,) = [f for f in beside_facts(row, T0 + 9 * HOUR, reference, "") if f.key == "stages"]
    assert late.light is Light.RED
    keys = [cell.key for cell in clock_cells(row, reference, lambda: T0 + HOUR, None)]
    assert "repair" in keys
    assert "safe" not in keys, "of the stages the one under way has a cell"


def test_mediations_and_repeats_have_their_facts(qtbot: QtBot) -> None:
    held = Mediation(T0 + HOUR, T0, "s", "坐席", ("reporter", "owners_committee"), "社区调解室")
    over = replace(held, outcome="agreed", result="三日内清理", held_at=T0)
    beside = Beside(
        mediations=(over, held),
        repeat_of=Linked("t0", "D-0", T0),
        repeated=(Linked("t8", "D-8", T0), Linked("t9", "D-9", T0)),
    )
    row = replace(reported(1), state="handling", beside=beside)
    facts = beside_facts(row, T0, REFERENCE, "")
    mediations = [f for f in facts if f.key.startswith("mediation.")]
    assert [f.light for f in mediations] == [Light.NONE, Light.GREEN]
    assert all("社区调解室" in f.value for f in mediations)
    assert "Owners' committee" in mediations[1].value
    linked = [f for f in facts if f.key.startswith("linked.")]
    assert [f.key for f in linked] == ["linked.t0", "linked.t8", "linked.t9"]
    assert all(f.link for f in linked)


def test_several_answers_are_taken_and_left_by_their_figures(qtbot: QtBot) -> None:
    field = SeveralOfField("parties", [("a", "A"), ("b", "B"), ("c", "C")])
    qtbot.addWidget(field)
    assert field.value() == ""
    field.choose(2)
    field.choose(0)
    assert field.value() == "a,c"
    field.choose(2)
    assert field.value() == "a"
    field.set_value("b,c,unknown")
    assert field.value() == "b,c"
