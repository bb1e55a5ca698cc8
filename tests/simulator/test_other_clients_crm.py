"""wecom-crm-mcp 0.1.0, an SDK of another make, works against the simulator by its base URL alone.

What of it cannot be used, for reasons of its own:

- its MCP server imports a module that the `mcp` it asks for does not have any more;
- it has the paths of the two group transfers the wrong way round: the module for members who left
  calls that for members in service, which WeCom refuses, and the other way;
- it wraps a link that it creates or updates in `link`, where WeCom's page has the fields flat, so
  WeCom misses the name; links that another has made it reads well;
- it asks for the quota at a path that WeCom does not have.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from wecom_crm_mcp import WecomAPIError, WecomClient, WecomConfig
from wecom_crm_mcp.modules.acquisition import AcquisitionModule
from wecom_crm_mcp.modules.contact_way import ContactWayModule
from wecom_crm_mcp.modules.customer import CustomerModule
from wecom_crm_mcp.modules.group_chat import GroupChatModule
from wecom_crm_mcp.modules.media import MediaModule
from wecom_crm_mcp.modules.misc import MiscModule
from wecom_crm_mcp.modules.moment import MomentModule
from wecom_crm_mcp.modules.msg_template import MsgTemplateModule
from wecom_crm_mcp.modules.statistics import StatisticsModule
from wecom_crm_mcp.modules.tag import TagModule
from wecom_crm_mcp.modules.transfer_active import TransferActiveModule
from wecom_crm_mcp.modules.transfer_resigned import TransferResignedModule

from tests.simulator.rig import MONDAY, Sim
from tests.simulator.seen import calls_made

DAY = 86400
MIDNIGHT = int(MONDAY) - 9 * 3600
Visit = Callable[[WecomClient], Awaitable[None]]
Run = Callable[[Visit], None]


@pytest.fixture
def run(sim: Sim, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs one visit with a client of this simulator, its token kept under `tmp_path`."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    corp = sim.world.corp
    config = WecomConfig(corp.corpid, corp.secret, base_url=sim.base, cache_dir=str(tmp_path / "c"))

    async def visiting(visit: Visit) -> None:
        async with WecomClient(config) as client:
            await visit(client)

    return lambda visit: asyncio.run(visiting(visit))


def under(*names: str) -> set[str]:
    return {"gettoken", *(f"externalcontact/{name}" for name in names)}


def test_customers_and_tags(sim, run):
    who = sim.scan(sim.code(type=1, user=["lina"]), "an")["external_userid"]
    sim.world.api_calls.clear()

    async def visit(client: WecomClient) -> None:
        customers, tags = CustomerModule(client), TagModule(client)
        assert "lina" in (await customers.list_followers())["follow_user"]
        assert (await customers.list("lina"))["external_userid"] == [who]
        group = (await tags.add_corp_tag(group_name="意向", tag=[{"name": "高"}]))["tag_group"]
        tag = group["tag"][0]["id"]
        await tags.edit_corp_tag(tag, name="很高")
        await tags.mark_tag("lina", who, add_tag=[tag])
        await customers.remark("lina", who, remark="安总", description="展会")
        (follow,) = (await customers.get(who))["follow_user"]
        assert (follow["remark"], follow["tags"][0]["tag_name"]) == ("安总", "很高")
        (item,) = (await customers.batch_get(["lina"]))["external_contact_list"]
        assert (item["follow_info"]["tag_id"], item["external_contact"]["name"]) == (
            [tag],
            sim.world.customers[who].name,
        )
        await tags.del_corp_tag(tag_id=[tag])
        assert (await tags.list_corp_tags())["tag_group"] == []

    run(visit)
    corp_tags = ("add_corp_tag", "edit_corp_tag", "del_corp_tag", "get_corp_tag_list")
    read = ("get_follow_user_list", "list", "get", "batch/get_by_user", "remark", "mark_tag")
    assert calls_made(sim) == under(*corp_tags, *read)


def test_codes_and_join_ways(sim, run):
    chat_id = sim.order("groups/create", owner="lina", name="家长群")["chat_id"]
    sim.world.api_calls.clear()

    async def visit(client: WecomClient) -> None:
        ways = ContactWayModule(client)
        code = (await ways.add_contact_way(1, 2, state="expo", user=["lina"]))["config_id"]
        await ways.update_contact_way(code, remark="展会三号门")
        assert (await ways.get_contact_way(code))["contact_way"]["remark"] == "展会三号门"
        assert [one["config_id"] for one in (await ways.list_contact_way())["contact_way"]] == [
            code
        ]
        await ways.del_contact_way(code)
        way = await ways.groupchat_add_join_way(scene=2, chat_id_list=[chat_id])
        join = (await ways.groupchat_get_join_way(way["config_id"]))["join_way"]
        assert join["chat_id_list"] == [chat_id]
        await ways.groupchat_del_join_way(way["config_id"])

    run(visit)
    ways = {f"{verb}_contact_way" for verb in ("add", "update", "get", "list", "del")}
    joins = {f"groupchat/{verb}_join_way" for verb in ("add", "get", "del")}
    assert calls_made(sim) == under(*ways, *joins)


def test_links_groups_and_media(sim, run, tmp_path):
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    chat_id = sim.order("groups/create", owner="lina", name="家长群")["chat_id"]
    link = {"link_name": "获客链接", "range": {"user_list": ["lina"]}}
    made = sim.say("externalcontact/customer_acquisition/create_link", **link)["link"]["link_id"]
    sim.world.api_calls.clear()

    async def visit(client: WecomClient) -> None:
        links, groups = AcquisitionModule(client), GroupChatModule(client)
        assert (await links.list_links())["link_id_list"] == [made]
        assert (await links.get_link(made))["link"]["link_name"] == "获客链接"
        listed = (await groups.list_groupchats())["group_chat_list"]
        assert [row["chat_id"] for row in listed] == [chat_id]
        assert (await groups.get_groupchat(chat_id))["group_chat"]["name"] == "家长群"
        assert (await MediaModule(client).upload(picture))["media_id"]
        album = MediaModule(client).upload_attachment(
            picture, media_type="image", attachment_type=1
        )
        assert (await album)["media_id"]

    run(visit)
    links = {f"customer_acquisition/{verb}" for verb in ("list_link", "get")}
    media = {"media/upload", "media/upload_attachment"}
    assert calls_made(sim) == under(*links, "groupchat/list", "groupchat/get") | media


def test_group_messages_and_moments(sim, run):
    who = sim.scan(sim.code(type=1, user=["lina"]), "an")["external_userid"]
    sim.world.api_calls.clear()
    now = int(MONDAY)
    words: dict[str, Any] = {"content": "开学了"}

    async def visit(client: WecomClient) -> None:
        sends, moments = MsgTemplateModule(client), MomentModule(client)
        told = await sends.add_msg_template(
            "single", external_userid=[who], sender="lina", text=words
        )
        msgid = told["msgid"]
        listed = await sends.get_groupmsg_list_v2("single", now - DAY, now + DAY)
        assert [one["msgid"] for one in listed["group_msg_list"]] == [msgid]
        assert (await sends.get_groupmsg_task(msgid))["task_list"][0]["status"] == 0
        (sent,) = (await sends.get_groupmsg_send_result(msgid, "lina"))["send_list"]
        assert sent["external_userid"] == who
        job = (await moments.add_moment_task(words))["jobid"]
        assert (await moments.get_moment_task_result(job))["status"] in (1, 2, 3)
        assert (await moments.get_moment_list(now - DAY, now))["moment_list"] == []

    run(visit)
    sends = {f"get_groupmsg_{what}" for what in ("list_v2", "task", "send_result")}
    moments = {"add_moment_task", "get_moment_task_result", "get_moment_list"}
    assert calls_made(sim) == under(*sends, *moments, "add_msg_template")


def test_statistics_transfers_and_rules(sim, run):
    who = sim.scan(sim.code(type=1, user=["lina"]), "an")["external_userid"]
    sim.world.api_calls.clear()

    async def visit(client: WecomClient) -> None:
        behaviour = await StatisticsModule(client).get_user_behavior_data(
            userid=["lina"], start_time=MIDNIGHT - DAY, end_time=MIDNIGHT - DAY
        )
        assert len(behaviour["behavior_data"]) == 1
        transfer = TransferActiveModule(client)
        (moved,) = (await transfer.transfer_customer("lina", "zhaolei", [who]))["customer"]
        assert moved == {"external_userid": who, "errcode": 0}
        (waits,) = (await transfer.transfer_result("lina", "zhaolei"))["customer"]
        assert waits["status"] == 2
        assert (await TransferResignedModule(client).get_unassigned_list())["info"] == []
        assert (await MiscModule(client).list_intercept_rule())["rule_list"] == []
        assert (await MiscModule(client).product_album_list())["product_list"] == []

    run(visit)
    lists = {f"get_{what}_list" for what in ("unassigned", "intercept_rule", "product_album")}
    others = ("get_user_behavior_data", "transfer_customer", "transfer_result")
    assert calls_made(sim) == under(*lists, *others)


def test_a_revoked_token_is_renewed_and_a_refusal_is_told(sim, run):
    async def visit(client: WecomClient) -> None:
        customers = CustomerModule(client)
        await customers.list_followers()
        sim.order("faults", revoke_tokens=True)
        assert "lina" in (await customers.list_followers())["follow_user"]
        with pytest.raises(WecomAPIError) as refused:
            await customers.get("wmNobody")
        assert refused.value.errcode == 40096

    run(visit)
    assert sim.see("truth")["api_calls"]["gettoken"] == {"0": 2}


def test_what_it_writes_otherwise_than_wecom_wants_is_not_waved_through(sim, run):
    link = {"link_name": "获客链接", "range": {"user_list": ["lina"]}}

    async def visit(client: WecomClient) -> None:
        await TransferResignedModule(client).groupchat_transfer(["wrNone"], "zhaolei")
        with pytest.raises(WecomAPIError) as refused:
            await AcquisitionModule(client).create_link(link)
        assert refused.value.errcode == 40063
        with pytest.raises(WecomAPIError) as nowhere:
            await AcquisitionModule(client).get_quota()
        assert nowhere.value.errcode == -990001

    run(visit)
    assert "externalcontact/groupchat/onjob_transfer" in sim.see("truth")["api_calls"]
