"""Several departments act on one joint action in any order, those that are off line hand in late."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import product
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from msgspec.structs import replace

from contract.account import Actor, in_path
from contract.joint import action as a
from contract.joint.guards import form_of, guard, may_arrive, may_sign_in
from contract.joint.joint import Joint
from contract.joint.lifecycle import CALLED, ENDED, FIELD, TABLE
from contract.joint.parties import own_party
from contract.machine import SAME, Transition
from contract.refused import Refused
from tests.unit import joint_account as account
from tests.unit import joint_desks as desks
from tests.unit.joint_steps import Steps, whistle
from tests.unit.joint_town import ACTORS, DEPARTMENTS, DUTY, HANDLERS, REF, SEAT, STREET

KINDS = ("enforcement", "repair", "inspection", "dispute", "appeal")


class Departments(RuleBasedStateMachine):
    """One joint action that has been called; three departments, any of them off line at any time."""

    @initialize(kind=st.sampled_from(KINDS))
    def called(self, kind: str) -> None:
        self.world = Steps(REF)
        self.world.begun(kind)

    @staticmethod
    def chooser(data: st.DataObject) -> Any:
        def choose(of: Sequence[Any]) -> Any:
            return of[data.draw(st.integers(0, len(of) - 1))]

        return choose

    @rule(data=st.data())
    def on_line(self, data: st.DataObject) -> None:
        """Anybody takes a step that is offered; it is never refused."""
        choose = self.chooser(data)
        self.world.passes(choose)
        options = self.world.options()
        if options:
            who, row = choose(options)
            self.world.do(who, self.world.act(who, row, choose))

    @rule(data=st.data())
    def off_line(self, data: st.DataObject) -> None:
        """A department does its next step where nobody hears of it."""
        choose = self.chooser(data)
        unit = choose(DEPARTMENTS[:3])
        who, world = HANDLERS[unit], self.world
        kinds = [type(act) for _, act, _ in world.queues[who.id]]
        line = world.joint.party(unit)
        if line is None or not line.takes_part:
            return
        world.passes(choose)
        if line.signed_in_at is None and a.JointSignIn not in kinds:
            world.later(who, a.JointSignIn(unit=unit))
        elif form_of(world.joint, REF) != "approval" and line.arrival is None and a.JointArrive not in kinds:
            world.later(who, a.JointArrive(people=2, unit=unit))
        else:
            world.later(who, self._desk_work(who, choose) or a.Say(note="已在路上"))

    def _desk_work(self, who: Actor, choose: Any) -> a.JointAct | None:
        """What somebody does at a desk or at the table as it was when they went off line."""
        world, joint = self.world, self.world.joint
        steps = [f"approval/{step}" for step in ("taken", "lacking", "granted", "denied")]
        if joint.lead is not None and joint.lead.unit == who.unit:
            steps += [f"settlement/{step}" for step in ("signed", "performed")]
        steps = [
            step
            for step in steps
            if TABLE.find(joint.state, f"joint_{step.split('/')[0]}", step.split("/")[1]) is not None
            and desks.possible(joint, who, step, world.now)
        ]
        if not steps:
            return None
        step = choose(steps)
        if step.startswith("approval/"):
            return desks.of_desk(world, who, step.split("/")[1], choose)
        held = joint.settlement
        if held is None or (held.signed_at is None) != (step == "settlement/signed") or held.paid >= held.fen:
            return None
        return desks.of_table(world, step, choose)

    @rule(data=st.data())
    def handed_in(self, data: st.DataObject) -> None:
        """What was done off line arrives: a check-in that its line waits for is taken as it was made, and so
        is what a desk decided or a side signed or performed, where that is still waited for."""
        waiting = sorted(name for name, queue in self.world.queues.items() if queue)
        if not waiting:
            return
        name = self.chooser(data)(waiting)
        who, act, done_at = self.world.queues[name][0]
        joint = self.world.joint
        waits, last = self.waits(act, who), self.world.last_of(who.unit)
        beside = desks.waits(joint, act, who)
        moved = {one: desk.moved_at for one, desk in account.desks(self.world.log).items()}
        refused = self.world.hand_in(name)
        if beside and joint.state in CALLED:
            assert refused is None, f"a step is lost: {refused}"
            if isinstance(act, a.ApprovalStep):
                fits = done_at >= moved[act.approval]
                assert self.world.log[-1].at == (done_at if fits else self.world.now)
        if waits and joint.state in CALLED:
            assert refused is None, f"a check-in is lost: {refused}"
            line = self.world.joint.party(who.unit)
            assert line is not None
            at = line.signed_in_at if isinstance(act, a.JointSignIn) else line.own_at
            assert at == (done_at if done_at >= last else self.world.now)

    def waits(self, act: a.JointAct, who: Any) -> bool:
        fits = {a.JointSignIn: may_sign_in, a.JointArrive: may_arrive}.get(type(act))
        if fits is None:
            return False
        try:
            own_party(self.world.joint, who.unit, who, fits)
        except Refused:
            return False
        return True


class TestDepartments(Departments.TestCase):
    settings = settings(
        max_examples=50, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
    )


Cell = tuple[str, str]
CELLS = {
    (source, f"{row.action}/{row.outcome}" if row.outcome else row.action)
    for row in TABLE.transitions
    for source in row.sources
}


NEVER = {
    *(
        (state, f"joint_approval/{step}")
        for state in ("on_site", "planned", "complete", "handed_over")
        for step in ("taken", "lacking", "supplied", "granted", "denied", "withdrawn")
    ),
    *((state, "joint_settle") for state in ("proposed", "approved", "called", "on_site", "planned")),
    *((state, f"joint_task/{step}") for state in ("called", "on_site") for step in ("taken", "done")),
    *(("called", f"joint_safety/{step}") for step in ("heard", "ended")),
    *(
        (state, step)
        for state in ("complete", "handed_over")
        for step in (
            "joint_task/taken",
            "joint_task/done",
            "joint_safety/heard",
            "joint_safety/ended",
            "joint_decide/kept",
            "joint_decide/released",
        )
    ),
}
"""What cannot come about: departments that approve at their desks have no spot and no plan, and what is
complete has no approval or paper outstanding; there is no task before the plan, no timer before the muster,
no account before two failures; and what is complete has neither open tasks nor timers nor objections."""


MAKES = ("given", "found", "drawn", "started", "brought", "tied", "asked", "joined", "set")
"""Outcomes that make what a later step is about."""


def kinds_of(goal: Cell) -> tuple[str, ...]:
    """The kinds in which a cell of the table can be reached."""
    state, step = goal
    if step.startswith("joint_approval/") or goal == ("called", "joint_begin"):
        return ("appeal",)
    if step.startswith(("joint_side/", "joint_session/", "joint_settlement/")):
        return ("dispute",)
    spot = state in ("on_site", "planned") or step.startswith(
        ("joint_muster", "joint_arrive", "joint_safety")
    )
    return KINDS[:4] if spot else KINDS


PHASES = (
    *("proposed", "approved", "called", "on_site", "planned", "acting"),
    *("complete", "handed_over", "verified", "evaluated"),
)
"""In the order in which they are come to; `stopped` is beside all of them."""
Stands = tuple[bool, bool, bool, bool]
STANDS: tuple[Stands, ...] = tuple(product((True, False), repeat=4))


def stands(joint: Joint) -> Stands:
    """What stands open: accountability, a settlement's performance, its confirmation by the court, the table
    of the mediation itself."""
    held = joint.settlement
    return (
        any(one.settled_at is None for one in joint.accounts),
        held is not None and held.awaited,
        held is not None and bool(held.signed_at) and not held.confirmed_at,
        joint.kind == "dispute" and not joint.mediated,
    )


def needed(step: str) -> int | None:
    """Which of what stands open a step is about."""
    if step == "joint_settle":
        return 0
    if step in ("joint_settlement/performed", "joint_settlement/defaulted"):
        return 1
    if step == "joint_settlement/confirmed":
        return 2
    return 3 if step.startswith(("joint_settlement/", "joint_session/", "joint_side/")) else None


KEPT = 6
"""So many lives are kept as they stood in a phase, of each kind."""


class Walk:
    """Joint actions that live from proposal to end, each led to a step that was taken least so far. A life
    that stood in the phase of that step goes on from there another way, where one was kept."""

    def __init__(self, seed: int) -> None:
        self.rng, self.taken = random.Random(seed), Counter[Cell]()
        self.kept: defaultdict[tuple[str, str, Stands], list[Steps]] = defaultdict(list)

    def live(self, steps: int = 150) -> None:
        aims = sorted(CELLS - NEVER)
        rows = {step for _, step in self.taken}
        least = min(self.taken[cell] for cell in aims)
        fresh = [cell for cell in aims if cell[1] not in rows]
        goal = self.rng.choice(fresh or [cell for cell in aims if self.taken[cell] == least])
        kind = self.rng.choice(kinds_of(goal))
        kept = self._nearest(goal, kind)
        if kept and self.rng.random() < 0.9:
            self._on_from(self.rng.choice(kept).again(), goal, 40)
        else:
            self._on_from(self._begun(kind), goal, steps)

    def _nearest(self, goal: Cell, kind: str) -> list[Steps]:
        """Lives of a kind that were kept in a phase, now and then or where there are none in the last
        before it: what was not done there is too late in some. Those come first in which what the step
        is about stands open."""
        phase, step = goal
        before = PHASES[: PHASES.index(phase)][::-1] if phase in PHASES else ("acting",)
        phases = before if self.rng.random() < 0.3 else (phase, *before)
        asked = needed(step)
        ways = sorted(self.rng.sample(STANDS, len(STANDS)), key=lambda one: asked is None or not one[asked])
        return next((k for how in ways for one in phases if (k := self.kept[one, kind, how])), [])

    def _begun(self, kind: str) -> Steps:
        """A new one is proposed."""
        world = Steps(REF)
        world.taken = self.taken
        if kind == "appeal" and self.rng.random() < 0.5:
            world.start(SEAT, replace(whistle(kind=kind), outcome="green"))
        else:
            world.start(STREET, whistle(kind=kind))
        return world

    def _keep(self, world: Steps) -> None:
        """It as it stands is there to go on from, in the place of another where there are enough."""
        kept = self.kept[world.joint.state, world.joint.kind, stands(world.joint)]
        if len(kept) < KEPT:
            kept.append(world.again())
        elif self.rng.random() < 0.1:
            kept[self.rng.randrange(KEPT)] = world.again()

    def _on_from(self, world: Steps, goal: Cell, steps: int) -> None:
        """It goes on until the goal is reached, at most for so many steps or to its end."""
        before = self.taken[goal]
        for n in range(1, steps):
            if world.joint.state in ENDED or self.taken[goal] > before:
                return
            self._keep(world)
            world.passes(lambda of: self.rng.choice(of[:5]))
            held = world.joint.settlement
            if goal[1] == "joint_settlement/defaulted" and held is not None and held.until is not None:
                world.now = max(world.now, held.until)
            ahead = goal[0] in PHASES[6:]
            if n % (5 if ahead else 25) == 0 and world.joint.state == "acting":
                self._on(world)
            self._sign(world, goal)
            options = world.options()
            weights = [self._weight(world, goal, who, row) for who, row in options]
            who, row = self.rng.choices(options, weights)[0]
            world.do(who, world.act(who, row, self.rng.choice))

    @staticmethod
    def _sign(world: Steps, goal: Cell) -> None:
        """Where the goal stands on a settlement that all signed, they sign one."""
        state, step = goal
        after = step in [f"joint_settlement/{one}" for one in ("performed", "confirmed", "defaulted")]
        here = state if state in FIELD else "acting"
        if after and world.joint.state == here and not world.joint.mediated:
            world.settled()

    def _weight(self, world: Steps, goal: Cell, who: Actor, row: Transition) -> float:
        """How gladly a step is taken: what leads to the goal sooner, what would use it up elsewhere later."""
        state, key = world.joint.state, self._key(row)
        if (state, key) == goal:
            return 50.0
        weight = 1 / (1 + self.taken[state, key]) ** 2
        if row.target != SAME:
            if state == goal[0]:
                return weight * 0.02
            slow = {"acting": 0.03, "planned": 0.1, "stopped": 0.1}.get(state, 1.0)
            if row.action == "joint_verify":
                wanted = goal[1] == "joint_settle" and not stands(world.joint)[0]
                return weight * (9.0 if (row.outcome == "failed") is wanted else 0.5)
            return weight * slow
        if key == goal[1] and needed(key) in (0, 1, 2):
            return weight * 0.001
        same = key == goal[1] or (row.action == goal[1].split("/")[0] and row.outcome not in MAKES)
        return weight * (0.02 if same and who is not HANDLERS["d1"] else 1.0)

    @staticmethod
    def _key(row: Transition) -> str:
        return f"{row.action}/{row.outcome}" if row.outcome else row.action

    def _on(self, world: Steps) -> None:
        """What keeps it from being complete is cleared away."""
        joint = world.joint
        for unit in [w.unit for w in joint.safety if w.ended_at is None]:
            world.do(DUTY, a.Safety(outcome="ended", unit=unit))
        for unit in [p.unit for p in joint.active if p.state == "objecting"]:
            world.do(DUTY, a.DecideObjection(outcome="kept", unit=unit, reason="职责所在"))
        for task in [t.id for t in joint.tasks if t.state in ("given", "taken")]:
            world.do(DUTY, a.TaskStep(outcome="withdrawn", task=task, reason="改由他人"))
        for problem in [p.id for p in joint.problems if p.state == "open"]:
            world.do(DUTY, a.ProblemStep(outcome="handed_on", problem=problem, unit="s1t", reason="属街道"))
        world.whole()
        if joint.kind == "repair" and (joint.agreement is None or not joint.agreement.signed):
            if joint.agreement is None:
                world.do(DUTY, a.Agree(outcome="drawn", text="移交", body="物业公司"))
            held = world.joint.agreement
            assert held is not None
            if held.lead_signed_at is None:
                world.do(world.lead, a.Agree(outcome="signed"))


def test_nobody_takes_a_step_that_is_not_theirs() -> None:
    """Whatever is not offered is refused, to everybody, at every step of a life."""
    rng = random.Random(11)
    for kind in KINDS:
        world = Steps(REF)
        world.start(STREET, whistle(kind=kind))
        for _ in range(60):
            if world.joint.state in ENDED:
                break
            self_offered = {(who.id, Walk._key(row)) for who, row in world.options()}
            who, row = rng.choice(ACTORS), rng.choice(TABLE.transitions)
            if row.sources and world.joint.state in row.sources and world.possible(who, row):
                why = guard(row, world.joint, who, REF)
                assert (why is None) == ((who.id, Walk._key(row)) in self_offered)
                phase = row.target != SAME
                if phase and why is None and world.joint.state not in ("proposed", "verified"):
                    lead = world.joint.lead
                    own = lead is not None and in_path(lead.unit_path, who.unit_path)
                    assert own or who.area_path == "d"
            options = world.options()
            who, row = rng.choice(options)
            world.passes(rng.choice)
            world.do(who, world.act(who, row, rng.choice))


def test_every_row_is_taken_from_every_state() -> None:
    walk = Walk(2)
    for _ in range(1_000):
        if set(walk.taken) >= CELLS - NEVER:
            break
        walk.live()
    assert CELLS - NEVER - set(walk.taken) == set()
    assert not NEVER & set(walk.taken)
