"""Members come in inside WeCom without a word: it sends them back with a code that names them."""

import secrets
from datetime import timedelta
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from redis.exceptions import RedisError
from sqlalchemy import select

from app.clock import now
from app.config import settings
from app.console.pages import local
from app.console.person import Person, current_person, log_in
from app.contacts.models import Staff
from app.contacts.staff import ask_member
from app.corps.models import CorpApp
from app.corps.wecom import mouth, wecom
from app.db import reading
from app.queue import redis
from bots.errors import WeComError
from bots.questions import GetVisitor

pages = Blueprint("wecom_login", __name__, template_folder="templates")

LASTS = timedelta(minutes=5)  # as long as WeCom's code
AT_ONCE = 4  # pages of one browser on their way at the same time


@pages.get("/login/wecom")
def start() -> ResponseReturnValue:
    """Send the browser to WeCom; where it goes afterwards is fixed now and kept in its cookie."""
    corp_id = the_corp(request.args.get("corp", ""))
    if corp_id is None:
        return refused(_("不知道是哪家企业：请在侧边栏地址后加上 ?corp= 和企业 ID。"))
    state = secrets.token_hex(24)  # WeCom takes letters and digits, 128 at most
    under_way = list(session.get("wecom_logins", {}).items())[1 - AT_ONCE :]
    begun = {"corp": corp_id, "next": local(request.args.get("next", "/")), "at": now().timestamp()}
    session["wecom_logins"] = {**dict(under_way), state: begun}
    return redirect(authorize_url(corp_id, state))


@pages.get("/login/wecom/back")
def back() -> ResponseReturnValue:
    """Who comes back with the state that this browser was given, and a code, is let in once."""
    begun = take_state(request.args.get("state", ""))
    if begun is None:
        if current_person():
            return redirect(url_for("console.home"))
        return refused(_("这次登录已经用过或已过期，请回到企业微信重新打开。"))
    try:
        person = who_came(begun["corp"], request.args.get("code", ""))
    except WeComError as error:
        return refused(
            _("企业微信没有确认您的身份：%(why)s", why=f"{error.errcode} {error.errmsg}")
        )
    if person is None:
        return refused(_("只有本企业的在职成员可以打开这个页面。"))
    log_in(person)
    return redirect(begun["next"])


def the_corp(wanted: str) -> str | None:
    """The corp that is asked for, or the only one that there is."""
    with reading() as rows:
        known = set(rows.scalars(select(CorpApp.corp_id)))
    if wanted:
        return wanted if wanted in known else None
    return known.pop() if len(known) == 1 else None


def authorize_url(corp_id: str, state: str) -> str:
    """WeCom's page that asks nobody and gives a code (snsapi_base)."""
    query = {
        "appid": corp_id,
        "redirect_uri": f"{settings().public_url}{url_for('wecom_login.back')}",
        "response_type": "code",
        "scope": "snsapi_base",
        "state": state,
        "agentid": mouth(corp_id).agentid,
    }
    base = settings().wecom_oauth_base.rstrip("/")
    return f"{base}/connect/oauth2/authorize?{urlencode(query)}#wechat_redirect"


def take_state(state: str) -> dict[str, str] | None:
    """What was begun under this state, in this browser, lately and for the first time."""
    logins = dict(session.get("wecom_logins", {}))
    begun = logins.pop(state, None)
    if begun is None:
        return None
    session["wecom_logins"] = logins
    is_late = now().timestamp() - begun["at"] > LASTS.total_seconds()
    return None if is_late or not is_first_use(state) else begun


def is_first_use(state: str) -> bool:
    """An old copy of the cookie must not work again."""
    try:
        return bool(redis().set(f"login:{state}", "1", nx=True, ex=LASTS))
    except RedisError:
        return True  # WeCom's code is good once, too


def who_came(corp_id: str, code: str) -> Person | None:
    """The member behind a code; None for customers and for whoever has left."""
    if not code:
        return None
    userid = wecom(corp_id).ask(GetVisitor(code)).get("userid")
    if not userid:
        return None
    with reading() as rows:
        known = rows.scalars(
            select(Staff).where(Staff.corp_id == corp_id, Staff.userid == userid)
        ).one_or_none()
    if known is not None:
        return Person(corp_id, userid, known.name, "staff") if known.is_active else None
    member = ask_member(corp_id, userid)  # newer than our last look at the directory
    return Person(corp_id, userid, member.name, "staff") if member.is_active else None


def refused(why: str) -> ResponseReturnValue:
    """401 with the reason, and the other way in."""
    return render_template("console/login.html", why=why), 401
