"""The console as a program: its own process and windows, ended by signals, asked over its socket."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from console.screen import Windows
from stage.screen import VirtualScreen
from tests.pair.backend_process import PASSWORD, BackendProcess

END_S = 60


def console(*arguments: object) -> list[str]:
    """The command line of ``grid-console``."""
    return [sys.executable, "-m", "console", *(str(one) for one in arguments)]


def test_self_test(xdisplay: VirtualScreen) -> None:
    """In Chinese; the bundle's own run does both languages."""
    command = console("--self-test", "--lang", "zh_CN")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert said["opened"].keys() == {"seat", "duty", "leader", "handler", "grid"}


def test_self_test_on_a_backend(xdisplay: VirtualScreen, standing_backend: BackendProcess) -> None:
    done = subprocess.run(
        console("--self-test", "--server", standing_backend.url),
        env={**os.environ, "GRID_LOGIN": "seat04", "GRID_PASSWORD": PASSWORD},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["opened"].keys() == {"seat"}


class Asked:
    """A console in a process of its own and the answers it gives."""

    def __init__(self, folder: Path, server: str) -> None:
        self.profile = folder / "profile"
        self.socket = folder / "socket"
        self.log = (folder / "log").open("w+")
        self.process = subprocess.Popen(
            console(
                "--server", server, "--profile", self.profile, "--lang", "en", "--automation", self.socket
            ),
            stdout=self.log,
            stderr=self.log,
        )
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def connect(self) -> None:
        """Until it listens."""
        async with asyncio.timeout(END_S):
            while self._reader is None:
                assert self.process.poll() is None, self.said()
                try:
                    self._reader, self._writer = await asyncio.open_unix_connection(self.socket)
                except (FileNotFoundError, ConnectionRefusedError):
                    await asyncio.sleep(0.05)

    async def ask(self, **request: Any) -> Any:
        """One answer."""
        assert self._reader is not None
        assert self._writer is not None
        self._writer.write(json.dumps(request).encode() + b"\n")
        return json.loads(await self._reader.readline())

    def said(self) -> str:
        """What it wrote to the terminal."""
        self.log.seek(0)
        return self.log.read()

    async def close(self) -> None:
        """Ends what is left of it."""
        if self.process.poll() is None:
            self.process.kill()
        await asyncio.to_thread(self.process.wait)
        if self._writer is not None:
            self._writer.close()
            with suppress(ConnectionError):
                await self._writer.wait_closed()
        self.log.close()


@pytest.fixture
async def asked(
    xdisplay: VirtualScreen, tmp_path: Path, standing_backend: BackendProcess
) -> AsyncIterator[Asked]:
    running = Asked(tmp_path, standing_backend.url)
    yield running
    await running.close()


async def test_it_answers_and_ends_in_order(asked: Asked, tmp_path: Path) -> None:
    await asked.connect()
    field = await asked.ask(find="login.login", wait=10)
    assert field["visible"]
    assert field["width"] > 50
    assert (await asked.ask(find="login.login", text="somebody")) == {"visible": False}
    assert (await asked.ask(find="no.such.control")) == {"visible": False}
    assert "error" in await asked.ask(dance=True)
    state = await asked.ask(state=True)
    assert (state["session"], state["tickets"], state["outbox"]) == ("out", 0, [])
    tree = await asked.ask(tree=True)
    assert any(window["object"] == "window" for window in tree["tree"])
    shot = await asked.ask(shot=str(tmp_path / "shot.png"))
    assert (tmp_path / "shot.png").stat().st_size > 1_000
    assert shot["width"] == 1920
    assert "error" in await asked.ask(shot=str(tmp_path / "none" / "shot.png"))
    # A second start shows the window that there is; where that does not answer, it says what is in its way.
    command = console("--profile", asked.profile, "--lang", "en")
    second = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    assert await asyncio.wait_for(second.wait(), END_S) == 0
    asked.process.send_signal(signal.SIGSTOP)
    second = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    try:
        assert second.stderr is not None
        assert b"Another console" in await second.stderr.readline()
    finally:
        # Its window would stand in the way of all tests that follow.
        second.kill()
        await second.wait()
        asked.process.send_signal(signal.SIGCONT)
    asked.process.terminate()
    assert await asyncio.to_thread(asked.process.wait, END_S) == 0
    assert asked.said() == ""
    assert not asked.socket.exists()
    assert "window" in json.loads((asked.profile / "settings.json").read_text())["layouts"]


async def test_a_killed_console_leaves_its_profile_usable(
    asked: Asked, tmp_path: Path, standing_backend: BackendProcess
) -> None:
    await asked.connect()
    asked.process.kill()
    await asyncio.to_thread(asked.process.wait, END_S)
    again = Asked(tmp_path, standing_backend.url)
    try:
        await again.connect()
        assert (await again.ask(state=True))["session"] == "out"
        again.process.terminate()
        assert await asyncio.to_thread(again.process.wait, END_S) == 0
        assert again.said() == ""
    finally:
        await again.close()


def test_windows_tell_what_they_show(qapp: Any) -> None:
    from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

    window = QWidget()
    window.setObjectName("outer")
    layout = QVBoxLayout(window)
    password, button, hidden = QLineEdit("geheim"), QPushButton("Send"), QPushButton("Later")
    password.setObjectName("secret")
    password.setEchoMode(QLineEdit.EchoMode.Password)
    button.setAccessibleName("send it")
    button.setCheckable(True)
    hidden.setObjectName("hidden")
    for widget in (password, button, hidden):
        layout.addWidget(widget)
    hidden.hide()
    window.show()
    windows = Windows()
    found = windows.find("secret")
    assert found is not None
    assert "geheim" not in json.dumps(windows.tree())
    send = windows.find("send it")
    assert send is not None
    assert (send["text"], send["checked"], send["enabled"], send["visible"]) == ("Send", False, True, True)
    later = windows.find("hidden")
    assert later is not None
    assert not later["visible"]
    assert [branch["object"] for branch in windows.tree("outer")] == ["outer"]
    window.close()
    window.deleteLater()
