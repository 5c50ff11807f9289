"""A second console on one profile says so as the product speaks: its title, its language, its theme."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from console.app import RUNNING, refusal
from widgets import theme


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
