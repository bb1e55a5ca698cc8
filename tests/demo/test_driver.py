"""When the demo's clock may leap: a welcome code has 20 seconds, wherever its callback lies."""

from pathlib import Path

import pytest

from app.demo.driver import is_work_waiting
from app.inbox.spool import Spool


@pytest.mark.usefixtures("house")
def test_no_time_is_leapt_over_while_a_callback_lies_in_the_spool(instance: Path):
    assert not is_work_waiting()
    spool = Spool(instance / "spool")
    letter = spool.put(b"words of WeCom")
    assert is_work_waiting()
    spool.remove(letter)
    assert not is_work_waiting()
