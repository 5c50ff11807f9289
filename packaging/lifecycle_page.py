"""Writes docs/lifecycle.md out of the lifecycle table: run it after the table has changed."""

from pathlib import Path

from contract.lifecycle import TABLE
from contract.machine import BEFORE_MERGE, HELD, PREVIOUS, SAME, Machine, Transition, mermaid

PAGE = Path(__file__).parents[1] / "docs" / "lifecycle.md"

HEAD = """# A ticket's lifecycle

Written by `python packaging/lifecycle_page.py` out of `contract/lifecycle.py` and
`contract/lifecycle_beside.py`; a test compares. The backend enforces this table, the console reads it to
know what to offer. One table holds for all districts: a profile renames, skips or requires steps, none adds
states.
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


def row(step: Transition) -> str:
    """One transition as a row."""
    name = f"`{step.action}`" + (f" {step.outcome}" if step.outcome else "")
    carries = tuple(field.name + ("*" if field.required else "") for field in step.carries)
    target = WHERE.get(step.target, f"`{step.target}`")
    cells = (
        name,
        f"{step.names.zh} · {step.names.en}",
        code(step.sources) if step.sources else "(new)",
        target,
        " ".join(step.roles),
        code(carries),
        code(step.guards),
        code(step.effects),
        "yes" if step.recallable else "",
    )
    return "| " + " | ".join(cells) + " |"


def page() -> str:
    """The page as it should be."""
    head = "| action | names | from | to | who | carries (* required) | only if | clocks | recallable |"
    table = "\n".join([head, "|---" * 9 + "|", *map(row, TABLE.transitions)])
    parts = (
        HEAD,
        f"```mermaid\n{mermaid(TABLE)}```\n",
        f"## States\n\n{states(TABLE)}\n",
        f"## Steps\n\n{table}",
    )
    return "\n".join(parts) + "\n" + FOOT


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
