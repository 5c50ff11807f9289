"""The rows of the ticket's table that lie beside its plain way: time asked for and granted, passing up,
arbitration, making safe, parts of other units, supervision, accountability, the end by force, the appeal.
"""

from __future__ import annotations

from .beside import CAUSES, GROUNDS, PARTIES, SUPERVISIONS
from .machine import BEFORE_MERGE, HELD, SAME, Field, Names, Transition

AT_UNIT = ("dispatched", "signed_in", "on_site", "handling", "rework")
"""States in which a unit has the ticket."""
FIRST_TIME = ("dispatched", "signed_in", "on_site", "handling")
"""Those in which it has not been handled yet, or has come back."""
WITH_PARTS = (*AT_UNIT, "returned", "escalated")
"""States in which other units go on with their parts, whoever is to have the whole."""
EXTENDED = (*AT_UNIT, "suspended")
"""Those in which an extension that was asked for is decided: one may wait when a suspension is granted."""
MEDIATED = (*AT_UNIT, "suspended")
"""Those in which a mediation that was set is held."""
IN_HAND = ("on_site", "handling")
"""Those in which a unit is at work: who takes the ticket away then says why."""
UNDER_WAY = (
    "filed",
    *AT_UNIT,
    "suspended",
    "handled",
    "verifying",
    "returned",
    "escalated",
    "reopened",
)
"""States between filing and closing."""
SENT = UNDER_WAY[1:]
"""Those of them that have a unit, or had one."""

REASON = Field("reason", "text", required=True)
NOTE = Field("note", "text")
FILES = Field("files", "files")
UNIT = Field("unit", "code", required=True)
ENTRY = Field("entry", "code")
"""An entry of the duty or powers list that is cited."""

EXTENSION = (
    Transition(
        action="extend",
        outcome="asked",
        sources=AT_UNIT,
        target=SAME,
        roles=("handler",),
        guards=("own_unit", "nothing_asked", "may_extend"),
        carries=(Field("value", "number", required=True), Field("unit", "choice"), REASON, FILES),
        recallable=True,
        names=Names("申请延期", "Ask for more time"),
    ),
    Transition(
        action="extend",
        outcome="endorsed",
        sources=EXTENDED,
        target=SAME,
        roles=("duty",),
        guards=("asked", "not_endorsed", "not_own_request"),
        carries=(NOTE,),
        recallable=True,
        names=Names("同意延期（报领导）", "Endorse the extension"),
    ),
    Transition(
        action="extend",
        outcome="approved",
        sources=EXTENDED,
        target=SAME,
        roles=("leader",),
        guards=("asked", "endorsed", "not_own_request"),
        carries=(NOTE,),
        effects=("extend",),
        recallable=True,
        names=Names("批准延期", "Approve the extension"),
    ),
    Transition(
        action="extend",
        outcome="refused",
        sources=EXTENDED,
        target=SAME,
        roles=("duty", "leader"),
        guards=("asked",),
        carries=(REASON,),
        recallable=True,
        names=Names("不同意延期", "Refuse the extension"),
    ),
)

SUSPENSION = (
    Transition(
        action="suspend",
        outcome="asked",
        sources=AT_UNIT,
        target=SAME,
        roles=("handler", "seat", "duty"),
        guards=("own_unit_if_handler", "nothing_asked"),
        carries=(
            Field("cause", "choice", required=True, choices=CAUSES),
            Field("until", "instant", required=True),
            REASON,
            FILES,
        ),
        recallable=True,
        names=Names("申请挂起", "Ask for a suspension"),
    ),
    Transition(
        action="suspend",
        outcome="approved",
        sources=AT_UNIT,
        target="suspended",
        roles=("duty", "leader"),
        guards=("asked", "not_own_request"),
        carries=(NOTE,),
        effects=("stand_clocks",),
        recallable=True,
        names=Names("批准挂起", "Approve the suspension"),
    ),
    Transition(
        action="suspend",
        outcome="refused",
        sources=AT_UNIT,
        target=SAME,
        roles=("duty", "leader"),
        guards=("asked",),
        carries=(REASON,),
        recallable=True,
        names=Names("不同意挂起", "Refuse the suspension"),
    ),
    Transition(
        action="resume",
        sources=("suspended",),
        target=HELD,
        roles=("seat", "duty", "system"),
        carries=(NOTE,),
        effects=("resume_clocks",),
        recallable=True,
        names=Names("恢复办理", "Resume"),
    ),
)

WHOSE = (
    Transition(
        action="escalate",
        sources=("filed", *AT_UNIT, "returned"),
        target="escalated",
        roles=("seat", "duty", "handler", "grid", "system"),
        guards=("by_rule", "own_unit_if_handler", "own_area", "below_top"),
        carries=(REASON, FILES),
        recallable=True,
        names=Names("提级", "Escalate"),
    ),
    Transition(
        action="arbitrate",
        sources=("returned", "escalated"),
        target="dispatched",
        roles=("seat", "duty"),
        carries=(
            UNIT,
            Field("ground", "choice", required=True, choices=GROUNDS),
            Field("cite", "text"),
            ENTRY,
            REASON,
        ),
        effects=("start_responsibility",),
        recallable=True,
        names=Names("研判派遣", "Arbitrate"),
    ),
    Transition(
        action="make_safe",
        outcome="ordered",
        sources=("filed", "returned", "escalated", "reopened"),
        target="dispatched",
        roles=("seat", "duty"),
        guards=("no_hazard",),
        carries=(UNIT, NOTE),
        effects=("start_responsibility", "start_safe"),
        recallable=True,
        names=Names("先行处置", "Make safe first"),
    ),
    Transition(
        action="make_safe",
        outcome="ordered",
        sources=AT_UNIT,
        target=SAME,
        roles=("seat", "duty"),
        guards=("no_hazard",),
        carries=(NOTE,),
        effects=("start_safe",),
        recallable=True,
        names=Names("先行处置", "Make safe first"),
    ),
    Transition(
        action="make_safe",
        outcome="done",
        sources=AT_UNIT,
        target=SAME,
        roles=("handler",),
        guards=("own_unit", "hazard"),
        carries=(Field("result", "text", required=True), FILES),
        effects=("end_safe",),
        recallable=True,
        names=Names("已排险", "Made safe"),
    ),
    Transition(
        action="repair",
        outcome="done",
        sources=FIRST_TIME,
        target=SAME,
        roles=("handler",),
        guards=("own_unit", "repairing"),
        carries=(Field("result", "text", required=True), FILES),
        effects=("end_repair",),
        recallable=True,
        names=Names("已修复", "Repaired"),
    ),
    Transition(
        action="restore",
        outcome="done",
        sources=FIRST_TIME,
        target=SAME,
        roles=("handler",),
        guards=("own_unit", "restoring"),
        carries=(Field("result", "text", required=True), FILES),
        effects=("end_restore",),
        recallable=True,
        names=Names("已恢复", "Restored"),
    ),
    Transition(
        action="unmerge",
        sources=("merged",),
        target=BEFORE_MERGE,
        roles=("seat", "duty"),
        carries=(REASON,),
        names=Names("拆分", "Un-merge"),
    ),
    Transition(
        action="link",
        outcome="made",
        sources=("reported", "accepted", "filed", "returned", "escalated"),
        target=SAME,
        roles=("seat", "duty"),
        guards=("not_linked",),
        carries=(Field("into", "id", required=True), NOTE),
        recallable=True,
        names=Names("关联重复件", "Link as a repeat"),
    ),
    Transition(
        action="link",
        outcome="undone",
        sources=("reported", "accepted", *(state for state in UNDER_WAY if state != "reopened")),
        target=SAME,
        roles=("seat", "duty"),
        guards=("linked",),
        carries=(REASON,),
        recallable=True,
        names=Names("解除关联", "Unlink"),
    ),
    Transition(
        action="evaluate",
        sources=("merged",),
        target=SAME,
        roles=("seat", "duty", "channel", "reporter"),
        guards=("own_channel", "answered"),
        carries=(
            Field(
                "satisfaction", "choice", required=True, choices=("satisfied", "basically", "not_satisfied")
            ),
            NOTE,
        ),
        recallable=True,
        names=Names("评价", "Evaluate"),
    ),
)

ERRANDS = tuple(
    Transition(
        action="errand",
        outcome=outcome,
        sources=("signed_in", "on_site", "handling"),
        target=SAME,
        roles=("handler", "grid"),
        guards=("own_unit", guard),
        carries=(Field("result", "text", required=True), FILES),
        effects=(f"end_{field}",),
        recallable=True,
        names=names,
    )
    for outcome, guard, field, names in (
        ("collected", "collecting", "collect", Names("已收件", "Papers collected")),
        ("handed_in", "handing_in", "hand_in", Names("已送办", "Handed in")),
        ("brought_back", "bringing_back", "bring_back", Names("已送达", "Result brought back")),
    )
)

PARTS = (
    Transition(
        action="part",
        outcome="given",
        sources=AT_UNIT,
        target=SAME,
        roles=("seat", "duty"),
        carries=(UNIT, Field("task", "text", required=True), Field("until", "instant", required=True)),
        recallable=True,
        names=Names("分派协办", "Give a part"),
    ),
    Transition(
        action="part",
        outcome="taken",
        sources=WITH_PARTS,
        target=SAME,
        roles=("handler",),
        guards=("own_part", "part_not_taken"),
        carries=(NOTE,),
        recallable=True,
        names=Names("签收协办", "Take the part"),
    ),
    Transition(
        action="part",
        outcome="done",
        sources=WITH_PARTS,
        target=SAME,
        roles=("handler",),
        guards=("own_part",),
        carries=(Field("result", "text", required=True), FILES),
        recallable=True,
        names=Names("协办完成", "The part is done"),
    ),
    Transition(
        action="part",
        outcome="withdrawn",
        sources=(*WITH_PARTS, "suspended"),
        target=SAME,
        roles=("seat", "duty"),
        guards=("part_open",),
        carries=(UNIT, REASON),
        recallable=True,
        names=Names("撤销协办", "Withdraw a part"),
    ),
)

MEDIATION = (
    Transition(
        action="mediate",
        outcome="set",
        sources=AT_UNIT,
        target=SAME,
        roles=("seat", "duty", "handler", "grid"),
        guards=("own_unit_if_handler", "own_area", "no_mediation"),
        carries=(
            Field("parties", "choices", required=True, choices=PARTIES),
            Field("place", "text", required=True),
            Field("until", "instant", required=True),
            NOTE,
        ),
        recallable=True,
        names=Names("约定调解", "Set a mediation"),
    ),
    Transition(
        action="mediate",
        outcome="agreed",
        sources=MEDIATED,
        target=SAME,
        roles=("seat", "duty", "handler", "grid"),
        guards=("own_unit_if_handler", "own_area", "mediation"),
        carries=(Field("result", "text", required=True), Field("files", "files", required=True)),
        recallable=True,
        names=Names("调解达成协议", "Mediation: agreed"),
    ),
    Transition(
        action="mediate",
        outcome="not_agreed",
        sources=MEDIATED,
        target=SAME,
        roles=("seat", "duty", "handler", "grid"),
        guards=("own_unit_if_handler", "own_area", "mediation"),
        carries=(Field("result", "text", required=True), FILES),
        recallable=True,
        names=Names("调解未达成", "Mediation: not agreed"),
    ),
    Transition(
        action="mediate",
        outcome="put_off",
        sources=MEDIATED,
        target=SAME,
        roles=("seat", "duty", "handler", "grid"),
        guards=("own_unit_if_handler", "own_area", "mediation"),
        carries=(REASON, Field("until", "instant", required=True), Field("place", "text")),
        recallable=True,
        names=Names("调解改期", "Put the mediation off"),
    ),
)

FOLLOWED = (
    Transition(
        action="supervise",
        outcome="ordered",
        sources=UNDER_WAY,
        target=SAME,
        roles=("duty", "leader", "system"),
        guards=("no_reply_owed", "by_time_out"),
        carries=(
            Field("kind", "choice", required=True, choices=SUPERVISIONS),
            Field("reply_due", "instant", required=True),
            REASON,
        ),
        recallable=True,
        names=Names("督办", "Supervise"),
    ),
    Transition(
        action="supervise",
        outcome="replied",
        sources=SENT,
        target=SAME,
        roles=("handler",),
        guards=("own_unit", "reply_owed"),
        carries=(Field("result", "text", required=True), FILES),
        recallable=True,
        names=Names("回复督办", "Reply to the supervision"),
    ),
    Transition(
        action="supervise",
        outcome="lifted",
        sources=UNDER_WAY,
        target=SAME,
        roles=("duty", "leader"),
        guards=("supervised",),
        carries=(NOTE,),
        recallable=True,
        names=Names("解除督办", "Lift the supervision"),
    ),
    Transition(
        action="follow",
        outcome="begun",
        sources=("reported", "accepted", *UNDER_WAY, "closed"),
        target=SAME,
        roles=("leader", "duty"),
        guards=("not_following",),
        carries=(NOTE,),
        versioned=False,
        names=Names("关注", "Follow"),
    ),
    Transition(
        action="follow",
        outcome="ended",
        sources=("reported", "accepted", *UNDER_WAY, "closed", "evaluated", "refused", "merged"),
        target=SAME,
        roles=("leader", "duty"),
        guards=("following",),
        versioned=False,
        names=Names("取消关注", "Follow no longer"),
    ),
    Transition(
        action="accountability",
        outcome="settled",
        sources=(*SENT, "closed", "evaluated"),
        target=SAME,
        roles=("duty", "leader"),
        guards=("accountable",),
        carries=(Field("result", "text", required=True), FILES),
        recallable=True,
        names=Names("问责办结", "Settle the accountability"),
    ),
)

ENDS = (
    Transition(
        action="force_close",
        outcome="asked",
        sources=UNDER_WAY,
        target=SAME,
        roles=("seat", "duty"),
        guards=("nothing_asked",),
        carries=(REASON, FILES),
        recallable=True,
        names=Names("申请强制结案", "Ask for a close by force"),
    ),
    Transition(
        action="force_close",
        outcome="endorsed",
        sources=UNDER_WAY,
        target=SAME,
        roles=("duty",),
        guards=("asked", "not_endorsed", "not_own_request"),
        carries=(NOTE,),
        recallable=True,
        names=Names("同意强制结案（报领导）", "Endorse the close by force"),
    ),
    Transition(
        action="force_close",
        outcome="approved",
        sources=UNDER_WAY,
        target="closed",
        roles=("leader",),
        guards=("asked", "endorsed", "not_own_request"),
        carries=(NOTE,),
        effects=("end_clocks",),
        recallable=True,
        names=Names("批准强制结案", "Approve the close by force"),
    ),
    Transition(
        action="force_close",
        outcome="refused",
        sources=UNDER_WAY,
        target=SAME,
        roles=("duty", "leader"),
        guards=("asked",),
        carries=(REASON,),
        recallable=True,
        names=Names("不同意强制结案", "Refuse the close by force"),
    ),
    Transition(
        action="appeal",
        outcome="asked",
        sources=("closed", "evaluated"),
        target=SAME,
        roles=("handler",),
        guards=("own_unit", "late", "nothing_asked", "not_excused"),
        carries=(REASON, FILES),
        recallable=True,
        names=Names("申诉", "Appeal"),
    ),
    Transition(
        action="appeal",
        outcome="approved",
        sources=("closed", "evaluated"),
        target=SAME,
        roles=("duty", "leader"),
        guards=("asked",),
        carries=(REASON,),
        recallable=True,
        names=Names("申诉成立", "Uphold the appeal"),
    ),
    Transition(
        action="appeal",
        outcome="refused",
        sources=("closed", "evaluated"),
        target=SAME,
        roles=("duty", "leader"),
        guards=("asked",),
        carries=(REASON,),
        recallable=True,
        names=Names("驳回申诉", "Dismiss the appeal"),
    ),
)

BESIDE = (*EXTENSION, *SUSPENSION, *WHOSE, *ERRANDS, *PARTS, *MEDIATION, *FOLLOWED, *ENDS)
"""All of them."""
