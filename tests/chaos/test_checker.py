"""The checker sees each kind of broken promise, and nothing where all is kept."""

from typing import Any

import pytest

from app.demo.run import START
from tests.chaos.checker import judge
from tests.chaos.history import Added, History, Left, Said

BEGAN = START.timestamp() + 60  # 09:01 in Shanghai
PAIR = ("sunyue", "wmA")
TASK, MESSAGE = "主动打个招呼", "您好，这是我们的产品介绍，有需要随时找我。"
THREE_HOURS = BEGAN + 3 * 3600


def history(said_at: float | None = None, left_at: float | None = None) -> History:
    """One customer came, and perhaps asked for the price or left."""
    told = History(Added(BEGAN, PAIR, "lk-demo-shop"))
    if said_at:
        told.note(Said(said_at, PAIR, "多少钱"))
    if left_at:
        told.note(Left(left_at, PAIR))
    return told


def truth(**changed: Any) -> dict[str, Any]:
    """What WeCom saw when everything was done that was due within three hours."""
    card = {"from": "app", "msgtype": "textcard", "userid": "sunyue", "title": TASK}
    send = {"userid": "sunyue", "sends": [{"external_userid": "wmA"}]}
    follow = {"userid": "sunyue", "external_userid": "wmA", "alive": True}
    return {
        "welcomes": [
            {"external_userid": "wmA", "welcome_code": "c", "tries": [{"errcode": 0}]},
        ],
        "app_messages": [{**card, "url": "http://x/sidebar/wmA"}],
        "group_messages": [{"text": {"content": MESSAGE}, "tasks": [send]}],
        "follows": [{**follow, "tag_names": ["门店", "上午添加"]}],
        "callbacks": [{"event": "change_external_contact/…", "state": "delivered", "tries": []}],
        **changed,
    }


def counts(told: History, seen: dict[str, Any]) -> dict[str, int]:
    """How much of what is broken."""
    verdict = judge(told, seen, THREE_HOURS)
    names = ("lost", "doubled", "missing", "uncalled", "wrong", "missed")
    return {name: len(getattr(verdict, name)) for name in names if getattr(verdict, name)}


def test_nothing_is_broken_where_all_is_done():
    assert counts(history(), truth()) == {}


SEEN = truth()


@pytest.mark.parametrize(
    ("told", "seen", "broken"),
    [
        (history(), truth(app_messages=[]), {"missing": 1}),
        (history(), truth(app_messages=SEEN["app_messages"] * 2), {"doubled": 1}),
        (history(), truth(group_messages=SEEN["group_messages"] * 2), {"doubled": 1}),
        (history(), truth(group_messages=[]), {"missing": 1}),
        (history(said_at=BEGAN + 900), SEEN, {"uncalled": 1, "wrong": 1}),
        (history(left_at=BEGAN + 900), SEEN, {"uncalled": 1}),
        (
            history(),
            truth(follows=[{**SEEN["follows"][0], "tag_names": ["门店"]}]),
            {"wrong": 1},
        ),
        (
            history(),
            truth(follows=[{**SEEN["follows"][0], "tag_names": ["门店", "上午添加", "问价"]}]),
            {"wrong": 1},
        ),
        (
            history(),
            truth(welcomes=[{**SEEN["welcomes"][0], "tries": [{"errcode": -1}]}]),
            {"missed": 1},
        ),
        (
            history(),
            truth(welcomes=[{**SEEN["welcomes"][0], "tries": [{"errcode": 0}] * 2}]),
            {"doubled": 1},
        ),
        (
            history(),
            truth(callbacks=[{"event": "x", "state": "lost", "tries": [{"at": BEGAN}]}]),
            {"lost": 1},
        ),
    ],
)
def test_each_broken_promise_is_seen(told: History, seen: dict[str, Any], broken: dict[str, int]):
    assert counts(told, seen) == broken


def test_near_its_end_a_step_may_be_taken_or_not():
    near = history(said_at=BEGAN + 600 + 30)
    tagged = [{**SEEN["follows"][0], "tag_names": ["门店", "上午添加", "问价"]}]
    nothing: list[Any] = []
    for cards in (nothing, SEEN["app_messages"]):
        assert counts(near, truth(app_messages=cards, group_messages=nothing, follows=tagged)) == {}
