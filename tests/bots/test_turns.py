"""No more than a few calls of one list run side by side; others do not wait for them."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bots.errors import Throttled
from bots.turns import Turns


def test_the_sixth_waits_until_one_of_five_is_back():
    turns, inside, most = Turns(at_once=5), 0, 0
    guard, full, go = threading.Lock(), threading.Event(), threading.Event()

    def call(_number: int) -> None:
        nonlocal inside, most
        with turns.of("externalcontact/list"):
            with guard:
                inside += 1
                most = max(most, inside)
                if inside == 5:
                    full.set()
            assert go.wait(5)
            with guard:
                inside -= 1

    with ThreadPoolExecutor(8) as threads:
        calls = [threads.submit(call, number) for number in range(8)]
        assert full.wait(5)
        go.set()
        for one in calls:
            one.result(5)
    assert (most, inside) == (5, 0)


def test_another_api_does_not_wait():
    turns = Turns(at_once=1, patience=0.01)
    with turns.of("externalcontact/list"), turns.of("externalcontact/get"):
        pass


def test_whose_turn_never_comes_is_told_so_and_leaves_no_trace():
    turns = Turns(at_once=1, patience=0.01)
    with turns.of("user/list"), pytest.raises(Throttled), turns.of("user/list"):
        pass
    with turns.of("user/list"):
        pass
