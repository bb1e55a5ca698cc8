"""Fixtures: a simulator, and a receiver that it calls back."""

from collections.abc import Iterator

import pytest
from wechatpy.enterprise.crypto import WeChatCrypto

from bots.simulator.cast import AGENTID
from tests.simulator.rig import Receiver, Sim


@pytest.fixture
def sim() -> Iterator[Sim]:
    sim = Sim()
    yield sim
    sim.close()


@pytest.fixture
def receiver(sim: Sim) -> Iterator[Receiver]:
    receiver = receiver_for(sim)
    sim.world.courier.url = receiver.url()
    yield receiver
    receiver.close()


def receiver_for(sim: Sim, agentid: int = AGENTID) -> Receiver:
    """A server that opens what one app is sent."""
    corp = sim.world.corp
    app = corp.app(agentid)
    crypto = WeChatCrypto(app.token, app.encoding_aes_key, corp.corpid)
    receiver = Receiver(crypto, corp.corpid)
    receiver.start()
    return receiver
