"""The API budget: what it lets through, what it holds back, and for how long."""

from collections import deque

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from bots.budget import OverBudget
from bots.rates import Rate, parse
from bots.redis_budget import RedisBudget

PATH = "externalcontact/mark_tag"
CORP = "wwtest"


@pytest.fixture
def budget(redis, clock):
    return RedisBudget(redis, clock, {PATH: (Rate(50, 1), Rate(100, 60))})


def take_all(budget, purpose="welcome", path=PATH, members=()):
    """Take until it is refused: how many went through, and the refusal."""
    for taken in range(100_000):
        try:
            budget.take(CORP, path, purpose, members)
        except OverBudget as refusal:
            return taken, refusal
    raise AssertionError("it never ends")


def test_as_many_go_through_as_the_window_holds(budget, clock):
    assert take_all(budget)[0] == 50
    clock.forward(1.1)
    assert take_all(budget)[0] == 50
    clock.forward(1.1)
    taken, refusal = take_all(budget)
    assert taken == 0
    assert 55 < refusal.wait_for < 61


def test_after_the_wait_that_is_told_there_is_room(budget, clock):
    wait = take_all(budget)[1].wait_for
    clock.forward(wait - 0.02)
    assert budget.room(CORP, PATH, "welcome") == 0
    clock.forward(0.03)
    assert budget.room(CORP, PATH, "welcome") == 50


def test_processes_count_together(budget, redis, clock):
    other = RedisBudget(redis, clock, {PATH: (Rate(50, 1), Rate(100, 60))})
    for _ in range(20):
        budget.take(CORP, PATH, "welcome")
    assert other.room(CORP, PATH, "welcome") == 30


def test_a_lower_purpose_stops_early_and_leaves_room_for_the_welcome(budget):
    assert take_all(budget, "bulk")[0] == 35
    assert take_all(budget, "events")[0] == 10
    assert take_all(budget, "welcome")[0] == 5


def test_corps_and_apis_do_not_share(budget):
    take_all(budget)
    assert budget.room("wwother", PATH, "welcome") == 50
    assert budget.room(CORP, "externalcontact/remark", "welcome") == 10_000


def test_a_members_own_limit_holds_back_what_wecom_would_drop_silently(budget):
    taken, refusal = take_all(budget, path="message/send", members=["lina"])
    assert taken == 30
    assert refusal.wait_for > 59
    budget.take(CORP, "message/send", "events", ["zhaolei"])
    with pytest.raises(OverBudget):
        budget.take(CORP, "message/send", "events", ["zhaolei", "lina"])


def test_what_wecom_refuses_rests_until_its_window_ends(budget, clock):
    budget.refused(CORP, "externalcontact/remark", 60)
    with pytest.raises(OverBudget) as refusal:
        budget.take(CORP, "externalcontact/remark", "welcome")
    assert refusal.value.wait_for == pytest.approx(60)
    clock.forward(60.1)
    budget.take(CORP, "externalcontact/remark", "welcome")


def test_a_pause_is_no_longer_than_our_own_shortest_window(budget, clock):
    budget.refused(CORP, PATH, 60)
    clock.forward(1.1)
    budget.take(CORP, PATH, "welcome")


def test_usage_shows_the_fullest_first_and_who_rests(budget, clock):
    for _ in range(10):
        budget.take(CORP, PATH, "bulk")
    budget.take(CORP, "externalcontact/remark", "bulk")
    budget.refused(CORP, "externalcontact/remark", 60)
    usage = budget.usage(CORP)
    assert [(u.path, u.rate.seconds, u.used) for u in usage[:2]] == [(PATH, 1, 10), (PATH, 60, 10)]
    paused = {u.path for u in usage if u.paused_until}
    assert paused == {"externalcontact/remark"}
    clock.forward(2)
    assert (PATH, 1) not in {(u.path, u.rate.seconds) for u in budget.usage(CORP)}


def test_while_redis_is_away_nothing_is_held_back(tmp_path, clock):
    nobody = Redis(unix_socket_path=str(tmp_path / "nobody.sock"), retry=Retry(NoBackoff(), 0))
    budget = RedisBudget(nobody, clock, {PATH: (Rate(1, 60),)})
    for _ in range(3):
        budget.take(CORP, PATH, "bulk")
    assert budget.room(CORP, PATH, "bulk") > 1000


PACING = st.lists(st.tuples(st.floats(0, 0.7), st.integers(1, 30)), min_size=5, max_size=30)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(PACING)
def test_no_window_wherever_it_is_laid_ever_holds_more_than_the_limit(redis, clock, pacing):
    redis.flushdb()
    budget = RedisBudget(redis, clock, {PATH: (Rate(50, 1),)})
    window: deque[float] = deque()
    for pause, wanted in pacing:
        clock.forward(pause)
        for _ in range(wanted):
            try:
                budget.take(CORP, PATH, "welcome")
            except OverBudget:
                break
            window.append(clock.moment.timestamp())
            while window[0] <= window[-1] - 1:
                window.popleft()
            assert len(window) <= 50


@pytest.mark.parametrize(
    ("line", "path", "rates"),
    [
        ("a/b=50/1", "a/b", (Rate(50, 1),)),
        ("a/b=50/1,2000/60", "a/b", (Rate(50, 1), Rate(2000, 60))),
    ],
)
def test_a_limit_is_read_as_calls_per_seconds(line, path, rates):
    assert parse(line) == (path, rates)


@pytest.mark.parametrize("line", ["a/b", "a/b=", "a/b=x/1", "=5/1", "a/b=0/1", "a/b=5/0"])
def test_a_limit_that_cannot_be_read_says_how_it_is_spelt(line):
    with pytest.raises(ValueError, match="path=calls/seconds"):
        parse(line)
