"""A start without pauses. Imported before everything else, so it imports nothing of its own."""

import gc
from importlib import import_module

LATER = ("numpy.ma", "encodings.idna")
"""Modules that the first change and the first name looked up import. The first sound's are nine MB, which a
seat where nothing calls can do without."""


def begin() -> None:
    """Python collects nothing by itself from here on: what a start makes is all kept, and looking at it three
    hundred times takes a twelfth of the start; afterwards `tidying.Tidying` does it."""
    gc.disable()


def over() -> None:
    """The first window stands. What was read in stays to the end: a full collection, which stops the window,
    need not look at it."""
    gc.freeze()


def read_in() -> None:
    """After the start, on a thread of its own: imports LATER. An installation may replace the program's files
    while it runs, and the GUI thread has nothing of it to wait for."""
    for module in LATER:
        import_module(module)
