"""The desks beside a ticket's way with everything on them, in both languages and both themes on a small
screen: each page has what the backend has, all of it reads well, and nothing is said in identifiers."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from functools import partial

import pytest

from console.selftest import turns
from tests.console_matter import until
from tests.pair.backend_process import Person
from tests.qt.beside_matters import OTHER_UNIT, UNIT, Matter, everything
from tests.qt.looks import faults
from tests.qt.seat_room import Room, Rooms
from widgets import theme

Pages = dict[str, dict[str, set[str]]]

DUTY: Pages = {
    "approvals": {
        "sign": {"asked", "suspended", "forced"},
        "extend": {"asked", "endorsed"},
        "suspend": {"suspended"},
        "force": {"forced"},
        "appeal": set(),
    },
    "arbitration": {
        "back": {"back", "again", "raised"},
        "again": {"again"},
        "returned": {"back", "again"},
        "escalated": {"raised"},
        "hazard": {"unsafe"},
    },
    "supervision": {"owed": {"supervised"}, "answered": {"answered"}, "account": {"account"}},
    "dispatch": {"returned": {"back", "again", "raised"}, "suspended": {"standing"}},
    "closing": {"failed": {"account"}},
}
LEADER: Pages = {
    "approvals": {"sign": {"endorsed", "suspended"}},
    "supervision": {"owed": {"supervised"}, "account": {"account"}},
}
HANDLER: Pages = {
    "supervision": {"owed": {"supervised"}, "answered": {"answered"}},
    "handling": {"suspended": {"standing"}, "parts": {"parts"}},
}
HELPER: Pages = {"handling": {"parts": {"parts"}}}
ALL = {"duty01": DUTY, "leader01": LEADER, f"u-{UNIT}": HANDLER, f"u-{OTHER_UNIT}": HELPER}

_TAG = re.compile(r"<[^>]*>")
_IDENTIFIER = re.compile(r"\b[a-z]+_[a-z]+\b")
_LATIN = re.compile(r"\b[a-z]{3,}\b")


def seen(room: Room, lang: str, what: str) -> list[str]:
    """What is wrong with a window: texts cut off, and words that are no words."""
    folder = os.environ.get("GRID_PICTURES", "")
    if folder:
        room.window.grab().save(f"{folder}/{re.sub(r'[^0-9a-zA-Z]+', '-', what)}.png")
    wrong = [f"{what}: {fault}" for fault in faults(room.window)]
    said = [
        *(_TAG.sub(" ", text) for text in room.words()),
        *(e.plain() for e in room.see("ticket.timeline").entries()),
    ]
    pattern = _LATIN if lang == "zh_CN" else _IDENTIFIER
    return wrong + [f"{what}: “{found}” in “{text}”" for text in said for found in pattern.findall(text)]


def _holds(room: Room, ids: Sequence[str]) -> bool:
    return all(room.desk.store.get(ticket_id) is not None for ticket_id in ids)


def page(room: Room, key: str) -> None:
    """Turns the list in front to a page."""
    keys = [page.key for page in room.queue_screen.queue.spec.pages]
    room.queue_screen.queue.show_page(keys.index(key))


async def look(room: Room, matters: dict[str, Matter], pages: Pages, lang: str, name: str) -> list[str]:
    """Every page of every screen, with its first ticket beside it."""
    wrong: list[str] = []
    names = {matter.id: key for key, matter in matters.items()}
    for screen, wanted in pages.items():
        await room.go(screen)
        for key, expected in wanted.items():
            page(room, key)
            queue = room.queue_screen.queue
            # Other tests' tickets may stand there, too.
            ids = queue.shown_ids(1_000)
            shown = {names[i] for i in ids if i in names}
            counted = queue.count_of(next(p for p in queue.spec.pages if p.key == key))
            if (shown, counted) != (expected, len(ids)):
                wrong.append(f"{screen}/{key}: {shown}, {counted} of {len(ids)}, not {expected}")
            if shown:
                first = next(i for i in ids if i in names)
                assert room.queue_screen.show_ticket(first)
                await room.shows(room.number(first))
                await until(lambda: room.find("ticket.timeline") is not None)
                await turns(14)
                wrong += seen(room, lang, f"{name} {screen} {key}")
    return wrong


@pytest.mark.parametrize(("lang", "mode"), [("zh_CN", "dark"), ("en", "light")])
@pytest.mark.usefixtures("plain_theme")
async def test_each_desk_shows_what_the_backend_has(
    rooms: Rooms, person: Callable[[str], Person], lang: str, mode: str
) -> None:
    matters = everything(person)
    wrong: list[str] = []
    async with rooms as open_room:
        for login, pages in ALL.items():
            room = await open_room(login, profile=login, lang=lang)
            theme.current().set_mode(mode)
            room.window.resize(1366, 768)
            wanted = {name for screen in pages.values() for names in screen.values() for name in names}
            mine = [matters[name].id for name in wanted]
            await until(partial(_holds, room, mine))
            wrong += await look(room, matters, pages, lang, f"{lang} {login}")
            await room.leave()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("lang", "mode"), [("zh_CN", "light"), ("en", "dark")])
@pytest.mark.usefixtures("plain_theme")
async def test_each_ticket_says_what_stands_beside_its_way(
    rooms: Rooms, person: Callable[[str], Person], lang: str, mode: str
) -> None:
    matters = everything(person)
    wrong: list[str] = []
    async with rooms as open_room:
        room = await open_room("duty01", lang=lang)
        theme.current().set_mode(mode)
        room.window.resize(1366, 768)
        await until(partial(_holds, room, [m.id for m in matters.values()]))
        for name, matter in matters.items():
            room.seat.open_ticket(matter.id)
            await room.shows(room.number(matter.id))
            await until(lambda: room.find("ticket.timeline") is not None)
            await turns(14)
            wrong += seen(room, lang, f"{lang} ticket {name}")
    assert not wrong, "\n".join(wrong)
