"""A line of the log says what, where and about whom, and quotes nobody."""

import logging
from collections.abc import Callable, Iterator

import pytest

from app import log
from app.db import transaction
from app.events.base import Event
from app.events.contacts import FollowAdded
from app.inbox.models import InboxReaction
from jobs import together
from jobs.reactions import REACTIONS
from jobs.units import Unit
from tests.conftest import CORP, MOMENT
from tests.insight.story import happen

WORDS = "我的电话是 13912345678"
Told = Callable[[], str]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Iterator[Told]:
    """What was logged since."""
    before = logging.getLogger().level
    log.start(part="test")
    yield lambda: capsys.readouterr().err
    log.stop()
    logging.getLogger().setLevel(before)


def test_an_error_is_told_by_kind_and_place_and_not_by_its_words(told: Told):
    try:
        try:
            int(WORDS)
        except ValueError as error:
            raise KeyError(WORDS) from error
    except KeyError:
        logging.getLogger("x").exception("a bug stopped a piece of work")
    line = told()
    assert "a bug stopped a piece of work" in line
    assert ("error='KeyError'" in line, "cause='ValueError'" in line) == (True, True)
    assert "tests/operations/test_log.py:" in line
    assert "139" not in line and "电话" not in line
    assert line.count("\n") == 1


def test_the_database_does_not_quote_what_somebody_wrote(house: None, told: Told):
    try:
        with transaction() as session:
            for _ in range(2):
                happen(session, "FollowAdded", 0, {"words": WORDS})
    except Exception:
        logging.getLogger("x").exception("not kept")
    line = told()
    assert "sqlstate='23505'" in line
    assert "电话" not in line and CORP not in line


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("call 13912345678 now", "call 13********* now"),
        ("+8613912345678", "13*********"),
        ("GET /cgi-bin/x?access_token=abc&y=1", "access_token=***&y=1"),
        ('{"corpsecret": "s3cr3t", "x": 1}', '"corpsecret": "***", "x": 1}'),
        ("Exception on /login/Ab-c_9 [GET]", "/login/*** [GET]"),
        ("postgresql://lianke:hunter2@db/x", "postgresql://lianke:***@db/x"),
        ("errcode: 40003", "errcode: 40003"),
        ("seq 1772415000123456 of wm13912345678x", "seq 1772415000123456 of wm13912345678x"),
    ],
)
def test_what_looks_like_a_phone_or_a_secret_is_masked(told: Told, said: str, heard: str):
    logging.getLogger("x").warning("%s", said, extra={"again": said})
    line = told()
    assert line.count(heard) >= 2
    assert said == heard or said not in line


def test_what_a_reaction_logs_names_event_job_and_customer(
    house: None, told: Told, monkeypatch: pytest.MonkeyPatch
):
    def broken(event: Event) -> None:
        raise ZeroDivisionError(WORDS)

    monkeypatch.setitem(REACTIONS, FollowAdded, (broken,))
    event = FollowAdded(
        corp_id=CORP, happened_at=MOMENT, event_id=7, userid="zhang", external_userid="wm1"
    )
    row = InboxReaction(name=f"{__name__}.broken", attempts=1)
    monkeypatch.setattr(together, "name_of", lambda reaction: row.name)
    ((_, outcome),) = together.run((Unit(event, (row,)),))
    line = told()
    for field in ("event_id=7", "external_userid='wm1'", "broken'", "part='test'"):
        assert field in line
    assert "电话" not in line
    assert outcome.error and WORDS in outcome.error, "the row keeps the words"
    logging.getLogger("x").warning("afterwards")
    assert "event_id" not in told()
