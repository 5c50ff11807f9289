"""Tickets that live by the table in the pure contract, and what somebody knows of them who stands by.

What must hold of the rows by what was seen (`lifecycle_account.Seen`) is in `lifecycle_rules`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from contract import action as a
from contract.account import Actor
from contract.advance import advance, report
from contract.clock import MINUTE
from contract.guards import offers
from contract.lifecycle import TABLE
from contract.linking import with_repeat, without_repeat
from contract.machine import Transition
from contract.reference import Reference
from contract.ticket import Ticket
from tests.unit import lifecycle_account as account
from tests.unit import lifecycle_rules as rules
from tests.unit.lifecycle_account import Seen, Terms

ANSWERED = ("closed", "evaluated")


class World:
    """Tickets by id, what was seen of each (`ways`: as if what was recalled had never been; `ages`: every
    step, with the state after it), and the row before each version."""

    def __init__(self, ref: Reference, now: int, actors: Sequence[Actor]) -> None:
        self.ref, self.actors = ref, actors
        self.now = now
        self.tickets: dict[str, Ticket] = {}
        self.ways: dict[str, list[Seen]] = {}
        self.ages: dict[str, list[tuple[int, str]]] = {}
        self.images: dict[tuple[str, int], Ticket] = {}
        self.urges: Counter[str] = Counter()
        self.followed: defaultdict[str, set[str]] = defaultdict(set)
        self.taken: Counter[tuple[str, str, str]] = Counter()
        self._offered: dict[str, tuple[Ticket, list[tuple[Actor, Transition]]]] = {}

    def offered(self, id_: str) -> list[tuple[Actor, Transition]]:
        """Every step that is offered to anybody."""
        ticket, held = self.tickets[id_], self._offered.get(id_)
        if held is None or held[0] is not ticket:
            held = (ticket, [(who, row) for who in self.actors for row in offers(ticket, who, self.ref)])
            self._offered[id_] = held
        return held[1]

    def report(self, id_: str, who: Actor, act: a.Report, at: int) -> Ticket:
        """One more ticket."""
        self.tickets[id_] = report(id_, id_, act, who, at, self.ref, a.Reporter())
        self.ways[id_] = [Seen(at, "report", "", "reported", "", who.id, who.role)]
        self.ages[id_] = [(at, "reported")]
        self.taken["", "report", ""] += 1
        rules.hold(self, id_)
        return self.tickets[id_]

    def do(self, id_: str, who: Actor, act: a.Act, at: int) -> Ticket:
        """Take a step, and hold the row after it against what was seen."""
        before = self.tickets[id_]
        row = TABLE.find(before.state, a.name_of(act), a.outcome_of(act))
        after = self.advanced(id_, act, who, at)
        assert row is not None
        self.taken[before.state, row.action, row.outcome] += 1
        if row.versioned:
            assert after.version == before.version + 1
            assert after.last is not None
            if after.last.recall_to:
                self.images[id_, after.version] = before
            self._see(id_, who, row, act, at, before, after)
            self.tickets[id_] = after
            self._cluster(act, before, after, at)
            rules.kept_counting(self, before, after, row, at)
        else:
            self.urges[id_] += isinstance(act, a.Urge)
            if isinstance(act, a.Follow):
                (set.add if act.outcome == "begun" else set.discard)(self.followed[id_], who.id)
            beside = replace(after.beside, followed=before.beside.followed)
            assert replace(after, urges=before.urges, beside=beside) == before
            self.tickets[id_] = after
        rules.hold(self, id_)
        return self.tickets[id_]

    def advanced(self, id_: str, act: a.Act, who: Actor, at: int) -> Ticket:
        """The row after a step by the contract; raises Refused."""
        before = self.tickets[id_]
        version = before.beside.merged_version if isinstance(act, a.Unmerge) else before.version
        into = self.tickets[act.into] if isinstance(act, a.Merge | a.Link) and act.into else None
        image = self.images.get((id_, version))
        return advance(before, act, who, at, self.ref, into=into, image=image)

    def _see(
        self, id_: str, who: Actor, row: Transition, act: a.Act, at: int, before: Ticket, after: Ticket
    ) -> None:
        way = self.ways[id_]
        self.ages[id_].append((at, after.state))
        if row.action == "recall":
            way.pop()
            return
        if row.action == "unmerge":
            while way.pop().action != "merge":
                pass
            return
        value, unit_of = 0.0, ""
        if isinstance(act, a.Extend):
            asked = account.requests(way).get("extend")
            value = act.value if asked is None else asked.value
            unit_of = before.responsibility.limit.unit if before.responsibility is not None else ""
        if isinstance(act, a.Share):
            value = 0.0 if act.until is None else (act.until - at) / MINUTE
            unit_of = act.unit or self._own_part(way, who, at)
        held = way[-1].state if after.state == "suspended" and way[-1].state != "suspended" else ""
        if after.state == way[-1].state == "suspended":
            held = way[-1].held
        way.append(
            Seen(
                at,
                row.action,
                row.outcome,
                after.state,
                getattr(act, "unit", "") if self._sends(act, before) else way[-1].unit,
                who.id,
                who.role,
                held,
                value,
                unit_of,
            )
        )

    @staticmethod
    def _own_part(way: Sequence[Seen], who: Actor, at: int) -> str:
        """Whose part it is that a unit takes or ends: its own, or the first one below it."""
        given = [told.name.removeprefix("part:") for told in account.parts(way, at) if not told.ended]
        return next(unit for unit in given if unit.startswith(who.unit))

    @staticmethod
    def _sends(act: a.Act, before: Ticket) -> bool:
        if isinstance(act, a.MakeSafe):
            return act.outcome == "ordered" and before.state not in account.AT_UNIT
        return isinstance(act, a.Dispatch | a.Redispatch | a.Arbitrate)

    def _cluster(self, act: a.Act, before: Ticket, after: Ticket, at: int) -> None:
        """What the backend does with a cluster: repeats are counted, and whoever was merged is answered."""
        for target, by in ((before.merged_into, -1), (after.merged_into, 1)):
            if target and before.merged_into != after.merged_into:
                counted = self.tickets[target]
                self.tickets[target] = replace(counted, repeats=counted.repeats + by)
        was, now = before.beside.repeat_of, after.beside.repeat_of
        if was != now and was is not None:
            self.tickets[was.ticket] = without_repeat(self.tickets[was.ticket], after.id)
        if was != now and now is not None:
            self.tickets[now.ticket] = with_repeat(self.tickets[now.ticket], after, at)
        answered: int | None = at
        match act:
            case a.Close() | a.ForceClose(outcome="approved"):
                whose = self._below(after.id)
            case a.Merge() if self.tickets[act.into].state in ANSWERED:
                whose = [after.id, *self._below(after.id)]
            case a.Recall() if before.state == "closed" and after.state not in ANSWERED:
                whose = [id_ for id_ in self._below(after.id) if not self.tickets[id_].satisfaction]
                answered = None
            case _:
                whose = []
        for id_ in whose:
            row = self.tickets[id_]
            self.tickets[id_] = replace(row, beside=replace(row.beside, answered_at=answered))

    def _below(self, root: str) -> list[str]:
        here = [id_ for id_, row in self.tickets.items() if row.merged_into == root]
        return here + [deeper for id_ in here for deeper in self._below(id_)]

    def terms(self, id_: str) -> Terms:
        """The limits of a ticket: the item's, else the channel's or the district's."""
        ticket, district = self.tickets[id_], self.ref.district
        item = self.ref.item(ticket.item, ticket.item_version) if ticket.item_version else None
        limits = {}
        plain = ("accept", "dispatch", "sign_in", "arrive", "handle", "verify", "evaluate")
        for name in (*plain, *account.STAGES):
            named = (getattr(of, name, None) for of in (item, self.ref.channel(ticket.channel), district))
            limit = next((one for one in named if one is not None), None)
            if limit is not None:
                limits[name] = (limit.value, limit.unit)
        limits.setdefault("make_safe", (2, "hours"))
        handle = item.handle if item is not None else None
        return Terms(
            limits,
            (handle.value, handle.unit) if handle is not None else None,
            ticket.superior.due_at if ticket.superior is not None else None,
            district.steps.get("arrive") != "skipped",
            district.steps.get("evaluate") != "skipped",
            tuple(name for name in account.STAGES if item is not None and getattr(item, name) is not None),
        )
