"""What is half typed outlives a console that is killed: typed on its window, seen on that of the next."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from stage.screen import VirtualScreen
from tests.pair.backend_process import PASSWORD, BackendProcess, Person
from tests.pair.test_pair_way import GRID
from tests.pair.test_pair_window import END_S, Asked

DURABLE_S = 1.0
"""What was typed so long ago is on the disk."""

pytestmark = pytest.mark.skipif(shutil.which("xdotool") is None, reason="needs xdotool to type as a person")


class Hand:
    """Somebody at the keyboard of one console."""

    def __init__(self, console: Asked) -> None:
        self.console = console

    async def _x(self, *words: str) -> None:
        done = await asyncio.create_subprocess_exec("xdotool", *words)
        assert await done.wait() == 0

    async def see(self, name: str, **more: Any) -> Any:
        """A control, once it is to be seen."""
        found = await self.console.ask(find=name, wait=20, **more)
        assert found["visible"], f"{name} {more} is not to be seen: {await self.console.ask(find=name)}"
        return found

    async def type(self, text: str) -> None:
        """Types letters and figures."""
        await self._x("type", "--clearmodifiers", "--delay", "15", text)

    async def key(self, chord: str) -> None:
        """Presses a key."""
        await self._x("key", "--clearmodifiers", chord)

    async def click(self, name: str) -> None:
        """Clicks into a control until it has the focus."""
        for _ in range(8):
            # The window manager may still be moving a window that has just been opened.
            at = await self.see(name)
            await self._x("mousemove", str(at["x"] + 20), str(at["y"] + at["height"] // 2), "click", "1")
            if (await self.console.ask(find=name, wait=2, focus=True))["visible"]:
                return
        raise AssertionError(f"{name} takes no focus")

    async def log_in(self, login: str) -> None:
        """Logs in through the page."""
        await self.click("login.login")
        await self.key("ctrl+a")
        await self.type(login)
        await self.click("login.password")
        await self.type(PASSWORD)
        await self.key("Return")
        await self.see("intake.table")

    async def kill(self) -> None:
        """Ends the console as a power cut does, a moment after the last key."""
        await asyncio.sleep(DURABLE_S)
        self.console.process.kill()
        await asyncio.to_thread(self.console.process.wait, END_S)
        await self.console.close()


Start = Callable[[], Any]


@pytest.fixture
async def start(
    xdisplay: VirtualScreen, tmp_path: Path, standing_backend: BackendProcess
) -> AsyncIterator[Start]:
    """Starts the console, always on the same profile."""
    begun: list[Asked] = []

    async def starting() -> Hand:
        running = Asked(tmp_path, standing_backend.url)
        begun.append(running)
        await running.connect()
        return Hand(running)

    yield starting
    for running in begun:
        if not running.log.closed:
            await running.close()


async def test_what_was_typed_is_there_after_a_kill(start: Start, standing_backend: BackendProcess) -> None:
    """The name at the log-in, a call, a step's reason, a search, a command: each killed a second later."""
    clerk = Person(standing_backend.url, "seat03")
    ticket_id = clerk.report("kill test lamp", area=GRID)
    hand = await start()
    await hand.click("login.login")
    await hand.key("ctrl+a")
    await hand.type("seat0")
    await hand.kill()

    hand = await start()
    assert (await hand.see("login.login"))["text"] == "seat0"
    await hand.log_in("seat06")
    await hand.key("t")
    await hand.click("call.text")
    await hand.type("lamp out at the east gate")
    await hand.click("call.area.line")
    await hand.type("dm")
    await hand.kill()

    hand = await start()
    await hand.log_in("seat06")
    await hand.key("t")
    await hand.see("call.text", text="lamp out at the east gate")
    await hand.see("call.area.line", text="dm")
    await hand.key("Escape")
    # A step on a ticket; a search; a command.
    number = clerk.ticket(ticket_id)["number"]
    await hand.click("intake.search")
    await hand.type(number)
    await hand.see("intake.table", rows=1)
    await hand.key("Return")
    await hand.see("ticket.title", text="kill test lamp")
    await hand.key("x")
    await hand.see("ticket.form.reason", focus=True)
    await hand.type("not in this district")
    await hand.click("command.line")
    await hand.type("pd 12")
    await hand.kill()

    hand = await start()
    await hand.log_in("seat06")
    await hand.see("command.line", text="pd 12")
    await hand.see("intake.search", text=number)
    await hand.see("intake.table", rows=1)
    await hand.see("ticket.title", text="kill test lamp")
    await hand.key("x")
    await hand.see("ticket.form.reason", text="not in this district")
    # Another operator on the same machine sees none of it.
    hand.console.process.terminate()
    assert await asyncio.to_thread(hand.console.process.wait, END_S) == 0
    await hand.console.close()
    hand = await start()
    await hand.log_in("seat07")
    assert (await hand.see("command.line"))["text"] == ""
    assert (await hand.see("intake.search"))["text"] == ""
    await hand.key("t")
    assert (await hand.see("call.text"))["text"] == ""
    assert hand.console.said() == ""
