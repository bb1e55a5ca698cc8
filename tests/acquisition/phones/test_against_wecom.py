"""A list worked through against the simulated WeCom: the pass rate is WeCom's own truth, to the unit."""

import re
from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from app.acquisition.phones import deeds
from app.acquisition.phones.importing import Plan, add_draft, keep
from app.acquisition.phones.models import PhoneItem
from app.acquisition.phones.queries import find_list, funnels, shares
from app.contacts.models import FollowTag
from app.contacts.queries import tag_groups
from app.db import reading, transaction
from tests.acquisition.phones.seed import number
from tests.town import Town

MEMBERS = ("lina", "wangguwen")
STATE = "lk-demo-1111"
SIZE, KNOWN = 40, 5


def add(town: Town, userid: str, key: str, mobiles: list[str]) -> None:
    """A customer is added by a member, who notes the number on them."""
    wish = {"state": STATE, "customer": {"key": key, "name": key}, "userid": userid}
    town.wecom.post("/people/scan", wish)
    edit = {"userid": userid, "customer": key, "remark_mobiles": mobiles}
    town.wecom.post("/staff/edit", edit)


def import_list(town: Town) -> int:
    with transaction() as session:
        rows = [["手机号", "姓名"], *([number(place), f"客户{place}"] for place in range(SIZE))]
        draft = add_draft(session, town.corp_id, rows, file_name="", made_by="ops")
        tag = tag_groups(session, town.corp_id)[0].tags[0][0]
        plan = Plan(
            name="展会",
            source="展会",
            script="",
            remark_template="",
            tag_ids=[tag],
            weights=dict.fromkeys(MEMBERS, 1),
            reclaim_days=7,
            reclaim_to="ops",
            reminders=1,
        )
        return keep(session, draft, plan, made_by="ops").id


def held(list_id: int) -> list[PhoneItem]:
    with reading() as session:
        found = select(PhoneItem).where(PhoneItem.list_id == list_id, PhoneItem.userid.is_not(None))
        return list(session.scalars(found.order_by(PhoneItem.place)))


def truth(town: Town, began: float) -> Counter[str]:
    """Member → how many of the numbers WeCom's own follows hold that began since."""
    listed = {number(place) for place in range(SIZE)}
    return Counter(
        follow["userid"]
        for follow in town.truth()["follows"]
        if listed.intersection(map(bare, follow["remark_mobiles"]))
        and follow["createtime"] >= began
    )


def bare(typed: str) -> str:
    """The last eleven digits."""
    return re.sub(r"\D", "", typed)[-11:]


def test_the_pass_rate_is_wecoms_own_truth_to_the_unit(town: Town):
    for place in range(KNOWN):
        add(town, "lina", f"old{place}", [number(place)])
    town.settle()
    town.let_pass(timedelta(minutes=5))
    list_id = import_list(town)
    began = town.wecom.state().now.timestamp()
    items = held(list_id)
    assert len(items) == SIZE - KNOWN, "whom WeCom shows as friends is not given to anybody"

    town.let_pass(timedelta(minutes=10))
    sent = map(str, town.truth()["app_messages"])
    assert sum("/sidebar/phones" in message for message in sent) == len(MEMBERS)
    for item in items[::2]:
        with transaction() as session:
            own = deeds.own_item(session, town.corp_id, str(item.userid), item.id)
            deeds.ask(session, own)
    for item in items[::3]:
        add(town, str(item.userid), f"new{item.place}", [item.phone.removeprefix("+86")])
    also = items[1]
    add(town, str(also.userid), "also", ["021-62881234", f"+86 {also.phone[3:6]} {also.phone[6:]}"])
    town.settle()

    expected = truth(town, began)
    asked = {item.id for item in (*items[::2], *items[::3], also)}
    with reading() as session:
        made = find_list(session, town.corp_id, list_id)
        assert made is not None
        funnel = funnels(session, town.corp_id, [list_id])[list_id]
        by_member = {share.userid: share.added for share in shares(session, made)}
        tagged = session.scalars(select(FollowTag).where(FollowTag.tag_id == made.tag_ids[0])).all()
    assert funnel.added == expected.total() == len(items[::3]) + 1
    assert by_member == expected
    assert (funnel.rows, funnel.good, funnel.given) == (SIZE, len(items), len(items))
    assert funnel.asked == len(asked)
    assert funnel.rate == 100 * funnel.added / len(asked)
    assert sum("手机号名单" in str(tag.rule) for tag in tagged) == funnel.added
