"""What a person gave an act on a joint action, as captions and values."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from console.outbox import OutboxRow
from contract.joint import action as act
from contract.joint.joint import Joint
from views import words
from views.context import Context
from views.outbox import approval_written, mediation_written
from widgets.moments import day_time

translate = QCoreApplication.translate

Written = list[tuple[str, str]]


def written(row: OutboxRow, context: Context, joint: Joint | None) -> Written:
    """Captions and values; what was left empty is left out."""
    found = [*_of(row.joint_act, context), *_about(row.joint_act, context, joint), *_common(row, context)]
    return [(caption, value) for caption, value in found if value]


def _of(given: act.JointAct, context: Context) -> Iterator[tuple[str, str]]:
    """What only one kind of act carries."""
    match given:
        case act.Propose():
            kind = context.reference.district.joint.kind(given.kind)
            yield translate("Outbox", "Title"), given.title
            yield translate("Outbox", "Kind"), words.pick(kind.names) if kind is not None else given.kind
            yield translate("Outbox", "What happened"), given.text
            yield translate("Outbox", "Departments wanted"), _units(given.wanted, context)
        case act.Approve():
            lead = [one.unit for one in given.parties if one.lead]
            others = [one.unit for one in given.parties if not one.lead]
            yield translate("Outbox", "Lead department"), _units(lead, context)
            yield translate("Outbox", "Co-handlers"), _units(others, context)
            yield from approval_written.asked(given, context)
        case act.Call():
            yield translate("Outbox", "They meet"), _time(given.meet_at, context)
        case act.JoinIn():
            yield translate("Outbox", "Department"), _units([given.party.unit], context)
        case act.JointArrive():
            yield translate("Outbox", "People"), str(given.people)
        case act.Plan():
            yield translate("Outbox", "Minutes"), given.minutes
            yield translate("Outbox", "Tasks"), words.listed(task.text for task in given.tasks)
        case act.TaskStep():
            yield translate("Outbox", "By when"), _time(given.until, context)
        case act.EvidenceStep():
            yield translate("Outbox", "Number of the document"), given.document
        case act.Agree():
            yield translate("Outbox", "To whom"), given.body
        case act.Safety():
            yield translate("Outbox", "People"), str(given.people or "")
        case act.SideStep() | act.SessionStep() | act.SettlementStep():
            yield from mediation_written.of(given, context)
        case act.ApprovalStep():
            yield from approval_written.of(given, context)
        case act.Rate():
            yield translate("Outbox", "Score"), "★" * given.value
        case _:
            return


def _about(given: act.JointAct, context: Context, joint: Joint | None) -> Iterator[tuple[str, str]]:
    """What of the joint action it was done to, in its words."""
    if joint is not None:
        task = next((one for one in joint.tasks if one.id == getattr(given, "task", "")), None)
        if task is not None:
            yield translate("Outbox", "Task"), task.text
        problem = next((one for one in joint.problems if one.id == getattr(given, "problem", "")), None)
        if problem is not None:
            yield translate("Outbox", "Problem"), problem.text
        yield from mediation_written.about(given, joint)
        yield from approval_written.about(given, joint, context)
        item = next((one for one in joint.evidence if one.id == getattr(given, "evidence", "")), None)
        if item is not None:
            yield translate("Outbox", "Evidence"), item.document or item.file.name
    ticket_id = str(getattr(given, "ticket", ""))
    ticket = context.desk.store.get(ticket_id) if ticket_id else None
    yield translate("Outbox", "Ticket"), ticket.number or ticket.title if ticket is not None else ""


def _common(row: OutboxRow, context: Context) -> Iterator[tuple[str, str]]:
    """What several kinds of acts carry under one name."""
    given = row.joint_act
    if not isinstance(given, act.Propose):
        yield translate("Outbox", "What it says"), str(getattr(given, "text", ""))
        yield translate("Outbox", "Department"), _units([str(getattr(given, "unit", ""))], context)
        yield translate("Outbox", "In its place"), _units([str(getattr(given, "instead", ""))], context)
    area = context.reference.area(str(getattr(given, "area", "")))
    yield translate("Outbox", "Grid"), (area.short or words.pick(area.names)) if area is not None else ""
    yield translate("Outbox", "Place"), str(getattr(given, "place", ""))
    yield translate("Outbox", "Reason"), str(getattr(given, "reason", ""))
    yield translate("Outbox", "What was done"), str(getattr(given, "result", ""))
    yield translate("Outbox", "Note"), str(getattr(given, "note", "") or getattr(given, "words", ""))
    files = getattr(given, "files", ())
    yield translate("Outbox", "Files"), words.listed(file.name or file.sha256[:8] for file in files)


def _units(codes: list[str] | tuple[str, ...], context: Context) -> str:
    names = []
    for code in codes:
        unit = context.reference.unit(code) if code else None
        names.append(words.pick(unit.names) if unit is not None else code)
    return words.listed(names)


def _time(instant: int | None, context: Context) -> str:
    return "" if instant is None else day_time(words.local(instant, context.reference))
