"""The statistics of a fortnight equal a recount by strangers over the simulated WeCom's truth."""

import pytest

from app.attribution.recount import recount
from tests.attribution.month.compared import differences, today
from tests.attribution.month.living import live
from tests.town import Town


@pytest.mark.timeout(180)
def test_a_fortnight_is_counted_to_the_unit(town: Town):
    begins = today()
    live(town, people=100, days=2, after=9, seed=1)
    counts, wrong = differences(town, begins)
    assert wrong == []
    assert recount(town.corp_id).differing == []
    assert counts.adds > counts.firsts >= 100, "some came back, or to a second member"
    assert min(counts.losses, counts.leads, counts.won, counts.replied, counts.kept7) > 0
    assert counts.welcomed < counts.adds, "some news was lost or late"
