"""The description of the REST API: as OpenAPI for programs, and as a page for people."""

from typing import Any

from flask import Blueprint, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.api.shell import description
from app.api.shown import groups
from app.config import settings

pages = Blueprint("openapi", __name__, template_folder="templates")
SPOKEN = frozenset({"summary", "description"})


@pages.get("/openapi.json")
def document() -> ResponseReturnValue:
    """The OpenAPI 3.1 document."""
    return jsonify(translated(description(current_app)))


@pages.get("/openapi")
def page() -> ResponseReturnValue:
    """The same for people, with an example of each call."""
    told = translated(description(current_app))
    base = settings().public_url.rstrip("/")
    return render_template("api/openapi.html", groups=groups(told), base=base)


def translated(part: Any) -> Any:
    """The same with every word for people in the reader's language."""
    if isinstance(part, dict):
        return {key: of_key(key, value) for key, value in part.items()}
    return [translated(one) for one in part] if isinstance(part, list) else part


def of_key(key: str, value: Any) -> Any:
    """A value by what it is called: a property may be called tags, too, and is no list then."""
    if key in SPOKEN and isinstance(value, str):
        return _(value)
    is_headings = key == "tags" and isinstance(value, list)
    return [heading(tag) for tag in value] if is_headings else translated(value)


def heading(tag: Any) -> Any:
    """A tag by its name, as operations carry it, or as the document lists it."""
    words = tag["name"] if isinstance(tag, dict) else tag
    return {**tag, "name": _(words)} if isinstance(tag, dict) else _(words)
