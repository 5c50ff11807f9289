"""Files by the hash of their content."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, get, put
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import PathParameter

from backend.api.access import Call, actor_of, services_of
from backend.api.problems import refusals

Sha256 = Annotated[str, PathParameter(pattern=r"^[0-9a-f]{64}$")]
_INLINE = ("image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf", "text/plain")


@put(
    "/api/files/{sha256:str}",
    operation_id="putFile",
    tags=["files"],
    status_code=200,
    responses={
        201: ResponseSpec(data_container=None, description="stored"),
        **refusals("too_large"),
    },
)
async def put_file(request: Call, sha256: Sha256) -> Response[None]:
    """Store a file (the body as it is, at most 20 MB): 201 where it is new, 200 where it was there."""
    services = services_of(request)
    mime = request.headers.get("content-type", "application/octet-stream").partition(";")[0].strip().lower()
    printable = mime if mime.isascii() and mime.isprintable() else "application/octet-stream"
    new = await services.files.put(
        actor_of(request), sha256, printable, services.clock.now(), request.stream()
    )
    return Response(None, status_code=201 if new else 200)


@get(
    "/api/files/{sha256:str}",
    operation_id="getFile",
    tags=["files"],
    responses={
        200: ResponseSpec(
            data_container=bytes,
            description="the content",
            media_type="application/octet-stream",
            generate_examples=False,
        ),
        **refusals("missing"),
    },
)
async def get_file(request: Call, sha256: Sha256) -> Response[bytes]:
    """A file's content, for whoever stored it or sees a ticket that it belongs to."""
    body, mime = await services_of(request).files.get(actor_of(request), sha256)
    headers = {
        "cache-control": "private, max-age=31536000, immutable",
        "x-content-type-options": "nosniff",
        "x-file-type": mime,
        "content-disposition": "inline" if mime in _INLINE else "attachment",
    }
    return Response(body, media_type="application/octet-stream", headers=headers)


HANDLERS = [put_file, get_file]
