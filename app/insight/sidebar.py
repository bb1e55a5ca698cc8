"""The sidebar (侧边栏): what a member sees beside a chat, and today's tasks, one tap each."""

from collections.abc import Sequence
from typing import TypeVar

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.acquisition.phones.sidebar_page import phone_source, waiting_numbers
from app.acquisition.queries import channel_names
from app.acquisition.schedule.recesses import pause_today, resume, switches_of
from app.archive.models import ChatMessage
from app.clock import now
from app.console.filters import in_corp_zone
from app.console.paging import paged
from app.console.person import current_corp_id, current_person
from app.contacts.follows import follows_of
from app.contacts.models import CorpTag, ExternalContact, Follow, FollowTag
from app.contacts.queries import customer_names, staff_choices, staff_names
from app.db import reading, transaction
from app.leads.models import Lead, Score
from app.sop.models import Enrollment, Sop, Task
from app.sop.queries import done_since, unfinished_tasks
from app.sop.tasks import act

R = TypeVar("R", Score, Lead)
pages = Blueprint(
    "sidebar",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/sidebar/static",
)


@pages.app_template_global()
def channel_choices() -> list[tuple[str, str]]:
    """Every channel as (state, name): forms of slices below acquisition ask here."""
    with reading() as session:
        return sorted(channel_names(session, current_corp_id()).items())


@pages.get("/sidebar")
def today() -> ResponseReturnValue:
    """Everything that a member has to do today."""
    corp_id, userid = current_corp_id(), chosen_member()
    midnight = in_corp_zone(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    due_today = Task.due_at <= midnight.replace(hour=23, minute=59, second=59)
    with reading() as session:
        page = paged(session, unfinished_tasks(corp_id, userid).where(due_today))
        return render_template(
            "insight/sidebar_today.html",
            page=page,
            userid=userid,
            members=members(session, corp_id, userid),
            customers=customer_names(
                session, corp_id, {task.external_userid for task in page.rows}
            ),
            done=done_since(session, corp_id, userid, midnight),
            receptions=switches_of(session, corp_id, userid),
            waiting_numbers=waiting_numbers,
        )


@pages.get("/sidebar/<external_userid>")
def card(external_userid: str) -> ResponseReturnValue:
    """One customer, as the member who looks knows them."""
    corp_id = current_corp_id()
    with reading() as session:
        follows = follows_of(session, corp_id, external_userid)
        follow = the_follow(follows, chosen_member()) or abort(404)
        return render_template(
            "insight/sidebar.html",
            phone_source=phone_source,
            contact=session.scalars(
                select(ExternalContact).where(
                    ExternalContact.corp_id == corp_id,
                    ExternalContact.external_userid == external_userid,
                )
            ).one_or_none(),
            follow=follow,
            follows=follows,
            staff=staff_names(session, corp_id),
            tags=tags_on(session, follow),
            tasks=tasks_for(session, follow),
            enrollments=enrollments_of(session, follow),
            messages=recent_messages(session, follow),
            score=of_customer(session, Score, follow),
            lead=of_customer(session, Lead, follow),
        )


@pages.post("/sidebar/tasks/<int:task_id>")
def tap(task_id: int) -> ResponseReturnValue:
    """One tap on a task."""
    with transaction() as session:
        task = act(session, current_corp_id(), task_id, request.form.get("do", ""))
        userid, external_userid = task.userid, task.external_userid
        words = {"done": _("已完成。"), "rejected": _("已拒绝。")}
        told = words.get(task.state, _("已推迟到明天。"))
    flash(told, "good")
    if request.form.get("back") == "today":
        return redirect(url_for("sidebar.today", userid=userid))
    return redirect(url_for("sidebar.card", external_userid=external_userid, userid=userid))


@pages.post("/sidebar/reception")
def switch_reception() -> ResponseReturnValue:
    """A member's own switch: no customers today, by one live code or by all."""
    person, way_id = current_person(), request.form.get("way_id", type=int)
    userid = person.userid if person and person.role == "staff" else chosen_member()
    with transaction() as session:
        if request.form.get("off") == "1":
            pause_today(session, current_corp_id(), userid, way_id)
            flash(_("今天不再分配新客户，明天自动恢复。"), "good")
        else:
            resume(session, current_corp_id(), userid, way_id)
            flash(_("已恢复接待。"), "good")
    return redirect(url_for("sidebar.today", userid=userid))


def chosen_member() -> str:
    """Whose sidebar it is: the member named in the address, else the one who is logged in."""
    person = current_person()
    return request.args.get("userid") or (person.userid if person else "")


def members(session: Session, corp_id: str, userid: str) -> list[tuple[str, str]]:
    """Whose tasks can be looked at; the one being looked at is always among them."""
    choices = staff_choices(session, corp_id)
    known = any(choice == userid for choice, _name in choices)
    return choices if known else [(userid, userid), *choices]


def the_follow(follows: Sequence[Follow], userid: str) -> Follow | None:
    """The member's own follow; for others the newest that lives, else the newest."""
    own = [follow for follow in follows if follow.userid == userid]
    alive = [follow for follow in follows if follow.ended_at is None]
    return next(iter(own or alive[::-1] or list(follows)[::-1]), None)


def tags_on(session: Session, follow: Follow) -> list[dict[str, str | None]]:
    """The follow's tags as chips; a tag that WeCom has not confirmed yet is quieter."""
    rows = session.execute(
        select(CorpTag.name, FollowTag.command_id, FollowTag.marked_at)
        .join(CorpTag, (CorpTag.corp_id == follow.corp_id) & (CorpTag.tag_id == FollowTag.tag_id))
        .where(FollowTag.follow_id == follow.id)
        .order_by(FollowTag.id)
    )
    return [
        {"name": name, "tone": "neutral" if command_id and marked_at is None else "accent"}
        for name, command_id, marked_at in rows
    ]


def tasks_for(session: Session, follow: Follow) -> Sequence[Task]:
    """What the member has to do for this customer."""
    todo = unfinished_tasks(follow.corp_id, follow.userid)
    return session.scalars(todo.where(Task.external_userid == follow.external_userid)).all()


def enrollments_of(session: Session, follow: Follow) -> list[tuple[str, Enrollment]]:
    """The SOPs that the customer is on, by name."""
    rows = session.execute(
        select(Sop.name, Enrollment)
        .join(Sop)
        .where(
            Enrollment.corp_id == follow.corp_id,
            Enrollment.userid == follow.userid,
            Enrollment.external_userid == follow.external_userid,
        )
        .order_by(Enrollment.id)
    )
    return [(name, enrollment) for name, enrollment in rows]


def recent_messages(session: Session, follow: Follow) -> list[ChatMessage]:
    """The last five messages between the two, the oldest first."""
    newest = session.scalars(
        select(ChatMessage)
        .where(
            ChatMessage.corp_id == follow.corp_id,
            ChatMessage.external_userid == follow.external_userid,
            ChatMessage.userid == follow.userid,
        )
        .order_by(ChatMessage.sent_at.desc(), ChatMessage.id.desc())
        .limit(5)
    ).all()
    return list(newest)[::-1]


def of_customer(session: Session, table: type[R], follow: Follow) -> R | None:
    """The customer's one row of Score or Lead."""
    return session.scalars(
        select(table).filter_by(corp_id=follow.corp_id, external_userid=follow.external_userid)
    ).one_or_none()
