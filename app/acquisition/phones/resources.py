"""Phone lists for programs: hand numbers in, read the verdicts, keep a list, see how far it is."""

from flask import Response, abort, jsonify
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.acquisition.phones import queries
from app.acquisition.phones.bodies import (
    PhoneDraftTold,
    PhoneItemsAsked,
    PhoneItemsTold,
    PhoneListBody,
    PhoneListsAsked,
    PhoneListsTold,
    PhoneListTold,
    PhoneRowsBody,
    cells,
    draft_told,
    form_from,
    item_told,
    list_told,
)
from app.acquisition.phones.deeds import running_list
from app.acquisition.phones.giving import close
from app.acquisition.phones.importing import add_draft, judge_draft, keep
from app.acquisition.phones.judging import COLUMNS
from app.acquisition.phones.models import PhoneDraft, PhoneList
from app.acquisition.phones.plan_form import PlanForm, check_form
from app.api.answers import created, listed
from app.api.guard import caller, settle
from app.api.problems import against
from app.api.shell import N_, ById, resources
from app.console.paging import paged
from app.contacts.queries import staff_choices, staff_names, tag_groups
from app.db import reading, transaction

phone_lists = resources("phone_lists", __name__, N_("手机号名单"))


@phone_lists.post("/phone-drafts", summary=N_("交来一份手机号"), responses={"201": PhoneDraftTold})
def hand_in(body: PhoneRowsBody) -> Response:
    """Judge each row; nobody is given a number before the list is kept."""
    corp_id, made_by = caller().corp_id, caller().name
    with transaction() as session:
        draft = add_draft(session, corp_id, cells(body), file_name="", made_by=made_by)
        draft.has_head = False
        draft.columns = {name: place for place, name in enumerate(COLUMNS)}
        return settle(session, created(answer_draft(session, draft)))


@phone_lists.get(
    "/phone-drafts/<int:id>", summary=N_("每一行的结果"), responses={"200": PhoneDraftTold}
)
def one_draft(path: ById) -> Response:
    """The verdicts, as things are now."""
    with reading() as session:
        mine = (PhoneDraft.id == path.id, PhoneDraft.corp_id == caller().corp_id)
        draft = session.scalars(select(PhoneDraft).where(*mine)).one_or_none() or abort(404)
        return answer_draft(session, draft)


@phone_lists.delete(
    "/phone-drafts/<int:id>", summary=N_("放弃，删除交来的号码"), responses={"204": None}
)
def drop(path: ById) -> Response:
    """Forget what was handed in."""
    with transaction() as session:
        session.delete(find_draft(session, path.id))
    return Response(status=204)


@phone_lists.post(
    "/phone-drafts/<int:id>/keep",
    summary=N_("存为名单并分给成员"),
    responses={"201": PhoneListTold},
)
def keep_draft(path: ById, body: PhoneListBody) -> Response:
    """Make a list of it, and give its good numbers to the members."""
    form = form_from(body)
    with transaction() as session:
        draft = find_draft(session, path.id)
        wrong = complaints(session, form)
        if wrong:
            return against(wrong)
        made = keep(session, draft, form.plan(), made_by=caller().name)
        # the draft is gone from here on: a repeat after a crash is told this
        return settle(session, created(answer_list(session, made)))


@phone_lists.get("/phone-lists", summary=N_("名单列表"), responses={"200": PhoneListsTold})
def listing(query: PhoneListsAsked) -> Response:
    """Lists that fit."""
    corp_id = caller().corp_id
    with reading() as session:
        fitting = queries.lists(corp_id, words=query.words, status=query.status)
        page = paged(session, fitting, size=query.size)
        funnels = queries.funnels(session, corp_id, [made.id for made in page.rows])
    items = [list_told(made, funnels[made.id]) for made in page.rows]
    return listed(page, items)


@phone_lists.get("/phone-lists/<int:id>", summary=N_("一份名单"), responses={"200": PhoneListTold})
def one_list(path: ById) -> Response:
    """One list with its funnel."""
    return answer(path.id)


@phone_lists.get(
    "/phone-lists/<int:id>/rows", summary=N_("名单里的号码"), responses={"200": PhoneItemsTold}
)
def rows(path: ById, query: PhoneItemsAsked) -> Response:
    """The rows that fit; whole numbers are shown in the console only, where it is kept who looks."""
    wanted = queries.Wanted(query.verdict, query.state, query.userid)
    with reading() as session:
        made = found(session, path.id)
        page = paged(session, queries.items(made, wanted), size=query.size)
        staff = staff_names(session, made.corp_id)
    items = [item_told(item, staff) for item in page.rows]
    return listed(page, items)


@phone_lists.post(
    "/phone-lists/<int:id>/close", summary=N_("结束名单"), responses={"200": PhoneListTold}
)
def close_list(path: ById) -> Response:
    """End a list: what was not reached goes back."""
    with transaction() as session:
        close(session, running_list(session, caller().corp_id, path.id) or abort(404))
    return answer(path.id)


def complaints(session: Session, form: PlanForm) -> dict[str, str]:
    """Field → complaint, by the rules of the page."""
    corp_id = caller().corp_id
    tags = [tag for group in tag_groups(session, corp_id) for tag, _name in group.tags]
    check_form(form, dict(staff_choices(session, corp_id)), tags)
    return form.errors


def find_draft(session: Session, draft_id: int) -> PhoneDraft:
    """The draft of the caller's corp, or 404; two who keep it at once come one after the other."""
    mine = (PhoneDraft.id == draft_id, PhoneDraft.corp_id == caller().corp_id)
    draft = session.scalars(select(PhoneDraft).where(*mine).with_for_update()).one_or_none()
    return draft or abort(404)


def found(session: Session, list_id: int) -> PhoneList:
    """The list of the caller's corp, or 404."""
    return queries.find_list(session, caller().corp_id, list_id) or abort(404)


def answer_draft(session: Session, draft: PhoneDraft) -> Response:
    """A draft as JSON."""
    staff = staff_names(session, draft.corp_id)
    return jsonify(draft_told(draft, judge_draft(session, draft), staff))


def answer(list_id: int) -> Response:
    """A list as JSON."""
    with reading() as session:
        return answer_list(session, found(session, list_id))


def answer_list(session: Session, made: PhoneList) -> Response:
    """A list with its funnel as JSON."""
    return jsonify(list_told(made, queries.funnels(session, made.corp_id, [made.id])[made.id]))
