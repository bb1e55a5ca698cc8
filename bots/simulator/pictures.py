"""Pictures that WeCom would host: the QR image of a live code and a letter for an avatar."""

import io
from html import escape

import segno
from flask import Blueprint, Response

from bots.simulator.world import World

COLOURS = ("#5b8ff9", "#61c7a5", "#f6a04d", "#9270ca", "#e8684a", "#269a99")


def pictures(world: World) -> Blueprint:
    door = Blueprint("pictures", __name__)

    @door.get("/qr/<config_id>")
    def qr(config_id: str) -> Response:
        """What is printed in the code only has to be scannable; the simulator scans by id."""
        if config_id not in world.contact_ways and config_id not in world.groups.ways:
            return Response("no such live code", 404)
        return _code(f"{world.base_url}/qr/{config_id}")

    @door.get("/qr/staff/<userid>")
    def staff_qr(userid: str) -> Response:
        if userid not in world.staff:
            return Response("no such member", 404)
        return _code(f"{world.base_url}/qr/staff/{userid}")

    @door.get("/avatar/<whose>.svg")
    def avatar(whose: str) -> Response:
        key, name = _known_as(world, whose)
        if not name:
            return Response("nobody by that id", 404)
        colour = COLOURS[world.seeded.number(len(COLOURS), "avatar", key)]
        return Response(_letter(name[:1], colour), mimetype="image/svg+xml")

    return door


def _known_as(world: World, whose: str) -> tuple[str, str]:
    """The key and name of a person, an app or an account of 微信客服; no name for nobody's id."""
    customer = world.customers.get(whose)
    if customer:
        return customer.key, customer.name
    other = world.staff.get(whose) or world.kf.accounts.get(whose)
    apps = {str(app.agentid): app.name for app in world.corp.apps}
    return whose, other.name if other else apps.get(whose, "")


def _code(content: str) -> Response:
    image = io.BytesIO()
    segno.make(content, error="m").save(image, kind="png", scale=10)  # WeCom gives no drawings
    return Response(image.getvalue(), mimetype="image/png")


def _letter(letter: str, colour: str) -> str:
    face = f'<rect width="96" height="96" rx="12" fill="{colour}"/>'
    style = 'x="48" y="64" font-size="44" text-anchor="middle" fill="#fff"'
    frame = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">'
    return f"{frame}{face}<text {style}>{escape(letter)}</text></svg>"
