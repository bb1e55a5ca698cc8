"""Every kind of message stands in the archive under its key, and on the phone."""

from collections.abc import Iterator

import pytest

from bots.simulator.archive.kinds import KINDS
from tests.simulator.archive_rig import latest
from tests.simulator.rig import Sim


@pytest.fixture(scope="module")
def sim() -> Iterator[Sim]:
    """One for all kinds: what they say does not disturb one another."""
    sim = Sim()
    sim.scan(sim.code(), "an", userid="lina")
    yield sim
    sim.close()


@pytest.mark.parametrize("msgtype", KINDS)
def test_every_kind_is_kept_under_its_key_and_stands_on_the_phone(sim, msgtype):
    assert sim.order("archive/send", **{"from": "an"}, to=["lina"], msgtype=msgtype)["ok"]
    message, kind = latest(sim), KINDS[msgtype]
    assert (message["msgtype"], message["tolist"]) == (msgtype, ["lina"])
    assert message["from"] in sim.world.customers
    assert isinstance(message[kind.key or msgtype], dict)
    assert ("roomid" in message) == (not kind.beside)
    assert message["msgid"].endswith("_external")
    assert sim.see("phone/an")["chats"][0]["messages"][-1]["msgtype"] == msgtype
