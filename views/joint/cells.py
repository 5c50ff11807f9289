"""Departments by steps: every cell a department's own event with its instant, or its clock that runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from contract.clock import Clock, light
from contract.joint.joint import Joint
from contract.joint.log import JointEntry
from contract.joint.party import Party
from contract.joint.spot import SafetyWatch, Task
from contract.reference import Reference
from views import words
from views.joint import approval_cells, naming
from views.joint.approval_words import at_desks
from views.joint.cards import column_of
from widgets.light import Light
from widgets.matrix import MatrixCell, MatrixRow, MatrixStep
from widgets.moments import month_day

translate = QCoreApplication.translate

OPEN_TASKS = ("given", "taken")
_OUT = "#"
_ON_THE_SPOT = ("sign_in", "arrive", "safety", "plan", "task", "evidence", "agree", "score")
_AT_DESKS = ("sign_in", "approval", "task", "evidence", "score")
_BRIEF = 88
"""Px at 100 % of a brief step: a light with a time or a day, and a figure."""


@dataclass(frozen=True, slots=True)
class Seen:
    """When and in which district it is looked at; `brief` where an instant of another day is its day alone,
    and the whole of it stands in the tip."""

    now: int
    reference: Reference
    brief: bool = False

    def full(self, at: int) -> str:
        """An instant."""
        return naming.moment(at, self.now, self.reference)

    def moment(self, at: int) -> str:
        """The same as it stands in a cell."""
        then, today = words.local(at, self.reference), words.local(self.now, self.reference)
        if self.brief and then.date() != today.date():
            return month_day(then)
        return self.full(at)

    def more(self, at: int) -> str:
        """What the tip says of it beside, "" where the cell has all of it."""
        full = self.full(at)
        return full if full != self.moment(at) else ""


def steps(joint: Joint, *, brief: bool = False) -> list[MatrixStep]:
    """The steps of a department; where people are to be heard of, their safety is one of them. Where they
    approve at their desks nobody comes and nobody meets. `brief` ones give way so that all are in sight."""
    shown = _AT_DESKS if at_desks(joint) else _ON_THE_SPOT
    most = _BRIEF if brief else 0
    return [MatrixStep(key, _title(key), most=most) for key in shown if key != "safety" or joint.safety]


def _title(step: str) -> str:
    return {
        "sign_in": translate("JointCells", "Sign-in"),
        "arrive": translate("JointCells", "On site"),
        "safety": translate("JointCells", "Safety"),
        "plan": translate("JointCells", "Plan"),
        "approval": translate("JointCells", "Approvals done"),
        "task": translate("JointCells", "Tasks"),
        "evidence": translate("JointCells", "Evidence"),
        "agree": translate("JointCells", "Hand-over"),
        "score": translate("JointCells", "Score"),
    }[step]


def unit_of(row: str) -> str:
    """The department of a row; one that is out of it stands beside a line it has still."""
    return row.partition(_OUT)[0]


def lines(joint: Joint) -> list[tuple[str, Party]]:
    """The departments with the keys of their rows: who leads, who takes part, who is out of it."""
    order = sorted(enumerate(joint.parties), key=lambda pair: (not pair[1].takes_part, not pair[1].lead))
    return [(one.unit if one.takes_part else f"{one.unit}{_OUT}{n}", one) for n, one in order]


def rows(joint: Joint, reference: Reference) -> list[MatrixRow]:
    """A row a department; before it is approved, those that are wanted."""
    if not joint.parties:
        wanted = translate("JointCells", "wanted")
        return [MatrixRow(code, naming.short_unit(code, "", reference), wanted) for code in joint.wanted]
    return [
        MatrixRow(
            key,
            naming.party(one, reference),
            _note(one, reference),
            one.lead and one.takes_part,
            one.ground,
        )
        for key, one in lines(joint)
    ]


def _note(party: Party, reference: Reference) -> str:
    if not party.takes_part:
        return naming.party_state(party.state)
    role = translate("JointCells", "lead") if party.lead else translate("JointCells", "co-handler")
    if not party.instead_of:
        return role
    instead = naming.short_unit(party.instead_of, "", reference)
    return words.dotted((role, translate("JointCells", "for {unit}").format(unit=instead)))


def cells(
    joint: Joint, now: int, reference: Reference, log: Sequence[JointEntry] = (), *, brief: bool = False
) -> list[MatrixCell]:
    """What stands in them; `log`, oldest first, says which scores were others before."""
    seen = Seen(now, reference, brief)
    shown = {step.key for step in steps(joint)}
    return [
        cell
        for key, one in lines(joint)
        for cell in (
            _sign_in(key, joint, one, seen),
            _arrive(key, one, seen),
            approval_cells.of_party(key, joint, one, now),
            _safety(key, joint, one, seen),
            _plan(key, joint, one, seen),
            _tasks(key, joint, one, seen),
            _evidence(key, joint, one, seen),
            _agree(key, joint, one, seen),
            _score(key, joint, one, log),
        )
        if cell is not None and cell.step in shown
    ]


def clock_at(joint: Joint, row: str, step: str) -> Clock | None:
    """The clock that a cell counts down by."""
    party = next((one for key, one in lines(joint) if key == row), None)
    if party is None:
        return None
    match step:
        case "sign_in":
            return party.sign_in
        case "arrive":
            return party.arrive
        case "safety":
            watch = watch_of(joint, party.unit)
            return watch.clock if watch is not None else None
        case "task":
            task = next_task(joint, party.unit)
            return task.clock if task is not None else None
        case "approval":
            following = approval_cells.next_of(joint, party.unit)
            return following.clock if following is not None else None
        case _:
            return None


def watch_of(joint: Joint, unit: str) -> SafetyWatch | None:
    """A department's safety timer: the one that runs, else the last."""
    own = [watch for watch in joint.safety if watch.unit == unit]
    return next((watch for watch in own if watch.ended_at is None), own[-1] if own else None)


def tasks_of(joint: Joint, unit: str) -> Iterator[Task]:
    """What a department has to do, or has done."""
    return (task for task in joint.tasks if task.unit == unit and task.state != "withdrawn")


def next_task(joint: Joint, unit: str) -> Task | None:
    """The open one that is due first."""
    still = [task for task in tasks_of(joint, unit) if task.state in OPEN_TASKS]
    return min(still, key=lambda task: task.clock.due_at or 0, default=None)


def _event(
    key: str,
    step: str,
    at: int,
    clock: Clock | None,
    seen: Seen,
    *,
    more: str = "",
    hint: str = "",
) -> MatrixCell:
    """Something that has happened: its instant, green or, where it came late, red."""
    shown = Light(light(clock, seen.now)) if clock is not None else Light.GREEN
    late = translate("JointCells", "late") if shown is Light.RED else ""
    when = seen.moment(at)
    text = words.dotted((when, more))
    on_time = shown if shown is Light.RED else Light.GREEN
    return MatrixCell(key, step, on_time, text, done=True, hint=_lines(seen.more(at), late, hint))


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _waiting(key: str, step: str, clock: Clock | None, hint: str) -> MatrixCell | None:
    """Something that is waited for: its clock, or that it stands."""
    if clock is None or clock.ended_at is not None:
        return None
    if clock.running:
        return MatrixCell(key, step, ticking=True, hint=hint)
    return MatrixCell(key, step, text=translate("JointCells", "stands"), hint=hint)


def _sign_in(key: str, joint: Joint, party: Party, seen: Seen) -> MatrixCell | None:
    del joint
    hint = _reminded(party, seen)
    if party.signed_in_at is not None:
        return _event(key, "sign_in", party.signed_in_at, party.sign_in, seen, hint=party.signed_in_by)
    if party.state == "objecting" and party.objection is not None:
        text = naming.party_state("objecting")
        return MatrixCell(key, "sign_in", Light.AMBER, text, hint=_lines(party.objection.reason, hint))
    if party.state == "absent":
        return MatrixCell(key, "sign_in", Light.RED, naming.party_state("absent"), hint=hint)
    return _waiting(key, "sign_in", party.sign_in, hint) if party.takes_part else None


def _reminded(party: Party, seen: Seen) -> str:
    if party.reminded_at is None:
        return ""
    when = seen.full(party.reminded_at)
    return translate("JointCells", "reminded {n} times, last {when}").format(n=party.reminders, when=when)


def _arrive(key: str, party: Party, seen: Seen) -> MatrixCell | None:
    arrival = party.arrival
    if arrival is None:
        if party.state == "absent" and party.signed_in_at is not None:
            return MatrixCell(key, "arrive", Light.RED, naming.party_state("absent"))
        if not party.takes_part or party.signed_in_at is None:
            return None
        return _waiting(key, "arrive", party.arrive, _reminded(party, seen))
    people = translate("JointCells", "{n} people").format(n=arrival.people)
    where = ""
    if arrival.metres is not None:
        where = translate("JointCells", "{n} m from the place").format(n=arrival.metres)
    cell = _event(
        key, "arrive", arrival.at, party.arrive, seen, more=people, hint=_lines(arrival.name, where)
    )
    if arrival.within is False and cell.light is not Light.RED:
        away = translate("JointCells", "outside the radius of {n} m").format(
            n=seen.reference.district.joint.radius
        )
        return MatrixCell(key, "arrive", Light.AMBER, cell.text, done=True, hint=_lines(cell.hint, away))
    return cell


def _safety(key: str, joint: Joint, party: Party, seen: Seen) -> MatrixCell | None:
    watch = watch_of(joint, party.unit) if party.takes_part else None
    if watch is None:
        return None
    last = seen.full(watch.last_at)
    hint = translate("JointCells", "{n} people, every {m} minutes, last heard of {when}").format(
        n=watch.people, m=watch.minutes, when=last
    )
    if watch.ended_at is not None:
        text = translate("JointCells", "left {when}").format(when=seen.moment(watch.ended_at))
        hint = _lines(seen.more(watch.ended_at), hint)
        return MatrixCell(key, "safety", Light.GREEN, text, done=True, hint=hint)
    return MatrixCell(key, "safety", ticking=True, hint=hint)


def _plan(key: str, joint: Joint, party: Party, seen: Seen) -> MatrixCell | None:
    minutes = joint.minutes
    if minutes is None or not party.takes_part:
        return None
    there = next((one for one in minutes.attended if one.unit == party.unit), None)
    if there is None:
        return MatrixCell(key, "plan", Light.AMBER, translate("JointCells", "not there"))
    people = translate("JointCells", "{n} people").format(n=there.people)
    return _event(key, "plan", minutes.at, None, seen, hint=people)


def _tasks(key: str, joint: Joint, party: Party, seen: Seen) -> MatrixCell | None:
    own = list(tasks_of(joint, party.unit)) if party.takes_part else []
    if not own:
        return None
    done = sum(task.state == "done" for task in own)
    many = f"{done}/{len(own)}"
    hint = _lines(*(f"{task.text}" for task in own))
    following = next_task(joint, party.unit)
    if following is not None:
        if following.clock.running:
            return MatrixCell(key, "task", text=many, ticking=True, hint=hint)
        return MatrixCell(key, "task", text=many, hint=hint)
    last = max(own, key=lambda task: task.done_at or 0)
    late = any(light(task.clock, seen.now) == "red" for task in own)
    at = last.done_at or seen.now
    shown = Light.RED if late else Light.GREEN
    hint = _lines(seen.more(at), translate("JointCells", "late") if late else "", hint)
    return MatrixCell(key, "task", shown, words.dotted((many, seen.moment(at))), done=True, hint=hint)


def _evidence(key: str, joint: Joint, party: Party, seen: Seen) -> MatrixCell | None:
    own = [item for item in joint.evidence if item.unit == party.unit and item.struck_at is None]
    if not own or not party.takes_part:
        return None
    bad = sum(not item.counts for item in own)
    at = max(item.at for item in own)
    text = words.dotted((seen.moment(at), translate("JointCells", "{n} items").format(n=len(own))))
    hint = _lines(seen.more(at), translate("JointCells", "do not count: {n}").format(n=bad) if bad else "")
    return MatrixCell(key, "evidence", Light.AMBER if bad else Light.GREEN, text, done=True, hint=hint)


def _agree(key: str, joint: Joint, party: Party, seen: Seen) -> MatrixCell | None:
    held = joint.agreement
    if held is None or not party.takes_part or not (party.lead or party.unit == held.to_unit):
        return None
    at = held.lead_signed_at if party.lead else held.to_signed_at
    if at is None:
        return MatrixCell(key, "agree", Light.AMBER, translate("JointCells", "to sign"))
    by = held.lead_signed_by if party.lead else held.to_signed_by
    return _event(key, "agree", at, None, seen, hint=by)


def former_scores(log: Sequence[JointEntry], unit: str, outcome: str) -> list[int]:
    """The scores that a department was given (`outcome` department) or gave the whistle (whistle) before the
    one that stands, oldest first. A line of the log says a score in stars."""
    given = [
        entry.subject.count("★")
        for entry in log
        if (entry.action, entry.outcome) == ("joint_score", outcome)
        and (entry.on if outcome == "department" else entry.unit) == unit
    ]
    return given[:-1]


def _before(log: Sequence[JointEntry], unit: str, outcome: str) -> str:
    found = former_scores(log, unit, outcome)
    said = words.listed(str(one) for one in found)
    return translate("JointCells", "changed, before: {scores}").format(scores=said) if found else ""


def _score(key: str, joint: Joint, party: Party, log: Sequence[JointEntry]) -> MatrixCell | None:
    if not party.takes_part:
        return None
    given = party.score
    back = party.whistle_score
    whistle = (
        _lines(
            translate("JointCells", "scores the whistle {n}").format(n=back.value),
            back.words,
            _before(log, party.unit, "whistle"),
        )
        if back is not None
        else ""
    )
    if given is not None:
        text = translate("JointCells", "{n} of 5").format(n=given.value)
        former = former_scores(log, party.unit, "department")
        if former:
            text = translate("JointCells", "{n} of 5, was {before}").format(n=given.value, before=former[-1])
        shown = Light.GREEN if given.value >= 3 else Light.RED
        hint = _lines(given.words, _before(log, party.unit, "department"), whistle)
        return MatrixCell(key, "score", shown, text, done=True, hint=hint)
    if column_of(joint) == "verified":
        return MatrixCell(key, "score", Light.AMBER, translate("JointCells", "to score"), hint=whistle)
    return None
