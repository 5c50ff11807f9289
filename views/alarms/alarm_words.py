"""What alarms are called: kinds by role, priorities, states, where they come from."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.alarms.alarm import Alarm
from console.alarms.gathering import SHOWN
from console.alarms.kinds import Kind, Priority
from console.alarms.lines import Line, street_of
from contract.reference import Reference
from views import words
from widgets.light import Light
from widgets.moments import clock_time, span

translate = QCoreApplication.translate

INDENT = "\u2003\u2002"
"""Before a member of an unfolded group."""
LIGHTS: dict[Priority, Light] = {"high": Light.RED, "medium": Light.AMBER, "low": Light.NONE}


def what(kind: Kind, role: str) -> str:
    """What an alarm says; a unit's new ticket is another thing than a seat's."""
    if kind == "new" and role == "handler":
        return translate("Alarms", "To sign in")
    if kind == "new" and role == "grid":
        return translate("Alarms", "To verify")
    if kind == "back" and role == "handler":
        return translate("Alarms", "Verification failed")
    return {
        "new": translate("Alarms", "New, nobody in it"),
        "near": translate("Alarms", "Near its limit"),
        "past": translate("Alarms", "Past its limit"),
        "back": translate("Alarms", "Returned to you"),
        "urged": translate("Alarms", "Urged"),
        "sign": translate("Alarms", "For you to sign"),
        "visit": translate("Alarms", "Welfare visit"),
        "safety": translate("Alarms", "People not heard of in time"),
        "overdue": translate("Alarms", "Joint action overdue"),
        "reply": translate("Alarms", "Answer to a supervision overdue"),
        "conflict": translate("Alarms", "Somebody was first"),
        "parked": translate("Alarms", "Refused by the centre"),
        "delayed": translate("Alarms", "Connection delayed"),
        "lost": translate("Alarms", "Connection lost"),
    }[kind]


def priority(name: Priority) -> str:
    """A priority's name."""
    return {
        "high": translate("Alarms", "High"),
        "medium": translate("Alarms", "Medium"),
        "low": translate("Alarms", "Low"),
    }[name]


def state(alarm: Alarm, reference: Reference | None) -> str:
    """How an alarm stands."""
    match alarm.state:
        case "unacknowledged":
            said = translate("Alarms", "not acknowledged")
        case "acknowledged":
            said = translate("Alarms", "acknowledged")
        case "returned":
            said = translate("Alarms", "over, unread")
        case "shelved":
            until = clock_time(words.local(alarm.until, reference))
            said = translate("Alarms", "shelved until {time}").format(time=until)
        case "out":
            said = translate("Alarms", "out of service")
        case _:
            covered = translate("Alarms", "another is in it")
            said = covered if alarm.covered else translate("Alarms", "quiet in the break")
    return said


def line_state(line: Line, now: int, reference: Reference | None) -> str:
    """How a line stands, with what is wrong with its alarms as alarms."""
    stale = line.stale(now)
    one = not line.group
    marks = []
    if stale:
        form = translate("Alarms", "over 24 h") if one else translate("Alarms", "{n} over 24 h")
        marks.append(form.format(n=stale))
    if one and line.first.chatters(now):
        marks.append(translate("Alarms", "toggling"))
    return words.dotted((state(line.first, reference), *marks))


def place(alarm: Alarm, reference: Reference | None) -> str:
    """Where an alarm comes from: its unit, else its area; the link has none."""
    about = alarm.about
    return about.unit_name or area(about.area_path.split("/")[-1], reference) or about.area_name


def area(code: str, reference: Reference | None) -> str:
    """An area's short name, "" for none."""
    known = reference.area(code) if reference is not None and code else None
    return (known.short or words.pick(known.names)) if known is not None else ""


def group_place(line: Line, reference: Reference | None) -> str:
    """What the members of a group share, if they do."""
    if not line.group or not line.source:
        return ""
    about = line.first.about
    if about.unit_name:
        return about.unit_name
    return area(street_of(about.area_path), reference) or words.channel(about.channel, reference)


def waited(alarm: Alarm, now: int) -> str:
    """For how long: since it called, or since it was put into its state."""
    since = alarm.demanded_at if alarm.demands else alarm.changed_at
    seconds = max(0, now - since) // 1000
    return translate("Moments", "{n} s").format(n=seconds) if seconds < 10 else span(seconds)


def rate_text(count: int, level: str) -> str:
    """The rate in words."""
    if level == "flood":
        return translate("Alarms", "{n} in 10 min · flood").format(n=count)
    if level == "busy":
        return translate("Alarms", "{n} in 10 min · busy").format(n=count)
    return translate("Alarms", "{n} in 10 min").format(n=count)


def line_name(line: Line, role: str) -> str:
    """What a line says: what it is, and of how many."""
    said = what(line.first.kind, role)
    if line.group:
        return translate("Alarms", "{what} · {n}").format(what=said, n=line.count)
    return said


def line_text(line: Line, role: str) -> tuple[str, str]:
    """The same with the marks of a group and its members, and what it is about."""
    said = line_name(line, role)
    if line.group:
        shown = ""
        if line.unfolded and line.crowd is not None and line.count > SHOWN:
            shown = translate("Alarms", "the {n} longest standing").format(n=SHOWN)
        return ("▾ " if line.unfolded else "▸ ") + said, shown
    return (INDENT if line.parent else "") + said, _subject(line.first)


def _subject(alarm: Alarm) -> str:
    """What it is about; of a joint action which of its clocks, too."""
    about = alarm.about
    if not about.clock:
        return about.subject
    # Read in with the first alarm of a joint action.
    from views.joint import naming

    return words.dotted((naming.clock(about.clock), about.subject))
