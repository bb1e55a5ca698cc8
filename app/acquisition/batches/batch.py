"""Live codes out of a spreadsheet: every line judged as the form would, kept, and made at once."""

import re
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.acquisition.batches.sheets import in_all_languages
from app.acquisition.codes.form import Choices, CodeForm, check_form
from app.acquisition.codes.wanted import add_code
from app.acquisition.models import Channel, CodeBatch, CodeBatchLine, ContactWay
from app.acquisition.queries import NOT_STOPPED
from app.acquisition.states import make
from app.clock import now
from app.contacts.queries import staff_choices, tag_groups
from app.outreach.composer import Draft
from app.outreach.parts import Part

BETWEEN = re.compile(r"[、,，;；\n]+")
NO = _l("否")
USUAL_REMARK = "{name}-{channel}-{date}"


@dataclass(frozen=True)
class There:
    """What lines may name, by name: a name that several have is several ids."""

    members: Mapping[str, Sequence[str]]
    tags: Mapping[str, Sequence[str]]
    taken: frozenset[str]  # names of codes that stand


def what_is_there(session: Session, corp_id: str) -> There:
    """Members by userid and name, tags by name, and the names of live codes."""
    members: dict[str, list[str]] = {}
    for userid, name in staff_choices(session, corp_id):
        for word in {userid.lower(), name}:
            members.setdefault(word, []).append(userid)
    tags: dict[str, list[str]] = {}
    for group in tag_groups(session, corp_id):
        for tag_id, name in group.tags:
            tags.setdefault(name, []).append(tag_id)
            tags.setdefault(f"{group.name}/{name}", []).append(tag_id)
    names = select(Channel.name).join(Channel.ways).where(Channel.corp_id == corp_id, *NOT_STOPPED)
    return There(members, tags, frozenset(session.scalars(names)))


def form_of_line(cells: Mapping[str, str], state: str, there: There) -> tuple[CodeForm, list[str]]:
    """The form that a line fills in, and what in it could not be understood."""
    errors: list[str] = []
    form = CodeForm(
        state,
        Draft(Part(text=cells.get("text", ""))),
        name=cells.get("name", ""),
        source=cells.get("source", ""),
        folder=cells.get("folder", ""),
        description=cells.get("description", ""),
        remark_template=cells.get("remark_template", "") or USUAL_REMARK,
        userids=ids_of(cells.get("members", "").lower(), there.members, _("成员"), errors),
        tag_ids=ids_of(cells.get("tags", ""), there.tags, _("标签"), errors),
        skip_verify=cells.get("skip_verify", "").lower() not in {"0", *in_all_languages(NO)},
    )
    return form, errors


def ids_of(
    cell: str, known: Mapping[str, Sequence[str]], what: str, errors: list[str]
) -> list[str]:
    """The ids that a cell names; a name of nobody or of several is complained about."""
    lowered = {name.lower(): ids for name, ids in known.items()}
    found: list[str] = []
    for word in filter(None, (part.strip() for part in BETWEEN.split(cell))):
        ids = lowered.get(word.lower(), ())
        if len(ids) == 1:
            found.append(ids[0])
        elif ids:
            errors.append(_("%(what)s「%(word)s」不止一个，请写得更明确", what=what, word=word))
        else:
            errors.append(_("没有%(what)s「%(word)s」", what=what, word=word))
    return list(dict.fromkeys(found))


def judge(lines: Mapping[int, Mapping[str, str]], there: There) -> dict[int, list[str]]:
    """Line → what is wrong with it; empty for a good one."""
    times = Counter(cells.get("name", "") for cells in lines.values())
    return {number: _wrong(cells, times, there) for number, cells in lines.items()}


def _wrong(cells: Mapping[str, str], times: Counter[str], there: There) -> list[str]:
    form, errors = form_of_line(cells, make(bytes(16)), there)
    userids = {userid for ids in there.members.values() for userid in ids}
    tag_ids = {tag_id for ids in there.tags.values() for tag_id in ids}
    check_form(form, Choices(userids, tag_ids))
    if errors:
        form.errors.pop("userids", "")  # said already, and better
    if form.name and times[form.name] > 1:
        errors.append(_("表格里有 %(count)s 行叫这个名称", count=times[form.name]))
    if form.name in there.taken:
        errors.append(_("已经有一个同名的活码"))
    return [*errors, *form.errors.values(), *form.draft.errors.values()]


def keep_batch(
    session: Session, corp_id: str, name: str, lines: Mapping[int, dict[str, str]], made_by: str
) -> CodeBatch:
    """Keep what was read with its judgement. Each line has its state from the start."""
    wrong = judge(lines, what_is_there(session, corp_id))
    batch = CodeBatch(corp_id=corp_id, name=name, made_by=made_by)
    session.add(batch)
    session.flush()
    for number, cells in lines.items():
        state = make(secrets.token_bytes(16))
        row = CodeBatchLine(corp_id=corp_id, batch_id=batch.id, line=number, state=state)
        row.cells, row.errors = dict(cells), wrong[number]
        session.add(row)
    return batch


def make_codes(session: Session, batch: CodeBatch, made_by: str) -> int:
    """Make the codes of all good lines; lines are judged again, for the world has gone on."""
    session.refresh(batch, with_for_update=True)  # pressed twice, it is made once
    rows = [row for row in lines_of(session, batch) if row.way_id is None]
    there = what_is_there(session, batch.corp_id)
    wrong = judge({row.line: row.cells for row in rows}, there)
    made = 0
    for row in rows:
        row.errors = wrong[row.line]
        if not row.errors:
            form, _errors = form_of_line(row.cells, row.state, there)
            way = add_code(session, batch.corp_id, row.state, form.wanted(), made_by=made_by)
            row.way_id = way.id
            made += 1
    if made:
        batch.due_at, batch.attempts, batch.rung_at = now(), 0, None
    return made


def lines_of(session: Session, batch: CodeBatch) -> Sequence[CodeBatchLine]:
    """The lines in the order of the sheet, with their codes."""
    rows = select(CodeBatchLine).where(CodeBatchLine.batch_id == batch.id)
    with_codes = joinedload(CodeBatchLine.way).joinedload(ContactWay.channel)
    return session.scalars(rows.options(with_codes).order_by(CodeBatchLine.line)).all()
