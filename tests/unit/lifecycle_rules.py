"""What must hold of every row at any time, whatever way the ticket has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from contract.clock import Clock, remaining
from contract.lifecycle import TABLE
from contract.machine import SAME, Transition
from contract.ticket import Ticket
from tests.unit import lifecycle_account as account
from tests.unit.lifecycle_account import Seen, Terms, Told

STAGED = {name: "safe" if name == "make_safe" else name for name in account.STAGES}

if TYPE_CHECKING:
    from tests.unit.lifecycle_world import World


def hold(world: World, id_: str) -> None:
    """Hold a row against what was seen of the ticket."""
    ticket, way, terms = world.tickets[id_], world.ways[id_], world.terms(id_)
    assert ticket.state == way[-1].state
    _clocks(world, ticket, way, terms)
    assert ticket.in_time == account.in_time(way, terms)
    assert ticket.round == 1 + sum(s.action == "reopen" for s in way)
    assert ticket.bounces == sum(s.action == "return" for s in way)
    assert ticket.reworks == sum((s.action, s.outcome) == ("verify", "failed") for s in way)
    assert ticket.urges == world.urges[id_]
    assert {one.by for one in ticket.beside.followed} == world.followed[id_]
    here = way[account.round_of(way) :]
    assert ticket.beside.extensions == _times(here, "extend", "approved") <= 2
    _accountable(ticket, way)
    _linked(world, id_, way)
    _mediated(ticket, here)
    assert ticket.beside.timed_out == account.timed_out(way, terms)
    assert sum(s.role == "system" and s.action == "supervise" for s in here) <= 1
    assert {r.kind for r in ticket.beside.requests} == set(account.requests(way))
    _signed(way, terms)
    _adds_up(world, id_)
    _leads_on(world, id_)


def _mediated(ticket: Ticket, here: Sequence[Seen]) -> None:
    """One mediation at a time is awaited, from when it is set or put off until it is held."""
    steps = [seen.outcome for seen in here if seen.action == "mediate"]
    assert (ticket.beside.mediation is not None) == (bool(steps) and steps[-1] in ("set", "put_off"))
    if here[-1].state == "handled":
        assert ticket.beside.mediation is None


def _linked(world: World, id_: str, way: Sequence[Seen]) -> None:
    """What a ticket repeats follows from its way; the other one knows of it, and of nobody else."""
    last = next((s.outcome for s in reversed(way) if s.action == "link"), "undone")
    beside = world.tickets[id_].beside
    assert (beside.repeat_of is not None) == (last == "made")
    repeats = {k for k, t in world.tickets.items() if t.beside.repeat_of and t.beside.repeat_of.ticket == id_}
    assert {one.ticket for one in beside.repeated} == repeats


def _times(way: Sequence[Seen], action: str, outcome: str) -> int:
    return sum((seen.action, seen.outcome) == (action, outcome) for seen in way)


def _clocks(world: World, ticket: Ticket, way: Sequence[Seen], terms: Terms) -> None:
    """Every clock is there that must be, and says what it must, and no other is."""
    now = world.now
    pairs = [
        (ticket.responsibility, account.responsibility(way, terms, now)),
        *((getattr(ticket.beside, STAGED[n]), told) for n, told in account.stages(way, terms, now).items()),
        *zip((p.clock for p in ticket.beside.parts), account.parts(way, now), strict=True),
    ]
    stage = account.stage(way, terms, now)
    if stage is None:
        assert ticket.stage is None or ticket.stage.ended_at is not None
    else:
        pairs.append((ticket.stage, stage))
    for clock, told in pairs:
        _same(world, clock, told)
    if ticket.state == "suspended":
        assert not any(clock is not None and clock.running for clock, _ in pairs)


def _same(world: World, clock: Clock | None, told: Told | None) -> None:
    if told is None or clock is None:
        assert told is clock is None, f"the contract has {clock}, the account {told}"
        return
    at = world.now if clock.ended_at is None else clock.ended_at
    mine = Told(
        clock.name,
        (clock.limit.value, clock.limit.unit),
        clock.extended,
        clock.started_at,
        clock.total - remaining(clock, at, world.ref.calendar),
        clock.due_at,
        clock.running,
        clock.ended_at is not None,
    )
    assert mine == told, f"the contract has {mine}, the account {told}"


def _accountable(ticket: Ticket, way: Sequence[Seen]) -> None:
    """The second verification in a row that fails one unit holds somebody to account."""
    row, unit = 0, ""
    for seen in way[account.round_of(way) :]:
        row, unit = row if seen.unit == unit else 0, seen.unit
        if seen.action == "verify":
            row = row + 1 if seen.outcome == "failed" else 0
    assert ticket.beside.failures == row
    last = way[-1]
    if (last.action, last.outcome) == ("verify", "failed") and row >= 2:
        held = ticket.beside.accountability
        assert held is not None
        assert held.settled_at is None


def _signed(way: Sequence[Seen], terms: Terms) -> None:
    """Nobody signs for oneself or twice; what needs two signatures has the duty officer's and a leader's; no
    more time is granted than the limit had."""
    last = way[-1]
    if last.outcome not in ("endorsed", "approved"):
        return
    asked = max(i for i, s in enumerate(way) if (s.action, s.outcome) == (last.action, "asked"))
    signed = [s for s in way[asked:-1] if s.action == last.action]
    assert last.by not in {s.by for s in signed}
    if last.outcome == "approved" and last.action in ("extend", "force_close"):
        mine = signed if last.action == "force_close" else signed[1:]
        assert last.role == "leader"
        assert "duty" in {s.role for s in mine}
    if (last.action, last.outcome) == ("extend", "approved"):
        whole = account.responsibility(way[:-1], terms, last.at)
        assert whole is not None
        assert account.length((last.value, last.unit_of)) <= account.length(whole.limit)


def _adds_up(world: World, id_: str) -> None:
    """What a ticket spent in each state, as its timeline tells it, adds up to its age."""
    steps = world.ages[id_]
    spent: Counter[str] = Counter()
    for (begin, state), (end, _) in zip(steps, [*steps[1:], (world.now, "")], strict=True):
        assert begin <= end
        spent[state] += end - begin
    assert sum(spent.values()) == world.now - world.tickets[id_].reported_at


def _leads_on(world: World, id_: str) -> None:
    """Somebody may take a step that leads on; where parts of other units are open, once they are done or
    withdrawn."""
    state = TABLE.state(world.tickets[id_].state)
    assert state is not None
    moves = {
        row.action for _, row in world.offered(id_) if row.target != SAME or row.action in ("part", "mediate")
    }
    assert state.final or moves - {"recall"}, f"nothing leads on from {state.name}"


def kept_counting(world: World, before: Ticket, after: Ticket, row: Transition, at: int) -> None:
    """The responsibility clock is the same one until a new round, and what it has counted stays counted."""
    if row.action in ("recall", "reopen") or before.responsibility is None:
        return
    was, now = before.responsibility, after.responsibility
    assert now is not None
    assert (now.started_at, now.limit) == (was.started_at, was.limit)
    until = before.changed_at if was.ended_at is not None else at
    calendar = world.ref.calendar
    counted = [clock.total - remaining(clock, until, calendar) for clock in (was, now)]
    assert counted[0] <= counted[1]
