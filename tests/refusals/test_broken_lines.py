"""A line that breaks at any API: the cause is shown, time heals it, and nothing is made twice."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

import app.corps.wecom as mouths
from bots.wecom import WeCom
from tests.refusals.codes import START
from tests.refusals.errcodes import IS_WHOLE
from tests.refusals.test_every_call import CALLS, one
from tests.refusals.trial import LONGEST, Trial

BROKEN: dict[str, tuple[str, dict[str, Any]]] = {  # what ops read of it, and how to order it
    "cut before": ("no answer", {"cut": {"when": "before"}}),
    "cut after": ("no answer", {"cut": {"when": "after"}}),
    "a page of a proxy": ("HTTP 502", {"answer": {"how": "html"}}),
    "nothing": ("not a JSON object", {"answer": {"how": "empty"}}),
    "no JSON, and yet done": (
        "not a JSON object",
        {"answer": {"how": "not_json", "when": "after"}},
    ),
    "half an answer": ("not a JSON object", {"answer": {"how": "truncated"}}),
    "less than promised": ("no answer", {"answer": {"how": "broken"}}),
    "HTTP 500": ("HTTP 500", {"answer": {"how": "empty", "status": 500}}),
    "slow": ("no answer", {"slow": {"seconds": 0.6}}),
}
WAITED = timedelta(days=1) if IS_WHOLE else timedelta(hours=2)
QUICK = [name for name in BROKEN if name != "slow"]
TRIED = QUICK if IS_WHOLE else ["cut before", "cut after", "a page of a proxy"]
IMPATIENT = (1.0, 0.3)  # seconds that our client waits, where the line is slow


@pytest.mark.parametrize("call", CALLS, ids=one)
def test_a_broken_line_heals_and_makes_nothing_twice(in_shop, call):
    with in_shop(at=START) as shop:
        trial = Trial(shop, call)
        for name in TRIED:
            with trial.afresh():
                break_line(trial, name)


SLOW = CALLS if IS_WHOLE else [call for call in CALLS if "add" in call.api or "create" in call.api]


@pytest.mark.parametrize("call", SLOW, ids=one)
def test_an_answer_that_comes_too_late_is_no_second_time(in_shop, call, monkeypatch):
    monkeypatch.setattr(mouths, "WeCom", partial(WeCom, timeout=IMPATIENT))
    with in_shop(at=START) as shop:
        trial = Trial(shop, call)
        with trial.afresh():
            break_line(trial, "slow")


def break_line(trial: Trial, name: str) -> None:
    """One call meets the fault, another row's does not; what WeCom did is looked up."""
    what, (words, faults) = (trial.call.api, name), BROKEN[name]
    (number, row_id), (_, other_id) = trial.made(), trial.made()
    trial.order(**{kind: {**fault, "path": trial.call.api} for kind, fault in faults.items()})
    assert not trial.said(row_id), what
    trial.shop.sim.settle()  # what is still under way there happens
    if trial.call.is_looked_up:
        trial.shown(row_id, -1, words=words)
    else:
        wait_for_a_person(trial, number, row_id)
    assert trial.said(other_id), what
    if trial.call.is_looked_up:
        assert trial.run(row_id, LONGEST), what
    assert trial.kind.stands(row_id), what
    assert trial.is_once(number) or not trial.call.is_looked_up, what


def wait_for_a_person(trial: Trial, number: int, row_id: int) -> None:
    """No API tells whether it was made: nothing is said until somebody has looked."""
    page = trial.kind.page.format(row_id)
    assert "没有就再创建一次" in trial.ops.look(page)
    assert "may have made it" in trial.ops.look(page, "en")
    before = trial.kind.count(trial.shop, number)
    assert not trial.run(row_id, WAITED)
    assert trial.kind.count(trial.shop, number) == before
    trial.pressed(row_id, again="1")
