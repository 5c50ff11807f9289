"""What is known of an action beside its departments, as facts: why, where, what was agreed, who objected."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from contract.joint.joint import Joint
from contract.reference import Reference
from views import words
from views.joint import approval_words, naming
from widgets.facts import Fact
from widgets.light import Light

translate = QCoreApplication.translate

TICKET = "ticket:"
"""What a tied ticket's link begins with."""
CAMPAIGN = "campaign:"
"""The same of the campaign that it belongs to."""


def under_title(joint: Joint, now: int, reference: Reference) -> str:
    """Number, who started it and when, who approved it and when, how many tickets."""
    origin = joint.origin
    by = naming.unit(origin.unit, origin.unit_name, reference) if origin.unit else origin.name
    began = translate("JointFacts", "{way} by {who} {when}").format(
        way=naming.way(origin.way), who=by, when=naming.moment(origin.at, now, reference)
    )
    approved = ""
    if joint.approved_at is not None:
        approved = translate("JointFacts", "approved by {who} {when}").format(
            who=joint.approved_by, when=naming.moment(joint.approved_at, now, reference)
        )
    count = len(joint.tickets)
    many = translate("JointFacts", "{n} ticket") if count == 1 else translate("JointFacts", "{n} tickets")
    tickets = many.format(n=count) if count else ""
    kind = naming.kind(joint.kind, reference)
    return words.dotted((joint.number, naming.phase(joint.state, reference), kind, began, approved, tickets))


def roll_call(joint: Joint) -> str:
    """How many departments and people are on the spot, and how many of those are too far away."""
    came = [party for party in joint.active if party.arrival is not None]
    if not joint.active or joint.called_at is None:
        return ""
    if approval_words.at_desks(joint):
        return approval_words.roll_call(joint)
    away = sum(party.arrival is not None and party.arrival.within is False for party in came)
    return words.dotted(
        (
            translate("JointFacts", "{n} of {all} departments on site").format(
                n=len(came), all=len(joint.active)
            ),
            translate("JointFacts", "{n} people").format(n=joint.people),
            translate("JointFacts", "{n} outside the radius").format(n=away) if away else "",
        )
    )


def facts(joint: Joint, now: int, reference: Reference) -> list[Fact]:
    """All of it."""
    return [
        *_matter(joint, now, reference),
        *_agreed(joint, now, reference),
        *_against(joint, now, reference),
        *_tickets(joint),
    ]


def _matter(joint: Joint, now: int, reference: Reference) -> Iterator[Fact]:
    area, tie = naming.area(joint, reference), joint.campaign
    if tie is not None:
        said = words.dotted((tie.title, translate("Campaigns", "Round {n}").format(n=tie.round)))
        yield Fact(translate("JointFacts", "Campaign"), said, CAMPAIGN + tie.id, tie.number, span=2)
    yield Fact(translate("JointFacts", "Place"), words.dotted((joint.place, area)))
    yield Fact(translate("JointFacts", "Urgency"), naming.urgency(joint.urgency))
    yield Fact(translate("JointFacts", "Reason"), joint.origin.reason, span=2)
    if joint.text:
        yield Fact(translate("JointFacts", "In full"), joint.text, span=2)
    if joint.meet_at is not None:
        yield Fact(translate("JointFacts", "Meet at"), naming.moment(joint.meet_at, now, reference))
    if joint.held is not None:
        said = _signed(joint.held.reason, joint.held.by, joint.held.at, now, reference)
        yield Fact(translate("JointFacts", "Stopped"), said, span=2, light=Light.AMBER)
    if joint.reason:
        yield Fact(translate("JointFacts", "Ended because"), joint.reason, span=2)


def _signed(text: str, by: str, at: int, now: int, reference: Reference) -> str:
    return words.dotted((text, by, naming.moment(at, now, reference)))


def _agreed(joint: Joint, now: int, reference: Reference) -> Iterator[Fact]:
    minutes, agreement = joint.minutes, joint.agreement
    if minutes is not None:
        said = _signed(minutes.text, minutes.name, minutes.at, now, reference)
        yield Fact(translate("JointFacts", "Minutes"), said, span=2)
        if minutes.attended:
            many = translate("JointFacts", "{who} ({n})")
            there = words.listed(
                many.format(who=naming.short_unit(one.unit, one.name, reference), n=one.people)
                for one in minutes.attended
            )
            yield Fact(translate("JointFacts", "Present"), there, span=2)
    if agreement is not None:
        to = naming.short_unit(agreement.to_unit, agreement.to_name, reference)
        said = words.dotted((translate("JointFacts", "to {who}").format(who=to), agreement.text))
        light = Light.GREEN if agreement.signed else Light.AMBER
        yield Fact(translate("JointFacts", "Agreement"), said, span=2, light=light)
    if joint.result:
        yield Fact(translate("JointFacts", "Result"), joint.result, span=2)


def _against(joint: Joint, now: int, reference: Reference) -> Iterator[Fact]:
    for party in joint.parties:
        objection = party.objection
        if objection is None:
            continue
        decided = {
            "kept": translate("JointFacts", "kept in it"),
            "released": translate("JointFacts", "released"),
            "given_up": translate("JointFacts", "given up"),
        }.get(objection.decided, translate("JointFacts", "not decided"))
        said = words.dotted(
            (
                naming.party(party, reference),
                objection.reason,
                naming.moment(objection.at, now, reference),
                decided,
                objection.decision,
            )
        )
        light = Light.NONE if objection.decided else Light.AMBER
        yield Fact(translate("JointFacts", "Objection"), said, span=2, light=light)
    for failure in joint.failed:
        said = _signed(failure.reason, failure.by, failure.at, now, reference)
        yield Fact(translate("JointFacts", "Not accepted"), said, span=2, light=Light.AMBER)
    for account in joint.accounts:
        who = naming.short_unit(account.unit, account.unit_name, reference)
        open_ = account.settled_at is None
        said = words.dotted((who, account.reason, account.measure))
        light = Light.RED if open_ else Light.GREEN
        yield Fact(translate("JointFacts", "Accountability"), said, span=2, light=light)


def _tickets(joint: Joint) -> Iterator[Fact]:
    for ticket in joint.tickets:
        link = ticket.number or translate("JointFacts", "open it")
        yield Fact(translate("JointFacts", "Ticket"), ticket.title, TICKET + ticket.id, link, span=2)
