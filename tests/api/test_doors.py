"""Acquisition links and group codes for programs: made, changed and taken away at WeCom."""

import pytest

from tests.acquisition.scripted import OK
from tests.api.seed import GROUP_CODE, LINK

ADD = "externalcontact/groupchat/add_join_way"
UPDATE = "externalcontact/groupchat/update_join_way"
CREATE = "externalcontact/customer_acquisition/create_link"


def test_a_link_is_made_at_wecom_and_told_whole(call, wecom):
    made = call("POST", "/api/links", key="a", json=LINK)
    assert made.status_code == 201
    assert {name: made.json[name] for name in LINK} == LINK
    assert (made.json["status"], made.json["link_id"]) == ("published", "l1")
    assert len(wecom.bodies(CREATE)) == 1
    (place,) = made.json["placements"]
    assert place["url"].endswith(f"?customer_channel={place['state']}")
    assert call("GET", "/api/links?words=抖").json["items"] == [made.json]


def test_a_link_has_more_places_is_changed_and_taken_away(call):
    call("POST", "/api/links", key="a", json=LINK)
    placed = call("POST", "/api/links/1/placements", key="b", json={"name": "评论区"})
    assert placed.status_code == 201
    again = call("POST", "/api/links/1/placements", key="b", json={"name": "评论区"})
    assert again.json == placed.json
    states = [one["state"] for one in placed.json["placements"]]
    assert len(set(states)) == 2
    changed = call("PUT", "/api/links/1", key="c", json={**LINK, "name": "视频号"}).json
    assert changed["name"] == "视频号"
    assert [one["state"] for one in changed["placements"]] == states
    assert call("DELETE", "/api/links/1", key="d").json["status"] == "deleted"
    assert call("PUT", "/api/links/1", key="e", json=LINK).status_code == 409
    refused = call("POST", "/api/links/1/placements", key="f", json={"name": "门口"})
    assert refused.status_code == 409
    assert call("GET", "/api/links").json["total"] == 0


def test_a_link_is_met_as_a_code_is_by_every_place_of_it(call):
    more = {"description": "直播来的", "welcome": {"text": "您好", "links": []}}
    call("POST", "/api/links", key="a", json={**LINK, **more})
    call("POST", "/api/links/1/placements", key="b", json={"name": "评论区"})
    told = call("GET", "/api/links/1").json
    assert {name: told[name] for name in more} == more
    items = call("GET", "/api/welcomes").json["items"]
    assert {one["state"] for one in items} == {one["state"] for one in told["placements"]}
    call("PUT", "/api/links/1/welcome", key="c", json={"text": "新的"})
    assert call("GET", "/api/links/1").json["welcome"]["text"] == "新的"
    assert len(call("GET", "/api/welcomes").json["items"]) == 2
    long = {**LINK, "welcome": {"text": "好" * 1400, "links": []}}
    refused = call("PUT", "/api/links/1", key="d", json=long)
    assert refused.status_code == 409
    assert "welcome.welcome_text" in refused.text


def test_wecoms_refusal_of_a_link_is_told_and_publishing_goes_on(call, wecom):
    good = wecom.answers[CREATE]
    wecom.answers[CREATE] = {"errcode": 48002, "errmsg": "api forbidden"}
    made = call("POST", "/api/links", key="a", json=LINK).json
    assert made["status"] == "waiting"
    assert made["complaint"] == {"errcode": 48002, "errmsg": "api forbidden"}
    wecom.answers[CREATE] = good
    told = call("POST", "/api/links/1/publish", key="b").json
    assert (told["status"], told["complaint"]) == ("published", None)


def test_the_quota_is_what_wecom_said_last(call, wecom):
    from app.acquisition.links.quota import refresh_quota
    from tests.conftest import CORP

    assert set(call("GET", "/api/link-quota").json.values()) == {None}
    wecom.answers["externalcontact/customer_acquisition_quota"] = {
        **OK,
        "total": 1000,
        "balance": 20,
        "quota_list": [{"expire_date": 1790000000, "balance": 20}],
    }
    assert refresh_quota(CORP)
    told = call("GET", "/api/link-quota").json
    assert (told["total"], told["balance"], told["expires_many"]) == (1000, 20, 20)


def test_a_group_code_is_made_at_wecom_changed_and_taken_away(call, wecom):
    made = call("POST", "/api/group-codes", key="a", json=GROUP_CODE)
    assert made.status_code == 201
    assert {name: made.json[name] for name in GROUP_CODE} == GROUP_CODE
    assert (made.json["status"], made.json["filling"]) == ("published", ["wr1"])
    assert made.json["groups"] == [{"chat_id": "wr1", "people": 3}]
    assert wecom.bodies(ADD)[0]["state"] == made.json["state"]
    assert call("GET", made.json["qr"]).content_type == "image/png"
    changed = call("PUT", "/api/group-codes/1", key="b", json={**GROUP_CODE, "name": "夜市"})
    assert (changed.json["name"], changed.json["state"]) == ("夜市", made.json["state"])
    assert wecom.bodies(UPDATE)
    assert call("GET", "/api/group-codes").json["items"] == [changed.json]
    assert call("DELETE", "/api/group-codes/1", key="c").json["status"] == "deleted"
    assert call("PUT", "/api/group-codes/1", key="d", json=GROUP_CODE).status_code == 409


def test_wecoms_refusal_of_a_group_code_is_told_and_publishing_goes_on(call, wecom):
    good = wecom.answers[ADD]
    wecom.answers[ADD] = {"errcode": 40058, "errmsg": "invalid chat"}
    made = call("POST", "/api/group-codes", key="a", json=GROUP_CODE).json
    assert (made["status"], made["complaint"]["errcode"]) == ("waiting", 40058)
    wecom.answers[ADD] = good
    assert call("POST", "/api/group-codes/1/publish", key="b").json["status"] == "published"


@pytest.mark.parametrize(
    ("address", "wrong", "field"),
    [
        ("links", {**LINK, "userids": []}, "userids"),
        ("links", {**LINK, "department_ids": [9]}, "userids"),
        ("links", {**LINK, "tag_ids": ["et9"]}, "tag_ids"),
        ("links", {**LINK, "remark_template": "{nobody}"}, "remark_template"),
        ("group-codes", {**GROUP_CODE, "pool": ["wr9"]}, "pool"),
        ("group-codes", {**GROUP_CODE, "pool": []}, "pool"),
        ("group-codes", {**GROUP_CODE, "room_base_name": ""}, "room_base_name"),
    ],
)
def test_what_the_rules_refuse_is_named_and_nothing_is_kept(call, address, wrong, field):
    answer = call("POST", f"/api/{address}", key="a", json=wrong)
    assert answer.status_code == 409
    assert [one["field"] for one in answer.json["error"]["fields"]] == [field]
    assert call("GET", f"/api/{address}").json["total"] == 0


def test_the_groups_that_a_code_may_name_are_listed(call):
    assert call("GET", "/api/groups").json["items"] == [
        {"chat_id": "wr1", "name": "团购群", "owner": "", "people": 3}
    ]


def test_the_quota_is_asked_for_when_a_program_wants_it_now(call):
    assert call("POST", "/api/link-quota", key="a").json["balance"] == 990
    assert call("GET", "/api/link-quota").json["total"] == 1000
