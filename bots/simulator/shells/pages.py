"""The pages themselves: `/phone/<customer>` and `/wecom/<userid>`, with what they load."""

from pathlib import Path

from flask import Blueprint, Response, jsonify, request, send_from_directory

from bots.simulator.control.door import mistaken
from bots.simulator.errors import MistakeError
from bots.simulator.shells.desk import desk
from bots.simulator.world import World

STATIC = Path(__file__).resolve().parent / "static"
POLICY = "; ".join(
    (
        "default-src 'self'",
        "frame-src http://127.0.0.1:*",  # webviews stand at ports of their own
        "frame-ancestors 'self'",
        "base-uri 'self'",
        "form-action 'self'",
        "object-src 'none'",
    )
)


def shell_pages(world: World) -> Blueprint:
    door = Blueprint("shells", __name__)
    door.register_error_handler(MistakeError, mistaken)

    @door.get("/phone")
    @door.get("/phone/<_customer>")
    def phone(_customer: str = "") -> Response:
        return _page("phone.html")

    @door.get("/wecom")
    @door.get("/wecom/<_userid>")
    def wecom(_userid: str = "") -> Response:
        return _page("wecom.html")

    @door.get("/shells/<name>")
    def file(name: str) -> Response:
        return send_from_directory(STATIC, name, max_age=0)

    @door.get("/shells/media/<media_id>")
    def media(media_id: str) -> Response:
        """What was uploaded, as the phone shows it; it runs nothing."""
        found = world.media.get(media_id)
        if found is None:
            raise MistakeError("there is no such file", 404)
        shown = Response(found.content, mimetype=found.mimetype)
        shown.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        shown.headers["X-Content-Type-Options"] = "nosniff"
        if found.type != "image" or "download" in request.args:
            shown.headers.set("Content-Disposition", "attachment", filename=found.media_id)
        return shown

    @door.get("/sim/shell/desk/<userid>")
    def member_desk(userid: str) -> Response:
        with world.lock:
            return jsonify({"ok": True, **desk(world, userid)})

    return door


def _page(name: str) -> Response:
    page = send_from_directory(STATIC, name, max_age=0)
    page.headers["Content-Security-Policy"] = POLICY
    page.headers["X-Content-Type-Options"] = "nosniff"
    page.headers["Referrer-Policy"] = "same-origin"
    return page
