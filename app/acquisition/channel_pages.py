"""From a channel's state to the page of the door that carries it: a live code or a link."""

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.acquisition.links.models import LinkPlacement
from app.acquisition.models import Channel, ContactWay
from app.console.person import current_corp_id
from app.db import reading

pages = Blueprint("channels", __name__)


@pages.get("/channels/<state>")
def door(state: str) -> ResponseReturnValue:
    """Where this channel is edited."""
    mine = (Channel.corp_id == current_corp_id(), Channel.state == state)
    with reading() as session:
        code = select(ContactWay.id).join(ContactWay.channel).where(*mine)
        way_id = session.scalar(code.order_by(ContactWay.id).limit(1))
        hung = select(LinkPlacement.link_id).join(LinkPlacement.channel).where(*mine)
        link_id = session.scalar(hung)
    if way_id is not None:
        return redirect(url_for("acquisition.code", way_id=way_id))
    if link_id is not None:
        return redirect(url_for("links.link", row_id=link_id))
    return abort(404)
