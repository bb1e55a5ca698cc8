"""What visitors left, taken along as a table, and forgotten: by age, by hand, with the customer."""

from collections.abc import Iterator
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.acquisition.landing.models import LandingPage, Submission
from app.acquisition.landing.queries import submissions
from app.acquisition.regions.models import Store
from app.clock import now
from app.config import settings
from app.console.filters import in_corp_zone
from app.contacts.queries import customer_names, staff_names
from app.corps.models import Corp
from app.db import reading, transaction

AT_ONCE = 500  # rows in one transaction: nobody waits for us


def table(session: Session, page: LandingPage) -> Iterator[list[str]]:
    """Heads, then what was left on a page, the newest first; what is forgotten is no row."""
    rows = session.scalars(submissions(page).where(Submission.erased_at.is_(None))).all()
    known = {row.external_userid for row in rows if row.external_userid}
    customers = customer_names(session, page.corp_id, known)
    staff = staff_names(session, page.corp_id)
    stores = dict(
        session.execute(select(Store.id, Store.name).where(Store.corp_id == page.corp_id)).all()
    )
    yield [
        *(_("时间"), _("称呼"), _("手机号"), _("想了解什么"), _("来源"), _("门店")),
        *(_("六位字符"), _("客户"), "external_userid", _("成员"), _("匹配时间")),
    ]
    for row in rows:
        yield [
            f"{in_corp_zone(row.created_at):%Y-%m-%d %H:%M:%S}",
            *(row.name, row.phone, row.note, row.source),
            stores.get(row.store_id, "") if row.store_id else "",
            row.code,
            customers.get(row.external_userid or "", ""),
            row.external_userid or "",
            staff.get(row.userid or "", row.userid or ""),
            f"{in_corp_zone(row.matched_at):%Y-%m-%d %H:%M:%S}" if row.matched_at else "",
        ]


def erase(session: Session, answer: Submission) -> int:
    """Forget one answer, and all others of the customer whom we know it to be of. Returns how many.

    That somebody left something, by which source and when, stays: the numbers do not change.
    """
    same: ColumnElement[bool] = Submission.id == answer.id
    if answer.external_userid:
        same |= Submission.external_userid == answer.external_userid
    wanted = select(Submission).where(Submission.corp_id == answer.corp_id, same).with_for_update()
    rows = session.scalars(wanted.order_by(Submission.id)).all()
    for row in rows:
        _empty(row)
        row.external_userid = row.userid = None
    return len(rows)


def forget_answers(corp_row_id: int) -> int:
    """Forget what was left longer ago than RETAIN_ANSWERS days; whose it was stays known. Returns
    how many."""
    if settings().retain_answers <= 0:
        return 0
    with reading() as session:
        corp_id = session.get_one(Corp, corp_row_id).corp_id
    forgotten = 0
    while count := _forget_some(corp_id):
        forgotten += count
    return forgotten


def _forget_some(corp_id: str) -> int:
    before = now() - timedelta(days=settings().retain_answers)
    with transaction() as session:
        rows = session.scalars(
            select(Submission)
            .where(
                Submission.corp_id == corp_id,
                Submission.created_at < before,
                Submission.erased_at.is_(None),
            )
            .order_by(Submission.id)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            _empty(row)
    return len(rows)


def _empty(row: Submission) -> None:
    row.name = row.phone = row.note = row.visitor_mark = ""
    row.phone_mark = None
    row.erased_at = row.erased_at or now()
