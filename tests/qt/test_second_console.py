"""A second console on one profile brings the first one's window to the front; where that does not answer, it
says so as the product speaks: its title, its language, its theme."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from console.app import RUNNING, refusal
from console.second_start import show_running
from stage.backend import program
from tests.tour.station import until
from widgets import theme

START_LIMIT_S = 60


@pytest.mark.usefixtures("plain_theme")
@pytest.mark.parametrize(
    ("tag", "mode", "title", "button"),
    [("zh_CN", "light", "网格治理指挥", "关闭"), ("en", "dark", "Grid command", "Close")],
)
def test_it_is_said_in_the_language_of_the_profile(
    qapp: QApplication, qtbot: QtBot, tag: str, mode: str, title: str, button: str
) -> None:
    box = refusal(qapp, RUNNING, tag, mode)
    qtbot.addWidget(box)
    assert (box.windowTitle(), box.text()) == (title, RUNNING.of(tag))
    assert box.button(QMessageBox.StandardButton.Close).text().replace("&", "") == button
    assert theme.current().mode == mode


def x(*words: str) -> str:
    """What xdotool says; nothing where it finds nothing."""
    return subprocess.run(["xdotool", *words], check=False, capture_output=True, text=True).stdout


@pytest.mark.usefixtures("xdisplay")
def test_a_second_start_shows_the_window_that_there_is(tmp_path: Path) -> None:
    def windows() -> str | None:
        return x("search", "--onlyvisible", "--pid", str(first.pid)) or None

    command = [program("grid-console"), "--profile", str(tmp_path), "--server", "http://127.0.0.1:9"]
    with subprocess.Popen(command) as first:
        try:
            shown = until("the window", windows, START_LIMIT_S)
            (window,) = shown.split()
            x("windowminimize", "--sync", window)
            assert not windows()
            assert subprocess.run(command, check=False, timeout=START_LIMIT_S).returncode == 0
            until("the window again", windows)
            assert first.poll() is None
        finally:
            first.terminate()
    # Nobody is there to answer.
    assert not show_running(tmp_path)
