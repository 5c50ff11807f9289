"""A mediation: set with its parties, held, agreed or put off; its time is told like a limit."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from backend.service.scheduler_instants import fallen, marked, next_at
from contract import action as a
from contract.advance import advance
from contract.clock import DAY, HOUR, MINUTE
from contract.refused import InputRefused, StepRefused
from contract.ticket import Ticket
from tests.unit.test_contract_advance import HANDLER, PHOTO, REF, SEAT, T0, walk
from tests.unit.test_contract_beside import DONE, DUTY, take

ROOM = "社区调解室"
TIME = T0 + DAY
SET = a.Mediate(outcome="set", parties=("reporter", "owners_committee"), place=ROOM, until=TIME)


def set_() -> Ticket:
    return take(walk(4)[-1], (SET, SEAT, 30))


def test_it_is_set_with_parties_a_place_and_a_time() -> None:
    held = set_().beside.mediation
    assert held is not None
    assert (held.at, held.parties, held.place) == (TIME, ("reporter", "owners_committee"), ROOM)
    for wrong in (
        replace(SET, parties=("reporter",)),
        replace(SET, parties=("reporter", "reporter")),
        replace(SET, parties=("reporter", "张三")),
        replace(SET, place=" "),
        replace(SET, until=T0),
        replace(SET, until=None),
    ):
        with pytest.raises(InputRefused):
            take(walk(4)[-1], (wrong, SEAT, 30))
    with pytest.raises(StepRefused):
        take(set_(), (SET, SEAT, 31))


def test_what_is_agreed_has_the_agreement_and_goes_on_to_handled() -> None:
    agreed = a.Mediate(outcome="agreed", result="物业三日内清理", files=PHOTO)
    with pytest.raises(StepRefused):
        take(set_(), (DONE, HANDLER, 60))
    with pytest.raises(InputRefused):
        take(set_(), (replace(agreed, files=()), HANDLER, 60))
    with pytest.raises(StepRefused):
        take(walk(4)[-1], (agreed, HANDLER, 60))
    row = take(set_(), (agreed, HANDLER, 60), (DONE, HANDLER, 70))
    assert row.state == "handled"
    assert [(one.outcome, one.held_at) for one in row.beside.mediations] == [("agreed", T0 + HOUR)]


def test_put_off_it_has_a_new_time_and_the_same_parties() -> None:
    off = a.Mediate(outcome="put_off", reason="一方未到", until=TIME + DAY)
    row = take(set_(), (off, HANDLER, 60))
    assert [one.outcome for one in row.beside.mediations] == ["put_off", ""]
    held = row.beside.mediation
    assert held is not None
    assert (held.at, held.parties, held.place) == (TIME + DAY, SET.parties, ROOM)
    with pytest.raises(InputRefused):
        take(set_(), (replace(off, until=None), HANDLER, 60))
    over = take(row, (a.Mediate(outcome="not_agreed", result="分歧较大"), DUTY, 80))
    assert over.beside.mediation is None
    back = advance(over, a.Recall(), DUTY, T0 + 81 * MINUTE, REF, image=row)
    assert back.beside.mediation == held


def test_its_time_is_told_near_and_past() -> None:
    row = replace(set_(), stage=None, responsibility=None)
    assert next_at(row, (), REF) == TIME - 2 * HOUR
    told = fallen(row, (), TIME, REF)
    assert [(one.clock, one.outcome, one.at) for one in told] == [
        ("mediation", "near", TIME - 2 * HOUR),
        ("mediation", "past", TIME),
    ]
    assert fallen(row, marked((), row, TIME, told), TIME, REF) == []
    assert fallen(replace(row, state="closed"), (), TIME, REF) == []
