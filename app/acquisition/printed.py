"""Pictures of codes from our own address: WeCom's, and addresses drawn as codes by ourselves."""

import io

from flask import abort, request
from werkzeug.wrappers import Response

from app.console.downloads import as_download


def drawn(address: str, name: str) -> Response:
    """The address as an SVG; `?download=1` saves it under `name`."""
    import segno  # noqa: PLC0415  most workers never draw one

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", scale=8, border=4, light="#fff"
    )
    answer = pictured(out.getvalue(), "image/svg+xml", "private, max-age=3600")
    return saved_as(answer, f"{name}.svg")


def pictured(content: bytes, content_type: str, kept: str) -> Response:
    """A picture from our own address, `kept` by browsers as Cache-Control says. A drawing may carry
    scripts: it is sandboxed."""
    answer = Response(content, mimetype=content_type)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = kept
    return answer


def wecoms_picture(content: bytes | None, content_type: str | None, name: str) -> Response:
    """WeCom's picture of a code, or 404 while there is none; `?download=1` saves it."""
    if content is None or content_type is None:
        abort(404)
    ending = {"image/png": "png", "image/jpeg": "jpg"}.get(content_type, "svg")
    return saved_as(pictured(content, content_type, "private, max-age=86400"), f"{name}.{ending}")


def saved_as(answer: Response, filename: str) -> Response:
    """The same; a file where the address asks for one."""
    if "download" in request.args:
        as_download(answer, filename)
    return answer
