"""Clocks of joint actions that are past their limits: the duty officer's to know, and of the department whose
each is. People of whom nothing was heard are an alarm of their own (`not_tickets.hear_safety`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contract.account import Actor, in_path
from contract.joint.falling import Falls, falling
from contract.joint.guards import is_proposer
from contract.joint.joint import Joint
from contract.reference import Reference

from .alarm import About
from .board import Board
from .kinds import RULES, Kind

KIND: Kind = "overdue"


@dataclass(frozen=True, slots=True)
class _Clock:
    """One that concerns who sits here: when it is past, and what its alarm says."""

    key: str
    due_at: int
    about: About


class JointLimits:
    """Of one seat. Rows are looked through when they are others; what time alone does is a comparison."""

    def __init__(self, actor: Actor, reference: Reference, taken_at: int) -> None:
        """`taken_at` is when the seat was taken (ms): what was past then was found, and calls nobody anew."""
        self._actor = actor
        self._reference = reference
        self._taken_at = taken_at
        self._known: dict[str, tuple[Joint, tuple[_Clock, ...]]] = {}

    def hear(self, board: Board, joints: Iterable[Joint], now: int) -> None:
        """Brings the board to what these actions say at an instant."""
        past: set[str] = set()
        known: dict[str, tuple[Joint, tuple[_Clock, ...]]] = {}
        for joint in joints:
            held = self._known.get(joint.id)
            if held is None or held[0] is not joint:
                held = (joint, tuple(self._clocks(joint)))
            known[joint.id] = held
            for clock in held[1]:
                if clock.due_at < now:
                    past.add(clock.key)
                    alarm = board.alarms.get(clock.key)
                    if alarm is None or not alarm.stands:
                        board.hear(clock.key, KIND, now, clock.about, found=clock.due_at <= self._taken_at)
        self._known = known
        for key, alarm in tuple(board.alarms.items()):
            if RULES[alarm.kind].family == KIND and key not in past:
                board.end(key, now)

    def _clocks(self, joint: Joint) -> Iterable[_Clock]:
        for one in falling(joint, self._reference):
            if one.name == "safety" or one.due_at is None or not one.clock.running:
                continue
            if self._concerns(joint, one):
                about = About(
                    since=one.due_at,
                    joint_id=joint.id,
                    number=joint.number,
                    subject=joint.title,
                    unit_name=one.unit_name,
                    area_path=joint.area_path,
                    area_name=joint.area_name,
                    clock=one.name,
                )
                yield _Clock(f"{KIND} {joint.id} {one.name} {one.on}", one.due_at, about)

    def _concerns(self, joint: Joint, one: Falls) -> bool:
        actor = self._actor
        if actor.role == "duty" or (one.name == "evaluate" and is_proposer(joint, actor)):
            return True
        party = joint.party(one.unit) if one.unit else None
        return actor.role == "handler" and party is not None and in_path(party.unit_path, actor.unit_path)
