"""A refusal that lasts a virtual day: asked so often and no oftener, and over when its cause is."""

from datetime import timedelta

import pytest

from tests.refusals.codes import START, Codes
from tests.refusals.doors import Doors
from tests.refusals.errcodes import IS_WHOLE, class_of, one_of_each
from tests.refusals.kinds import Call
from tests.refusals.test_every_call import CALLS, one
from tests.refusals.trial import LONGEST, Trial, heals, is_of_all
from tests.refusals.words import Files, Quota, Templates

NEW = ("add_contact_way", "create_link", "get_join_way", "template/add", "upload", "quota")
DAY = timedelta(hours=24)
WAITING = ("final", "gone", "breaker")
# How often WeCom may be asked in 24 hours about one row: after a final refusal, after one that is
# about a member, after one that is about the app or the API (codes: one probe for all of them).
LIMITS: dict[type, tuple[int, int, int]] = {
    Codes: (25, 25, 481),
    Doors: (1, 49, 49),
    Templates: (1, 49, 49),
    Files: (25, 25, 25),
    Quota: (25, 25, 25),
}
# In CI one that a person mends and one that an administrator does, at one API of each kind.
CI = (("final", ""), ("breaker", "one"))
TRIED = CALLS if IS_WHOLE else [call for call in CALLS if call.api.endswith(NEW)]


@pytest.mark.parametrize("call", TRIED, ids=one)
def test_what_waits_for_a_person_is_left_in_peace(in_shop, call, record_property):
    with in_shop(at=START) as shop:
        trial = Trial(shop, call)
        for errcode in one_of_each(call.api):
            kind, stops = class_of(errcode)
            is_long = stops == "all" and not call.api.endswith(NEW)
            is_wanted = (kind, stops) in CI or (IS_WHOLE and kind in WAITING and not is_long)
            if is_wanted and not call.forgives(errcode):
                with trial.afresh():
                    record_property(str(errcode), last_a_day(trial, errcode))


def last_a_day(trial: Trial, errcode: int) -> int:
    """How often WeCom was asked. Then the cause goes, and somebody presses the button if need be."""
    what, began = (trial.call.api, errcode), trial.asked(errcode)
    number, row_id = trial.made()
    trial.refuse(errcode, times=None)
    assert not trial.said(row_id), what
    assert not trial.run(row_id, DAY), what
    asked = trial.asked(errcode) - began
    assert 1 <= asked <= most(trial.call, errcode), (*what, asked)
    trial.shown(row_id, errcode)
    trial.order()
    if heals(errcode):
        assert trial.run(row_id, LONGEST), what
    else:
        trial.pressed(row_id)
    assert trial.kind.stands(row_id), what
    assert trial.is_once(number), what
    return asked


def most(call: Call, errcode: int) -> int:
    """The limit of a day."""
    final, one_row, all_rows = LIMITS[type(call.kind)]
    if not heals(errcode):
        return final
    return all_rows if is_of_all(errcode) else one_row
