"""Live codes (contact_way): told by the page, and again by the codes lane when they are due."""

from datetime import UTC, datetime, timedelta

from app import clock
from app.acquisition.codes.lookup import NO_SUCH_CODE
from app.acquisition.codes.publishing import publish
from app.acquisition.codes.wanted import stop_code
from app.acquisition.models import ContactWay
from app.acquisition.schedule.changes import look_again, schedule_of
from app.acquisition.schedule.models import CodeSchedule
from app.acquisition.schedule.plan import Period, Plan, Window
from app.acquisition.states import make
from app.db import reading, transaction
from tests.acquisition.schedule.conftest import Shop
from tests.refusals.kinds import Call

START = datetime(2026, 3, 2, 1, tzinfo=UTC)  # 09:00 in Shanghai
NEXT = START + timedelta(minutes=1)
PLAN = Plan(("lina",), (Period((0,), Window(9 * 60 + 1, 18 * 60), ("chenxi",)),))


class Codes:
    """Rows of live codes."""

    page, button = "/codes/{}", "/codes/{}/publish"

    def say(self, row_id: int) -> bool:
        return publish(row_id)

    def turn(self, shop: Shop) -> None:
        shop.work()

    def next_at(self, row_id: int, at: datetime) -> datetime | None:
        with reading() as session:
            return session.query(CodeSchedule).filter_by(way_id=row_id).one().due_at

    def stands(self, row_id: int) -> bool:
        with reading() as session:
            way = session.get_one(ContactWay, row_id)
            return way.is_pushed and way.errcode is None

    def count(self, shop: Shop, number: int) -> int:
        ways = shop.sim.world.contact_ways.values()
        return sum(way.fields["state"] == make(number.to_bytes(16)) for way in ways)


def fresh(shop: Shop, number: int) -> int:
    """A code that WeCom has not heard of; somebody else's code stands there already."""
    if not shop.sim.world.contact_ways:
        shop.sim.code(state="of somebody else")
    return shop.open(PLAN, number, is_told=False)


def told(shop: Shop, number: int) -> int:
    """A code that WeCom has."""
    with clock.held_at(START):
        return shop.open(PLAN, number)


def changed(shop: Shop, number: int) -> int:
    """A code whose receivers have just changed."""
    way_id = told(shop, number)
    look(way_id)
    return way_id


def stopped(shop: Shop, number: int) -> int:
    """A code that nobody wants any more."""
    way_id = told(shop, number)
    with transaction() as session:
        stop_code(session.get_one(ContactWay, way_id))
    look(way_id)
    return way_id


def look(way_id: int) -> None:
    with transaction() as session:
        row = schedule_of(session, way_id, lock=True)
        assert row is not None
        look_again(session, [(row, session.get_one(ContactWay, way_id))], NEXT)


def is_gone(errcode: int) -> bool:
    return errcode == NO_SUCH_CODE


KIND = Codes()
PATH = "externalcontact/{}_contact_way"
CODES = (
    Call(PATH.format("add"), KIND, fresh),
    Call(PATH.format("list"), KIND, fresh),
    Call(PATH.format("get"), KIND, fresh, forgives=is_gone),
    Call(PATH.format("update"), KIND, changed),
    Call(PATH.format("del"), KIND, stopped, leaves=0, forgives=is_gone),
)
