"""Rows of a joint action's table for approvals that run beside each other and for mediation tables; each is
offered only where the action's kind has that form (guards parallel, mediation)."""

from __future__ import annotations

from contract.lifecycle_beside import FILES, NOTE, REASON, UNIT
from contract.machine import SAME, Field, Names

from .states import CALLED, FIELD, LEAD, row

_APPROVAL = Field("approval", "id", required=True)
_SIDE = Field("side", "id", required=True)
_SESSION = Field("session", "id", required=True)
_AT_WORK = ("approved", "called", "acting", "stopped")
_TABLE = ("called", *FIELD)
_AFTER = (*FIELD, "stopped", "complete", "handed_over", "verified", "evaluated")
_PAPER = Field("files", "files", required=True)
_SETTLEMENT = Field("settlement", "id", required=True)

APPROVALS = (
    row(
        "approval",
        _AT_WORK,
        SAME,
        LEAD,
        Names("提请审批", "Ask for an approval"),
        outcome="asked",
        guards=("parallel", "lead_or_centre"),
        carries=(
            _APPROVAL,
            UNIT,
            Field("matter", "text", required=True),
            Field("value", "number", required=True),
            Field("measure", "choice"),
            Field("entry", "code"),
        ),
    ),
    row(
        "approval",
        CALLED,
        SAME,
        ("handler",),
        Names("受理审批", "Take an approval in hand"),
        outcome="taken",
        guards=("parallel", "own_party"),
        carries=(_APPROVAL, Field("owed", "text"), Field("until", "instant"), NOTE),
    ),
    row(
        "approval",
        CALLED,
        SAME,
        ("handler",),
        Names("要求补正", "Say what papers are lacking"),
        outcome="lacking",
        guards=("parallel", "own_party"),
        carries=(_APPROVAL, REASON),
    ),
    row(
        "approval",
        CALLED,
        SAME,
        LEAD,
        Names("材料已补", "The papers have come"),
        outcome="supplied",
        guards=("parallel", "party_or_centre"),
        carries=(_APPROVAL, NOTE, FILES),
    ),
    row(
        "approval",
        CALLED,
        SAME,
        ("handler",),
        Names("准予批准", "Grant it"),
        outcome="granted",
        guards=("parallel", "own_party"),
        carries=(_APPROVAL, Field("document", "text", required=True), Field("result", "text"), FILES),
    ),
    row(
        "approval",
        CALLED,
        SAME,
        ("handler",),
        Names("不予批准", "Deny it"),
        outcome="denied",
        guards=("parallel", "own_party"),
        carries=(_APPROVAL, REASON, FILES),
    ),
    row(
        "approval",
        (*CALLED, "approved"),
        SAME,
        LEAD,
        Names("撤回审批", "Withdraw an approval"),
        outcome="withdrawn",
        guards=("parallel", "lead_or_centre"),
        carries=(_APPROVAL, REASON),
    ),
)
"""Rows of approvals that run beside each other."""

MEDIATION = (
    row(
        "side",
        ("proposed", "approved", *_TABLE),
        SAME,
        ("seat", "duty", "leader", "handler"),
        Names("登记当事方", "Enter a side"),
        outcome="joined",
        guards=("mediation", "of_it", "open_table"),
        carries=(
            _SIDE,
            Field("name", "text", required=True),
            Field("role", "choice", required=True, choices=("applicant", "respondent", "other")),
            Field("people", "number", required=True),
        ),
    ),
    row(
        "side",
        ("proposed", "approved", *_TABLE),
        SAME,
        ("seat", "duty", "leader", "handler"),
        Names("当事方退出", "A side leaves"),
        outcome="left",
        guards=("mediation", "of_it", "open_table"),
        carries=(_SIDE, REASON),
    ),
    row(
        "session",
        _TABLE,
        SAME,
        LEAD,
        Names("约定调解会", "Set a session"),
        outcome="set",
        guards=("mediation", "lead_or_centre", "open_table"),
        carries=(_SESSION, Field("at", "instant", required=True), Field("place", "text", required=True)),
    ),
    row(
        "session",
        FIELD,
        SAME,
        LEAD,
        Names("记录调解会", "Enter a session that was held"),
        outcome="held",
        guards=("mediation", "lead_or_centre"),
        carries=(
            _SESSION,
            Field("at", "instant"),
            Field("place", "text"),
            Field("attended", "object", required=True),
            Field("mediators", "object"),
            Field("minutes", "number", required=True),
            Field("words", "text", required=True),
            FILES,
        ),
    ),
    row(
        "session",
        (*_TABLE, "stopped"),
        SAME,
        LEAD,
        Names("取消调解会", "Cancel a session"),
        outcome="cancelled",
        guards=("mediation", "lead_or_centre"),
        carries=(_SESSION, REASON),
    ),
    row(
        "settlement",
        FIELD,
        SAME,
        LEAD,
        Names("拟订调解协议", "Draw up the settlement"),
        outcome="drawn",
        guards=("mediation", "lead_or_centre", "open_table"),
        carries=(
            _SETTLEMENT,
            Field("text", "text", required=True),
            Field("fen", "number"),
            Field("until", "instant"),
        ),
    ),
    row(
        "settlement",
        FIELD,
        SAME,
        LEAD,
        Names("登记签署", "Enter a side's signature"),
        outcome="signed",
        guards=("mediation", "lead_or_centre", "open_table", "settlement_drawn"),
        carries=(_SETTLEMENT, _SIDE, _PAPER),
    ),
    row(
        "settlement",
        _AFTER,
        SAME,
        LEAD,
        Names("登记司法确认", "Enter the court's confirmation"),
        outcome="confirmed",
        guards=("mediation", "lead_or_centre", "settlement_signed"),
        carries=(Field("document", "text", required=True), FILES),
    ),
    row(
        "settlement",
        _AFTER,
        SAME,
        LEAD,
        Names("登记履行", "Enter what was performed"),
        outcome="performed",
        guards=("mediation", "lead_or_centre", "settlement_awaited"),
        carries=(Field("fen", "number", required=True), NOTE, FILES),
    ),
    row(
        "settlement",
        _AFTER,
        SAME,
        LEAD,
        Names("登记未履行", "Enter that it was not performed"),
        outcome="defaulted",
        guards=("mediation", "lead_or_centre", "settlement_awaited"),
        carries=(REASON,),
    ),
    row(
        "settlement",
        FIELD,
        SAME,
        LEAD,
        Names("调解未成", "No settlement"),
        outcome="broken",
        guards=("mediation", "lead_or_centre", "open_table"),
        carries=(REASON, Field("referred", "text", required=True)),
    ),
)
"""Rows of mediation tables."""
