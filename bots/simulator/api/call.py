"""One API call as the functions behind the paths see it, and how they read its fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bots.simulator.apps import NOBODY, App
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json


@dataclass(frozen=True)
class Upload:
    filename: str
    mimetype: str
    content: bytes


@dataclass(frozen=True)
class Call:
    args: Mapping[str, str] = field(default_factory=dict)
    body: Json = field(default_factory=dict)
    upload: Upload | None = None
    app: App = NOBODY  # whose token it carries
    ip: str = ""  # where it comes from


def text(fields: Json, name: str, *, most: int | None = None, missing: int = 0) -> str:
    """A string of at most `most` characters; `missing` is the errcode when it must be there."""
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise RefusalError(40058, f"{name} must be a string")
    if missing and not value:
        raise RefusalError(missing, name)
    if most is not None and len(value) > most:
        raise RefusalError(40058, f"{name} is longer than {most} characters")
    return value


def octets(fields: Json, name: str, most: int, *, errcode: int = 45002) -> str:
    """A string of at most `most` UTF-8 bytes."""
    value = text(fields, name)
    if len(value.encode()) > most:
        raise RefusalError(errcode, f"{name} is longer than {most} bytes")
    return value


def strings(fields: Json, name: str, *, most: int | None = None) -> list[str]:
    """A list of strings, duplicates left out."""
    value = fields.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise RefusalError(40058, f"{name} must be a list of strings")
    if most is not None and len(value) > most:
        raise RefusalError(40058, f"{name} has more than {most} entries")
    return list(dict.fromkeys(value))


def integer(fields: Json, name: str, default: int, *, least: int = 0, most: int = 2**32) -> int:
    value = fields.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise RefusalError(40058, f"{name} must be a number from {least} to {most}")
    return value


def flag(fields: Json, name: str, *, default: bool = False) -> bool:
    value = fields.get(name, default)
    if not isinstance(value, bool):
        raise RefusalError(40058, f"{name} must be true or false")
    return value


def child(fields: Json, name: str) -> Json:
    value = fields.get(name) or {}
    if not isinstance(value, dict):
        raise RefusalError(40058, f"{name} must be an object")
    return value


def children(fields: Json, name: str) -> list[Json]:
    value: Any = fields.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise RefusalError(40058, f"{name} must be a list of objects")
    return value
