"""JSON bodies, decoded once, strictly, straight from the bytes into the contract's structs.

Litestar would decode to plain objects first and then convert leniently ("1" becomes 1); here a wrong type is
a wrong type, and what is wrong is named by field, value and rule.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import Any, TypeVar

import msgspec
from litestar._openapi.schema_generation import SchemaCreator
from litestar.dto import AbstractDTO
from litestar.dto.data_structures import DTOFieldDefinition
from litestar.openapi.spec import Reference, Schema
from litestar.typing import FieldDefinition

from backend.api.problems import fault
from backend.service.refusal import ServiceRefused
from contract.machine import Names
from contract.problem import FieldFault

T = TypeVar("T")

_AT = re.compile(r" - at `\$(?P<path>[^`]*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")


def invalid(faults: tuple[FieldFault, ...]) -> ServiceRefused:
    """A body that is not valid, summed up by its first fault."""
    first = faults[0]
    where = f"{first.field}：" if first.field else ""
    return ServiceRefused(
        "validation", Names(f"{where}{first.zh}", f"{first.field}: {first.en}".lstrip(": ")), faults=faults
    )


def _value_at(body: bytes, path: str) -> str:
    try:
        value: Any = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return ""
    for name, index in _STEP.findall(path):
        if name and isinstance(value, dict) and name in value:
            value = value[name]
        elif index.isdigit() and isinstance(value, list) and int(index) < len(value):
            value = value[int(index)]
        else:
            return ""
    return "" if isinstance(value, dict | list) else str(value)[:80]


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(_has_nul(k) or _has_nul(v) for k, v in value.items())
    return isinstance(value, list) and any(_has_nul(v) for v in value)


def decode(decoder: msgspec.json.Decoder[T], body: bytes) -> T:
    """Decode a body; raises ServiceRefused (validation)."""
    try:
        value = decoder.decode(body)
    except msgspec.ValidationError as error:
        message = str(error)
        at = _AT.search(message)
        path = at["path"] if at else ""
        words = message[: at.start()] if at else message
        field = path.removeprefix(".")
        raise invalid((fault(field, words, _value_at(body, path)),)) from None
    except RecursionError:
        raise invalid((FieldFault("", "depth", "", "层次过深", "nested too deep"),)) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise invalid((FieldFault("", "json", "", "不是有效的JSON", f"not valid JSON: {error}"),)) from None
    # PostgreSQL cannot store NUL; nothing that people write holds it.
    if b"\\u0000" in body and _has_nul(msgspec.json.decode(body)):
        raise invalid((FieldFault("", "text", "\\u0000", "不能含有空字符", "text must not hold NUL"),))
    return value


class Body(AbstractDTO[T]):
    """``dto=Body[Action]``: the handler's `data` is decoded by msgspec from JSON, strictly."""

    _decoder: msgspec.json.Decoder[Any] | None = None

    def decode_bytes(self, value: bytes) -> Any:
        """The body as the handler's struct; raises ServiceRefused (validation, media)."""
        kind = self.asgi_connection.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind and kind != "application/json" and not kind.endswith("+json"):
            raise ServiceRefused(
                "media", Names("请求内容应为application/json", "the body must be application/json")
            )
        cls = type(self)
        if cls._decoder is None:
            cls._decoder = msgspec.json.Decoder(cls.model_type)
        return decode(cls._decoder, value)

    @classmethod
    def generate_field_definitions(cls, model_type: type[Any]) -> Generator[DTOFieldDefinition, None, None]:  # noqa: ARG003
        """None: the struct is taken as it is."""
        yield from ()

    @classmethod
    def detect_nested_field(cls, field_definition: FieldDefinition) -> bool:  # noqa: ARG003
        """Never: nothing is transferred field by field."""
        return False

    @classmethod
    def create_for_field_definition(
        cls,
        field_definition: FieldDefinition,
        handler_id: str,
        backend_cls: Any = None,
    ) -> None:
        """Nothing to prepare."""

    @classmethod
    def create_openapi_schema(
        cls,
        field_definition: FieldDefinition,
        handler_id: str,  # noqa: ARG003
        schema_creator: SchemaCreator,
    ) -> Reference | Schema:
        """The struct's own schema."""
        return schema_creator.for_field_definition(
            FieldDefinition.from_annotation(field_definition.annotation)
        )
