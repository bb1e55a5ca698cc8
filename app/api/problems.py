"""Errors as programs read them: one shape, whatever went wrong."""

from typing import Any

from flask import Response, jsonify
from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, ValidationError


class WrongField(BaseModel):
    """A field that does not fit; `field` is its path, as in attachments.0.title."""

    model_config = ConfigDict(extra="forbid")

    field: str
    message: str


class Problem(BaseModel):
    """What went wrong, and what to do about it."""

    model_config = ConfigDict(extra="forbid")

    code: int
    title: str
    message: str
    fields: list[WrongField] = []


class Refusal(BaseModel):
    """The body of every error."""

    model_config = ConfigDict(extra="forbid")

    error: Problem


def problem(
    code: int, title: str, message: str, fields: list[dict[str, str]] | None = None
) -> Response:
    """The answer that says so."""
    answer = jsonify(
        error={"code": code, "title": title, "message": message, "fields": fields or []}
    )
    answer.status_code = code
    return answer


def misfit(error: ValidationError) -> Response:
    """The answer to a body, a path or a query that does not have the described shape."""
    fields = [{"field": _path(one["loc"]), "message": one["msg"]} for one in error.errors()]
    return problem(422, _("内容不符合接口描述"), _("请对照接口文档修改后再试。"), fields)


def _path(steps: tuple[Any, ...]) -> str:
    return ".".join(str(step) for step in steps)
