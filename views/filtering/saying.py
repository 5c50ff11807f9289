"""A filter in words: one token for each condition, as it stands above a list."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from contract.reference import Area, Reference, Unit
from views import words
from views.filtering.query import Filter, Ring
from widgets.light import Light, light_name, symbol

translate = QCoreApplication.translate
METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Said:
    """One condition: what `Filter.without` takes to lift it, its words, and whether it warns."""

    kind: str
    value: object
    text: str
    warns: bool = False


def area_at(path: str, reference: Reference) -> Area | None:
    """The area of a path, None where the reference has none there any more."""
    return reference.area(path.rpartition("/")[2])


def unit_at(path: str, reference: Reference) -> Unit | None:
    """The unit of a path, None where the reference has none there any more."""
    return reference.unit(path.rpartition("/")[2])


def area_words(path: str, reference: Reference) -> str:
    """What an area is called; its code where the reference has none there any more."""
    area = area_at(path, reference)
    return (area.short or words.pick(area.names)) if area is not None else path.rpartition("/")[2]


def unit_words(path: str, reference: Reference) -> str:
    """What a unit is called; its code where the reference has none there any more."""
    unit = unit_at(path, reference)
    return words.pick(unit.names) if unit is not None else path.rpartition("/")[2]


def item_words(code: str, reference: Reference, now: int) -> str:
    """What an item is called in the version in force, or was when it was withdrawn."""
    item = reference.item_known(code, now)
    return words.pick(item.names) if item is not None else code


def category_words(key: str, reference: Reference) -> str:
    """What a category of items is called."""
    item = next((i for i in reversed(reference.items) if i.category == key), None)
    return words.pick(item.category_names) if item is not None else key


def light_words(light: str) -> str:
    """A light with its shape."""
    return f"{symbol(Light(light))} {light_name(Light(light))}"


def ground_words(ring: Ring) -> str:
    """How much ground a ring holds: hectares, from a square kilometre on square kilometres."""
    middle = math.radians(sum(lat for _, lat in ring) / len(ring))
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)
    metres = abs(twice) / 2 * math.cos(middle) * METRES_PER_DEGREE**2
    if metres >= 1e6:
        return f"{metres / 1e6:.1f} km²"
    return translate("Filter", "{n} ha").format(n=f"{metres / 1e4:.1f}")


def said(wanted: Filter, reference: Reference, now: int) -> list[Said]:
    """All conditions of a filter, in the order in which people think of them."""
    found = [Said("lights", v, light_words(v)) for v in wanted.lights]
    if wanted.due is not None:
        found.append(Said("due", None, wanted.due.text(now, reference)))
    if wanted.mine:
        found.append(Said("mine", None, translate("Filter", "I am in it")))
    found += [Said("areas", v, area_words(v, reference)) for v in wanted.areas]
    found += [Said("units", v, unit_words(v, reference)) for v in wanted.units]
    found += [Said("categories", v, category_words(v, reference)) for v in wanted.categories]
    found += [Said("items", v, item_words(v, reference, now)) for v in wanted.items]
    found += [Said("channels", v, words.channel(v, reference)) for v in wanted.channels]
    if wanted.within:
        text = translate("Filter", "In the drawn area ({size})")
        found.append(Said("within", None, text.format(size=ground_words(wanted.within))))
    if wanted.picked:
        text = translate("Filter", "{n} picked on the map")
        found.append(Said("picked", None, text.format(n=len(wanted.picked))))
    if wanted.words:
        found.append(Said("words", None, translate("Filter", "“{words}”").format(words=wanted.words)))
    keys = wanted.unknown_keys()
    if keys:
        text = translate("Filter", "Not applied, this console is older: {keys}")
        found.append(Said("unknown", None, text.format(keys=words.listed(keys)), warns=True))
    return found
