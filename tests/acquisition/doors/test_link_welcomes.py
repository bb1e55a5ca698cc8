"""Who comes by a link is met as who scans a code: by its welcome, its SOPs and its description."""

from typing import Any

from sqlalchemy import select

from app.acquisition.links.form import LinkForm, check_form
from app.acquisition.links.form_rows import choices, form_with_draft
from app.acquisition.links.models import AcquisitionLink
from app.acquisition.links.publishing import publish
from app.acquisition.links.wanted import WantedLink, add_link, add_placement, change_link, link_row
from app.acquisition.states import make
from app.contacts.models import Follow
from app.contacts.queries import customer_names
from app.db import reading, transaction
from app.outreach.composer import draft_of, preview
from app.outreach.welcome import Names
from app.outreach.welcomes import welcome_for_state
from app.sop.channels import published_sops, sops_of_state
from tests.acquisition.doors.test_door_pages import LINK as FORM
from tests.acquisition.doors.test_door_pages import with_state
from tests.town import Town

HERE, THERE = make(bytes(16)), make(b"another place..!")
CARD = {
    "msgtype": "link",
    "title": "课程表",
    "url": "https://example.com/a",
    "desc": "限时三天",
    "picurl": "https://example.com/a.png",
}
MORNING = {
    "name": "早上",
    "from": "08:00",
    "to": "12:00",
    "weekdays": [1, 2, 3, 4, 5, 6, 7],
    "first": None,
    "last": None,
    "text": "早上好，{客户昵称}，我是{员工姓名}",
    "attachments": [CARD],
}


def wanted(**more: Any) -> WantedLink:
    usual: dict[str, Any] = {"name": "直播间", "userids": ["lina"], "department_ids": []}
    return WantedLink(**{**usual, "tag_ids": [], **more})


def phone_of(town: Town, key: str) -> list[dict[str, Any]]:
    """What stands on a customer's phone, as the preview would say it."""
    (chat,) = town.wecom.get(f"/phone/{key}")["chats"]
    names = {"text": "text", "title": "title", "desc": "text", "url": "url", "picurl": "cover"}
    shown = []
    for message in chat["messages"]:
        kind = message["msgtype"]
        words = [name for name in names if name in message and (kind == "text") == (name == "text")]
        shown.append({"msgtype": kind} | {names[name]: message[name] for name in words})
    return shown


def previewed(town: Town, state: str, names: Names) -> list[dict[str, Any]]:
    with reading() as session:
        draft = draft_of(welcome_for_state(session, town.corp_id, state))
    draft.shown = draft.windows[0].part.prefix  # it is nine in the morning
    return [{key: one[key] for key in one if key != "from"} for one in preview(draft, names)]


def test_each_place_of_a_link_says_what_the_preview_shows(town: Town):
    with transaction() as session:
        said = wanted(text="您好", windows=[MORNING], description="直播来的")
        link = add_link(session, town.corp_id, HERE, said, made_by="lina")
        add_placement(session, link, THERE, "评论区", form_with_draft(session, link).wanted())
        row_id = link.id
    assert publish(row_id)
    for key, state in (("a", HERE), ("b", THERE)):
        with reading() as session:
            link_id = session.get_one(AcquisitionLink, row_id).link_id
        town.wecom.post("/console/quota", {"set": 20})
        opened = {"customer_channel": state, "link_id": link_id, "customer": {"key": key}}
        came = town.wecom.post("/links/open", opened)
        town.settle()
        with reading() as session:
            (who,) = customer_names(session, town.corp_id, [came["external_userid"]]).values()
        shown = phone_of(town, key)
        assert [one["msgtype"] for one in shown] == ["text", "link"]
        assert shown == previewed(town, state, Names(who, "李娜"))
    with reading() as session:
        assert {one.description for one in session.scalars(select(Follow))} == {"直播来的"}


def test_all_places_enter_the_sops_and_may_not_leave_one_alone(town: Town):
    with transaction() as session:
        (sop, *_others) = published_sops(session, town.corp_id)
        sop.states = ["lk-elsewhere"]
        link = add_link(session, town.corp_id, HERE, wanted(sop_ids=[sop.id]), made_by="lina")
        add_placement(session, link, THERE, "评论区", form_with_draft(session, link).wanted())
        assert sops_of_state(session, town.corp_id, THERE) == [sop.id]
        sop.states = [HERE, THERE]
        form = form_with_draft(session, link)
        assert form.sop_ids == [sop.id]
        form.sop_ids = []
        assert not check_form(form, choices(session, town.corp_id, form, link))
        assert sop.name in form.errors["sop_ids"]
        sop.states = [HERE, THERE, "lk-elsewhere"]
        change_link(session, link, wanted(sop_ids=[]))
        assert sop.states == ["lk-elsewhere"]


def test_the_form_keeps_the_welcome_and_shows_it_beside_the_link(ops, sim, corp_id):
    said = {**FORM, "welcome_text": "来自直播间的朋友好", "description": "直播来的"}
    page = ops.post("/links/new", data=with_state(ops, "/links/new", said), follow_redirects=True)
    assert "来自直播间的朋友好" in page.text
    assert "直播来的" in page.text
    assert "来自直播间的朋友好" in ops.get("/links/1/edit").text
    ops.post("/links/1/placements", data={"placement": "评论区"})
    with reading() as session:
        link = link_row(session, corp_id, 1)
        assert link is not None
        for place in link.placements:
            welcome = welcome_for_state(session, corp_id, place.channel.state)
            assert welcome is not None
            assert welcome.text == "来自直播间的朋友好"
        state = link.placements[1].channel.state
    assert ops.get(f"/channels/{state}").location == "/links/1"
    assert ops.get("/channels/lk-nobody").status_code == 404
    assert f"/channels/{state}" in ops.get("/welcomes").text
    ops.post("/links/1/edit", data=FORM)  # with nothing to say the default one speaks
    assert "这个渠道发送默认欢迎语" in ops.get("/links/1").text


def test_what_is_too_long_is_named_and_a_preview_keeps_nothing(ops, sim):
    long = {**FORM, "welcome_text": "好" * 1400}
    refused = ops.post("/links/new", data=with_state(ops, "/links/new", long))
    assert refused.status_code == 422
    assert "4000" in refused.text
    shown = ops.post(
        "/links/new", data={**FORM, "state": HERE, "welcome_text": "试", "op": "preview"}
    )
    assert shown.status_code == 200
    assert ops.get("/links/1").status_code == 404


def test_a_new_form_has_no_welcome():
    assert LinkForm(HERE).wanted().windows == []
