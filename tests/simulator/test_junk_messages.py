"""Junk in messages, cards, menus and orders is answered with a reason, never with a 500."""

from collections.abc import Iterator
from typing import Any

from bots.simulator.models import Json
from tests.simulator.cards import BUTTONS, MENU, NEWS, SELECTS, TEXT, VOTE
from tests.simulator.test_app_talk import MENU as BUTTONS_BELOW

JUNK: tuple[Any, ...] = (7, "x", "", None, [], [7], [{}], {})
LINES = [{"keyname": "客户", "type": 1, "url": "u"}]
JUMPS = [{"title": "看", "type": 1, "url": "u"}]
FULL = {"action_menu": MENU, "task_id": "t", "horizontal_content_list": LINES, "jump_list": JUMPS}
ORDERS = """
    apps/say apps/enter apps/locate apps/tap apps/press_card apps/choose apps/spelling
    robots/add robots/disable robots/remove
"""
WORDS = "userid agentid msgtype text content key msgid task_id choices count latitude name title"


def spoiled(value: Any) -> Iterator[Any]:
    """The value with junk in one place at a time, however deep."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from ({**value, name: junk} for junk in JUNK)
            yield from ({**value, name: other} for other in spoiled(inner))
    if isinstance(value, list):
        yield from ([other, *value[1:]] for other in spoiled(value[0]))


def calls_that_break(sim, path, bodies):
    client, token = sim.server_client(), sim.log_in()
    answers = [
        (body, client.post(f"/cgi-bin/{path}&access_token={token}", json=body)) for body in bodies
    ]
    return [body for body, answer in answers if answer.status_code != 200], len(answers)


def spoiled_cards() -> Iterator[Json]:
    """Of every kind, each with a task_id of its own unless that is what is spoiled."""
    for one in (TEXT, NEWS, BUTTONS, VOTE, SELECTS):
        for number, card in enumerate(spoiled({**one, **FULL})):
            own = {"task_id": f"{card['card_type']}-{number}"} if card["task_id"] == "t" else {}
            yield {**card, **own}


def test_no_spoiled_card_breaks_anything_even_when_pressed(sim):
    message, staff = {"agentid": 1000002, "msgtype": "template_card"}, list(sim.world.staff)
    bodies = [
        # in turn: nobody gets more than thirty messages a minute
        {**message, "touser": staff[number % len(staff)], "template_card": card}
        for number, card in enumerate(spoiled_cards())
    ]
    broken, count = calls_that_break(sim, "message/send?", bodies)
    assert (broken, count > 500) == ([], True)
    client, rows = sim.server_client(), sim.see("truth")["app_messages"]
    assert len(rows) > 100
    for row in rows:
        presses: list[Json] = [{"key": "quiet"}, {"key": "called"}, {"choices": {"day": "a"}}]
        for press in presses:
            order = "choose" if "choices" in press else "press_card"
            body = {"userid": row["userid"], "msgid": row["msgid"], **press}
            assert client.post(f"/sim/apps/{order}", json=body).status_code < 500, row


def test_no_spoiled_menu_breaks_anything(sim):
    bodies = list(spoiled({"button": BUTTONS_BELOW}))
    assert calls_that_break(sim, "menu/create?agentid=1000002", bodies)[0] == []


def test_no_spoiled_update_chat_or_message_breaks_anything(sim):
    words = {"msgtype": "news", "news": {"articles": [{"title": "t", "url": "u"}]}}
    update = {"agentid": 1000002, "response_code": "c", "userids": ["a"], "partyids": [2]}
    chat = {"name": "n", "owner": "lina", "userlist": ["lina", "chenxi"], "chatid": "c"}
    key = sim.order("robots/add")["key"]
    cases = [
        ("message/send?", {"touser": "lina", "agentid": 1000002, "safe": 0, **words}),
        ("message/update_template_card?", {**update, "button": {"replace_name": "n"}}),
        ("message/recall?", {"msgid": "m"}),
        ("message/get_statistics?", {"time_type": 0}),
        ("appchat/create?", chat),
        ("appchat/update?", {**chat, "add_user_list": ["lina"], "del_user_list": ["lina"]}),
        ("appchat/send?", {"chatid": "c", **words}),
        (f"webhook/send?key={key}", words),
        ("media/upload_by_url?", {"scene": 1, "type": "file", "url": "u", "md5": "m"}),
        ("media/get_upload_by_url_result?", {"jobid": "j"}),
    ]
    for path, body in cases:
        assert calls_that_break(sim, path, spoiled(body))[0] == [], path


def test_junk_orders_are_answered_with_a_reason(sim):
    client = sim.server_client()
    for order in ORDERS.split():
        for word in WORDS.split():
            for junk in JUNK:
                answer = client.post(f"/sim/{order}", json={"userid": "lina", word: junk})
                assert answer.status_code < 500, (order, word, junk)
                assert answer.get_json().get("ok") or answer.get_json()["why"], (order, word, junk)
