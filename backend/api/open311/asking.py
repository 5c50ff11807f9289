"""Who asks, in which district, for what: what GeoReport's routes have in common."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, NoReturn

import msgspec
from litestar import Request

from backend.api.access import services_of
from backend.api.problems import language_of
from backend.service.georeport import MOST, SPAN, Search
from backend.service.reference import Held
from backend.services import Services
from contract.account import Actor
from contract.reference import Item

from .wire import Format

Asked = Request[Any, Any, Any]
PAGES = 10_000
LATEST = 4_102_444_800_000


class GeoReportRefused(Exception):
    """What is refused in GeoReport's own form: a status, and what is wrong in the language asked for."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.description = description


def form_of(asked: Asked) -> Format:
    """The format that the address ends in."""
    return "xml" if asked.url.path.endswith(".xml") else "json"


def refuse(asked: Asked, status: int, zh: str, en: str) -> NoReturn:
    """Raise a GeoReportRefused in the language of who asks."""
    raise GeoReportRefused(status, zh if language_of(asked) == "zh" else en)


class Reader(msgspec.Struct, frozen=True):
    """Who reads, and where: `actor` is the channel whose key was given, None for the public."""

    services: Services
    actor: Actor | None
    held: Held
    language: str


async def reader(asked: Asked, fields: Mapping[str, str] | None = None) -> Reader:
    """Recognise who asks by ``api_key`` and ``jurisdiction_id`` (of the query, or `fields`); raises
    GeoReportRefused."""
    services = services_of(asked)
    given: Mapping[str, str] = dict(asked.query_params.items()) if fields is None else fields
    for name, value in given.items():
        if "\0" in value:
            refuse(asked, 400, f"{name} 含有空字符（NUL）", f"{name} holds a NUL character")
    actor = None
    if key := given.get("api_key", ""):
        actor = await services.accounts.by_api_key(key)
        if actor is None:
            refuse(asked, 403, "api_key 无效", "the api_key is not valid")
    held = _held(asked, services, actor, given.get("jurisdiction_id", ""))
    return Reader(services, actor, held, language_of(asked))


def _held(asked: Asked, services: Services, actor: Actor | None, jurisdiction: str) -> Held:
    """The district meant: the one named, the key's, or the only one."""
    districts = services.references.districts
    if jurisdiction and jurisdiction not in districts:
        refuse(asked, 404, "没有这个 jurisdiction_id", "no such jurisdiction_id")
    if actor is not None and jurisdiction not in ("", actor.district):
        refuse(asked, 403, "api_key 不属于该区", "the api_key is not of that jurisdiction")
    district = jurisdiction or (actor.district if actor is not None else "")
    if not district:
        if len(districts) != 1:
            refuse(asked, 400, "缺少 jurisdiction_id", "jurisdiction_id was not provided")
        district = districts[0]
    return services.references.get(district)


def stem_of(asked: Asked, name: str) -> str:
    """What stands before ``.json`` or ``.xml`` in the last part of an address."""
    stem, dot, form = name.rpartition(".")
    if not dot or form not in ("json", "xml") or not stem or "\0" in stem:
        refuse(asked, 404, "地址须以 .json 或 .xml 结尾", "the address must end in .json or .xml")
    return stem


def item_of(asked: Asked, at: Reader, code: str) -> Item:
    """The item in force that a service code names."""
    item = at.held.reference.item_at(code, at.services.clock.now())
    if item is None:
        refuse(asked, 404, "没有这个 service_code", "no such service_code")
    return item


def search_of(asked: Asked, at: Reader) -> Search:
    """What is looked for, as the specification has it: by default the last 90 days, at most 1,000."""
    query = asked.query_params
    numbers = _list(asked, "service_request_id")
    statuses = set(_list(asked, "status"))
    if unknown := statuses - {"open", "closed"}:
        refuse(
            asked, 400, "status 只能是 open 或 closed", f"status is open or closed, not {min(unknown)[:40]}"
        )
    now = at.services.clock.now()
    offset = at.held.reference.calendar.utc_offset
    start = _instant(asked, "start_date", offset)
    end = _instant(asked, "end_date", offset)
    if start is not None and end is not None:
        if end < start:
            refuse(asked, 400, "end_date 早于 start_date", "end_date lies before start_date")
        if end - start > SPAN:
            refuse(asked, 400, "时间跨度不能超过 90 天", "the span may not exceed 90 days")
    if start is None:
        start = (now if end is None else end) - SPAN
    if end is None:
        end = start + SPAN
    return Search(
        numbers=numbers,
        items=_list(asked, "service_code"),
        closed=None if len(statuses) != 1 else statuses == {"closed"},
        start=start,
        end=end,
        page=_whole(asked, query.get("page"), "page", 1, PAGES),
        size=_whole(asked, query.get("page_size"), "page_size", MOST, MOST),
    )


def _list(asked: Asked, name: str) -> tuple[str, ...]:
    """Values given with commas, or several times."""
    values = asked.query_params.getall(name, [])
    parts = tuple(p for value in values for part in value.split(",") if (p := part.strip()))
    if len(parts) > MOST:
        refuse(asked, 400, f"{name} 最多 {MOST} 个", f"at most {MOST} of {name}")
    return parts


def _whole(asked: Asked, text: str | None, name: str, default: int, most: int) -> int:
    if text is None or not text.strip():
        return default
    value = int(text) if text.strip().isascii() and text.strip().isdecimal() and len(text) <= 9 else 0
    if not 1 <= value <= most:
        refuse(
            asked, 400, f"{name} 须为 1 至 {most} 的整数", f"{name} must be a whole number from 1 to {most}"
        )
    return value


def _instant(asked: Asked, name: str, utc_offset: int) -> int | None:
    """An ISO 8601 instant; without an offset it is the district's own time."""
    text = (asked.query_params.get(name) or "").strip()
    if not text:
        return None
    if len(text) > 6 and text[-6] == " " and text[-3] == ":":
        text = text[:-6] + "+" + text[-5:]  # a plus sign that was not escaped arrives as a space
    try:
        when = datetime.fromisoformat(text)
        if when.tzinfo is None:
            when = when.replace(tzinfo=timezone(timedelta(minutes=utc_offset)))
        at = (when - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    except (ValueError, OverflowError):
        at = -1
    if not 0 <= at <= LATEST:
        refuse(asked, 400, f"{name} 不是 ISO 8601 时间", f"{name} is not an instant in ISO 8601")
    return at
