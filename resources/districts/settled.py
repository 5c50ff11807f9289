"""How many households live where, in a district that is a demonstration.

Laoshan and Tongnan cut their grids at 300 to 500 households, and Tongnan its micro-grids at 50 to 80 (rules
that they published). The numbers here are drawn between those, seeded: they are no census. A district that
uses the product puts those of its own register in their place.
"""

from __future__ import annotations

import numpy as np
from places import Area

GRID, MICRO_GRID = (300, 500), (50, 80)
# Where hardly anybody lives: an enterprise's, a school's or a market's own grid, a park, water.
EMPTY = ("park", "water")
# Of the room between the two ends of the rule: a village's grid is large in land and small in doors.
FILLED = {"urban": (0.25, 1.0), "town": (0.1, 0.8), "rural": (0.0, 0.55)}


def settle(root: Area, seed: int) -> None:
    """Gives every area its households; those above the leaves have what lies below them."""
    rng = np.random.default_rng([seed, 2])
    for area in root.walk():
        if not area.children:
            area.households = _drawn(area, rng)
    for area in reversed(list(root.walk())):
        if area.children:
            area.households = sum(child.households for child in area.children)


def _drawn(area: Area, rng: np.random.Generator) -> int:
    fewest, most = MICRO_GRID if area.kind == "micro_grid" else GRID
    low, high = FILLED.get(area.setting, FILLED["urban"])
    drawn = round(fewest + (most - fewest) * float(rng.uniform(low, high)))
    return 0 if area.kind == "dedicated_grid" or area.setting in EMPTY else drawn
