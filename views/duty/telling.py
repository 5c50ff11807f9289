"""Duty in words: until when, who stands in for whom, how long ago somebody checked in and how far off."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from contract.duty import RULES, OnDuty
from contract.reference import Reference
from contract.rota import Pattern
from views import words
from widgets.moments import age, clock_time, short_time

translate = QCoreApplication.translate

_DAY = 1440


def named(place: str, reference: Reference) -> str:
    """A grid by what people call it and its name, a unit by its name; English names say both already."""
    area, unit = reference.area(place), reference.unit(place)
    if area is None:
        return words.pick(unit.names) if unit is not None else place
    called = words.pick(area.names)
    chinese = called == area.names.zh and area.short not in called
    return words.dotted((area.short, called)) if chinese else called


def minutes(of_day: int) -> str:
    """`08:00` out of minutes of the day."""
    return f"{of_day // 60:02d}:{of_day % 60:02d}"


def stretch(since: int, until: int, now: int, reference: Reference) -> str:
    """`14:00–18:00`, with the day where it does not begin today."""
    first, last = words.local(since, reference), words.local(until, reference)
    return f"{short_time(first, words.local(now, reference))}–{clock_time(last)}"


def until(instant: int, now: int, reference: Reference) -> str:
    """`until 18:00`."""
    when = short_time(words.local(instant, reference), words.local(now, reference))
    return translate("Duty", "until {when}").format(when=when)


def far(metres: float) -> str:
    """`210 m`, `1.4 km`: metres to ten, kilometres to a tenth."""
    if metres < 1000:
        return translate("Duty", "{n} m").format(n=round(metres / 10) * 10)
    return translate("Duty", "{n} km").format(n=f"{metres / 1000:.1f}")


def person(one: OnDuty, now: int, reference: Reference, phone: str = "") -> str:
    """Name, post, until when, phone; for a whole unit its name. `phone` is the one shown in full."""
    parts = [f"{one.name} {words.pick(one.post_names)}".rstrip(), until(one.until, now, reference)]
    if one.for_name:
        parts.append(translate("Duty", "for {name}").format(name=one.for_name))
    return words.dotted((*parts, phone or one.phone, checked(one, now)))


def checked(one: OnDuty, now: int) -> str:
    """How long ago somebody checked in, and how far from the point asked about; "" where they do not."""
    if not one.patrols:
        return ""
    if one.overdue:
        if one.last is None:
            return translate("Duty", "no check-in yet, overdue")
        return translate("Duty", "last check-in {age}, overdue").format(age=_age(one.last.done_at, now))
    if one.last is None:
        return translate("Duty", "no check-in yet")
    said = translate("Duty", "checked in {age}").format(age=_age(one.last.done_at, now))
    if one.distance is None:
        return said
    return translate("Duty", "{checked}, {far} from here").format(checked=said, far=far(one.distance))


def _age(then: int, now: int) -> str:
    return age(max(0, now - then) / 1000)


def days(pattern: Pattern) -> str:
    """The days of a pattern: every day, Mon–Fri, Mon Wed, working days."""
    if pattern.rule != "week":
        return words.pick(RULES[pattern.rule])
    if len(pattern.weekdays) == 7:
        return translate("Duty", "every day")
    names = [
        translate("Duty", "Mon"),
        translate("Duty", "Tue"),
        translate("Duty", "Wed"),
        translate("Duty", "Thu"),
        translate("Duty", "Fri"),
        translate("Duty", "Sat"),
        translate("Duty", "Sun"),
    ]
    first, last = pattern.weekdays[0], pattern.weekdays[-1]
    if last - first == len(pattern.weekdays) - 1 and last - first > 1:
        return translate("Duty", "{first} to {last}").format(first=names[first], last=names[last])
    return translate("Duty", ", ").join(names[day] for day in pattern.weekdays)


def hours(pattern: Pattern) -> str:
    """`08:00–14:00`; a whole day and what goes past midnight are told apart."""
    begin, end = minutes(pattern.begin), minutes(pattern.end)
    if pattern.begin == pattern.end:
        return translate("Duty", "{when} + 24 h").format(when=begin)
    if pattern.end > pattern.begin:
        return f"{begin}–{end}"
    return translate("Duty", "{begin}–{end} +1").format(begin=begin, end=end)
