"""Approvals as rows and cells: each with its ground, how it stands, its clock, papers owed, its permit."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from contract.action import FileRef
from contract.clock import Clock, light
from contract.joint.approval import Approval
from contract.joint.joint import Joint
from contract.joint.party import Party
from contract.reference import Reference
from views import words
from views.joint import approval_words as said
from views.joint import naming
from views.joint.approval_forms import find
from widgets.light import Light
from widgets.matrix import MatrixCell, MatrixRow, MatrixStep

translate = QCoreApplication.translate

Table = tuple[list[MatrixRow], list[MatrixCell]]
"""The rows, and what stands in them."""
_UNDECIDED = ("asked", "taken", "lacking")


def approval_steps() -> list[MatrixStep]:
    """Of the approvals."""
    return [
        MatrixStep("state", translate("JointApproval", "How it stands")),
        MatrixStep("clock", translate("JointApproval", "Limit")),
        MatrixStep("owed", translate("JointApproval", "Papers")),
        MatrixStep("document", translate("JointApproval", "Permit")),
    ]


def approvals(joint: Joint, now: int, reference: Reference) -> Table:
    """A row an approval, those withdrawn last; row keys ``approval:ID``."""
    rows: list[MatrixRow] = []
    cells: list[MatrixCell] = []
    for one in sorted(joint.approvals, key=lambda one: one.state == "withdrawn"):
        key = f"approval:{one.id}"
        unit = naming.short_unit(one.unit, one.unit_name, reference)
        rows.append(MatrixRow(key, one.matter, unit, hint=words.dotted((one.entry, one.ground))))
        cells += [_state(key, one, now, reference), _clock(key, joint, one, now, reference)]
        cells += [cell for cell in (_owed(key, one, now, reference), _document(key, one)) if cell is not None]
    return rows, cells


def _state(key: str, one: Approval, now: int, reference: Reference) -> MatrixCell:
    shown = {
        "granted": Light.GREEN,
        "denied": Light.RED,
        "lacking": Light.AMBER,
    }.get(one.state, Light.NONE)
    at, by = (one.decided_at, one.decided_by) if one.ended else (one.taken_at, one.taken_by)
    when = naming.moment(at, now, reference) if at is not None else ""
    hint = "\n".join(part for part in (by, one.lacking, one.result) if part)
    text = words.dotted((said.state(one.state), when))
    return MatrixCell(key, "state", shown, text, done=one.ended, hint=hint)


def _clock(key: str, joint: Joint, one: Approval, now: int, reference: Reference) -> MatrixCell:
    clock = one.clock
    if clock is None:
        return MatrixCell(key, "clock", text=said.limit(one))
    if clock.ended_at is not None:
        if one.state == "withdrawn":
            return MatrixCell(key, "clock", text=said.limit(one), done=True)
        late = light(clock, now) == "red"
        text = translate("JointApproval", "late") if late else translate("JointApproval", "in time")
        return MatrixCell(key, "clock", Light.RED if late else Light.GREEN, text, done=True)
    due = naming.moment(clock.due_at, now, reference) if clock.due_at is not None else ""
    if clock.running:
        hint = translate("JointApproval", "{limit}, due {when}").format(limit=said.limit(one), when=due)
        return MatrixCell(key, "clock", ticking=True, hint=hint)
    why = one.lacking or (joint.held.reason if joint.held is not None else "")
    shown = Light.RED if light(clock, now) == "red" else Light.NONE
    return MatrixCell(key, "clock", shown, translate("JointApproval", "stands"), hint=why)


def _owed(key: str, one: Approval, now: int, reference: Reference) -> MatrixCell | None:
    if one.state == "lacking":
        return MatrixCell(key, "owed", Light.AMBER, one.lacking, hint=one.lacking)
    if not one.owed or one.state in ("denied", "withdrawn"):
        return None
    if one.supplied_at is not None:
        when = naming.moment(one.supplied_at, now, reference)
        text = translate("JointApproval", "came {when}").format(when=when)
        return MatrixCell(key, "owed", Light.GREEN, text, done=True, hint=one.owed)
    text = said.owed(one, now, reference)
    late = said.is_overdue(one, now)
    return MatrixCell(key, "owed", Light.RED if late else Light.AMBER, text, hint=text)


def _document(key: str, one: Approval) -> MatrixCell | None:
    files = translate("JointApproval", "files: {n}").format(n=len(one.files)) if one.files else ""
    text = words.dotted((one.document, files))
    if not text:
        return None
    return MatrixCell(key, "document", text=text, done=True, hint=one.result)


def clock_of(joint: Joint, row: str) -> Clock | None:
    """The clock that a row counts down by."""
    one = find(joint, row.partition(":")[2])
    return one.clock if one is not None else None


def next_of(joint: Joint, unit: str) -> Approval | None:
    """A department's undecided approval that is due first."""
    own = [one for one in joint.approvals if one.unit == unit and one.state in _UNDECIDED]
    return min(own, key=lambda one: _due(one.clock), default=None)


def _due(clock: Clock | None) -> tuple[bool, int]:
    running = clock is not None and clock.running and clock.due_at is not None
    return not running, clock.due_at or 0 if clock is not None else 0


def of_party(key: str, joint: Joint, party: Party, now: int) -> MatrixCell | None:
    """How many of a department's approvals are decided, with the clock of the next."""
    done, every = said.decided(joint, party.unit)
    if not every or not party.takes_part:
        return None
    own = [one for one in joint.approvals if one.unit == party.unit and one.state != "withdrawn"]
    hint = "\n".join(f"{one.matter}: {said.state(one.state)}" for one in own)
    many = f"{done}/{every}"
    following = next_of(joint, party.unit)
    if following is not None:
        running = following.clock is not None and following.clock.running
        return MatrixCell(key, "approval", text=many, ticking=running, hint=hint)
    if done < every:
        return MatrixCell(key, "approval", Light.AMBER, many, hint=hint)
    late = any(light(one.clock, now) == "red" for one in own)
    return MatrixCell(key, "approval", Light.RED if late else Light.GREEN, many, done=True, hint=hint)


def files_of(joint: Joint) -> list[FileRef]:
    """The files that came with approvals."""
    return [file for one in joint.approvals for file in one.files]
