"""Work as a count, which a slow or busy machine does not change."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from types import FrameType


def calls(work: Callable[[], object]) -> int:
    """How many functions this thread calls while it does the work, those of Python (a generator each time it
    goes on) and those of C; not what C does by itself, as numpy's operators and Qt do."""
    count = 0

    def heard(_frame: FrameType, event: str, _of: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    # Whose rubbish is collected meanwhile is chance.
    before, collects = sys.getprofile(), gc.isenabled()
    gc.disable()
    sys.setprofile(heard)
    try:
        work()
    finally:
        sys.setprofile(before)
        if collects:
            gc.enable()
    # The last of them took the listening away.
    return count - 1
