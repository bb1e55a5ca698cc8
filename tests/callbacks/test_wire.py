"""How WeCom's messages become events: names, types, lists of one, and what lacks something."""

from typing import Any

import pytest

from app.events.acquisition import AcquisitionExpiryNeared, AcquisitionFollowLost
from app.events.app import CardAnswered, LocationReported, MenuClicked
from app.events.base import Event
from app.events.contacts import FollowLost
from app.events.groups import GroupChatChanged
from app.events.kf import KfAccountAuthChanged, KfMessageArrived
from app.events.messages import TextReceived
from app.events.staff import StaffChanged, StaffTagChanged
from app.events.table import EVENTS
from app.events.wecom import ApprovalChanged, BatchJobFinished
from callbacks.message import read
from callbacks.wire import named
from tests.callbacks.not_named import NOT_NAMED, SUITE
from tests.conftest import CORP
from tests.simulator import samples


def arrived(event: str, change: str = "", inside: str = "", sender: str = "sys") -> Event | None:
    words = (
        f"<xml><ToUserName>{CORP}</ToUserName><FromUserName>{sender}</FromUserName>"
        f"<CreateTime>1700000000</CreateTime><MsgType>event</MsgType><Event>{event}</Event>"
        f"<ChangeType>{change}</ChangeType>{inside}</xml>"
    )
    return named(read(words), CORP)


def told(kind: type[Event], event: Event | None) -> dict[str, Any]:
    """What an event of this kind tells, without what was not said."""
    assert type(event) is kind
    return {name: value for name, value in event.fields().items() if value}


GROUP = "<ChatId>wr1</ChatId><UpdateDetail>add_member</UpdateDetail><JoinScene>3</JoinScene>"


@pytest.mark.parametrize(
    ("items", "members"),
    [
        ("<Item>wm1</Item>", ("wm1",)),
        ("<Item>wm1</Item><Item>lina</Item>", ("wm1", "lina")),
        ("", ()),
    ],
    ids=["one", "two", "none"],
)
def test_members_of_a_group_are_a_tuple_however_many_there_are(items: str, members: Any) -> None:
    inside = f"{GROUP}<MemChangeList>{items}</MemChangeList><CurMemVer>v2</CurMemVer>"
    event = arrived("change_external_chat", "update", inside)
    assert isinstance(event, GroupChatChanged)
    assert (event.mem_change_list, event.join_scene, event.cur_mem_ver) == (members, 3, "v2")


def test_what_a_group_event_tells_survives_the_inbox() -> None:
    inside = f"{GROUP}<MemChangeList><Item>wm1</Item></MemChangeList>"
    event = arrived("change_external_chat", "update", inside)
    assert event is not None
    kept = {**event.fields(), "mem_change_list": ["wm1"]}  # as JSON brings it back
    again = EVENTS["GroupChatChanged"].of(kept, corp_id=CORP, happened_at=event.happened_at)
    assert again == event


@pytest.mark.parametrize("spelling", ["Option", "Opiton"])
def test_a_card_is_understood_in_both_of_wecoms_spellings(spelling: str) -> None:
    chosen = (
        f"<SelectedItem><QuestionKey>q1</QuestionKey><{spelling}Ids><{spelling}Id>a</{spelling}Id>"
        f"<{spelling}Id>b</{spelling}Id></{spelling}Ids></SelectedItem>"
    )
    inside = f"<EventKey>yes</EventKey><SelectedItems>{chosen}</SelectedItems>"
    event = arrived("template_card_event", "", inside, sender="lina")
    assert told(CardAnswered, event) == {
        "userid": "lina",
        "event_key": "yes",
        "selected": (("q1", ("a", "b")),),
    }


def test_the_same_change_under_two_events_is_two_things() -> None:
    inside = "<UserID>lina</UserID><ExternalUserID>wm1</ExternalUserID>"
    assert isinstance(
        arrived("customer_acquisition", "del_follow_user", inside), AcquisitionFollowLost
    )
    assert isinstance(arrived("change_external_contact", "del_follow_user", inside), FollowLost)


@pytest.mark.parametrize("event", ["click", "CLICK"])
def test_who_taps_the_menu_is_the_sender(event: str) -> None:
    clicked = arrived(event, "", "<EventKey>k</EventKey>", sender="lina")
    assert told(MenuClicked, clicked) == {"userid": "lina", "event_key": "k"}


@pytest.mark.parametrize(
    ("event", "change", "inside", "kind", "fields"),
    [
        (
            "customer_acquisition",
            "quota_expire_soon",
            "<ExpireTime>1700600000</ExpireTime><ExpireQuotaNum>12</ExpireQuotaNum>",
            AcquisitionExpiryNeared,
            {"expire_time": 1700600000, "expire_quota_num": 12},
        ),
        (
            "kf_msg_or_event",
            "",
            "<Token>T</Token><OpenKfId>wk1</OpenKfId>",
            KfMessageArrived,
            {"open_kfid": "wk1", "token": "T"},
        ),
        (
            "kf_account_auth_change",
            "",
            "<AuthAddOpenKfId>wk1</AuthAddOpenKfId><AuthAddOpenKfId>wk2</AuthAddOpenKfId>",
            KfAccountAuthChanged,
            {"auth_add_open_kfid": ("wk1", "wk2")},
        ),
        (
            "change_contact",
            "update_user",
            "<UserID>lina</UserID><Department>1,2</Department><Status>5</Status>",
            StaffChanged,
            {"userid": "lina", "department": ("1", "2"), "status": 5},
        ),
        (
            "change_contact",
            "update_tag",
            "<TagId>7</TagId><AddUserItems>lina,zhaolei</AddUserItems>",
            StaffTagChanged,
            {"tag_id": "7", "add_user_items": ("lina", "zhaolei")},
        ),
        (
            "batch_job_result",
            "",
            "<BatchJob><JobId>j1</JobId><JobType>sync_user</JobType><ErrCode>9</ErrCode></BatchJob>",
            BatchJobFinished,
            {"job_id": "j1", "job_type": "sync_user", "errcode": 9},
        ),
        (
            "sys_approval_change",
            "",
            "<ApprovalInfo><SpNo>20</SpNo><SpStatus>2</SpStatus></ApprovalInfo>",
            ApprovalChanged,
            {"sp_no": "20", "sp_status": 2},
        ),
        (
            "LOCATION",
            "",
            "<Latitude>23.1</Latitude><Longitude>113.3</Longitude>",
            LocationReported,
            {"userid": "sys", "latitude": 23.1, "longitude": 113.3},
        ),
    ],
)
def test_fields_have_their_types(
    event: str, change: str, inside: str, kind: type[Event], fields: dict[str, Any]
) -> None:
    assert told(kind, arrived(event, change, inside)) == fields


def test_a_message_to_the_app_is_its_members() -> None:
    words = (
        "<xml><FromUserName>lina</FromUserName><CreateTime>1700000000</CreateTime>"
        "<MsgType>text</MsgType><Content>在吗</Content><MsgId>9</MsgId></xml>"
    )
    event = named(read(words), CORP)
    assert told(TextReceived, event) == {"userid": "lina", "content": "在吗", "msg_id": "9"}


@pytest.mark.parametrize(
    ("event", "change", "inside"),
    [
        ("customer_acquisition", "delete_link", ""),
        ("kf_msg_or_event", "", "<Token>T</Token>"),
        ("customer_acquisition", "quota_expire_soon", "<ExpireTime>soon</ExpireTime>"),
        ("LOCATION", "", "<Latitude>north</Latitude><Longitude>1</Longitude>"),
        ("change_external_contact", "", "<UserID>lina</UserID>"),
    ],
)
def test_what_lacks_something_has_no_name_and_harms_nothing(
    event: str, change: str, inside: str
) -> None:
    assert arrived(event, change, inside) is None


@samples.here
def test_what_is_listed_as_a_suites_is_one() -> None:
    words = samples.messages("events")
    for name, why in NOT_NAMED.items():
        if why == SUITE:
            assert "InfoType" in read(words[name]), name
