"""The mediation table as rows and cells: sides, sessions in order; the settlement as facts."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from contract.action import FileRef
from contract.clock import DAY
from contract.joint.joint import Joint
from contract.joint.mediation import SESSION_STATES, Session, Settlement, Side
from contract.reference import Reference
from views import words
from views.joint import mediation_words as said
from views.joint import naming
from widgets.facts import Fact
from widgets.light import Light
from widgets.matrix import MatrixCell, MatrixRow, MatrixStep

translate = QCoreApplication.translate

Table = tuple[list[MatrixRow], list[MatrixCell]]
"""The rows, and what stands in them."""
_SOON = 3 * DAY
"""What is due within so long is amber."""


def side_steps() -> list[MatrixStep]:
    """Of the sides."""
    return [
        MatrixStep("people", translate("JointMediation", "People")),
        MatrixStep("joined", translate("JointMediation", "At the table")),
        MatrixStep("signed", translate("JointMediation", "Signed")),
    ]


def sides(joint: Joint, now: int, reference: Reference) -> Table:
    """A row a side, those that have left last; row keys ``side:ID``."""
    rows: list[MatrixRow] = []
    cells: list[MatrixCell] = []
    for side in sorted(joint.sides, key=lambda one: one.left_at is not None):
        key = f"side:{side.id}"
        rows.append(MatrixRow(key, side.name, said.role(side.role), hint=side.left_reason))
        cells.append(MatrixCell(key, "people", text=str(side.people), done=True))
        cells.append(_joined(key, side, now, reference))
        signed = _signed(key, joint, side, now, reference)
        if signed is not None:
            cells.append(signed)
    return rows, cells


def _joined(key: str, side: Side, now: int, reference: Reference) -> MatrixCell:
    if side.left_at is not None:
        when = naming.moment(side.left_at, now, reference)
        text = translate("JointMediation", "left {when}").format(when=when)
        return MatrixCell(key, "joined", Light.NONE, text, done=True, hint=side.left_reason)
    when = naming.moment(side.joined_at, now, reference)
    return MatrixCell(key, "joined", Light.GREEN, when, done=True)


def _signed(key: str, joint: Joint, side: Side, now: int, reference: Reference) -> MatrixCell | None:
    held = joint.settlement
    if held is None or side.left_at is not None:
        return None
    one = next((found for found in held.signatures if found.side == side.id), None)
    if one is not None:
        when = naming.moment(one.at, now, reference)
        return MatrixCell(
            key, "signed", Light.GREEN, when, done=True, hint=words.dotted((one.by, one.file.name))
        )
    if joint.unsettled is not None:
        return None
    return MatrixCell(key, "signed", Light.AMBER, translate("JointMediation", "to sign"))


def session_steps() -> list[MatrixStep]:
    """Of the sessions."""
    return [
        MatrixStep("at", translate("JointMediation", "When")),
        MatrixStep("state", translate("JointMediation", "How it stands")),
    ]


def sessions(joint: Joint, now: int, reference: Reference) -> Table:
    """A row a session, in their order; row keys ``session:ID``."""
    rows: list[MatrixRow] = []
    cells: list[MatrixCell] = []
    for one in joint.sessions:
        key = f"session:{one.id}"
        rows.append(
            MatrixRow(key, words.dotted((said.session(one), one.place)), hint=_who(one, joint, reference))
        )
        cells.append(
            MatrixCell(key, "at", text=naming.moment(one.at, now, reference), done=one.state != "set")
        )
        cells.append(_state(key, one, now))
    return rows, cells


def _who(one: Session, joint: Joint, reference: Reference) -> str:
    names = {side.id: side.name for side in joint.sides}
    came = words.listed(names[id_] for id_ in one.attended if id_ in names)
    units = words.listed(naming.short_unit(code, "", reference) for code in one.mediators)
    return "\n".join(part for part in (came, units, one.words) if part)


def _state(key: str, one: Session, now: int) -> MatrixCell:
    if one.state == "held":
        sat = translate("JointMediation", "held, {n} min").format(n=one.minutes)
        return MatrixCell(
            key, "state", Light.GREEN, sat, done=True, hint=words.dotted((one.ended_by, one.words))
        )
    if one.state == "cancelled":
        text = words.pick(SESSION_STATES["cancelled"])
        return MatrixCell(
            key, "state", Light.NONE, text, done=True, hint=words.dotted((one.ended_by, one.words))
        )
    if said.is_missed(one, now):
        return MatrixCell(
            key, "state", Light.RED, translate("JointMediation", "not held in time"), hint=one.set_by
        )
    return MatrixCell(key, "state", Light.GREEN, words.pick(SESSION_STATES["set"]), hint=one.set_by)


# --- the settlement --------------------------------------------------------------------------------------
def facts(joint: Joint, now: int, reference: Reference) -> list[Fact]:
    """The settlement: what came of the table, the terms, the sum, who signed, what was performed."""
    found = [_result(joint, now, reference)]
    held = joint.settlement
    if held is not None:
        found.append(Fact(translate("JointMediation", "Terms"), held.text, span=2))
        found += _money(held, now, reference)
        found += _papers(joint, held, now, reference)
    return found


def _result(joint: Joint, now: int, reference: Reference) -> Fact:
    label = translate("JointMediation", "Outcome")
    parted, held = joint.unsettled, joint.settlement
    if parted is not None:
        when = naming.moment(parted.at, now, reference)
        sent = translate("JointMediation", "referred to {where}").format(where=parted.referred)
        text = translate("JointMediation", "No settlement")
        return Fact(label, words.dotted((text, when, sent, parted.reason)), span=2, light=Light.RED)
    if held is not None and held.signed_at is not None:
        when = naming.moment(held.signed_at, now, reference)
        text = translate("JointMediation", "Settled, all sides have signed")
        return Fact(label, words.dotted((text, when)), span=2, light=Light.GREEN)
    if held is not None:
        text = translate("JointMediation", "A settlement is drawn up, not signed by all")
        return Fact(label, text, span=2, light=Light.AMBER)
    return Fact(label, translate("JointMediation", "Neither settled nor parted yet"), span=2)


def _money(held: Settlement, now: int, reference: Reference) -> Iterator[Fact]:
    if not held.fen:
        return
    yield Fact(translate("JointMediation", "Sum"), said.sum_of(held.fen))
    if held.until is not None:
        yield _due(held, held.until, now, reference)
    if held.signed_at is None:
        return
    yield Fact(translate("JointMediation", "Paid"), said.sum_of(held.paid))
    yield Fact(translate("JointMediation", "Still due"), said.sum_of(held.fen - held.paid))
    for one in held.performed:
        when = naming.moment(one.at, now, reference)
        text = words.dotted((said.sum_of(one.fen), when, one.by, one.words))
        yield Fact(translate("JointMediation", "Performance"), text, span=2)


def _due(held: Settlement, until: int, now: int, reference: Reference) -> Fact:
    when, light, state = naming.moment(until, now, reference), Light.NONE, ""
    if held.defaulted_at is not None:
        light, state = Light.RED, translate("JointMediation", "not performed")
    elif held.signed_at is not None and not held.awaited:
        last = held.performed[-1].at
        light, state = Light.GREEN, translate("JointMediation", "performed")
        if last > until:
            light, state = Light.RED, translate("JointMediation", "performed late")
    elif held.awaited and until < now:
        light, state = Light.RED, translate("JointMediation", "overdue")
    elif held.awaited:
        light = Light.AMBER if until - now < _SOON else Light.GREEN
    return Fact(translate("JointMediation", "Due by"), words.dotted((when, state)), light=light)


def _papers(joint: Joint, held: Settlement, now: int, reference: Reference) -> Iterator[Fact]:
    names = {side.id: side.name for side in joint.sides}
    signed = words.listed(names.get(one.side, one.side) for one in held.signatures)
    if signed:
        yield Fact(translate("JointMediation", "Signed by"), signed, span=2)
    if held.confirmed_at is not None:
        when = naming.moment(held.confirmed_at, now, reference)
        label = translate("JointMediation", "Confirmed by the court")
        yield Fact(label, words.dotted((held.document, when)), span=2, light=Light.GREEN)
    if held.defaulted_at is not None:
        when = naming.moment(held.defaulted_at, now, reference)
        text = words.dotted((held.defaulted_reason, when))
        yield Fact(translate("JointMediation", "Not performed"), text, span=2, light=Light.RED)


def demanded(key: str, joint: Joint, now: int, reference: Reference) -> MatrixCell:
    """How the settlement stands in the evidence pack."""
    held, parted = joint.settlement, joint.unsettled
    if parted is not None:
        text = translate("JointMediation", "no settlement")
        return MatrixCell(key, "have", Light.GREEN, text, done=True, hint=parted.reason)
    if held is None:
        return MatrixCell(key, "have", Light.AMBER, translate("JointMediation", "not drawn up"))
    if held.signed_at is None:
        many = f"{len(held.signatures)}/{len(joint.at_table)}"
        return MatrixCell(key, "have", Light.AMBER, translate("JointMediation", "signed {n}").format(n=many))
    return MatrixCell(key, "have", Light.GREEN, naming.moment(held.signed_at, now, reference), done=True)


def files_of(joint: Joint) -> list[FileRef]:
    """The papers that the sides signed, and what shows what was performed."""
    held = joint.settlement
    if held is None:
        return []
    return [*(one.file for one in held.signatures), *(file for one in held.performed for file in one.files)]
