"""How much one joint action holds. Its row lies on every console in scope and goes out whole with each of its
steps, so none of its parts grows without end."""

from __future__ import annotations

from contract.refused import wrong

from . import action as a
from .joint import Joint

PARTIES = 60
"""Lines of departments, those that were released or substituted among them."""
TICKETS = 100
TASKS = 100
PROBLEMS = 200
EVIDENCE = 300
"""Items that are not struck."""
ITEMS = 1_000
"""Items of evidence in all."""
WATCHES = 200
APPROVALS = 60
SIDES = 40
SESSIONS = 100
PAYMENTS = 200
STOPS = 100
LINES = 5_000
"""So long a log takes no more of what may be said again and again; moves of the phase, departments' own steps
and signs of life it always takes."""
LACKING = 20
"""So often one approval's papers are sent back: each time its clock has one more pause."""
_AGAIN = (a.Say, a.Remind, a.MarkAbsent, a.Rate, a.TieTicket, a.Agree)
"""What may be done again and again."""


def room(joint: Joint, act: a.JointAct) -> None:
    """Raises InputRefused where an act would bring more than one joint action holds."""
    match act:
        case a.JoinIn() | a.Substitute():
            _holds("act.party", len(joint.parties) + 1, PARTIES, "单位", "departments")
        case a.DecideObjection() if act.instead:
            _holds("act.instead", len(joint.parties) + 1, PARTIES, "单位", "departments")
        case a.Plan():
            _holds("act.tasks", len(joint.tasks) + len(act.tasks), TASKS, "任务", "tasks")
        case a.TaskStep(outcome="given"):
            _holds("act.task", len(joint.tasks) + 1, TASKS, "任务", "tasks")
        case a.ProblemStep(outcome="found"):
            _holds("act.problem", len(joint.problems) + 1, PROBLEMS, "问题", "problems")
        case a.EvidenceStep(outcome="brought"):
            standing = sum(item.struck_at is None for item in joint.evidence)
            _holds("act.evidence", standing + 1, EVIDENCE, "有效证据", "items of evidence that stand")
            _holds("act.evidence", len(joint.evidence) + 1, ITEMS, "证据", "items of evidence")
        case a.Safety(outcome="started"):
            _holds("act.outcome", len(joint.safety) + 1, WATCHES, "安全联络", "safety timers")
        case a.Approve():
            _holds("act.approvals", len(act.approvals), APPROVALS, "审批", "approvals")
        case a.ApprovalStep(outcome="asked"):
            _holds("act.approval", len(joint.approvals) + 1, APPROVALS, "审批", "approvals")
        case a.ApprovalStep(outcome="lacking"):
            found = next((one for one in joint.approvals if one.id == act.approval), None)
            if found is not None:
                _holds("act.approval", len(found.stood) + 1, LACKING, "审批补正", "papers sent back")
        case a.SideStep(outcome="joined"):
            _holds("act.side", len(joint.sides) + 1, SIDES, "当事方", "sides")
        case a.SessionStep() if all(one.id != act.session for one in joint.sessions):
            _holds("act.session", len(joint.sessions) + 1, SESSIONS, "调解会", "sessions")
        case a.SettlementStep(outcome="performed") if joint.settlement is not None:
            _holds("act.fen", len(joint.settlement.performed) + 1, PAYMENTS, "履行", "performances")
        case a.Stop():
            _holds("act.reason", len(joint.stops) + 1, STOPS, "暂停", "stops")
        case a.TieTicket(outcome="tied"):
            _holds("act.ticket", len(joint.tickets) + 1, TICKETS, "关联工单", "tickets")
    if isinstance(act, _AGAIN) and joint.entries >= LINES:
        _holds("act", joint.entries + 1, LINES, "办理记录", "lines of the log")


def _holds(field: str, count: int, limit: int, zh: str, en: str) -> None:
    if count > limit:
        raise wrong(
            field,
            count,
            "room",
            f"一次联合行动的{zh}不超过{limit}项",
            f"one joint action has room for {limit} {en}",
        )
