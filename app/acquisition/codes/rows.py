"""The form of a live code and what there is to choose from, read from the rows."""

from sqlalchemy.orm import Session

from app.acquisition.codes.form import Choices, CodeForm, form_of
from app.acquisition.models import ContactWay
from app.acquisition.schedule.changes import schedule_of
from app.acquisition.schedule.form import schedule_form
from app.acquisition.schedule.models import CodeSchedule
from app.acquisition.schedule.plan import Plan
from app.contacts.queries import departments_with_members, staff_choices, tag_groups
from app.outreach.composer import draft_of, name_images
from app.outreach.welcomes import welcome_for_state
from app.sop.channels import kept_alone_by, sops_by_choice, sops_of_state
from app.tagging.channel_rules import tags_for_state


def form_with_draft(
    session: Session, way: ContactWay, schedule: CodeSchedule | None = None
) -> CodeForm:
    """The form of a code with its tags, its own welcome and its schedule, which may be at hand."""
    state = way.channel.state
    draft = draft_of(welcome_for_state(session, way.corp_id, state))
    name_images(session, way.corp_id, draft)
    tag_ids = tags_for_state(session, way.corp_id, state)
    form = form_of(way, tag_ids, draft, sops_of_state(session, way.corp_id, state))
    row = schedule or schedule_of(session, way.id)
    if row is not None:
        form.schedule = schedule_form(Plan.of(row.plan))
    return form


def choices(session: Session, corp_id: str, form: CodeForm) -> Choices:
    """What this form may choose."""
    return Choices(
        userids=dict(staff_choices(session, corp_id)),
        tag_ids=[tag for group in tag_groups(session, corp_id) for tag, _name in group.tags],
        parties=departments_with_members(session, corp_id),
        sop_ids=[sop.id for sop in sops_by_choice(session, corp_id)],
        kept_alone=kept_alone_by(session, corp_id, [form.state], form.sop_ids),
    )
