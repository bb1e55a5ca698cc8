"""Pages that gather: today's overview, one customer, and the work of the house."""

from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from app.acquisition.phones.sidebar_page import phone_source
from app.acquisition.queries import channel_names
from app.audit.look import last_audit
from app.clock import now
from app.config import settings
from app.console.paging import paged
from app.console.person import current_corp_id
from app.contacts.mirror.progress import allow, latest
from app.contacts.mirror.run import start
from app.contacts.queries import customer_names
from app.corps.models import Corp
from app.db import reading, transaction
from app.inbox.again import react_again
from app.insight import overview as today
from app.insight import work as works
from app.insight.naming import names_of
from app.insight.portrait import portrait, why_tag
from app.insight.timeline import fold, last_line, of_event
from app.insight.words import COMMANDS, EVENT_KINDS, GROUPS, LANES, REACTIONS, STATES, TONES
from app.outbox.again import say_again

pages = Blueprint(
    "insight",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/insight/static",
)


@pages.app_template_global()
def channel_name(state: str) -> str:
    """What people call the channel behind a `state`; pages below acquisition ask here too."""
    if "channel_names" not in g:
        with reading() as session:
            g.channel_names = channel_names(session, current_corp_id())
    return str(g.channel_names.get(state, state))


@pages.app_template_global()
def link_to(endpoint: str, **values: Any) -> str | None:
    """The address of a page, None while this house does not have it."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


@pages.get("/overview")
def overview() -> str:
    """Today in numbers, with the newest of what happened."""
    corp_id = current_corp_id()
    with reading() as session:
        counted = today.numbers(session, corp_id, today.midnight(now(), settings().corp_zone))
        story = today.recent(session, corp_id)
        names = names_of(session, corp_id, today.told_of(story))
        return render_template(
            "insight/overview.html",
            numbers=counted,
            entries=fold(story, names)[: today.RECENT],
        )


@pages.get("/customers/<external_userid>")
def customer(external_userid: str) -> str:
    """One customer: who, with whom, what happened and why."""
    corp_id = current_corp_id()
    with reading() as session:
        names = names_of(session, corp_id)
        found = portrait(session, corp_id, external_userid)
        if found is None:
            abort(404)
        return render_template(
            "insight/customer.html",
            phone_source=phone_source,
            portrait=found,
            names=names,
            entries=fold(found.story, names),
            why_tag=lambda tag: why_tag(tag, found, names),
            states=STATES,
            tones=TONES,
        )


@pages.get("/background")
def work() -> str:
    """What came in and what went out, with states, errors and answers."""
    corp_id, group, name = (
        current_corp_id(),
        request.args.get("state", ""),
        request.args.get("name", ""),
    )
    is_outbox, days = request.args.get("tab") == "outbox", request.args.get("since", "")
    since = works.since_of(days)
    chosen = works.commands if is_outbox else works.events
    with reading() as session:
        page = paged(session, chosen(corp_id, group=group, name=name, since=since))
        names = names_of(session, corp_id)
        who = [row.external_userid for row in page.rows if row.external_userid]
        return render_template(
            "insight/work.html",
            page=page,
            is_outbox=is_outbox,
            group=group,
            groups=works.GROUPS_OF_COMMANDS if is_outbox else works.GROUPS_OF_EVENTS,
            group_names=GROUPS,
            name=name,
            days=days,
            redrivable=works.redrivable(
                session, corp_id, is_outbox=is_outbox, name=name, since=since
            ),
            lanes=works.lanes(session, corp_id),
            audited=last_audit(session, corp_id),
            mirror=latest(session, corp_id),
            lane_names=LANES,
            names=names,
            title_of=lambda event: of_event(event, names).title,
            customers=customer_names(session, corp_id, who),
            **WORDS,
        )


WORDS = {
    "event_kinds": EVENT_KINDS,
    "reactions": REACTIONS,
    "commands": COMMANDS,
    "states": STATES,
    "tones": TONES,
    "last_line": last_line,
}


@pages.post("/background/reactions/<int:reaction_id>/again")
def reaction_again(reaction_id: int) -> ResponseReturnValue:
    """Run a parked reaction again."""
    with transaction() as session:
        is_planned = react_again(session, current_corp_id(), reaction_id)
    return told(is_planned, tab="inbox")


@pages.post("/background/commands/<int:command_id>/again")
def command_again(command_id: int) -> ResponseReturnValue:
    """Say a failed command again."""
    with transaction() as session:
        is_planned = say_again(session, current_corp_id(), command_id)
    return told(is_planned, tab="outbox")


@pages.post("/background/mirror")
def mirror_now() -> ResponseReturnValue:
    """Compare everything with WeCom now, not only at night."""
    with reading() as session:
        corp_row_id = session.scalars(
            select(Corp.id).where(Corp.corp_id == current_corp_id())
        ).one()
    start(corp_row_id)
    flash(_("开始与企业微信核对"), "good")
    return redirect(url_for("insight.work"))


@pages.post("/background/mirror/<int:run_id>/ends")
def mirror_ends(run_id: int) -> ResponseReturnValue:
    """End what a halted comparison did not dare to end."""
    with transaction() as session:
        is_planned = allow(session, current_corp_id(), run_id)
    return told(is_planned, tab="inbox")


def told(is_planned: bool, *, tab: str) -> ResponseReturnValue:
    """Say what became of the wish, and go back to the list."""
    if is_planned:
        flash(_("已重新安排，马上运行"), "good")
    else:
        flash(_("它的状态已经变了，不需要再运行"), "warn")
    return redirect(url_for("insight.work", tab=tab))
