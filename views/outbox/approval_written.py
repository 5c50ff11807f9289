"""What a person gave a step of an approval, as captions and values."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from contract.joint import action as act
from contract.joint.joint import Joint
from views import words
from views.context import Context
from views.joint import approval_words
from widgets.moments import day_time

translate = QCoreApplication.translate


def of(given: act.ApprovalStep, context: Context) -> Iterator[tuple[str, str]]:
    """What only these carry; what was left empty is empty."""
    yield translate("Outbox", "To approve"), given.matter
    if given.value:
        said = f"{given.value} {approval_words.measure(given.measure)}"
        yield translate("Outbox", "Within"), said
    yield translate("Outbox", "Papers that may follow"), given.owed
    when = "" if given.until is None else day_time(words.local(given.until, context.reference))
    yield translate("Outbox", "By when"), when
    yield translate("Outbox", "Number of the permit"), given.document


def asked(given: act.Approve, context: Context) -> Iterator[tuple[str, str]]:
    """The approvals that an approval of the action asks for."""
    found = []
    for one in given.approvals:
        unit = context.reference.unit(one.unit)
        name = words.pick(unit.names) if unit is not None else one.unit
        limit = f"{one.value} {approval_words.measure(one.measure)}"
        found.append(words.dotted((name, one.matter, limit)))
    yield translate("Outbox", "Approvals"), "\n".join(found)


def about(given: act.JointAct, joint: Joint, context: Context) -> Iterator[tuple[str, str]]:
    """The approval that it was done to, in its words."""
    if isinstance(given, act.ApprovalStep) and given.outcome != "asked":
        said = approval_words.target_text(joint, given.approval, context.reference)
        yield translate("Outbox", "Approval"), said
