"""The address book: members, departments and their tags, by API and in the console."""

import pytest

from bots.simulator.cast import AGENTID, CONTACTS_AGENTID
from tests.simulator.conftest import receiver_for
from tests.simulator.rig import Sim

NEW = {"userid": "ZhangSan", "name": "张三", "department": [2, 3], "mobile": "13800000000"}


@pytest.fixture
def book(sim):
    """The simulator with the secret of 通讯录同步."""
    sim.log_in_as(CONTACTS_AGENTID)
    return sim


def staff(sim, change, userid="lina", **more):
    return sim.order("console/staff", change=change, userid=userid, **more)


def told_of_member(sim, userid):
    sim.log_in()
    return sim.ask("user/get", userid=userid)


def test_a_member_made_by_the_api_is_found_but_not_yet_active(book, receiver):
    made = book.say("user/create", **NEW, position="顾问", direct_leader=["zhaolei"])
    assert (made["errcode"], made["errmsg"]) == (0, "created")
    member = told_of_member(book, "zhangsan")
    assert (member["name"], member["department"], member["status"]) == ("张三", [2, 3], 4)
    assert (member["position"], member["direct_leader"]) == ("顾问", ["zhaolei"])
    assert not {"mobile", "email", "gender", "avatar", "address", "qr_code"} & set(member)
    way = {"type": 1, "scene": 2, "user": ["zhangsan"]}
    assert book.say("externalcontact/add_contact_way", **way)["errcode"] == 41054
    staff(book, "activate", "zhangsan")
    assert book.say("externalcontact/add_contact_way", **way)["errcode"] == 0
    book.settle()
    assert receiver.changes() == ["update_user"], "the API's change calls nobody back"


def test_only_the_book_secret_writes_and_it_reads_nothing_but_ids(sim):
    assert sim.say("user/create", **NEW)["errcode"] == 48002
    assert sim.say("user/list_id")["errcode"] == 48002
    sim.log_in_as(CONTACTS_AGENTID)
    assert sim.ask("user/list", department_id=1)["errcode"] == 48009
    assert len(sim.ask("department/simplelist")["department_id"]) == 3
    first = sim.say("user/list_id", limit=4)
    rest = sim.say("user/list_id", limit=4, cursor=first["next_cursor"])
    rows = first["dept_user"] + rest["dept_user"]
    assert rest["next_cursor"] == ""
    assert rows[:2] == [{"userid": u, "department": 2} for u in ("wangguwen", "lina")]
    assert len(rows) == 6


@pytest.mark.parametrize(
    ("fields", "errcode"),
    [
        ({"userid": ""}, 41009),
        ({"userid": "two words"}, 40003),
        ({"userid": "LINA"}, 60102),
        ({"name": ""}, 60112),
        ({"name": "长" * 65}, 60112),
        ({"mobile": ""}, 60129),
        ({"mobile": "call me"}, 60103),
        ({"email": "nowhere"}, 60105),
        ({"department": [9]}, 60003),
        ({"department": list(range(1, 102))}, 60110),
        ({"is_leader_in_dept": [1]}, 60132),
        ({"direct_leader": ["nobody"]}, 40003),
        ({"direct_leader": ["lina", "chenxi", "zhaolei", "sunyue", "zhoumin", "x"]}, 60257),
        ({"gender": "man"}, 40058),
        ({"extattr": []}, 40058),
        ({"enable": 2}, 40058),
    ],
)
def test_members_that_cannot_be_made(book, fields, errcode):
    assert book.say("user/create", **{**NEW, **fields})["errcode"] == errcode
    assert "zhangsan" not in book.world.staff


def test_a_phone_and_a_mail_belong_to_one(book):
    mail = "san@example.com"
    assert book.say("user/create", **NEW, email=mail)["errcode"] == 0
    other = {"userid": "lisi", "name": "李四"}
    assert book.say("user/create", **other, mobile=NEW["mobile"])["errcode"] == 60104
    assert book.say("user/create", **other, email=mail)["errcode"] == 60106
    assert book.say("user/update", userid="zhangsan", email=mail)["errcode"] == 0


def test_an_update_leaves_what_it_does_not_name(book):
    told = book.say("user/update", userid="LINA", position="总监", department=[3])
    assert told["errmsg"] == "updated"
    assert book.say("user/update", userid="nobody")["errcode"] == 60111
    member = told_of_member(book, "lina")
    assert (member["name"], member["position"], member["department"]) == ("李娜", "总监", [3])


def test_a_disabled_member_can_be_enabled_again(book):
    for enable, status in ((0, 2), (1, 1)):
        book.log_in_as(CONTACTS_AGENTID)
        book.say("user/update", userid="lina", enable=enable)
        assert told_of_member(book, "lina")["status"] == status


def test_whoever_is_deleted_is_nobody_any_more(book):
    book.log_in()
    code = book.code(user=["lina", "zhaolei"])
    external_userid = book.scan(code, "an", userid="lina")["external_userid"]
    book.log_in_as(CONTACTS_AGENTID)
    assert book.ask("user/delete", userid="lina")["errmsg"] == "deleted"
    assert book.ask("user/delete", userid="lina")["errcode"] == 60111
    book.log_in()
    assert book.ask("user/get", userid="lina")["errcode"] == 60111
    assert "lina" not in book.ask("externalcontact/get_follow_user_list")["follow_user"]
    assert book.ask("externalcontact/list", userid="lina")["errcode"] == 60111
    assert book.ask("externalcontact/get", external_userid=external_userid)["errcode"] == 40096
    pair = {"userid": "lina", "external_userid": external_userid}
    assert book.say("externalcontact/mark_tag", **pair, add_tag=["x"])["errcode"] == 60111
    assert {book.scan(code, key)["userid"] for key in ("bo", "cai")} == {"zhaolei"}
    (gone,) = [one for one in book.see("staff")["staff"] if one["userid"] == "lina"]
    assert (gone["status"], gone["left_at"]) == (5, book.world.now())
    assert book.see("phone/an")["chats"][0]["staff_name"] == "李娜"


def test_a_batch_is_deleted_whole_or_not_at_all(book):
    told = book.say("user/batchdelete", useridlist=["lina", "nobody"])
    assert (told["errcode"], book.world.staff["lina"].has_left) == (60111, False)
    assert book.say("user/batchdelete", useridlist=["lina", "chenxi"])["errcode"] == 0
    assert book.say("user/batchdelete", useridlist=[str(n) for n in range(201)])["errcode"] == 40032
    assert book.say("user/batchdelete")["errcode"] == 40063


def test_the_console_calls_back_with_ids_and_departments_only(sim, receiver):
    staff(sim, "join", "zhangsan", name="张三", department=[2, 3])
    staff(sim, "move", "zhangsan", department=3)
    staff(sim, "rename", "zhangsan", new_userid="zhangsan001")
    staff(sim, "disable_contact", "zhangsan001")
    staff(sim, "leave", "zhangsan001")
    sim.settle()
    own = ("ChangeType", "UserID", "NewUserID", "Department")
    told = [tuple(event.get(name) for name in own) for event in receiver.events]
    assert told == [
        ("create_user", "zhangsan", None, "2,3"),
        ("update_user", "zhangsan", None, "3"),
        ("update_user", "zhangsan", "zhangsan001", "3"),
        ("delete_user", "zhangsan001", None, None),
    ]
    head = {"ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", *own}
    assert {name for event in receiver.events for name in event} == head


def test_change_contact_goes_to_the_books_own_url_once_it_has_one(sim, receiver):
    own = receiver_for(sim, CONTACTS_AGENTID)
    sim.world.corp.app(CONTACTS_AGENTID).url = own.url()
    staff(sim, "leave")
    sim.settle()
    own.close()
    assert (own.changes(), receiver.changes()) == (["delete_user"], [])


def test_with_echo_the_apis_changes_call_back_too():
    sim = Sim(echo=True)
    receiver = receiver_for(sim, CONTACTS_AGENTID)
    try:
        sim.world.corp.app(CONTACTS_AGENTID).url = receiver.url()
        sim.log_in_as(CONTACTS_AGENTID)
        sim.say("user/create", **NEW)
        sim.say("department/create", name="市场部", parentid=1)
        sim.settle()
        assert sorted(receiver.changes()) == ["create_party", "create_user"]
    finally:
        receiver.close()
        sim.close()


def test_a_new_userid_keeps_everything_else(sim):
    code = sim.code(type=1, user=["lina"])
    external_userid = sim.scan(code, "an")["external_userid"]
    sim.order("people/say", customer="an", text="在吗")
    sim.order("apps", agentid=AGENTID, visible={"users": ["lina"]})
    staff(sim, "rename", new_userid="LiNa2")
    assert sim.ask("user/get", userid="lina")["errcode"] == 60111
    assert sim.ask("externalcontact/list", userid="lina2")["external_userid"] == [external_userid]
    told = sim.ask("externalcontact/get", external_userid=external_userid)
    assert [follow["userid"] for follow in told["follow_user"]] == ["lina2"]
    (chat,) = sim.see("phone/an")["chats"]
    assert (chat["userid"], chat["messages"][-1]["text"]) == ("lina2", "在吗")
    assert sim.scan(code, "bo")["userid"] == "lina2"


def test_without_the_right_to_customers_a_member_is_in_no_list_and_no_code(sim):
    code = sim.code(user=["lina", "zhaolei"])
    staff(sim, "disable_contact")
    assert "lina" not in sim.ask("externalcontact/get_follow_user_list")["follow_user"]
    assert {sim.scan(code, key)["userid"] for key in ("an", "bo")} == {"zhaolei"}
    way = {"type": 1, "scene": 2, "user": ["lina"]}
    assert sim.say("externalcontact/add_contact_way", **way)["errcode"] == 84074
    staff(sim, "enable_contact")
    assert sim.say("externalcontact/add_contact_way", **way)["errcode"] == 0


def test_a_code_whose_members_have_all_left_adds_nobody(sim):
    code = sim.code(type=1, user=["lina"])
    staff(sim, "leave")
    told = sim.order("people/scan", config_id=code, customer="an")
    assert (told["ok"], "nobody receives" in told["why"]) == (False, True)


def test_members_come_and_go_by_plan(sim):
    leave = {"at": sim.world.now() + 60, "do": "console/staff", "change": "leave", "userid": "lina"}
    assert sim.order("plan", actions=[leave])["ok"]
    sim.pass_time(60)
    assert sim.ask("user/get", userid="lina")["errcode"] == 60111


@pytest.mark.parametrize(
    "wish",
    [
        {"change": "promote"},
        {"change": "leave", "userid": "nobody"},
        {"change": "join", "userid": "lina"},
        {"change": "join", "userid": "x", "department": 9},
        {"change": "join", "userid": "x", "gender": 7},
        {"change": "rename", "new_userid": "chenxi"},
        {"change": "rename", "new_userid": ""},
        {"change": "edit"},
    ],
)
def test_console_orders_that_make_no_sense_are_refused(sim, wish):
    told = sim.order("console/staff", **{"userid": "lina", **wish})
    assert (told["ok"], bool(told["why"])) == (False, True)
