"""`make refusals`: each errcode at each API is shown with its next step, and heals where it can."""

import pytest

from bots.errors import advice
from tests.refusals.codes import CODES, START
from tests.refusals.doors import DOORS
from tests.refusals.errcodes import tried
from tests.refusals.kinds import Call
from tests.refusals.trial import LONGEST, Trial, heals, is_of_all, strikes
from tests.refusals.words import WORDS

CALLS = (*CODES, *DOORS, *WORDS)


def one(call: Call) -> str:
    return call.api.removeprefix("externalcontact/")


@pytest.mark.parametrize("call", CALLS, ids=one)
def test_a_refusal_is_shown_and_heals_or_waits_for_a_person(in_shop, call):
    with in_shop(at=START) as shop:
        trial = Trial(shop, call)
        for errcode in tried(call.api):
            with trial.afresh():
                try_out(trial, errcode)


def try_out(trial: Trial, errcode: int) -> None:
    """One row is refused, another is not; then time passes, or somebody presses the button."""
    what = (trial.call.api, errcode)
    (number, row_id), (_, other_id) = trial.made(), trial.made()
    trial.refuse(errcode, times=strikes(errcode))
    assert trial.said(row_id) is trial.call.forgives(errcode), what
    if trial.call.forgives(errcode):
        assert trial.kind.stands(row_id), what
        # what WeCom calls gone only because it was told to say so is there all the same
        assert not trial.call.leaves or trial.is_once(number), what
        return
    trial.shown(row_id, errcode)
    assert trial.said(other_id) or is_of_all(errcode) or other_id == row_id, what
    if heals(errcode):
        assert trial.run(row_id, LONGEST), what
        assert trial.run(other_id, LONGEST), what
    else:
        assert "自动重试" not in advice(errcode).advice_zh, what
        trial.pressed(row_id)
    assert trial.kind.stands(row_id), what
    assert trial.is_once(number), what
