"""Pages for the person on call: run all of a kind again, settle what is unclear, and the health."""

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from redis.exceptions import RedisError
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.clock import now
from app.console.person import current_corp_id, current_person
from app.contacts.queries import customer_names
from app.corps.wecom import budget
from app.db import reading, transaction
from app.inbox import again as inbox
from app.insight.naming import names_of
from app.insight.words import COMMANDS, EVENT_KINDS, LANES, REACTIONS, STATES, TONES
from app.insight.work import since_of
from app.operations.standing import standing
from app.outbox import again as outbox
from app.outbox.models import OutboxCommand
from app.queue import LANES as LANE_NAMES
from bots.budget import Usage

pages = Blueprint("operations", __name__, template_folder="templates")
WORDS = {
    "event_kinds": EVENT_KINDS,
    "reactions": REACTIONS,
    "commands": COMMANDS,
    "lane_names": LANES,
    "states": STATES,
    "tones": TONES,
}


@pages.get("/background/redrive")
def preview() -> str:
    """What would run again, and how many, before anything does."""
    with reading() as session:
        groups = counted(session)
    return render_template(
        "operations/redrive.html",
        groups=groups,
        total=sum(count for *_rest, count in groups),
        is_outbox=is_outbox(),
        given=given(),
        **WORDS,
    )


@pages.post("/background/redrive")
def redrive() -> ResponseReturnValue:
    """Run again whatever the filters mean now."""
    with transaction() as session:
        count = run_again(session)
    if count:
        flash(_("已重新安排 %(count)s 项，马上运行", count=count), "good")
    else:
        flash(_("已经没有需要再运行的项"), "warn")
    return redirect(url_for("insight.work", tab="outbox" if is_outbox() else None))


def run_again(session: Session) -> int:
    """How many run again."""
    return outbox.retry(session, failed()) if is_outbox() else inbox.redrive(session, parked())


def is_outbox() -> bool:
    """Whether calls are meant, and not reactions."""
    return request.values.get("tab") == "outbox"


def given() -> dict[str, str]:
    """The filters, to hand on."""
    wanted = ("tab", "name", "since")
    return {name: request.values[name] for name in wanted if request.values.get(name)}


def chosen() -> tuple[str, str, datetime | None]:
    """The corp, the kind and since when."""
    values = request.values
    return current_corp_id(), values.get("name", ""), since_of(values.get("since", ""))


def parked() -> list[ColumnElement[bool]]:
    corp_id, name, since = chosen()
    return inbox.parked_that(corp_id=corp_id, name=name, since=since)


def failed() -> list[ColumnElement[bool]]:
    """What WeCom refused. What is unclear is never said again in bulk: it may have taken effect."""
    corp_id, name, since = chosen()
    return outbox.commands_that(corp_id=corp_id, kind=name, since=since, states=["failed"])


def counted(session: Session) -> list[Any]:
    return list(
        outbox.counted(session, failed()) if is_outbox() else inbox.counted(session, parked())
    )


@pages.get("/background/commands/<int:command_id>/settle")
def settling(command_id: int) -> str:
    """An unclear call, and the form in which a person says what became of it."""
    corp_id = current_corp_id()
    with reading() as session:
        row = session.scalars(
            select(OutboxCommand).where(
                OutboxCommand.corp_id == corp_id, OutboxCommand.id == command_id
            )
        ).one_or_none()
        if row is None:
            abort(404)
        customers = customer_names(session, corp_id, [row.external_userid or ""])
        names = names_of(session, corp_id)
    return render_template(
        "operations/settle.html",
        row=row,
        customer=customers.get(row.external_userid or "", row.external_userid or ""),
        names=names,
        longest=outbox.LONGEST_NOTE,
        **WORDS,
    )


@pages.post("/background/commands/<int:command_id>/settle")
def settle(command_id: int) -> ResponseReturnValue:
    """Keep what the person says, with who and when."""
    how, note = request.form.get("how", ""), request.form.get("note", "").strip()
    person = current_person()
    if person is None or how not in outbox.SETTLED_AS or not note:
        flash(_("请选择结果，并写下您看到了什么"), "bad")
        return redirect(url_for("operations.settling", command_id=command_id))
    with transaction() as session:
        is_settled = outbox.settle(
            session, person.corp_id, command_id, how=how, by=person.userid, note=note
        )
    if is_settled:
        flash(_("已登记，马上生效"), "good")
    else:
        flash(_("它的状态已经变了，不需要登记"), "warn")
    return redirect(url_for("insight.work", tab="outbox"))


@pages.get("/health")
def health() -> str:
    """What runs, what waits and for how long, what is used up: for the administrator."""
    person = current_person()
    if person is None or person.role != "admin":
        abort(403)
    with reading() as session:
        stands = standing(session)
    return render_template(
        "operations/health.html",
        stands=stands,
        lanes=LANE_NAMES,
        usage=used(person.corp_id),
        moment=now(),
        **WORDS,
    )


def used(corp_id: str) -> list[Usage] | None:
    """The limits of WeCom that are used most; None while nobody counts."""
    try:
        return list(budget().usage(corp_id))[:8]
    except RedisError:
        return None
