"""What each event of the GUI thread takes of its own CPU time, told by Qt itself.

Qt calls back before it delivers an event (QInternal::EventNotifyCallback, which its own test tools use). An
event that the loop delivers ends where the loop delivers the next one or begins to wait; what slots, paints
and further events it causes is in it. So nothing that a slot or a single event takes can be missed: the time
is that of the slot or more. Time of other threads and other programs counts nowhere.

An override of `QApplication.notify` in Python would see the events as well, but it hands out Python objects
of widgets that are just being destroyed, and crashes; here nothing but addresses is looked at.
"""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import CodeType

import PySide6
from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject, Qt

LIBRARIES = Path(PySide6.__file__).parent / "Qt" / "lib"
_CORE = LIBRARIES / "libQt6Core.so.6"
_REGISTER = "_ZN9QInternal16registerCallbackENS_8CallbackEPFbPPvE"
_UNREGISTER = "_ZN9QInternal18unregisterCallbackENS_8CallbackEPFbPPvE"
_CLASS_NAME = "_ZNK11QMetaObject9classNameEv"
_NOTIFY = 0
_TYPE_AT = 8
"""Where an event keeps its type: after the pointer to its virtual table."""

_KINDS = {kind.value: kind.name for kind in QEvent.Type}

_Notified = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.POINTER(ctypes.c_void_p))
_MetaObject = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)


def thread_ms() -> float:
    """This thread's own CPU time."""
    return time.thread_time_ns() / 1e6


class Events(QObject):
    """Calls `ended(ms, receiver and kind)` for each event that the loop delivered to the thread of `parent`.
    `loop` is the code from which the loop runs: an event that comes while another Python frame runs is part
    of what that frame does."""

    def __init__(self, loop: CodeType, ended: Callable[[float, str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._loop = loop
        self._ended = ended
        self._thread = threading.get_ident()
        self._began = 0.0
        self._place = 0
        self._what = ""
        self._first = False
        self._places: set[int] = set()
        self._core = ctypes.PyDLL(str(_CORE))
        self._class_name = self._core[_CLASS_NAME]
        self._class_name.restype, self._class_name.argtypes = ctypes.c_char_p, [ctypes.c_void_p]
        self._call = _Notified(self._notified)
        self._core[_REGISTER](_NOTIFY, self._call)
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        dispatcher.aboutToBlock.connect(self._close, Qt.ConnectionType.DirectConnection)
        dispatcher.awake.connect(self._awake, Qt.ConnectionType.DirectConnection)

    def without(self, used: float) -> None:
        """So much of the event that runs is the probe's own work (ms)."""
        self._began += used

    def finish(self) -> None:
        """Listens no longer."""
        self._core[_UNREGISTER](_NOTIFY, self._call)

    def _awake(self) -> None:
        self._close()
        self._first = True

    def _close(self) -> None:
        if self._began:
            used = thread_ms() - self._began
            self._began, self._place = 0.0, 0
            self._ended(used, self._what)

    def _notified(self, data: ctypes._Pointer[ctypes.c_void_p]) -> bool:
        if threading.get_ident() != self._thread or sys._getframe(1).f_code is not self._loop:
            return False
        # Qt's array stands on the stack of the delivery: one delivered within another stands deeper. The loop
        # has a few ways to deliver, each with its own depth, learnt from what comes first after a wait.
        place = ctypes.addressof(data.contents)
        if self._first:
            self._first = False
            self._places.add(place)
        elif place < self._place and place not in self._places:
            return False
        self._close()
        self._place, self._what = place, self._named(data)
        self._began = thread_ms()
        return False

    def _named(self, data: ctypes._Pointer[ctypes.c_void_p]) -> str:
        receiver, event = data[0], data[1]
        if not receiver or not event:
            return ""
        table = ctypes.c_void_p.from_address(receiver).value
        assert table is not None
        meta = _MetaObject(ctypes.c_void_p.from_address(table).value or 0)(receiver)
        kind = ctypes.c_uint16.from_address(event + _TYPE_AT).value
        return f"{self._class_name(meta).decode()} {_KINDS.get(kind, kind)}"
