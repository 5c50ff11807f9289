"""The states of a joint action and of a department in it, and how rows of its table are written."""

from __future__ import annotations

from contract.machine import SAME, Field, Names, State, Transition

STATES = (
    State("proposed", Names("待审批", "proposed"), "approve"),
    State("refused", Names("未批准", "refused"), final=True),
    State("withdrawn", Names("已撤销", "withdrawn"), final=True),
    State("approved", Names("已批准", "approved"), "call"),
    State("called", Names("已召集", "called"), "muster"),
    State("on_site", Names("现场", "on the spot"), "plan"),
    State("planned", Names("方案已定", "plan agreed"), "begin"),
    State("acting", Names("处置中", "in action")),
    State("stopped", Names("已暂停", "stopped")),
    State("complete", Names("证据齐全", "evidence complete"), "hand_over"),
    State("handed_over", Names("已移交", "handed over"), "verify"),
    State("verified", Names("已验收", "verified"), "evaluate"),
    State("evaluated", Names("已评价", "evaluated"), "close"),
    State("closed", Names("已结案", "closed"), final=True),
)
COLUMNS = (
    "proposed",
    "approved",
    "called",
    "on_site",
    "planned",
    "acting",
    "complete",
    "handed_over",
    "verified",
    "evaluated",
    "closed",
)
"""The phases of the way, in their order."""
ENDED = frozenset(state.name for state in STATES if state.final)
"""Nothing more is to be done."""
CALLED = ("called", "on_site", "planned", "acting", "stopped", "complete", "handed_over")
"""Departments have been called; what one does on its own line is taken in all of these, so that no check-in
made off line is lost because the others went on."""
FIELD = ("on_site", "planned", "acting")
"""People work on the spot."""
OPEN = tuple(state.name for state in STATES if not state.final)

PARTY_STATES: dict[str, Names] = {
    "named": Names("待召集", "named"),
    "called": Names("待签收", "called"),
    "objecting": Names("有异议", "objecting"),
    "signed_in": Names("已签收", "signed in"),
    "on_site": Names("已到场", "on site"),
    "absent": Names("缺席", "absent"),
    "released": Names("已免除", "released"),
    "substituted": Names("已换派", "substituted"),
}
"""How a department stands."""

OFFICE = ("seat", "duty")
LEAD = ("seat", "duty", "handler")
"""Who may take a step of the lead department's or the centre's (guard lead_or_centre)."""
ALL = ("seat", "duty", "handler", "leader", "grid")
OWN_UNIT = Field("unit", "code")
SAID = Field("note", "text", required=True)


def row(
    action: str,
    sources: tuple[str, ...],
    target: str,
    roles: tuple[str, ...],
    names: Names,
    *,
    outcome: str = "",
    guards: tuple[str, ...] = (),
    carries: tuple[Field, ...] = (),
    effects: tuple[str, ...] = (),
) -> Transition:
    """A row of the table; one that leaves the phase as it is is not versioned."""
    return Transition(
        action=f"joint_{action}",
        outcome=outcome,
        sources=sources,
        target=target,
        roles=roles,
        guards=guards,
        carries=carries,
        effects=effects,
        versioned=target != SAME,
        names=names,
    )
