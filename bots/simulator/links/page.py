"""What a browser finds at a link's address: WeCom's page asks to be opened in WeChat."""

from html import escape

from flask import Blueprint, Response

from bots.simulator.world import World


def link_page(world: World) -> Blueprint:
    door = Blueprint("links", __name__)

    @door.get("/ca/<link_id>")
    def look(link_id: str) -> Response:
        """Looking changes nothing: a customer opens it with `links/open`."""
        with world.lock:
            link = world.acquisition.links.get(link_id)
        if link is None:
            return Response("这条获客链接已失效", 404)
        return Response(f"请在微信中打开：{escape(link.link_name)}", mimetype="text/html")

    return door
