"""The demo's page: a simulated customer's phone beside the console of the corp he writes to."""

from functools import cache
from typing import Any
from urllib.parse import quote

import requests
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.acquisition.queries import channel_names
from app.clock import now
from app.config import settings
from app.console.error_pages import answer
from app.console.filters import in_corp_zone
from app.console.person import current_corp_id
from app.db import reading
from app.demo import fragments, phone, tempo, workers
from app.demo.control import Refused, Simulated
from app.demo.feed import lines
from app.demo.happenings import counts, newest
from app.errors import Unprocessable
from app.outreach.models import Material

pages = Blueprint(
    "demo",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/demo/static",
)

LONGEST_NAME = 20
LONGEST_WORDS = 500
PHRASES = (
    "你好",
    "多少钱？",
    "可以试用吗",
)  # said in Chinese in every language: rules listen for it
WEEKDAYS = (_l("周一"), _l("周二"), _l("周三"), _l("周四"), _l("周五"), _l("周六"), _l("周日"))
# The console's pages that open beside the phone: label, endpoint, icon
TABS = (
    (_l("客户"), "contacts.customers", "users"),
    (_l("商机看板"), "leads.board", "layout-kanban"),
    (_l("SOP"), "sop.sops", "calendar-event"),
    (_l("今日任务"), "sidebar.today", "list-check"),
    (_l("后台任务"), "insight.work", "inbox"),
)
LANES = {
    "welcome": _l("欢迎语"),
    "events": _l("事件"),
    "sync": _l("同步"),
    "archive": _l("存档"),
    "bulk": _l("SOP"),
}


@cache
def simulated_at(control_base: str) -> Simulated:
    """One connection for each simulated WeCom."""
    return Simulated(control_base)


def simulated() -> Simulated:
    """The simulated WeCom that this demo runs against."""
    address = settings().simulator_url
    if address is None:
        raise Unprocessable(_("没有模拟的企业微信：演示要用 make demo 启动。"))
    return simulated_at(address)


@pages.errorhandler(Refused)
def refused(error: Refused) -> ResponseReturnValue:
    """What the simulated people cannot do, in words."""
    if error.status == 404:
        return answer(404, _("没有这位客户、成员或活码"), _("请回到手机首页重新选一个。"))
    return answer(422, _("现在做不到"), _("他们已经不是好友了，请重新扫码添加。"))


@pages.errorhandler(requests.RequestException)
def unreachable(_error: requests.RequestException) -> ResponseReturnValue:
    """The simulated WeCom has gone; the parent process ends the demo then."""
    return answer(503, _("模拟的企业微信没有回应"), _("演示可能已经结束，请重新启动它。"))


@pages.get("/demo")
def split() -> str:
    """Phone and console, side by side."""
    return render_template(
        "demo/split.html",
        top=top_html(),
        phone=phone_html(asked("who"), asked("userid")),
        feed=fragments.told("feed", feed_html()),
        speed=speed_html(),
        workers=fragments.told("workers", workers_html()),
        tabs=TABS,
    )


@pages.get("/demo/top")
def top() -> str:
    """The clock and the counters: never the same twice while time runs."""
    return top_html()


@pages.get("/demo/feed")
def feed() -> ResponseReturnValue:
    """The feed, if it has changed."""
    return fragments.if_new("feed", feed_html())


@pages.get("/demo/screen")
def screen() -> ResponseReturnValue:
    """What the phone shows, if it has changed."""
    return fragments.if_new("screen", screen_html(chat_of(asked("who"), asked("userid"))))


@pages.get("/demo/phone")
def take_phone() -> ResponseReturnValue:
    """Another person's phone, or the home screen."""
    return show_phone(asked("who"), asked("userid"))


@pages.post("/demo/scan")
def scan() -> ResponseReturnValue:
    """Somebody new scans a live code; a known one too, when `who` names him."""
    name, who = given("name"), given("who")
    if len(name) > LONGEST_NAME:
        raise Unprocessable(_("名字最多 %(most)s 个字", most=LONGEST_NAME))
    person = {"key": who} if who else {"name": name} if name else {}
    told = simulated().post("/people/scan", {"config_id": given("config_id"), "customer": person})
    return show_phone(told["external_userid"], told["userid"])


@pages.post("/demo/say")
def say() -> ResponseReturnValue:
    """The customer writes to his member."""
    text = given("phrase") or given("text")
    if not text:
        raise Unprocessable(_("先写点什么再发送"))
    if len(text) > LONGEST_WORDS:
        raise Unprocessable(_("一条消息最多 %(most)s 个字", most=LONGEST_WORDS))
    who, userid = given("who"), given("userid")
    simulated().post("/people/say", {"customer": who, "userid": userid, "text": text})
    if not is_htmx():
        return redirect(url_for("demo.split", who=who, userid=userid), 303)
    return fragments.told("screen", screen_html(chat_of(who, userid)))


@pages.post("/demo/delete")
def delete() -> ResponseReturnValue:
    """The customer deletes his member."""
    who, userid = given("who"), given("userid")
    simulated().post("/people/delete", {"customer": who, "userid": userid})
    return show_phone(who, userid)


@pages.post("/demo/speed")
def choose_speed() -> ResponseReturnValue:
    """Let time run slower or faster, or hold it."""
    if given("speed") not in tempo.CHOICES:
        raise Unprocessable(_("没有这个速度"))
    tempo.keep(given("speed"))
    return speed_html() if is_htmx() else redirect(url_for("demo.split"), 303)


@pages.get("/demo/workers")
def show_workers() -> ResponseReturnValue:
    """Who works now, if that has changed."""
    return fragments.if_new("workers", workers_html())


@pages.post("/demo/kill")
def kill() -> ResponseReturnValue:
    """kill -9 a worker; the parent process starts the next one."""
    if workers.kill(given("lane")) is None:
        raise Unprocessable(_("这个工人已经不在了，新的马上就来。"))
    if not is_htmx():
        return redirect(url_for("demo.split"), 303)
    return fragments.told("workers", workers_html())


@pages.get("/demo/qr/<config_id>")
def qr(config_id: str) -> Response:
    """The image of a live code: the browser speaks to nobody but us."""
    for code in simulated().get("/codes")["codes"]:
        if code["config_id"] == config_id:
            content, content_type = simulated().picture(code["qr_code"])
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
    response = make_response(phone_html(who, userid))
    response.headers["HX-Push-Url"] = here
    return response


def phone_html(who: str, userid: str) -> str:
    """The whole phone: frame, screen and what one types into."""
    chat = chat_of(who, userid)
    screen_now = fragments.told("screen", screen_html(chat))
    return render_template("demo/phone.html", screen=screen_now, chat=chat, phrases=PHRASES)


def screen_html(chat: phone.Chat | None) -> str:
    """A conversation, or the home screen with live codes and people."""
    if chat is not None:
        return render_template("demo/chat.html", chat=chat)
    with reading() as session:
        names = channel_names(session, current_corp_id())
    return render_template(
        "demo/home.html",
        codes=simulated().get("/codes")["codes"],
        people=simulated().get("/customers")["customers"][::-1],
        names=names,
        longest_name=LONGEST_NAME,
    )


def chat_of(who: str, userid: str) -> phone.Chat | None:
    """The conversation that is asked for; Refused when nobody is called so."""
    if not who:
        return None
    told = simulated().get(f"/phone/{quote(who, safe='')}")
    chat = phone.chat(told, userid)
    if chat is None and userid:
        raise Refused(404, "these two have never met")
    return chat


def top_html() -> str:
    """The virtual clock and the counters."""
    with reading() as session:
        found = counts(session, current_corp_id())
    here = in_corp_zone(now())
    return render_template(
        "demo/top.html", here=here, weekday=WEEKDAYS[here.weekday()], counts=found
    )


def feed_html() -> str:
    """What happened, newest first."""
    with reading() as session:
        told = lines(newest(session, current_corp_id()))
    return render_template("demo/feed.html", lines=told)


def speed_html() -> str:
    """The choice of speed."""
    word = tempo.word()
    choices: list[str] = [*tempo.CHOICES]
    if word not in choices:
        choices.append(word)
    return render_template("demo/speed.html", choices=choices, word=word, paused=tempo.PAUSED)


def workers_html() -> str:
    """The workers with their pids."""
    rows: list[dict[str, Any]] = [
        {"lane": lane, "label": LANES.get(lane, lane), "pid": pid}
        for lane, pid in workers.workers().items()
    ]
    return render_template("demo/workers.html", workers=rows)


def asked(name: str) -> str:
    """A word of this address."""
    return request.args.get(name, "")


def given(name: str) -> str:
    """A word of this form."""
    return request.form.get(name, "").strip()


def is_htmx() -> bool:
    """Whether a part of the page is enough."""
    return "HX-Request" in request.headers
