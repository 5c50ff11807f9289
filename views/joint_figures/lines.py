"""The rows of the table of figures: the total first, then a line for each group or department."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from contract.joint.figures import JointCount, JointLine, PartyLine
from contract.joint.rules import FORMS
from contract.machine import Names
from views import words
from widgets.table import Column, ColumnKind, Slots, text_key

translate = QCoreApplication.translate

ACTIONS = ("lead", "kind", "way", "street")
"""By what actions are grouped; ``department`` is by every department that was called."""
TABLES = "table"
"""Mediation tables and approvals beside each other, by the unit that leads."""
BY = (*ACTIONS, "department", TABLES)
TOTAL = Names("合计", "total")
_NAME = 168
_WIDTH = 74
_SAMPLES = {"wan": "10000.00", "share": "100%"}
WAN = 1_000_000
"""Fen of ten thousand yuan (万元)."""


class Measure(NamedTuple):
    """A column: where its figure lies in a line (dotted), how it is written (``n`` a count, ``share``,
    ``mean`` with one decimal, ``wan`` fen in ten thousands of yuan with two). `of` is the form of kinds of a
    district (`contract.joint.rules.FORMS`) without which the column is not there, "" for any."""

    path: str
    form: str = "n"
    of: str = ""


OF_ACTIONS = {
    "actions": Measure("figures.actions"),
    "closed": Measure("figures.closed"),
    "people": Measure("figures.parties.people"),
    "problems": Measure("figures.problems"),
    "handled": Measure("figures.handled"),
    "handed_on": Measure("figures.handed_on"),
    "ticketed": Measure("figures.ticketed"),
    "called": Measure("figures.parties.called"),
    "sign_in": Measure("rates.parties.sign_in", "share"),
    "arrival": Measure("rates.parties.arrival", "share"),
    "absent": Measure("figures.parties.absent"),
    "minutes": Measure("rates.parties.arrival_minutes", "mean"),
    "hours": Measure("rates.complete_hours", "mean"),
    "failed": Measure("figures.failed"),
    "accounts": Measure("figures.accounts"),
    "score": Measure("rates.parties.score", "mean"),
    "whistle": Measure("rates.whistle_score", "mean"),
}
OF_TABLES = {
    "actions": Measure("figures.actions"),
    "mediations": Measure("figures.mediations", of="mediation"),
    "settled": Measure("figures.settled", of="mediation"),
    "broken": Measure("figures.broken", of="mediation"),
    "settlement": Measure("rates.settlement", "share", of="mediation"),
    "settled_fen": Measure("figures.settled_fen", "wan", of="mediation"),
    "performed_fen": Measure("figures.performed_fen", "wan", of="mediation"),
    "confirmed": Measure("figures.confirmed", of="mediation"),
    "defaulted": Measure("figures.defaulted", of="mediation"),
    "approvals": Measure("figures.parties.approvals", of="approval"),
    "granted": Measure("figures.parties.approvals_granted", of="approval"),
    "denied": Measure("figures.parties.approvals_denied", of="approval"),
    "lacking": Measure("figures.parties.approvals_lacking", of="approval"),
    "approval": Measure("rates.parties.approval", "share", of="approval"),
}
OF_DEPARTMENTS = {
    "called": Measure("figures.called"),
    "led": Measure("led"),
    "signed_in": Measure("figures.signed_in"),
    "sign_in": Measure("rates.sign_in", "share"),
    "arrived": Measure("figures.arrived"),
    "arrival": Measure("rates.arrival", "share"),
    "absent": Measure("figures.absent"),
    "people": Measure("figures.people"),
    "minutes": Measure("rates.arrival_minutes", "mean"),
    "objections": Measure("figures.objections"),
    "kept": Measure("figures.kept"),
    "released": Measure("figures.released"),
    "substituted": Measure("figures.substituted"),
    "failed": Measure("failed"),
    "accounts": Measure("accounts"),
    "score": Measure("rates.score", "mean"),
    "approvals": Measure("figures.approvals", of="approval"),
    "approval": Measure("rates.approval", "share", of="approval"),
}


def title(key: str) -> str:
    """A column's heading."""
    return {
        "actions": translate("JointFigures", "Actions"),
        "closed": translate("JointFigures", "Closed"),
        "people": translate("JointFigures", "People"),
        "problems": translate("JointFigures", "Problems"),
        "handled": translate("JointFigures", "Handled"),
        "handed_on": translate("JointFigures", "Handed on"),
        "ticketed": translate("JointFigures", "Ticketed"),
        "called": translate("JointFigures", "Called"),
        "led": translate("JointFigures", "Led"),
        "signed_in": translate("JointFigures", "Signed in"),
        "sign_in": translate("JointFigures", "Sign-in in time"),
        "arrived": translate("JointFigures", "Arrived"),
        "arrival": translate("JointFigures", "Arrival in time"),
        "absent": translate("JointFigures", "Absent"),
        "minutes": translate("JointFigures", "Min to arrive"),
        "hours": translate("JointFigures", "Hours to complete"),
        "objections": translate("JointFigures", "Objections"),
        "kept": translate("JointFigures", "Kept"),
        "released": translate("JointFigures", "Released"),
        "substituted": translate("JointFigures", "Substituted"),
        "failed": translate("JointFigures", "Failed"),
        "accounts": translate("JointFigures", "Accounts"),
        "score": translate("JointFigures", "Stars"),
        "whistle": translate("JointFigures", "Whistle stars"),
        "mediations": translate("JointFigures", "Mediations ended"),
        "settled": translate("JointFigures", "Settled"),
        "broken": translate("JointFigures", "Not settled"),
        "confirmed": translate("JointFigures", "Confirmed by court"),
        "defaulted": translate("JointFigures", "Not performed"),
        "lacking": translate("JointFigures", "Papers lacking"),
        "settlement": translate("JointFigures", "Settled of ended"),
        "settled_fen": translate("JointFigures", "Settled ¥10k"),
        "performed_fen": translate("JointFigures", "Performed ¥10k"),
        "approvals": translate("JointFigures", "Approvals"),
        "granted": translate("JointFigures", "Granted"),
        "denied": translate("JointFigures", "Denied"),
        "approval": translate("JointFigures", "Approved in time"),
    }[key]


def group_title(by: str) -> str:
    """What a line is one of."""
    return {
        "lead": translate("JointFigures", "Lead department"),
        "kind": translate("JointFigures", "Kind"),
        "way": translate("JointFigures", "Way it began"),
        "street": translate("JointFigures", "Street"),
        "department": translate("JointFigures", "Department"),
        TABLES: translate("JointFigures", "Lead department"),
    }[by]


def chip_title(by: str) -> str:
    """What a way of looking is called."""
    return translate("JointFigures", "Mediations, approvals") if by == TABLES else group_title(by)


def ways_to_look(forms: Container[str]) -> tuple[str, ...]:
    """Those that a district has whose kinds have these forms."""
    return BY if "mediation" in forms or "approval" in forms else BY[:-1]


def measures(by: str) -> dict[str, Measure]:
    """The columns of a way of grouping."""
    return {"department": OF_DEPARTMENTS, TABLES: OF_TABLES}.get(by, OF_ACTIONS)


def columns(by: str, forms: Container[str] = FORMS) -> list[Column]:
    """The table's columns in a district whose kinds have these forms."""
    found = [Column("name", group_title(by), ColumnKind.TEXT, _NAME, stretch=True, lines=2)]
    return found + [
        Column(key, title(key), ColumnKind.COUNT, _WIDTH, sample=_SAMPLES.get(measure.form, "1000"), lines=2)
        for key, measure in measures(by).items()
        if not measure.of or measure.of in forms
    ]


Line = JointLine | PartyLine


def lines_of(count: JointCount, by: str) -> Sequence[Line]:
    """The lines of a way of grouping: what was called, since that is what the table is about."""
    if by == "department":
        return count.departments
    if by == TABLES:
        return [x for x in count.leads if x.figures.mediations or x.figures.parties.approvals]
    groups = {"lead": count.leads, "kind": count.kinds, "way": count.ways, "street": count.streets}
    return [line for line in groups[by] if line.figures.actions]


def value(line: object, measure: Measure) -> float | None:
    """A figure out of a line."""
    found: Any = line
    for part in measure.path.split("."):
        found = getattr(found, part)
    return None if found is None else float(found)


def written(figure: float | None, form: str) -> str:
    """As it is written; a dash for a share or mean of nothing."""
    if figure is None:
        return "—"
    if form == "share":
        return f"{figure:.0%}"
    if form == "wan":
        return f"{figure / WAN:.2f}"
    return f"{figure:.1f}" if form == "mean" else f"{figure:.0f}"


class FigureRows:
    """A `RowSource` over the lines; the total stands first whatever they are sorted by, where it is seen
    however many there are."""

    def __init__(self) -> None:
        self.order: Callable[[], Sequence[tuple[str, bool]]] = tuple
        """By what they are sorted: column keys and whether ascending."""
        self._slots = Slots[Line]()
        self.by = "lead"
        self._total = ""

    def put(self, count: JointCount, by: str) -> list[int]:
        """Takes the lines as they are now; gives the rows that came, changed or went."""
        self.by = by
        rows: dict[str, Line] = {f"{by}/{line.code}": line for line in lines_of(count, by)}
        total = total_line(count, by)
        self._total = f"{by}="
        if rows and total is not None:
            rows[self._total] = total
        return self._slots.put(rows)

    def clear(self) -> list[int]:
        """Nothing is known; gives the rows that went."""
        return self._slots.put({})

    # --- RowSource ---------------------------------------------------------------------------------------
    def size(self) -> int:
        return len(self._slots.rows)

    def alive(self) -> NDArray[np.bool_]:
        return self._slots.alive()

    def pending(self, row: int) -> bool:
        del row
        return False

    def sort_key(self, column: str) -> NDArray[Any]:
        total = self._slots.slot(self._total)
        first = -np.inf if dict(self.order()).get(column, True) else np.inf
        keys = np.full(len(self._slots.rows), np.nan)
        for row, line in enumerate(self._slots.rows):
            if line is None:
                continue
            if row == total:
                keys[row] = first
                continue
            if column == "name":
                keys[row] = float(text_key(words.pick(line.names)))
                continue
            figure = value(line, measures(self.by)[column])
            keys[row] = -1.0 if figure is None else figure
        return keys

    def cell(self, row: int, column: str) -> object:
        line = self._slots.row(row)
        if line is None:
            return ""
        if column == "name":
            return words.begun(words.pick(line.names))
        measure = measures(self.by).get(column)
        return written(value(line, measure), measure.form) if measure is not None else ""


def total_line(count: JointCount, by: str) -> Line | None:
    """The total as a line; None where nothing was called."""
    names = TOTAL
    if by != "department":
        return JointLine(code="", names=names, figures=count.total, rates=count.rates)
    if count.unit:
        # A unit's own lines are in actions that others lead, too, and the total is of what it leads.
        return None
    return PartyLine(
        code="",
        names=names,
        figures=count.total.parties,
        rates=count.rates.parties,
        led=count.total.actions,
        failed=count.total.failed,
        accounts=count.total.accounts,
    )
