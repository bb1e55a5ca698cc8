"""`flask explain` tells event → reaction → rule@version → action → WeCom's answer."""

from typing import Any

import pytest

from app.contacts.models import ExternalContact
from app.db import transaction
from tests.conftest import CORP
from tests.insight.story import CUSTOMER, tell


@pytest.fixture
def told(house: None) -> None:
    with transaction() as session:
        tell(session)


@pytest.mark.parametrize("called", [CUSTOMER, "小雨<b>"])
def test_the_chain_is_told_in_order(run: Any, told: None, called: str):
    lines = run("explain", called).output.splitlines()
    chain = (
        "CustomerSpoke",
        "→ tag_message  done",
        "→ 标签规则 问价 @v2",
        "→ 消息含关键词 多少钱",
        "→ MarkTag  call 2  → done  0 ok",
    )
    places = [next(at for at, line in enumerate(lines) if word in line) for word in chain]
    assert places == sorted(places)
    assert any("mirror_follow  parked  Refused: 40003" in line for line in lines)
    assert lines[-1] == "score 50 of 40  a lead"


def test_nobody_of_that_name_is_said_plainly(run: Any, told: None):
    nobody = run("explain", "没有这个人")
    assert (nobody.exit_code, "nobody here has the id or the name" in nobody.output) == (1, True)


def test_two_of_one_name_are_listed(run: Any, told: None):
    with transaction() as session:
        session.add(ExternalContact(corp_id=CORP, external_userid="wm2", name="小雨<b>"))
    several = run("explain", "小雨<b>")
    assert (several.exit_code, "wm1" in several.output, "wm2" in several.output) == (1, True, True)
    quiet = run("explain", "wm2").output
    assert "nothing has happened yet" in quiet
