"""What stands beside a ticket's way, as facts of its page and as marks beside its state."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from contract.beside import STAGED, Mediation, Part
from contract.clock import Clock
from contract.reference import Reference
from contract.ticket import Ticket
from views import standing, words
from views.ticket.component_facts import component_facts
from views.ticket.visit_facts import visit_facts
from widgets.facts import Fact
from widgets.light import Light

translate = QCoreApplication.translate


def marks(ticket: Ticket, now: int, reference: Reference | None) -> str:
    """What a person must know beside the state: until when it stands, that it is followed up."""
    beside = ticket.beside
    parts = []
    if beside.suspension is not None:
        parts.append(standing.suspended(beside.suspension, now, reference))
    if beside.supervision is not None:
        parts.append(translate("Beside", "supervised"))
    if beside.accountability is not None and beside.accountability.settled_at is None:
        parts.append(translate("Beside", "held to account"))
    if beside.forced:
        parts.append(translate("Beside", "closed by force"))
    return words.dotted(parts)


def beside_facts(ticket: Ticket, now: int, reference: Reference | None, into: str) -> list[Fact]:
    """A fact for each thing that stands beside the way; most tickets have none. `into` is the number of what
    it was merged into, where this seat has that."""
    beside = ticket.beside
    found: list[Fact] = [*component_facts(ticket, reference), *visit_facts(ticket, now, reference)]
    held = beside.suspension
    if held is not None:
        said = words.dotted(
            (standing.suspended(held, now, reference), words.answer("cause", held.cause), held.reason)
        )
        found.append(Fact(translate("Beside", "Suspended"), said, key="suspended", span=2))
    order = beside.supervision
    if order is not None:
        said = words.dotted((standing.supervised(order), standing.answered(order, now, reference)))
        found.append(Fact(translate("Beside", "Supervised"), said, key="supervised", span=2))
    if beside.followed:
        names = words.listed(one.name for one in beside.followed)
        found.append(Fact(translate("Beside", "Followed by"), names, key="followed"))
    account = beside.accountability
    if account is not None:
        light = Light.RED if account.settled_at is None else Light.NONE
        said = standing.accounted(account, now, reference)
        found.append(Fact(translate("Beside", "Account"), said, key="account", span=2, light=light))
    found += _stages(ticket, now, reference)
    found += [_mediation(one, now, reference) for one in beside.mediations]
    found += [_part(part, now, reference) for part in beside.parts if part.withdrawn_at is None]
    level = standing.level(ticket, reference)
    if level:
        found.append(Fact(translate("Beside", "Passed up to"), level, key="level"))
    if beside.arbitrated:
        bound = translate("Beside", "binding, not returned again")
        name = standing.unit(beside.arbitrated, ticket.unit_name, reference)
        found.append(Fact(translate("Beside", "Arbitrated"), words.dotted((name, bound)), key="arbitrated"))
    elif beside.first_unit and beside.first_unit != ticket.unit:
        taker = standing.first_taker(ticket, reference)
        found.append(Fact(translate("Beside", "First taker"), taker, key="first"))
    if beside.excused_at is not None:
        when = standing.moment(beside.excused_at, now, reference)
        said = translate("Beside", "upheld {when}, does not count as late").format(when=when)
        found.append(Fact(translate("Beside", "Appeal"), said, key="excused"))
    for other, caption in (
        (beside.repeat_of, translate("Beside", "Repeat of")),
        *((one, translate("Beside", "Reported again")) for one in beside.repeated),
    ):
        if other is not None:
            number = other.number or translate("Beside", "another ticket")
            said = words.dotted((number, standing.moment(other.at, now, reference)))
            key = f"linked.{other.ticket}"
            found.append(Fact(caption, said, key=key, link=translate("Beside", "Open")))
    if ticket.merged_into:
        main = into or translate("Beside", "another ticket")
        link = translate("Beside", "Open")
        found.append(Fact(translate("Beside", "Merged into"), main, key="into", link=link))
        if beside.answered_at is None:
            said = translate("Beside", "not yet; with the ticket it was merged into")
        else:
            when = standing.moment(beside.answered_at, now, reference)
            said = translate("Beside", "with the ticket it was merged into, {when}").format(when=when)
        found.append(Fact(translate("Beside", "Reporter answered"), said, key="answered"))
    return found


def _stages(ticket: Ticket, now: int, reference: Reference | None) -> list[Fact]:
    """The stages of the work, where there are several or one is done: each with its limit and how it stands;
    those to come once the ticket was sent."""
    beside, said, light = ticket.beside, [], Light.NONE
    item = reference.item(ticket.item, ticket.item_version) if reference is not None else None
    for field, name in STAGED.items():
        clock: Clock | None = getattr(beside, field)
        limit = getattr(item, name) if item is not None else None
        if clock is not None and clock.ended_at is not None:
            when = standing.moment(clock.ended_at, now, reference)
            late = clock.due_at is not None and clock.ended_at > clock.due_at
            text = translate("Beside", "done late, {when}") if late else translate("Beside", "done {when}")
            stand = text.format(when=when)
        elif clock is not None and clock.due_at is not None:
            light = Light.RED if now > clock.due_at else Light.GREEN
            when = standing.moment(clock.due_at, now, reference)
            stand = translate("Beside", "due {when}").format(when=when)
        elif clock is not None:
            stand = translate("Beside", "stands")
        elif limit is not None and beside.staged:
            stand = translate("Beside", "then within {limit}").format(limit=words.limit(limit))
        else:
            continue
        said.append(f"{words.stage(name)} {stand}")
    if not said:
        return []
    return [Fact(translate("Beside", "Stages"), words.dotted(said), key="stages", span=2, light=light)]


def _mediation(held: Mediation, now: int, reference: Reference | None) -> Fact:
    outcome = {
        "agreed": translate("Beside", "agreed"),
        "not_agreed": translate("Beside", "not agreed"),
        "put_off": translate("Beside", "put off"),
    }.get(held.outcome, held.outcome)
    light = Light.NONE
    if not held.outcome:
        light = Light.RED if now > held.at else Light.GREEN
    parties = words.listed(words.answer("parties", party) for party in held.parties)
    when = standing.moment(held.at, now, reference)
    said = words.dotted((when, held.place, parties, outcome, held.result))
    return Fact(translate("Beside", "Mediation"), said, key=f"mediation.{held.since}", span=2, light=light)


def _part(part: Part, now: int, reference: Reference | None) -> Fact:
    name = standing.unit(part.unit, part.unit_name, reference)
    light = Light.NONE
    if part.done_at is not None:
        when = standing.moment(part.done_at, now, reference)
        stand = words.dotted((translate("Beside", "done {when}").format(when=when), part.result))
    else:
        due = part.clock.due_at
        late = due is not None and now > due
        light = Light.RED if late else Light.GREEN
        stand = (
            translate("Beside", "taken") if part.taken_at is not None else translate("Beside", "not taken")
        )
        if due is not None:
            when = standing.moment(due, now, reference)
            stand = words.dotted((stand, translate("Beside", "due {when}").format(when=when)))
    said = words.dotted((name, part.task, stand))
    return Fact(translate("Beside", "Part"), said, key=f"part.{part.unit}", span=2, light=light)


def counted(ticket: Ticket) -> list[str]:
    """What has happened to it more than once, beside the way."""
    beside = ticket.beside
    return [
        text.format(n=count)
        for count, text in (
            (beside.extensions, translate("Beside", "extended {n}×")),
            (beside.failures, translate("Beside", "failed {n}× in a row")),
            (beside.supervisions, translate("Beside", "supervised {n}×")),
            (beside.escalations, translate("Beside", "passed up {n}×")),
        )
        if count
    ]
