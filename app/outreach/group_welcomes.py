"""Welcomes of groups (入群欢迎语): kept as rows, and brought to WeCom as often as it takes."""

import logging
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.clock import now
from app.corps.models import Corp
from app.corps.wecom import wecom
from app.db import alone, reading, transaction
from app.outreach.materials import media_ids, refresh_media
from app.outreach.models import GroupWelcome
from app.outreach.welcome import CUSTOMER, Names, compose, material_ids
from bots.commands import (
    AddGroupWelcomeTemplate,
    DelGroupWelcomeTemplate,
    EditGroupWelcomeTemplate,
)
from bots.errors import Forbidden, Unavailable, WeComError, error_for
from bots.limits import LimitExceeded, Malformed
from bots.wecom import WeCom

log = logging.getLogger(__name__)

MAX_TEXT = 3000  # bytes, and so many again when WeCom changes one: the smaller holds for both
MOST = 100  # of a corp, WeCom's
WECOMS_NICKNAME = "%NICKNAME%"
NO_SUCH_TEMPLATE = 40037
TURN, TURNS = 300, 6  # seconds between two runs of push_waiting, and how many make half an hour


def group_welcomes(corp_id: str) -> Select[GroupWelcome]:
    """Those that stand or are still to go, newest first."""
    is_there = or_(
        GroupWelcome.stopped_at.is_(None), GroupWelcome.version != GroupWelcome.pushed_version
    )
    mine = select(GroupWelcome).where(GroupWelcome.corp_id == corp_id, is_there)
    return mine.order_by(GroupWelcome.id.desc())


def group_welcome(session: Session, corp_id: str, row_id: int) -> GroupWelcome | None:
    """One of this corp, also when it is gone at WeCom."""
    same = (GroupWelcome.corp_id == corp_id, GroupWelcome.id == row_id)
    return session.scalars(select(GroupWelcome).where(*same)).one_or_none()


def add(session: Session, corp_id: str, form_key: str, **wanted: Any) -> int:
    """Keep a new one; a form sent twice is one."""
    values = {
        "corp_id": corp_id,
        "form_key": form_key,
        "created_at": now(),
        "version": 1,
        "pushed_version": 0,
        **wanted,
    }
    made = insert(GroupWelcome).values(values).on_conflict_do_nothing().returning(GroupWelcome.id)
    row_id = session.scalar(made)
    return (
        row_id
        or session.scalars(
            select(GroupWelcome.id).where(
                GroupWelcome.corp_id == corp_id, GroupWelcome.form_key == form_key
            )
        ).one()
    )


def change(row: GroupWelcome, *, name: str, text: str, attachments: list[dict[str, Any]]) -> None:
    """Let it say this. What it is called is ours alone; whether owners are told was settled at
    its making."""
    if (row.text, row.attachments) != (text, attachments):
        row.version += 1
    row.name, row.text, row.attachments = name, text, attachments


def stop(row: GroupWelcome) -> None:
    """Take it away: groups that have applied it greet nobody any more."""
    if row.stopped_at is None:
        row.stopped_at = now()
        row.version += 1


def make_again(row: GroupWelcome) -> None:
    """A person has looked: WeCom does not have it, so it may be made."""
    row.asked_at = row.errcode = row.error = None


def push(row_id: int) -> bool:
    """Make WeCom hold what the row wants; True when it does. A failure stays on the row."""
    with alone(f"group_welcome:{row_id}") as is_ours:
        if not is_ours:
            return False
        with reading() as session:
            row = session.get_one(GroupWelcome, row_id)
        if row.is_pushed:
            return True
        try:
            template_id = _bring(wecom(row.corp_id), row)
        except WeComError as error:
            # its own -1 is no lost answer: WeCom asks to try again
            maybe_made = isinstance(error, Unavailable) and error.reached and not error.told
            _failed(row, error.errcode, error.errmsg, maybe_made=maybe_made)
            return False
        except (LimitExceeded, Malformed) as error:
            _failed(row, None, str(error), maybe_made=False)
            return False
        with transaction() as session:
            kept = session.get_one(GroupWelcome, row_id)
            kept.template_id, kept.pushed_version = template_id, row.version
            kept.asked_at = kept.errcode = kept.error = None
        return True


def _bring(client: WeCom, row: GroupWelcome) -> str | None:
    if row.stopped_at is not None:
        return _take_away(client, row)
    if row.is_unknown:
        raise Unavailable(errmsg=row.error or "", reached=True)
    said = words(row)
    if row.template_id is not None:
        client.say(EditGroupWelcomeTemplate(row.template_id, **said))
        return row.template_id
    with transaction() as session:  # from here on it may stand at WeCom
        session.get_one(GroupWelcome, row.id).asked_at = now()
    answer = client.say(AddGroupWelcomeTemplate(notify=1 if row.notify else 0, **said))
    return str(answer["template_id"])


def words(row: GroupWelcome) -> dict[str, Any]:
    """The template as WeCom takes it; its file is lent first if it must be."""
    shown = material_ids(row.attachments)
    for material_id in shown:
        refresh_media(material_id)
    with reading() as session:
        lent = media_ids(session, row.corp_id, shown)
    message = compose("", row.attachments, Names(), lent)
    if message.left_out:
        raise error_for(40007, "the file is not lent to WeCom")
    said: dict[str, Any] = {item["msgtype"]: item[item["msgtype"]] for item in message.attachments}
    text = row.text.replace(CUSTOMER, WECOMS_NICKNAME)
    return {**said, "text": {"content": text}} if text else said


def _take_away(client: WeCom, row: GroupWelcome) -> str | None:
    if row.template_id is None:
        return None
    try:
        client.say(DelGroupWelcomeTemplate(row.template_id))
    except WeComError as error:
        if error.errcode != NO_SUCH_TEMPLATE:
            raise
    return row.template_id


def _failed(row: GroupWelcome, errcode: int | None, error: str, *, maybe_made: bool) -> None:
    log.warning("group welcome not pushed", extra={"row": row.id, "errcode": errcode})
    with transaction() as session:
        kept = session.get_one(GroupWelcome, row.id)
        kept.errcode, kept.error = errcode, error
        if not maybe_made:
            kept.asked_at = None


def push_waiting(corp_row_id: int) -> None:
    """Push all of a corp's that wait for WeCom to come back; the others wait for a person."""
    mine = select(Corp.corp_id).where(Corp.id == corp_row_id).scalar_subquery()
    with reading() as session:
        waiting = session.scalars(
            select(GroupWelcome).where(
                GroupWelcome.corp_id == mine, GroupWelcome.version != GroupWelcome.pushed_version
            )
        ).all()
    for row in waiting:
        if is_worth_trying(row):
            push(row.id)


def is_worth_trying(row: GroupWelcome) -> bool:
    """Whether time alone may help: not where an answer was lost, or where WeCom said no. What an
    administrator must put right may be right by now: such a row has its turn twice an hour."""
    if row.is_unknown and row.stopped_at is None:
        return False
    if row.errcode is None:
        return row.error is None
    error = error_for(row.errcode, "")
    if isinstance(error, Forbidden):
        return (int(now().timestamp()) // TURN + row.id) % TURNS == 0
    return error.temporary
