"""Rules for people: made, changed, tried and switched without losing what was typed."""

from typing import Any

from flask.testing import FlaskClient

from app.contacts.models import CorpTag, Follow, FollowTag
from app.db import reading, transaction
from app.tagging.channel_rules import set_tags_for_state
from app.tagging.models import TagRule
from tests.conftest import CORP, MOMENT
from tests.simulator.rig import Sim


def tag_id(name: str) -> str:
    with reading() as session:
        return session.query(CorpTag).filter_by(name=name).one().tag_id


def rules() -> list[TagRule]:
    with reading() as session:
        return session.query(TagRule).order_by(TagRule.id).all()


def price(**fields: Any) -> dict[str, Any]:
    typed = {"name": "问价", "words": "多少钱，价格\n报价", "without": "没钱", "match": "contains"}
    return {**typed, "need": "any", "tag_ids": [tag_id("问价")], **fields}


def page_of(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def test_an_empty_house_says_the_next_step(client: FlaskClient) -> None:
    page = page_of(client.get("/rules"))
    assert "还没有标签规则" in page
    assert "/rules/new/keyword" in page


def test_a_keyword_rule_is_made_and_listed(client: FlaskClient) -> None:
    assert client.post("/rules/new/keyword", data=price()).status_code == 302
    (rule,) = rules()
    assert (rule.kind, rule.version, rule.is_active) == ("keyword", 1, True)
    assert rule.condition == {
        "words": ["多少钱", "价格", "报价"],
        "without": ["没钱"],
        "match": "contains",
        "need": "any",
    }
    page = page_of(client.get("/rules"))
    assert "含 多少钱 / 价格 / 报价，不含 没钱" in page
    assert "启用中" in page


def test_saving_a_change_makes_a_version_and_saving_none_does_not(client: FlaskClient) -> None:
    client.post("/rules/new/keyword", data=price())
    client.post("/rules/1", data=price())
    assert [rule.version for rule in rules()] == [1]
    client.post("/rules/1", data=price(words="多少钱"))
    (rule,) = rules()
    assert (rule.version, rule.condition["words"]) == (2, ["多少钱"])
    assert rule.edited_at == MOMENT


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    client: FlaskClient,
) -> None:
    answer = client.post("/rules/new/keyword", data=price(name="", words="", tag_ids=[]))
    page = page_of(answer)
    assert answer.status_code == 422
    for words in ("请填写规则名称。", "请至少写一个关键词。", "请至少选一个标签。"):
        assert words in page
    assert "没钱</textarea>" in page
    assert rules() == []


def test_limits_are_named(client: FlaskClient) -> None:
    page = page_of(client.post("/rules/new/keyword", data=price(name="长" * 31, words="长" * 51)))
    assert "名称最多 30 个字。" in page
    assert "每个词最多 50 个字。" in page
    many = "\n".join(f"词{n}" for n in range(51))
    assert "最多 50 个词。" in page_of(client.post("/rules/new/keyword", data=price(words=many)))


def test_two_rules_cannot_share_a_name(client: FlaskClient) -> None:
    client.post("/rules/new/keyword", data=price())
    answer = client.post("/rules/new/keyword", data=price())
    assert "已有同名规则" in page_of(answer)
    assert len(rules()) == 1


def test_a_tag_that_is_gone_cannot_be_chosen(client: FlaskClient) -> None:
    answer = client.post("/rules/new/keyword", data=price(tag_ids=["etgone"]))
    assert "有标签已在企业微信删除" in page_of(answer)


def test_a_night_rule_is_made(client: FlaskClient) -> None:
    typed = {"name": "夜间", "start": "22:00", "end": "06:00", "weekdays": ["1", "7"]}
    client.post("/rules/new/add_time", data={**typed, "tag_ids": [tag_id("试用")]})
    assert rules()[0].condition == {"from": "22:00", "to": "06:00", "weekdays": [1, 7]}
    assert "周一 周日 22:00–06:00" in page_of(client.get("/rules"))


def test_an_impossible_time_is_refused(client: FlaskClient) -> None:
    typed = {"name": "夜间", "start": "25:00", "end": "6", "weekdays": ["8"]}
    answer = client.post("/rules/new/add_time", data={**typed, "tag_ids": [tag_id("试用")]})
    page = page_of(answer)
    assert (answer.status_code, page.count("请写成 24 小时制")) == (422, 2)
    assert "请至少选一天。" in page


def test_a_channel_rule_offers_the_states_that_customers_came_through(
    client: FlaskClient, sim: Sim
) -> None:
    with transaction() as session:
        session.add(
            Follow(
                corp_id=sim.world.corp.corpid,
                userid="lina",
                external_userid="wm1",
                state="expo-7",
                followed_at=MOMENT,
            )
        )
    assert 'value="expo-7"' in page_of(client.get("/rules/new/channel"))
    typed = {"name": "展会", "states": ["expo-7"], "tag_ids": [tag_id("试用")]}
    client.post("/rules/new/channel", data=typed)
    assert rules()[0].condition == {"states": ["expo-7"], "names": {"expo-7": "expo-7"}}


def test_a_new_tag_is_made_in_wecom_and_chosen_while_the_form_stays(
    client: FlaskClient, sim: Sim
) -> None:
    typed = price(tag_ids=[], new_tag="大客户", new_group="级别", do="tag")
    answer = client.post("/rules/new/keyword", data=typed)
    page = page_of(answer)
    assert answer.status_code == 200
    assert "没钱</textarea>" in page
    assert f'value="{tag_id("大客户")}" checked' in page
    groups = sim.say("externalcontact/get_corp_tag_list")["tag_group"]
    assert [tag["name"] for group in groups for tag in group["tag"]].count("大客户") == 1
    assert rules() == []


def test_a_tag_that_is_there_already_is_chosen(client: FlaskClient) -> None:
    with reading() as session:
        group_id = session.query(CorpTag).filter_by(name="问价").one().group_id
    typed = price(tag_ids=[], new_tag="问价", group_id=group_id, do="tag")
    page = page_of(client.post("/rules/new/keyword", data=typed))
    assert f'value="{tag_id("问价")}" checked' in page


def test_what_wecom_says_against_a_tag_stands_beside_its_field(
    client: FlaskClient, sim: Sim
) -> None:
    long = price(new_tag="长" * 31, new_group="级别", do="tag")
    assert "企业微信限制最多 30 个字。" in page_of(client.post("/rules/new/keyword", data=long))
    nowhere = price(new_tag="大客户", do="tag")
    assert "请选择标签组" in page_of(client.post("/rules/new/keyword", data=nowhere))
    faults = {"api": {"externalcontact/add_corp_tag": {"errcode": 48002, "times": 1}}}
    sim.http.post(f"{sim.base}/sim/faults", json=faults)
    refused = price(new_tag="大客户", new_group="级别", do="tag")
    answer = client.post("/rules/new/keyword", data=refused)
    assert answer.status_code == 422
    assert "企业微信返回 48002" in page_of(answer)


def test_a_rule_is_switched_off_and_on_and_each_is_a_version(client: FlaskClient) -> None:
    client.post("/rules/new/keyword", data=price())
    for _ in range(2):  # a second press of the same button changes nothing
        client.post("/rules/1/switch", data={"on": "0"})
    assert [(rule.is_active, rule.version) for rule in rules()] == [(False, 2)]
    client.post("/rules/1/switch", data={"on": "1"})
    assert [(rule.is_active, rule.version) for rule in rules()] == [(True, 3)]


def test_a_sentence_shows_which_rules_it_hits_and_why(client: FlaskClient) -> None:
    client.post("/rules/new/keyword", data=price())
    page = page_of(client.post("/rules/try", data={"sentence": "这个多少钱"}))
    assert "命中「问价」：客户消息含关键词「多少钱」" in page
    assert "没有规则命中这句话。" in page_of(client.post("/rules/try", data={"sentence": "你好"}))
    client.post("/rules/1/switch", data={"on": "0"})
    assert "没有规则命中" in page_of(client.post("/rules/try", data={"sentence": "多少钱"}))


def test_the_list_counts_living_follows_that_carry_a_rules_tags(
    client: FlaskClient, sim: Sim
) -> None:
    client.post("/rules/new/keyword", data=price())
    corp_id = sim.world.corp.corpid
    with transaction() as session:
        for number, ended_at in enumerate((None, None, MOMENT)):
            follow = Follow(
                corp_id=corp_id,
                userid="lina",
                external_userid=f"wm{number}",
                followed_at=MOMENT,
                ended_at=ended_at,
            )
            follow.tags = [
                FollowTag(corp_id=corp_id, tag_id=tag, rule_id=1) for tag in ("t1", "t2")
            ]
            session.add(follow)
    assert "<td>2</td>" in page_of(client.get("/rules"))


def test_a_deleted_rule_is_gone_and_its_tags_stay(client: FlaskClient) -> None:
    client.post("/rules/new/keyword", data=price())
    client.post("/rules/1/delete")
    assert rules() == []
    assert client.get("/rules/1").status_code == 404


def test_a_live_codes_rule_is_shown_and_left_to_the_live_code(
    client: FlaskClient, sim: Sim
) -> None:
    with transaction() as session:
        set_tags_for_state(session, sim.world.corp.corpid, "s1", "春季展会", [tag_id("试用")])
    assert "在活码里修改" in page_of(client.get("/rules"))
    for path in ("/rules/1/delete", "/rules/1/switch", "/rules/1"):
        assert client.post(path).status_code == 404
    assert len(rules()) == 1


def test_another_corps_rule_does_not_exist_here(client: FlaskClient) -> None:
    with transaction() as session:
        other = TagRule(corp_id=CORP, name="别家", kind="keyword", condition={"words": ["x"]})
        other.tag_ids = ["t"]
        session.add(other)
    assert "别家" not in page_of(client.get("/rules"))
    assert client.get("/rules/1").status_code == 404
    assert client.post("/rules/1/delete").status_code == 404


def test_an_unknown_kind_is_no_page(client: FlaskClient) -> None:
    assert client.get("/rules/new/astrology").status_code == 404
