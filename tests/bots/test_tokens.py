"""The shared token: fetched by one, renewed in time, dropped only when it is the refused one."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from bots import tokens
from bots.errors import Forbidden, Unavailable
from bots.tokens import LocalTokens, RedisTokens, granted, key_of

KEY = key_of("wwtest", "canary-secret")


class Gate:
    """A gettoken that counts, may be slow, and may fail."""

    def __init__(self, clock, slow=0.0):
        self.clock = clock
        self.slow = slow
        self.count = 0
        self.asked = 0
        self.failure = None

    def __call__(self):
        self.asked += 1
        if self.failure is not None:
            raise self.failure
        time.sleep(self.slow)
        self.count += 1
        return granted(f"token-{self.count}", 7200, self.clock())


@pytest.fixture(params=["local", "redis"])
def store(request, clock):
    if request.param == "local":
        return LocalTokens(clock)
    return RedisTokens(request.getfixturevalue("redis"), clock)


def nobody(folder):
    """A client whose server is away."""
    return Redis(unix_socket_path=str(folder / "nobody.sock"), retry=Retry(NoBackoff(), 0))


def test_threads_that_need_a_token_at_once_fetch_it_once(store, clock):
    gate = Gate(clock, slow=0.1)
    with ThreadPoolExecutor(20) as threads:
        got = set(threads.map(lambda _: store.token(KEY, gate), range(20)))
    assert (got, gate.count) == ({"token-1"}, 1)


def test_processes_share_the_token(redis, clock):
    gate = Gate(clock, slow=0.05)
    stores = [RedisTokens(redis, clock) for _ in range(10)]
    with ThreadPoolExecutor(10) as threads:
        got = set(threads.map(lambda one: one.token(KEY, gate), stores))
    assert (got, gate.count) == ({"token-1"}, 1)


def test_a_token_is_renewed_after_four_fifths_of_its_life(store, clock):
    gate = Gate(clock)
    store.token(KEY, gate)
    clock.forward(0.79 * 7200)
    assert store.token(KEY, gate) == "token-1"
    clock.forward(0.02 * 7200)
    assert store.token(KEY, gate) == "token-2"


def test_while_gettoken_fails_the_old_token_serves_until_it_expires(store, clock):
    gate = Gate(clock)
    store.token(KEY, gate)
    gate.failure = Unavailable(errmsg="down")
    clock.forward(0.9 * 7200)
    assert store.token(KEY, gate) == "token-1"
    clock.forward(0.2 * 7200)
    with pytest.raises(Unavailable):
        store.token(KEY, gate)


def test_a_wrong_secret_is_told_at_once_even_while_a_token_is_held(store, clock):
    gate = Gate(clock)
    store.token(KEY, gate)
    gate.failure = Forbidden(40001, "invalid credential")
    clock.forward(0.9 * 7200)
    with pytest.raises(Forbidden):
        store.token(KEY, gate)


def test_a_wrong_secret_is_not_tried_again_for_a_while_and_stays_told(store, clock):
    gate = Gate(clock)
    gate.failure = Forbidden(40001, "invalid credential, from ip: 1.2.3.4")
    for _ in range(5):
        with pytest.raises(Forbidden, match=r"40001: invalid credential, from ip: 1\.2\.3\.4"):
            store.token(KEY, gate)
    assert gate.asked == 1


def test_another_secret_is_tried_at_once(store, clock):
    gate = Gate(clock)
    gate.failure = Forbidden(40001, "invalid credential")
    with pytest.raises(Forbidden):
        store.token(KEY, gate)
    gate.failure = None
    assert store.token(key_of("wwtest", "the-new-secret"), gate) == "token-1"


def test_a_refusal_is_forgotten_after_its_pause(store, clock, monkeypatch):
    monkeypatch.setattr(tokens, "REFUSAL_PAUSE", 1)
    gate = Gate(clock)
    gate.failure = Forbidden(60020, "not allow to access from your ip")
    with pytest.raises(Forbidden):
        store.token(KEY, gate)
    gate.failure = None
    time.sleep(1.1)
    assert store.token(KEY, gate) == "token-1"


def test_processes_share_a_refusal(redis, clock):
    gate = Gate(clock)
    gate.failure = Forbidden(40001, "invalid credential")
    for store in [RedisTokens(redis, clock) for _ in range(5)]:
        with pytest.raises(Forbidden):
            store.token(KEY, gate)
    assert gate.asked == 1


def test_a_silence_is_no_refusal(store, clock):
    gate = Gate(clock)
    gate.failure = Unavailable(errmsg="down")
    for _ in range(2):
        with pytest.raises(Unavailable):
            store.token(KEY, gate)
    assert gate.asked == 2


def test_only_the_refused_token_is_dropped(store, clock):
    gate = Gate(clock)
    first = store.token(KEY, gate)
    assert store.forget(KEY, first) is True
    second = store.token(KEY, gate)
    assert store.forget(KEY, first) is True  # somebody late: the new token stays
    assert store.token(KEY, gate) == second
    assert gate.count == 2


def test_a_token_refused_at_once_is_not_renewed_again_for_a_while(store, clock):
    gate = Gate(clock)
    assert store.forget(KEY, store.token(KEY, gate)) is True
    assert store.forget(KEY, store.token(KEY, gate)) is False
    assert store.token(KEY, gate) == "token-2"
    clock.forward(3600)  # the pause is real time: the product's clock does not shorten it
    assert store.forget(KEY, "token-2") is False


@pytest.mark.parametrize("kind", ["local", "redis"])
def test_the_pause_ends(kind, clock, request, monkeypatch):
    monkeypatch.setattr(tokens, "RENEWAL_PAUSE", 1)
    made = LocalTokens(clock) if kind == "local" else None
    store = made or RedisTokens(request.getfixturevalue("redis"), clock)
    gate = Gate(clock)
    store.forget(KEY, store.token(KEY, gate))
    assert store.forget(KEY, store.token(KEY, gate)) is False
    time.sleep(1.1)
    assert store.forget(KEY, "token-2") is True
    assert store.token(KEY, gate) == "token-3"


def test_a_grant_does_not_print_its_token(clock):
    assert "canary" not in repr(granted("canary", 7200, clock()))


def test_two_apps_of_a_corp_never_share_a_token(store, clock):
    gate = Gate(clock)
    other = key_of("wwtest", "another-secret")
    assert {store.token(KEY, gate), store.token(other, gate)} == {"token-1", "token-2"}


def test_work_goes_on_while_redis_is_away(clock, tmp_path):
    store = RedisTokens(nobody(tmp_path), clock)
    gate = Gate(clock)
    assert [store.token(KEY, gate) for _ in range(3)] == ["token-1"] * 3
    assert store.forget(KEY, "token-1") is True
    assert store.token(KEY, gate) == "token-2"
    assert store.forget(KEY, "token-2") is False


def test_the_token_at_hand_survives_the_loss_of_redis(redis, clock, tmp_path):
    gate = Gate(clock)
    store = RedisTokens(redis, clock)
    store.token(KEY, gate)
    store._redis = nobody(tmp_path)
    assert store.token(KEY, gate) == "token-1"
    assert gate.count == 1


def test_a_redis_that_failed_is_left_alone_and_then_asked_again(
    redis, clock, tmp_path, monkeypatch
):
    monkeypatch.setattr(tokens, "AWAY_FOR", 0.2)
    gate = Gate(clock)
    store = RedisTokens(nobody(tmp_path), clock)
    assert store.token(KEY, gate) == "token-1"
    store._redis = redis
    assert store.token(KEY, gate) == "token-1"
    assert redis.keys("*") == []
    time.sleep(0.25)
    store.token(KEY, gate)
    assert redis.keys("*") == [f"wecom:token:{KEY}".encode()]


def test_a_failed_write_does_not_ask_for_a_second_token(redis, clock, tmp_path):
    store = RedisTokens(redis, clock)
    gate = Gate(clock)

    def fetch():
        grant = gate()
        redis.config_set("min-replicas-to-write", "1")  # every write is refused from here on
        return grant

    try:
        assert store.token(KEY, fetch) == "token-1"
    finally:
        redis.config_set("min-replicas-to-write", "0")
    assert gate.count == 1


def test_a_due_token_serves_the_others_while_one_renews_it(redis, clock):
    store = RedisTokens(redis, clock)
    gate = Gate(clock)
    store.token(KEY, gate)
    clock.forward(0.9 * 7200)
    began, go_on = threading.Event(), threading.Event()

    def slow():
        began.set()
        go_on.wait(5)
        return gate()

    with ThreadPoolExecutor(1) as threads:
        renewal = threads.submit(store.token, KEY, slow)
        assert began.wait(5)
        assert store.token(KEY, gate) == "token-1"
        go_on.set()
        assert renewal.result() == "token-2"


def test_who_waits_too_long_for_the_first_token_hears_that_nothing_was_sent(
    redis, clock, monkeypatch
):
    monkeypatch.setattr(tokens, "WAIT_FOR", 0.2)
    redis.set(f"wecom:token:{KEY}:lock", "another process", px=5000)
    with pytest.raises(Unavailable) as caught:
        RedisTokens(redis, clock).token(KEY, Gate(clock))
    assert caught.value.reached is False


def test_a_holder_that_died_delays_the_others_by_its_lock_only(redis, clock):
    redis.set(f"wecom:token:{KEY}:lock", "a process that died", px=300)
    assert RedisTokens(redis, clock).token(KEY, Gate(clock)) == "token-1"


def test_redis_holds_no_secret_and_its_token_ends_by_itself(redis, clock):
    RedisTokens(redis, clock).token(KEY, Gate(clock))
    (name,) = redis.keys("*")
    assert b"canary-secret" not in name
    assert b"canary-secret" not in repr(redis.hgetall(name)).encode()
    assert 7000 < redis.ttl(name) <= 7200


def test_a_client_that_decodes_answers_works_too(redis, clock):
    decoding = Redis(connection_pool=redis.connection_pool, decode_responses=True)
    RedisTokens(redis, clock).token(KEY, Gate(clock))
    assert RedisTokens(decoding, clock).token(KEY, Gate(clock)) == "token-1"
