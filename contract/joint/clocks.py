"""The clocks of a joint action after a step: of its phase, from call to complete evidence, of departments and
tasks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from contract.clock import MINUTE, Calendar, Clock, Limit, Pause, end, recompute, resume, stand, start
from contract.machine import Transition
from contract.reference import Reference

from .approval import Approval
from .guards import form_of
from .joint import Joint
from .lifecycle import TABLE


def clocked(after: Joint, row: Transition, at: int, ref: Reference) -> Joint:
    """The row after a move of its phase with its clocks as the move leaves them."""
    calendar, effects = ref.calendar, row.effects
    if "stand_clocks" in effects:
        return _stood(after, lambda clock: stand(clock, at, calendar), ref)
    if "resume_clocks" in effects:
        return _stood(after, lambda clock: resume(clock, at, calendar), ref)
    if "end_clocks" in effects:
        return _over(after, at, ref)
    handle = after.handle
    form = form_of(after, ref)
    if "start_handle" in effects and handle is None:
        kind = ref.district.joint.kind(after.kind)
        if kind is not None:
            handle = start("handle", kind.handle, at, calendar, ref.district.amber)
    if handle is not None:
        if "stand_handle" in effects:
            handle = stand(handle, at, calendar)
        if "resume_handle" in effects:
            handle = resume(handle, at, calendar)
        if "end_handle" in effects:
            handle = end(handle, at, calendar)
    return replace(after, handle=handle, stage=stage_clock(after.state, at, ref, form))


def stage_clock(state: str, at: int, ref: Reference, form: str = "spot") -> Clock | None:
    """The clock of a phase from an instant on, None where it has none; departments that approve at their
    desks do not muster, each is held to its own limit to sign in."""
    if form == "approval" and state == "called":
        return None
    found = TABLE.state(state)
    name = found.stage if found is not None else ""
    limit: Limit | None = getattr(ref.district.joint, name) if name else None
    return None if limit is None else start(name, limit, at, ref.calendar, ref.district.amber)


def _open(clock: Clock | None, turn: Callable[[Clock], Clock]) -> Clock | None:
    return clock if clock is None or clock.ended_at is not None else turn(clock)


def _lines(joint: Joint, turn: Callable[[Clock], Clock]) -> Joint:
    """The clocks of departments and tasks turned the same way."""

    def of(clock: Clock | None) -> Clock | None:
        return None if clock is None else turn(clock)

    return replace(
        joint,
        parties=tuple(replace(p, sign_in=of(p.sign_in), arrive=of(p.arrive)) for p in joint.parties),
        tasks=tuple(replace(task, clock=turn(task.clock)) for task in joint.tasks),
    )


def approval_clock(joint: Joint, approval: Approval, ref: Reference) -> Approval:
    """An approval with its clock as its start, its end, the spans in which papers were lacking and the stops
    of the action make it; one that has ended stays as it was judged unless it stood otherwise than known
    then."""
    clock = approval.clock
    if clock is None:
        return approval
    anew = _through_both(joint, approval, clock, ref)
    if clock.ended_at is not None and anew.pauses == clock.pauses:
        return approval
    return replace(approval, clock=anew)


def _through_both(joint: Joint, approval: Approval, clock: Clock, ref: Reference) -> Clock:
    return through(clock, united(approval.stood, joint.stops), ref.calendar)


def united(some: Sequence[Pause], others: Sequence[Pause]) -> tuple[Pause, ...]:
    """The spans in which either stood, in order, none touching the next; None: it still stands."""
    found: list[Pause] = []
    for begin, finish in sorted((*some, *others), key=lambda span: span[0]):
        if found and (found[-1][1] is None or begin <= found[-1][1]):
            last = found[-1][1]
            found[-1] = (found[-1][0], None if last is None or finish is None else max(last, finish))
        else:
            found.append((begin, finish))
    return tuple(found)


def _stood(joint: Joint, turn: Callable[[Clock], Clock], ref: Reference) -> Joint:
    """Every clock that counts against somebody, once the action stands or goes on; timers of safety go on."""
    after = _lines(joint, lambda clock: through(clock, joint.stops, ref.calendar))
    after = replace(after, approvals=tuple(approval_clock(joint, one, ref) for one in joint.approvals))
    return replace(after, stage=_open(joint.stage, turn), handle=_open(joint.handle, turn))


def _over(joint: Joint, at: int, ref: Reference) -> Joint:
    """Every clock at its end."""
    calendar = ref.calendar
    after = _lines(joint, lambda clock: _ended(joint, clock, at, calendar))
    approvals = tuple(approval_over(joint, one, at, ref) for one in joint.approvals)
    return replace(
        after,
        approvals=approvals,
        stage=_open(joint.stage, lambda clock: end(clock, at, calendar)),
        handle=_open(joint.handle, lambda clock: end(clock, at, calendar)),
    )


def through(clock: Clock, stops: Sequence[Pause], calendar: Calendar) -> Clock:
    """The clock of a department or a task as its start, its end and the stops of the action make it, in
    whatever order they became known: who checked in off line is counted as if it had been told at once."""
    anew = start(clock.name, clock.limit, clock.started_at, calendar, clock.amber_share)
    over = clock.ended_at
    for begin, finish in stops:
        if finish is not None and finish <= clock.started_at:
            continue
        if over is not None and begin >= over:
            break
        anew = stand(anew, max(begin, clock.started_at), calendar)
        if finish is not None and (over is None or finish < over):
            anew = resume(anew, finish, calendar)
    return anew if over is None else end(anew, over, calendar)


def approval_over(joint: Joint, approval: Approval, at: int, ref: Reference) -> Approval:
    """An approval whose clock ends at an instant; a span in which papers were lacking ends with it."""
    stood = tuple((begin, max(at, begin) if finish is None else finish) for begin, finish in approval.stood)
    approval = replace(approval, stood=stood)
    clock = approval.clock
    if clock is None or clock.ended_at is not None:
        return approval
    over = replace(clock, ended_at=max(at, clock.started_at))
    return replace(approval, clock=_through_both(joint, approval, over, ref))


def started(joint: Joint, name: str, limit: Limit, at: int, ref: Reference) -> Clock:
    """A clock of a department or a task; it stands where the action does."""
    clock = start(name, limit, at, ref.calendar, ref.district.amber)
    return through(clock, joint.stops, ref.calendar) if joint.stops else clock


def ended(joint: Joint, clock: Clock | None, at: int, ref: Reference) -> Clock | None:
    """The clock of a department or a task at its end, which may lie before stops that were told since."""
    return None if clock is None else _ended(joint, clock, at, ref.calendar)


def _ended(joint: Joint, clock: Clock, at: int, calendar: Calendar) -> Clock:
    if clock.ended_at is not None:
        return clock
    if not joint.stops:
        return end(clock, at, calendar)
    return through(replace(clock, ended_at=at), joint.stops, calendar)


def until(instant: int, at: int) -> Limit:
    """The limit from one instant to another, in minutes that always run."""
    return Limit(max(instant - at, 1_000) / MINUTE, "minutes")


def clocks_of(joint: Joint) -> tuple[Clock, ...]:
    """Every clock that a joint action has, in a fixed order."""
    lines = ((party.sign_in, party.arrive) for party in joint.parties)
    found = (
        joint.stage,
        joint.handle,
        *(clock for line in lines for clock in line),
        *(task.clock for task in joint.tasks),
        *(approval.clock for approval in joint.approvals),
        *(watch.clock for watch in joint.safety),
    )
    return tuple(clock for clock in found if clock is not None)


def recalculated(joint: Joint, calendar: Calendar) -> Joint:
    """The row with its clocks by another calendar; the same row where none is another. Clocks that have ended
    stay as they were judged."""

    def anew(clock: Clock | None) -> Clock | None:
        return None if clock is None else recompute(clock, calendar)

    if all(recompute(clock, calendar) is clock for clock in clocks_of(joint)):
        return joint
    return replace(
        joint,
        stage=anew(joint.stage),
        handle=anew(joint.handle),
        parties=tuple(replace(p, sign_in=anew(p.sign_in), arrive=anew(p.arrive)) for p in joint.parties),
        tasks=tuple(replace(one, clock=recompute(one.clock, calendar)) for one in joint.tasks),
        approvals=tuple(replace(one, clock=anew(one.clock)) for one in joint.approvals),
    )
