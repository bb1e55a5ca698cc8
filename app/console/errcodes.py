"""WeCom's errcodes as a person may look them up: Tencent's words, what we do, what they can do."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import func, select

from app.console.paging import Page
from app.console.person import current_corp_id
from app.db import reading
from app.outbox.models import OutboxCommand
from bots.errcodes import KNOWN, OFFICIAL, Known
from bots.errors import advice

blueprint = Blueprint("errcodes", __name__)

SIZE = 50

# What we do by ourselves about a code of this class, and how grave that is.
WHAT_WE_DO: Mapping[str, tuple[LazyString, str]] = {
    "done": (_l("视为成功"), "good"),
    "retry": (_l("稍后自动重试，最多三次"), "warn"),
    "busy": (_l("稍后自动重试"), "warn"),
    "refresh": (_l("自动更新凭证并重试一次"), "warn"),
    "window": (_l("等限制解除后自动继续"), "warn"),
    "app": (_l("暂停整个应用，等管理员处理"), "bad"),
    "api": (_l("暂停这个接口，等管理员处理"), "bad"),
    "one": (_l("不再重试，等管理员处理"), "bad"),
    "gone": (_l("结束这位成员与客户的跟进"), "neutral"),
    "late": (_l("不再补发欢迎语"), "neutral"),
    "final": (_l("不再重试，需要修改内容"), "neutral"),
}


@blueprint.get("/errcodes")
def listing() -> ResponseReturnValue:
    """All codes, those that this corp has met, or those that a word is found in."""
    words, is_met = request.args.get("q", "").strip(), request.args.get("tab") == "met"
    met = met_by(current_corp_id())
    unlisted = [unknown(code) for code in sorted(met) if code not in KNOWN]
    found = [
        known
        for known in (*KNOWN.values(), *unlisted)
        if (not is_met or known.code in met) and matches(known, words)
    ]
    return render_template(
        "console/errcodes.html",
        page=page_of(found),
        words=words,
        is_met=is_met,
        met=met,
        what_we_do=what_we_do,
        next_step=next_step,
        link=OFFICIAL,
    )


def met_by(corp_id: str) -> dict[int, int]:
    """errcode → how many calls of this corp ended with it."""
    counted = (
        select(OutboxCommand.errcode, func.count())
        .where(
            OutboxCommand.corp_id == corp_id,
            OutboxCommand.errcode.is_not(None),
            OutboxCommand.errcode != 0,
        )
        .group_by(OutboxCommand.errcode)
    )
    with reading() as session:
        return {code: count for code, count in session.execute(counted) if code is not None}


def unknown(code: int) -> Known:
    """A code that WeCom has used and that our table lacks: final, like every unknown one."""
    return Known(code, "final", "", "look", "", advice(code).meaning_zh)


def matches(known: Known, words: str) -> bool:
    """Whether the code begins so, or its words hold these."""
    if words.lstrip("-").isdigit():
        return str(known.code).startswith(words)
    told = advice(known.code)
    text = f"{known.tencent} {known.meaning} {told.advice_zh} {told.advice_en}"
    return words.lower() in text.lower()


def what_we_do(known: Known) -> tuple[LazyString, str]:
    """Our own part, and its tone."""
    return WHAT_WE_DO[known.stops or known.kind]


def next_step(known: Known) -> str:
    """What a person does, in the reader's language."""
    told = advice(known.code)
    return told.advice_en if str(get_locale()) == "en" else told.advice_zh


def page_of(rows: Sequence[Known]) -> Page:
    """The page that the address asks for; past the end it is the last one."""
    last = max(1, -(-len(rows) // SIZE))
    number = min(max(1, request.args.get("page", 1, type=int)), last)
    return Page(rows[(number - 1) * SIZE : number * SIZE], number, SIZE, len(rows))
