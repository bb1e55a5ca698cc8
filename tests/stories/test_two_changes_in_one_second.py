"""WeCom tells two changes of one second in the same words; the second is news all the same."""

import pytest

from app.contacts.models import Follow
from app.db import reading
from tests.town import Town


@pytest.fixture
def met(town: Town) -> Town:
    """A customer is known; from here on time stands still."""
    town.scan("lk-demo-1111")
    town.settle()
    return town


def edit(town: Town, remark: str) -> None:
    """The member writes another remark in WeCom's client."""
    (follow,) = town.truth()["follows"]
    who = {"userid": follow["userid"], "customer": "zhang"}
    town.wecom.post("/staff/edit", {**who, "remark": remark})


def remark() -> str:
    with reading() as session:
        return session.query(Follow).one().remark


def test_the_second_remark_of_a_second_is_read(met: Town) -> None:
    edit(met, "张小雨 一")
    met.settle()
    assert remark() == "张小雨 一"
    edit(met, "张小雨 二")
    met.settle()
    assert remark() == "张小雨 二"
