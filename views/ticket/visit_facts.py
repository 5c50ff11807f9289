"""A welfare visit as facts of its ticket's page: what the device said, who was asked and what came of it,
when the next level is asked, what was found. And its clock, down to the next level."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication

from contract.reference import Reference
from contract.ticket import Ticket
from contract.visit import AlarmRule, Asked, Visit
from contract.visiting import above, acts_at, waits
from views import standing, words
from views.clocks import left_of
from widgets.clock_strip import ClockCell
from widgets.facts import Fact
from widgets.light import Light
from widgets.moments import short_time

translate = QCoreApplication.translate


def visit_facts(ticket: Ticket, now: int, reference: Reference | None) -> Iterator[Fact]:
    """What a page says of the alarm behind a ticket; nothing without one."""
    visit = ticket.beside.visit
    if visit is None:
        return
    rule = reference.district.alarm(visit.kind) if reference is not None else None
    light = Light.RED if waits(ticket) else Light.NONE
    yield Fact(
        translate("Visit", "Alarm"), alarm(visit, rule, now, reference), key="alarm", span=2, light=light
    )
    heard = heard_since(visit, now, reference)
    if heard:
        yield Fact(translate("Visit", "Since then"), heard, key="alarm.since", span=2)
    for n, asked in enumerate(visit.asked):
        caption = translate("Visit", "Asked to go") if n == 0 else ""
        last = n == len(visit.asked) - 1
        said = rung(asked, ticket, now, reference, last=last)
        stands = Light.NONE
        if last and waits(ticket):
            stands = Light.AMBER if asked.taken_at is not None else Light.RED
        yield Fact(caption, said, key=f"asked.{n}", span=2, light=stands)
    if visit.outcome:
        found = words.answer("visit", visit.outcome)
        good = visit.outcome in ("well", "helped", "false_alarm")
        yield Fact(
            translate("Visit", "Found"), found, key="visit", light=Light.GREEN if good else Light.AMBER
        )


def alarm(visit: Visit, rule: AlarmRule | None, now: int, reference: Reference | None) -> str:
    """What the device said: which one, what it measured, since when."""
    parts = [
        words.pick(rule.names) if rule is not None else visit.kind,
        translate("Visit", "device {code}").format(code=visit.device),
    ]
    if visit.measure is not None and rule is not None:
        form = translate("Visit", "{what} {n} {unit}")
        what, unit = words.pick(rule.measure), words.pick(rule.unit)
        parts.append(form.format(what=what, n=f"{visit.measure:g}", unit=unit))
    if visit.since is not None:
        when = standing.moment(visit.since, now, reference)
        parts.append(translate("Visit", "since {when}").format(when=when))
    when = standing.moment(visit.at, now, reference)
    parts.append(translate("Visit", "alarmed {when}").format(when=when))
    return words.dotted(parts)


def heard_since(visit: Visit, now: int, reference: Reference | None) -> str:
    """What the device said after its alarm."""
    parts = []
    if visit.repeats and visit.again_at is not None:
        when = standing.moment(visit.again_at, now, reference)
        form = translate("Visit", "alarmed again {n}×, last {when}")
        parts.append(form.format(n=visit.repeats, when=when))
    if visit.over_at is not None:
        when = standing.moment(visit.over_at, now, reference)
        form = translate("Visit", "the device says it is over, {when}; the visit stays due")
        parts.append(form.format(when=when))
    return words.dotted(parts)


def rung(asked: Asked, ticket: Ticket, now: int, reference: Reference | None, *, last: bool) -> str:
    """Who was asked, when, and what came of it; of the last, when the next level is asked."""
    who = words.dotted((standing.unit(asked.unit, asked.unit_name, reference), asked.who))
    form = (
        translate("Visit", "{level}: {who}")
        if asked.by_rule
        else translate("Visit", "{level}, by hand: {who}")
    )
    parts = [
        form.format(level=level(asked.level, reference), who=who),
        translate("Visit", "asked {when}").format(when=standing.moment(asked.at, now, reference)),
    ]
    if asked.taken_at is not None:
        when = standing.moment(asked.taken_at, now, reference)
        parts.append(translate("Visit", "signed in {when} by {name}").format(when=when, name=asked.taken_by))
    if asked.there_at is not None:
        when = standing.moment(asked.there_at, now, reference)
        parts.append(translate("Visit", "there {when}").format(when=when))
    elif not last or not waits(ticket):
        parts.append(
            translate("Visit", "not signed in") if asked.taken_at is None else translate("Visit", "not there")
        )
    if last and waits(ticket):
        parts.append(next_said(ticket, now, reference))
    return words.dotted(parts)


def next_said(ticket: Ticket, now: int, reference: Reference | None) -> str:
    """Who is asked next, and when."""
    if reference is None:
        return ""
    at, step = acts_at(ticket, reference), above(ticket, reference)
    if at is None or step is None:
        return translate("Visit", "nobody above is asked any more")
    when = standing.moment(at, now, reference)
    form = translate("Visit", "{level} is asked {when}")
    return form.format(level=level(step.level, reference), when=when)


def level(key: str, reference: Reference | None) -> str:
    """A level of the district."""
    levels = reference.district.levels if reference is not None else ()
    return next((words.pick(known.names) for known in levels if known.key == key), key)


def visit_cells(ticket: Ticket, reference: Reference, clock_now: Callable[[], int]) -> Iterator[ClockCell]:
    """The clock down to the next level, as long as one is to be asked."""
    at, step, stage = acts_at(ticket, reference), above(ticket, reference), ticket.stage
    if not waits(ticket) or at is None or step is None or stage is None:
        return
    when = short_time(words.local(at, reference), words.local(clock_now(), reference))
    yield ClockCell(
        "visit",
        translate("Visit", "Passed up to: {level}").format(level=level(step.level, reference)),
        remaining=lambda: left_of(stage, clock_now(), reference.calendar),
        sub=translate("Visit", "{when}, unless confirmed").format(when=when),
    )
