"""The lifecycle table is sound, says what the acts can carry, and survives the wire."""

from __future__ import annotations

from typing import get_args

import msgspec

from contract import action
from contract.account import ROLES
from contract.lifecycle import STAGES, TABLE
from contract.machine import Machine, Names, State, Transition


def test_the_table_has_no_faults() -> None:
    assert TABLE.faults() == []
    assert {s.stage for s in TABLE.states} <= {"", *STAGES}


def test_faults_are_found() -> None:
    n = Names("", "")
    row = Transition(action="go", sources=("a", "x"), target="b", roles=("seat",), names=n)
    bad = Machine("bad", (State("a", n), State("b", n)), (row, row))
    assert sorted(set(bad.faults())) == [
        "a is never reached",
        "go/: two rows from a",
        "go/: two rows from x",
        "go: unknown source x",
    ]


def test_every_action_has_its_act_and_every_act_its_rows() -> None:
    acts = {str(kind.__struct_config__.tag): kind for kind in get_args(action.Act)}
    assert set(acts) == set(TABLE.actions())
    for row in TABLE.transitions:
        fields = {f.name for f in msgspec.structs.fields(acts[row.action])}
        assert {f.name for f in row.carries} <= fields, row.action
        assert set(row.roles) <= {*ROLES, "system"}


def test_every_state_but_the_final_ones_leads_on() -> None:
    for state in TABLE.states:
        onward = [r for r in TABLE.rows(state.name) if r.versioned and r.action != "recall"]
        assert bool(onward) is not state.final or state.name in ("evaluated", "merged")


def test_the_digest_is_the_tables() -> None:
    there = msgspec.json.decode(msgspec.json.encode(TABLE), type=Machine)
    assert there == TABLE
    assert there.digest() == TABLE.digest()
    fewer = msgspec.structs.replace(TABLE, transitions=TABLE.transitions[:-1])
    assert fewer.digest() != TABLE.digest()
