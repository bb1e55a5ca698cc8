"""The sidebar inside WeCom: finding out whose chat it stands beside, and signing for the JS-SDK."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.config import settings
from app.console.inside import is_in_wecom
from app.console.person import current_corp_id, current_person
from app.contacts.follows import newest_follows
from app.contacts.queries import customer_names
from app.corps.jssdk import AGENT, CORP, signature
from app.corps.wecom import mouth
from app.db import reading
from app.errors import Unprocessable
from bots.errors import WeComError

pages = Blueprint("in_wecom", __name__, template_folder="templates")

SHOWN = 10  # customers to choose from by hand


@pages.app_template_global()
def wecom_page() -> dict[str, object]:
    """What a page tells the JS-SDK of the app that it belongs to."""
    return {"corp_id": current_corp_id(), "agentid": mouth(current_corp_id()).agentid}


@pages.get("/sidebar/customer")
def customer() -> ResponseReturnValue:
    """The page that WeCom opens beside a chat: it asks WeCom who is in it, and goes there."""
    corp_id, person = current_corp_id(), current_person()
    userid = person.userid if person else ""
    with reading() as session:
        follows = newest_follows(session, corp_id, userid, SHOWN)
        names = customer_names(session, corp_id, {follow.external_userid for follow in follows})
    return render_template(
        "insight/sidebar_customer.html", follows=follows, names=names, is_inside=is_in_wecom()
    )


@pages.get("/sidebar/signature/<of>")
def signature_for(of: str) -> ResponseReturnValue:
    """What config (corp) or agentConfig (agent) wants to know for a page of ours."""
    if of not in (CORP, AGENT):
        abort(404)
    url = request.args.get("url", "")
    if not is_ours(url):
        raise Unprocessable(_("只为本系统的页面签名，地址不能带 #。"))
    try:
        return jsonify(signature(current_corp_id(), of, url))
    except WeComError as error:
        return jsonify(why=f"{error.errcode} {error.errmsg}"), 503


def is_ours(url: str) -> bool:
    """A page of our public address, as the browser shows it before any #."""
    asked, own = urlsplit(url), urlsplit(settings().public_url)
    return (asked.scheme, asked.netloc) == (own.scheme, own.netloc) and "#" not in url
