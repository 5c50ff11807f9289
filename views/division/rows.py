"""The rows of the screen's lists and what their cells say."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from contract.division import Change, Division, DivisionDetail, DivisionProposal, Finding
from contract.machine import Names
from contract.reference import Area, Reference
from views import words
from views.division import division_words
from widgets.light import Light
from widgets.table import Column, ColumnKind

translate = QCoreApplication.translate


def standing_words(standing: str) -> str:
    """How a division stands."""
    return {
        "past": translate("Division", "past"),
        "current": translate("Division", "in force"),
        "coming": translate("Division", "coming"),
    }.get(standing, standing)


def division_columns() -> list[Column]:
    """Of divisions."""
    sample = "● " + max(map(standing_words, ("current", "coming")), key=len)
    return [
        Column("id", translate("Division", "Division"), ColumnKind.TEXT, 80, stretch=True),
        Column("standing", translate("Division", "Standing"), ColumnKind.LIGHT, 92, sample=sample),
        Column("from", translate("Division", "From"), ColumnKind.NUMBER, 88, sample="2026-12-31"),
        Column("grids", translate("Division", "Number"), ColumnKind.COUNT, 52, sample="5,842"),
    ]


def division_cell(row: Division, column: str, reference: Reference) -> object:
    """A cell of a division."""
    match column:
        case "standing":
            light = {"current": Light.GREEN, "coming": Light.AMBER}.get(row.standing, Light.NONE)
            return light, standing_words(row.standing)
        case "from":
            return f"{words.local(row.effective_from, reference):%Y-%m-%d}"
        case "grids":
            return f"{row.grids:,}"
        case _:
            return row.title or row.id


class ChangeRow(NamedTuple):
    """A change of the draft and whether something is wrong with it."""

    n: int
    change: Change
    text: str
    wrong: bool


def change_columns() -> list[Column]:
    """Of changes."""
    return [
        Column("n", translate("Division", "No."), ColumnKind.COUNT, 44),
        Column("text", translate("Division", "Change"), ColumnKind.TEXT, 200, stretch=True),
    ]


def change_cell(row: ChangeRow, column: str) -> object:
    """A cell of a change."""
    if column == "n":
        return str(row.n)
    return f"▲ {row.text}" if row.wrong else row.text


class GridRow(NamedTuple):
    """A grid that goes, comes or is redrawn."""

    state: str
    area: Area
    m2: float
    tickets: int
    shares: str
    bound: str


def grid_columns() -> list[Column]:
    """Of grids."""
    return [
        Column("state", translate("Division", "What becomes of it"), ColumnKind.TEXT, 96),
        Column("name", translate("Division", "Grid"), ColumnKind.TEXT, 110),
        Column("code", translate("Division", "Code"), ColumnKind.TEXT, 150),
        Column("m2", translate("Division", "Hectares"), ColumnKind.COUNT, 76),
        Column("tickets", translate("Division", "Open tickets"), ColumnKind.COUNT, 92),
        Column("shares", translate("Division", "Ground"), ColumnKind.TEXT, 200, stretch=True),
        Column("bound", translate("Division", "Bound to it"), ColumnKind.TEXT, 250),
    ]


def grid_cell(row: GridRow, column: str) -> object:
    """A cell of a grid."""
    match column:
        case "state":
            return {
                "gone": translate("Division", "withdrawn"),
                "fresh": translate("Division", "new"),
                "redrawn": translate("Division", "redrawn"),
            }[row.state]
        case "name":
            return division_words.called(row.area)
        case "code":
            return row.area.code
        case "m2":
            return division_words.hectares(row.m2)
        case "tickets":
            return f"{row.tickets:,}"
        case _:
            return getattr(row, column)


def grid_weight(row: GridRow, column: str) -> str | float:
    """What a grid is sorted by."""
    if column in ("m2", "tickets"):
        return float(getattr(row, column))
    order = {"gone": "0", "fresh": "1", "redrawn": "2"}
    return order[row.state] + row.area.code if column == "state" else str(grid_cell(row, column))


def grid_rows(told: DivisionProposal | DivisionDetail, reference: Reference) -> dict[str, GridRow]:
    """Every grid that a division changes."""
    name = names_of(told)
    found: dict[str, GridRow] = {}
    for gone in told.gone:
        into = translate("Division", "goes to {grids}")
        shares = into.format(grids=division_words.shares(gone.into, name, reference)) if gone.into else ""
        bound = list(gone.accounts)
        if gone.holders:
            bound.append(translate("Division", "posts of rosters: {n}").format(n=gone.holders))
        found[f"- {gone.area.code}"] = GridRow(
            "gone", gone.area, gone.m2, gone.open_tickets, shares, words.listed(bound)
        )
    for grid in told.grids:
        comes = division_words.shares(grid.comes_from, name, reference)
        shares = translate("Division", "comes from {grids}").format(grids=comes) if comes else ""
        state = "fresh" if grid.fresh else "redrawn"
        found[f"+ {grid.area.code}"] = GridRow(state, grid.area, grid.m2, grid.open_tickets, shares, "")
    return found


def names_of(told: DivisionProposal | DivisionDetail | None) -> dict[str, str]:
    """What the grids of a division are called, those that it withdraws too."""
    if told is None:
        return {}
    areas = [*(one.area for one in told.gone), *(one.area for one in told.grids)]
    return {area.code: division_words.called(area) for area in areas}


class FindingRow(NamedTuple):
    """Something that was repaired or is refused."""

    place: int
    refused: bool
    finding: Finding
    where: str


def finding_columns() -> list[Column]:
    """Of findings."""
    words_of = (translate("Division", "refused"), translate("Division", "repaired"))
    sample = "● " + max(words_of, key=len)
    return [
        Column("kind", translate("Division", "Finding"), ColumnKind.LIGHT, 104, sample=sample),
        Column("change", translate("Division", "Change"), ColumnKind.COUNT, 64),
        Column("where", translate("Division", "Where"), ColumnKind.TEXT, 190),
        Column("says", translate("Division", "What it is"), ColumnKind.TEXT, 300, stretch=True),
        Column(
            "place", translate("Division", "Place"), ColumnKind.NUMBER, 176, sample="117.334973, 31.762779"
        ),
    ]


def finding_cell(row: FindingRow, column: str) -> object:
    """A cell of a finding."""
    one = row.finding
    match column:
        case "kind":
            refused, repaired = translate("Division", "refused"), translate("Division", "repaired")
            return (Light.RED, refused) if row.refused else (Light.NONE, repaired)
        case "change":
            return str(one.change) if one.change else ""
        case "where":
            return row.where
        case "says":
            return words.begun(words.pick(Names(one.zh, one.en)))
        case _:
            return "" if one.lon is None or one.lat is None else f"{one.lon:.6f}, {one.lat:.6f}"


def finding_rows(told: DivisionProposal | None, reference: Reference) -> dict[str, FindingRow]:
    """Everything that was repaired or is refused."""
    if told is None:
        return {}
    name = names_of(told)
    both = [(True, one) for one in told.faults] + [(False, one) for one in told.repairs]
    return {
        str(n): FindingRow(n, refused, one, division_words.where(one, name, reference))
        for n, (refused, one) in enumerate(both)
    }
