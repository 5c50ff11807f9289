"""Seats' states in words, lights and times."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.desk import Desk
from contract.clock import HOUR, MINUTE, SECOND
from contract.seat import NAMES
from widgets.light import Light

translate = QCoreApplication.translate


def light_of(state: str) -> Light:
    """Green may take the next call; nothing else about a seat needs anybody's eye."""
    return Light.GREEN if state == "ready" else Light.NONE


def state_name(desk: Desk, state: str) -> str:
    """What a state is called; the backend's own word where this console does not know it."""
    names = NAMES.get(state)
    return desk.say(names) if names is not None else state


def running(ms: int) -> str:
    """How long a state has lasted: 4:05 under an hour, 2:14:30 beyond."""
    seconds = max(0, ms) // SECOND
    minutes, hours = seconds // 60, seconds // 3600
    if hours:
        return f"{hours}:{minutes % 60:02d}:{seconds % 60:02d}"
    return f"{minutes}:{seconds % 60:02d}"


def total(ms: int) -> str:
    """A sum over the day, to the minute: 0:07, 2:14; "" for none."""
    return f"{ms // HOUR}:{ms % HOUR // MINUTE:02d}" if ms >= MINUTE else ("0:00" if ms > 0 else "")


def standing(desk: Desk) -> tuple[str, Light, str]:
    """What stands beside the seat in the top bar: its state, its light, and how long it has lasted."""
    if desk.session == "offline":
        return translate("SeatState", "off line"), Light.AMBER, ""
    if desk.session == "expired":
        return translate("SeatState", "session ended"), Light.RED, ""
    state, own = desk.seat_state, desk.seat
    if not state or own is None:
        return "", Light.NONE, ""
    lasted = running(desk.clock.now() - own.since) if own.since else ""
    return state_name(desk, state), light_of(state), lasted
