"""The page of qualification rules: edit, look at what would happen, put in force."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.acquisition.models import Channel
from app.console.person import current_corp_id
from app.contacts.queries import tag_groups
from app.db import reading, transaction
from app.leads.changes import put_in_force
from app.leads.defaults import DEFAULT_RULES, DEFAULT_THRESHOLD
from app.leads.preview import Preview, preview
from app.leads.qualification import Rule
from app.leads.rule_form import (
    Checked,
    Draft,
    checked,
    drawn,
    read,
    with_line,
    without_line,
)
from app.leads.rule_json import as_rule
from app.leads.scoring import in_force
from app.leads.words import RULE_KINDS


def rules() -> ResponseReturnValue:
    """The rules in force; a corp without any is offered the ones we start with."""
    with reading() as session:
        present, threshold, version = _present(session, current_corp_id())
        return _page(session, drawn(present, threshold, version), Checked(), version)


def edit_rules() -> ResponseReturnValue:
    """One step of editing: add a line, remove one, look ahead, or save."""
    act, _colon, what = request.form.get("act", "preview").partition(":")
    draft = read(request.form)
    if act == "add":
        return _shown(with_line(draft, request.form.get("new_kind", "")), Checked())
    if act == "remove":
        return _shown(without_line(draft, what), Checked())
    found = checked(draft)
    if found.errors:
        return _shown(draft, found), 422
    return _saved(draft, found) if act == "save" else _looked_ahead(draft, found)


def _saved(draft: Draft, found: Checked) -> ResponseReturnValue:
    corp_id = current_corp_id()
    with transaction() as session:
        present, threshold, version = _present(session, corp_id)
        is_same = version > 0 and (list(present), threshold) == (found.rules, found.threshold)
        made = (
            version
            if is_same
            else put_in_force(session, corp_id, found.rules, found.threshold, after=draft.after)
        )
    if made is None:
        words = _("规则刚被别人改过。您的改动还在下面，请刷新对照后再保存。")
        return _shown(draft, Checked(errors={"rules": words})), 422
    words = _("没有改动。") if is_same else _("已保存为第 %(made)s 版，正在重新评分。", made=made)
    flash(words, "good")
    return redirect(url_for("leads.rules"))


def _looked_ahead(draft: Draft, found: Checked) -> str:
    with reading() as session:
        present, threshold, version = _present(session, current_corp_id())
        seen = preview(
            session, current_corp_id(), found.rules, found.threshold, (present, threshold)
        )
        return _page(session, draft, found, version, seen)


def _shown(draft: Draft, found: Checked) -> str:
    with reading() as session:
        return _page(session, draft, found, _present(session, current_corp_id())[2])


def _present(session: Session, corp_id: str) -> tuple[Sequence[Rule], int, int]:
    """The rules, the threshold and the version in force; version 0 are our defaults."""
    qualification = in_force(session, corp_id)
    if qualification is None:
        return DEFAULT_RULES, DEFAULT_THRESHOLD, 0
    kept = [as_rule(rule) for rule in qualification.rules]
    return kept, qualification.threshold, qualification.version


def _page(
    session: Session, draft: Draft, found: Checked, version: int, seen: Preview | None = None
) -> str:
    corp_id = current_corp_id()
    channels = session.execute(
        select(Channel.state, Channel.name).where(Channel.corp_id == corp_id).order_by(Channel.id)
    ).all()
    return render_template(
        "leads/rules.html",
        draft=draft,
        errors=found.errors,
        version=version,
        preview=seen,
        kinds=RULE_KINDS,
        channels=channels,
        tag_groups=tag_groups(session, corp_id),
    )
