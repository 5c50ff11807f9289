"""What an act of the outbox carries, what was said about it, and what to do, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.outbox import OutboxRow
from contract import action as act
from contract.joint.joint import Joint
from contract.problem import TYPE_PREFIX, Problem
from views import words
from views.context import Context
from widgets.moments import clock_time, day_time, full_clock

translate = QCoreApplication.translate


def when(instant: int, context: Context) -> str:
    """The time of today, else day and time."""
    reference = context.reference
    at = words.local(instant, reference)
    today = words.local(context.now(), reference).date()
    return clock_time(at) if at.date() == today else day_time(at)


def what(row: OutboxRow, context: Context) -> str:
    """The act's name in this district."""
    return words.begun(context.desk.action_name(row.action, row.outcome))


def joint_of(row: OutboxRow, context: Context) -> Joint | None:
    """The joint action of an act on one, as it is shown."""
    return context.desk.joints.get(row.joint_id) or row.seen_joint


def number(row: OutboxRow, context: Context) -> str:
    """The number of the ticket or joint action, "" where the centre has given none yet."""
    if row.is_joint:
        joint = joint_of(row, context)
        return joint.number if joint is not None else ""
    ticket = context.desk.store.get(row.ticket_id) or row.seen
    return ticket.number if ticket is not None else ""


def subject(row: OutboxRow, context: Context) -> str:
    """What the ticket or joint action is about."""
    if row.is_joint:
        joint = joint_of(row, context)
        return joint.title if joint is not None else str(getattr(row.act, "title", ""))
    ticket = context.desk.store.get(row.ticket_id) or row.seen
    if ticket is not None:
        return words.dotted(words.subject(ticket, context.reference))
    return row.act.title if isinstance(row.act, act.Report) else ""


def unit_name(code: str, context: Context) -> str:
    """A unit's name; the code where this console does not know it."""
    unit = context.reference.unit(code) if code else None
    return words.pick(unit.names) if unit is not None else code


def area_name(code: str, context: Context) -> str:
    """An area's short name; the code where this console does not know it."""
    area = context.reference.area(code) if code else None
    return (area.short or words.pick(area.names)) if area is not None else code


def item_name(code: str, context: Context) -> str:
    """An item's name as the catalogue has it now; the code where this console does not know it."""
    item = context.reference.item_known(code, context.now()) if code else None
    return words.pick(item.names) if item is not None else code


def written(row: OutboxRow, context: Context) -> list[tuple[str, str]]:
    """What the person gave the act, as captions and values; what was left empty is left out."""
    if row.is_joint:
        # Read in with the first act on a joint action.
        from views.outbox import joint_written

        return joint_written.written(row, context, joint_of(row, context))
    given = row.act
    found: list[tuple[str, str]] = []

    def add(caption: str, value: str) -> None:
        if value:
            found.append((caption, value))

    match given:
        case act.Report():
            add(translate("Outbox", "Title"), given.title)
            add(translate("Outbox", "What happened"), given.text)
        case act.Dispatch() | act.Redispatch():
            add(translate("Outbox", "Unit"), unit_name(given.unit, context))
        case act.Evaluate():
            add(translate("Outbox", "Satisfaction"), words.satisfaction(given.satisfaction))
        case act.Merge():
            into = context.desk.store.get(given.into)
            add(translate("Outbox", "Merged into"), into.number if into is not None else given.into)
        case _:
            pass
    add(translate("Outbox", "Item"), item_name(str(getattr(given, "item", "")), context))
    add(translate("Outbox", "Grid"), area_name(str(getattr(given, "area", "")), context))
    add(translate("Outbox", "Place"), str(getattr(given, "place", "")))
    add(translate("Outbox", "Reason"), str(getattr(given, "reason", "")))
    add(translate("Outbox", "What was done"), str(getattr(given, "result", "")))
    add(translate("Outbox", "Note"), str(getattr(given, "note", "")))
    files = getattr(given, "files", ())
    add(translate("Outbox", "Files"), words.listed(file.name or file.sha256[:8] for file in files))
    return found


def carried(row: OutboxRow, context: Context) -> str:
    """The same in one line."""
    return words.dotted(value.split("\n", 1)[0] for _, value in written(row, context))


def said(problem: Problem) -> list[str]:
    """What the centre (or this console) said, a line each."""
    zh = words.language().startswith("zh")
    faults = [(fault.zh if zh else fault.en) or fault.rule for fault in problem.errors]
    detail = (problem.zh if zh else problem.en) or ("" if faults else problem.detail or problem.title)
    return list(dict.fromkeys(text for text in (detail, *faults) if text))


def advice(row: OutboxRow, problem: Problem) -> str:
    """What to do about a refusal of an act."""
    match problem.type.removeprefix(TYPE_PREFIX):
        case "validation" | "too_large" | "media":
            return translate("Outbox", "Correct what is named and send it again.")
        case "forbidden":
            return translate(
                "Outbox", "Your account may not do this. Ask the duty officer to do it, then drop yours."
            )
        case "step" if row.is_joint:
            return translate("Outbox", "See how the joint action stands now, then drop yours.")
        case "step":
            return translate("Outbox", "Open the ticket, see what is possible now, then drop yours.")
        case "missing":
            return translate(
                "Outbox",
                "It is no longer there, or no longer yours to see. Copy what you wrote, then drop it.",
            )
        case "key":
            return translate("Outbox", "Send it again: it then goes under a number of its own.")
        case _:
            return translate("Outbox", "Send it again. If it comes back, copy it and tell the administrator.")


def as_text(row: OutboxRow, context: Context) -> str:
    """All of it as plain text, to be put elsewhere."""
    at = full_clock(words.local(row.done_at, context.reference))
    lines = [words.dotted((what(row, context), number(row, context), subject(row, context))), at]
    lines += [f"{caption}: {value}" for caption, value in written(row, context)]
    if row.problem is not None:
        lines += said(row.problem)
    return "\n".join(line for line in lines if line)
