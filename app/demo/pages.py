"""The demo's page: a simulated customer's phone beside the console of the corp he writes to."""

import requests
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.console.error_pages import answer
from app.console.person import current_corp_id
from app.db import reading
from app.demo import fragments, parts, tempo, workers
from app.demo.control import Refused
from app.errors import Unprocessable
from app.outreach.models import Material

pages = Blueprint(
    "demo",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/demo/static",
)

# The console's pages that open beside the phone: label, endpoint, icon
TABS = (
    (_l("客户"), "contacts.customers", "users"),
    (_l("商机看板"), "leads.board", "layout-kanban"),
    (_l("SOP"), "sop.sops", "calendar-event"),
    (_l("今日任务"), "sidebar.today", "list-check"),
    (_l("后台任务"), "insight.work", "inbox"),
)


@pages.errorhandler(Refused)
def refused(error: Refused) -> ResponseReturnValue:
    """What the simulated people cannot do, in words."""
    if error.status == 404:
        return answer(404, _("没有这位客户、成员或活码"), _("请回到手机首页重新选一个。"))
    return answer(422, _("暂时无法操作"), _("他们已经不是好友了，请重新扫码添加。"))


@pages.errorhandler(requests.RequestException)
def unreachable(_error: requests.RequestException) -> ResponseReturnValue:
    """The simulated WeCom has gone; the parent process ends the demo then."""
    return answer(503, _("模拟的企业微信没有回应"), _("演示可能已经结束，请重新启动它。"))


@pages.get("/demo")
def split() -> str:
    """Phone and console, side by side."""
    return render_template(
        "demo/split.html",
        top=parts.top_html(),
        phone=parts.phone_html(asked("who"), asked("userid")),
        speed=parts.speed_html(),
        workers=fragments.told("workers", parts.workers_html()),
        tabs=TABS,
        shells=parts.shells_at(),
    )


@pages.get("/demo/top")
def top() -> str:
    """The clock and the counters: never the same twice while time runs."""
    return parts.top_html()


@pages.get("/demo/feed")
def feed() -> ResponseReturnValue:
    """The feed, if it has changed."""
    return fragments.if_new("feed", parts.feed_html())


@pages.get("/demo/screen")
def screen() -> ResponseReturnValue:
    """What the phone shows, if it has changed."""
    return fragments.if_new(
        "screen", parts.screen_html(parts.chat_of(asked("who"), asked("userid")))
    )


@pages.get("/demo/phone")
def take_phone() -> ResponseReturnValue:
    """Another person's phone, or the home screen."""
    return show_phone(asked("who"), asked("userid"))


@pages.post("/demo/scan")
def scan() -> ResponseReturnValue:
    """Somebody new scans a live code; a known one too, when `who` names him."""
    name, who = given("name"), given("who")
    if len(name) > parts.LONGEST_NAME:
        raise Unprocessable(_("名字最多 %(most)s 个字", most=parts.LONGEST_NAME))
    person = {"name": name} if name else {}
    if who:
        person = {"key": parts.phone_of(who)["external_userid"]}
    order = {"config_id": given("config_id"), "userid": given("userid"), "customer": person}
    told = parts.simulated().post("/people/scan", order)
    return show_phone(told["external_userid"], told["userid"])


@pages.post("/demo/say")
def say() -> ResponseReturnValue:
    """The customer writes to his member."""
    text = given("text")
    if not text:
        raise Unprocessable(_("先写点什么再发送"))
    if len(text) > parts.LONGEST_WORDS:
        raise Unprocessable(_("一条消息最多 %(most)s 个字", most=parts.LONGEST_WORDS))
    who, userid = given("who"), given("userid")
    parts.simulated().post("/people/say", {"customer": who, "userid": userid, "text": text})
    if not is_htmx():
        return redirect(url_for("demo.split", who=who, userid=userid), 303)
    return fragments.told("screen", parts.screen_html(parts.chat_of(who, userid)))


@pages.post("/demo/delete")
def delete() -> ResponseReturnValue:
    """The customer deletes his member."""
    who, userid = given("who"), given("userid")
    parts.simulated().post("/people/delete", {"customer": who, "userid": userid})
    return show_phone(who, userid)


@pages.post("/demo/speed")
def choose_speed() -> ResponseReturnValue:
    """Let time run slower or faster, or hold it."""
    if given("speed") not in tempo.CHOICES:
        raise Unprocessable(_("不支持这个速度"))
    tempo.keep(given("speed"))
    return parts.speed_html() if is_htmx() else redirect(url_for("demo.split"), 303)


@pages.get("/demo/workers")
def show_workers() -> ResponseReturnValue:
    """Who works now, if that has changed."""
    return fragments.if_new("workers", parts.workers_html())


@pages.post("/demo/kill")
def kill() -> ResponseReturnValue:
    """kill -9 a worker; the parent process starts the next one."""
    if workers.kill(given("lane")) is None:
        raise Unprocessable(_("这个工作进程已经结束，新的马上就来。"))
    if not is_htmx():
        return redirect(url_for("demo.split"), 303)
    return fragments.told("workers", parts.workers_html())


@pages.get("/demo/qr/<config_id>")
def qr(config_id: str) -> Response:
    """The image of a live code: the browser speaks to nobody but us."""
    for code in parts.simulated().get("/codes")["codes"]:
        if code["config_id"] == config_id:
            content, content_type = parts.simulated().picture(code["qr_code"])
            return picture(content, content_type)
    raise Refused(404, "no such live code")


@pages.get("/demo/media/<media_id>")
def media(media_id: str) -> Response:
    """A picture that we sent; one whose media_id was renewed since is not found."""
    found = select(Material).where(
        Material.corp_id == current_corp_id(), Material.media_id == media_id
    )
    with reading() as session:
        material = session.scalars(found).first()
    if material is None:
        raise Refused(404, "no such picture")
    return picture(material.content, material.content_type)


def picture(content: bytes, content_type: str) -> Response:
    """An image that cannot run scripts, even if it is an SVG."""
    response = Response(content, content_type=content_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def show_phone(who: str, userid: str) -> ResponseReturnValue:
    """The phone for htmx, which notes the address; the whole page for others."""
    here = url_for("demo.split", who=who or None, userid=userid or None)
    if not is_htmx():
        return redirect(here, 303)
    response = make_response(parts.phone_html(who, userid))
    response.headers["HX-Push-Url"] = here
    return response


def asked(name: str) -> str:
    """A word of this address."""
    return request.args.get(name, "")


def given(name: str) -> str:
    """A word of this form."""
    return request.form.get(name, "").strip()


def is_htmx() -> bool:
    """Whether a part of the page is enough."""
    return "HX-Request" in request.headers
