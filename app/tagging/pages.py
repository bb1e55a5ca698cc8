"""Pages of tag rules: the list with a box to try them, and one form for each kind."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.clock import now
from app.console.paging import paged
from app.console.person import current_corp_id
from app.contacts.queries import tag_groups, tag_names
from app.db import reading, transaction
from app.tagging.facts import active_rules, rule_of, zone_of
from app.tagging.forms import NAME_LIMIT, RuleForm, check, filled, typed
from app.tagging.models import TagRule
from app.tagging.new_tag import add_tag
from app.tagging.queries import carriers, find_rule, known_states, names_taken, rules_of_corp
from app.tagging.rules import Facts, hits
from app.tagging.words import DAYS, KIND_HINTS, KINDS, condition_words

SENTENCE_LIMIT = 4000

pages = Blueprint("tagging", __name__, template_folder="templates")


@pages.get("/rules")
def rules() -> ResponseReturnValue:
    """All rules, and how many follows carry what they put on."""
    return listed()


@pages.post("/rules/try")
def try_rules() -> ResponseReturnValue:
    """Which keyword rules a sentence would hit, and why. Nothing is kept of the sentence."""
    sentence = request.form.get("sentence", "")[:SENTENCE_LIMIT]
    corp_id = current_corp_id()
    with reading() as session:
        facts = Facts(zone=zone_of(session, corp_id), text=sentence)
        found = hits(facts, active_rules(session, corp_id, "keyword"))
    return listed(sentence=sentence, found=found)


def listed(**tried: Any) -> str:
    """The page of the list, with what was tried on it."""
    corp_id = current_corp_id()
    with reading() as session:
        page = paged(session, rules_of_corp(corp_id))
        return render_template(
            "tagging/rules.html",
            page=page,
            carried=carriers(session, corp_id, [rule.id for rule in page.rows]),
            tags=tag_names(session, corp_id),
            kinds=KINDS,
            in_words=lambda rule: condition_words(rule.kind, rule.condition, name_in(rule)),
            label_of=lambda rule: rule_of(rule).label,
            limit=SENTENCE_LIMIT,
            **tried,
        )


@pages.route("/rules/new/<kind>", methods=["GET", "POST"])
def new(kind: str) -> ResponseReturnValue:
    """A new rule of a kind."""
    if kind not in KINDS:
        abort(404)
    return edited(None, RuleForm(kind) if request.method == "GET" else typed(kind, request.form))


@pages.route("/rules/<int:rule_id>", methods=["GET", "POST"])
def edit(rule_id: int) -> ResponseReturnValue:
    """Change a rule: each change that is saved is a new version."""
    with reading() as session:
        rule = existing(session, rule_id)
        form = filled(rule) if request.method == "GET" else typed(rule.kind, request.form)
    return edited(rule_id, form)


def edited(rule_id: int | None, form: RuleForm) -> ResponseReturnValue:
    """The form again with its errors or a new tag, or the list once the rule is saved."""
    if request.method == "GET":
        return shown(rule_id, form), 200
    if request.form.get("do") == "tag":
        add_tag(current_corp_id(), form)
        return shown(rule_id, form), 422 if form.errors else 200
    with transaction() as session:
        is_saved = save(session, rule_id, form)
    if not is_saved:
        return shown(rule_id, form), 422
    flash(_("规则「%(name)s」已保存，新的添加和消息即按它打标签。", name=form.name), "good")
    return redirect(url_for("tagging.rules"))


def save(session: Session, rule_id: int | None, form: RuleForm) -> bool:
    """Write the rule if the form is right. Saving without a change makes no new version."""
    corp_id = current_corp_id()
    choosable = {key for group in tag_groups(session, corp_id) for key, _name in group.tags}
    if not check(form, names_taken(session, corp_id, rule_id), choosable):
        return False
    condition = with_names(form.condition())
    if rule_id is None:
        made = TagRule(corp_id=corp_id, name=form.name, kind=form.kind, condition=condition)
        made.tag_ids = form.tag_ids
        session.add(made)
        return True
    rule = existing(session, rule_id)
    wanted = (form.name, condition, form.tag_ids)
    if (rule.name, rule.condition, rule.tag_ids) != wanted:
        rule.name, rule.condition, rule.tag_ids = wanted
        next_version(rule)
    return True


def shown(rule_id: int | None, form: RuleForm) -> str:
    """The form as a page."""
    corp_id = current_corp_id()
    with reading() as session:
        groups = tag_groups(session, corp_id)
        states = known_states(session, corp_id) if form.kind == "channel" else []
    return render_template(
        "tagging/rule.html",
        form=form,
        rule_id=rule_id,
        groups=groups,
        states=[(state, channel_name(state)) for state in dict.fromkeys([*states, *form.states])],
        kind_label=KINDS[form.kind],
        kind_hint=KIND_HINTS[form.kind],
        days=[(str(day), label) for day, label in DAYS.items()],
        name_limit=NAME_LIMIT,
    )


@pages.post("/rules/<int:rule_id>/switch")
def switch(rule_id: int) -> ResponseReturnValue:
    """Turn a rule on or off, as the button said: pressing it twice changes nothing more."""
    with transaction() as session:
        rule = existing(session, rule_id)
        wanted = request.form.get("on") == "1"
        if rule.is_active != wanted:
            rule.is_active = wanted
            next_version(rule)
    return redirect(url_for("tagging.rules"))


@pages.post("/rules/<int:rule_id>/delete")
def delete(rule_id: int) -> ResponseReturnValue:
    """Delete a rule. Tags that it put on stay, and keep their reason."""
    with transaction() as session:
        rule = existing(session, rule_id)
        session.delete(rule)
    flash(_("规则「%(name)s」已删除，已打上的标签不受影响。", name=rule.name), "good")
    return redirect(url_for("tagging.rules"))


def existing(session: Session, rule_id: int) -> TagRule:
    """The rule, or 404. A live code's own rule is edited with the code."""
    rule = find_rule(session, current_corp_id(), rule_id)
    if rule is None or "code" in rule.condition:
        abort(404)
    return rule


def next_version(rule: TagRule) -> None:
    """Every edit makes the version one more, so that a tag's reason names what was in force."""
    rule.version += 1
    rule.edited_at = now()


def channel_name(state: str) -> str:
    """What people call a channel: a slice above knows, and lends its name to all templates."""
    named = current_app.jinja_env.globals.get("channel_name")
    return str(named(state)) if callable(named) else state


def with_names(condition: dict[str, Any]) -> dict[str, Any]:
    """A channel rule keeps the names of its channels, for the reasons that it will give."""
    if "states" not in condition:
        return condition
    return {**condition, "names": {state: channel_name(state) for state in condition["states"]}}


def name_in(rule: TagRule) -> Any:
    """The names that a channel rule keeps."""
    names: dict[str, str] = rule.condition.get("names", {})
    return lambda state: names.get(state, state)
