"""The welcome's own calls: within 20 seconds it comes, once, or the member is told why it did not."""

from datetime import timedelta

import pytest

from app import clock
from app.db import reading, transaction
from app.events.contacts import FollowAdded
from app.outbox.models import OutboxCommand
from app.outreach.reactions import greet
from app.outreach.welcomes import set_welcome
from app.sentences import CHINESE, in_words
from bots.errors import advice, error_for
from jobs import relay
from tests.acquisition.schedule.conftest import Shop
from tests.refusals.codes import START
from tests.refusals.errcodes import tried
from tests.refusals.kinds import Call
from tests.refusals.trial import Trial, strikes
from tests.refusals.words import Templates

SEND, NAME = "externalcontact/send_welcome_msg", "externalcontact/get"
ALREADY = 41051  # as good as delivered: the two are talking
STEP = timedelta(seconds=1)


class Counter(Trial):
    """Customers who come one after the other, to one welcome for all."""

    def __init__(self, shop: Shop, api: str) -> None:
        super().__init__(shop, Call(api, Templates(), lambda _shop, number: number))
        with transaction() as session:
            set_welcome(
                session, shop.corp_id, None, name="默认", text="{客户昵称}您好", attachments=[]
            )
        self.way = shop.sim.code()

    def comes(self) -> FollowAdded:
        key = f"c{next(self.numbers)}"
        scanned = self.shop.sim.scan(self.way, key)
        codes = list(self.shop.sim.world.welcomes.values())
        event = FollowAdded(
            corp_id=self.shop.corp_id,
            happened_at=clock.now(),
            userid=codes[-1].userid,
            external_userid=scanned["external_userid"],
            state="expo-gate-3",
            welcome_code=codes[-1].welcome_code,
        )
        greet(event)
        return event

    def serve(self) -> None:
        """The welcome lane for 20 virtual seconds, and once when every rest is over."""
        began = clock.now()
        for second in (*range(0, 21, 2), 62):
            with clock.held_at(began + second * STEP):
                self.shop.sim.settle()
                relay.drain("welcome")

    def of(self, event: FollowAdded) -> OutboxCommand:
        with reading() as session:
            wanted = {"kind": "SendWelcome", "external_userid": event.external_userid}
            return session.query(OutboxCommand).filter_by(**wanted).one()

    def arrived(self, event: FollowAdded) -> int:
        welcomes = self.shop.sim.world.welcomes.values()
        return sum(one.welcome_code == event.welcome_code and one.delivered for one in welcomes)

    def card(self, event: FollowAdded) -> str:
        """What the member was told to do by hand."""
        with reading() as session:
            wanted = {"kind": "SendMessage", "external_userid": event.external_userid}
            (card,) = session.query(OutboxCommand).filter_by(**wanted)
        return f"{in_words(card.because['reason'], CHINESE)} {card.body['textcard']['description']}"


def test_a_refused_welcome_comes_late_or_is_told_to_the_member(in_shop):
    with in_shop(at=START) as shop:
        counter = Counter(shop, SEND)
        for errcode in tried(SEND):
            with counter.afresh():
                refused_welcome(counter, errcode)


def refused_welcome(counter: Counter, errcode: int) -> None:
    counter.refuse(errcode, times=strikes(errcode))
    unlucky = counter.comes()
    relay.drain("welcome")
    lucky = counter.comes()
    counter.serve()
    row, is_rest = counter.of(unlucky), errcode == 45009  # which lasts a minute, for all
    assert counter.arrived(lucky) == (not is_rest), errcode
    is_short = error_for(errcode, "").temporary and not is_rest
    assert counter.arrived(unlucky) == is_short, (errcode, row.state)
    if errcode == ALREADY or is_short:
        assert row.state == "done", errcode
        return
    assert row.state in ("failed", "expired"), (errcode, row.state)
    counter.explained("/background?tab=outbox", errcode)
    assert advice(errcode).meaning_zh in counter.card(unlucky) or row.state == "expired", errcode


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_cut_line_brings_one_welcome(in_shop, when):
    with in_shop(at=START) as shop:
        counter = Counter(shop, SEND)
        counter.order(cut={"path": SEND, "when": when})
        event = counter.comes()
        counter.serve()
        assert (counter.arrived(event), counter.of(event).state) == (1, "done")


def test_without_the_customers_name_the_welcome_comes_all_the_same(in_shop):
    with in_shop(at=START) as shop:
        counter = Counter(shop, NAME)
        for errcode in tried(NAME):
            with counter.afresh():
                counter.refuse(errcode, times=strikes(errcode))
                event = counter.comes()
                counter.serve()
                assert counter.arrived(event) == 1, errcode
                assert counter.of(event).body["text"] == {"content": "朋友您好"}, errcode
