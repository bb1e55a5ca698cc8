"""The simulator's archive, written by somebody else from the same document, opens here."""

import pytest

from app.archive.keys import keep_account, keep_key
from app.archive.models import ArchiveRaw, ChatMessage
from app.archive.pull import pull
from app.config import settings
from app.corps.models import Corp
from app.db import reading, transaction
from bots.simulator.settled import settle as settled
from tests.simulator.rig import Sim


def test_words_of_both_sides_come_through_a_change_of_keys(
    house: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sim = Sim()
    settled(sim.world, 1)
    try:
        monkeypatch.setenv("SIMULATOR_URL", f"{sim.base}/sim")
        settings.cache_clear()
        corp_row = settle(sim)
        customer = sim.http.get(f"{sim.base}/sim/customers").json()["customers"][0]
        say(sim, customer["external_userid"], "换钥匙之前")
        sim.http.post(f"{sim.base}/sim/archive/rotate", json={})
        say(sim, customer["external_userid"], "换钥匙之后")
        pull(corp_row)
        with reading() as session:
            kept = session.query(ChatMessage).order_by(ChatMessage.seq).all()
            assert [row.text for row in kept] == ["换钥匙之前", "换钥匙之后"]
            versions = {row.publickey_ver for row in session.query(ArchiveRaw)}
        assert len(versions) == 2
    finally:
        sim.close()
        monkeypatch.undo()
        settings.cache_clear()


def settle(sim: Sim) -> int:
    """The simulated corp moves in, with every private key that its console shows."""
    corp = sim.world.corp
    with transaction() as session:
        row = Corp(corp_id=corp.corpid, name="联客演示公司")
        session.add(row)
        session.flush()
        keep_account(session, corp.corpid, corp.archive_secret)
        for version, key in corp.as_json()["archive"]["private_keys"].items():
            keep_key(session, corp.corpid, int(version), key)
        return row.id


def say(sim: Sim, external_userid: str, text: str) -> None:
    order = {"customer": external_userid, "text": text}
    assert sim.http.post(f"{sim.base}/sim/people/say", json=order).json()["ok"]
