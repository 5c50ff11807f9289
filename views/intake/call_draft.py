"""What the form of a call holds: as a draft that survives anything, and as the acts it becomes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from msgspec import structs

from contract import action as act
from contract.action import FileRef, Report, Reporter
from contract.reference import Unit

_TITLE = 60
Far = Literal["report", "file", "dispatch"]
"""How far a call goes at once."""


@dataclass(slots=True)
class CallDraft:
    """The fields of the form. `title` may be empty: the first words of `text` stand for it."""

    channel: str = ""
    name: str = ""
    phone: str = ""
    contact: str = ""
    title: str = ""
    text: str = ""
    place: str = ""
    area: str = ""
    lon: float | None = None
    lat: float | None = None
    item: str = ""
    kind: str = ""
    component: str = ""
    files: tuple[FileRef, ...] = ()

    def is_empty(self) -> bool:
        """Whether nothing was typed yet (channel and area, which may be given, do not count)."""
        said = (self.name, self.phone, self.title, self.text, self.place, self.item, self.component)
        return not any((*said, self.files))

    def heading(self) -> str:
        """The ticket's title: what was written as such, else the first sentence of the words."""
        if self.title.strip():
            return self.title.strip()
        words = self.text.strip()
        for number, letter in enumerate(words[:_TITLE]):
            if letter in "。！？\n.!?" and number > 3:
                return words[:number].strip()
        return words[:_TITLE].strip()

    def report(self, *, only: bool = False) -> Report:
        """The act that makes it a ticket. A report carries no component: recorded `only`, its code stands
        among the words."""
        caller = Reporter(name=self.name.strip(), phone=self.phone.strip(), contact=self.contact.strip())
        return Report(
            channel=self.channel,
            title=self.heading(),
            text="\n".join(filter(None, (self.text.strip(), self.component if only else ""))),
            place=self.place.strip(),
            area=self.area,
            lon=self.lon,
            lat=self.lat,
            reporter=caller if caller.name or caller.phone or caller.contact else None,
            kind=self.kind,
            item=self.item,
            files=self.files,
        )

    def file(self) -> act.File:
        """The act that opens it as a case; only where item and area are known."""
        return act.File(
            item=self.item,
            area=self.area,
            place=self.place.strip(),
            lon=self.lon,
            lat=self.lat,
            component=self.component or None,
        )

    def can_file(self) -> bool:
        """Whether it says what a case needs."""
        return bool(self.item and self.area)

    def kept(self) -> dict[str, Any]:
        """As JSON can hold it; {} when nothing was typed."""
        if self.is_empty():
            return {}
        found = {k: v for k, v in asdict(self).items() if v not in ("", None, ())}
        found["files"] = [structs.asdict(file) for file in self.files]
        return found

    @classmethod
    def of(cls, kept: dict[str, Any]) -> CallDraft:
        """A draft as it was kept; what this version does not know is left out."""
        known = {f.name for f in fields(cls)}
        values = {k: v for k, v in kept.items() if k in known}
        values["files"] = tuple(FileRef(**f) for f in kept.get("files", ()))
        return cls(**values)


def further(far: Far, draft: CallDraft, unit: Unit | None, into: str) -> list[act.Act]:
    """What follows the report, as far as asked; a call about an open ticket is merged into it."""
    steps: list[act.Act] = []
    if into:
        return [act.Merge(into=into)]
    if far in ("file", "dispatch"):
        steps += [act.Accept(), draft.file()]
    if far == "dispatch" and unit is not None:
        steps.append(act.Dispatch(unit=unit.code))
    return steps
