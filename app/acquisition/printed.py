"""Addresses as QR codes that can be printed: drawn here, so that no address leaves the house."""

import io

from flask import request
from werkzeug.wrappers import Response


def drawn(address: str, name: str) -> Response:
    """The address as an SVG; `?download=1` saves it under `name`."""
    import segno  # noqa: PLC0415  most workers never draw one

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", scale=8, border=4, light="#fff"
    )
    answer = Response(out.getvalue(), mimetype="image/svg+xml")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, max-age=3600"
    if "download" in request.args:
        answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.svg")
    return answer
