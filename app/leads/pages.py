"""The pages of leads: list, board, one lead with its reasons, and the rules behind them."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.clock import now
from app.console.filters import in_corp_zone
from app.console.paging import paged
from app.console.person import current_corp_id, current_person
from app.contacts.queries import customer_names, staff_choices, staff_names
from app.db import reading, transaction
from app.errors import Unprocessable
from app.leads import changes, queries, rules_page, unsynced
from app.leads.export import leads_csv
from app.leads.facts import facts_of
from app.leads.models import Lead
from app.leads.qualification import Rule, judge
from app.leads.queries import Filters
from app.leads.rule_json import as_contribution, as_rule
from app.leads.scoring import in_force
from app.leads.words import MOVES, NOTES, STAGES, TONES, wanted

MOST_WORDS = 2000
MOST_UNSYNCED = 20  # shown; all of them can be written again

pages = Blueprint("leads", __name__, url_prefix="/leads", template_folder="templates")
pages.add_url_rule("/rules", view_func=rules_page.rules)
pages.add_url_rule("/rules", view_func=rules_page.edit_rules, methods=["POST"])


@pages.context_processor
def words() -> dict[str, Any]:
    """What the templates call stages and notes."""
    return {"stages": STAGES, "tones": TONES, "moves": MOVES, "note_kinds": NOTES}


@pages.get("")
def leads() -> str:
    """The list, narrowed by what stands in the address."""
    corp_id, filters = current_corp_id(), _asked_for()
    with reading() as session:
        waiting = unsynced.parked(session, corp_id, MOST_UNSYNCED)
        return render_template(
            "leads/leads.html",
            page=paged(session, queries.leads_like(corp_id, filters)),
            filters=filters,
            staff=staff_names(session, corp_id),
            sources=queries.sources(session, corp_id),
            has_rules=in_force(session, corp_id) is not None,
            unsynced=waiting,
            names=customer_names(session, corp_id, [score.external_userid for score in waiting]),
        )


@pages.post("/unsynced")
def sync_again() -> ResponseReturnValue:
    """Write the leads again that could not be written."""
    with transaction() as session:
        count = unsynced.try_again(session, current_corp_id())
    flash(_("已重新安排 %(count)s 项，马上运行", count=count), "good")
    return redirect(url_for("leads.leads"))


@pages.get("/export.csv")
def export() -> Response:
    """The same list as a file, all its pages."""
    corp_id = current_corp_id()
    with reading() as session:
        found = session.scalars(queries.leads_like(corp_id, _asked_for()))
        sheet = leads_csv(found, staff_names(session, corp_id))
    name = f"leads-{in_corp_zone(now()):%Y%m%d-%H%M}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(sheet, mimetype="text/csv", headers=disposition)


@pages.get("/board")
def board() -> str:
    """The leads in columns, one for each stage."""
    corp_id, owner = current_corp_id(), request.args.get("owner", "")
    with reading() as session:
        return render_template(
            "leads/board.html",
            columns=queries.board(session, corp_id, STAGES, owner),
            owner=owner,
            staff=staff_names(session, corp_id),
        )


@pages.get("/<int:lead_id>")
def lead(lead_id: int) -> str:
    """One lead: why it is one, who looks after it, what was done."""
    with reading() as session:
        return _lead_page(session, lead_id)


@pages.post("/<int:lead_id>/stage")
def move(lead_id: int) -> ResponseReturnValue:
    """Put the lead on another stage, unless somebody has moved it since the page was drawn."""
    stage, was = request.form.get("stage", ""), request.form.get("was", "")
    if stage not in STAGES:
        raise Unprocessable(_("没有这个阶段。"))
    with transaction() as session:
        found = _locked(session, lead_id)
        moved_meanwhile = found.stage not in (was, stage)
        if not moved_meanwhile:
            changes.move(session, found, stage, _userid())
        name, stands = found.name, STAGES[found.stage]
    if moved_meanwhile:
        flash(
            _("%(name)s 刚被移到「%(stands)s」，这次没有改动。", name=name, stands=stands), "warn"
        )
    else:
        flash(_("%(name)s 在「%(stands)s」。", name=name, stands=stands), "good")
    return _back_to(lead_id)


@pages.post("/<int:lead_id>/owner")
def choose_owner(lead_id: int) -> ResponseReturnValue:
    """Give the lead to a member."""
    owner = request.form.get("owner", "")
    with transaction() as session:
        found = _locked(session, lead_id)
        if owner not in staff_names(session, found.corp_id):
            raise Unprocessable(_("没有这位成员。"))
        changes.choose_owner(session, found, owner, _userid())
    flash(_("负责人已更新。"), "good")
    return _back_to(lead_id)


@pages.post("/<int:lead_id>/notes")
def add_note(lead_id: int) -> ResponseReturnValue:
    """Keep what was done about the lead."""
    kind, text = request.form.get("kind", "note"), request.form.get("text", "").strip()
    error = _wrong_with(kind, text)
    if error:
        with reading() as session:
            return _lead_page(
                session, lead_id, typed={"kind": kind, "text": text}, error=error
            ), 422
    with transaction() as session:
        changes.note_once(session, _locked(session, lead_id), kind, text, _userid())
    flash(_("跟进已记录。"), "good")
    return _back_to(lead_id)


def _wrong_with(kind: str, text: str) -> str:
    if kind not in NOTES:
        raise Unprocessable(_("没有这种跟进方式。"))
    if not text:
        return _("请填写跟进内容。")
    is_long = len(text) > MOST_WORDS
    return _("最多 %(most)s 个字。", most=MOST_WORDS) if is_long else ""


def _lead_page(
    session: Session, lead_id: int, *, typed: Mapping[str, str] | None = None, error: str = ""
) -> str:
    corp_id = current_corp_id()
    found = session.get(Lead, lead_id)
    if found is None or found.corp_id != corp_id:
        abort(404)
    threshold, missing = _outlook(session, found)
    return render_template(
        "leads/lead.html",
        lead=found,
        contributions=[as_contribution(kept) for kept in found.contributions],
        threshold=threshold,
        missing=missing,
        wanted=wanted,
        follow_ups=queries.follow_ups_of(session, corp_id, lead_id),
        staff=staff_names(session, corp_id),
        owners=_owners(session, found),
        typed=typed or {},
        error=error,
        most_words=MOST_WORDS,
    )


def _outlook(session: Session, found: Lead) -> tuple[int | None, tuple[Rule, ...]]:
    """The threshold in force, and what would bring the lead more points."""
    qualification = in_force(session, found.corp_id)
    if qualification is None:
        return None, ()
    rules = map(as_rule, qualification.rules)
    facts = facts_of(session, found.corp_id, found.external_userid)
    return qualification.threshold, judge(facts, rules, qualification.threshold).missing


def _owners(session: Session, found: Lead) -> list[tuple[str, str]]:
    """Whom the lead can be given to; its present owner is among them even after leaving."""
    choices = staff_choices(session, found.corp_id)
    known = {userid for userid, _name in choices}
    return choices if found.owner in known else [(found.owner, found.owner), *choices]


def _locked(session: Session, lead_id: int) -> Lead:
    found = changes.locked_lead(session, current_corp_id(), lead_id)
    return found or abort(404)


def _userid() -> str:
    person = current_person()
    assert person is not None  # the guard let nobody else in
    return person.userid


def _asked_for() -> Filters:
    asked = request.args
    return Filters(
        q=asked.get("q", "").strip()[:100],
        stage=asked.get("stage", ""),
        owner=asked.get("owner", ""),
        source=asked.get("source", ""),
        order=asked.get("order", "score"),
    )


def _back_to(lead_id: int) -> ResponseReturnValue:
    """Back to the board, to the card that was moved, or to the lead's own page."""
    if request.form.get("from") != "board":
        return redirect(url_for("leads.lead", lead_id=lead_id))
    owner = request.form.get("board_owner") or None
    return redirect(url_for("leads.board", owner=owner, _anchor=f"lead-{lead_id}"))
