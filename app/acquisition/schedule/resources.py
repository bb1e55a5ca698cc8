"""Who receives by a live code and when, for programs."""

from dataclasses import replace
from datetime import datetime

from flask import Response, abort, jsonify
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.acquisition.codes.form import SINGLE
from app.acquisition.codes.publishing import publish
from app.acquisition.codes.resources import found, is_over
from app.acquisition.models import ContactWay
from app.acquisition.schedule.bodies import (
    PreviewBody,
    PreviewTold,
    ScheduleBody,
    ScheduleTold,
    form_from,
    preview_told,
    schedule_told,
)
from app.acquisition.schedule.changes import arrange, schedule_of
from app.acquisition.schedule.checks import Known, check_schedule, is_date
from app.acquisition.schedule.effective_staff import Effective, effective_staff
from app.acquisition.schedule.facts import facts_of, zone_of
from app.acquisition.schedule.form import ScheduleForm, plan_of
from app.acquisition.schedule.models import CodeSchedule
from app.acquisition.schedule.plan import Plan
from app.api.problems import against
from app.api.shell import N_, ById, resources
from app.contacts.queries import departments_with_members, staff_choices
from app.db import reading, transaction

schedules = resources("schedules", __name__, N_("活码的排班"))
NEAR = range(2000, 2101)  # years of which a preview is asked


@schedules.get(
    "/codes/<int:id>/schedule", summary=N_("活码的排班"), responses={"200": ScheduleTold}
)
def one(path: ById) -> Response:
    """Who receives when."""
    return answer(path.id)


@schedules.put(
    "/codes/<int:id>/schedule", summary=N_("修改活码的排班"), responses={"200": ScheduleTold}
)
def change(path: ById, body: ScheduleBody) -> Response:
    """Let the code be received so from now on; a pause stays until it is ended."""
    form = form_from(body)
    with reading() as session:
        way = found(session, path.id)
        wrong = wrong_schedule(session, way, form)
    if refused := is_over(way):
        return refused
    if wrong:
        return against(wrong)
    with transaction() as session:
        schedule_of(session, path.id, lock=True)  # before the code itself, as workers do
        way = found(session, path.id)
        arrange(session, way, planned(form, way))
    publish(path.id)
    return answer(path.id)


@schedules.post(
    "/codes/<int:id>/schedule/preview",
    summary=N_("某一时刻由谁接待"),
    responses={"200": PreviewTold},
)
def preview(path: ById, body: PreviewBody) -> Response:
    """Who would receive at a moment, by what we know now; nothing is kept."""
    with reading() as session:
        way = found(session, path.id)
        if not (is_date(body.day) and int(body.day[:4]) in NEAR):
            return against({"day": _("没有这一天，或者离现在太远")})
        plan = Plan.of(row_of(session, way).plan)
        if body.schedule is not None:
            form = form_from(body.schedule)
            if wrong := wrong_schedule(session, way, form):
                return against({f"schedule.{name}": words for name, words in wrong.items()})
            plan = replace(planned(form, way), is_paused=plan.is_paused)
        wall = datetime.fromisoformat(f"{body.day}T{body.at}")
        return jsonify(preview_told(receivers(session, way, plan, wall)))


def receivers(session: Session, way: ContactWay, plan: Plan, wall: datetime) -> Effective:
    """Who receives by a plan when the corp's clock shows `wall`."""
    moment = wall.replace(tzinfo=zone_of(session, way.corp_id))
    supposed = CodeSchedule(corp_id=way.corp_id, way_id=way.id, plan=plan.as_json())
    code, counters = facts_of(session, [supposed], moment)[way.id]
    return effective_staff(code, moment, counters)


def wrong_schedule(session: Session, way: ContactWay, form: ScheduleForm) -> dict[str, str]:
    """Field → complaint, by the rules of the page."""
    parties = departments_with_members(session, way.corp_id)
    check_schedule(form, Known(dict(staff_choices(session, way.corp_id)), parties))
    if way.kind == SINGLE and form.has_parties():
        form.errors["parties"] = _("这个活码是单人活码，只能有一位成员（企业微信的限制）")
    return form.errors


def planned(form: ScheduleForm, way: ContactWay) -> Plan:
    """The plan that was sent; the members for all other times are the code's own."""
    return plan_of(form, way.userids, parties=way.parties, skip_verify=way.skip_verify)


def row_of(session: Session, way: ContactWay) -> CodeSchedule:
    """The schedule of a code; 404 for one that nobody has arranged yet."""
    return schedule_of(session, way.id) or abort(404)


def answer(way_id: int) -> Response:
    """A schedule as JSON."""
    with reading() as session:
        return jsonify(schedule_told(row_of(session, found(session, way_id))))
