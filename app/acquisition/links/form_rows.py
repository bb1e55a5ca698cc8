"""The form of an acquisition link and what there is to choose from, read from the rows."""

from sqlalchemy.orm import Session

from app.acquisition.links.form import Choices, LinkForm, form_of
from app.acquisition.links.models import AcquisitionLink
from app.contacts.departments import numbered_departments
from app.contacts.queries import staff_choices, tag_groups
from app.outreach.composer import draft_of, name_images
from app.outreach.welcomes import welcome_for_state
from app.sop.channels import kept_alone_by, sops_by_choice, sops_of_state
from app.tagging.channel_rules import tags_for_state


def form_with_draft(session: Session, link: AcquisitionLink) -> LinkForm:
    """The form of a link with its tags, its SOPs and its welcome; its placements share them."""
    corp_id, state = link.corp_id, link.form_key
    form = form_of(link, tags_for_state(session, corp_id, state))
    form.sop_ids = sops_of_state(session, corp_id, state)
    form.draft = draft_of(welcome_for_state(session, corp_id, state))
    name_images(session, corp_id, form.draft)
    return form


def choices(
    session: Session, corp_id: str, form: LinkForm, link: AcquisitionLink | None = None
) -> Choices:
    """What this form may choose."""
    states = [one.channel.state for one in link.placements] if link else [form.state]
    return Choices(
        userids=dict(staff_choices(session, corp_id)),
        department_ids=[number for number, _name in numbered_departments(session, corp_id)],
        tag_ids=[tag for group in tag_groups(session, corp_id) for tag, _name in group.tags],
        sop_ids=[sop.id for sop in sops_by_choice(session, corp_id)],
        kept_alone=kept_alone_by(session, corp_id, states, form.sop_ids),
    )
