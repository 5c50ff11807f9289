"""The ticket's lifecycle: its states, its table.

The table is one for all districts (`domain.md`, A ticket's way). A district's profile renames, skips or
requires steps; none adds states.
"""

from __future__ import annotations

from .lifecycle_beside import AT_UNIT, BESIDE, ENTRY, FILES, IN_HAND, NOTE, REASON, UNIT
from .machine import PREVIOUS, SAME, Field, Machine, Names, State, Transition
from .visit import OUTCOMES

STATES = (
    State("reported", Names("待受理", "reported"), "accept"),
    State("accepted", Names("已受理", "accepted"), "accept"),
    State("filed", Names("已立案", "filed"), "dispatch"),
    State("dispatched", Names("已派遣", "dispatched"), "sign_in"),
    State("signed_in", Names("已签收", "signed in"), "arrive"),
    State("on_site", Names("已到场", "on site"), "handle"),
    State("handling", Names("处置中", "handling"), "handle"),
    State("handled", Names("已处置", "handled"), "verify"),
    State("verifying", Names("核查通过", "verified"), "verify"),
    State("rework", Names("返工", "rework"), "handle"),
    State("suspended", Names("已挂起", "suspended")),
    State("returned", Names("退单", "returned"), "dispatch"),
    State("escalated", Names("已提级", "escalated"), "dispatch"),
    State("reopened", Names("重新办理", "reopened"), "dispatch"),
    State("closed", Names("已结案", "closed"), "evaluate"),
    State("evaluated", Names("已评价", "evaluated"), final=True),
    State("refused", Names("已回绝", "refused"), final=True),
    State("merged", Names("已合并", "merged"), final=True),
)

_PLACE = (
    Field("place", "text"),
    Field("area", "code"),
    Field("lon", "number"),
    Field("lat", "number"),
)

TRANSITIONS = (
    Transition(
        action="report",
        sources=(),
        target="reported",
        roles=("seat", "duty", "leader", "handler", "grid", "channel"),
        carries=(
            Field("channel", "code", required=True),
            Field("title", "text", required=True),
            Field("text", "text"),
            *_PLACE,
            Field("reporter", "object"),
            Field("kind", "choice"),
            Field("item", "code"),
            Field("alarm", "object"),
            FILES,
        ),
        names=Names("上报", "Report"),
    ),
    Transition(
        action="accept",
        sources=("reported",),
        target="accepted",
        roles=("seat", "duty", "system"),
        guards=("by_rule",),
        carries=(Field("title", "text"), *_PLACE, Field("kind", "choice"), NOTE),
        recallable=True,
        names=Names("受理", "Accept"),
    ),
    Transition(
        action="refuse",
        sources=("reported", "accepted"),
        target="refused",
        roles=("seat", "duty"),
        carries=(REASON,),
        recallable=True,
        names=Names("回绝", "Refuse"),
    ),
    Transition(
        action="merge",
        sources=("reported", "accepted", "filed", "returned", "escalated"),
        target="merged",
        roles=("seat", "duty"),
        guards=("merge_target",),
        carries=(Field("into", "id", required=True), NOTE),
        recallable=True,
        effects=("end_clocks",),
        names=Names("合并", "Merge"),
    ),
    Transition(
        action="file",
        sources=("accepted",),
        target="filed",
        roles=("seat", "duty", "system"),
        guards=("by_rule",),
        carries=(
            Field("item", "code", required=True),
            Field("area", "code", required=True),
            Field("place", "text"),
            Field("lon", "number"),
            Field("lat", "number"),
            Field("title", "text"),
            Field("component", "code"),
            NOTE,
        ),
        recallable=True,
        names=Names("立案", "File"),
    ),
    Transition(
        action="dispatch",
        sources=("filed",),
        target="dispatched",
        roles=("seat", "duty", "system"),
        guards=("by_rule",),
        carries=(UNIT, ENTRY, NOTE),
        effects=("start_responsibility",),
        recallable=True,
        names=Names("派遣", "Dispatch"),
    ),
    Transition(
        action="redispatch",
        sources=("returned", "escalated", "reopened", "dispatched", "signed_in", "rework"),
        target="dispatched",
        roles=("seat", "duty", "system"),
        guards=("by_rule", "few_returns"),
        carries=(UNIT, ENTRY, NOTE),
        effects=("start_responsibility",),
        recallable=True,
        names=Names("改派", "Re-dispatch"),
    ),
    Transition(
        action="redispatch",
        sources=IN_HAND,
        target="dispatched",
        roles=("seat", "duty"),
        carries=(UNIT, ENTRY, Field("note", "text", required=True)),
        effects=("start_responsibility",),
        recallable=True,
        names=Names("收回改派", "Take back and re-dispatch"),
    ),
    Transition(
        action="sign_in",
        sources=("dispatched",),
        target="signed_in",
        roles=("handler", "grid"),
        guards=("own_unit",),
        carries=(NOTE,),
        recallable=True,
        names=Names("签收", "Sign in"),
    ),
    Transition(
        action="arrive",
        sources=("signed_in", "rework"),
        target="on_site",
        roles=("handler", "grid"),
        guards=("own_unit", "step_arrive"),
        carries=(NOTE, Field("lon", "number"), Field("lat", "number"), FILES),
        recallable=True,
        names=Names("到场", "Arrive"),
    ),
    Transition(
        action="handle",
        outcome="started",
        sources=("signed_in", "on_site", "rework"),
        target="handling",
        roles=("handler", "grid"),
        guards=("own_unit", "arrived"),
        carries=(NOTE,),
        recallable=True,
        names=Names("开始处置", "Start handling"),
    ),
    Transition(
        action="handle",
        outcome="done",
        sources=("signed_in", "on_site", "handling", "rework"),
        target="handled",
        roles=("handler", "grid"),
        guards=("own_unit", "arrived", "stages_done", "parts_done", "no_mediation", "evidence"),
        carries=(Field("result", "text", required=True), Field("visit", "choice", choices=OUTCOMES), FILES),
        effects=("stand_responsibility",),
        recallable=True,
        names=Names("处置完成", "Handled"),
    ),
    Transition(
        action="return",
        sources=AT_UNIT,
        target="returned",
        roles=("handler",),
        guards=("own_unit", "not_arbitrated"),
        carries=(REASON, ENTRY, FILES),
        recallable=True,
        names=Names("退单", "Return"),
    ),
    Transition(
        action="verify",
        outcome="passed",
        sources=("handled",),
        target="verifying",
        roles=("grid", "seat", "duty"),
        guards=("own_area", "step_verify"),
        carries=(NOTE, FILES),
        recallable=True,
        names=Names("核查通过", "Verified"),
    ),
    Transition(
        action="verify",
        outcome="failed",
        sources=("handled", "verifying"),
        target="rework",
        roles=("grid", "seat", "duty"),
        guards=("own_area", "step_verify"),
        carries=(REASON, FILES),
        effects=("resume_responsibility",),
        recallable=True,
        names=Names("核查不通过", "Verification failed"),
    ),
    Transition(
        action="close",
        sources=("verifying", "handled"),
        target="closed",
        roles=("seat", "duty"),
        guards=("verified",),
        carries=(NOTE,),
        effects=("end_responsibility",),
        recallable=True,
        names=Names("结案", "Close"),
    ),
    Transition(
        action="evaluate",
        sources=("closed",),
        target="evaluated",
        roles=("seat", "duty", "channel", "reporter"),
        guards=("own_channel",),
        carries=(
            Field(
                "satisfaction", "choice", required=True, choices=("satisfied", "basically", "not_satisfied")
            ),
            NOTE,
        ),
        recallable=True,
        names=Names("评价", "Evaluate"),
    ),
    Transition(
        action="reopen",
        sources=("closed", "evaluated"),
        target="reopened",
        roles=("seat", "duty"),
        carries=(REASON,),
        effects=("new_round",),
        recallable=True,
        names=Names("重新办理", "Reopen"),
    ),
    Transition(
        action="urge",
        sources=(
            "reported",
            "accepted",
            "filed",
            "dispatched",
            "signed_in",
            "on_site",
            "handling",
            "handled",
            "verifying",
            "rework",
            "suspended",
            "returned",
            "escalated",
            "reopened",
        ),
        target=SAME,
        roles=("seat", "duty", "leader", "channel", "reporter"),
        guards=("own_channel",),
        carries=(NOTE,),
        versioned=False,
        names=Names("催办", "Urge"),
    ),
    *BESIDE,
    Transition(
        action="recall",
        sources=tuple(s.name for s in STATES if s.name != "reported"),
        target=PREVIOUS,
        roles=("seat", "duty", "leader", "handler", "grid"),
        guards=("own_last_action",),
        carries=(NOTE,),
        names=Names("撤回", "Recall"),
    ),
)

TABLE = Machine("ticket", STATES, TRANSITIONS)
"""The ticket's lifecycle."""

SATISFACTION = ("satisfied", "basically", "not_satisfied")
OPEN_STATES = tuple(s.name for s in STATES if not s.final and s.name != "closed")
ENDED_STATES = frozenset(s.name for s in STATES if s.final or s.name == "closed")
STAGES = ("accept", "dispatch", "sign_in", "arrive", "handle", "verify", "evaluate")


def is_open(state: str) -> bool:
    """Whether there is still something to be done. A state that is not known here (a newer backend's) counts
    as open: it must not be lost sight of."""
    return state not in ENDED_STATES
