"""A reconciling run brings everything in line, and a second one writes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event

from app.contacts.mirror.run import Mirrored, mirror_corp
from app.contacts.models import CorpTag, ExternalContact, Follow, FollowTag, Staff
from app.contacts.queries import staff_choices, tag_groups
from app.contacts.reactions import mirror_tags
from app.db import engine, reading, transaction
from app.events.tags import CorpTagDeleted
from tests.conftest import CORP, MOMENT
from tests.contacts.wecom import SmallWeCom


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that changed rows meanwhile, but for the run's own."""
    seen: list[str] = []

    def look(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        is_write = statement.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")
        if (
            is_write
            and cursor.rowcount
            and "mirror_run" not in statement
            and "mirror_member" not in statement
        ):
            seen.append(statement)

    event.listen(engine(), "after_cursor_execute", look)
    try:
        yield seen
    finally:
        event.remove(engine(), "after_cursor_execute", look)


def crowd(wecom: SmallWeCom) -> None:
    for number in range(25):
        wecom.add("zhang", f"wm{number:02}", MOMENT, state="expo")
        wecom.tag("zhang", f"wm{number:02}", "etA")
    wecom.add("li", "wm03", MOMENT)
    wecom.page_size = 10


def test_the_first_run_takes_everything_and_the_second_writes_nothing(wecom: SmallWeCom) -> None:
    crowd(wecom)
    mirror_corp(1)
    with reading() as session:
        assert session.query(ExternalContact).count() == 25
        assert session.query(Follow).count() == 26
        assert {tag.tag_id for tag in session.query(FollowTag)} == {"etA"}
        assert staff_choices(session, CORP) == [("zhang", "张三"), ("li", "李四")]
        assert session.query(Staff).filter_by(userid="li").one().departments == ["销售部"]
    with writes() as statements:
        assert mirror_corp(1) == Mirrored(0, 0, 0)
    assert statements == []


def test_only_what_drifted_is_repaired(wecom: SmallWeCom) -> None:
    crowd(wecom)
    mirror_corp(1)
    wecom.follows["zhang", "wm07"]["remark"] = "改过"
    wecom.tag("zhang", "wm08")
    wecom.members["li"] = "李小四"
    assert mirror_corp(1) == Mirrored(staff=1, tags=0, customers=2)
    with reading() as session:
        assert session.query(Follow).filter_by(external_userid="wm07").one().remark == "改过"
        assert session.query(FollowTag).count() == 24
    assert mirror_corp(1) == Mirrored(0, 0, 0)


def test_a_tag_on_its_way_is_no_drift(wecom: SmallWeCom) -> None:
    crowd(wecom)
    mirror_corp(1)
    with transaction() as session:
        follow = session.query(Follow).filter_by(external_userid="wm05").one()
        session.add(FollowTag(corp_id=CORP, follow_id=follow.id, tag_id="etB"))
    assert mirror_corp(1) == Mirrored(0, 0, 0)


def test_a_customer_who_left_but_is_still_listed_stays_lost(wecom: SmallWeCom) -> None:
    crowd(wecom)
    mirror_corp(1)
    with transaction() as session:
        follow = session.query(Follow).filter_by(external_userid="wm05").one()
        follow.ended_at, follow.ended_by = MOMENT + timedelta(hours=1), "customer"
    assert mirror_corp(1) == Mirrored(0, 0, 0)


def test_a_member_who_left_is_not_offered_any_more(wecom: SmallWeCom) -> None:
    mirror_corp(1)
    del wecom.members["li"]
    mirror_corp(1)
    with reading() as session:
        assert staff_choices(session, CORP) == [("zhang", "张三")]


def test_a_deleted_tag_keeps_its_name_and_is_not_offered(wecom: SmallWeCom) -> None:
    mirror_corp(1)
    del wecom.tags["etB"]
    mirror_tags(CorpTagDeleted(corp_id=CORP, happened_at=MOMENT, id="etB"))
    with reading() as session:
        assert session.query(CorpTag).filter_by(tag_id="etB").one().deleted_at == MOMENT
        assert [group.tags for group in tag_groups(session, CORP)] == [[("etA", "高意向")]]
    wecom.tags["etB"] = "展会二"
    mirror_corp(1)
    with reading() as session:
        assert session.query(CorpTag).filter_by(tag_id="etB").one().deleted_at is None
