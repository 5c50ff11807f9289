"""What people do about a matter, and when.

`Lives.next` is pure: from the row as it stands it draws the next step that seats, units, grid workers or
reporters take on it. The draw is named by ticket and version, so history, the live player and a second run
agree, and a ticket that a person has worked on goes on from where it is.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from msgspec.structs import replace

from backend.simulation.detours import Detours
from backend.simulation.draws import share_used, stream
from backend.simulation.matters import Matter, fill
from backend.simulation.pace import Pace
from backend.simulation.pictures import evidence
from backend.simulation.scene import ON_THE_SPOT, Scene
from backend.simulation.step import Step
from backend.simulation.visits import next_step
from contract import action as a
from contract.account import in_path
from contract.beside import ARBITRATED_AFTER
from contract.clock import HOUR, MINUTE, SECOND, Clock
from contract.reference import Reference, Unit
from contract.ticket import Ticket

FAILS_AGAIN = 0.15
DANGER = 0.002
"""Of what is filed, so much is a danger that is made safe before anything else."""
SOONEST = 20 * SECOND
"""Nobody acts sooner than this after the step before."""


class Lives:
    """The people of one district.

    `seats` are the logins of the seats that are played, `duty` the duty officer's; `truth` gives the matter
    behind a ticket, None where the simulation does not know it.
    """

    def __init__(
        self,
        scene: Scene,
        ref: Reference,
        seed: int,
        seats: tuple[str, ...],
        truth: Callable[[str], Matter | None],
        at: int,
        duty: str = "duty01",
        leader: str = "leader01",
        account: Callable[[str], str] | None = None,
    ) -> None:
        self.scene, self.ref, self.seed = scene, ref, seed
        self._seats, self._duty, self._truth = seats, duty, truth
        self.pace = Pace(scene, ref, at)
        self._detours = Detours(
            scene,
            ref,
            seed,
            self.pace,
            self._seat,
            self._grid,
            duty,
            leader,
            self._helping,
            account,
            played=bool(seats),
        )

    def next(self, ticket: Ticket) -> Step | None:
        """The next step, None where the ticket has come to rest or nobody who is played would take it."""
        plain = self._plain(ticket)
        if ticket.beside.visit is not None:
            return plain
        return self._detours.before(ticket, plain) or plain

    def _plain(self, ticket: Ticket) -> Step | None:
        chance = stream(self.seed, ticket.id, ticket.version, ticket.state)
        if ticket.beside.visit is not None:
            going = next_step(ticket, self.ref, self.seed, self._grid(ticket))
            if going is not None:
                return going
        match ticket.state:
            case "reported" | "accepted":
                step = self._intake(ticket, chance)
            case "filed" | "returned" | "escalated" | "reopened":
                step = self._dispatch(ticket, chance)
            case "dispatched" | "signed_in" | "on_site" | "handling" | "rework":
                step = self._unit(ticket, chance)
            case "handled":
                step = self._verify(ticket, chance)
            case "verifying":
                step = self._seat_step(ticket, self._due(ticket, 0.75, chance, 0.02, 0.5), a.Close())
            case "closed":
                step = self._evaluate(ticket, chance)
            case "evaluated":
                step = self._reopen(ticket, chance)
            case "merged":
                step = self._evaluate_merged(ticket, chance)
            case _:
                step = None
        if step is None or step.at >= ticket.changed_at + SOONEST:
            return step
        return Step(ticket.changed_at + SOONEST + chance.randrange(MINUTE), step.role, step.login, step.act)

    # ---- seats
    def _seat(self, ticket: Ticket, desk: str) -> str:
        return stream(self.seed, ticket.id, ticket.round, desk).choice(self._seats) if self._seats else ""

    def _seat_step(self, ticket: Ticket, at: int, act: a.Act) -> Step | None:
        desk = "intake" if isinstance(act, a.Accept | a.File | a.Refuse | a.Merge) else "dispatch"
        login = self._seat(ticket, desk)
        return Step(at, "seat", login, act) if login else None

    def _due(
        self, ticket: Ticket, median: float, chance: random.Random, late: float = 0.04, tail: float = 1.5
    ) -> int:
        """When a step comes that its stage clock limits."""
        share = share_used(chance, median, late, tail)
        clock: Clock | None = ticket.stage
        if clock is None or clock.ended_at is not None:
            return ticket.changed_at + round(share * 60 * MINUTE)
        return self.pace.after(clock, share)

    def _intake(self, ticket: Ticket, chance: random.Random) -> Step | None:
        # One clock runs from reported to filed: its share is drawn once, accepting takes the first part.
        whole = share_used(stream(self.seed, ticket.id, "intake"), 0.35, 0.03, 2.0)
        matter = self._truth(ticket.id)
        if ticket.stage is None:
            due = ticket.changed_at + round(whole * 15 * MINUTE)
        else:
            due = self.pace.after(ticket.stage, whole * (0.55 if ticket.state == "reported" else 1.0))
        if ticket.state == "reported":
            if matter is not None and matter.repeats and ticket.version == 1:
                return self._seat_step(ticket, due, a.Merge(into=matter.repeats))
            spoken = matter is not None and matter.channel_type not in ON_THE_SPOT
            if spoken and stream(self.seed, ticket.id, "refuse").random() < self.scene.rate("refuse_rate"):
                reason = self._words(chance, "refuse") or "不属于受理范围"
                return self._seat_step(ticket, due, a.Refuse(reason=reason))
            return self._seat_step(ticket, due, a.Accept())
        item, area = (matter.item, matter.spot) if matter else (ticket.item, ticket.area)
        if not item or not area:
            return None
        lon, lat = (matter.lon, matter.lat) if matter else (None, None)
        known, seen = self.ref.item_known(item, ticket.changed_at), stream(self.seed, ticket.id, "component")
        meant = self.scene.furniture.meant(
            known.names.zh if known is not None else "", self.ref.area(area), lon, lat, seen
        )
        if meant is None:
            return self._seat_step(ticket, due, a.File(item=item, area=area, lon=lon, lat=lat))
        # What stands in the register says where it is.
        filed = a.File(item=item, area=meant.area, lon=meant.lon, lat=meant.lat, component=meant.code)
        return self._seat_step(ticket, due, filed)

    def _dispatch(self, ticket: Ticket, chance: random.Random) -> Step | None:
        right = self.responsible(ticket)
        if right is None:
            return None
        if ticket.state == "filed":
            unit = right
            tied = ticket.beside.component
            unowned = tied is not None and tied.ownerless
            if unowned or stream(self.seed, ticket.id, "danger").random() < DANGER:
                at = ticket.changed_at + chance.randrange(2, 12) * MINUTE
                return self._seat_step(ticket, at, a.MakeSafe(outcome="ordered", unit=unit.code))
            if stream(self.seed, ticket.id, "misled").random() < self.scene.rate("return_rate"):
                unit = self._mistaken(ticket, right, chance)
            at = self._due(ticket, 0.85, chance, 0.1, 3.0)
            return self._seat_step(ticket, at, a.Dispatch(unit=unit.code))
        # Whose it is has to be found out first.
        at = self._due(ticket, 0.8, chance, 0.6, 9.0)
        if ticket.state == "escalated" or (ticket.state == "returned" and ticket.bounces >= ARBITRATED_AFTER):
            reason = f"按职责清单，{ticket.item_name}由{right.names.zh}承办"
            thing = self.scene.thing_of.get(ticket.item)
            entry = thing.duty if thing is not None and thing.handler in (right.role, right.code) else ""
            ground = a.Arbitrate(
                unit=right.code,
                ground="duty_list",
                entry=entry,
                cite="" if entry else ticket.item,
                reason=reason,
            )
            return self._seat_step(ticket, at, ground)
        return self._seat_step(ticket, at, a.Redispatch(unit=right.code))

    def responsible(self, ticket: Ticket) -> Unit | None:
        """The unit that the catalogue makes answerable for a ticket's item where it lies."""
        item = self.ref.item(ticket.item, ticket.item_version)
        if item is None:
            return None
        named = self.ref.responsible(item, ticket.area)
        if named is not None:
            return named
        fitting = (u for u in self.ref.units if item.category in u.functions and u.type != "centre")
        return next(fitting, None)

    def _mistaken(self, ticket: Ticket, right: Unit, chance: random.Random) -> Unit:
        """A unit that one could take for the right one."""
        item = self.ref.item(ticket.item, ticket.item_version)
        thing = self.scene.thing_of.get(ticket.item)
        near: list[Unit | None] = []
        if item is not None and thing is not None:
            near = [self.ref.responsible(replace(item, handler=r), ticket.area) for r in thing.co_handlers]
        others = [unit for unit in near if unit is not None and unit != right]
        if not others:
            others = [unit for unit in self.ref.units if unit.type == right.type and unit != right]
        return chance.choice(others) if others else right

    def _helping(self, ticket: Ticket, chance: random.Random) -> Unit | None:
        """A unit that does a part of a matter beside the one that has it."""
        right = self.responsible(ticket)
        return self._mistaken(ticket, right, chance) if right is not None else None

    def _evaluate(self, ticket: Ticket, chance: random.Random) -> Step | None:
        at = self.pace.by_day(self._due(ticket, 0.4, chance, 0.015, 0.4), chance)
        drawn = chance.random()
        if drawn < self.scene.rate("not_satisfied_rate"):
            act = a.Evaluate(satisfaction="not_satisfied", note=self._words(chance, "not_satisfied"))
        elif drawn < self.scene.rate("not_satisfied_rate") + self.scene.rate("basically_satisfied_rate"):
            act = a.Evaluate(satisfaction="basically", note=self._words(chance, "basically_satisfied"))
        else:
            act = a.Evaluate(satisfaction="satisfied", note=self._words(chance, "satisfied"))
        channel = self.ref.channel(ticket.channel)
        if channel is not None and channel.type in ("app", "open311") and chance.random() < 0.5:
            return Step(at, "channel", f"c-{channel.key}", act)
        return self._seat_step(ticket, at, act)

    def _evaluate_merged(self, ticket: Ticket, chance: random.Random) -> Step | None:
        """Who reported it again is answered with the ticket that it was merged into."""
        answered = ticket.beside.answered_at
        if answered is None or ticket.satisfaction:
            return None
        at = self.pace.by_day(answered + chance.randrange(1, 40) * HOUR, chance)
        return self._seat_step(ticket, at, a.Evaluate(satisfaction="satisfied"))

    def _reopen(self, ticket: Ticket, chance: random.Random) -> Step | None:
        if ticket.satisfaction != "not_satisfied" or ticket.round > 1 or not self._seats:
            return None
        reason = self._words(chance, "not_satisfied") or "回访不满意"
        at = self.pace.by_day(ticket.changed_at + chance.randrange(10, 90) * MINUTE, chance)
        return Step(at, "duty", self._duty, a.Reopen(reason=reason))

    # ---- units
    def _unit(self, ticket: Ticket, chance: random.Random) -> Step | None:
        right = self.responsible(ticket)
        login = f"u-{ticket.unit}"
        if (
            ticket.state in ("dispatched", "signed_in")
            and right is not None
            and not self._takes(ticket, right)
        ):
            at = self._due(ticket, 0.5, chance)
            slots = {"unit": ticket.unit_name, "other": right.names.zh, "item": ticket.item_name}
            reason = self._words(chance, "return", slots) or f"不属于本单位职责，应由{right.names.zh}办理"
            return Step(at, "handler", login, a.Return(reason=reason))
        if ticket.state == "dispatched":
            return Step(self._due(ticket, 0.4, chance, 0.03), "handler", login, a.SignIn())
        ends = self._ends(ticket)
        span = max(ends - ticket.changed_at, 0)
        if ticket.state == "signed_in" and self._goes_there(ticket):
            at = min(self._due(ticket, 0.5, chance, 0.03), ticket.changed_at + round(span * 0.6))
            return Step(at, "handler", login, a.Arrive(lon=ticket.lon, lat=ticket.lat))
        if ticket.state in ("signed_in", "on_site") and chance.random() < 0.75:
            at = ticket.changed_at + round(span * chance.uniform(0.05, 0.4))
            if ticket.state == "on_site":
                at = min(at, ticket.changed_at + chance.randrange(3, 25) * MINUTE)
            return Step(at, "handler", login, a.Handle(outcome="started"))
        return Step(ends, "handler", login, self._handled(ticket, chance))

    def _takes(self, ticket: Ticket, right: Unit) -> bool:
        """Whether a unit sees a matter as its own: it is answerable, or a part of who is; rework stays."""
        unit = self.ref.unit(ticket.unit)
        return unit is None or in_path(unit.path, right.path) or ticket.reworks > 0

    def _goes_there(self, ticket: Ticket) -> bool:
        steps = self.ref.district.steps
        item = self.ref.item(ticket.item, ticket.item_version)
        if steps.get("arrive") == "skipped" or ticket.arrived_at is not None:
            return False
        return steps.get("arrive") == "required" or (item is not None and item.arrive is not None)

    def _ends(self, ticket: Ticket) -> int:
        """When the handling of this round ends; drawn once a round, so that returns eat into it."""
        chance = stream(self.seed, ticket.id, "handling", ticket.round, ticket.reworks)
        clock = ticket.responsibility
        if clock is None:
            return ticket.changed_at + chance.randrange(30, 600) * MINUTE
        if ticket.reworks:
            return self.pace.after(clock, chance.uniform(0.04, 0.15))
        share = self.pace.handling(ticket.item, chance)
        ends = self.pace.total(clock, share)
        item = self.ref.item(ticket.item, ticket.item_version)
        if ticket.superior is not None and item is not None and item.handle is not None:
            # A superior platform's limit may be longer than the catalogue's, by which the unit works.
            ends = min(ends, self.pace.counted(item.handle, clock.started_at, share))
        return ends

    def _handled(self, ticket: Ticket, chance: random.Random) -> a.Handle:
        slots = {"unit": ticket.unit_name, "item": ticket.item_name, "place": ticket.place}
        words = self.scene.word("category", ticket.category, "handle") or self.scene.word("general", "handle")
        result = fill(chance.choice(words), slots) if words else "已处置完毕"
        item = self.ref.item(ticket.item, ticket.item_version)
        kinds = item.evidence if item is not None else ()
        files = evidence(kinds, chance)
        if ticket.beside.visit is not None:  # sent back to look once more
            return a.Handle(outcome="done", result=result, files=files, visit="well")
        return a.Handle(outcome="done", result=result, files=files)

    # ---- grid workers
    def _verify(self, ticket: Ticket, chance: random.Random) -> Step | None:
        if self.ref.district.steps.get("verify") == "skipped":
            return self._seat_step(ticket, self._due(ticket, 0.6, chance, 0.02), a.Close())
        at = self.pace.by_day(self._due(ticket, 0.45, chance, 0.02, 0.5), chance, 7, 21)
        # Who was found out once is looked at the harder.
        likely = FAILS_AGAIN if ticket.beside.failures else self.scene.rate("rework_rate")
        fails = ticket.reworks < 2 and chance.random() < likely
        kind = "verify_fail" if fails else "verify_pass"
        words = self.scene.word("category", ticket.category, kind) or self.scene.word("general", kind)
        said = fill(chance.choice(words), {"item": ticket.item_name, "place": ticket.place}) if words else ""
        photos = evidence(("after",), chance) if chance.random() < 0.6 else ()
        if fails:
            act = a.Verify(outcome="failed", reason=said or "现场仍未整改到位", files=photos)
        else:
            act = a.Verify(outcome="passed", note=said, files=photos)
        grid = self._grid(ticket)
        if grid and ticket.beside.visit is None:
            return Step(at, "grid", f"g-{grid}", act)
        return self._seat_step(ticket, at, act)

    def _grid(self, ticket: Ticket) -> str:
        """The grid whose worker goes and looks; "" where the ticket lies in none."""
        for code in reversed(ticket.area_path.split("/")):
            area = self.ref.area(code)
            if area is not None and area.kind in ("grid", "dedicated_grid"):
                return code
        return ""

    def _words(self, chance: random.Random, kind: str, slots: dict[str, str] | None = None) -> str:
        words = self.scene.word("general", kind)
        return fill(chance.choice(words), slots or {}) if words else ""
