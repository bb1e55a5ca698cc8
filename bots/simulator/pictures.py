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
        image = io.BytesIO()
        segno.make(f"{world.base_url}/qr/{config_id}", error="m").save(image, kind="svg", scale=6)
        return Response(image.getvalue(), mimetype="image/svg+xml")

    @door.get("/picture/<media_id>")
    def picture(media_id: str) -> Response:
        """An uploaded picture at an address that stays, for answers that carry one."""
        media = world.media.get(media_id)
        if media is None or media.type != "image":
            return Response("no such picture", 404)
        return Response(media.content, mimetype=media.mimetype)

    @door.get("/avatar/<external_userid>.svg")
    def avatar(external_userid: str) -> Response:
        customer = world.customers.get(external_userid)
        if customer is None:
            return Response("no such customer", 404)
        colour = COLOURS[world.seeded.number(len(COLOURS), "avatar", customer.key)]
        return Response(_letter(customer.name[:1], colour), mimetype="image/svg+xml")

    return door


def _letter(letter: str, colour: str) -> str:
    face = f'<rect width="96" height="96" rx="12" fill="{colour}"/>'
    style = 'x="48" y="64" font-size="44" text-anchor="middle" fill="#fff"'
    frame = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">'
    return f"{frame}{face}<text {style}>{escape(letter)}</text></svg>"
