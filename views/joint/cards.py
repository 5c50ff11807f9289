"""A joint action as a card of the board: what it is, who leads, who is missing, what presses."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from contract.clock import DAY, Calendar
from contract.clock import light as clock_light
from contract.joint.guards import missing
from contract.joint.joint import Joint
from contract.joint.lifecycle import COLUMNS
from contract.joint.party import Party
from contract.reference import Reference
from views import words
from views.clocks import left_of
from views.joint import approval_words, mediation_words, naming
from views.joint.running import Running, pressing, unheard
from widgets.board import Badge, BoardColumn, Card, Tone
from widgets.countdown import Remaining
from widgets.light import Light

translate = QCoreApplication.translate

SHOWN_CLOSED_MS = 3 * DAY
"""A closed one stays on the board for so long."""
ON_THE_SPOT = ("on_site", "planned", "acting")
"""Phases in which it matters who has come."""
PACKING = (*ON_THE_SPOT, "complete", "handed_over")
"""Phases in which it matters what evidence is missing."""
HANDING = ("complete", "handed_over")
"""Phases in which what is still missing keeps the action from its end."""
_TIER = 1e13
"""More than any instant: an order's tiers lie so far apart."""
_NAMES = 2
"""So many of the missing are named."""


def columns(reference: Reference) -> list[BoardColumn]:
    """The phases, in their order."""
    return [BoardColumn(key, naming.phase(key, reference)) for key in COLUMNS]


def column_of(joint: Joint) -> str:
    """The phase in which it stands; one that is stopped stands where it was."""
    return joint.held.state if joint.state == "stopped" and joint.held is not None else joint.state


def is_shown(joint: Joint, now: int) -> bool:
    """Whether it stands on the board: not what came to nothing, nor what was closed days ago."""
    if column_of(joint) not in COLUMNS:
        return False
    return joint.closed_at is None or now - joint.closed_at < SHOWN_CLOSED_MS


def absentees(joint: Joint) -> tuple[Party, ...]:
    """Departments that are waited for: to sign in before the muster, to arrive after it where there is a spot
    to come to."""
    column = column_of(joint)
    if column == "called":
        return tuple(party for party in joint.active if party.signed_in_at is None)
    if column in ON_THE_SPOT:
        return tuple(party for party in joint.active if is_awaited(party))
    return ()


def is_awaited(party: Party) -> bool:
    """Whether a department is still to come; where there is no spot, to sign in."""
    return party.signed_in_at is None if party.arrive_limit is None else party.arrival is None


def lacking_evidence(joint: Joint, reference: Reference) -> int:
    """How many items its kind still demands, once people are on the spot."""
    if column_of(joint) not in PACKING:
        return 0
    return sum(one.want - one.have for one in missing(joint, reference))


def evidence_light(joint: Joint, now: int) -> Light:
    """How pressing it is that evidence is missing: not at all before action began, then as the clock of the
    handling has it."""
    column = column_of(joint)
    if column in HANDING:
        return Light.RED if clock_light(joint.handle, now) == "red" else Light.AMBER
    if column != "acting":
        return Light.NONE
    return {"amber": Light.AMBER, "red": Light.RED}.get(clock_light(joint.handle, now), Light.NONE)


def left(joint: Joint, now: int, calendar: Calendar) -> Remaining | None:
    """What is left of the clock that presses most."""
    found = pressing(joint, now)
    return left_of(found.clock, now, calendar) if found is not None else None


def card_of(joint: Joint, now: int, reference: Reference, *, pending: bool = False) -> Card:
    """The card; the board asks `left` for its figures."""
    press = pressing(joint, now)
    return Card(
        key=joint.id,
        column=column_of(joint),
        title=words.dotted((joint.title, naming.street(joint, reference))),
        lines=tuple(line for line in _lines(joint, now, reference) if line),
        ticking=press is not None,
        badges=_badges(joint, now, reference),
        pending=pending,
        order=order_of(joint, now, press),
        hint=_tip(joint, press, reference),
    )


def _lines(joint: Joint, now: int, reference: Reference) -> tuple[str, str]:
    """Who leads; who is missing, or how the mediation table stands."""
    missed = _missing(joint, reference) or mediation_words.card_line(joint, now, reference)
    return _who(joint, reference), missed


def _tip(joint: Joint, press: Running | None, reference: Reference) -> str:
    """Number and place, and what the clock counts down to."""
    what = translate("JointCards", "Runs: {clock}").format(clock=naming.clock(press.what)) if press else ""
    number = words.dotted((joint.number, naming.where(joint, reference)))
    tie = joint.campaign
    told = translate("Campaigns", "Round {n}").format(n=tie.round) if tie is not None else ""
    campaign = words.dotted((tie.number, tie.title, told)) if tie is not None else ""
    return "\n".join(line for line in (number, campaign, what) if line)


def order_of(joint: Joint, now: int, press: Running | None) -> float:
    """Where it stands in its column: danger first, then by what is due; what was closed, newest first."""
    if joint.closed_at is not None:
        return -float(joint.closed_at)
    calm = 0.0 if joint.urgency == "danger" or unheard(joint, now) else _TIER
    due = press.clock.due_at if press is not None else None
    return calm + (float(due) if due is not None else _TIER / 2)


def _who(joint: Joint, reference: Reference) -> str:
    """Who leads and how many of them are there; before it is approved, who asked for it."""
    lead = joint.lead
    if lead is None:
        asked = translate("JointCards", "{n} wanted").format(n=len(joint.wanted)) if joint.wanted else ""
        by = naming.unit(joint.origin.unit, joint.origin.unit_name, reference) or joint.origin.name
        return words.dotted((by, asked))
    named = translate("JointCards", "Lead {unit}").format(unit=naming.party(lead, reference))
    active, column = joint.active, column_of(joint)
    if column == "approved":
        many = translate("JointCards", "{n} departments").format(n=len(active))
    elif column == "called":
        many = translate("JointCards", "{n}/{all} signed in").format(
            n=sum(party.signed_in_at is not None for party in active), all=len(active)
        )
    elif column == "verified":
        many = translate("JointCards", "{n}/{all} scored").format(
            n=sum(party.score is not None for party in active), all=len(active)
        )
    elif said := approval_words.card(joint):
        many = said
    else:
        many = translate("JointCards", "{n}/{all} on site").format(
            n=sum(party.arrival is not None for party in active), all=len(active)
        )
    return words.dotted((many, named))


def _missing(joint: Joint, reference: Reference) -> str:
    """Who is missing, by name."""
    names = [naming.party(party, reference) for party in absentees(joint)]
    if not names:
        return ""
    said = words.listed(names[:_NAMES])
    if len(names) > _NAMES:
        said = translate("JointCards", "{names} and {n} more").format(names=said, n=len(names) - _NAMES)
    return translate("JointCards", "Missing {names}").format(names=said)


def _badges(joint: Joint, now: int, reference: Reference) -> tuple[Badge, ...]:
    """What else is to be seen at once, the worst first."""
    found: list[Badge] = []
    alone = unheard(joint, now)
    if alone:
        who = words.listed(naming.short_unit(one.unit, one.unit_name, reference) for one in alone)
        hint = translate("JointCards", "Not heard of in time: {who}").format(who=who)
        found.append(Badge(translate("JointCards", "Safety"), Tone.RED, hint))
    if joint.urgency == "danger":
        found.append(Badge(naming.urgency("danger"), Tone.RED))
    elif joint.urgency == "urgent":
        found.append(Badge(naming.urgency("urgent"), Tone.AMBER))
    if joint.state == "stopped":
        reason = joint.held.reason if joint.held is not None else ""
        found.append(Badge(naming.phase("stopped", reference), Tone.AMBER, reason))
    objecting = sum(party.state == "objecting" for party in joint.parties)
    if objecting:
        hint = translate("JointCards", "Objections to decide: {n}").format(n=objecting)
        found.append(Badge(translate("JointCards", "Objection"), Tone.AMBER, hint))
    lacks = lacking_evidence(joint, reference)
    if lacks:
        hint = translate("JointCards", "Evidence that its kind demands and is missing: {n}").format(n=lacks)
        tone = {Light.AMBER: Tone.AMBER, Light.RED: Tone.RED}.get(evidence_light(joint, now), Tone.PLAIN)
        found.append(Badge(translate("JointCards", "Evidence −{n}").format(n=lacks), tone, hint))
    if any(account.settled_at is None for account in joint.accounts):
        hint = translate("JointCards", "Accountability is not settled")
        found.append(Badge(translate("JointCards", "Account"), Tone.RED, hint))
    elif joint.failures:
        hint = translate("JointCards", "Acceptance failed: {n}").format(n=joint.failures)
        found.append(Badge(translate("JointCards", "Again"), Tone.AMBER, hint))
    return tuple(found)
