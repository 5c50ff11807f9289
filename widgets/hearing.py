"""Signals of what lasts, heard by what comes and goes."""

from __future__ import annotations

from PySide6.QtCore import SIGNAL, SLOT, QObject


def hear(teller: QObject, signal: str, hearer: QObject, slot: str) -> None:
    """Connects by name: `signal` and `slot` as C++ writes them, ``changed()``, ``tick(double)``. The slot
    must be marked as one (`Slot`).

    A connection to a Python method stays in a list of the binding's until its sender ends, whatever becomes
    of the receiver (PySide 6.9, `connectionHash`), and whatever sends signals is looked for in all of that
    list when it ends. A fact of a ticket that hears the theme lives for seconds, the theme for the whole
    shift: after some thousand tickets every widget that goes takes a third of a millisecond. Qt's own
    connections end with either side.
    """
    QObject.connect(teller, SIGNAL(signal), hearer, SLOT(slot))
