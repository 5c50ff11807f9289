"""Entering, changing and removing a component: each one piece of work under the district's lock, with key,
audit entry, a line of history and a word on the feed."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.checks import content_of, replayed
from backend.service.ledger import Ledger
from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.service.steps import Done, Pending
from contract.account import Actor
from contract.component import (
    CHANGES,
    KINDS,
    ChangeComponent,
    Component,
    ComponentChange,
    Owner,
    RegisterComponent,
    RemoveComponent,
    fine,
    may_see,
)
from contract.machine import Names
from contract.problem import First
from contract.reference import Area, Reference

from . import register

AreaAt = Callable[[str, float, float], str]
"""The code of the smallest area at a coordinate of a district, "" outside (`service.locate`)."""
LAST = "component change"
"""Kind of what a ledger holds: the last line of a component's history."""

_json = msgspec.json.Encoder().encode


class _Work(msgspec.Struct, frozen=True):
    """Something is done to one component."""

    code: str
    area_at: AreaAt

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:  # noqa: ARG002
        """The component as it stands, and who changed it last."""
        await register.fetch(connection, ledger, [self.code])
        if (LAST, self.code) not in ledger.beside:
            ledger.beside[LAST, self.code] = await register.last_change(
                connection, ledger.district, self.code
            )


class Registering(_Work, frozen=True):
    """A new one is entered."""

    command: RegisterComponent

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Enter it; raises ServiceRefused (validation)."""
        actor, command = piece.actor, self.command
        content = content_of(actor, command, "component")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        reason = _reason(command.reason)
        if register.held(ledger, self.code) is not None:
            raise wrong_input("code", "taken", self.code, "这一编码已登记", "this code is registered already")
        lon, lat = fine(command.lon), fine(command.lat)
        place = stands(ledger.reference, self.area_at, lon, lat)
        after = Component(
            code=command.code,
            kind=known_kind(command.kind),
            kind_names=KINDS[command.kind],
            place=command.place.strip(),
            lon=lon,
            lat=lat,
            area=place.code,
            area_path=place.path,
            area_name=place.short or place.names.zh,
            owner=known_owner(command.owner, ledger.reference),
            state=command.state,
            since=piece.received_at,
            version=1,
            changed_at=piece.received_at,
        )
        if not may_see(after, actor):
            raise _outside()
        return _done(ledger, piece, "registered", None, after, reason, self.key, content, 201)


class Changing(_Work, frozen=True):
    """One is changed."""

    command: ChangeComponent

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Change it; raises ServiceRefused (missing, conflict, step, validation)."""
        actor, command = piece.actor, self.command
        content = content_of(actor, command, f"component {self.code}")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        before = standing(ledger, self.code, actor, command.base_version)
        reason = _reason(command.reason)
        if before.state == "removed" and command.state is None:
            raise ServiceRefused(
                "step",
                Names(
                    "部件已拆除；如已恢复，请同时给出状态",
                    "the component was removed: give its state where it stands there again",
                ),
            )
        after = before
        if command.kind is not None:
            after = replace(after, kind=known_kind(command.kind), kind_names=KINDS[command.kind])
        if command.place is not None:
            after = replace(after, place=command.place.strip())
        if (command.lon is None) is not (command.lat is None):
            lacking = "lon" if command.lon is None else "lat"
            raise wrong_input(lacking, "required", "", "经纬度须成对", "both or neither")
        if command.lon is not None and command.lat is not None:
            lon, lat = fine(command.lon), fine(command.lat)
            place = stands(ledger.reference, self.area_at, lon, lat)
            after = replace(
                after,
                lon=lon,
                lat=lat,
                area=place.code,
                area_path=place.path,
                area_name=place.short or place.names.zh,
            )
            if not may_see(after, actor):
                raise _outside()
        if command.owner is not None:
            after = replace(after, owner=known_owner(command.owner, ledger.reference))
        if command.state is not None and command.state != before.state:
            after = replace(after, state=command.state, since=piece.received_at)
        if after == before:
            raise wrong_input("", "change", "", "没有改动", "nothing is other than before")
        return _done(ledger, piece, "changed", before, after, reason, self.key, content, 200)


class Removing(_Work, frozen=True):
    """One is said to stand there no more."""

    command: RemoveComponent

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Mark it; raises ServiceRefused (missing, conflict, step)."""
        actor, command = piece.actor, self.command
        content = content_of(actor, command, f"remove component {self.code}")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        before = standing(ledger, self.code, actor, command.base_version)
        reason = _reason(command.reason)
        if before.state == "removed":
            raise ServiceRefused("step", Names("部件已拆除", "the component was removed already"))
        after = replace(before, state="removed", since=piece.received_at)
        return _done(ledger, piece, "removed", before, after, reason, self.key, content, 200)


def standing(ledger: Ledger, code: str, actor: Actor, base_version: int) -> Component:
    """A component that somebody changes, as they saw it; raises ServiceRefused (missing, conflict)."""
    before = register.held(ledger, code)
    if before is None or not may_see(before, actor):
        raise missing()
    if before.version != base_version:
        last: ComponentChange | None = ledger.beside.get((LAST, code))
        by, action, at = ("", "", 0) if last is None else (last.by_name, last.action, last.at)
        what = CHANGES.get(action, Names(action, action))
        raise ServiceRefused(
            "conflict",
            Names(f"{by}已先办理：{what.zh}", f"{by} was first: {what.en}"),
            first=First(by, action, at),
        )
    return before


def known_kind(key: str) -> str:
    """A kind that there is; raises ServiceRefused (validation)."""
    if key not in KINDS:
        raise wrong_input("kind", "known", key, "没有这个部件类别", "there is no such kind of component")
    return key


def known_owner(owner: Owner, reference: Reference) -> Owner:
    """An owner as the register keeps one, a unit with its name; raises ServiceRefused (validation)."""
    name = " ".join(owner.name.split())
    if not owner.unit:
        return Owner(name=name)
    unit = reference.unit(owner.unit)
    if unit is None:
        raise wrong_input("owner.unit", "known", owner.unit, "没有这个单位", "there is no such unit")
    return Owner(unit.code, unit.names.zh)


def stands(reference: Reference, area_at: AreaAt, lon: float, lat: float) -> Area:
    """The grid that a point lies in; raises ServiceRefused (validation) outside all of them."""
    area = reference.area(area_at(reference.district.code, lon, lat))
    if area is None:
        raise wrong_input(
            "lon",
            "inside",
            f"{lon}, {lat}",
            "坐标在本区所有网格之外",
            "the coordinates lie outside every grid of the district",
        )
    return area


def _outside() -> ServiceRefused:
    return ServiceRefused(
        "forbidden", Names("该位置不在您的辖区内", "that place lies outside the area of your account")
    )


def _reason(text: str) -> str:
    if not text.strip():
        raise wrong_input("reason", "required", "", "请填写原因", "give the reason")
    return text.strip()


def _done(
    ledger: Ledger,
    piece: Pending,
    action: str,
    before: Component | None,
    after: Component,
    reason: str,
    key: str,
    content: bytes,
    status: int,
) -> Done:
    at = piece.received_at
    if before is not None:
        after = replace(after, version=before.version + 1, changed_at=at)
    change = ComponentChange(
        version=after.version,
        action=action,
        by=piece.actor.id,
        by_name=piece.actor.name,
        at=at,
        reason=reason,
        fields=() if before is None else register.difference(before, after),
    )
    register.keep(ledger, [(after, change)])
    ledger.beside[LAST, after.code] = change
    ledger.announce("component", at, id_=after.code)
    said = ", ".join(f"{one.field}: {one.before or '-'} → {one.after or '-'}" for one in change.fields)
    ledger.record(
        piece,
        f"component_{action}",
        after.code,
        key=key,
        version=after.version,
        content=content.hex(),
        note=said,
    )
    body = _json(after)
    ledger.answer(key, content, status, body, "", at)
    return Done(status, body, seq=ledger.seq)
