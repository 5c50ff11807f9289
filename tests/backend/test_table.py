"""Random sequences of actions: backend and table agree, no forbidden state is reached, the chain verifies."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from typing import Any

import msgspec
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from backend.service.audit import faults
from backend.service.refusal import ServiceRefused
from backend.service.steps import Done, Pending
from contract import action as a
from contract.account import Actor
from contract.advance import advance, effective, report
from contract.beside import GROUNDS
from contract.clock import DAY, MINUTE
from contract.guards import in_scope
from contract.lifecycle import TABLE
from contract.machine import NAMED
from contract.refused import Refused
from contract.ticket import Ticket
from tests.backend.running import DISTRICT, GRID, RunningBackend, new_id

LOGINS = ("seat01", "seat02", "duty01", "leader01", "u-T-S1-ZF", "u-T-D-CG", "g-990001001001-01", "c-hotline")
CONTENT = b"evidence"
FILE = a.FileRef(hashlib.sha256(CONTENT).hexdigest(), kind="photo_after", size=len(CONTENT), mime="image/png")

texts = st.sampled_from(["", "理由"])
units = st.sampled_from(["", "T-S1-ZF"])
decided = st.sampled_from(["asked", "endorsed", "approved", "refused"])
ACTS: st.SearchStrategy[a.Act] = st.one_of(
    st.builds(a.Accept, area=st.sampled_from(["", GRID, "nowhere"])),
    st.builds(a.Refuse, reason=st.just("不属实")),
    st.builds(a.Merge, into=st.sampled_from(["own", "second", "missing"])),
    st.builds(a.File, item=st.sampled_from(["1-1-01", "1-1-03", "3-1-03", "9-9-99"]), area=st.just(GRID)),
    st.builds(a.Dispatch, unit=st.sampled_from(["T-S1-ZF", "T-D-CG", "nobody"])),
    st.builds(a.Redispatch, unit=st.sampled_from(["T-S1-ZF", "T-D-CG"])),
    st.builds(a.SignIn),
    st.builds(a.Arrive),
    st.builds(a.Handle, outcome=st.just("started")),
    st.builds(a.Handle, result=texts, files=st.sampled_from([(), (FILE,)])),
    st.builds(a.Return, reason=st.just("非我职责")),
    st.builds(a.Verify, outcome=st.sampled_from(["passed", "failed"]), reason=texts),
    st.builds(a.Close),
    st.builds(a.Evaluate, satisfaction=st.sampled_from(["satisfied", "basically", "not_satisfied"])),
    st.builds(a.Reopen, reason=st.just("未解决")),
    st.builds(a.Urge),
    st.builds(a.Recall),
    st.builds(a.Unmerge, reason=st.just("不是同一件")),
    st.builds(a.Escalate, reason=st.just("超出权限")),
    st.builds(
        a.Arbitrate,
        unit=st.sampled_from(["T-S1-ZF", "T-D-CG"]),
        ground=st.sampled_from(GROUNDS),
        cite=st.sampled_from(["", "1-001"]),
        reason=st.just("职责所在"),
    ),
    st.builds(a.MakeSafe, outcome=st.sampled_from(["ordered", "done"]), unit=units, result=texts),
    st.builds(a.Extend, outcome=decided, value=st.sampled_from([0.0, 0.5, 1, 99]), reason=texts),
    st.builds(a.Suspend, outcome=st.sampled_from(["asked", "approved", "refused"]), reason=texts),
    st.builds(a.Supervise, outcome=st.sampled_from(["ordered", "replied", "lifted"]), result=texts),
    st.builds(a.Settle, result=texts),
    st.builds(a.ForceClose, outcome=decided, reason=texts),
    st.builds(a.Appeal, outcome=st.sampled_from(["asked", "approved", "refused"]), reason=texts),
)
# The way that leads on is walked more often than any other, so that late states are reached, too.
FORWARD: dict[str, tuple[str, a.Act]] = {
    "reported": ("seat01", a.Accept()),
    "accepted": ("seat01", a.File(item="1-1-03", area=GRID)),
    "filed": ("seat01", a.Dispatch(unit="T-S1-ZF")),
    "dispatched": ("u-T-S1-ZF", a.SignIn()),
    "signed_in": ("u-T-S1-ZF", a.Handle(outcome="started")),
    "on_site": ("u-T-S1-ZF", a.Handle(result="已处理", files=(FILE,))),
    "handling": ("u-T-S1-ZF", a.Handle(result="已处理", files=(FILE,))),
    "handled": ("g-990001001001-01", a.Verify()),
    "verifying": ("seat02", a.Close()),
    "closed": ("seat02", a.Evaluate(satisfaction="satisfied")),
    "rework": ("u-T-S1-ZF", a.Handle(outcome="started")),
    "returned": ("seat01", a.Redispatch(unit="T-S1-ZF")),
    "reopened": ("seat01", a.Redispatch(unit="T-S1-ZF")),
    "evaluated": ("seat01", a.Reopen(reason="未解决")),
    "suspended": ("seat01", a.Resume()),
    "escalated": ("seat01", a.Arbitrate(unit="T-S1-ZF", ground="agreed", reason="协商一致")),
    "merged": ("seat01", a.Unmerge(reason="不是同一件")),
}
# Beside it, whatever else the table allows from a state, by somebody whose role it is.
ASIDE: dict[str, tuple[str, a.Act]] = {
    "merge": ("seat01", a.Merge(into="second")),
    "refuse": ("seat02", a.Refuse(reason="不属实")),
    "redispatch": ("seat01", a.Redispatch(unit="T-S1-ZF")),
    "arrive": ("u-T-S1-ZF", a.Arrive()),
    "return": ("u-T-S1-ZF", a.Return(reason="非我职责")),
    "verify/failed": ("g-990001001001-01", a.Verify(outcome="failed", reason="未清理")),
    "urge": ("leader01", a.Urge()),
    "recall": ("seat01", a.Recall()),
    "escalate": ("u-T-S1-ZF", a.Escalate(reason="超出权限")),
    "arbitrate": ("seat01", a.Arbitrate(unit="T-S1-ZF", ground="agreed", reason="协商一致")),
    "mediate/set": (
        "seat01",
        a.Mediate(outcome="set", parties=("reporter", "neighbour"), place="社区调解室"),
    ),
    "mediate/not_agreed": ("u-T-S1-ZF", a.Mediate(outcome="not_agreed", result="分歧较大")),
    "mediate/put_off": ("seat02", a.Mediate(outcome="put_off", reason="一方未到")),
    "link/made": ("seat01", a.Link(into="second")),
    "link/undone": ("seat02", a.Link(outcome="undone", reason="不是同一件")),
    "make_safe/ordered": ("seat01", a.MakeSafe(outcome="ordered", unit="T-S1-ZF")),
    "make_safe/done": ("u-T-S1-ZF", a.MakeSafe(outcome="done", result="已排险")),
    "extend/asked": ("u-T-S1-ZF", a.Extend(outcome="asked", value=0.5, reason="等材料")),
    "extend/endorsed": ("duty01", a.Extend(outcome="endorsed")),
    "extend/approved": ("leader01", a.Extend(outcome="approved")),
    "suspend/asked": ("u-T-S1-ZF", a.Suspend(outcome="asked", cause="outside", reason="等产权单位")),
    "suspend/approved": ("duty01", a.Suspend(outcome="approved")),
    "supervise/ordered": ("leader01", a.Supervise(outcome="ordered", kind="leader", reason="请说明")),
    "supervise/replied": ("u-T-S1-ZF", a.Supervise(outcome="replied", result="正在办理")),
    "follow/begun": ("leader01", a.Follow()),
    "follow/ended": ("leader01", a.Follow(outcome="ended")),
    "part/given": ("seat01", a.Share(outcome="given", unit="T-D-CG", task="修复路灯")),
    "part/taken": ("u-T-D-CG", a.Share(outcome="taken")),
    "part/done": ("u-T-D-CG", a.Share(outcome="done", result="已修复")),
    "part/withdrawn": ("seat02", a.Share(outcome="withdrawn", unit="T-D-CG", reason="不需要了")),
    "accountability/settled": ("leader01", a.Settle(result="约谈")),
    "force_close/asked": ("seat01", a.ForceClose(outcome="asked", reason="当事人撤诉")),
    "force_close/endorsed": ("duty01", a.ForceClose(outcome="endorsed")),
    "force_close/approved": ("leader01", a.ForceClose(outcome="approved")),
    "appeal/asked": ("u-T-S1-ZF", a.Appeal(outcome="asked", reason="断水断电")),
    "appeal/approved": ("duty01", a.Appeal(outcome="approved", reason="属实")),
}
# What is asked for is signed more often than not, so that what a signature does is reached, too.
SIGNED: dict[str, tuple[str, a.Act]] = {
    "extend": ("duty01", a.Extend(outcome="endorsed")),
    "suspend": ("duty01", a.Suspend(outcome="approved")),
    "force_close": ("duty01", a.ForceClose(outcome="endorsed")),
    "appeal": ("duty01", a.Appeal(outcome="approved", reason="属实")),
}
STEPS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.none(), st.integers(0, 40), st.tuples(st.sampled_from(LOGINS), ACTS)),
        st.sampled_from([0, 0, 0, 0, 0, 0, 1, -1]),  # how far the version seen is from the version now
        st.integers(0, 3 * 24 * 60),  # minutes that pass
        st.sampled_from([None, 0, 10, 100_000]),  # done so many minutes before it was received
    ),
    min_size=12,
    max_size=30,
)


def chosen(choice: int | tuple[str, a.Act], row: Ticket) -> tuple[str, a.Act]:
    """A drawn act as it is; else the signature that is awaited, or the act of that number that the table
    allows aside of the way on."""
    if isinstance(choice, tuple):
        return choice
    for request in row.beside.requests if choice % 2 else ():
        signed = ASIDE.get(f"{request.kind}/approved")
        return SIGNED[request.kind] if request.endorsed_at is None or signed is None else signed
    names = [f"{r.action}/{r.outcome}" if r.outcome else r.action for r in TABLE.rows(row.state)]
    aside = [ASIDE[name] for name in names if name in ASIDE]
    return aside[choice % len(aside)]


def dated(act: a.Act, now: int) -> a.Act:
    """An act with its time to come, where it needs one."""
    match act:
        case a.Suspend(outcome="asked", until=None):
            return replace(act, until=now + 2 * DAY)
        case a.Mediate(outcome="set" | "put_off", until=None):
            return replace(act, until=now + DAY)
        case a.Share(outcome="given", until=None):
            return replace(act, until=now + DAY)
        case a.Supervise(outcome="ordered", reply_due=None):
            return replace(act, reply_due=now + DAY)
        case _:
            return act


class Model:
    """What the table and the step function say, by themselves."""

    def __init__(self, backend: RunningBackend) -> None:
        self.reference = backend.services.references.get(DISTRICT).reference
        self.tickets: dict[str, Ticket] = {}
        self.images: dict[tuple[str, int], Ticket] = {}

    def expect(self, actor: Actor, action: a.Action, received: int) -> Ticket | str:
        """The row after, or the kind of problem."""
        before = self.tickets[action.ticket_id]
        act = action.act
        if not in_scope(before, actor):
            return "missing"
        row = TABLE.find(before.state, a.name_of(act), a.outcome_of(act))
        if (row is None or row.versioned) and action.base_version != before.version:
            return "conflict"
        into = None
        if isinstance(act, a.Merge | a.Link) and act.into:
            into = self.tickets.get(act.into)
            if into is None or not in_scope(into, actor):
                return "validation"
        seen = before.beside.merged_version if isinstance(act, a.Unmerge) else before.version
        try:
            after = advance(
                before,
                act,
                actor,
                effective(before, action.done_at, received),
                self.reference,
                into=into,
                image=self.images.get((before.id, seen)),
            )
        except Refused as refused:
            kinds = {"InputRefused": "validation", "RoleRefused": "forbidden", "StepRefused": "step"}
            return kinds[type(refused).__name__]
        assert row is not None, "the step function took a step that the table has not"
        assert row.target in (after.state, *NAMED)
        return after

    def take(self, before: Ticket, after: Ticket) -> None:
        self.tickets[after.id] = after
        if after.version > before.version and after.last is not None and after.last.recall_to:
            self.images[after.id, after.version] = before
        for target, by in ((before.merged_into, -1), (after.merged_into, 1)):
            if before.merged_into != after.merged_into and target:
                counted = self.tickets[target]
                self.tickets[target] = replace(counted, repeats=max(counted.repeats + by, 0))


def bare(ticket: Ticket) -> Ticket:
    """A row without its place in the feed and its number, which the table does not know."""
    return replace(ticket, seq=0, number="")


reached: Counter[str] = Counter()
"""How often each state was come to, over all examples."""


# By these ways every state is come to. Which ones the drawn sequences come to changes with each row that the
# table gets, and with the modules a process has loaded: Hypothesis draws constants that it finds in them.
SUSPENDED = (ASIDE["suspend/asked"], ASIDE["suspend/approved"])
WAYS: tuple[tuple[tuple[str, a.Act] | None, ...], ...] = (
    (None,) * 12,  # closed, evaluated, reopened, and out again
    (ASIDE["refuse"],),
    (ASIDE["merge"], None),
    (*(None,) * 4, ASIDE["return"], None),
    (*(None,) * 4, ASIDE["escalate"], None),
    (*(None,) * 4, *SUSPENDED, None),
    (*(None,) * 4, ASIDE["arrive"], None),
    (*(None,) * 6, ASIDE["verify/failed"], None),
)


def by_every_way(test: Callable[..., None]) -> Callable[..., None]:
    """A test of `steps` that takes each of the ways before what is drawn."""
    for way in WAYS:
        test = example(steps=[(choice, 0, 1, None) for choice in way])(test)
    return test


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
@by_every_way
def test_backend_and_table_agree(backend: RunningBackend, steps: list[Any]) -> None:
    backend.run(play(backend, steps))


def test_every_state_was_come_to() -> None:
    assert {state.name for state in TABLE.states if not reached[state.name]} <= {"reported"}


async def play(backend: RunningBackend, steps: list[Any]) -> None:
    services, clock = backend.services, backend.clock
    actors = {login: await services.accounts.find(DISTRICT, login) for login in LOGINS}
    await put(backend, actors["seat01"])
    model = Model(backend)

    async def submit(actor: Actor, action: a.Action, received: int) -> Done | ServiceRefused:
        (outcome,) = await services.performer.perform(DISTRICT, [Pending(actor, received, action)])
        return outcome

    names = {"own": new_id(), "second": new_id(), "missing": new_id()}
    for name in ("second", "own"):
        act = a.Report(channel="hotline", title="噪音", area=GRID)
        action = a.Action(action_id=new_id(), ticket_id=names[name], act=act)
        done = await submit(actors["seat01"], action, clock.now())
        assert isinstance(done, Done)
        assert done.ticket is not None
        at = done.ticket.received_at
        assert at is not None
        made = report(names[name], "", act, actors["seat01"], at, model.reference, a.Reporter())
        assert bare(done.ticket) == made
        model.tickets[names[name]] = made
    ticket = names["own"]
    known = {state.name for state in TABLE.states}
    for choice, skew, minutes, before in steps:
        clock.move(minutes * MINUTE)
        now = clock.now()
        row = model.tickets[ticket]
        login, act = FORWARD.get(row.state, ("seat01", a.Recall())) if choice is None else chosen(choice, row)
        named = isinstance(act, a.Merge | a.Link) and act.into
        act = replace(act, into=names[act.into]) if named else dated(act, now)
        action = a.Action(
            action_id=new_id(),
            ticket_id=ticket,
            base_version=max(row.version + skew, 0),
            act=act,
            done_at=None if before is None else now - before * MINUTE,
        )
        expected = model.expect(actors[login], action, now)
        outcome = await submit(actors[login], action, now)
        if isinstance(expected, str):
            assert isinstance(outcome, ServiceRefused)
            assert outcome.kind == expected
            continue
        assert isinstance(outcome, Done)
        assert outcome.ticket is not None
        assert bare(outcome.ticket) == bare(expected)
        assert outcome.ticket.state in known
        model.take(row, expected)
        reached[expected.state] += 1
        replayed = await submit(actors[login], action, now)
        assert isinstance(replayed, Done)
        assert (replayed.body, replayed.replayed) == (outcome.body, True)
    async with services.store.read() as connection:
        for name in ("own", "second"):
            row_bytes = await connection.scalar(stored_row(names[name]))
            assert bare(msgspec.msgpack.decode(row_bytes, type=Ticket)) == bare(model.tickets[names[name]])
        assert await faults(connection, DISTRICT) == []


def stored_row(ticket: str) -> Any:
    """The query of a ticket's stored row."""
    from sqlalchemy import select

    from backend.store import tables as t

    return select(t.ticket.c.row).where(t.ticket.c.district == DISTRICT, t.ticket.c.id == ticket)


async def put(backend: RunningBackend, actor: Actor) -> None:
    """The one piece of evidence that the acts refer to."""

    async def chunks() -> Any:
        yield CONTENT

    await backend.services.files.put(actor, FILE.sha256, FILE.mime, backend.clock.now(), chunks())
