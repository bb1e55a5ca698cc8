"""Answers as proxies and broken lines give them: no answer, a page, half a JSON."""

import socket

from flask import Response, request

from bots.simulator.models import Json

PAGE = (
    "<html><head><title>{status} Bad Gateway</title></head>"
    "<body><center><h1>{status} Bad Gateway</h1></center></body></html>"
)


def cut_off() -> Response:
    """Drop the connection instead of answering."""
    request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    return Response(status=500)


def spoil(fault: Json, answered: Response | None = None) -> Response:
    """The answer as the fault wants it; `truncated` and `broken` need the real one."""
    how, status = fault["how"], fault["status"]
    if how == "html":
        return Response(PAGE.format(status=status), status, mimetype="text/html")
    if how == "not_json":
        return Response("OK", status, mimetype="text/plain")
    whole = b"" if answered is None or how == "empty" else answered.get_data()
    half = Response(whole[: len(whole) // 2], status, mimetype="application/json")
    if how == "broken":
        half.headers["Content-Length"] = str(len(whole))  # the rest never comes
    return half
