"""Everything that goes wrong leaves as a problem document (RFC 9457), in the caller's language and in both.

The services' refusals carry their words; Litestar's own exceptions (routes, methods, sizes, malformed
input) get theirs here; whatever else is raised is our fault, is logged with its trace under the instance
that the answer names, and says nothing of what happened inside.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.datastructures import ResponseHeader
from litestar.exceptions import HTTPException, InternalServerException
from litestar.openapi.datastructures import ResponseSpec

from backend.service.refusal import ServiceRefused
from backend.store.engine import StoreAway
from contract.joint.joint import Joint
from contract.machine import Names
from contract.problem import TITLES, TYPE_PREFIX, FieldFault, First, Problem
from contract.ticket import Ticket

MEDIA_TYPE = "application/problem+json"
AWAY_SECONDS = 2

log = structlog.get_logger("api")

_BY_STATUS = {status: kind for kind, (status, _) in reversed(TITLES.items())}


class _Problem(msgspec.Struct, omit_defaults=True):
    """`Problem` with the row still as a struct, so that it is encoded once."""

    type: str
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    zh: str = ""
    en: str = ""
    errors: tuple[FieldFault, ...] = ()
    first: First | None = None
    ticket: Ticket | None = None
    joint: Joint | None = None
    retry_after: int | None = None


def language_of(request: Request[Any, Any, Any]) -> str:
    """``zh`` or ``en``: what the caller would rather read; Chinese where they do not say."""
    best, rank = "zh", -1.0
    for part in request.headers.get("accept-language", "").split(","):
        tag, _, quality = part.strip().partition(";")
        code = tag.strip().lower()[:2]
        match = re.fullmatch(r"q=(\d(?:\.\d{0,3})?)", quality.strip().replace(" ", ""))
        weight = float(match[1]) if match else 1.0
        if code in ("zh", "en") and weight > rank and weight > 0:
            best, rank = code, weight
    return best


def answer(request: Request[Any, Any, Any], refused: ServiceRefused, instance: str = "") -> Response[bytes]:
    """A refusal as a response."""
    status, title = TITLES[refused.kind]
    language = language_of(request)
    body = _Problem(
        type=TYPE_PREFIX + refused.kind,
        title=title.of(language),
        status=status,
        detail=refused.says.of(language),
        instance=instance,
        zh=refused.says.zh,
        en=refused.says.en,
        errors=refused.faults,
        first=refused.first,
        ticket=refused.ticket,
        joint=refused.joint,
        retry_after=refused.retry_after,
    )
    headers = {"content-language": language}
    if refused.retry_after is not None:
        headers["retry-after"] = str(refused.retry_after)
    if refused.kind == "login":
        headers["www-authenticate"] = "Bearer"
    return Response(msgspec.json.encode(body), status_code=status, media_type=MEDIA_TYPE, headers=headers)


def on_refused(request: Request[Any, Any, Any], refused: ServiceRefused) -> Response[bytes]:
    """A service would not."""
    return answer(request, refused)


_HTTP = {
    401: Names("请先登录", "log in first"),
    403: Names("没有权限", "it is not allowed"),
    404: Names("没有这个地址", "there is no such address"),
    405: Names("这个地址不支持该请求方式", "this address does not take that method"),
    413: Names("内容超过了上限", "the body is larger than allowed"),
    415: Names("不支持的内容类型", "that content type is not taken here"),
    429: Names("请求过于频繁", "too many requests"),
    503: Names("服务暂不可用", "the service is unavailable"),
}

_GONE = "client disconnected prematurely"
"""By this alone Litestar (`Request.stream`) tells who left before the body had come from a fault."""


def on_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """Litestar itself refused."""
    if isinstance(error, InternalServerException) and error.detail == _GONE:
        # Nobody hears the answer, and without its body nothing was begun.
        log.info("caller_gone", path=request.url.path, method=request.method)
        return Response(b"", status_code=400)
    if error.status_code >= 500 and error.status_code != 503:
        return on_fault(request, error)
    kind = _BY_STATUS.get(error.status_code, "validation")
    faults: tuple[FieldFault, ...] = ()
    says = _HTTP.get(error.status_code)
    if says is None:
        kind, faults = "validation", parameter_faults(error.extra)
        says = Names("输入有误", "the input is not valid")
        if faults:
            says = Names(faults[0].zh, f"{faults[0].field}: {faults[0].en}")
    response = answer(request, ServiceRefused(kind, says, faults=faults))
    for name, value in (error.headers or {}).items():
        response.headers[name.lower()] = value
    return response


def on_away(request: Request[Any, Any, Any], error: StoreAway) -> Response[bytes]:
    """The database does not answer: the same request, with the same key, may be sent again."""
    log.warning("store_away", path=request.url.path, method=request.method, reason=str(error))
    says = Names("数据库暂时不可用，请稍后再试", "the database does not answer: try again")
    return answer(request, ServiceRefused("unavailable", says, retry_after=AWAY_SECONDS))


def on_fault(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Our own bug, or the environment's failure."""
    instance = f"urn:uuid:{uuid.uuid4()}"
    log.error("fault", instance=instance, path=request.url.path, method=request.method, exc_info=error)
    says = Names(
        f"系统出错，编号 {instance[-12:]}", f"the service failed; its log names this {instance[-12:]}"
    )
    return answer(request, ServiceRefused("fault", says), instance)


def parameter_faults(extra: Any) -> tuple[FieldFault, ...]:
    """Litestar's list of parameter errors as faults."""
    if not isinstance(extra, list):
        return ()
    faults = []
    for entry in extra:
        if isinstance(entry, Mapping):
            field, message = str(entry.get("key", "")), str(entry.get("message", ""))
            faults.append(fault(field, message, ""))
    return tuple(faults)


_RULES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"missing required field `(?P<name>[^`]*)`"), "required", "缺少必填项“{name}”"),
    (re.compile(r"contains unknown field `(?P<name>[^`]*)`"), "unknown", "没有“{name}”这一项"),
    (re.compile(r"`str` of length <= (?P<n>\d+)"), "max_length", "最多{n}个字"),
    (re.compile(r"`str` of length >= (?P<n>\d+)"), "min_length", "至少{n}个字"),
    (re.compile(r"of length <= (?P<n>\d+)"), "max_items", "最多{n}项"),
    (re.compile(r"of length >= (?P<n>\d+)"), "min_items", "至少{n}项"),
    (re.compile(r"matching regex"), "pattern", "格式不符"),
    (re.compile(r"(?:`int`|`float`) (?P<n>[<>]=? ?[-\d.e+]+)"), "range", "数值应{n}"),
    (re.compile(r"Invalid (?:enum )?value"), "choice", "不是可选的值"),
    (re.compile(r"Expected (?P<name>`[^`]*`(?: \| `?[^`,]*`?)*)"), "type", "类型应为{name}"),
    (re.compile(r"malformed|truncated|trailing|[Uu]nicode|utf-8"), "json", "不是有效的JSON"),
)


def fault(field: str, message: str, value: str) -> FieldFault:
    """A decoder's message as a fault."""
    for pattern, rule, zh in _RULES:
        match = pattern.search(message)
        if match is not None:
            named = match.groupdict()
            if rule in ("required", "unknown") and named.get("name"):
                field = f"{field}.{named['name']}" if field else named["name"]
            return FieldFault(field, rule, value, zh.format(**named), message)
    return FieldFault(field, "format", value, "格式不符", message)


def refusals(*kinds: str) -> dict[int, ResponseSpec]:
    """OpenAPI: the problems that a route answers with, beside those that every route can."""
    by_status: dict[int, list[str]] = {}
    for kind in ("validation", "login", "forbidden", "fault", "unavailable", *kinds):
        status, title = TITLES[kind]
        by_status.setdefault(status, []).append(title.en)
    return {
        status: ResponseSpec(
            data_container=Problem,
            description="; ".join(titles),
            media_type=MEDIA_TYPE,
            generate_examples=False,
        )
        for status, titles in sorted(by_status.items())
    }


LANGUAGE = ResponseHeader(name="content-language", description="zh or en", documentation_only=True)
