"""The OpenAPI document folded for a page: groups of operations, each with its fields. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

JSON = Mapping[str, Any]


@dataclass(frozen=True)
class FieldShown:
    """A field or parameter: where it goes, what it is, and which values it takes."""

    name: str
    kind: str
    is_required: bool
    limits: str
    words: str


@dataclass(frozen=True)
class OperationShown:
    """One operation."""

    method: str
    path: str
    summary: str
    parameters: tuple[FieldShown, ...]
    body: tuple[FieldShown, ...]
    answer: tuple[FieldShown, ...]
    statuses: tuple[str, ...]

    @property
    def writes(self) -> bool:
        """Whether it changes something."""
        return self.method != "GET"


def groups(document: JSON) -> dict[str, list[OperationShown]]:
    """tag → its operations, in the order in which they are described."""
    found: dict[str, list[OperationShown]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            shown = operation_shown(document, path, method.upper(), operation)
            found.setdefault(operation["tags"][0], []).append(shown)
    return found


def operation_shown(document: JSON, path: str, method: str, operation: JSON) -> OperationShown:
    """One operation with its fields laid flat."""
    answers = operation["responses"]
    good = next((status for status in sorted(answers) if status.startswith("2")), "")
    return OperationShown(
        method,
        path,
        operation.get("summary", ""),
        tuple(parameter(document, one) for one in operation.get("parameters", [])),
        tuple(fields(document, content(operation.get("requestBody")))),
        tuple(fields(document, content(answers.get(good)))),
        tuple(sorted(answers)),
    )


def content(part: JSON | None) -> JSON:
    """The schema of a body or an answer."""
    told = (part or {}).get("content", {}).get("application/json", {})
    schema: JSON = told.get("schema", {})
    return schema


def parameter(document: JSON, one: JSON) -> FieldShown:
    """A parameter of the path, the query or a header."""
    schema = resolved(document, one.get("schema", {}))
    words = one.get("description") or schema.get("description", "")
    kind = f"{one['in']} · {kind_of(document, schema)}"
    return FieldShown(one["name"], kind, bool(one.get("required")), limits(schema), words)


def fields(document: JSON, schema: JSON, before: str = "") -> Iterator[FieldShown]:
    """The fields of an object, nested ones by their path."""
    schema = resolved(document, schema)
    required = schema.get("required", [])
    for name, raw in schema.get("properties", {}).items():
        one = {**resolved(document, raw), **{k: v for k, v in raw.items() if k != "$ref"}}
        path = f"{before}{name}"
        words = raw.get("description", "")
        yield FieldShown(path, kind_of(document, one), name in required, limits(one), words)
        inner = resolved(document, one.get("items", one))
        if inner.get("properties"):
            yield from fields(document, inner, f"{path}[]." if "items" in one else f"{path}.")


def resolved(document: JSON, schema: JSON) -> JSON:
    """The schema that a reference stands for; of several the first that is not null."""
    choices = schema.get("anyOf") or schema.get("allOf")
    if choices:
        schema = next((one for one in choices if one.get("type") != "null"), schema)
    if "$ref" in schema:
        named: JSON = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return named
    return schema


def kind_of(document: JSON, schema: JSON) -> str:
    """The type in a word or two."""
    if "enum" in schema:
        return " | ".join(repr(one).replace("'", '"') for one in schema["enum"])
    kind = str(schema.get("type") or resolved(document, schema).get("type", ""))
    if kind == "array":
        return f"{kind_of(document, resolved(document, schema.get('items', {})))}[]"
    return f"{kind} ({schema['format']})" if "format" in schema else kind


LIMITS = {
    "minLength": "≥",
    "maxLength": "≤",
    "minItems": "≥",
    "maxItems": "≤",
    "minimum": "≥",
    "maximum": "≤",
}
HUGE = 10**6  # such a limit tells nobody anything


def limits(schema: JSON) -> str:
    """The limits in signs."""
    return " ".join(
        f"{sign} {schema[name]:g}"
        for name, sign in LIMITS.items()
        if name in schema and schema[name] < HUGE
    )
