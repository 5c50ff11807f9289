"""Structured logs: one JSON object a line on standard error, without personal data.

What is logged are events of the service by name, identifiers, durations, and traces of our own bugs.
Texts, reporters, tokens and bodies are never given to a log call; the trace of an exception goes in
without the values of its variables.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

QUIET = ("alembic", "asyncio", "httpx", "httpcore", "uvicorn.access")


_SHARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def route() -> None:
    """Hand structured events to the standard library's loggers."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def set_up(level: int = logging.INFO) -> None:
    """Log JSON lines, also what libraries log."""
    route()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
