"""What needs the centre, and says so before it is asked for."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.desk import Desk

translate = QCoreApplication.translate


def why_not(desk: Desk) -> str:
    """Why the centre can't be asked now, "" where it can."""
    if desk.session == "expired":
        return translate("OnLine", "The session has ended: log in again first")
    if desk.session == "offline" or desk.connection.link == "offline":
        return translate("OnLine", "Only the centre can do this, and it does not answer now")
    return ""


def nothing_here(desk: Desk, heard: bool, title: str, text: str) -> tuple[str, str]:
    """What stands in an empty list that the centre keeps: `title` and `text` once it has said so (`heard`);
    before that nothing is said of it but why it is not known."""
    if heard:
        return title, text
    why = why_not(desk)
    return (translate("OnLine", "Not heard from the centre yet"), why) if why else ("", "")


def marked(text: str) -> str:
    """The words of a button that waits for the line."""
    return translate("OnLine", "{what} (on line only)").format(what=text)
