"""What a matter's component says of who shall have it: its owner first; where nobody owns it, make it safe
and look for the owner, with the district's fallback unit when none is found."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from contract.component import Component
from contract.feed import Suggestion
from contract.machine import Names
from contract.reference import Reference

OWNER = 0.99
FALLBACK = 0.9
"""Scores: the owner stands before the catalogue's unit, the fallback unit behind it."""


def advised(
    component: Component, units: Sequence[Suggestion], reference: Reference, most: int
) -> tuple[tuple[Suggestion, ...], tuple[Names, ...]]:
    """The units proposed with the component's owner first, and what is to be known before one is chosen."""
    what = component.kind_names
    zh, en = f"{what.zh}{component.code}", f"{what.en} {component.code}"
    owner = component.owner
    if owner.unit:
        reason = Names(f"{zh}的权属单位", f"it owns the {en}")
        return _with(units, owner.unit, OWNER, reason, reference, most), ()
    if owner.name:
        told = Names(
            f"{zh}属于区外单位：{owner.name}，由承办单位联系其处置",
            f"the {en} is {owner.name}'s, outside the district: whoever takes the ticket brings them in",
        )
        return tuple(units), (told,)
    fallback = reference.unit(reference.district.fallback)
    told = Names(
        f"{zh}为无主部件：先行处置，同时查找权属单位"
        + (f"；查不到的由{fallback.names.zh}兜底" if fallback is not None else ""),
        f"the {en} is ownerless: make it safe first and look for the owner"
        + (f"; where none is found it is {fallback.names.en}'s" if fallback is not None else ""),
    )
    if fallback is None:
        return tuple(units), (told,)
    reason = Names(f"{zh}无主，本区由其兜底", f"the {en} is ownerless, and this is the district's fallback")
    return _with(units, fallback.code, FALLBACK, reason, reference, most), (told,)


def _with(
    units: Sequence[Suggestion], code: str, score: float, reason: Names, reference: Reference, most: int
) -> tuple[Suggestion, ...]:
    """The proposals with a unit among them, for a reason that comes before the others that it has."""
    there = next((one for one in units if one.code == code), None)
    unit = reference.unit(code)
    if unit is None:  # it was dissolved since the register was written
        return tuple(units)
    if there is not None:
        mine = replace(there, score=max(score, there.score), reasons=(reason, *there.reasons))
    else:
        mine = Suggestion(code=unit.code, names=unit.names, score=score, reasons=(reason,))
    others = [one for one in units if one.code != code][: most - 1]
    return tuple(sorted((mine, *others), key=lambda one: -one.score))
