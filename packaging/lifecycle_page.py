"""Writes the lifecycle pages of tickets, joint actions and campaigns into docs/ out of their tables: run it
after one has changed."""

from pathlib import Path

from contract.campaign.lifecycle import TABLE as CAMPAIGN
from contract.joint.lifecycle import PARTY_STATES
from contract.joint.lifecycle import TABLE as JOINT
from contract.joint.rules import KINDS
from contract.lifecycle import TABLE
from contract.machine import BEFORE_MERGE, HELD, PREVIOUS, SAME, Machine, Transition, mermaid

DOCS = Path(__file__).parents[1] / "docs"

HEAD = """# A ticket's lifecycle

Written by `python packaging/lifecycle_page.py` out of `contract/lifecycle.py` and
`contract/lifecycle_beside.py`; a test compares. The backend enforces this table, the console reads it to
know what to offer. One table holds for all districts: a profile renames, skips or requires steps, none adds
states. A joint action has [a table of its own](joint-lifecycle.md).
"""

FOOT = """
Beside its stage clock a ticket has one responsibility clock. `start_responsibility` starts it with the first
dispatch of a round; returns do not reset it; it stands between `handled` and a rework; `handled` by its due
instant is in time. Suspension stops both clocks (`stand_clocks`); an approved extension moves them. A unit
that gave a ticket away and gets it back goes on with what its stage clock had left.

An item may give its work up to three stages with limits of their own: making safe, repair, restoring. The
first of them starts with the first dispatch of a round (making safe also when it is ordered, `start_safe`),
each other one when the one before it is done (`end_safe`, `end_repair`, `end_restore`); they run on through
returns and stand through a suspension, and all are done before the ticket is handled (`stages_done`).

Where a district's profile says so, a supervision for time-out is ordered by the role `system`, once in a
round, so long after the responsibility clock has passed (`by_time_out`).
"""

JOINT_HEAD = """# A joint action's lifecycle

Written by `python packaging/lifecycle_page.py` out of `contract/joint/lifecycle.py`; a test compares. As with
[a ticket's](lifecycle.md), the backend enforces this table and the console reads it to know what to offer.

Steps that lead to another state move the phase: only the lead department and the centre take them, and they
raise the version. All others are events of departments, tasks, problems and evidence: they leave the phase as
it is, and two departments that act at once never conflict.
"""

JOINT_FOOT = """
Each department has two clocks of its own: `sign_in` from the call on, `arrive` from its sign-in on. Each ends
with that department's own event and with nobody else's. `handle` runs from the call to the complete evidence,
stands while the work waits for its acceptance, and goes on when the acceptance failed. A stop has all clocks
stand (`stand_clocks`), going on has them run again. The second acceptance in a row that fails holds the lead
to account, and that is settled before the action closes.

An act that a department did off line counts from when it was done, as long as that lies after its own last
event: what others did meanwhile does not move it.
"""

CAMPAIGN_HEAD = """# A campaign's lifecycle

Written by `python packaging/lifecycle_page.py` out of `contract/campaign/lifecycle.py`; a test compares. A
standing campaign 周期整治 opens rounds of [joint actions](joint-lifecycle.md), one in each of its areas.
"""

CAMPAIGN_FOOT = """
A round opens by itself when its time has come while the campaign runs; what passed before it ran, or while it
was paused, opens by hand or not at all. Notes and the opening of a round leave the version as it is.
"""

WHERE = {
    SAME: "stays",
    PREVIOUS: "the state before",
    HELD: "where it stood",
    BEFORE_MERGE: "before the merge",
}


def code(words: tuple[str, ...]) -> str:
    """Names as code, separated by spaces."""
    return " ".join(f"`{word}`" for word in words)


def states(machine: Machine) -> str:
    """The states, the clock that runs in each."""
    lines = ["| state | 中文 | English | stage clock |", "|---|---|---|---|"]
    for state in machine.states:
        clock = state.stage or ("none, it ends here" if state.final else "none")
        lines.append(f"| `{state.name}` | {state.names.zh} | {state.names.en} | {clock} |")
    return "\n".join(lines)


def row(step: Transition, *, recallable: bool = True) -> str:
    """One transition as a row."""
    name = f"`{step.action}`" + (f" {step.outcome}" if step.outcome else "")
    carries = tuple(field.name + ("*" if field.required else "") for field in step.carries)
    target = WHERE.get(step.target, f"`{step.target}`")
    cells = [
        name,
        f"{step.names.zh} · {step.names.en}",
        code(step.sources) if step.sources else "(new)",
        target,
        " ".join(step.roles),
        code(carries),
        code(step.guards),
        code(step.effects),
    ]
    if recallable:
        cells.append("yes" if step.recallable else "")
    return "| " + " | ".join(cells) + " |"


def page() -> str:
    """The ticket's page as it should be."""
    head = "| action | names | from | to | who | carries (* required) | only if | clocks | recallable |"
    table = "\n".join([head, "|---" * 9 + "|", *map(row, TABLE.transitions)])
    parts = (
        HEAD,
        f"```mermaid\n{mermaid(TABLE)}```\n",
        f"## States\n\n{states(TABLE)}\n",
        f"## Steps\n\n{table}",
    )
    return "\n".join(parts) + "\n" + FOOT


def departments() -> str:
    """How a department stands in a joint action."""
    lines = ["| state | 中文 | English |", "|---|---|---|"]
    lines += [f"| `{name}` | {names.zh} | {names.en} |" for name, names in PARTY_STATES.items()]
    return "\n".join(lines)


def kinds() -> str:
    """What each kind demands, where a district's profile says nothing else."""
    lines = ["| kind | 中文 | demands | sign in | arrive | handle |", "|---|---|---|---|---|---|"]
    for kind in KINDS:
        demands = " ".join(f"`{key}`" + (f" ×{n}" if n > 1 else "") for key, n in kind.evidence.items())
        limits = " | ".join(
            f"{limit.value:g} {limit.unit.replace('_', ' ')}"
            for limit in (kind.sign_in, kind.arrive, kind.handle)
        )
        lines.append(f"| `{kind.key}` | {kind.names.zh} | {demands} | {limits} |")
    return "\n".join(lines)


def joint_page() -> str:
    """The joint action's page as it should be."""
    head = "| action | names | from | to | who | carries (* required) | only if | clocks |"
    rows = [row(step, recallable=False) for step in JOINT.transitions]
    table = "\n".join([head, "|---" * 8 + "|", *rows])
    parts = (
        JOINT_HEAD,
        f"```mermaid\n{mermaid(JOINT)}```\n",
        f"## States\n\n{states(JOINT)}\n",
        f"## Departments\n\n{departments()}\n",
        f"## Kinds\n\n{kinds()}\n",
        f"## Steps\n\n{table}",
    )
    return "\n".join(parts) + "\n" + JOINT_FOOT


def campaign_page() -> str:
    """The campaign's page as it should be."""
    head = "| action | names | from | to | who | carries (* required) | only if | clocks |"
    rows = [row(step, recallable=False) for step in CAMPAIGN.transitions]
    table = "\n".join([head, "|---" * 8 + "|", *rows])
    parts = (
        CAMPAIGN_HEAD,
        f"```mermaid\n{mermaid(CAMPAIGN)}```\n",
        f"## States\n\n{states(CAMPAIGN)}\n",
        f"## Steps\n\n{table}",
    )
    return "\n".join(parts) + "\n" + CAMPAIGN_FOOT


PAGES = {
    DOCS / "lifecycle.md": page,
    DOCS / "joint-lifecycle.md": joint_page,
    DOCS / "campaign-lifecycle.md": campaign_page,
}


if __name__ == "__main__":
    for path, written in PAGES.items():
        path.write_text(written(), encoding="utf-8")
