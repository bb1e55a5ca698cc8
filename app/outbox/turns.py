"""Whose turn it is: what is said of one member and customer, one call after the other."""

from sqlalchemy import BindParameter, ColumnElement, bindparam, exists, or_
from sqlalchemy.orm import aliased

from app.outbox.models import OutboxCommand

# WeCom refuses two at once for one member and customer (45035), and the later must win.
ONE_AT_A_TIME = ("MarkTag", "Remark")
UNFINISHED = ("pending", "sending", "again")


def has_its_turn() -> ColumnElement[bool]:
    """Whether no earlier call of its kind for the same pair is unfinished. Until then a row waits,
    however long its moment has passed, and needs no bell."""
    earlier = aliased(OutboxCommand)
    # written out, so that every plan may use the index of unfinished calls
    unfinished: BindParameter[str] = bindparam(
        "unfinished", UNFINISHED, expanding=True, literal_execute=True
    )
    before_it = exists().where(
        earlier.corp_id == OutboxCommand.corp_id,
        earlier.external_userid == OutboxCommand.external_userid,
        earlier.userid == OutboxCommand.userid,
        earlier.kind == OutboxCommand.kind,
        earlier.id < OutboxCommand.id,
        earlier.state.in_(unfinished),
    )
    return or_(OutboxCommand.kind.not_in(ONE_AT_A_TIME), ~before_it)
