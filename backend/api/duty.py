"""Duty (在岗): who is on duty now, rosters and shifts, check-ins on patrol. On line only, but check-ins."""

from __future__ import annotations

import asyncio
from typing import Annotated

from litestar import Response, get, post, put
from litestar.params import JSONBody, PathParameter, QueryParameter

from backend.api.access import Call, actor_of, services_of
from backend.api.actions import Key, check_key, reply
from backend.api.bodies import Body
from backend.api.problems import refusals
from backend.service import duty_board, duty_roster
from backend.service.duty import on_duty
from backend.service.duty_check_in import CheckingIn
from backend.service.duty_setting import EndingHolder, SettingHolder
from backend.service.duty_shifts import ChangingDay, EndingShift, SettingShift
from backend.service.duty_taking import TakingRoster
from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.service.steps import Aside, Done, Pending, Trace
from contract.duty import (
    Board,
    Called,
    ChangeDay,
    CheckIn,
    EndHolder,
    EndShift,
    Holder,
    MyDuty,
    OnDuty,
    PlaceDuty,
    PutRoster,
    RosterTaken,
    SetCheckIn,
    SetHolder,
    SetShift,
    ShowPhone,
)
from contract.rota import Shift

_PATTERN = r"^[0-9A-Za-z_.:-]+$"
Place = Annotated[str, PathParameter(max_length=64, pattern=_PATTERN)]
HolderId = Annotated[str, PathParameter(max_length=64, pattern=_PATTERN)]
ShiftId = Annotated[str, PathParameter(max_length=64, pattern=_PATTERN)]
_FRESH = {"cache-control": "no-store"}


async def _submit(request: Call, work: Aside) -> Done:
    services = services_of(request)
    return await services.writer.submit(Pending(actor_of(request), services.clock.now(), work))


@get("/api/duty/now/{place:str}", operation_id="onDuty", tags=["duty"], responses=refusals("missing"))
async def now_on_duty(
    request: Call,
    place: Place,
    at: Annotated[int | None, QueryParameter(ge=0, le=4_102_444_800_000)] = None,
    lon: Annotated[float | None, QueryParameter(ge=-180, le=180)] = None,
    lat: Annotated[float | None, QueryParameter(ge=-90, le=90)] = None,
) -> Response[tuple[OnDuty, ...]]:
    """Who is on duty in an area (up its parents, nearest first) or for a unit, now or at an instant; with a
    point, how far from it each of them checked in last."""
    if (lon is None) != (lat is None):
        raise wrong_input("lat" if lat is None else "lon", "required", "", "经纬度须成对", "both or neither")
    services, district = services_of(request), actor_of(request).district
    reference = services.references.get(district).reference
    point = None if lon is None or lat is None else (lon, lat)
    instant = services.clock.now() if at is None else at
    async with services.store.read() as connection:
        found = await on_duty(connection, reference, place, instant, point)
    return Response(found, headers=_FRESH)


@get("/api/duty/board", operation_id="dutyBoard", tags=["duty"], responses=refusals())
async def duty_of_all(request: Call) -> Response[Board]:
    """Every grid and unit of the caller's scope: posts filled, who is on, gaps of today, check-ins."""
    services, actor = services_of(request), actor_of(request)
    reference = services.references.get(actor.district).reference
    found = await duty_board.board(services.store, reference, actor, services.clock.now())
    return Response(found, headers=_FRESH)


@get("/api/duty/places/{place:str}", operation_id="dutyPlace", tags=["duty"], responses=refusals("missing"))
async def duty_of_place(request: Call, place: Place) -> Response[PlaceDuty]:
    """One place whole: roster, shifts, turns of today and tomorrow, who is on, check-ins."""
    services, actor = services_of(request), actor_of(request)
    reference = services.references.get(actor.district).reference
    found = await duty_board.place_duty(services.store, reference, actor, place, services.clock.now())
    return Response(found, headers=_FRESH)


@get("/api/duty/mine", operation_id="myDuty", tags=["duty"], responses=refusals())
async def my_duty(request: Call) -> Response[MyDuty]:
    """The caller's own turns of today and tomorrow, the last check-in, and when the next one falls due."""
    services, actor = services_of(request), actor_of(request)
    reference = services.references.get(actor.district).reference
    found = await duty_board.my_duty(services.store, reference, actor, services.clock.now())
    return Response(found, headers=_FRESH)


@put(
    "/api/duty/holders/{holder_id:str}",
    operation_id="setDutyHolder",
    dto=Body[SetHolder],
    return_dto=None,
    tags=["duty"],
    responses=refusals("missing", "conflict", "key", "too_large", "media"),
)
async def set_holder(
    request: Call, holder_id: HolderId, data: JSONBody[SetHolder], key: Key = None
) -> Response[Holder]:
    """Put somebody on the roster of a grid or unit, or change who stands there."""
    check_key(key, data.action_id)
    return reply(await _submit(request, SettingHolder(holder_id, data)), Holder)


@post(
    "/api/duty/holders/{holder_id:str}/ending",
    operation_id="endDutyHolder",
    dto=Body[EndHolder],
    return_dto=None,
    status_code=200,
    tags=["duty"],
    responses=refusals("missing", "conflict", "step", "key", "too_large", "media"),
)
async def end_holder(
    request: Call, holder_id: HolderId, data: JSONBody[EndHolder], key: Key = None
) -> Response[Holder]:
    """Take somebody off a roster, with their shifts; refused (409) while they are to stand in for another."""
    check_key(key, data.action_id)
    return reply(await _submit(request, EndingHolder(holder_id, data)), Holder)


@post(
    "/api/duty/holders/{holder_id:str}/phone",
    operation_id="dutyPhone",
    dto=Body[ShowPhone],
    return_dto=None,
    status_code=200,
    tags=["duty"],
    responses=refusals("missing", "too_large", "media"),
)
async def show_phone(request: Call, holder_id: HolderId, data: JSONBody[ShowPhone]) -> Response[Called]:  # noqa: ARG001
    """A phone in full; that it was shown, and to whom, is in the audit log before this answers."""
    services, actor = services_of(request), actor_of(request)
    holder = await duty_board.full_phone(services.store, actor, holder_id)
    trace = Trace("show_duty_phone", holder_id)
    await services.writer.submit(Pending(actor, services.clock.now(), trace))
    return Response(Called(holder.name, holder.phone), headers=_FRESH)


@put(
    "/api/duty/shifts/{shift_id:str}",
    operation_id="setShift",
    dto=Body[SetShift],
    return_dto=None,
    tags=["duty"],
    responses=refusals("missing", "conflict", "key", "too_large", "media"),
)
async def set_shift(
    request: Call, shift_id: ShiftId, data: JSONBody[SetShift], key: Key = None
) -> Response[Shift]:
    """Make a shift, or change it from now on. Nobody stands two shifts at the same time."""
    check_key(key, data.action_id)
    return reply(await _submit(request, SettingShift(shift_id, data)), Shift)


@post(
    "/api/duty/shifts/{shift_id:str}/ending",
    operation_id="endShift",
    dto=Body[EndShift],
    return_dto=None,
    status_code=200,
    tags=["duty"],
    responses=refusals("missing", "conflict", "key", "too_large", "media"),
)
async def end_shift(
    request: Call, shift_id: ShiftId, data: JSONBody[EndShift], key: Key = None
) -> Response[Shift]:
    """End a shift now."""
    check_key(key, data.action_id)
    return reply(await _submit(request, EndingShift(shift_id, data)), Shift)


@post(
    "/api/duty/shifts/{shift_id:str}/days",
    operation_id="changeDutyDay",
    dto=Body[ChangeDay],
    return_dto=None,
    status_code=200,
    tags=["duty"],
    responses=refusals("missing", "conflict", "key", "too_large", "media"),
)
async def change_day(
    request: Call, shift_id: ShiftId, data: JSONBody[ChangeDay], key: Key = None
) -> Response[Shift]:
    """Say of one day of a shift: off, other hours, or who stands in and why; or take back what was said."""
    check_key(key, data.action_id)
    return reply(await _submit(request, ChangingDay(shift_id, data)), Shift)


@post(
    "/api/duty/roster",
    operation_id="putRoster",
    dto=Body[PutRoster],
    return_dto=None,
    status_code=200,
    tags=["duty"],
    responses=refusals("key", "too_large", "media"),
)
async def put_roster(request: Call, data: JSONBody[PutRoster], key: Key = None) -> Response[RosterTaken]:
    """Take a roster in from a file stored before. What is refused is named by line, field and rule; nothing
    is written where a row is refused, but the sound ones where `partial` asks for it."""
    check_key(key, data.action_id)
    services, actor = services_of(request), actor_of(request)
    content: bytes | None = None
    try:
        content, _ = await services.files.get(actor, data.file.sha256)
    except ServiceRefused as refused:
        if refused.kind != missing().kind:
            raise
    reference = services.references.get(actor.district).reference
    calendar = reference.calendar
    today = calendar.date_of(calendar.day(services.clock.now()))
    given = await asyncio.to_thread(duty_roster.read, content, reference, actor, today)
    return reply(await _submit(request, TakingRoster(data, given)), RosterTaken)


@post(
    "/api/duty/check-ins",
    operation_id="checkIn",
    dto=Body[SetCheckIn],
    return_dto=None,
    status_code=201,
    tags=["duty"],
    responses=refusals("key", "too_large", "media"),
)
async def check_in(request: Call, data: JSONBody[SetCheckIn], key: Key = None) -> Response[CheckIn]:
    """Check in on patrol, for oneself: at the grid's post or at coordinates inside a grid on duty in."""
    check_key(key, data.action_id)
    found = ""
    if data.lon is not None and data.lat is not None:
        found = services_of(request).locator.code_at(actor_of(request).district, data.lon, data.lat)
    return reply(await _submit(request, CheckingIn(data, found)), CheckIn)


HANDLERS = [
    now_on_duty,
    duty_of_all,
    duty_of_place,
    my_duty,
    set_holder,
    end_holder,
    show_phone,
    set_shift,
    end_shift,
    change_day,
    put_roster,
    check_in,
]
