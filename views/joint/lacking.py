"""What is missing for an action to go on, in words: who, what, since when it is late."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from contract.clock import light
from contract.joint.joint import Joint
from contract.reference import Reference
from views.joint import approval_words, mediation_words, naming
from views.joint.cards import ON_THE_SPOT, absentees, column_of, evidence_light, lacking_evidence
from views.joint.cells import OPEN_TASKS
from views.joint.running import unheard
from widgets.light import Light

translate = QCoreApplication.translate

Lacks = tuple[Light, str]
"""How bad it is, and what it is."""


def _bad(late: int) -> Light:
    return Light.RED if late else Light.AMBER


def lacking(joint: Joint, now: int, reference: Reference) -> list[Lacks]:
    """What is missing, the worst first."""
    table = mediation_words.lacking(joint, now, reference)
    found = [
        *_people(joint, now),
        *_work(joint, now, reference),
        *_end(joint),
        *table,
        *approval_words.lacking(joint, now),
    ]
    if light(joint.stage, now) == "red" and joint.stage is not None and joint.stage.ended_at is None:
        text = translate("JointLacks", "{what} is overdue")
        found.append((Light.RED, text.format(what=naming.clock(joint.stage.name))))
    order = (Light.RED, Light.AMBER, Light.NONE)
    return sorted(found, key=lambda one: order.index(one[0]))


def _people(joint: Joint, now: int) -> list[Lacks]:
    found: list[Lacks] = []
    alone = unheard(joint, now)
    if alone:
        text = translate("JointLacks", "{n} not heard of in time")
        found.append((Light.RED, text.format(n=sum(watch.people for watch in alone))))
    gone = [party for party in absentees(joint) if party.state == "absent"]
    if gone:
        found.append((Light.RED, translate("JointLacks", "{n} absent").format(n=len(gone))))
    waited = [p for p in absentees(joint) if p.state not in ("absent", "objecting")]
    unsigned = [party for party in waited if party.signed_in_at is None]
    away = [party for party in waited if party.signed_in_at is not None]
    if unsigned:
        late = sum(light(party.sign_in, now) == "red" for party in unsigned)
        found.append((_bad(late), translate("JointLacks", "{n} not signed in").format(n=len(unsigned))))
    if away:
        late = sum(light(party.arrive, now) == "red" for party in away)
        found.append((_bad(late), translate("JointLacks", "{n} not on site").format(n=len(away))))
    objecting = sum(party.state == "objecting" for party in joint.parties)
    if objecting:
        found.append((Light.AMBER, translate("JointLacks", "{n} objecting").format(n=objecting)))
    return found


def _work(joint: Joint, now: int, reference: Reference) -> list[Lacks]:
    found: list[Lacks] = []
    if column_of(joint) in ON_THE_SPOT:
        tasks = [task for task in joint.tasks if task.state in OPEN_TASKS]
        if tasks:
            late = sum(light(task.clock, now) == "red" for task in tasks)
            found.append((_bad(late), translate("JointLacks", "tasks open: {n}").format(n=len(tasks))))
        problems = sum(problem.state == "open" for problem in joint.problems)
        if problems:
            found.append((Light.AMBER, translate("JointLacks", "problems open: {n}").format(n=problems)))
    lacks = lacking_evidence(joint, reference)
    if lacks:
        shade = evidence_light(joint, now)
        found.append((shade, translate("JointLacks", "evidence missing: {n}").format(n=lacks)))
    return found


def _end(joint: Joint) -> list[Lacks]:
    found: list[Lacks] = []
    if joint.agreement is not None and not joint.agreement.signed and joint.closed_at is None:
        found.append((Light.AMBER, translate("JointLacks", "agreement not signed")))
    if column_of(joint) == "verified":
        unscored = sum(party.score is None for party in joint.active)
        if unscored:
            found.append((Light.AMBER, translate("JointLacks", "{n} without a score").format(n=unscored)))
    if any(account.settled_at is None for account in joint.accounts):
        found.append((Light.RED, translate("JointLacks", "accountability open")))
    return found
