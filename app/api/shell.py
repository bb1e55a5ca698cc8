"""Putting the resources of all slices under /api, and describing them (OpenAPI 3.1)."""

from http import HTTPStatus
from typing import Annotated, Any

from flask import Flask
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info
from flask_openapi3.models.security_scheme import SecurityScheme
from flask_openapi3.models.tag import Tag
from flask_openapi3.openapi import OpenAPI
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.api.guard import protect
from app.api.problems import Refusal, misfit, refusal
from app.errors import Unprocessable


def N_(words: str) -> str:  # noqa: N802  the usual name of a mark for translators
    """Mark words of the description; they are translated when somebody reads it."""
    return words


MAX_ID = 2**63 - 1  # of PostgreSQL's bigint
MOST = 100  # items of a page
WRITES = frozenset({"post", "put", "patch", "delete"})
REFUSALS: dict[str | int | HTTPStatus, Any] = {
    "401": Refusal,
    "403": Refusal,
    "404": Refusal,
    "409": Refusal,
}

_CONTROL = r"\x00-\x1f\x7f-\x9f"
_SPACE = r"\x20\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_EDGE = f"[^{_CONTROL}{_SPACE}]"
# What one line may hold; spelt out, since JSON Schema and pydantic differ on what \s is.
Line = Annotated[str, StringConstraints(pattern=f"^[^{_CONTROL}]*$")]
Name = Annotated[str, StringConstraints(pattern=f"^{_EDGE}([^{_CONTROL}]*{_EDGE})?$")]
Key = Annotated[  # an id of WeCom
    str, StringConstraints(pattern=f"^[^{_CONTROL}]*$", min_length=1, max_length=64)
]
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
Id = Annotated[int, Field(ge=1, le=MAX_ID, strict=False)]
RowId = Annotated[int, Field(ge=1, le=MAX_ID)]  # in a body
Day = Annotated[  # which days there are is a rule: 2026-02-30 is refused with 409
    str,
    StringConstraints(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    Field(description=N_("企业所在时区的日期，如 2026-10-01")),
]
ClockTime = Annotated[
    str,
    StringConstraints(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$"),
    Field(description=N_("企业所在时区的钟点，如 09:30")),
]


class Asked(BaseModel):
    """What comes in: a field that nobody knows is an error, not a wish that is lost."""

    model_config = ConfigDict(extra="forbid")


class Sent(Asked):
    """A body: its values have the very types that are described, a 1 is no true."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @model_validator(mode="before")
    @classmethod
    def as_json_counts(cls, sent: Any) -> Any:
        """JSON knows one kind of number."""
        is_object = isinstance(sent, dict)
        return {name: whole(value) for name, value in sent.items()} if is_object else sent


class Told(BaseModel):
    """What goes out."""

    model_config = ConfigDict(extra="forbid")


def whole(value: Any) -> Any:
    """3.0 is an integer, also in a list."""
    if isinstance(value, list):
        return [whole(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


class ById(Asked):
    """The path of one row."""

    id: Id


class Paged(Asked):
    """Which page of a list."""

    page: int = Field(default=1, ge=1, le=10_000_000)
    size: int = Field(default=20, ge=1, le=MOST)


def new_app(import_name: str) -> OpenAPI:
    """A Flask app that can describe its resources."""
    return OpenAPI(
        import_name,
        static_folder=None,
        doc_ui=False,
        info=Info(
            title="Lianke", version="1", description=N_("联客的接口。写入要带 Idempotency-Key。")
        ),
        security_schemes={"token": SecurityScheme(type="http", scheme="bearer")},
        validation_error_status=422,
        validation_error_model=Refusal,
        validation_error_callback=misfit,
    )


def resources(name: str, import_name: str, tag: str) -> APIBlueprint:
    """The resources of one slice; `tag` heads them in the description."""
    return APIBlueprint(
        name,
        import_name,
        abp_tags=[Tag(name=tag)],
        abp_security=[{"token": []}],
        abp_responses=REFUSALS,
    )


def register(app: Flask, slices: list[APIBlueprint]) -> None:
    """Put the slices' resources under /api, guarded."""
    assert isinstance(app, OpenAPI)
    api = APIBlueprint("api", __name__, url_prefix="/api")
    protect(api)
    api.register_error_handler(Unprocessable, refusal)
    for one in slices:
        api.register_api(one)
        app.tags += one.tags
    app.register_api(api)


def description(app: Flask) -> dict[str, Any]:
    """The OpenAPI document, with what holds for every write."""
    assert isinstance(app, OpenAPI)
    document: dict[str, Any] = {**app.api_doc}
    refusal = {"$ref": "#/components/schemas/Refusal"}
    for operations in document["paths"].values():
        for method, operation in operations.items():
            misfits = operation["responses"]["422"]["content"]["application/json"]
            misfits["schema"] = refusal
            named = {one["name"] for one in operation.get("parameters", [])}
            if method in WRITES and KEY_HEADER["name"] not in named:
                operation["parameters"] = [*operation.get("parameters", []), KEY_HEADER]
    return document


KEY_HEADER: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": N_("每个写入自己的键；重复发送得到第一次的回答，不会做两遍。"),
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}
