"""The parts of the demo's page, each rendered alone: phone, screen, clock, feed, speed, workers."""

from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import quote

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.acquisition.queries import channel_names
from app.clock import now
from app.config import settings
from app.console.filters import framed, in_corp_zone
from app.console.person import current_corp_id
from app.db import reading
from app.demo import fragments, phone, tempo, workers
from app.demo.control import Refused, Simulated
from app.demo.feed import lines
from app.demo.happenings import counts, newest
from app.errors import Unprocessable
from app.insight.words import LANES

LONGEST_NAME = 20
LONGEST_WORDS = 500
# Said in Chinese in every language: the rules listen for these words.
PHRASES = ("你好", "多少钱？", "可以试用吗")
WEEKDAYS = (_l("周一"), _l("周二"), _l("周三"), _l("周四"), _l("周五"), _l("周六"), _l("周日"))


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


def shells_at() -> str:
    """Where the simulated WeCom shows its own phone and client; nothing in front of a real one."""
    return (settings().simulator_url or "").removesuffix("/sim")


def phone_html(who: str, userid: str) -> str:
    """The whole phone: frame, screen and what one types into."""
    chat = chat_of(who, userid)
    screen_now = fragments.told("screen", screen_html(chat))
    return render_template(
        "demo/phone.html",
        screen=screen_now,
        again=code_of(chat.userid) if chat and not chat.is_friend else None,
        chat=chat,
        phrases=PHRASES,
        longest_words=LONGEST_WORDS,
        shells=shells_at(),
    )


def code_of(userid: str) -> str | None:
    """The config_id of a live code by which a customer can add this member (again)."""
    codes = simulated().get("/codes")["codes"]
    fitting = (one for one in codes if userid in [user["userid"] for user in one["users"]])
    return next((str(one["config_id"]) for one in fitting), None)


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
    told = phone_of(who)
    chat = phone.chat(told, userid)
    if chat is None and userid:
        raise Refused(404, "these two have never met")
    return chat


def phone_of(who: str) -> dict[str, Any]:
    """Somebody's phone as the simulator shows it; Refused when nobody is called so."""
    told: dict[str, Any] = simulated().get(f"/phone/{quote(who, safe='')}")
    return told


def top_html() -> str:
    """The virtual clock and the counters."""
    with reading() as session:
        found = counts(session, current_corp_id())
    here = in_corp_zone(now())
    return render_template(
        "demo/top.html", here=here, weekday=WEEKDAYS[here.weekday()], counts=found
    )


def when(moment: datetime) -> str:
    """`03-02 09:21`, with the whole moment on hover."""
    there = in_corp_zone(moment)
    return framed(there, f"{there:%m-%d %H:%M}")


def feed_html() -> str:
    """What happened, newest first."""
    with reading() as session:
        told = lines(newest(session, current_corp_id()))
    return render_template("demo/feed.html", lines=told, when=when)


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
