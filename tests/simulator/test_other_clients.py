"""wechatpy 1.8.18's own client works against the simulator; only the address is another.

Its host stands in the code for gettoken and media, so an adapter sends that host's requests to the
simulator. Of what it offers, three calls cannot be used, for reasons of its own:
`external_contact.transfer` and `get_group_msg_result` are paths that WeCom has replaced, and
`media.download` opens a session that nobody can give an adapter, so its URL is fetched here.
"""

from io import BytesIO
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from wechatpy.enterprise.client import WeChatClient
from wechatpy.exceptions import WeChatClientException

from bots.simulator.cast import AGENTID, CONTACTS_AGENTID
from tests.simulator.rig import MONDAY, Sim
from tests.simulator.seen import calls_made

OFFICIAL = "https://qyapi.weixin.qq.com"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


class Elsewhere(HTTPAdapter):
    """Another address for one host, and nothing else changed."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base

    def send(self, request: requests.PreparedRequest, *args: Any, **kw: Any) -> requests.Response:
        assert request.url is not None
        request.url = request.url.replace(OFFICIAL, self.base)
        return super().send(request, *args, **kw)


def client_of(sim: Sim, agentid: int = AGENTID) -> WeChatClient:
    client = WeChatClient(sim.world.corp.corpid, sim.world.corp.app(agentid).secret)
    client._http.mount(OFFICIAL, Elsewhere(sim.base))
    client._http.trust_env = False
    return client


@pytest.fixture
def client(sim: Sim) -> WeChatClient:
    return client_of(sim)


def test_members_and_departments_are_read(sim, client):
    assert client.user.get("lina")["name"] == "李娜"
    assert {one["userid"] for one in client.user.list(1, fetch_child=True)} == set(sim.world.staff)
    assert {one["userid"] for one in client.department.get_users(2)} == {
        "wangguwen",
        "lina",
        "zhaolei",
    }
    assert [one["name"] for one in client.department.get()][1:] == ["销售部", "客户成功部"]
    assert client.department.get_map_users(3, key="name")["陈曦"] == "chenxi"
    assert client.misc.get_wechat_ips()
    assert calls_made(sim) == {
        "gettoken",
        "user/get",
        "user/list",
        "user/simplelist",
        "department/list",
        "getcallbackip",
    }


def test_members_departments_and_their_tags_are_written(sim):
    writer = client_of(sim, CONTACTS_AGENTID)
    number = writer.department.create("夜班部", parent_id=1)["id"]
    writer.user.create("newbie", "新同事", [number], mobile="13800000001", gender=1)
    writer.user.update("newbie", name="老同事")
    writer.department.update(number, name="早班部")
    tag = writer.tag.create("早班")["tagid"]
    writer.tag.add_users(tag, ["newbie", "lina"])
    writer.tag.delete_users(tag, ["lina"])
    assert [one["userid"] for one in writer.tag.get_users(tag)["userlist"]] == ["newbie"]
    writer.tag.update(tag, "早班组")
    assert [one["tagname"] for one in writer.tag.list()] == ["早班组"]
    reader = client_of(sim)
    assert reader.user.get("newbie")["name"] == "老同事"
    assert "早班部" in [one["name"] for one in reader.department.get()]
    writer.tag.delete(tag)
    writer.user.delete("newbie")
    writer.department.delete(number)
    assert writer.tag.list() == []
    written = {f"{what}/{verb}" for what in ("user", "department", "tag") for verb in VERBS}
    users = {"tag/get", "tag/addtagusers", "tag/deltagusers", "tag/list"}
    read = {"gettoken", "user/get", "department/list"}
    assert calls_made(sim) == written | users | read


VERBS = ("create", "update", "delete")


def test_customers_codes_welcomes_and_corp_tags(sim, client, receiver):
    api = client.external_contact
    assert "lina" in api.get_follow_user_list()["follow_user"]
    code = api.add_contact_way(1, 2, state="expo", user=["lina"])["config_id"]
    api.update_contact_way(code, "展会三号门")
    assert api.get_contact_way(code)["contact_way"]["remark"] == "展会三号门"
    sim.order("staff/policy", userid="*", confirm_after=0)
    who = sim.scan(code, "an")["external_userid"]
    sim.settle()
    (welcome,) = {event["WelcomeCode"] for event in receiver.events if "WelcomeCode" in event}
    api.send_welcome_msg({"welcome_code": welcome, "text": {"content": "您好"}})
    assert api.list("lina")["external_userid"] == [who]
    tags = api.add_corp_tag(None, "意向", 1, [{"name": "高", "order": 1}])["tag_group"]
    tag = tags["tag"][0]["id"]
    api.edit_corp_tag(tag, "很高", 2)
    api.mark_tag("lina", who, [tag])
    (follow,) = api.get(who)["follow_user"]
    assert [one["tag_name"] for one in follow["tags"]] == ["很高"]
    assert [one["group_name"] for one in api.get_corp_tag_list([tag])["tag_group"]] == ["意向"]
    template = {"external_userid": [who], "sender": "lina", "text": {"content": "开学了"}}
    assert api.add_msg_template(template)["msgid"]
    api.del_corp_tag(tag_id=[tag])
    api.del_contact_way(code)
    corp_tags = {f"{verb}_corp_tag" for verb in ("add", "edit", "del")}
    ways = {f"{verb}_contact_way" for verb in ("add", "update", "get", "del")}
    others = {"get_follow_user_list", "list", "get", "mark_tag", "get_corp_tag_list"}
    names = corp_tags | ways | others | {"send_welcome_msg", "add_msg_template"}
    assert calls_made(sim) == {"gettoken", *(f"externalcontact/{name}" for name in names)}


def test_behaviour_unassigned_customers_and_groups(sim, client):
    api = client.external_contact
    midnight = int(MONDAY) - 9 * 3600
    told = api.get_user_behavior_data(["lina"], midnight - 2 * 86400, midnight - 86400)
    days = [row["stat_time"] for row in told["behavior_data"]]
    assert days == [midnight - 2 * 86400, midnight - 86400]
    assert api.get_unassigned_list(0, 100)["info"] == []
    assert calls_made(sim) == {
        "gettoken",
        "externalcontact/get_user_behavior_data",
        "externalcontact/get_unassigned_list",
    }


def test_media_and_messages(sim, client):
    media = client.media.upload("image", ("课程表.png", BytesIO(PNG), "image/png"))["media_id"]
    assert client._http.get(client.media.get_url(media), timeout=9).content == PNG
    assert client.media.upload_img(("a.png", BytesIO(PNG), "image/png"))["url"]
    sends = client.message
    assert sends.send_text(AGENTID, ["lina", "nobody"], "去跟进")["invaliduser"] == "nobody"
    sends.send_image(AGENTID, ["lina"], media)
    sends.send_text_card(AGENTID, ["lina"], "任务", "三位客户", "https://example.com")
    sends.send_markdown(AGENTID, ["lina"], "**三位**")
    kinds = [said["msgtype"] for said in sim.see("staff/lina/messages")["messages"]]
    assert kinds == ["text", "image", "textcard", "markdown"]
    assert calls_made(sim) == {
        "gettoken",
        "media/upload",
        "media/get",
        "media/uploadimg",
        "message/send",
    }


def test_a_revoked_token_is_renewed_and_a_refusal_is_told(sim, client):
    client.user.get("lina")
    sim.order("faults", revoke_tokens=True)
    assert client.user.get("lina")["userid"] == "lina"
    with pytest.raises(WeChatClientException) as refused:
        client.external_contact.get("wmNobody")
    assert refused.value.errcode == 40096
    with pytest.raises(WeChatClientException) as gone:
        client.external_contact.transfer("wm1", "lina", "zhaolei")
    assert gone.value.errcode == -990001, "a path that WeCom has replaced is not made up"
