"""Serves pictures that were uploaded, as WeCom's picture host does."""

from flask import Blueprint, Response

from bots.simulator.world import World


def uploaded(world: World) -> Blueprint:
    door = Blueprint("uploaded", __name__)

    @door.get("/pic/<key>")
    def picture(key: str) -> Response:
        found = world.shelf.pictures.get(key)
        if found is None:
            return Response("no such picture", 404)
        return Response(found.content, mimetype=found.mimetype)

    @door.get("/picture/<media_id>")
    def medium(media_id: str) -> Response:
        """An uploaded picture at an address that stays, for answers that carry one."""
        media = world.media.get(media_id)
        if media is None or media.type != "image":
            return Response("no such picture", 404)
        return Response(media.content, mimetype=media.mimetype)

    return door
