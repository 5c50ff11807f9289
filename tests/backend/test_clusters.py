"""Clusters of merged tickets: whatever is merged, taken out, merged elsewhere, closed and answered meanwhile,
in any order and number, each ticket comes out as it went in.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import select

from backend.service.audit import faults
from backend.service.refusal import ServiceRefused
from backend.service.steps import Done, Order, Pending
from backend.store import tables as t
from contract import action as a
from contract.account import Actor
from contract.beside import Followed
from contract.clock import MINUTE
from contract.ticket import Ticket
from tests.backend.running import DISTRICT, GRID, ITEM, UNIT, RunningBackend, new_id

CONTENT = b"cluster"
FILE = a.FileRef(hashlib.sha256(CONTENT).hexdigest(), kind="near", size=len(CONTENT), mime="image/png")
LOGINS = ("seat01", "seat02", "duty01", "leader01", "u-T-S1-ZF", "g-990001001001-01")
TICKETS = 5
MERGEABLE = ("reported", "accepted", "filed", "returned", "escalated")
ANSWERED = ("closed", "evaluated")

WAY: dict[str, tuple[str, a.Act]] = {
    "reported": ("seat01", a.Accept()),
    "accepted": ("seat01", a.File(item=ITEM, area=GRID)),
    "filed": ("seat01", a.Dispatch(unit=UNIT)),
    "dispatched": ("u-T-S1-ZF", a.SignIn()),
    "signed_in": ("u-T-S1-ZF", a.Return(reason="非我职责")),
    "returned": ("seat02", a.Arbitrate(unit=UNIT, ground="agreed", reason="协商一致")),
    "closed": ("seat02", a.Evaluate(satisfaction="basically")),
    "evaluated": ("seat02", a.Reopen(reason="未解决")),
    "reopened": ("seat02", a.Redispatch(unit=UNIT)),
    "refused": ("seat02", a.Recall()),
}
"""From any state on, so that tickets are merged early and late."""
FORCED = (
    ("seat01", a.ForceClose(outcome="asked", reason="已一并处理")),
    ("duty01", a.ForceClose(outcome="endorsed")),
    ("leader01", a.ForceClose(outcome="approved")),
)

one = st.integers(0, TICKETS - 1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), one, one),
        st.tuples(st.just("merge"), one, one),
        st.tuples(st.sampled_from(("unmerge", "unmerge", "recall", "close", "close")), one),
        st.tuples(
            st.sampled_from(("on", "on", "evaluate", "urge", "follow", "note", "attach", "claim")), one
        ),
    ),
    min_size=8,
    max_size=30,
)


class Cluster:
    """Tickets of one backend, and what whoever stands by knows of them: whose repeat each is, the row that it
    had before, who has an answer, what was added meanwhile."""

    def __init__(self, backend: RunningBackend, actors: dict[str, Actor]) -> None:
        self.backend, self.actors = backend, actors
        self.ids = [new_id() for _ in range(TICKETS)]
        self.rows: dict[str, Ticket] = {}
        self.into: dict[str, str] = {}
        self.before: dict[str, Ticket] = {}
        self.answered: dict[str, int] = {}
        self.said: dict[str, str] = {}
        self.files: dict[str, int] = dict.fromkeys(self.ids, 0)
        self.followed: dict[str, tuple[Followed, ...]] = dict.fromkeys(self.ids, ())
        self.urges: dict[str, int] = dict.fromkeys(self.ids, 0)

    async def act(self, login: str, id_: str, act: a.Act) -> Ticket | ServiceRefused:
        row = self.rows.get(id_)
        version = row.version if row is not None else 0
        action = a.Action(action_id=new_id(), ticket_id=id_, base_version=version, act=act)
        return await self._perform(login, action)

    async def order(self, login: str, id_: str, verb: Any) -> Ticket | ServiceRefused:
        command = a.Command(action_id=new_id(), note="补充", files=(FILE,) if verb == "attach" else ())
        return await self._perform(login, Order(verb, id_, command))

    async def _perform(self, login: str, work: Any) -> Ticket | ServiceRefused:
        services, now = self.backend.services, self.backend.clock.now()
        (outcome,) = await services.performer.perform(DISTRICT, [Pending(self.actors[login], now, work)])
        if isinstance(outcome, ServiceRefused):
            return outcome
        assert isinstance(outcome, Done)
        assert outcome.ticket is not None
        return outcome.ticket

    async def look(self) -> dict[str, Ticket]:
        """The rows as they are stored."""
        async with self.backend.services.store.read() as connection:
            query = select(t.ticket.c.id, t.ticket.c.row).where(
                t.ticket.c.district == DISTRICT, t.ticket.c.id.in_(self.ids)
            )
            return {
                id_: msgspec.msgpack.decode(row, type=Ticket) for id_, row in await connection.execute(query)
            }

    def below(self, root: str) -> list[str]:
        """Everything that was merged into a ticket, however far down."""
        here = [id_ for id_, into in self.into.items() if into == root]
        return here + [deeper for id_ in here for deeper in self.below(id_)]

    # ---- steps ----
    async def take(self, step: tuple[Any, ...]) -> None:
        name, n = step[0], step[1]
        id_ = self.ids[n]
        match name:
            case "merge":
                await self.merge(id_, self.ids[step[2]])
            case "unmerge":
                await self.unmerge(id_, a.Unmerge(reason="不是同一件"), "seat02")
            case "recall":
                await self.recall(id_)
            case "close":
                await self.close(id_)
            case "on":
                await self.on(id_)
            case "evaluate":
                await self.evaluate(id_)
            case "urge":
                done = await self.act("leader01", id_, a.Urge())
                self.urges[id_] += isinstance(done, Ticket)
            case "follow":
                done = await self.act("leader01", id_, a.Follow(outcome="begun"))
                if isinstance(done, Ticket):
                    self.followed[id_] = done.beside.followed
            case "attach":
                assert isinstance(await self.order("seat02", id_, "attach"), Ticket)
                self.files[id_] += 1
            case _:
                assert isinstance(await self.order("seat02", id_, name), Ticket)

    async def merge(self, id_: str, into: str) -> None:
        before, target = self.rows[id_], self.rows[into]
        done = await self.act("seat01", id_, a.Merge(into=into))
        may = before.state in MERGEABLE and id_ != into and target.state not in ("merged", "refused")
        assert isinstance(done, Ticket) is may
        if may:
            self.into[id_], self.before[id_] = into, before
            if target.state in ANSWERED and isinstance(done, Ticket):
                self.answered |= dict.fromkeys([id_, *self.below(id_)], done.changed_at)

    async def unmerge(self, id_: str, act: a.Act, login: str) -> None:
        done = await self.act(login, id_, act)
        assert isinstance(done, Ticket) is (id_ in self.into)
        if id_ in self.into:
            del self.into[id_]
            self.answered.pop(id_, None)
            self.said.pop(id_, None)
            self.restored(id_, done, self.before.pop(id_))

    def restored(self, id_: str, row: Ticket | ServiceRefused, was: Ticket) -> None:
        """It is as it was. The version and the instant tell of the step itself; a claim ends where a ticket
        goes to other people, and others may have claimed it since; files, reminders, repeats of its own and
        who follows it, that came meanwhile stay."""
        assert isinstance(row, Ticket)
        now = replace(
            row, version=was.version, seq=was.seq, changed_at=was.changed_at, last=was.last, claim=was.claim
        )
        mine = sum(into == id_ for into in self.into.values())
        was = replace(was, beside=replace(was.beside, followed=self.followed[id_]))
        assert now == replace(was, files=self.files[id_], urges=self.urges[id_], repeats=mine)

    async def recall(self, id_: str) -> None:
        """Whoever did the last step takes it back, where that can be."""
        row = self.rows[id_]
        last = row.last
        assert last is not None
        login = next((name for name, who in self.actors.items() if who.id == last.by), "seat01")
        if last.action == "merge" and last.recall_to:
            await self.unmerge(id_, a.Recall(), login)
            return
        done = await self.act(login, id_, a.Recall())
        if not isinstance(done, Ticket):
            return
        if last.action == "evaluate":
            self.said.pop(id_, None)
        if row.state == "closed" and done.state not in ANSWERED:
            self.answered = {
                k: v for k, v in self.answered.items() if k not in self.below(id_) or k in self.said
            }

    async def close(self, id_: str) -> None:
        if self.rows[id_].state in ("reported", "accepted"):
            return
        for login, act in FORCED:
            done = await self.act(login, id_, act)
            if not isinstance(done, Ticket):
                break
            self.rows[id_] = done
            if done.state == "closed":
                self.answered |= dict.fromkeys(self.below(id_), done.changed_at)

    async def on(self, id_: str) -> None:
        row = self.rows[id_]
        if row.state in WAY:
            login, act = WAY[row.state]
            done = await self.act(login, id_, act)
            if isinstance(done, Ticket) and done.last is not None and done.last.action == "evaluate":
                self.said[id_] = done.satisfaction
            if isinstance(act, a.Reopen) and isinstance(done, Ticket):
                self.said.pop(id_, None)

    async def evaluate(self, id_: str) -> None:
        """A reporter says what they think of the answer: of their own ticket, merged or not."""
        row = self.rows[id_]
        may = row.state == "closed" or (id_ in self.answered and id_ in self.into and not row.satisfaction)
        done = await self.act("seat02", id_, a.Evaluate(satisfaction="satisfied"))
        assert isinstance(done, Ticket) is may
        if may:
            self.said[id_] = "satisfied"

    # ---- what must hold ----
    def hold(self, rows: dict[str, Ticket]) -> None:
        for id_, row in rows.items():
            assert row.merged_into == self.into.get(id_, "")
            assert (row.state == "merged") is (id_ in self.into)
            assert row.repeats == sum(into == id_ for into in self.into.values())
            assert row.satisfaction == self.said.get(id_, "")
            if id_ in self.into:
                assert row.beside.answered_at == self.answered.get(id_)
            assert (row.files, row.urges) == (self.files[id_], self.urges[id_])
            assert row.beside.followed == self.followed[id_]


async def play(backend: RunningBackend, steps: list[tuple[Any, ...]]) -> None:
    cluster = await made(backend)
    for step in steps:
        backend.clock.move(7 * MINUTE)
        before = cluster.rows
        await cluster.take(step)
        cluster.rows = await cluster.look()
        cluster.hold(cluster.rows)
        others(cluster, cluster.ids[step[1]], before, cluster.rows)
    # In the end everything is taken out again.
    for id_ in sorted(cluster.into, key=lambda id_: cluster.rows[id_].changed_at % 7):
        await cluster.unmerge(id_, a.Unmerge(reason="不是同一件"), "seat01")
        cluster.rows = await cluster.look()
        cluster.hold(cluster.rows)
    assert not any(row.repeats or row.merged_into for row in cluster.rows.values())


def others(cluster: Cluster, own: str, before: dict[str, Ticket], after: dict[str, Ticket]) -> None:
    """A step on one ticket counts on others, and answers them; it changes nothing else of them."""

    def bare(row: Ticket) -> Ticket:
        return replace(row, seq=0, repeats=0, beside=replace(row.beside, answered_at=None))

    for id_, row in after.items():
        if id_ != own:
            assert bare(row) == bare(before[id_])


async def made(backend: RunningBackend) -> Cluster:
    """Some tickets that were just reported, and what may be attached to them."""
    services = backend.services
    actors = {login: await services.accounts.find(DISTRICT, login) for login in LOGINS}

    async def chunks() -> Any:
        yield CONTENT

    await services.files.put(actors["seat01"], FILE.sha256, FILE.mime, backend.clock.now(), chunks())
    cluster = Cluster(backend, actors)
    for id_ in cluster.ids:
        await cluster.act("seat01", id_, a.Report(channel="hotline", title="噪音", area=GRID))
    cluster.rows = await cluster.look()
    return cluster


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
@example(  # a chain that is answered from its root, its middle taken out, merged elsewhere
    steps=[
        *(("on", 0),) * 2,
        ("merge", 2, 1),
        ("merge", 1, 0),
        ("close", 0),
        ("evaluate", 2),
        ("evaluate", 1),
        ("unmerge", 1),
        ("merge", 1, 3),
        ("recall", 1),
        ("unmerge", 2),
    ]
)
@example(  # merged into one that is closed: answered at once, and whoever was merged into it before
    steps=[*(("on", 0),) * 2, ("close", 0), ("merge", 2, 1), ("merge", 1, 0), ("evaluate", 2), ("recall", 2)]
)
@example(  # a close that is taken back takes the answer back
    steps=[*(("on", 0),) * 2, ("merge", 1, 0), ("close", 0), ("recall", 0), ("evaluate", 1)]
)
def test_what_was_merged_comes_out_as_it_went_in(
    backend: RunningBackend, steps: list[tuple[Any, ...]]
) -> None:
    backend.run(play(backend, steps))


def test_a_cluster_that_grows_in_the_transaction_of_the_close_is_answered_whole(
    backend: RunningBackend,
) -> None:
    async def grow() -> None:
        cluster = await made(backend)
        root, middle, leaf = cluster.ids[:3]
        for _ in range(2):
            await cluster.on(root)
            cluster.rows = await cluster.look()
        await cluster.merge(leaf, middle)
        for login, act in FORCED[:2]:
            cluster.rows = await cluster.look()
            await cluster.act(login, root, act)
        cluster.rows = await cluster.look()
        batch = [
            Pending(
                cluster.actors[login],
                backend.clock.now(),
                a.Action(action_id=new_id(), ticket_id=id_, base_version=cluster.rows[id_].version, act=act),
            )
            for login, id_, act in (
                ("seat01", middle, a.Merge(into=root)),
                (FORCED[2][0], root, FORCED[2][1]),
            )
        ]
        outcomes = await backend.services.performer.perform(DISTRICT, batch)
        assert [type(outcome) for outcome in outcomes] == [Done, Done]
        rows = await cluster.look()
        assert rows[leaf].beside.answered_at == rows[middle].beside.answered_at == rows[root].closed_at

    backend.run(grow())


def test_check_finds_nothing(backend: RunningBackend) -> None:
    async def check() -> list[str]:
        async with backend.services.store.read() as connection:
            return await faults(connection, DISTRICT)

    assert backend.run(check()) == []


@pytest.mark.soak
@pytest.mark.timeout(1_800)
@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_ever_so_many_clusters(backend: RunningBackend, steps: list[tuple[Any, ...]]) -> None:
    backend.run(play(backend, steps))
