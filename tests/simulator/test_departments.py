"""Departments and the tags of the address book."""

import pytest

from bots.simulator.cast import AGENTID, CONTACTS_AGENTID


@pytest.fixture
def book(sim):
    sim.log_in_as(CONTACTS_AGENTID)
    return sim


def test_departments_are_made_changed_and_deleted(book):
    made = book.say("department/create", name="华东", name_en="East", parentid=2, order=9)
    assert (made["errcode"], made["id"]) == (0, 4)
    assert book.say("department/update", id=4, name="华南", parentid=3)["errcode"] == 0
    book.log_in()
    department = {"id": 4, "name": "华南", "name_en": "East", "parentid": 3, "order": 9}
    assert book.ask("department/get", id=4)["department"] == {
        **department,
        "department_leader": [],
    }
    assert [one["id"] for one in book.ask("department/list", id=3)["department"]] == [3, 4]
    book.log_in_as(CONTACTS_AGENTID)
    assert book.ask("department/delete", id=4)["errcode"] == 0
    assert book.ask("department/delete", id=4)["errcode"] == 60003


@pytest.mark.parametrize(
    ("path", "fields", "errcode"),
    [
        ("create", {"parentid": 1}, 60001),
        ("create", {"name": "长" * 65, "parentid": 1}, 60001),
        ("create", {"name": "a:b", "parentid": 1}, 60009),
        ("create", {"name": "华东", "parentid": 9}, 60004),
        ("create", {"name": "销售部", "parentid": 1}, 60008),
        ("create", {"name": "华东", "parentid": 1, "id": 2}, 60008),
        ("update", {"id": 9}, 60003),
        ("update", {"id": 2, "parentid": 9}, 60004),
        ("update", {"id": 2, "name": "客户成功部"}, 60008),
        ("update", {"id": 2, "parentid": 2}, 60010),
        ("update", {"id": 1, "parentid": 2}, 60010),
    ],
)
def test_departments_that_cannot_be(book, path, fields, errcode):
    assert book.say(f"department/{path}", **fields)["errcode"] == errcode


def test_a_department_below_itself_is_a_circle(book):
    book.say("department/create", name="华东", parentid=2)
    assert book.say("department/update", id=2, parentid=4)["errcode"] == 60010


def test_only_empty_departments_go(book):
    assert book.ask("department/delete", id=1)["errcode"] == 60007
    assert book.ask("department/delete", id=2)["errcode"] == 60005
    book.say("department/create", name="空", parentid=1)
    book.say("department/create", name="更空", parentid=4)
    assert book.ask("department/delete", id=4)["errcode"] == 60006
    assert book.ask("department/delete", id=5)["errcode"] == 0


def test_whoever_is_below_a_visible_department_is_visible(book):
    book.say("department/create", name="华东", parentid=2)
    book.say("user/update", userid="zhoumin", department=[4])
    book.order("apps", agentid=AGENTID, visible={"parties": [2]})
    book.log_in()
    assert book.ask("user/get", userid="zhoumin")["errcode"] == 0
    inside = book.ask("user/simplelist", department_id=2, fetch_child=1)["userlist"]
    assert [one["userid"] for one in inside] == ["wangguwen", "lina", "zhaolei", "zhoumin"]
    assert len(book.ask("user/simplelist", department_id=2)["userlist"]) == 3


def test_the_console_tells_of_departments(sim, receiver):
    made = sim.order("console/department", change="create", name="华东", parentid=2)
    sim.order("console/department", change="update", id=made["id"], parentid=3)
    sim.order("console/department", change="delete", id=made["id"])
    told = sim.order("console/department", change="delete", id=2)
    assert (told["ok"], told["errcode"]) == (False, 60005)
    assert sim.order("console/department", change="paint")["ok"] is False
    sim.settle()
    own = ("ChangeType", "Id", "ParentId")
    assert [tuple(event.get(name) for name in own) for event in receiver.events] == [
        ("create_party", "4", "2"),
        ("update_party", "4", "3"),
        ("delete_party", "4", None),
    ]


def test_a_departments_leaders_are_its_members_who_lead(book):
    book.say("user/update", userid="lina", department=[2, 3], is_leader_in_dept=[0, 1])
    book.log_in()
    leaders = [one["department_leader"] for one in book.ask("department/list")["department"]]
    assert leaders == [[], [], ["lina"]]


def test_tags_of_members_and_departments(sim):
    made = sim.say("tag/create", tagname="讲师")
    assert (made["errmsg"], made["tagid"]) == ("created", 1)
    told = sim.say("tag/addtagusers", tagid=1, userlist=["lina", "nobody"], partylist=[3, 9])
    assert (told["errcode"], told["invalidlist"], told["invalidparty"]) == (0, "nobody", [9])
    seen = sim.ask("tag/get", tagid=1)
    assert seen["userlist"] == [{"userid": "lina", "name": "李娜"}]
    assert (seen["tagname"], seen["partylist"]) == ("讲师", [3])
    assert sim.say("tag/update", tagid=1, tagname="主讲")["errmsg"] == "updated"
    assert sim.ask("tag/list")["taglist"] == [{"tagid": 1, "tagname": "主讲"}]
    assert sim.say("tag/deltagusers", tagid=1, userlist=["lina"])["errmsg"] == "deleted"
    assert sim.ask("tag/get", tagid=1)["userlist"] == []
    assert sim.ask("tag/delete", tagid=1)["errcode"] == 0
    assert sim.ask("tag/get", tagid=1)["errcode"] == 40068


def test_tags_that_cannot_be(book):
    book.say("tag/create", tagname="讲师", tagid=12)
    assert book.say("tag/create", tagname="讲师")["errcode"] == 40071
    assert book.say("tag/create", tagname="")["errcode"] == 40072
    assert book.say("tag/create", tagname="另", tagid=12)["errcode"] == 40068
    assert book.say("tag/addtagusers", tagid=12)["errcode"] == 40035
    assert book.say("tag/addtagusers", tagid=12, userlist=["nobody"])["errcode"] == 40070
    book.log_in()
    assert book.say("tag/update", tagid=12, tagname="另")["errcode"] == 81011
    assert book.ask("tag/delete", tagid=12)["errcode"] == 81011
