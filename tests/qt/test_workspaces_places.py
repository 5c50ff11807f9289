"""Where windows may stand: monitors in reading order, boxes inside them, workspaces over one to four."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from console.settings import Arrangement, Place, Settings
from contract.account import Actor, Role
from views.wall.figures import SteadyRows
from views.workspaces.built_in import KINDS, MAIN, WALL, built_in, kind_of
from views.workspaces.monitors import box_in, reading_order

SEAT = ("intake", "dispatch", "closing", "callback", "tickets", "outbox")


def test_monitors_are_read_row_by_row() -> None:
    grid = [QRect(1920, 1080, 1920, 1080), QRect(0, 0, 1920, 1080), QRect(0, 1080, 1920, 1080)]
    grid.append(QRect(1920, 0, 1920, 1080))
    assert reading_order(grid) == [1, 3, 2, 0]
    # One that hangs a little lower stands in the same row.
    assert reading_order([QRect(2560, 180, 1920, 1080), QRect(0, 0, 2560, 1440)]) == [1, 0]
    assert reading_order([]) == []


@given(
    st.tuples(*(st.floats(-3, 3) for _ in range(4))),
    st.integers(-4000, 4000),
    st.integers(-4000, 4000),
    st.integers(320, 7680),
    st.integers(240, 4320),
)
def test_a_kept_box_lies_inside_its_monitor(
    box: tuple[float, float, float, float], left: int, top: int, width: int, height: int
) -> None:
    room = QRect(left, top, width, height)
    assert room.contains(box_in(room, box))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 2, 3, 4, 6])
def test_a_workspace_fills_the_monitors_there_are(kind: str, count: int) -> None:
    first = min(1, count - 1)
    screens = SEAT if kind in ("seat", "duty", "subcentre", "wall") else (kind, "tickets", "outbox")
    laid = built_in(kind, screens, count, first)
    assert laid.front in screens
    places = {p.what: p for p in laid.places}
    assert places[MAIN].monitor == first
    assert len(places) == len(laid.places)
    assert laid.front not in places
    assert all(0 <= p.monitor < min(count, 4) for p in laid.places)
    stood_on = [p.monitor for p in laid.places]
    # One window a monitor; a wall's own room with one monitor has it over the main window.
    assert len(set(stood_on)) == len(stood_on) or (kind == "wall" and count == 1)
    assert all(p.state == ("full" if p.what == WALL else "maximized") for p in laid.places)


def test_screens_a_role_has_not_are_left_out() -> None:
    laid = built_in("leader", ("tickets", "outbox"), 4)
    assert [p.what for p in laid.places] == [MAIN, WALL]
    assert built_in("seat", ("tickets",), 3).front == "tickets"


def test_a_street_s_seat_is_a_sub_centre() -> None:
    def actor(area_path: str, role: Role = "seat") -> Actor:
        return Actor(id="a", name="n", role=role, district="d", area_path=area_path)

    assert kind_of(actor("340111")) == "seat"
    assert kind_of(actor("")) == "seat"
    assert kind_of(actor("340111/340111001")) == "subcentre"
    assert kind_of(actor("340111", "duty")) == "duty"
    assert kind_of(None) == ""


@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(0, 12), unique=True).map(lambda n: [str(i) for i in n]), st.integers(1, 8)
        ),
        max_size=12,
    )
)
def test_no_row_of_the_wall_jumps(turns: list[tuple[list[str], int]]) -> None:
    rows = SteadyRows()
    for wanted, count in turns:
        before = list(rows.rows)
        changed = rows.show(wanted, count)
        shown = [row for row in rows.rows if row is not None]
        assert changed == (rows.rows != before)
        assert len(rows.rows) == count
        assert set(shown) == set(wanted[:count])
        assert len(shown) == len(set(shown))
        for place, row in enumerate(before[:count]):
            if row is not None and row in wanted[:count]:
                assert rows.rows[place] == row


def test_old_settings_are_read_and_layouts_come_back(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(
        '{"server":"http://centre.example","login":"seat01","layouts":{"seat/intake":"AAA=","window":"AdnQ"}}'
    )
    settings = Settings(tmp_path)
    assert settings.kept.login == "seat01"
    assert settings.kept.layouts["window"] == "AdnQ"
    assert settings.kept.workspaces == {}
    assert settings.kept.standing == {}
    laid = Arrangement(
        "intake", (Place("wall", 1, "full"), Place("tickets", 0, "normal", (0.1, 0.2, 0.3, 0.4)))
    )
    settings.kept.workspaces["seat/2"] = laid
    settings.save()
    assert Settings(tmp_path).kept.workspaces == {"seat/2": laid}
    file = tmp_path / "settings.json"
    written = file.stat().st_mtime_ns
    settings.save()
    assert file.stat().st_mtime_ns == written
