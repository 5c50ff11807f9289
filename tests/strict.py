"""What fails a test without being asked for: log records, leaked threads, tasks and windows.

Python's warnings are errors by `filterwarnings`, Qt's messages by pytest-qt (`qt_log_level_fail`), both in
pyproject.toml. A test that provokes a log record says so with the fixture `expect_log`.
"""

import asyncio
import gc
import logging
import re
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

THREAD_END_LIMIT_S = 5.0


@dataclass
class _Expectation:
    pattern: re.Pattern[str]
    level: int
    logger: str
    optional: bool
    seen: int = 0

    def takes(self, record: logging.LogRecord) -> bool:
        """Whether the record is the expected one."""
        return (
            record.levelno == self.level
            and (not self.logger or record.name == self.logger or record.name.startswith(f"{self.logger}."))
            and self.pattern.search(record.getMessage()) is not None
        )


class _Watch(logging.Handler):
    """Holds the records of WARNING and above since it was last emptied."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Called in any thread: appending to a list is atomic."""
        self.records.append(record)


_watch = _Watch()
_leaked_tasks: list[str] = []


@dataclass
class ExpectedLog:
    """Says which records the test will cause: `expect_log("feed .* lost", logger="console.feed")`."""

    expectations: list[_Expectation] = field(default_factory=list)

    def __call__(
        self, pattern: str, *, level: int = logging.WARNING, logger: str = "", optional: bool = False
    ) -> None:
        """Records that match (expression searched, level exact) pass; none at all fails unless optional."""
        self.expectations.append(_Expectation(re.compile(pattern), level, logger, optional))


def pytest_configure(config: pytest.Config) -> None:
    """The watch sees every logger that propagates, from the first import on."""
    logging.getLogger().addHandler(_watch)
    _watch_task_leaks()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leaves logging as it was."""
    logging.getLogger().removeHandler(_watch)


def _watch_task_leaks() -> None:
    """asyncio cancels what still runs when a loop ends: exactly that is what a test left behind."""
    cancel: Callable[[asyncio.AbstractEventLoop], None] = asyncio.runners._cancel_all_tasks  # type: ignore[attr-defined]

    def recording(loop: asyncio.AbstractEventLoop) -> None:
        _leaked_tasks.extend(repr(task) for task in asyncio.all_tasks(loop))
        cancel(loop)

    asyncio.runners._cancel_all_tasks = recording  # type: ignore[attr-defined]


@pytest.fixture
def expect_log() -> ExpectedLog:
    """Announces log records of WARNING and above that the test causes on purpose."""
    return ExpectedLog()


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails the test that leaves a thread, a task, a window or an unexpected log record."""
    expected: ExpectedLog = request.getfixturevalue("expect_log")
    threads = set(threading.enumerate())
    windows = set(_windows())
    yield
    found = [*_unexpected_records(expected), *_new_threads(threads), *_new_windows(windows)]
    found += [f"task still ran when its loop ended: {task}" for task in _leaked_tasks]
    _leaked_tasks.clear()
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def _unexpected_records(expected: ExpectedLog) -> Iterator[str]:
    records, _watch.records = _watch.records, []
    for record in records:
        for expectation in expected.expectations:
            if expectation.takes(record):
                expectation.seen += 1
                break
        else:
            text = logging.Formatter("%(name)s %(levelname)s: %(message)s").format(record)
            yield f"unexpected log record: {text}"
    for expectation in expected.expectations:
        if not expectation.seen and not expectation.optional:
            yield f"expected log record did not come: {expectation.pattern.pattern!r}"


def _new_threads(before: set[threading.Thread]) -> Iterator[str]:
    for thread in threading.enumerate():
        if thread in before or isinstance(thread, threading._DummyThread):
            continue
        # A thread told to end needs its moment; joining is waiting for exactly that.
        thread.join(THREAD_END_LIMIT_S)
        if thread.is_alive():
            yield f"thread still runs: {thread.name}"


def _windows() -> list[Any]:
    """Top-level widgets of this process; none where no test has made a QApplication."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    # Qt keeps one tool tip label for the process.
    return [w for w in widgets.QApplication.topLevelWidgets() if w.metaObject().className() != "QTipLabel"]


def _new_windows(before: set[Any]) -> Iterator[str]:
    if not set(_windows()) - before:
        return
    from PySide6.QtCore import QCoreApplication, QEvent

    # What was told to delete itself goes now, what only a reference cycle holds goes with the cycle.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    for window in set(_windows()) - before:
        yield f"window left open: {window!r}"
        window.close()
        window.deleteLater()
