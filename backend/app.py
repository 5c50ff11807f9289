"""The application: routes of every room, one guard, one way in which errors leave.

A room adds its routes by a list ``HANDLERS`` in its module of `backend.api`, named in `ROOMS`, and its
operations to `backend.api.access.ACCESS`. A handler reaches the services by `services_of(request)`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

import msgspec
from litestar import Litestar, Router
from litestar.config.app import AppConfig
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme

from backend.api.access import admit
from backend.api.problems import on_away, on_fault, on_http, on_refused
from backend.service.refusal import ServiceRefused
from backend.services import Services
from backend.store.engine import StoreAway

ROOMS = (
    "session",
    "reference",
    "actions",
    "tickets",
    "addresses",
    "filters",
    "seats",
    "figures",
    "joint_figures",
    "feed",
    "files",
    "catalogue",
    "division",
    "admission",
    "duty",
    "joints",
    "campaigns",
    "nearby",
    "playback",
    "mandates",
    "components",
    "open311",
    "superior",
    "sensors",
)


def routes() -> list[Any]:
    """The route handlers of every room."""
    return [handler for room in ROOMS for handler in import_module(f"backend.api.{room}").HANDLERS]


def document_config() -> OpenAPIConfig:
    """How the OpenAPI document is made and where it is served."""
    return OpenAPIConfig(
        title="Grid command backend",
        version="1",
        openapi_router=Router("/schema", route_handlers=[], opt={"document": True}, include_in_schema=False),
        render_plugins=[JsonRenderPlugin()],
        use_handler_docstrings=True,
        components=Components(
            security_schemes={
                "session": SecurityScheme(type="http", scheme="bearer", description="POST /api/session")
            }
        ),
        security=[{"session": []}],
    )


def document() -> dict[str, Any]:
    """The OpenAPI document, without a running service."""
    app = Litestar(route_handlers=routes(), openapi_config=document_config(), logging_config=None)
    # As it is served: a default that is a struct is the JSON of that struct.
    plain: dict[str, Any] = msgspec.to_builtins(app.openapi_schema.to_schema())
    # A route with several paths has them in a set: their order is another in each process.
    plain["paths"] = dict(sorted(plain["paths"].items()))
    return plain


def create_app(services: Services, *, own: bool = True) -> Litestar:
    """The ASGI application on open services; it starts them and, where it owns them, closes them."""

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        await services.start()
        try:
            yield
        finally:
            if own:
                await services.close()

    def configure(config: AppConfig) -> AppConfig:
        config.state.services = services
        return config

    return Litestar(
        route_handlers=routes(),
        guards=[admit],
        exception_handlers={
            ServiceRefused: on_refused,
            HTTPException: on_http,
            StoreAway: on_away,
            Exception: on_fault,
        },
        lifespan=[lifespan],
        on_app_init=[configure],
        request_max_body_size=services.settings.max_body,
        openapi_config=document_config(),
        logging_config=None,
        signature_namespace={},
        debug=False,
    )
