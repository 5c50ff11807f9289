"""An action's log as lines for people, newest first."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from contract.joint.log import JointEntry
from contract.reference import Reference
from views import words
from views.joint import fallen, mediation_words, naming
from widgets.moments import full_clock
from widgets.timeline import Mark, TimelineEntry

translate = QCoreApplication.translate

_MARKS = {
    "joint_note": Mark.NOTE,
    "joint_refuse": Mark.BAD,
    "joint_withdraw": Mark.WARN,
    "joint_call_off": Mark.WARN,
    "joint_stop": Mark.WARN,
    "joint_remind": Mark.WARN,
    "joint_object": Mark.WARN,
    "joint_absent": Mark.BAD,
    "joint_substitute": Mark.WARN,
    "joint_close": Mark.GOOD,
    "joint_complete": Mark.GOOD,
    "joint_hand_over": Mark.GOOD,
    "joint_verify/passed": Mark.GOOD,
    "joint_verify/failed": Mark.BAD,
    "joint_evidence/struck": Mark.WARN,
    "joint_side/left": Mark.WARN,
    "joint_session/cancelled": Mark.WARN,
    "joint_settlement/confirmed": Mark.GOOD,
    "joint_settlement/performed": Mark.GOOD,
    "joint_settlement/defaulted": Mark.BAD,
    "joint_settlement/broken": Mark.WARN,
    "joint_approval/lacking": Mark.WARN,
    "joint_approval/granted": Mark.GOOD,
    "joint_approval/denied": Mark.BAD,
    "joint_approval/withdrawn": Mark.WARN,
}


def entries_of(log: Iterable[JointEntry], now: int, reference: Reference | None) -> list[TimelineEntry]:
    """The log, newest first."""
    found = []
    for entry in reversed(list(log)):
        name = f"{entry.action}/{entry.outcome}"
        late = translate("JointLog", "posted later") if entry.late and entry.role != "system" else ""
        several = len(entry.files) > (entry.action == "joint_evidence")
        files = translate("JointLog", "files: {n}").format(n=len(entry.files)) if several else ""
        said = words.spoken(entry.words, "system" if entry.role == "system" else "")
        if said == entry.subject:
            said = ""
        due = entry.role == "system" and bool(entry.clock)
        found.append(
            TimelineEntry(
                time=naming.moment(entry.at, now, reference),
                who=_who(entry, reference),
                what=_what(entry, reference),
                detail=fallen.detail(entry, now, reference) if due else words.dotted((said, files, late)),
                mark=fallen.mark(entry) if due else _MARKS.get(name, _MARKS.get(entry.action, Mark.PLAIN)),
                key=entry.n,
                hint=full_clock(words.local(entry.at, reference)),
            )
        )
    return found


def _who(entry: JointEntry, reference: Reference | None) -> str:
    """The department whose event it is, else the person."""
    if entry.role == "system":
        return translate("JointLog", "System")
    if entry.action == "joint_note" or not entry.unit:
        return entry.name
    return naming.short_unit(entry.unit, entry.unit_name, reference)


def _what(entry: JointEntry, reference: Reference | None) -> str:
    if entry.action == "joint_note":
        return translate("JointLog", "Note")
    if entry.role == "system" and entry.clock:
        return fallen.what(entry, reference)
    done = naming.act(entry.action, entry.outcome, reference)
    subject = mediation_words.subject(entry)
    if entry.action == "joint_evidence" and entry.files:
        subject = words.dotted((naming.evidence(entry.files[0].kind), subject))
    if entry.on and reference is not None and reference.unit(entry.on) is not None:
        subject = naming.short_unit(entry.on, entry.subject, reference)
    people = translate("JointLog", "{n} people").format(n=entry.people) if entry.people is not None else ""
    return words.dotted((done, subject, people))
