"""Rows of a list given anew as a whole keep their slots; a slot changes hands once its death was told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from widgets.table import Slots


@given(st.lists(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 3)), max_size=12))
def test_a_row_keeps_its_slot_and_every_change_is_told(states: list[dict[str, int]]) -> None:
    slots = Slots[int]()
    before: dict[str, int] = {}
    shown: list[int | None] = []
    for state in states:
        held = {key: slots.slot(key) for key in before}
        told = slots.put(state)
        assert len(told) == len(set(told))
        for key, row in state.items():
            assert slots.row(slots.slot(key)) == row
            if key in before:
                assert slots.slot(key) == held[key]
        # A slot that died now is nobody's until the next change.
        for key in before.keys() - state.keys():
            assert slots.row(held[key]) is None
            assert slots.slot(key) == -1
        was = [*shown, *[None] * (len(slots.rows) - len(shown))]
        assert set(told) == {n for n, row in enumerate(slots.rows) if row != was[n]}
        assert slots.alive().sum() == len(state)
        before, shown = state, list(slots.rows)
    assert slots.row(-1) is None
    assert slots.row(99) is None
