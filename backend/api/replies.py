"""Answers whose bytes are ready: stored, cached, or put together without decoding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from litestar import Response

T = TypeVar("T")


def encoded(
    body: bytes,
    of: type[T],  # noqa: ARG001 - what the bytes are an encoding of; the documentation is drawn from it
    *,
    status: int = 200,
    media_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Response[T]:
    """Bytes that are already the encoding of `of`."""
    return Response(cast("Any", body), status_code=status, media_type=media_type, headers=dict(headers or {}))
