"""Any sequence of versions: in force is what the last one said, and no later one changes an earlier."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.service.catalogue.difference import fields_of
from backend.service.catalogue.planning import Ground, Put, plan
from backend.service.catalogue.versions import between, items_of
from backend.service.catalogue.vocabulary import Vocabulary
from contract.admission import Admission
from contract.catalogue import ProposedItem, ProposeVersion
from contract.machine import Names
from contract.reference import Item, Reference

from .test_round_trip import REFERENCE

NOW = 1_795_000_000_000
EMPTY = msgspec.structs.replace(REFERENCE, items=())

_codes = st.sampled_from(["1", "2", "3", "4"])
_items = st.dictionaries(_codes, st.integers(1, 3), max_size=4)
_wishes = st.dictionaries(_codes, st.one_of(st.none(), st.integers(4, 5)), max_size=2)
_versions = st.lists(st.tuples(_items, st.booleans(), _wishes), min_size=1, max_size=5)


def proposed(code: str, hours: int) -> ProposedItem:
    """An item of which only the limit is told apart."""
    said: dict[str, Any] = {
        "code": code,
        "category": "1",
        "category_names": {"zh": "类"},
        "names": {"zh": f"事项{code}"},
        "handle": {"value": hours, "unit": "hours"},
    }
    return msgspec.convert(said, ProposedItem)


def approved(code: str, hours: int | None, n: int) -> Admission:
    """An application that was approved: a veto, or the item as it shall be."""
    name = Names(code, code)
    return Admission(
        id=f"{n}",
        number=f"ZR{n}",
        wish="veto" if hours is None else "change",
        state="approved",
        item=code,
        item_names=name,
        proposed=None if hours is None else proposed(code, hours),
        reason="x",
        unit="u",
        unit_names=name,
        unit_path="u",
        by="a",
        by_name="a",
        at=0,
        decided_at=n,
    )


def hours_of(items: tuple[Item, ...]) -> dict[str, float]:
    """Limits by code."""
    return {item.code: item.handle.value for item in items if item.handle is not None}


@settings(max_examples=150, deadline=None)
@given(_versions)
def test_in_force_is_what_was_decided_and_stays_so(
    versions: list[tuple[dict[str, int], bool, dict[str, int | None]]],
) -> None:
    reference = EMPTY
    put: tuple[Put, ...] = ()
    model: dict[str, float] = {}
    seen: dict[str, tuple[dict[str, float], dict[str, dict[str, Any]]]] = {}
    words = Vocabulary(EMPTY)
    for n, (items, supplement, wishes) in enumerate(versions):
        name, day = f"v{n}", f"2027-01-{n + 1:02d}"
        command = ProposeVersion(
            action_id=name, version=name, effective_from=day, rest="keep" if supplement else "withdraw"
        )
        readings = [words.read(i, proposed(c, h)) for i, (c, h) in enumerate(items.items(), start=1)]
        ground = Ground(put=put, approved=tuple(approved(c, h, i) for i, (c, h) in enumerate(wishes.items())))
        worked = plan(command, readings, reference, ground, NOW)
        told = worked.proposal
        assert told.accepted is bool(items or (supplement and wishes))
        if not told.accepted:
            continue
        before, model = model, (model if supplement else {}) | items
        model = {c: h for c, h in model.items() if wishes.get(c, 0) is not None}
        model |= {c: h for c, h in wishes.items() if h is not None}
        reference = held(reference, worked.rows)
        put = (*put, as_put(told.version, told.effective_from))
        assert hours_of(reference.items_at(told.effective_from)) == model
        assert hours_of(reference.items_at(told.effective_from - 1)) == before
        difference = told.difference
        assert {c.code for c in difference.added} == model.keys() - before.keys()
        assert {c.code for c in difference.withdrawn} == before.keys() - model.keys()
        assert {c.code for c in difference.changed} == {
            c for c in model.keys() & before.keys() if model[c] != before[c]
        }
        assert all(bool(c.admission) is (c.code in wishes) for c in difference.changed)
        # A row for what became other, and for nothing else.
        assert {row.code for row in worked.rows} == {
            c.code for c in (*difference.added, *difference.withdrawn, *difference.changed)
        }
        whole = items_of(reference, put, name)
        seen[name] = (model, {item.code: fields_of(item) for item in whole.items})
    for name, (limits, fields) in seen.items():
        found = items_of(reference, put, name)
        assert hours_of(found.items) == limits
        assert {item.code: fields_of(item) for item in found.items} == fields
        assert between(reference, put, name, name).empty


def held(reference: Reference, rows: tuple[Item, ...]) -> Reference:
    """The reference with a version's rows."""
    items = sorted((*reference.items, *rows), key=lambda item: item.effective_from)
    return msgspec.structs.replace(reference, items=tuple(items))


def as_put(version: str, begins: int) -> Put:
    """A version as it is kept."""
    return Put(
        version=version, effective_from=begins, at=NOW, account="a", name="a", source="", supplement=False
    )
