"""Where the ground of a withdrawn grid lies now."""

from __future__ import annotations

from contract.reference import Former, Reference

WHOLE = 0.999
"""A grid that took so much of another's ground has taken it whole."""


def into(code: str, reference: Reference) -> dict[str, float]:
    """The grids in force that a code's ground went into, through however many divisions, by shares."""
    former = reference.withdrawn(code)
    if former is None:
        return {code: 1.0} if reference.area(code) is not None else {}
    found: dict[str, float] = {}
    for one in former.into:
        for later, share in into(one.code, reference).items():
            found[later] = found.get(later, 0.0) + share * one.share
    return found


def after(former: Former, reference: Reference) -> str:
    """What stands for a withdrawn grid where nothing but its code is known of a place: the one grid that took
    it whole, else the smallest area above it that is in force. "" where there is none."""
    taken = [code for code, share in into(former.area.code, reference).items() if share >= WHOLE]
    if taken:
        return taken[0]
    standing = {area.code for area in reference.areas}
    above = reversed(former.area.path.split("/")[:-1])
    return next((code for code in above if code in standing), "")
