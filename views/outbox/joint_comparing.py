"""A conflict on a joint action: what it was when the act was done, what the act makes of it, what others have
made of it since."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QCoreApplication

from console.outbox import OutboxRow
from contract.clock import Clock, ClockError
from contract.joint.advance import advance, effective
from contract.joint.joint import Joint
from contract.refused import Refused
from views import words
from views.context import Context
from views.outbox.line import Line, lines_between
from widgets.moments import day_time

translate = QCoreApplication.translate

_COMPUTED = ("due",)
"""The centre computes it; what it would have come to is not known here."""


def now_of(row: OutboxRow, context: Context) -> Joint | None:
    """The joint action as the centre has it: as the feed brought it, else as the refusal showed it."""
    held = context.desk.joints.server_row(row.joint_id)
    if held is not None or row.problem is None or row.problem.joint is None:
        return held
    try:
        return msgspec.convert(row.problem.joint, Joint)
    except msgspec.ValidationError:
        return None


def yours_of(row: OutboxRow, context: Context) -> Joint | None:
    """The joint action as the act would have left it, had nobody else acted."""
    actor = context.desk.actor
    if row.seen_joint is None or actor is None:
        return None
    try:
        at = effective(row.seen_joint, row.joint_act, actor, row.done_at, context.now())
        return advance(row.seen_joint, row.joint_act, actor, at, context.reference)
    except (Refused, ClockError):
        return None


def lines_of(row: OutboxRow, context: Context) -> list[Line]:
    """The fields in which the three are not all alike; the state always."""
    three = (row.seen_joint, yours_of(row, context), now_of(row, context))
    before, yours, now = (None if joint is None else _facts(joint, context) for joint in three)
    return lines_between(_captions(), before, yours, now, always="state", computed=_COMPUTED)


def _captions() -> dict[str, str]:
    return {
        "state": translate("Outbox", "State"),
        "kind": translate("Outbox", "Kind"),
        "lead": translate("Outbox", "Lead department"),
        "parties": translate("Outbox", "Departments"),
        "there": translate("Outbox", "On the spot"),
        "meet": translate("Outbox", "They meet"),
        "reason": translate("Outbox", "Reason"),
        "minutes": translate("Outbox", "Minutes"),
        "tasks": translate("Outbox", "Tasks"),
        "problems": translate("Outbox", "Problems"),
        "evidence": translate("Outbox", "Evidence"),
        "agreement": translate("Outbox", "Hand-over agreement"),
        "result": translate("Outbox", "What was done"),
        "failures": translate("Outbox", "Acceptances that failed"),
        "tickets": translate("Outbox", "Tickets"),
        "due": translate("Outbox", "This step is due"),
    }


def _facts(joint: Joint, context: Context) -> dict[str, str]:
    reference = context.reference
    kind = reference.district.joint.kind(joint.kind)
    lead = joint.lead
    ended = sum(task.state in ("done", "withdrawn") for task in joint.tasks)
    dealt = sum(problem.state != "open" for problem in joint.problems)
    agreed = joint.agreement
    signed = translate("Outbox", "signed") if agreed is not None and agreed.signed else ""
    return {
        "state": context.desk.joints.state_name(joint.state),
        "kind": words.pick(kind.names) if kind is not None else joint.kind,
        "lead": _unit(lead.unit, lead.unit_name, context) if lead is not None else "",
        "parties": words.listed(_unit(one.unit, one.unit_name, context) for one in joint.active),
        "there": words.listed(
            _unit(one.unit, one.unit_name, context) for one in joint.active if one.arrival is not None
        ),
        "meet": _time(joint.meet_at, context),
        "reason": joint.held.reason if joint.held is not None else joint.reason,
        "minutes": joint.minutes.text.split("\n", 1)[0] if joint.minutes is not None else "",
        "tasks": f"{ended}/{len(joint.tasks)}" if joint.tasks else "",
        "problems": f"{dealt}/{len(joint.problems)}" if joint.problems else "",
        "evidence": str(sum(item.counts for item in joint.evidence)) if joint.evidence else "",
        "agreement": (signed or translate("Outbox", "drawn up")) if agreed is not None else "",
        "result": joint.result,
        "failures": str(joint.failures) if joint.failures else "",
        "tickets": words.listed(ticket.number or ticket.title for ticket in joint.tickets),
        "due": _due(joint.stage, context),
    }


def _unit(code: str, name: str, context: Context) -> str:
    unit = context.reference.unit(code)
    return words.pick(unit.names) if unit is not None else name or code


def _due(clock: Clock | None, context: Context) -> str:
    return _time(clock.due_at if clock is not None else None, context)


def _time(instant: int | None, context: Context) -> str:
    return "" if instant is None else day_time(words.local(instant, context.reference))
