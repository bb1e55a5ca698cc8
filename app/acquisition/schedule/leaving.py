"""Members who can have no customers any more are left out of every code that names them."""

from sqlalchemy import update

from app.acquisition.schedule.counting import locked_where, look_again_now, with_ways
from app.acquisition.schedule.models import CodeSchedule
from app.acquisition.schedule.recesses import reconsider
from app.contacts.models import Staff
from app.corps.models import Corp
from app.db import transaction
from app.events.staff import StaffLeft


def leave_out(event: StaffLeft) -> None:
    """Take a member who has left out of the codes. WeCom refuses a code that names them."""
    with transaction() as session:
        session.execute(
            update(Staff)
            .where(Staff.corp_id == event.corp_id, Staff.userid == event.userid)
            .values(is_active=False)
        )
        reconsider(session, event.corp_id, event.userid)


def look_at_all(corp_row_id: int) -> None:
    """Look again at every code of a corp; WeCom hears only of what has changed."""
    with transaction() as session:
        corp_id = session.get_one(Corp, corp_row_id).corp_id
        rows = locked_where(session, CodeSchedule.corp_id == corp_id)
        look_again_now(session, with_ways(session, rows))
