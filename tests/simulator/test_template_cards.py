"""Template cards: what each kind must have, and the code that comes back with those that answer."""

from tests.simulator.cards import (
    BUTTONS,
    MENU,
    NEWS,
    OPTIONS,
    PAGE,
    SELECTS,
    SUBMIT,
    TEXT,
    TITLE,
    VOTE,
    send_card,
)

TASK = {"task_id": "t"}
LINE = {"keyname": "客户"}
QUIET = {"text": "不再提醒", "key": "quiet"}
QUESTION = {"question_key": "q", "option_list": OPTIONS}


def without(card, *names):
    return {name: value for name, value in card.items() if name not in names}


def test_cards_that_answer_come_with_a_code(sim):
    cases = [(TEXT, False), (NEWS, False), (BUTTONS, True), (VOTE, True), (SELECTS, True)]
    cases.append(({**TEXT, "action_menu": MENU, "task_id": "menu"}, True))
    for card, answers in cases:
        told = send_card(sim, card)
        assert (told["errcode"], "response_code" in told) == (0, answers), card


def test_cards_that_lack_something(sim):
    cases = [
        ({**TEXT, "card_type": "poem"}, 42031),
        (without(TEXT, "card_action"), 42045),
        ({**TEXT, "card_action": {"type": 1}}, 42028),
        ({**TEXT, "card_action": {"type": 2}}, 42030),
        (without(TEXT, "main_title"), 42033),
        (without({**TEXT, "sub_title_text": "提醒"}, "main_title"), 0),
        (without(NEWS, "card_image"), 42044),
        ({**NEWS, "vertical_content_list": [{"desc": "没有标题"}]}, 42033),
        ({**NEWS, "vertical_content_list": [{"title": "一"}] * 5}, 42036),
        ({**TEXT, "action_menu": MENU}, 42014),
        ({**TEXT, "action_menu": {"action_list": [QUIET, QUIET]}, **TASK}, 42051),
        ({**TEXT, "action_menu": {"desc": "空"}, **TASK}, 40058),
        ({**TEXT, "horizontal_content_list": [{"value": "张三"}]}, 42027),
        ({**TEXT, "horizontal_content_list": [LINE] * 7}, 42035),
        ({**TEXT, "horizontal_content_list": [{**LINE, "type": 1}]}, 42028),
        ({**TEXT, "horizontal_content_list": [{**LINE, "type": 2}]}, 42029),
        ({**TEXT, "horizontal_content_list": [{**LINE, "type": 2, "media_id": "M"}]}, 40007),
        ({**TEXT, "horizontal_content_list": [{**LINE, "type": 3, "userid": "x"}]}, 42050),
        ({**TEXT, "horizontal_content_list": [{**LINE, "type": 3, "userid": "LiNa"}]}, 0),
        ({**TEXT, "jump_list": [{**PAGE, "title": "看"}] * 4}, 42042),
        ({**TEXT, "jump_list": [PAGE]}, 42033),
    ]
    told = [(card, send_card(sim, card)["errcode"]) for card, _ in cases]
    assert told == cases


def test_cards_that_ask_wrongly(sim):
    cases = [
        (without(BUTTONS, "task_id"), 42014),
        ({**BUTTONS, "task_id": "任务"}, 42014),
        (without(BUTTONS, "main_title"), 42033),
        ({**BUTTONS, "button_list": []}, 42038),
        ({**BUTTONS, "button_list": BUTTONS["button_list"] * 4}, 42038),
        ({**BUTTONS, "button_list": [{"text": "好"}]}, 42039),
        ({**BUTTONS, "button_list": [{"key": "k"}]}, 42038),
        ({**BUTTONS, "button_list": [{"text": "看", "type": 1}]}, 42028),
        ({**BUTTONS, "button_selection": {"question_key": "q"}}, 42037),
        ({**VOTE, "checkbox": {"option_list": OPTIONS}}, 42043),
        ({**VOTE, "checkbox": {**QUESTION, "option_list": OPTIONS * 7}}, 42037),
        ({**VOTE, "checkbox": {**QUESTION, "option_list": [{"text": "无"}]}}, 42040),
        ({**VOTE, "checkbox": {**QUESTION, "option_list": [{"id": "a"}]}}, 42041),
        ({**VOTE, "submit_button": {"key": "done"}}, 42049),
        ({**VOTE, "submit_button": {"text": "提交"}}, 42046),
        ({**SELECTS, "select_list": [QUESTION] * 4}, 42047),
        (without(SELECTS, "select_list"), 42047),
        ({"card_type": "multiple_interaction", **TITLE, **SUBMIT, **TASK}, 42047),
    ]
    told = [(card, send_card(sim, card)["errcode"]) for card, _ in cases]
    assert told == cases


def test_a_task_id_names_one_card(sim):
    assert send_card(sim, BUTTONS)["errcode"] == 0
    assert send_card(sim, BUTTONS)["errcode"] == 42014
    assert send_card(sim, BUTTONS, enable_duplicate_check=1)["errcode"] == 0
    assert len(sim.see("staff/lina/messages")["messages"]) == 1
