"""What a matrix is told: its steps, its rows, and what stands where they cross."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from widgets.countdown import Remaining, format_remaining, spoken
from widgets.light import Light, light_name, symbol

At = tuple[str, str]
"""Key of the row, key of the step."""


@dataclass(frozen=True, slots=True)
class MatrixStep:
    """A column; `hint` are further lines of its tip, `most` the px at 100 % beyond which its words end in …,
    0 for the usual ones."""

    key: str
    title: str
    hint: str = ""
    most: int = 0


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row; `note` stands behind its title, paler; `strong` is the one that leads."""

    key: str
    title: str
    note: str = ""
    strong: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What stands at a row and a step.

    Where `ticking`, the matrix's `remaining(row, step)` gives light and figures each second, and `text`
    stands before them. `done` is of the past: its light stays, its words are quiet. `hint` are lines of its
    tip.
    """

    row: str
    step: str
    light: Light = Light.NONE
    text: str = ""
    ticking: bool = False
    done: bool = False
    pending: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell shows now: light, words before the figure, figure, whether it runs."""

    light: Light = Light.NONE
    caption: str = ""
    figure: str = ""
    running: bool = True


def said(cell: MatrixCell | None, left: Remaining | None) -> Said:
    """What a cell shows with so much left."""
    if cell is None:
        return Said()
    if cell.ticking and left is not None:
        return Said(left.light, cell.text, format_remaining(left), left.running)
    return Said(cell.light, "", cell.text)


class Crossings:
    """Steps, rows and cells, and what is left of those that tick."""

    def __init__(self) -> None:
        self.steps: list[MatrixStep] = []
        self.rows: list[MatrixRow] = []
        self.cells: dict[At, MatrixCell] = {}
        self.left: dict[At, Remaining | None] = {}

    def set_steps(self, steps: Sequence[MatrixStep]) -> None:
        """Raises ValueError where a key comes twice."""
        if len({step.key for step in steps}) != len(steps):
            raise ValueError("a key stands for one step")
        self.steps = list(steps)

    def set_rows(self, rows: Sequence[MatrixRow]) -> None:
        """Raises ValueError where a key comes twice. Cells of rows that there are no longer go with them."""
        keys = {row.key for row in rows}
        if len(keys) != len(rows):
            raise ValueError("a key stands for one row")
        self.rows = list(rows)
        for at in [at for at in self.cells if at[0] not in keys]:
            self.drop(at)

    def drop(self, at: At) -> bool:
        """Takes a cell away; whether there was one."""
        self.left.pop(at, None)
        return self.cells.pop(at, None) is not None

    def shown(self, at: At) -> Said:
        """What stands there."""
        return said(self.cells.get(at), self.left.get(at))

    def row(self, key: str) -> int:
        """Its number, -1 for none."""
        return next((n for n, row in enumerate(self.rows) if row.key == key), -1)

    def step(self, key: str) -> int:
        """Its number, -1 for none."""
        return next((n for n, step in enumerate(self.steps) if step.key == key), -1)

    def spoken(self, at: At) -> str:
        """A cell as a screen reader says it: row, step, and what stands there."""
        row, step = self.rows[self.row(at[0])], self.steps[self.step(at[1])]
        cell, left = self.cells.get(at), self.left.get(at)
        parts = [row.title, row.note, step.title]
        if cell is None:
            parts.append(QCoreApplication.translate("Matrix", "nothing yet"))
        else:
            if cell.ticking and left is not None:
                parts.append(f"{cell.text} {spoken(left)}".strip())
            else:
                parts += [light_name(cell.light) if cell.light is not Light.NONE else "", cell.text]
            if cell.done:
                parts.append(QCoreApplication.translate("Matrix", "done"))
            if cell.pending:
                parts.append(QCoreApplication.translate("Matrix", "not yet confirmed"))
            parts.append(cell.hint.replace("\n", ", "))
        return ", ".join(part for part in parts if part)

    def tip(self, at: At) -> str:
        """The whole of what may be cut off, and what only the tip says; "" where nothing stands."""
        cell, left = self.cells.get(at), self.left.get(at)
        if cell is None:
            return ""
        row, step = self.rows[self.row(at[0])], self.steps[self.step(at[1])]
        light, text = cell.light, cell.text
        if cell.ticking and left is not None:
            light, text = left.light, f"{text} {format_remaining(left, long=True)}"
        head = f"{row.title} · {step.title}"
        return "\n".join(filter(None, (head, f"{symbol(light)} {text.strip()}".strip(), cell.hint)))


def keys_of(cells: Iterable[MatrixCell]) -> list[At]:
    """Where cells stand."""
    return [(cell.row, cell.step) for cell in cells]
