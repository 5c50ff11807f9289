"""The console with a probe in it: the real program, and what every event of its thread takes.

    python -m tests.soak.probed FIGURES [arguments of grid-console]

FIGURES gets one JSON object a line: {"sample": …} every few seconds with what the process holds; {"slow": …}
for each event that took more than `TELL_MS` of the GUI thread's own CPU, with how slow the machine was right
after it (`tests.soak.pace`), the loop's callbacks in it and where the program stood; {"held": …} once in a
while, with the references of None, True and False that no object accounts for, and the kinds of objects there
are most of. The time of other processes counts nowhere.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import json
import os
import statistics
import sys
import threading
import time
import traceback
import weakref
from pathlib import Path
from typing import Any

import qasync
import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from tests.soak.events import LIBRARIES, Events, thread_ms
from tests.soak.holders import held
from tests.soak.pace import pace

_all_widgets = ctypes.PyDLL(str(LIBRARIES / "libQt6Widgets.so.6"))["_ZN12QApplication10allWidgetsEv"]
_all_widgets.restype = None
_free = ctypes.CDLL(None).free
_free.restype, _free.argtypes = None, [ctypes.c_void_p]

TELL_MS = float(os.environ.get("GRID_PROBE_TELL_MS", "40"))
LOOK_S = 0.02
STACK_MS = 30
STACK_MOST = 1_200
SAMPLE_MS = 2_000
LASTING = 5
"""A task seen in so many samples lasts. Requests come and go, 5 at one moment, 30 at another."""
HELD_EVERY = 15
"""Samples from one count of the holders to the next."""
KINDS = 60
ENDINGS = 9


class Probe(QObject):
    """Tells of every event of the GUI thread that takes long, and where the program stood in it."""

    def __init__(self, out: Path, app: QApplication) -> None:
        super().__init__(app)
        self.app = app
        self._out = out.open("a", encoding="utf-8", buffering=1)
        self._started = time.monotonic()
        self._wall = 0.0
        self.count = self.samples = 0
        self.seen: weakref.WeakKeyDictionary[asyncio.Task[Any], int] = weakref.WeakKeyDictionary()
        """In how many samples each task was there."""
        self.collection = self._collecting = 0.0
        gc.callbacks.append(self._collected)
        self.handles: list[str] = []
        self.stack = ""
        self._main = threading.get_ident()
        self._end = threading.Event()
        self._watch = threading.Thread(target=self._look, name="probe", daemon=True)
        self._watch.start()
        self.events = Events(qasync.QEventLoop.run_forever.__code__, self._ended, self)

    def at(self) -> float:
        """Seconds since the program began."""
        return round(time.monotonic() - self._started, 1)

    def tell(self, **said: Any) -> None:
        """One line."""
        self._out.write(json.dumps(said, ensure_ascii=False) + "\n")

    def _ended(self, used: float, what: str) -> None:
        self.count += 1
        if used > TELL_MS:
            handles = ", ".join(self.handles[-6:])
            told = {"at": self.at(), "what": f"{what} {handles}", "stack": self.stack}
            self.tell(slow=round(used, 1), pace=round(pace(), 2), **told)
        self.stack, self._wall = "", time.monotonic()
        self.handles.clear()

    def _collected(self, phase: str, about: dict[str, int]) -> None:
        """Keeps what the longest full collection took (ms): an event's own time that no line of it shows."""
        if about["generation"] == 2 and threading.get_ident() == self._main:
            if phase == "start":
                self._collecting = thread_ms()
            else:
                self.collection = max(self.collection, thread_ms() - self._collecting)

    def _look(self) -> None:
        """Notes where the GUI thread stands in an event that lasts."""
        while not self._end.wait(LOOK_S):
            since = self._wall
            if since and (time.monotonic() - since) * 1000 > STACK_MS and len(self.stack) < STACK_MOST:
                frame = sys._current_frames().get(self._main)
                lines = traceback.extract_stack(frame)[-9:] if frame is not None else []
                if lines and lines[-1].name not in ("run_forever", "run_until_complete"):
                    self.stack += " | " + " < ".join(
                        f"{Path(line.filename).name}:{line.lineno} {line.name}" for line in reversed(lines)
                    )

    def finish(self) -> None:
        """Ends the watching thread and the file."""
        gc.callbacks.remove(self._collected)
        self.events.finish()
        self._end.set()
        self._watch.join()
        self._out.close()


def named_handles(probe: Probe) -> None:
    """The loop's callbacks say their name to the probe."""
    plain = asyncio.Handle._run

    def run(handle: asyncio.Handle) -> None:
        callback = handle._callback  # type: ignore[attr-defined]
        owner = getattr(callback, "__self__", None)
        name = owner.get_name() if isinstance(owner, asyncio.Task) else getattr(callback, "__qualname__", "")
        probe.handles.append(str(name))
        plain(handle)

    asyncio.Handle._run = run  # type: ignore[method-assign,assignment]


def rss_kb() -> int:
    """Resident memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * (os.sysconf("SC_PAGE_SIZE") // 1024)


def widget_count() -> int:
    """How many widgets Qt has, asked past the binding: what `QApplication.allWidgets` makes of scroll bars
    and the like in Python outlives them."""
    found = (ctypes.c_void_p * 3)()
    _all_widgets(ctypes.byref(found))
    _free(found[0])
    return int(found[2] or 0)


def ending_ms() -> float:
    """What it takes to end an object whose signal somebody hears (ms): the binding looks for it among all
    connections that it remembers."""
    took = []
    for _ in range(ENDINGS):
        told = QTimer()
        told.timeout.connect(lambda: None)
        began = thread_ms()
        shiboken6.delete(told)
        took.append(thread_ms() - began)
    return statistics.median(took)


def sample(probe: Probe, began: float) -> None:
    """What the process holds now."""
    started = thread_ms()
    counts = {str(value): sys.getrefcount(value) for value in (None, True, False)}
    # Not by findChildren: the Python objects it makes of what Qt has made for itself outlive that.
    # Those that Qt has deleted wait for Python's collector; they are counted among what it tracks.
    made = [thing for thing in gc.get_objects() if isinstance(thing, QObject) and shiboken6.isValid(thing)]
    objects, timers = len(made), sum(isinstance(thing, QTimer) for thing in made)
    del made
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return
    tasks = asyncio.all_tasks(loop)
    probe.seen.update({task: probe.seen.get(task, 0) + 1 for task in tasks})
    probe.tell(
        sample={
            "at": round(time.monotonic() - began, 1),
            "rss_kb": rss_kb(),
            "tasks": sum(probe.seen[task] >= LASTING for task in tasks),
            "threads": threading.active_count(),
            "files": sum(1 for _ in Path("/proc/self/fd").iterdir()),
            "widgets": widget_count(),
            "objects": objects,
            "timers": timers,
            "tracked": len(gc.get_objects()),
            "events": probe.count,
            "collection_ms": round(probe.collection, 1),
            "ending_ms": round(ending_ms(), 4),
            "pace": round(pace(), 2),
            **counts,
        }
    )
    if probe.samples % HELD_EVERY == 0:
        rest, by_kind, kinds = held()
        probe.tell(
            held={"at": probe.at(), **rest},
            by_kind=dict(by_kind.most_common(KINDS)),
            kinds=dict(kinds.most_common(KINDS)),
        )
    probe.samples += 1
    probe.events.without(thread_ms() - started)


def main() -> int:
    """Runs the console; its exit status."""
    out, *arguments = sys.argv[1:]
    app = QApplication(["grid-console"])
    probe = Probe(Path(out), app)
    named_handles(probe)
    sampling = QTimer(probe)
    sampling.setInterval(SAMPLE_MS)
    began = time.monotonic()
    sampling.timeout.connect(lambda: sample(probe, began))
    sampling.start()

    from console.__main__ import main as console

    try:
        return console(arguments)
    finally:
        probe.finish()


if __name__ == "__main__":
    sys.exit(main())
