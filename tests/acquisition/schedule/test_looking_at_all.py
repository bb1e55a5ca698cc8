"""A look at every code of a corp costs few statements, for as long as it lasts nobody else decides."""

from datetime import UTC, datetime

from sqlalchemy import event, select

from app.acquisition.schedule.leaving import look_at_all
from app.acquisition.schedule.plan import Plan
from app.acquisition.schedule.recesses import pause_today
from app.corps.models import Corp
from app.db import engine, reading, transaction

MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)


def statements(work) -> int:
    """How many statements it takes."""
    said = []

    def note(_connection, _cursor, statement, *_more):
        said.append(statement)

    event.listen(engine(), "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(engine(), "before_cursor_execute", note)
    return len(said)


def test_twice_as_many_codes_take_no_more_statements(in_shop):
    with in_shop(at=MORNING) as shop:
        with reading() as session:
            corp_row = session.scalars(select(Corp.id)).one()

        def all_looked_at():
            look_at_all(corp_row)

        def one_rests():
            with transaction() as session:
                pause_today(session, shop.corp_id, "lina", None)

        took = []
        for numbers in (range(6), range(6, 24)):
            for number in numbers:
                shop.open(Plan(("lina", "chenxi")), number, is_told=False)
            took.append((statements(all_looked_at), statements(one_rests)))
        few, many = took
        assert all(later <= first for first, later in zip(few, many, strict=True)), took
