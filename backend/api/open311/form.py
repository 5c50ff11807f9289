"""A report as GeoReport clients send it: a form, multipart with a picture, or fields in the query."""

from __future__ import annotations

import math
import re
from typing import Any
from urllib.parse import urlsplit

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import ClientException, SerializationException

from backend.api.open311.asking import GeoReportRefused
from contract.action import FileRef, Report, Reporter
from contract.reference import Item, Reference

TAKEN = ("application/x-www-form-urlencoded", "multipart/form-data")
_LENGTHS = {
    "service_code": 64,
    "description": 4000,
    "address_string": 200,
    "address_id": 64,
    "email": 200,
    "first_name": 40,
    "last_name": 40,
    "phone": 40,
    "device_id": 200,
    "account_id": 200,
    "media_url": 500,
    "api_key": 200,
    "jurisdiction_id": 64,
}
_ATTRIBUTE = re.compile(r"^attribute\[([^\]\s]{1,64})\](?:\[\])?$")
_SENTENCE = re.compile(r"[。！？!?；;\r\n]")
_TITLE = 40
_PICTURES = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"GIF8", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"ftypheic", 4, "image/heic"),
    (b"ftypmif1", 4, "image/heif"),
)


class Posted(msgspec.Struct, frozen=True):
    """The fields as they came (the last of those given twice), the attributes, the picture."""

    fields: dict[str, str]
    attributes: tuple[tuple[str, str], ...] = ()
    picture: bytes = b""
    picture_name: str = ""
    picture_type: str = ""

    def get(self, name: str) -> str:
        """A field, "" where it was not given."""
        return self.fields.get(name, "")


async def posted(request: Request[Any, Any, Any], zh: bool) -> Posted:
    """Read a report's fields from query and body; raises GeoReportRefused."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and kind not in TAKEN:
        raise GeoReportRefused(
            415, f"不支持的内容类型：{kind[:80]}" if zh else f"content type not supported: {kind[:80]}"
        )
    pairs: list[tuple[str, object]] = [(k, v) for k, v in request.query_params.multi_items()]
    if kind:
        try:
            form = await request.form()
        except (ClientException, SerializationException, ValueError) as error:
            if getattr(error, "status_code", 400) == 413:
                raise
            raise GeoReportRefused(400, "表单读不出来" if zh else "the form can't be read") from error
        pairs += list(form.multi_items())
    fields: dict[str, str] = {}
    attributes: list[tuple[str, str]] = []
    picture: UploadFile | None = None
    for name, value in pairs:
        if isinstance(value, UploadFile):
            picture = value if name == "media" else picture
            continue
        text = str(value).strip()
        if "\0" in name or "\0" in text:
            raise GeoReportRefused(
                400, "内容含有空字符（NUL）" if zh else "the content holds a NUL character"
            )
        attribute = _ATTRIBUTE.match(name)
        if attribute is not None:
            attributes.append((attribute[1], text))
        elif text:
            fields[name] = text
    for name, limit in _LENGTHS.items():
        if len(fields.get(name, "")) > limit:
            raise GeoReportRefused(
                400,
                f"{name} 超过 {limit} 个字符" if zh else f"{name} has more than {limit} characters",
            )
    if picture is None:
        return Posted(fields, tuple(attributes))
    content = await picture.read()
    return Posted(fields, tuple(attributes), content, picture.filename[-200:], _type_of(content, zh))


def _type_of(content: bytes, zh: bool) -> str:
    if not content:
        return ""
    for mark, at, mime in _PICTURES:
        if content[at : at + len(mark)] == mark:
            return mime
    raise GeoReportRefused(400, "media 不是支持的图片" if zh else "media is not a picture of a known type")


def report_of(
    given: Posted, channel: str, item: Item, reference: Reference, files: tuple[FileRef, ...], zh: bool
) -> Report:
    """The report that the fields make; raises GeoReportRefused."""
    lon, lat, area = _location(given, reference, zh)
    description = given.get("description")
    lines = [description] if description else []
    lines += [f"{code}: {value}" for code, value in given.attributes if value]
    if link := given.get("media_url"):
        lines.append(_link(link, zh))
    name = _name(given.get("first_name"), given.get("last_name"))
    who = Reporter(name=name, phone=given.get("phone"), contact=given.get("email"))
    text = "\n".join(lines)
    if len(text) > 20_000:
        raise GeoReportRefused(400, "内容过长" if zh else "the report is too long")
    return Report(
        channel=channel,
        title=_title(description) or item.names.zh,
        text=text,
        place=given.get("address_string"),
        area=area,
        lon=lon,
        lat=lat,
        reporter=who if who != Reporter() else None,
        item=item.code,
        files=files,
    )


def _title(description: str) -> str:
    first = next((part.strip() for part in _SENTENCE.split(description) if part.strip()), "")
    first = " ".join(first.split())
    return first if len(first) <= _TITLE else first[: _TITLE - 1] + "…"


def _name(first: str, last: str) -> str:
    """A name in its own order: 张三丰, Ada Lovelace."""
    if (first + last).isascii():
        return f"{first} {last}".strip()
    return last + first


def _link(link: str, zh: bool) -> str:
    try:
        parts = urlsplit(link)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good:
        raise GeoReportRefused(400, "media_url 不是网址" if zh else "media_url is not a web address")
    return link


def _location(given: Posted, reference: Reference, zh: bool) -> tuple[float | None, float | None, str]:
    lat, long, place, area = (given.get(n) for n in ("lat", "long", "address_string", "address_id"))
    if not (lat or long or place or area):
        raise GeoReportRefused(
            400,
            "须给出地点：lat 和 long，或 address_string，或 address_id"
            if zh
            else "a location is needed: lat and long, or address_string, or address_id",
        )
    if bool(lat) != bool(long):
        raise GeoReportRefused(400, "lat 和 long 须同时给出" if zh else "lat and long go together")
    if area and reference.area(area) is None:
        raise GeoReportRefused(400, "没有这个 address_id" if zh else "no such address_id")
    if not lat:
        return None, None, area
    return _degrees("long", long, 180.0, zh), _degrees("lat", lat, 90.0, zh), area


def _degrees(name: str, text: str, bound: float, zh: bool) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or abs(value) > bound:
        raise GeoReportRefused(
            400, f"{name} 须为 ±{bound:g} 之内的数" if zh else f"{name} must be a number within ±{bound:g}"
        )
    return value
