"""Errors as programs read them: one shape, whatever went wrong."""

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify
from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, ValidationError

from app.errors import Unprocessable
from app.sentences import Reader, Sentence, in_words


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


def against(wrong: Mapping[str, str]) -> Response:
    """409 with everything that the rules of the house or of WeCom have against it, by field."""
    fields = [{"field": name, "message": words} for name, words in wrong.items()]
    return problem(409, _("内容需要修改"), _("请按 fields 里的提示修改后再提交。"), fields)


def refusal(error: Unprocessable) -> Response:
    """409 for what a rule below forbids, whose words bring the next step."""
    said = error.args[0]
    words = in_words(said, Reader(_, str)) if isinstance(said, Sentence) else str(error)
    return problem(409, _("内容需要修改"), words)


def _path(steps: tuple[Any, ...]) -> str:
    return ".".join(str(step) for step in steps)
