"""A seat with joint actions and without its network, and what the backend would make of what it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from console.actions import Actions
from console.clock import BackendClock
from console.joints.joints import JointChanges, Joints
from console.net.client import Client
from console.outbox import Outbox, OutboxRow
from console.reference import ReferenceData
from console.replica import rows
from console.replica.database import Database
from console.replica.replica import Replica
from contract.account import Actor
from contract.feed import Batch, Event
from contract.joint import action as a
from contract.joint.advance import advance, propose
from contract.joint.joint import Joint
from contract.joint.lifecycle import TABLE
from contract.machine import Names
from contract.reference import Reference
from tests.unit.joint_town import DEPARTMENTS, DUTY, NEAR, PLACE, REF, STREET, T0

MINUTE = 60_000
WHISTLE = a.Propose(
    outcome="whistle",
    kind="enforcement",
    title="夜市占道",
    reason="多次劝导无效",
    area="g1",
    lon=PLACE[0],
    lat=PLACE[1],
    wanted=("d1", "d2"),
)
CALLED = a.Approve(parties=tuple(a.Named(unit=unit, lead=unit == "d1") for unit in DEPARTMENTS[:4]))
ARRIVE = a.JointArrive(people=3, lon=NEAR[0], lat=NEAR[1])


def made(acts: Sequence[tuple[Actor, a.JointAct]], *, seq: int = 1, joint_id: str = "j1") -> Joint:
    """A joint action as the backend has it after these acts, a minute each; the first proposes it."""
    (who, first), *further = acts
    assert isinstance(first, a.Propose)
    joint = propose(joint_id, f"LD-{joint_id}", first, who, T0, REF)
    for n, (actor, act) in enumerate(further):
        joint = advance(joint, act, actor, T0 + (n + 1) * MINUTE, REF)
    return replace(joint, seq=seq, entries=len(acts))


def called(*, seq: int = 1, joint_id: str = "j1") -> Joint:
    """One whose four departments are called."""
    return made(((STREET, WHISTLE), (DUTY, CALLED), (DUTY, a.Call())), seq=seq, joint_id=joint_id)


class Clock(BackendClock):
    """The test's own time."""

    time = T0 + 10 * MINUTE

    def now(self) -> int:
        return self.time


class Seat:
    """File, replica, outbox, joint actions of one operator."""

    def __init__(self, path: Path, actor: Actor) -> None:
        self.database = Database(path)
        self.tickets = rows.Rows(self.database)
        self.actor: Actor | None = actor
        self.clock = Clock()
        self.replica = Replica(self.database, self.tickets, lambda _: None, lambda _: None, lambda: None)
        self.replica.load()
        self.outbox = Outbox(self.database, self.tickets)
        self.outbox.open(actor.id)
        client = Client("http://127.0.0.1:9", language=lambda: "en")
        self.reference = ReferenceData(self.database, client)
        self.words: dict[str, Names] = {}
        self.told: list[JointChanges] = []
        self.joints = Joints(
            self.replica.joints,
            self.outbox,
            self.replica.columns,
            self.clock,
            client,
            self.reference,
            seat=self.who,
            touched=self.touched,
            names=self,
        )
        self.joints.changed.connect(self.told.append)
        self.ended: list[OutboxRow] = []
        self.actions = Actions(
            self.replica.columns,
            self.outbox,
            self.clock,
            seat=self.who,
            touched=self.touched,
            ended=self.ended.append,
            joint_version=self.joints.version_for,
        )

    def who(self) -> tuple[Actor | None, Reference | None]:
        return self.actor, REF

    def touched(self, ids: Iterable[str]) -> None:
        self.replica.reproject(ids)

    def say(self, names: Names | None) -> str:
        return "" if names is None else names.en

    def renamed(self, key: str) -> Names | None:
        return self.words.get(key)

    def feed(self, *joints: Joint, gone: Sequence[str] = ()) -> Batch:
        """A batch behind the replica's cursor that brings these."""
        prev = self.replica.cursor or 0
        events = [Event(joint.seq, "joint", T0, joint.id, joint=joint) for joint in joints]
        seq = max([prev, *(event.seq for event in events)]) + len(gone)
        events += [Event(seq, "joint_gone", T0, joint_id) for joint_id in gone]
        return Batch(prev, seq, T0, tuple(events))

    async def hold(self, *joints: Joint, gone: Sequence[str] = ()) -> None:
        """What the feed brings, taken over at once."""
        await self.replica.take_batch(self.feed(*joints, gone=gone))

    def perform(self, row: OutboxRow, seq: int, *, on: Joint | None = None) -> Joint:
        """What the backend makes of a row."""
        act, actor = row.joint_act, self.actor
        assert actor is not None
        if isinstance(act, a.Propose):
            return replace(propose(row.object_id, "LD9", act, actor, row.done_at, REF), seq=seq)
        server = on or self.joints.server_row(row.object_id)
        assert server is not None
        step = TABLE.find(server.state, row.action, row.outcome)
        assert step is not None
        assert not step.versioned or row.base_version == server.version
        return replace(advance(server, act, actor, row.done_at, REF), seq=seq)

    async def answer(self, action_id: str, seq: int, *, on: Joint | None = None) -> Joint:
        """The backend's answer to a row comes in, as the drain takes it."""
        row = self.outbox.get(action_id)
        assert row is not None
        row = await self.outbox.sending(row)
        now = self.perform(row, seq, on=on)
        self.replica.show(await self.outbox.answered(row, now))
        self.touched([row.object_id])
        return now

    def close(self) -> None:
        self.replica.close()
        self.database.close()
