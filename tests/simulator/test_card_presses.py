"""A member presses a card: the app is told, with a code that updates the card once."""

import pytest

from bots.simulator.models import Json
from tests.simulator import wecom_samples
from tests.simulator.cards import BUTTONS, MENU, SELECTS, TEXT, VOTE, card_on_phone, send_card

DAY = 86400


def press(sim, **args):
    return sim.order("apps/press_card", userid="lina", **args)


def change(sim, code, **fields):
    usual = {"userids": ["lina"], "agentid": 1000002, "button": {"replace_name": "已处理"}}
    return sim.say("message/update_template_card", **{**usual, "response_code": code, **fields})


def test_a_press_tells_who_pressed_what_on_which_card(sim, receiver):
    send_card(sim, BUTTONS)
    pressed = press(sim, key="called")
    assert pressed["ok"]
    sim.settle()
    (event,) = receiver.events
    wanted = {"Event": "template_card_event", "EventKey": "called", "TaskId": "buttons"}
    wanted |= {"CardType": "button_interaction", "FromUserName": "lina", "AgentID": "1000002"}
    assert {name: event[name] for name in wanted} == wanted
    assert event["ResponseCode"] == pressed["response_code"]
    (seen,) = card_on_phone(sim)["pressed"]
    assert seen["key"] == "called"


def test_the_menu_in_the_corner_has_an_event_of_its_own(sim, receiver):
    send_card(sim, {**TEXT, "action_menu": MENU, "task_id": "menu"})
    assert press(sim, key="quiet", task_id="menu")["ok"]
    sim.settle()
    told = [(e["Event"], e["EventKey"], e["CardType"]) for e in receiver.events]
    assert told == [("template_card_menu_event", "quiet", "text_notice")]


@wecom_samples.wanted
@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("OptionIds", "events/TemplateCardEvent.gowecom.xml"),
        ("OpitonIds", "events/TemplateCardPushEvent.skit.xml"),
    ],
)
def test_choices_are_spelt_as_either_sample_spells_them(sim, receiver, spelling, name):
    assert sim.order("apps/spelling", option_ids=spelling)["ok"]
    send_card(sim, SELECTS)
    send_card(sim, VOTE)
    choices = {"day": "a", "place": ["b"]}
    assert sim.order("apps/choose", userid="lina", task_id="selects", choices=choices)["ok"]
    assert sim.order("apps/choose", userid="lina", choices={"when": ["a", "b"]})["ok"]
    sim.settle()
    selects, vote = receiver.events
    assert wecom_samples.shape(selects) == wecom_samples.shape(wecom_samples.fields(name))
    assert vote["SelectedItems"]["SelectedItem"] == {
        "QuestionKey": "when",
        spelling: {spelling[:-1]: ["a", "b"]},
    }
    assert (selects["EventKey"], vote["EventKey"]) == ("done", "done")


def test_a_card_offers_what_it_offers(sim):
    send_card(sim, SELECTS)
    assert press(sim, key="called")["ok"] is False
    wrong: list[Json] = [{"day": "z"}, {"day": ["a", "b"]}, {"night": "a"}, {"day": [{}]}, {}]
    for choices in wrong:
        told = sim.order("apps/choose", userid="lina", choices=choices)
        assert told["ok"] is False, choices
    assert sim.order("apps/press_card", userid="chenxi", key="called")["ok"] is False


def test_a_code_is_spent_on_one_update(sim):
    code = send_card(sim, BUTTONS, touser="lina|chenxi")["response_code"]
    told = change(sim, code, userids=["LiNa", "zhaolei"])
    assert (told["errcode"], told["invaliduser"]) == (0, ["zhaolei"])
    assert card_on_phone(sim)["replaced_by"] == "已处理"
    assert "replaced_by" not in card_on_phone(sim, "chenxi")
    assert change(sim, code)["errcode"] == 60140
    assert press(sim, key="called")["ok"] is False  # nothing is left to press
    again = sim.order("apps/press_card", userid="chenxi", key="called")["response_code"]
    assert change(sim, again, userids=[], atall=1)["errcode"] == 0
    assert card_on_phone(sim, "chenxi")["replaced_by"] == "已处理"


def test_a_whole_new_card_may_be_pressed_again(sim):
    code = send_card(sim, BUTTONS)["response_code"]
    fresh = {
        **BUTTONS,
        "main_title": {"title": "第二步"},
        "button_list": [{"text": "完", "key": "end"}],
    }
    del fresh["task_id"]
    assert change(sim, code, button={}, template_card=fresh)["errcode"] == 0
    assert card_on_phone(sim)["template_card"]["main_title"] == {"title": "第二步"}
    assert press(sim, key="end", task_id="buttons")["ok"]


def test_updates_that_are_refused_leave_the_code_good(sim):
    code = send_card(sim, BUTTONS)["response_code"]
    cases: list[tuple[Json, int]] = [
        ({"response_code": "unknown"}, 60140),
        ({"agentid": 7}, 301002),
        ({"button": {}}, 40058),
        ({"template_card": {"card_type": "poem"}}, 42031),
        ({"userids": []}, 82001),
        ({"userids": ["zhaolei"]}, 81013),
    ]
    told = [(fields, change(sim, code, **fields)["errcode"]) for fields, _ in cases]
    assert told == cases
    sim.log_in(sim.world.corp.apps[1].secret)
    assert change(sim, code, agentid=1000003)["errcode"] == 42015
    sim.log_in()
    sim.pass_time(DAY)
    sim.log_in()
    assert change(sim, code, userids=[], partyids=[2])["errcode"] == 0


def test_a_code_is_good_for_a_day(sim):
    code = send_card(sim, BUTTONS)["response_code"]
    sim.pass_time(DAY + 1)
    sim.log_in()
    assert change(sim, code)["errcode"] == 60140


@wecom_samples.wanted
def test_published_updates_are_taken(sim):
    for number, name in enumerate(
        wecom_samples.names("api", "message.update_template_card.request*")
    ):
        body = wecom_samples.sample(name)
        code = send_card(sim, {**BUTTONS, "task_id": f"t{number}"})["response_code"]
        card = body.get("template_card", {})
        card.pop("horizontal_content_list", None)  # names media that nobody uploaded
        body |= {"agentid": 1000002, "response_code": code, "userids": ["lina"]}
        assert sim.say("message/update_template_card", **body)["errcode"] == 0, name
