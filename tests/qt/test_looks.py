"""Every screen of every role, in combinations that cover each pair of theme, language, size, density, scale
and role: no text cut off, overlapping, clipped or too faint.

The district's small replica, off line: what a seat shows before any backend has answered; campaigns, of which
nothing lies at a seat, with a centre.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QAbstractItemView, QWidget

from console.desk import Desk
from console.ids import uuid7
from console.selftest import turns
from contract.campaign import action as a
from contract.campaign.campaign import Campaign
from contract.joint import action as j
from tests.console_matter import until
from tests.pair.joint_play import LEAD, state
from tests.qt.eye import LOOKS, Eye, Look, dressed, name_of, names, pairs, seated
from tests.qt.seat_room import Rooms
from tests.qt.test_campaign_screen import STREETS, campaigns, planned
from views.alarms.panel import AlarmPanel
from views.campaigns.page import PAGES
from views.campaigns.screen import CampaignScreen
from views.desks.queue_screen import QueueScreen
from views.joint.screen import JointScreen
from views.map import plugs
from views.map.near import NearPanel
from views.map.screen import MapScreen
from views.queue.filter_panel import FilterPanel
from views.screen import Screen
from views.window import Window
from widgets.command_line import CommandLine
from widgets.palette import Palette
from widgets.table.chooser import ColumnChooser

ALL = pairs(role=["seat", "duty", "handler", "grid", "leader"])


def _shows_one(screen: QueueScreen) -> bool:
    return screen.ticket.ticket is not None


def _sheets(screen: Screen, window: Window) -> Iterator[str]:
    """What lies over a screen, one after the other: opens it, and closes it when asked for the next."""
    assert window.seat is not None
    window.seat.show_keys()
    yield "keys"
    window.seat.dismiss_keys()
    if isinstance(screen, QueueScreen):
        for step in screen.ticket.steps():
            if not step.at_once:
                screen.ticket.take(step.id)
                yield f"form of {step.id}"
                screen.escape()
    if isinstance(screen, MapScreen):
        panel = screen.panel
        panel.open_layers()
        yield "layers"
        panel.over.layers.close_panel()
        grid = next(area for area in panel.house.context.reference.areas if area.kind == "grid")
        panel.placing.go_to(grid.code, None, None, grid.short)
        yield "place"
        panel.over.place.close_card()
        panel.over.drawn.show_drawn(((117.3, 31.8), (117.32, 31.8), (117.32, 31.82)), 12)
        yield "drawn"
        panel.over.drawn.close_card()
        panel.measure_by("open", "street")
        yield "measure"
        near = window.findChild(NearPanel)
        if near is not None:
            screen.workspace.raise_panel("near")
            yield "who is near"
        screen.toggle_foot(plugs.FOOT_TOOLS[0])
        yield "playback"
        screen.toggle_foot(plugs.FOOT_TOOLS[0])


def _actions(screen: Screen) -> Iterator[str]:
    """The joint actions of a board, one of each phase, then one alone with its map."""
    if not isinstance(screen, JointScreen):
        return
    for phase in ("proposed", "called", "acting", "evaluated"):
        keys = screen.board.keys_of(phase)
        if keys:
            screen.board.select(keys[0])
            yield f"action {phase}"
    if screen.page.joint is not None:
        screen.open_whole()
        yield "action alone"
        screen.page.show_side("map")
        yield "map of the action"
        screen.page.show_side("log")
        screen.escape()


def _scrolls(screen: JointScreen) -> bool:
    """Whether the departments' steps have to be scrolled to."""
    matrix = screen.page.matrix
    return matrix.isVisible() and bool(matrix.horizontalScrollBar().maximum())


W = TypeVar("W", bound=QWidget)


def _in(owner: QWidget, kind: type[W]) -> W:
    found = owner.findChild(kind)
    assert isinstance(found, kind)
    return found


def _drawers(window: Window) -> Iterator[str]:
    """What opens over any screen of a seat's window, one after the other."""
    seat = window.seat
    assert seat is not None
    seat.go("tickets")
    deeds = {deed.name: deed for deed in seat.everywhere.deeds()}
    deeds["palette"].act()
    yield "palette"
    _in(window, Palette).end()
    line = _in(window, CommandLine)
    line.line.setFocus()
    line.line.setText("cb 1-5")
    yield "command line"
    line.clear()
    for name in ("alarms", "alarms.report"):
        deeds[name].act()
        yield name
        _in(window, AlarmPanel).dismiss()
    screen = seat.current()
    assert isinstance(screen, QueueScreen)
    screen.queue.open_filter()
    yield "filter"
    _in(screen.queue, FilterPanel).close_panel()
    screen.queue.open_columns()
    yield "columns"
    _in(screen.queue, ColumnChooser).close_list()


@pytest.mark.parametrize("look", ALL, ids=names(ALL))
@pytest.mark.usefixtures("plain_theme")
async def test_every_screen_reads_well(tmp_path: Path, look: Look) -> None:
    eye = Eye(look)
    async with seated(tmp_path, look, look["role"]) as window:
        seat = window.seat
        assert seat is not None
        for key in seat.screens():
            seat.go(key)
            await turns(12)
            screen = seat.current()
            for table in screen.findChildren(QAbstractItemView):
                model = table.model()
                if table.isVisible() and model.rowCount():
                    table.setCurrentIndex(model.index(0, 0))
            if isinstance(screen, QueueScreen) and screen.queue.model.count():
                await until(partial(_shows_one, screen))
            await eye.at(key, window)
            for action in _actions(screen):
                await eye.at(f"{key}, {action}", window)
                if look["scale"] <= 1 and isinstance(screen, JointScreen) and _scrolls(screen):
                    eye.wrong.append(f"{key}, {action}: not all steps are in sight")
            for sheet in _sheets(screen, window):
                part = window.findChild(QWidget, "keys.sheet") if sheet == "keys" else None
                await eye.at(f"{key}, {sheet}", window, part)
        for drawer in _drawers(window):
            await eye.at(drawer, window)
    assert not eye.wrong, eye.report()


async def _acted(desk: Desk, campaign: Campaign, *acts: a.CampaignAct) -> Campaign:
    """The campaign after some acts."""
    for act in acts:
        sent = a.CampaignAction(
            action_id=uuid7(), campaign_id=campaign.id, base_version=campaign.version, act=act
        )
        campaign = (await desk.campaigns.act(sent)).campaign
    return campaign


async def _some_campaigns(desk: Desk) -> Campaign:
    """One in each state; of the one that runs a round is open, and one of its joint actions under way."""
    start = a.StartCampaign()
    await planned(desk, "燃气安全隐患排查")
    await _acted(desk, await planned(desk, "夜间渣土运输整治"), start, a.PauseCampaign(reason="连日暴雨"))
    ended = await planned(desk, "群租房整治")
    await _acted(desk, ended, start, a.EndCampaign(result="两个街道全部整改完毕，移交日常巡查"))
    await _acted(desk, await planned(desk, "占道经营整治"), a.CallOffCampaign(reason="并入创建工作"))
    title = "背街小巷占道经营、违规停车和户外广告月度联合整治"
    running = await _acted(desk, await planned(desk, title), start, a.OpenRound(round=1))
    detail = await desk.campaigns.one(running.id)
    opened = next(one.joint for one in detail.cells if one.joint and one.area == STREETS[0])
    await until(lambda: bool(state(desk, opened)))
    parties = (j.Named(unit=LEAD, lead=True), j.Named(unit="T-D-ZJ"))
    desk.joints.submit(opened, j.Approve(parties=parties))
    desk.joints.submit(opened, j.Call())
    await until(lambda: not desk.outbox)
    return running


def _shows(screen: CampaignScreen, campaign: Campaign) -> bool:
    detail = screen.page.detail
    return detail is not None and detail.campaign.id == campaign.id and bool(detail.cells)


CAMPAIGN_LOOKS = [
    *pairs(),
    *(
        {"scale": 1.0, "size": size, "density": "normal", "mode": mode, "lang": lang}
        for lang, mode, size in itertools.product(LOOKS["lang"], LOOKS["mode"], LOOKS["size"])
    ),
]


@pytest.mark.usefixtures("plain_theme")
async def test_campaigns_read_well(rooms: Rooms) -> None:
    """One seat in all looks, its campaigns in every state: list, pages, the form of a plan."""
    eyes = [Eye(look) for look in sorted(CAMPAIGN_LOOKS, key=lambda look: str(look["lang"]))]
    async with rooms as open_room:
        duty = await open_room("duty01", profile="duty")
        running = await _some_campaigns(duty.desk)
        for eye in eyes:
            await dressed(duty, eye.look)
            screen = await campaigns(duty)
            screen.show_campaign(running.id)
            await until(partial(_shows, screen, running))
            for page in PAGES:
                screen.page.show_page(page)
                await eye.at(f"campaigns, {page}", duty.window)
            if eye.look["scale"] <= 1 and screen.list.table.horizontalScrollBar().maximum():
                eye.wrong.append("campaigns: not all columns of the list are in sight")
            screen.begin("campaign_change")
            await eye.at("campaigns, change", duty.window, duty.see("campaigns.form.card"))
            screen.deeds.leave()
    found = [f"{name_of(eye.look)}, {fault}" for eye in eyes for fault in eye.wrong]
    assert not found, "\n".join(found)
