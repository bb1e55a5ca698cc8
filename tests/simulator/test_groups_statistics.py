"""Group statistics are counted from what truly happened."""

import pytest

from bots.simulator.models import Json
from tests.simulator.rig import MONDAY

DAY = 86400
FIRST = int(MONDAY) - 9 * 3600  # Beijing's midnight
BY_OWNER = "externalcontact/groupchat/statistic"
BY_DAY = "externalcontact/groupchat/statistic_group_by_day"


@pytest.fixture
def two_days(sim):
    """Monday: lina's group of four, three words. Tuesday: one leaves, zhaolei founds one."""
    made = sim.order("groups/create", owner="lina", name="一群", members=["an", "bo"])
    sim.order("groups/join", chat_id=made["chat_id"], members=["di"])
    for who in ("an", "an", "lina"):
        sim.order("groups/say", chat_id=made["chat_id"], who=who, text="嗨")
    sim.pass_time(DAY)
    sim.order("groups/leave", chat_id=made["chat_id"], who="di")
    sim.order("groups/create", owner="zhaolei", name="二群", members=["an"])
    sim.pass_time(DAY)
    sim.log_in()


def numbers(row):
    data = row["data"]
    names = ("new_chat_cnt", "chat_total", "chat_has_msg", "new_member_cnt", "member_total")
    return [data[name] for name in (*names, "member_has_msg", "msg_total")]


def test_each_day_counts_what_was_new_and_what_stood_at_its_end(sim, two_days):
    everybody = {"userid_list": ["lina", "zhaolei"]}
    told = sim.say(
        BY_DAY, day_begin_time=FIRST + 5, day_end_time=FIRST + DAY, owner_filter=everybody
    )
    monday, tuesday = told["items"]
    assert (monday["stat_time"], tuesday["stat_time"]) == (FIRST, FIRST + DAY)
    assert numbers(monday) == [1, 1, 1, 1, 4, 2, 3]
    assert numbers(tuesday) == [1, 2, 1, 0, 5, 2, 3]


def test_owners_are_ordered_and_paged(sim, two_days):
    span = {"day_begin_time": FIRST, "day_end_time": FIRST + DAY}
    told = sim.say(BY_OWNER, **span, order_by=4)
    assert [row["owner"] for row in told["items"]] == ["lina", "zhaolei"]
    assert numbers(told["items"][0]) == [1, 1, 1, 1, 3, 2, 3]
    assert (told["total"], told["next_offset"]) == (2, 2)
    told = sim.say(BY_OWNER, **span, order_by=4, order_asc=1, limit=1)
    assert ([row["owner"] for row in told["items"]], told["next_offset"]) == (["zhaolei"], 1)


def test_without_an_end_it_is_one_day(sim, two_days):
    assert len(sim.say(BY_DAY, day_begin_time=FIRST + DAY)["items"]) == 1


REFUSED: list[tuple[Json, int]] = [
    ({}, 40063),
    ({"day_begin_time": FIRST - 31 * DAY, "day_end_time": FIRST}, 40058),
    ({"day_begin_time": FIRST + DAY, "day_end_time": FIRST}, 40058),
    ({"day_begin_time": FIRST + 2 * DAY}, 40058),  # today has no numbers yet
    ({"day_begin_time": FIRST - 179 * DAY}, 40058),
    ({"day_begin_time": FIRST - 178 * DAY}, 0),
    ({"day_begin_time": FIRST, "order_by": 5}, 40058),
]


def test_spans_that_are_refused(sim, two_days):
    told = [sim.say(BY_OWNER, **span)["errcode"] for span, _ in REFUSED]
    assert told == [errcode for _, errcode in REFUSED]
