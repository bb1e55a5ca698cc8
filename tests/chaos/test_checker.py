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


def told_after(*seconds: float, state: str = "delivered") -> dict[str, Any]:
    """WeCom tries to tell of the customer, so long after they came."""
    tries = [{"at": BEGAN + one} for one in seconds]
    handed_at = BEGAN + min(seconds, default=0)
    told = {"event": {"WelcomeCode": "c"}, "handed_at": handed_at}
    return {**told, "state": state, "tries": tries}


def truth(**changed: Any) -> dict[str, Any]:
    """What WeCom saw when everything was done that was due within three hours."""
    card = {"from": "app", "msgtype": "textcard", "userid": "sunyue", "title": TASK}
    send = {"userid": "sunyue", "sends": [{"external_userid": "wmA"}]}
    follow = {"userid": "sunyue", "external_userid": "wmA", "alive": True}
    return {
        "welcomes": [
            {
                "userid": "sunyue",
                "external_userid": "wmA",
                "welcome_code": "c",
                "issued_at": BEGAN,
                "tries": [{"errcode": 0, "at": BEGAN + 1}],
            },
        ],
        "app_messages": [{**card, "url": "http://x/sidebar/wmA"}],
        "group_messages": [{"text": {"content": MESSAGE}, "tasks": [send]}],
        "follows": [{**follow, "tag_names": ["门店", "上午添加"]}],
        "callbacks": [told_after(1)],
        **changed,
    }


def counts(told: History, seen: dict[str, Any]) -> dict[str, int]:
    """How much of what is broken."""
    verdict = judge(told, seen, THREE_HOURS)
    names = ("lost", "doubled", "missing", "uncalled", "wrong", "missed", "too_late")
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
            truth(welcomes=[{**SEEN["welcomes"][0], "tries": [{"errcode": -1, "at": BEGAN + 1}]}]),
            {"missed": 1},
        ),
        (
            history(),
            truth(
                welcomes=[{**SEEN["welcomes"][0], "tries": [{"errcode": 0, "at": BEGAN + 1}] * 2}]
            ),
            {"doubled": 1},
        ),
        (
            history(),
            truth(callbacks=[told_after(1, 2, state="lost")]),
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


UNUSED = [{**SEEN["welcomes"][0], "tries": [{"errcode": 41051, "at": BEGAN + 3}]}]


@pytest.mark.parametrize(
    ("told", "tries", "broken"),
    [
        (history(said_at=BEGAN + 2), (1,), "missed"),
        (history(said_at=BEGAN + 2), (1, 3), "missed"),  # the first try was not taken
        (history(said_at=BEGAN + 2), (3,), "too_late"),
        (history(left_at=BEGAN + 2), (3,), "too_late"),
        (history(), (19,), "missed"),
        (history(), (21,), "too_late"),
        (history(said_at=BEGAN - 5), (1,), "missed"),  # of an earlier time together
    ],
)
def test_a_welcome_that_nobody_could_have_said_is_told_apart(
    told: History, tries: tuple[float, ...], broken: str
):
    seen = counts(told, truth(welcomes=UNUSED, callbacks=[told_after(*tries)]))
    assert {name: seen.get(name, 0) for name in ("missed", "too_late")} == {
        "missed": 0,
        "too_late": 0,
        broken: 1,
    }


def test_a_callback_that_waited_for_a_dead_server_counts_as_told():
    late = {**told_after(5), "handed_at": BEGAN}
    found = judge(history(said_at=BEGAN + 2), truth(welcomes=UNUSED, callbacks=[late]), THREE_HOURS)
    assert (list(found.missed), list(found.too_late)) == (["c"], [])


def test_a_miss_is_told_with_its_moments():
    seen = truth(welcomes=UNUSED, callbacks=[told_after(1)])
    missed = judge(history(said_at=BEGAN + 2), seen, THREE_HOURS).missed
    assert missed == {"c": "told at 1.0, over at 2.0, tries: 41051 at 3.0"}
