"""Customers who come by a link or into a group are attributed, and ops hear of the quota."""

from datetime import timedelta

from sqlalchemy import select

from app.acquisition.group_codes.publishing import publish as publish_group_code
from app.acquisition.group_codes.wanted import WantedGroupCode, add_group_code
from app.acquisition.links.notices import standing
from app.acquisition.links.publishing import publish as publish_link
from app.acquisition.links.wanted import WantedLink, add_link
from app.acquisition.states import make
from app.contacts.models import Follow
from app.db import reading, transaction
from app.insight.naming import names_of
from app.insight.portrait import portrait
from app.insight.timeline import fold
from tests.town import Town

LINK, GROUP = make(bytes(16)), make(b"into a group....")


def titles(town: Town, external_userid: str) -> list[tuple[str, str]]:
    with reading() as session:
        found = portrait(session, town.corp_id, external_userid)
        assert found is not None
        return [(e.title, e.text) for e in fold(found.story, names_of(session, town.corp_id))]


def test_a_link_and_a_group_leave_their_source_on_the_customer(town: Town):
    wanted = WantedLink(
        name="直播间",
        userids=["lina"],
        department_ids=[],
        tag_ids=[],
        remark_template="{name}-{channel}",
    )
    chat = town.wecom.post(
        "/groups/create", {"owner": "lina", "name": "一群", "members": ["zhaolei"]}
    )
    town.settle()
    with transaction() as session:
        link = add_link(session, town.corp_id, LINK, wanted, made_by="lina")
        pool = WantedGroupCode(
            name="福利群码", pool=[chat["chat_id"]], switch_at=3, auto_create=False
        )
        code = add_group_code(session, town.corp_id, GROUP, pool, made_by="lina")
        assert code.chat_ids == [chat["chat_id"]]
    assert publish_link(link.id)
    assert publish_group_code(code.id)
    town.wecom.post("/console/quota", {"set": 20})
    came = town.wecom.post(
        "/links/open",
        {"customer_channel": LINK, "link_id": reread(link.id), "customer": {"key": "a"}},
    )
    town.settle()
    town.wecom.post("/groups/join", {"state": GROUP, "customer": {"key": "a"}})
    town.let_pass(timedelta(seconds=30))  # WeCom shows the new members some seconds later
    with reading() as session:
        follow = session.scalars(select(Follow)).one()
        assert follow.state == LINK
        assert follow.remark.endswith("-直播间")
        assert [notice.kind for notice in standing(session, town.corp_id)] == ["low"]
    told = titles(town, came["external_userid"])
    assert ("加入客户群：一群", "来源渠道：福利群码") in told
    assert any(text == "来源渠道：直播间" for _title, text in told)


def reread(link_row_id: int) -> str | None:
    from app.acquisition.links.models import AcquisitionLink

    with reading() as session:
        return session.get_one(AcquisitionLink, link_row_id).link_id
