"""A start without pauses. Imported before everything else, so it imports nothing of its own."""

import gc


def begin() -> None:
    """Until `over`, nothing is looked through for garbage: what a start makes is all kept, and looking at it
    three hundred times takes a twelfth of the start."""
    gc.disable()


def over() -> None:
    """The first window stands. What was read in stays to the end: a full collection, which stops the window,
    need not look at it."""
    gc.freeze()
    gc.enable()
