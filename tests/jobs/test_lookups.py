"""A call that was cut off is looked up, and where WeCom shows nothing a person is told why."""

import pytest

from app.outbox.models import OutboxCommand
from bots.commands import AddMsgTemplate, RemindGroupMsg
from bots.speech import Command
from jobs.lookups import CannotTell, looked_up


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (RemindGroupMsg("msg1"), "how often it has reminded"),
        (
            AddMsgTemplate("group", sender="lina", text={"content": "您好"}),
            "names its sender and customers",
        ),
    ],
)
def test_what_cannot_be_found_says_why(command: Command, why: str) -> None:
    row = OutboxCommand(corp_id="ww1", kind=type(command).__name__, body=command.body())
    with pytest.raises(CannotTell, match=why):
        looked_up(row, command)
