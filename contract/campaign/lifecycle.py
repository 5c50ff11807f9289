"""The lifecycle of a standing campaign 周期整治: its states and its table.

A plan is anybody's who may start joint actions; that it runs, stands or ends is the centre's to say.
"""

from __future__ import annotations

from contract.lifecycle_beside import NOTE, REASON
from contract.machine import SAME, Field, Machine, Names, State, Transition

STATES = (
    State("planned", Names("已计划", "planned")),
    State("running", Names("进行中", "running")),
    State("paused", Names("已暂停", "paused")),
    State("ended", Names("已结束", "ended"), final=True),
    State("called_off", Names("已取消", "called off"), final=True),
)
OPEN = tuple(state.name for state in STATES if not state.final)
LAID, HINDERED = "campaign_calendar", "campaign_hindered"
TOLD = {
    LAID: Names("日历变更，轮次重排", "rounds laid anew by another calendar"),
    HINDERED: Names("轮次不能开启", "a round cannot be opened"),
}
"""Lines of a log that are no step of the table."""
PLANNERS = ("seat", "duty", "leader", "handler")
_PLAN = (
    Field("kind", "choice", required=True),
    Field("title", "text", required=True),
    Field("text", "text"),
    Field("lead", "code", required=True),
    Field("wanted", "object"),
    Field("areas", "object", required=True),
    Field("goals", "object"),
    Field("from_at", "instant", required=True),
    Field("to_at", "instant", required=True),
    Field("every", "number", required=True),
    Field("rhythm", "choice", required=True, choices=("days", "weeks", "months")),
    Field("minute", "number"),
)


def _row(
    action: str,
    sources: tuple[str, ...],
    target: str,
    names: Names,
    carries: tuple[Field, ...],
    *,
    roles: tuple[str, ...] = ("duty",),
    guards: tuple[str, ...] = ("centre",),
    versioned: bool = True,
) -> Transition:
    return Transition(
        action=f"campaign_{action}",
        sources=sources,
        target=target,
        roles=roles,
        guards=guards,
        carries=carries,
        versioned=versioned,
        names=names,
    )


TABLE = Machine(
    "campaign",
    STATES,
    (
        _row(
            "plan",
            (),
            "planned",
            Names("制定整治计划", "Plan a campaign"),
            _PLAN,
            roles=PLANNERS,
            guards=("may_plan",),
        ),
        _row(
            "change",
            ("planned",),
            SAME,
            Names("修改计划", "Change the plan"),
            (Field("plan", "object", required=True), REASON),
            roles=PLANNERS,
            guards=("planner_or_centre",),
        ),
        _row(
            "change",
            ("running", "paused"),
            SAME,
            Names("修改计划", "Change the plan"),
            (Field("plan", "object", required=True), REASON),
        ),
        _row("start", ("planned",), "running", Names("启动整治", "Start it"), (NOTE,)),
        _row("pause", ("running",), "paused", Names("暂停整治", "Pause it"), (REASON,)),
        _row("resume", ("paused",), "running", Names("恢复整治", "Resume it"), (NOTE,)),
        _row(
            "open",
            ("running",),
            SAME,
            Names("开启轮次", "Open a round"),
            (Field("round", "number", required=True), NOTE),
            roles=("duty", "system"),
            guards=("centre_or_system", "round_waits"),
            versioned=False,
        ),
        _row(
            "end",
            ("running", "paused"),
            "ended",
            Names("结束整治", "End it"),
            (Field("result", "text", required=True),),
        ),
        _row(
            "call_off",
            ("planned",),
            "called_off",
            Names("取消整治", "Call it off"),
            (REASON,),
            roles=PLANNERS,
            guards=("planner_or_centre",),
        ),
        _row("call_off", ("running", "paused"), "called_off", Names("取消整治", "Call it off"), (REASON,)),
        _row(
            "note",
            OPEN,
            SAME,
            Names("留言", "Note"),
            (Field("note", "text", required=True),),
            roles=PLANNERS,
            guards=(),
            versioned=False,
        ),
    ),
)
"""The lifecycle of a campaign."""
