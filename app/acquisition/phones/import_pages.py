"""Importing for people: hand in a table, look at what becomes of it, keep it."""

from collections import Counter

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.acquisition.phones import words
from app.acquisition.phones.columns import width
from app.acquisition.phones.giving import open_counts
from app.acquisition.phones.importing import add_draft, judge_draft, keep
from app.acquisition.phones.models import PhoneDraft
from app.acquisition.phones.numbers import hidden, masked
from app.acquisition.phones.plan_form import PlanForm, check_form, read_columns, read_form
from app.acquisition.phones.sheets import Rows, read_file, read_text
from app.console.person import current_corp_id, current_person
from app.contacts.queries import staff_choices, staff_names, tag_groups
from app.db import reading, transaction
from app.errors import Unprocessable

SHOWN = 50  # rows that are not good, in the preview


def new_list() -> ResponseReturnValue:
    """Where numbers are pasted or a file is chosen."""
    return render_template("phones/new.html", typed="", error="")


def hand_in() -> ResponseReturnValue:
    """Read what was handed in and keep it as a draft; what cannot be read stays on the page."""
    typed = request.form.get("numbers", "")
    file = request.files.get("file")
    try:
        rows = read_file(file.read()) if file and file.filename else read_text(typed)
        check_rows(rows)
    except Unprocessable as error:
        return render_template("phones/new.html", typed=typed, error=str(error)), 422
    with transaction() as session:
        file_name = (file.filename or "") if file else ""
        made = add_draft(session, current_corp_id(), rows, file_name=file_name, made_by=userid())
    return redirect(url_for("phones.draft", draft_id=made.id))


def check_rows(rows: Rows) -> None:
    """Refuse a table without rows."""
    if not rows:
        raise Unprocessable(_("没有读到内容。请粘贴手机号，或选择一个文件。"))


def draft(draft_id: int) -> ResponseReturnValue:
    """The preview of a draft with its form."""
    with reading() as session:
        found = find_draft(session, draft_id)
        form = PlanForm(
            name=found.file_name.rpartition(".")[0][:30],
            userids=[choice for choice, _name in staff_choices(session, found.corp_id)],
        )
        return preview(session, found, form)


def keep_draft(draft_id: int) -> ResponseReturnValue:
    """Look again with other columns, or keep the list."""
    form = read_form(request.form)
    with transaction() as session:
        found = find_draft(session, draft_id)
        found.has_head = "has_head" in request.form
        found.columns = read_columns(request.form, width(found.rows))
        is_kept = request.form.get("op") == "keep"
        if not (is_kept and is_good(session, form)):
            page = preview(session, found, form)
            return page, 422 if form.errors else 200
        made = keep(session, found, form.plan(), made_by=userid())
    flash(_("名单已导入，成员会在企业微信里收到提醒。"), "good")
    return redirect(url_for("phones.one_list", list_id=made.id))


def drop_draft(draft_id: int) -> ResponseReturnValue:
    """Forget what was handed in."""
    with transaction() as session:
        session.delete(find_draft(session, draft_id))
    flash(_("已放弃，上传的内容已删除。"))
    return redirect(url_for("phones.lists"))


def find_draft(session: Session, draft_id: int) -> PhoneDraft:
    """The draft of this corp, or 404."""
    found = session.scalars(
        select(PhoneDraft).where(PhoneDraft.id == draft_id, PhoneDraft.corp_id == current_corp_id())
    ).one_or_none()
    return found or abort(404)


def is_good(session: Session, form: PlanForm) -> bool:
    """Whether the form can be kept."""
    corp_id = current_corp_id()
    staff = dict(staff_choices(session, corp_id))
    tags = [tag for group in tag_groups(session, corp_id) for tag, _name in group.tags]
    return check_form(form, staff, tags)


def preview(session: Session, found: PhoneDraft, form: PlanForm) -> str:
    """What would become of each row, and the form."""
    judged = judge_draft(session, found)
    staff = staff_choices(session, found.corp_id)
    return render_template(
        "phones/draft.html",
        draft=found,
        form=form,
        columns=column_choices(found),
        counts=Counter(one.verdict for one in judged),
        total=len(judged),
        odd=[one for one in judged if one.verdict != "good"][:SHOWN],
        good=[one for one in judged if one.verdict == "good"][:5],
        most=SHOWN,
        staff=staff,
        names=staff_names(session, found.corp_id),
        loads=open_counts(session, found.corp_id),
        groups=tag_groups(session, found.corp_id),
        masked=masked,
        hidden=hidden,
        words=words,
    )


def column_choices(found: PhoneDraft) -> list[tuple[int, str]]:
    """Each column by its letter, with what stands on top of it."""
    top = found.rows[0] if found.rows else []
    names = [hidden(cell.strip())[:12] for cell in top] + [""] * (width(found.rows) - len(top))
    return [
        (place, _("%(letter)s 列 %(name)s", letter=letter(place), name=name).strip())
        for place, name in enumerate(names)
    ]


def letter(place: int) -> str:
    """A column as spreadsheets call it: A … Z, AA …"""
    before, last = divmod(place, 26)
    return (chr(64 + before) if before else "") + chr(65 + last)


def userid() -> str:
    """Who is looking."""
    person = current_person()
    assert person is not None  # the guard let nobody else in
    return person.userid
