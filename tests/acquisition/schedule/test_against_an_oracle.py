"""For 14 virtual days in several zones: what is told at each change holds until the next."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings

from app.acquisition.schedule.effective_staff import effective_staff
from app.acquisition.schedule.next_change import HORIZON, next_change
from app.acquisition.schedule.plan import Plan
from tests.acquisition.schedule.oracle import receives
from tests.acquisition.schedule.plans import cases

MINUTE = timedelta(minutes=1)
DAYS = timedelta(days=14)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(cases())
def test_what_wecom_was_told_is_right_at_every_minute(case):
    code, start, counters = case
    told_at, look_at, told = start, start, None
    for passed in range(int(DAYS / MINUTE)):
        moment = start + passed * MINUTE
        if moment >= look_at:
            found = effective_staff(code, moment, counters)
            assert look_at == moment, "not on its minute"
            saying = (set(found.userids), set(found.parties), found.skips_verify)
            is_change = told is not None and saying != told
            assert told is None or is_change or look_at - told_at >= HORIZON, "a look for nothing"
            told, told_at = saying, moment
            people = set(code.people(found.receivers))
            look_at = next_change(code, moment, counters) or moment + HORIZON
        assert receives(code, moment, counters) == (people, found.skips_verify), moment
        assert people, "nobody"


@settings(max_examples=100, deadline=None, derandomize=True)
@given(cases())
def test_a_plan_comes_back_from_its_row_as_it_was(case):
    plan = case[0].plan
    assert Plan.of(plan.as_json()) == plan
