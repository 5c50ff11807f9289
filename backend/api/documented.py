"""OpenAPI of routes whose body or answer has more forms than a handler's annotations can say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import msgspec
from litestar.openapi.spec import (
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    Parameter,
    RequestBody,
    Schema,
)


@dataclass(frozen=True)
class Said:
    """An answer: in words, its content types, the struct (or sequence of structs) that it carries as JSON."""

    words: str
    types: tuple[str, ...]
    struct: Any = None


@dataclass(frozen=True)
class Taken:
    """A query parameter."""

    name: str
    words: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    required: bool = False


def schema_of(kind: Any) -> dict[str, Any]:
    """A struct's JSON Schema, whole, without references."""
    (top,), parts = msgspec.json.schema_components([kind], ref_template="{name}")

    def whole(part: Any) -> Any:
        if isinstance(part, dict):
            if "$ref" in part:
                return whole(parts[part["$ref"]])
            return {
                name: whole(value) for name, value in part.items() if value is not None or name == "default"
            }
        return [whole(each) for each in part] if isinstance(part, list | tuple) else part

    return cast("dict[str, Any]", whole(top))


def _content(types: tuple[str, ...], schema: Mapping[str, Any] | None) -> dict[str, OpenAPIMediaType]:
    # What is not JSON has a schema in words only: a checker of JSON Schema cannot read it.
    return {
        kind: OpenAPIMediaType(schema=cast("Schema", dict(schema)) if schema and "json" in kind else None)
        for kind in types
    }


def operation(
    answers: Mapping[int, Said],
    query: tuple[Taken, ...] = (),
    bodies: Mapping[str, Mapping[str, Any]] | None = None,
    headers: tuple[Taken, ...] = (),
) -> type[Operation]:
    """An operation class with exactly these answers; parameters and bodies by content type added."""

    @dataclass
    class Described(Operation):
        def __post_init__(self) -> None:
            self.responses = {
                str(status): OpenAPIResponse(
                    description=said.words,
                    content=_content(said.types, schema_of(said.struct) if said.struct is not None else None),
                )
                for status, said in answers.items()
            }
            self.parameters = [
                *(self.parameters or []),
                *(
                    Parameter(
                        name=taken.name,
                        param_in=place,
                        description=taken.words,
                        required=taken.required,
                        schema=cast("Schema", dict(taken.schema)),
                    )
                    for place, group in (("query", query), ("header", headers))
                    for taken in group
                ),
            ]
            if bodies:
                content = {
                    kind: OpenAPIMediaType(schema=cast("Schema", dict(schema)))
                    for kind, schema in bodies.items()
                }
                self.request_body = RequestBody(content=content, required=True)

    return Described
