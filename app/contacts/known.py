"""Our rows of some customers of a corp, read together; what is made here joins them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Text, any_, cast, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from app.contacts.models import ExternalContact, Follow, FollowTag
from app.many import insert_told

OF_CONTACT = (
    *("corp_id", "external_userid", "name", "avatar", "gender", "type", "corp_name"),
    "mirrored_at",
)
OF_FOLLOW = (
    *("corp_id", "userid", "external_userid", "remark", "description", "mobiles", "state"),
    "add_way",
    *("is_confirmed", "followed_at", "ended_at", "ended_by", "mirrored_at", "absences"),
)
OF_TAG = ("corp_id", "tag_id", "marked_at")

# A row of a customer, with the transaction that wrote it last.
Version = tuple[str, int, str]


@dataclass(frozen=True)
class Known:
    """Customers by external_userid; their follows by member. New rows are in no session: `write`
    writes them all together."""

    session: Session
    corp_id: str
    contacts: dict[str, ExternalContact]
    follows: dict[str, dict[str, Follow]]
    new_contacts: list[ExternalContact] = field(default_factory=list)
    new_follows: list[Follow] = field(default_factory=list)

    def contact(self, external_userid: str) -> ExternalContact:
        """The customer's row, nameless while WeCom has not told more."""
        if external_userid not in self.contacts:
            made = ExternalContact(
                corp_id=self.corp_id,
                external_userid=external_userid,
                name="",
                avatar="",
                gender=0,
                type=1,
                corp_name="",
            )
            self.new_contacts.append(made)
            self.contacts[external_userid] = made
        return self.contacts[external_userid]

    def follow(self, userid: str, external_userid: str) -> Follow | None:
        """The follow of this pair, alive or ended."""
        return self.follows.get(external_userid, {}).get(userid)

    def begun(self, userid: str, external_userid: str, followed_at: datetime) -> Follow:
        """The follow of this pair, made where there is none."""
        made = self.follow(userid, external_userid)
        if made is None:
            made = Follow(
                corp_id=self.corp_id,
                userid=userid,
                external_userid=external_userid,
                remark="",
                description="",
                mobiles="",
                state="",
                add_way=0,
                is_confirmed=True,
                followed_at=followed_at,
                absences=0,
                tags=[],
            )
            self.new_follows.append(made)
            self.follows.setdefault(external_userid, {})[userid] = made
        return made

    def write(self) -> None:
        """Write what is new."""
        rows = [columns(one, OF_CONTACT) for one in self.new_contacts]
        insert_told(self.session, ExternalContact, rows)
        rows = [columns(one, OF_FOLLOW) for one in self.new_follows]
        ids = {
            (row.userid, row.external_userid): row.id
            for row in insert_told(self.session, Follow, rows, "id", "userid", "external_userid")
        }
        tags = [
            {**columns(tag, OF_TAG), "follow_id": ids[one.userid, one.external_userid]}
            for one in self.new_follows
            for tag in one.tags
        ]
        insert_told(self.session, FollowTag, tags)


def columns(row: ExternalContact | Follow | FollowTag, names: Sequence[str]) -> dict[str, Any]:
    """Some columns of a row."""
    return {name: getattr(row, name) for name in names}


def known(session: Session, corp_id: str, external_userids: Iterable[str]) -> Known:
    """What we know of these customers, tags of their follows too."""
    wanted = list(external_userids)
    contacts = session.scalars(
        select(ExternalContact).where(
            ExternalContact.corp_id == corp_id, is_one(ExternalContact.external_userid, wanted)
        )
    )
    mine: dict[str, dict[str, Follow]] = {}
    for follow in session.scalars(
        select(Follow)
        .options(selectinload(Follow.tags))
        .where(Follow.corp_id == corp_id, is_one(Follow.external_userid, wanted))
        .order_by(Follow.id)
    ):
        mine.setdefault(follow.external_userid, {})[follow.userid] = follow
    return Known(session, corp_id, {row.external_userid: row for row in contacts}, mine)


def lock_their_follows(session: Session, corp_id: str, external_userids: Iterable[str]) -> None:
    """Let nobody else change these customers' follows or their tags until this transaction ends;
    in the order of their ids, so that nobody waits in a ring."""
    session.execute(
        select(Follow.id)
        .where(Follow.corp_id == corp_id, is_one(Follow.external_userid, list(external_userids)))
        .order_by(Follow.id)
        .with_for_update()
    )


def versions(
    session: Session, corp_id: str, external_userids: Iterable[str]
) -> dict[str, frozenset[Version]]:
    """Every row of these customers with the transaction that wrote it last."""
    wanted = list(external_userids)
    found: dict[str, set[Version]] = {each: set() for each in wanted}
    its_tags = select(Follow.external_userid, FollowTag.id, xmin(FollowTag)).join(FollowTag.follow)
    for table, rows in (
        (
            "contact",
            select(
                ExternalContact.external_userid, ExternalContact.id, xmin(ExternalContact)
            ).where(
                ExternalContact.corp_id == corp_id, is_one(ExternalContact.external_userid, wanted)
            ),
        ),
        (
            "follow",
            select(Follow.external_userid, Follow.id, xmin(Follow)).where(
                Follow.corp_id == corp_id, is_one(Follow.external_userid, wanted)
            ),
        ),
        ("tag", its_tags.where(Follow.corp_id == corp_id, is_one(Follow.external_userid, wanted))),
    ):
        for external_userid, row_id, written_by in session.execute(rows):
            found[external_userid].add((table, row_id, written_by))
    return {each: frozenset(rows) for each, rows in found.items()}


def xmin(model: type[ExternalContact | Follow | FollowTag]) -> ColumnElement[str]:
    """The transaction that wrote a row last."""
    return literal_column(f"{model.__tablename__}.xmin::text")


def is_one(column: InstrumentedAttribute[str], wanted: Sequence[str]) -> ColumnElement[bool]:
    """Whether a column has one of these values: the same statement for any number of them."""
    return column == any_(cast(list(wanted), ARRAY(Text)))
