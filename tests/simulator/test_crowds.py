"""Crowds: people already there, people who come over days, and lists that stay quick to read."""

from collections import Counter

import pytest

from bots.simulator.settled import settle
from tests.simulator.rig import MONDAY, Sim

DAY = 86400


@pytest.fixture
def town(sim):
    settle(sim.world, 600)
    return sim


def follows(sim, **wish):
    query = "&".join(f"{name}={value}" for name, value in {"part": "follows", **wish}.items())
    return sim.see(f"truth?{query}")


def test_who_is_settled_came_over_half_a_year_and_in_daytime(town):
    told = follows(town)["follows"]
    moments = [one["createtime"] for one in told]
    assert moments == sorted(moments)
    assert MONDAY - 181 * DAY < moments[0] < MONDAY - 120 * DAY
    assert moments[-1] <= MONDAY
    at_night = [at for at in moments if 1 <= (at + 8 * 3600) % DAY // 3600 < 6]
    assert len(at_night) < len(moments) * 0.05


def test_staff_have_uneven_shares_tags_and_remarks(town):
    told = follows(town)["follows"]
    shares = Counter(one["userid"] for one in told)
    assert set(shares) == set(town.world.staff)
    assert max(shares.values()) > 1.5 * min(shares.values())
    tagged = sum(bool(one["tag_names"]) for one in told)
    remarked = sum("-" in one["remark"] for one in told)
    assert (0.3 < tagged / len(told) < 0.7, remarked > 60) == (True, True)
    assert 5 < sum(not one["customer_has"] for one in told) < 80


def test_every_page_of_a_batch_is_read_once_and_nobody_is_missing(town):
    userids = town.ask("externalcontact/get_follow_user_list")["follow_user"]
    seen, cursor = [], ""
    while True:
        body = {"userid_list": userids, "cursor": cursor, "limit": 97}
        told = town.say("externalcontact/batch/get_by_user", **body)
        rows = told["external_contact_list"]
        seen += [
            (r["follow_info"]["userid"], r["external_contact"]["external_userid"]) for r in rows
        ]
        cursor = told["next_cursor"]
        if not cursor:
            break
        assert len(rows) == 97
    has = [pair for pair, follow in town.world.follows.items() if follow.staff_has]
    assert sorted(seen) == sorted(has)


def test_a_page_is_not_disturbed_by_who_comes_and_goes_meanwhile(sim):
    way = sim.code(type=1, user=["lina"])
    ids = [sim.scan(way, f"guest-{n}")["external_userid"] for n in range(6)]
    batch = "externalcontact/batch/get_by_user"
    first = sim.say(batch, userid_list=["lina"], limit=3)
    sim.order("staff/delete", userid="lina", customer="guest-0")
    sim.scan(way, "guest-6")
    sim.scan(way, "guest-0")
    rest = sim.say(batch, userid_list=["lina"], limit=100, cursor=first["next_cursor"])
    told = [row["external_contact"]["external_userid"] for row in rest["external_contact_list"]]
    assert told[:3] == ids[3:]
    assert told[4:] == ids[:1], "who was added again stands last"


def test_the_truth_can_be_read_in_parts_and_stretches(town):
    whole = follows(town)["follows"]
    some = follows(town, after=10, limit=5)
    assert some["follows"] == whole[10:15]
    assert (some["totals"], set(some)) == ({"follows": len(whole)}, {"ok", "follows", "totals"})
    two = town.see("truth?part=customers,marks&limit=1")
    assert (len(two["customers"]), two["marks"], two["totals"]["marks"]) == (1, [], 0)
    for wrong in ("part=weather", "limit=all", "after=-1"):
        assert town.see(f"truth?{wrong}")["ok"] is False


def month(seed=7, **wish):
    """What a crowd did in ten days, run until idle."""
    sim = Sim(seed)
    try:
        sim.code()
        assert sim.order("crowd", **{"adds": 150, "days": 10, **wish})["ok"]
        told = sim.order("clock", until_idle=True)
        assert told["idle"]
        return sim.see("truth"), sim.see("crowds")["crowds"], told["now"]
    finally:
        sim.close()


def test_a_crowd_comes_chats_leaves_and_comes_back_over_days():
    truth, (crowd,), now = month()
    assert truth["failed_actions"] == []
    assert (crowd["came"], len(truth["customers"]), now >= crowd["from"]) == (150, 150, True)
    changes = Counter(one["event"].get("ChangeType") for one in truth["callbacks"])
    assert 3 < changes["del_follow_user"] < 40
    assert changes["add_external_contact"] >= 150
    assert 50 < truth["archived"] < 600
    days = {(follow["createtime"] + 8 * 3600) // DAY for follow in truth["follows"]}
    assert len(days) >= 9


def test_habits_can_be_chosen():
    truth, _, _ = month(habits={"chat": 0, "delete": 1, "rescan": 0}, adds=30)
    changes = Counter(one["event"].get("ChangeType") for one in truth["callbacks"])
    assert changes == {"add_external_contact": 30, "del_follow_user": 30}
    assert truth["archived"] == 0


def test_a_crowd_can_come_at_so_many_a_minute(sim):
    sim.code()
    told = sim.order("crowd", scan=12, minutes=5)
    assert (told["adds"], told["until"] - told["from"]) == (60, 300)
    sim.order("clock", until_idle=True, limit=300)
    assert len(sim.see("truth?part=customers")["customers"]) == 60


@pytest.mark.parametrize(("confirm", "statuses"), [(1, {2}), (0, {0})])
def test_members_of_a_crowd_confirm_or_ignore_their_tasks(sim, confirm, statuses):
    external_userid = sim.scan(sim.code(), "an")["external_userid"]
    text = {"content": "开课"}
    sim.say("externalcontact/add_msg_template", external_userid=[external_userid], text=text)
    sim.order("crowd", adds=1, days=1, habits={"confirm": confirm})
    sim.order("clock", until_idle=True)
    (message,) = sim.see("truth")["group_messages"]
    assert {task["status"] for task in message["tasks"]} == statuses


@pytest.mark.parametrize(
    "wish",
    [{}, {"adds": 0}, {"adds": 5, "habits": {"fly": 1}}, {"adds": 5, "codes": "nowhere"}],
)
def test_crowds_that_make_no_sense_are_refused(sim, wish):
    sim.code()
    assert sim.order("crowd", **wish)["ok"] is False


def test_a_crowd_needs_a_code_to_scan(sim):
    assert sim.order("crowd", adds=5)["ok"] is False
