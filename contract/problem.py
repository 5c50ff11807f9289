"""Problems: what went wrong, as RFC 9457 says it, in both languages.

Problem
├── validation   400  the sender's input: which field, which value, which rule
├── login        401  no session, or one that ended
├── forbidden    403  the role or the scope does not allow it
├── missing      404  no such thing, or not yours to see
├── conflict     412  somebody was first: who, what, when, and the row as it is now
├── step         409  the lifecycle table does not allow this step from this state
├── key          409  the action id came before, with something else in it or longer ago than answers are kept
├── gone         410  the feed cursor is too old: take a snapshot
├── too_large    413  more than the service takes at once
├── too_many     429  slow down; `retry_after` says for how long
└── fault        500  our bug; `instance` finds it in the log
"""

from __future__ import annotations

from typing import Any

import msgspec

from .machine import Names


class FieldFault(msgspec.Struct, frozen=True, omit_defaults=True):
    """One field that is wrong: where (dotted path), what was given (cut at 80 characters), which rule."""

    field: str
    rule: str
    value: str = ""
    zh: str = ""
    en: str = ""


class First(msgspec.Struct, frozen=True):
    """Who was first in a conflict: the account's name, the action taken, the instant."""

    by: str
    action: str
    at: int


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of every refusal (``application/problem+json``).

    `title` and `detail` are in the language asked for; `zh` and `en` carry the detail in both.
    `ticket` or `joint` is the row as it stands (conflicts only).
    """

    type: str
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    zh: str = ""
    en: str = ""
    errors: tuple[FieldFault, ...] = ()
    first: First | None = None
    ticket: dict[str, Any] | None = None
    retry_after: int | None = None
    joint: dict[str, Any] | None = None


TITLES: dict[str, tuple[int, Names]] = {
    "validation": (400, Names("填写有误", "The input is not valid")),
    "login": (401, Names("请重新登录", "Log in again")),
    "forbidden": (403, Names("没有权限", "Not allowed")),
    "missing": (404, Names("没有找到", "Not found")),
    "method": (405, Names("不支持的请求方式", "Method not allowed")),
    "step": (409, Names("当前环节不能这样办", "This step is not possible now")),
    "key": (409, Names("操作编号重复使用", "The action id was used before")),
    "gone": (410, Names("数据需要重新获取", "Take a new snapshot")),
    "conflict": (412, Names("已有他人先办理", "Somebody was first")),
    "too_large": (413, Names("内容过大", "Too large")),
    "media": (415, Names("不支持的内容类型", "Unsupported media type")),
    "too_many": (429, Names("请求过于频繁", "Too many requests")),
    "fault": (500, Names("系统出错", "The service failed")),
    "unavailable": (503, Names("服务暂不可用", "The service is unavailable")),
}
"""Every kind of problem: status and title. `type` on the wire is ``urn:grid:problem:<kind>``."""

TYPE_PREFIX = "urn:grid:problem:"
