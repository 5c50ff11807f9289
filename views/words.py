"""The words of the interface for what the contract names: states, steps, limits, kinds, instants.

Names that the district's data carries in both languages are picked by the language installed; all others
are translated by Qt. The language is what the installed translator says it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

from PySide6.QtCore import QCoreApplication

from contract.clock import Limit
from contract.lifecycle import SATISFACTION
from contract.machine import Names
from contract.reference import Reference
from contract.ticket import Claim, Ticket

translate = QCoreApplication.translate


def language() -> str:
    """The tag of the language installed: ``zh_CN`` or ``en``."""
    return translate("Words", "en", "the tag of this language: zh_CN")


def pick(names: Names | None) -> str:
    """One of the two names, by the language installed."""
    return names.of(language()) if names is not None else ""


def spoken(text: str, by: str) -> str:
    """Words as somebody wrote them; of what the system says in both languages, a line each, the one in use.
    `by` is who said it: an account, ``system`` or, of a sensor's message, ``alarm``."""
    zh, _, en = text.partition("\n")
    return pick(Names(zh, en)) if en and by in ("system", "alarm") else text


def begun(text: str) -> str:
    """The text as it stands at the start of a sentence or on a button; a district's words may be small."""
    return text[:1].upper() + text[1:]


def dotted(parts: Iterable[str]) -> str:
    """The parts that say something, with middle dots between them."""
    return " · ".join(part for part in parts if part)


def listed(parts: Iterable[str]) -> str:
    """The parts as a list in running text."""
    return translate("Words", ", ", "between the members of a list").join(part for part in parts if part)


def local(instant: int, reference: Reference | None) -> datetime:
    """An instant (ms) in the district's local time."""
    offset = reference.calendar.utc_offset if reference is not None else 480
    zone = timezone(timedelta(minutes=offset))
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(zone)


def channel(key: str, reference: Reference | None) -> str:
    """A channel's name."""
    known = reference.channel(key) if reference is not None else None
    return pick(known.names) if known is not None else key


def limit(length: Limit) -> str:
    """A limit as people say it: 15 minutes, 3 working days; one that is no round number (a superior's due
    instant makes such) in days, hours and minutes."""
    if length.unit == "minutes" and (length.value >= 1440 or length.value != int(length.value)):
        return _length(round(length.value))
    value = f"{length.value:g}"
    one = length.value == 1
    match length.unit:
        case "minutes":
            form = translate("Words", "{n} minute") if one else translate("Words", "{n} minutes")
        case "hours":
            form = translate("Words", "{n} hour") if one else translate("Words", "{n} hours")
        case "natural_days":
            form = translate("Words", "{n} natural day") if one else translate("Words", "{n} natural days")
        case "urgent_hours":
            form = translate("Words", "{n} urgent hour") if one else translate("Words", "{n} urgent hours")
        case "working_hours":
            form = translate("Words", "{n} working hour") if one else translate("Words", "{n} working hours")
        case _:
            form = translate("Words", "{n} working day") if one else translate("Words", "{n} working days")
    return form.format(n=value)


def _length(minutes: int) -> str:
    """A length of time in its two largest units."""
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        form = translate("Words", "{d} d {h} h") if hours else translate("Words", "{d} d")
        return form.format(d=days, h=hours)
    if hours:
        return translate("Words", "{h} h {m} min").format(h=hours, m=minutes % 60)
    return translate("Words", "{n} minutes").format(n=minutes)


def stage(name: str) -> str:
    """The name of a stage clock, or of the responsibility clock."""
    return {
        "accept": translate("Words", "Intake and filing"),
        "dispatch": translate("Words", "Dispatch"),
        "sign_in": translate("Words", "Sign-in"),
        "arrive": translate("Words", "Arrival"),
        "handle": translate("Words", "Handling"),
        "verify": translate("Words", "Verify and close"),
        "evaluate": translate("Words", "Call-back"),
        "responsibility": translate("Words", "Responsibility"),
        "make_safe": translate("Words", "Making safe"),
        "repair": translate("Words", "Repair"),
        "restore": translate("Words", "Restoring"),
        "collect": translate("Words", "Collecting papers"),
        "hand_in": translate("Words", "Handing in"),
        "bring_back": translate("Words", "Bringing back"),
        "reply": translate("Words", "Reply to the supervision"),
        "part": translate("Words", "Part"),
        "mediation": translate("Words", "Mediation"),
    }.get(name.partition(":")[0], name)


def satisfaction(key: str) -> str:
    """How a reporter found the handling."""
    return {
        "satisfied": translate("Words", "Satisfied"),
        "basically": translate("Words", "Basically satisfied"),
        "not_satisfied": translate("Words", "Not satisfied"),
    }.get(key, key)


def answers(field: str) -> list[tuple[str, str]]:
    """What a field of a step may be answered with: keys and texts."""
    return {
        "satisfaction": [(key, satisfaction(key)) for key in SATISFACTION],
        "ground": [
            ("duty_list", translate("Words", "Duty list")),
            ("powers_list", translate("Words", "Powers list")),
            ("first_taker", translate("Words", "First taker")),
            ("fallback", translate("Words", "Fallback unit")),
            ("agreed", translate("Words", "Agreed by the units")),
        ],
        "cause": [
            ("planned", translate("Words", "Planned for later")),
            ("outside", translate("Words", "Waits for an outside condition")),
        ],
        "kind": [
            ("time_out", translate("Words", "Limit passed")),
            ("leader", translate("Words", "Leader's instruction")),
            ("important", translate("Words", "Important matter")),
        ],
        "parties": [
            ("reporter", translate("Words", "Reporter")),
            ("neighbour", translate("Words", "Neighbour")),
            ("property_company", translate("Words", "Property company")),
            ("owners_committee", translate("Words", "Owners' committee")),
            ("shop", translate("Words", "Shop")),
            ("builder", translate("Words", "Builder")),
            ("employer", translate("Words", "Employer")),
            ("community", translate("Words", "Community")),
            ("unit", translate("Words", "Unit in charge")),
            ("lawyer", translate("Words", "Lawyer")),
        ],
        "visit": [
            ("well", translate("Words", "Seen, all is well")),
            ("helped", translate("Words", "Help called")),
            ("absent", translate("Words", "Nobody at home")),
            ("false_alarm", translate("Words", "False alarm")),
        ],
    }[field]


def answer(field: str, key: str) -> str:
    """One of these, by its key."""
    return dict(answers(field)).get(key, key)


EVIDENCE_KINDS = (
    "near",
    "far",
    "before",
    "after",
    "photo_before",
    "photo_after",
    "document",
    "legal_document",
    "result",
    "result_note",
    "signature",
    "measurement",
    "other",
)


def evidence(kind: str) -> str:
    """What a file shows."""
    return {
        "near": translate("Words", "Close view"),
        "far": translate("Words", "Wide view"),
        "before": translate("Words", "Before"),
        "after": translate("Words", "After"),
        "photo_before": translate("Words", "Photo before"),
        "photo_after": translate("Words", "Photo after"),
        "document": translate("Words", "Document"),
        "legal_document": translate("Words", "Legal document"),
        "result": translate("Words", "Result"),
        "result_note": translate("Words", "Result note"),
        "signature": translate("Words", "Signature"),
        "measurement": translate("Words", "Measurement"),
        "other": translate("Words", "Other"),
    }.get(kind, kind)


def role(name: str) -> str:
    """What a role is called."""
    return {
        "seat": translate("Words", "Seat operator"),
        "duty": translate("Words", "Duty officer"),
        "handler": translate("Words", "Handling unit"),
        "grid": translate("Words", "Grid worker"),
        "leader": translate("Words", "Leader"),
        "admin": translate("Words", "Administrator"),
        "channel": translate("Words", "Channel"),
        "reporter": translate("Words", "Reporter"),
    }.get(name, name)


def kind(key: str, reference: Reference | None) -> str:
    """An event, a component, or a kind of appeal that this district tells apart."""
    if reference is not None:
        for level in reference.district.kinds:
            if level.key == key:
                return pick(level.names)
    return {
        "event": translate("Words", "Event"),
        "component": translate("Words", "Component"),
    }.get(key, key)


def subject(ticket: Ticket, reference: Reference | None) -> tuple[str, str]:
    """A ticket's item and its first words; without an item the words stand alone in the first place."""
    known = reference.item(ticket.item, ticket.item_version) if reference is not None else None
    item = pick(known.names) if known is not None else ticket.item_name
    return (item, ticket.title) if item else (ticket.title, "")


def area(ticket: Ticket, reference: Reference | None) -> str:
    """The short name of a ticket's area, or that it lies in none."""
    if not ticket.area:
        return translate("Words", "not located")
    known = reference.area(ticket.area) if reference is not None else None
    return (known.short or pick(known.names)) if known is not None else ticket.area_name or ticket.area


def seat(claim: Claim) -> str:
    """Who holds a claim: the seat's number, else the name."""
    return claim.seat or claim.name
