"""Group welcomes for programs: brought to WeCom once, changed, and taken away."""

import pytest

from app.db import transaction
from app.outreach.models import GroupWelcome
from tests.api.seed import GROUP_WELCOME, picture

ADD, EDIT, DELETE = (
    f"externalcontact/group_welcome_template/{verb}" for verb in ("add", "edit", "del")
)
ONE = "/api/group-welcomes/1"


def test_one_is_made_at_wecom_once_and_told(call, wecom):
    made = call("POST", "/api/group-welcomes", key="a", json={**GROUP_WELCOME, "notify": False})
    assert made.status_code == 201
    assert (made.json["status"], made.json["notify"]) == ("published", False)
    again = call("POST", "/api/group-welcomes", key="a", json={**GROUP_WELCOME, "notify": False})
    assert again.json == made.json
    (sent,) = wecom.bodies(ADD)
    assert (sent["text"], sent["notify"]) == ({"content": "欢迎入群"}, 0)
    assert call("GET", "/api/group-welcomes").json["items"] == [made.json]


def test_it_is_changed_with_a_file_and_taken_away(call, wecom):
    call("POST", "/api/group-welcomes", key="a", json=GROUP_WELCOME)
    picture()
    changed = call("PUT", ONE, key="b", json={**GROUP_WELCOME, "materials": [1]})
    assert (changed.status_code, changed.json["materials"]) == (200, [1])
    assert wecom.bodies(EDIT)[-1]["image"] == {"media_id": "M1"}
    assert call("DELETE", ONE, key="c").json["status"] == "deleted"
    assert len(wecom.bodies(DELETE)) == 1
    assert call("PUT", ONE, key="d", json=GROUP_WELCOME).status_code == 409
    assert call("GET", "/api/group-welcomes").json["total"] == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "welcome_text"),
        ({"text": "我是{员工姓名}"}, "welcome_text"),
        ({"text": "好" * 1001}, "welcome_text"),
        ({"materials": [9]}, "materials"),
        ({"materials": [1, 2]}, "attachments"),
    ],
)
def test_the_rules_of_the_form_refuse_and_name_the_field(call, wecom, wrong, field):
    picture()
    picture(b"2")
    refused = call("POST", "/api/group-welcomes", key="a", json={**GROUP_WELCOME, **wrong})
    assert refused.status_code == 409
    assert field in [one["field"] for one in refused.json["error"]["fields"]]
    assert wecom.bodies(ADD) == []


def test_whether_owners_are_told_cannot_be_asked_for_later(call):
    call("POST", "/api/group-welcomes", key="a", json=GROUP_WELCOME)
    assert call("PUT", ONE, key="b", json={**GROUP_WELCOME, "notify": True}).status_code == 422


def test_a_lost_answer_waits_for_somebody_who_has_looked(call, wecom):
    good = wecom.answers[ADD]
    wecom.answers[ADD] = {"errcode": 48002, "errmsg": "api forbidden"}
    made = call("POST", "/api/group-welcomes", key="a", json=GROUP_WELCOME).json
    assert (made["status"], made["complaint"]["errcode"]) == ("waiting", 48002)
    with transaction() as session:
        row = session.get_one(GroupWelcome, made["id"])
        row.asked_at = row.created_at  # as if WeCom had never answered
    wecom.answers[ADD] = good
    assert call("POST", f"{ONE}/publish", key="b", json={}).json["status"] == "unknown"
    looked = call("POST", f"{ONE}/publish", key="c", json={"is_missing": True})
    assert looked.json["status"] == "published"
