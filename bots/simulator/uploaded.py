"""Serves what media/uploadimg put on the shelf, as WeCom's picture host does."""

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

    return door
