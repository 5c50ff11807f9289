"""The Chinese interface is complete: no text untranslated, none stale, no English left in a window."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.console_matter import until
from tests.layers import ROOT
from tests.pair.backend_process import Person
from tests.qt.seat_room import Rooms
from views.desks.queue_screen import QueueScreen

FOLDER = ROOT / "resources" / "translations"
TOOLS = Path(sys.executable).parent
LATIN = re.compile(r"[A-Za-z]{2,}")
TAGS = re.compile(r"<[^>]*>")
KEYS = re.compile(r"\b(Tab|Ctrl|Shift|Alt|Enter|Esc|Space|Home|PgUp|PgDn|F\d+)\b")
CODES = re.compile(r"\b([A-Z]{2}\d[\d-]*|T-[A-Z0-9-]+|English|MB|KB|http|jpe?g|png)\b")
# The command line's example is typed in pinyin initials.
INITIALS = re.compile(r"\b(pd|ja)\b")


def messages(path: Path) -> list[tuple[str, str, str, str]]:
    """(context, source, translation, type) of each text in a .ts file."""
    found = []
    for context in ET.parse(path).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            answer = message.find("translation")
            assert answer is not None
            found.append((name, message.findtext("source", ""), answer.text or "", answer.get("type", "")))
    return found


@pytest.mark.parametrize("name", ["grid_zh_CN.ts", "docking_zh_CN.ts"])
def test_every_text_is_translated(name: str) -> None:
    unfinished = [m[:2] for m in messages(FOLDER / name) if m[3] == "unfinished" or not m[2]]
    assert unfinished == []


def test_placeholders_are_those_of_the_source() -> None:
    for context, source, chinese, _ in messages(FOLDER / "grid_zh_CN.ts"):
        wanted = set(re.findall(r"\{\w*[^}]*\}", source))
        assert set(re.findall(r"\{\w*[^}]*\}", chinese)) <= wanted, (context, source)


def test_no_text_of_the_sources_is_missing(tmp_path: Path) -> None:
    fresh = tmp_path / "grid_zh_CN.ts"
    shutil.copy(FOLDER / "grid_zh_CN.ts", fresh)
    sources = [str(p) for package in ("widgets", "views") for p in sorted((ROOT / package).rglob("*.py"))]
    subprocess.run(
        [TOOLS / "pyside6-lupdate", *sources, "-locations", "none", "-no-obsolete", "-ts", fresh],
        check=True,
        capture_output=True,
    )
    held = {m[:2] for m in messages(FOLDER / "grid_zh_CN.ts")}
    assert {m[:2] for m in messages(fresh)} == held, "make translations"


@pytest.mark.parametrize("name", ["grid_zh_CN", "docking_zh_CN"])
def test_what_is_compiled_is_current(name: str, tmp_path: Path) -> None:
    made = tmp_path / f"{name}.qm"
    subprocess.run(
        [TOOLS / "pyside6-lrelease", FOLDER / f"{name}.ts", "-qm", made], check=True, capture_output=True
    )
    assert made.read_bytes() == (FOLDER / f"{name}.qm").read_bytes(), "make translations"


@pytest.mark.parametrize(
    ("login", "profile", "who"),
    [
        ("seat01", "seat", "坐席 01"),
        ("u-T-S1-ZF", "handler", "承办单位"),
        ("g-990001001001-01", "grid", "网格员"),
        ("leader01", "leader", "领导"),
    ],
)
async def test_no_english_is_left(
    rooms: Rooms, person: Callable[[str], Person], login: str, profile: str, who: str
) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        area = "990001001001-01"
        ticket_id = clerk.report("占道摆摊堵住盲道", area=area)
        clerk.act(ticket_id, 1, action="accept")
        clerk.act(ticket_id, 2, action="file", item="1-1-01", area=area)
        clerk.act(ticket_id, 3, action="dispatch", unit="T-S1-ZF")
        room = await open_room(login, profile=profile, lang="zh_CN")
        await until(lambda: room.desk.store.get(ticket_id) is not None)
        left: set[str] = set()
        for screen in room.seat.screens():
            await room.go(screen)
            front = room.seat.current()
            if isinstance(front, QueueScreen):
                front.show_ticket(ticket_id)
                await until(lambda: room.find("ticket.timeline") is not None)
            room.seat.show_keys()
            for text in room.words():
                plain = INITIALS.sub("", CODES.sub("", KEYS.sub("", TAGS.sub("", text))))
                if LATIN.search(plain):
                    left.add(text)
            room.seat.dismiss_keys()
        assert left == set()
        # At the top stands the seat, or for who has none what the person is there.
        assert room.see("seat").accessibleName().startswith(who)
