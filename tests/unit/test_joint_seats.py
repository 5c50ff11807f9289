"""Several seats and one backend, in any order: what is done off line arrives once, no check-in is lost or
moved, and in the end every seat shows what the backend has."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from console.outbox import OutboxRow
from contract.feed import Batch, Event
from contract.joint import action as a
from contract.joint.advance import advance, effective
from contract.joint.joint import Joint
from contract.joint.lifecycle import TABLE
from contract.problem import First, Problem
from contract.refused import Refused
from tests.unit.joint_seat import ARRIVE, MINUTE, Seat, called
from tests.unit.joint_town import DUTY, HANDLERS, REF, T0

ACTORS = (DUTY, HANDLERS["d1"], HANDLERS["d2"], HANDLERS["d3"])
ACTS: tuple[a.JointAct, ...] = (
    a.JointSignIn(),
    ARRIVE,
    a.Muster(),
    a.Say(note="在途"),
    a.Remind(unit="d2"),
    a.MarkAbsent(unit="d3"),
    a.Stop(reason="暴雨"),
    a.Continue(),
    a.Object(reason="非我职责"),
    a.DecideObjection(outcome="kept", unit="d2", reason="是其职责"),
    a.Plan(minutes="分工"),
)
CHECK_INS = ("joint_sign_in", "joint_arrive")


class Backend:
    """The one row, as the contract performs on it, and the feed."""

    def __init__(self) -> None:
        self.joint = called(seq=1)
        self.seq = 1
        self.now = T0 + 10 * MINUTE
        self.feed: list[Event] = [Event(1, "joint", T0, "j1", joint=self.joint)]
        self.answers: dict[str, Joint] = {}
        self.at: dict[str, int] = {}

    def post(self, row: OutboxRow, who: Seat) -> Joint | Problem:
        """Performs an act once, whatever comes of its answer."""
        assert who.actor is not None
        if row.action_id in self.answers:
            return self.answers[row.action_id]
        step = TABLE.find(self.joint.state, row.action, row.outcome)
        if step is not None and step.versioned and row.base_version != self.joint.version:
            return Problem("urn:grid:problem:conflict", "", 412, first=First("谁", row.action, self.now))
        at = effective(self.joint, row.joint_act, who.actor, row.done_at, self.now)
        try:
            after = advance(self.joint, row.joint_act, who.actor, at, REF)
        except Refused as refused:
            return Problem("urn:grid:problem:step", refused.says.en, 409)
        self.seq += 1
        self.joint = replace(after, seq=self.seq, entries=self.joint.entries + 1)
        self.feed.append(Event(self.seq, "joint", self.now, "j1", joint=self.joint))
        self.answers[row.action_id] = self.joint
        self.at[row.action_id] = at
        return self.joint


class Play:
    """Who does what."""

    def __init__(self, folder: Path) -> None:
        self.backend = Backend()
        self.seats = [Seat(folder / f"{n}.sqlite", actor) for n, actor in enumerate(ACTORS)]
        self.done: dict[str, OutboxRow] = {}
        self.refused: dict[str, OutboxRow] = {}

    def act(self, n: int, what: int) -> None:
        """A seat does something that is possible there."""
        seat = self.seats[n]
        self.backend.now += MINUTE
        seat.clock.time = self.backend.now
        before = seat.joints.get("j1")
        for act in (*ACTS[what:], *ACTS[:what]):
            try:
                action_id = seat.joints.submit("j1", act)
            except Refused:
                continue
            row = seat.outbox.get(action_id)
            assert row is not None
            self.done[action_id] = row
            assert seat.joints.pending("j1")
            assert isinstance(act, a.Say) or seat.joints.get("j1") != before
            return

    async def hear(self, n: int) -> None:
        """The feed reaches a seat, all that it has not heard yet."""
        seat = self.seats[n]
        cursor = seat.replica.cursor or 0
        events = tuple(event for event in self.backend.feed if event.seq > cursor)
        if events:
            await seat.replica.take_batch(Batch(cursor, events[-1].seq, T0, events))
            seat.replica.joints.catch_up(["j1"])
            seat.touched(["j1"])
        self.sees(seat)

    async def send(self, n: int, *, lost: bool = False) -> bool:
        """The first act that is ready goes out; its answer may be lost. False where none is."""
        seat = self.seats[n]
        ready = seat.outbox.ready()
        if not ready:
            return False
        row = await seat.outbox.sending(ready[0])
        answer = self.backend.post(row, seat)
        if lost:
            await seat.outbox.again(row)
        elif isinstance(answer, Problem):
            self.refused[row.action_id] = row
            state = "conflict" if answer.status == 412 else "parked"
            _, taken = await seat.outbox.refused(
                row, "conflict" if state == "conflict" else "parked", answer, self.backend.joint
            )
            seat.replica.show(taken)
        else:
            seat.replica.show(await seat.outbox.answered(row, answer))
        seat.touched(["j1"])
        self.sees(seat)
        return True

    def sees(self, seat: Seat) -> None:
        """What the backend has of check-ins, as far as the seat heard, is never hidden by what waits."""
        server, shown = seat.joints.server_row("j1"), seat.joints.get("j1")
        assert server is not None
        assert shown is not None
        for held in server.parties:
            party = shown.party(held.unit)
            assert party is not None
            assert held.signed_in_at in (None, party.signed_in_at)
            assert held.arrival in (None, party.arrival)
        assert shown.version >= server.version

    async def end(self) -> None:
        """Everybody is on line; what came to nothing is given up."""
        for n, seat in enumerate(self.seats):
            while await self.send(n) or seat.outbox.rows:
                for row in seat.outbox.rows:
                    if row.state in ("conflict", "parked") and seat.outbox.get(row.action_id):
                        for gone in (row, *seat.outbox.after(row.action_id)):
                            self.refused[gone.action_id] = gone
                        seat.actions.drop(row.action_id)
        for n in range(len(self.seats)):
            await self.hear(n)

    def hold(self) -> None:
        """What must be so in the end."""
        for seat in self.seats:
            assert seat.joints.rows() == [self.backend.joint]
            assert not seat.joints.pending("j1")
        assert self.done.keys() - self.refused.keys() == self.backend.answers.keys()
        for action_id, at in self.backend.at.items():
            row = self.done[action_id]
            if row.action in CHECK_INS:
                assert at == row.done_at


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("act", "act", "hear", "send", "lose")),
        st.integers(0, len(ACTORS) - 1),
        st.integers(0, len(ACTS) - 1),
    ),
    min_size=8,
    max_size=40,
)


@settings(max_examples=30, deadline=None)
@given(STEPS)
def test_in_any_order_nothing_is_lost(steps: Sequence[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_play(Path(folder), steps))


async def _play(folder: Path, steps: Sequence[tuple[str, int, int]]) -> None:
    play = Play(folder)
    for n in range(len(ACTORS)):
        await play.hear(n)
    for what, n, which in steps:
        match what:
            case "act":
                play.act(n, which)
            case "hear":
                await play.hear(n)
            case _:
                await play.send(n, lost=what == "lose")
    await play.end()
    play.hold()
    for seat in play.seats:
        seat.close()
