"""What the register's words are on the screen: kinds, states, owners, and the mark of what nobody owns."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from contract.beside import Tied
from contract.component import (
    CHANGES,
    FIELDS,
    Component,
    ComponentFound,
    FieldWas,
    Owner,
    kind_names,
    state_names,
)
from contract.machine import Names
from contract.reference import Reference
from views import words
from widgets.choice import Candidate
from widgets.light import Light

translate = QCoreApplication.translate


def kind_text(key: str) -> str:
    """A kind's name."""
    return words.begun(words.pick(kind_names(key)))


def state_text(key: str) -> str:
    """A state's name."""
    return words.begun(words.pick(state_names(key)))


def state_light(key: str) -> Light:
    """What asks for somebody: a thing that is missing, one that is damaged."""
    return {"missing": Light.RED, "damaged": Light.AMBER}.get(key, Light.NONE)


def ownerless() -> str:
    """What is said of one that nobody owns."""
    return translate("Components", "Ownerless")


def owner_text(unit: str, name: str, reference: Reference) -> str:
    """Whose it is."""
    if unit:
        known = reference.unit(unit)
        return words.pick(known.names) if known is not None else name
    return name or ownerless()


def owner_cell(owner: Owner, reference: Reference) -> tuple[Light, str]:
    """Whose it is, with the mark of what nobody owns: a shape and a word."""
    mark = Light.AMBER if owner.nobody else Light.NONE
    return mark, owner_text(owner.unit, owner.name, reference)


def tied_text(tied: Tied, reference: Reference) -> str:
    """A ticket's component in a line; one that the centre has not seen yet by its code alone."""
    if not tied.kind:
        return words.dotted((tied.code, translate("Components", "checked when it is sent")))
    return words.dotted(
        (tied.code, kind_text(tied.kind), owner_text(tied.owner_unit, tied.owner_name, reference))
    )


def tied_light(tied: Tied) -> Light:
    """Its mark."""
    return Light.AMBER if tied.ownerless else Light.NONE


def away_text(metres: float | None) -> str:
    """How far away one is."""
    if metres is None:
        return ""
    return translate("Components", "{n} m").format(n=round(metres))


def open_text(count: int) -> str:
    """How many of its tickets are open."""
    if not count:
        return ""
    if count == 1:
        return translate("Components", "1 open ticket")
    return translate("Components", "{n} open tickets").format(n=count)


def candidate(found: ComponentFound, reference: Reference) -> Candidate:
    """One to choose: kind and code, and at the right how far, whose, how it is, what is open."""
    one = found.component
    state = "" if one.state == "intact" else state_text(one.state)
    owner = owner_text(one.owner.unit, one.owner.name, reference)
    reason = words.dotted((away_text(found.metres), owner, state, open_text(found.open_tickets)))
    return Candidate(words.dotted((kind_text(one.kind), one.place)), one.code, "", reason, one.code)


def line_of(one: Component, reference: Reference) -> str:
    """One in a line: what, whose, how."""
    owner = owner_text(one.owner.unit, one.owner.name, reference)
    return words.dotted((kind_text(one.kind), one.place, owner, state_text(one.state)))


def field_text(name: str) -> str:
    """A field of a file's row."""
    known = {
        "code": translate("Components", "Code"),
        "lon": translate("Components", "Coordinates"),
        "lat": translate("Components", "Coordinates"),
    }
    return (
        known.get(name) or words.begun(words.pick(FIELDS[name])) if name in FIELDS or name in known else name
    )


def action_text(action: str) -> str:
    """What was done to one."""
    return words.begun(words.pick(CHANGES.get(action, Names(action, action))))


def change_text(was: FieldWas, reference: Reference) -> str:
    """One field before and after, in words."""

    def said(text: str) -> str:
        match was.field:
            case "kind":
                return kind_text(text)
            case "state":
                return state_text(text)
            case "owner":
                return text or ownerless()
            case "area":
                area = reference.area(text)
                return (area.short or words.pick(area.names)) if area is not None else text
            case _:
                return text or "—"

    name = words.begun(words.pick(FIELDS.get(was.field, Names(was.field, was.field))))
    return translate("Components", "{field}: {before} → {after}").format(
        field=name, before=said(was.before), after=said(was.after)
    )
