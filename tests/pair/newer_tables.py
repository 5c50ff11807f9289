"""A contract that is newer than this one: one state and one action more, and fields that nobody knows yet.

`extend` comes before anything else of backend or console is imported.
"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

INSPECTING = "inspecting"
_AFTER = ("dispatch", "urge", "recall")


def extend(version: pytest.MonkeyPatch) -> None:
    """Makes this process one of the next version, for as long as `version` holds."""
    import contract.lifecycle as life
    import contract.ticket as t
    from contract.machine import Field, Machine, Names, State, Transition

    here = life.STATES.index(next(s for s in life.STATES if s.name == "filed")) + 1
    fresh = State(INSPECTING, Names("勘查中", "being inspected"), "dispatch")
    states = (*life.STATES[:here], fresh, *life.STATES[here:])
    version.setattr(life, "STATES", states)

    def also_from(row: Transition) -> Transition:
        # A ticket that is being inspected is dispatched, urged and recalled as others are.
        return replace(row, sources=(*row.sources, INSPECTING)) if row.action in _AFTER else row

    inspect = Transition(
        action="inspect",
        sources=("filed",),
        target=INSPECTING,
        roles=("seat", "duty"),
        carries=(Field("note", "text"), Field("tools", "toolbox")),
        recallable=True,
        names=Names("勘查", "Inspect"),
    )
    transitions = (*map(also_from, life.TRANSITIONS), inspect)
    version.setattr(life, "TRANSITIONS", transitions)
    version.setattr(life, "TABLE", Machine("ticket", states, transitions))
    version.setattr(life, "OPEN_STATES", tuple(s.name for s in states if not s.final and s.name != "closed"))

    class Ticket(t.Ticket, frozen=True, kw_only=True, omit_defaults=True):
        crew: int = 0

    class Claim(t.Claim, frozen=True, omit_defaults=True):
        desk: str = ""

    version.setattr(t, "Claim", Claim)
    version.setattr(t, "Ticket", Ticket)

    import contract.action as a

    class Inspect(a._Act, frozen=True, kw_only=True, tag="inspect"):
        note: str = ""

    version.setattr(a, "Inspect", Inspect, raising=False)
    version.setattr(a, "Act", a.Act | Inspect)

    import contract.feed as f

    class Entry(f.Entry, frozen=True, kw_only=True, omit_defaults=True):
        weather: str = ""

    version.setattr(f, "Entry", Entry)
