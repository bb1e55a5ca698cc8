"""Template cards of each kind, as small as WeCom takes them."""

from bots.simulator.models import Json
from tests.simulator.rig import Sim

PAGE = {"type": 1, "url": "https://example.com"}
OPTIONS = [{"id": "a", "text": "上午"}, {"id": "b", "text": "下午"}, {"id": "c", "text": "晚上"}]
TITLE = {"main_title": {"title": "今天的跟进"}}
SUBMIT = {"submit_button": {"text": "提交", "key": "done"}}
MENU = {"desc": "更多", "action_list": [{"text": "不再提醒", "key": "quiet"}]}

TEXT: Json = {"card_type": "text_notice", **TITLE, "card_action": PAGE}
NEWS: Json = {
    "card_type": "news_notice",
    **TITLE,
    "card_action": PAGE,
    "card_image": {"url": "https://example.com/a.png"},
}
BUTTONS: Json = {
    "card_type": "button_interaction",
    **TITLE,
    "task_id": "buttons",
    "button_list": [{"text": "已联系", "key": "called"}, {"text": "稍后", "key": "later"}],
}
VOTE: Json = {
    "card_type": "vote_interaction",
    **TITLE,
    "task_id": "vote",
    "checkbox": {"question_key": "when", "mode": 1, "option_list": OPTIONS},
    **SUBMIT,
}
SELECTS: Json = {
    "card_type": "multiple_interaction",
    **TITLE,
    "task_id": "selects",
    "select_list": [
        {"question_key": "day", "option_list": OPTIONS},
        {"question_key": "place", "option_list": OPTIONS},
    ],
    **SUBMIT,
}


def send_card(sim: Sim, card: Json, **fields: object) -> Json:
    body = {"touser": "lina", "agentid": 1000002, "msgtype": "template_card", **fields}
    return sim.say("message/send", **body, template_card=card)


def card_on_phone(sim: Sim, userid: str = "lina") -> Json:
    """The last card that the member has, with what was pressed on it."""
    rows = sim.see(f"staff/{userid}/messages")["messages"]
    return dict(next(row for row in reversed(rows) if row["msgtype"] == "template_card"))
