"""The keys of workspaces and windows, as deeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from views import screen_keys
from views.everywhere import Deed

if TYPE_CHECKING:
    from views.seat_window import SeatWindow
    from views.workspaces.part import Workspaces

translate = QCoreApplication.translate


def add_deeds(windows: Workspaces, seat: SeatWindow) -> None:
    """Gives the seat its keys for windows."""
    for deed in (*_layouts(windows), *_windows(windows), *_kinds(windows)):
        seat.everywhere.add(deed)
    _numbered(
        seat,
        "window",
        translate("Workspaces", "Screen in a window of its own, and back"),
        "Ctrl+Shift+",
        [(key, partial(windows.toggle_window, key)) for key in seat.screens()[: screen_keys.TEN]],
    )
    _numbered(
        seat,
        "monitor",
        translate("Workspaces", "To monitor 1 … 4"),
        "Ctrl+Alt+",
        [(str(number + 1), partial(windows.send_to, number)) for number in range(4)],
    )


def _layouts(windows: Workspaces) -> Iterator[Deed]:
    lay, save = (
        translate("Workspaces", "Lay out my workspace"),
        translate("Workspaces", "Save the layout as mine"),
    )
    first = translate("Workspaces", "Windows and panels as first")
    yield Deed("workspace.lay", lay, "F12", windows.lay_out, in_menu=True)
    yield Deed("workspace.save", save, "Ctrl+F12", windows.save_own, in_menu=True)
    yield Deed("workspace.reset", first, "Ctrl+Alt+R", windows.reset, in_menu=True)
    yield Deed("workspace.undo", translate("Workspaces", "Undo the layout"), "Ctrl+Alt+Z", windows.undo)


def _windows(windows: Workspaces) -> Iterator[Deed]:
    front = translate("Workspaces", "The screen in front in a window of its own, and back")
    panel = translate("Workspaces", "Panel in a window of its own, and back")
    yield Deed("wall", translate("Workspaces", "Wall"), "F11", windows.toggle_wall, in_menu=True)
    yield Deed("window.next", translate("Workspaces", "Next window"), "F6", windows.next_window)
    yield Deed("window.front", front, screen_keys.OWN_WINDOW, windows.toggle_front)
    yield Deed("panel.window", panel, "Ctrl+Alt+P", windows.toggle_panel)


def _kinds(windows: Workspaces) -> Iterator[Deed]:
    for kind, text in (
        ("seat", translate("Workspaces", "Lay out: seat")),
        ("duty", translate("Workspaces", "Lay out: duty officer")),
        ("subcentre", translate("Workspaces", "Lay out: sub-centre")),
        ("wall", translate("Workspaces", "Lay out: wall")),
    ):
        yield Deed(f"workspace.{kind}", text, "", partial(windows.lay_out_kind, kind))


def _numbered(
    seat: SeatWindow, name: str, text: str, keys: str, acts: list[tuple[str, Callable[[], object]]]
) -> None:
    """One key a number; the first stands for all of them on the sheet."""
    for number, (key, act) in enumerate(acts):
        seat.everywhere.add(
            Deed(
                f"{name}.{key}",
                text,
                screen_keys.key(number, keys),
                act,
                shown_key=screen_keys.span(len(acts), keys),
                listed=number == 0,
            )
        )
