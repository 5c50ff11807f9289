"""A lifecycle as a table.

A `Machine` lists states and transitions; it knows nothing of tickets. The backend enforces it, a console
reads it to know what to offer, a property test walks it, and the diagram in the documentation is drawn
from it. `digest` names one exact table, so that two sides can tell whether they know the same one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec

PREVIOUS = "<previous>"
"""Target of a transition that goes back to the state before the last versioned action."""
SAME = "<same>"
"""Target of a transition that leaves the state as it is."""
HELD = "<held>"
"""Target of a transition that goes on in the state in which the object was suspended."""
BEFORE_MERGE = "<before merge>"
"""Target of a transition that goes back to the row before a merge."""
NAMED = (PREVIOUS, SAME, HELD, BEFORE_MERGE)
"""Targets that are no states."""


class Names(msgspec.Struct, frozen=True):
    """A name in the two languages of the interface."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """The name for a language tag such as ``zh_CN`` or ``en``."""
        return self.zh if language.lower().startswith("zh") else self.en


class Field(msgspec.Struct, frozen=True):
    """What an action carries. `type` is text, code, id, choice, number, instant, files or object; a table
    that is served may have more of them than are known here."""

    name: str
    type: str
    required: bool = False
    choices: tuple[str, ...] = ()


class State(msgspec.Struct, frozen=True):
    """A state; `stage` names the stage clock that runs in it ("" for none)."""

    name: str
    names: Names
    stage: str = ""
    final: bool = False


class Transition(msgspec.Struct, frozen=True, kw_only=True):
    """One row: from any of `sources`, `action` with `outcome` leads to `target`.

    `sources` empty means that the action creates the object. `guards` name conditions on object and
    actor beside the role; `effects` name what happens to clocks beyond the stage clock of the target.
    """

    action: str
    outcome: str = ""
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    guards: tuple[str, ...] = ()
    carries: tuple[Field, ...] = ()
    effects: tuple[str, ...] = ()
    versioned: bool = True
    recallable: bool = False
    names: Names


class Machine(msgspec.Struct, frozen=True):
    """A lifecycle table. Its rows are data: consoles get them from the backend and compare `digest`."""

    name: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]

    def state(self, name: str) -> State | None:
        """The state of that name, None where the table has none."""
        return next((s for s in self.states if s.name == name), None)

    def rows(self, state: str | None, action: str | None = None) -> Iterator[Transition]:
        """The transitions that leave `state` (None: that create), for one action or all."""
        for row in self.transitions:
            if action is not None and row.action != action:
                continue
            if (not row.sources) if state is None else (state in row.sources):
                yield row

    def find(self, state: str | None, action: str, outcome: str = "") -> Transition | None:
        """The one row for this step, None where the table forbids it."""
        for row in self.rows(state, action):
            if row.outcome == outcome:
                return row
        return None

    def actions(self) -> tuple[str, ...]:
        """Every action of the table, in its order, once."""
        return tuple(dict.fromkeys(row.action for row in self.transitions))

    def names_of(self, action: str, outcome: str = "") -> Names | None:
        """What people call an action."""
        for row in self.transitions:
            if row.action == action and row.outcome == outcome:
                return row.names
        return next((row.names for row in self.transitions if row.action == action), None)

    def digest(self) -> str:
        """SHA-256 (hex) over the table in a fixed encoding."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()

    def faults(self) -> list[str]:
        """What is wrong with the table itself: unknown states, doubled rows, states never reached."""
        known = {s.name for s in self.states}
        found: list[str] = []
        seen: set[tuple[str, str, str]] = set()
        for row in self.transitions:
            for source in row.sources:
                if source not in known:
                    found.append(f"{row.action}: unknown source {source}")
                key = (source, row.action, row.outcome)
                if key in seen:
                    found.append(f"{row.action}/{row.outcome}: two rows from {source}")
                seen.add(key)
            if row.target not in known and row.target not in NAMED:
                found.append(f"{row.action}: unknown target {row.target}")
        reached = {row.target for row in self.transitions}
        found += [f"{name} is never reached" for name in sorted(known - reached)]
        return found


def mermaid(machine: Machine) -> str:
    """The table as a Mermaid state diagram (one arrow per source and target, actions joined)."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in machine.transitions:
        label = row.action if not row.outcome else f"{row.action} {row.outcome}"
        for source in row.sources or ("[*]",):
            target = row.target if row.target not in NAMED else ""
            if target:
                arrows.setdefault((source, target), []).append(label)
    lines = ["stateDiagram-v2"]
    lines += [f"    {s} --> {t}: {', '.join(labels)}" for (s, t), labels in arrows.items()]
    lines += [f"    {s.name} --> [*]" for s in machine.states if s.final]
    return "\n".join(lines) + "\n"
