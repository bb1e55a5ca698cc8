"""Members and customers working through a list against the simulated WeCom, each in their own way."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from app import clock
from app.acquisition.phones import deeds
from app.acquisition.phones.giving import WITH_SOMEBODY
from app.acquisition.phones.models import PhoneItem
from app.db import reading, transaction
from bots.simulator.acts import ACTS
from tests.acquisition.fortnight.shop import Shop

MEMBERS = ("lina", "wangguwen", "zhaolei")
# What becomes of a number in a round, and how likely. The first letters: T the member taps "asked",
# S sends the request in WeCom, A the customer agrees, N the number is noted on them.
FATES = {
    "left": 30,
    "TS": 18,  # no answer
    "TS refused": 5,
    "TS refused, marked": 4,
    "TSAN": 16,
    "SAN untapped": 4,
    "TSA unnoted": 3,
    "TSA pointed at": 4,  # "this is the one", in the sidebar
    "N by a scan": 4,
    "N by a colleague": 4,
    "N at an old friend": 3,
    "N on one with two": 3,
    "TSAN, customer leaves": 2,
    "TSAN, member drops": 2,
    "marked, then TSAN": 2,
}
LEAVING = {"customer leaves": "delete", "member drops": "staff_delete"}


class Tie(NamedTuple):
    """A number that stands for a friend of a member's, since a second of WeCom's."""

    number: str
    userid: str
    external_userid: str
    since: int


@dataclass
class Workshop:
    """The people of a list. Keeps what was tapped and pointed at: WeCom knows nothing of those."""

    shop: Shop
    dice: random.Random
    state: str
    tapped: set[str] = field(default_factory=set)
    pointed: set[tuple[str, str, str]] = field(default_factory=set)  # number, member, customer
    ties: dict[Tie, str] = field(default_factory=dict)  # what leads to a number → who had it then
    holder: dict[str, str] = field(default_factory=dict)
    old: dict[str, list[str]] = field(default_factory=dict)  # member → friends from before
    twins: dict[str, tuple[str, str]] = field(default_factory=dict)

    def do(self, act: str, **wish: Any) -> dict[str, Any]:
        """Somebody does something in WeCom."""
        with self.shop.world.changed:
            return ACTS[act](self.shop.world, wish)

    def befriend(self, userid: str, key: str, phone: str) -> None:
        """Asked by the number, and agreed."""
        told = self.do("staff/search", userid=userid, customer={"key": key}, mobile=phone)
        if "already" not in told:
            self.do("people/answer", userid=userid, customer=key)

    def note(self, userid: str, key: str, *phones: str) -> None:
        """The member notes numbers as people write them."""
        typed = [self.dice.choice((p, f"+86 {p}", f"{p[:3]}-{p[3:7]}-{p[7:]}")) for p in phones]
        self.do("edit", userid=userid, customer=key, remark_mobiles=["021-62881234", *typed])

    def round(self, list_id: int) -> None:
        """Everybody who has a number does something about it, or nothing."""
        items = held(list_id)
        fates = self.dice.choices(list(FATES), list(FATES.values()), k=len(items))
        self.holder = {plain(item): str(item.userid) for item in items}
        self.mark([i for i, fate in zip(items, fates, strict=True) if fate.startswith("marked")])
        self.tap([item for item, fate in zip(items, fates, strict=True) if fate.startswith("T")])
        for item, fate in zip(items, fates, strict=True):
            self.meet(item, fate)
        self.rest()
        self.mark([i for i, fate in zip(items, fates, strict=True) if fate.endswith(", marked")])
        self.point([i for i, fate in zip(items, fates, strict=True) if fate.endswith("pointed at")])
        for item, fate in zip(items, fates, strict=True):
            if act := LEAVING.get(fate.partition(", ")[2]):
                self.do(act, userid=item.userid, customer=key_of(item))
        self.rest()

    def meet(self, item: PhoneItem, fate: str) -> None:
        """What happens in WeCom's own client."""
        userid, key, phone = str(item.userid), key_of(item), plain(item)
        if fate in WAYS:
            WAYS[fate](self, userid, key, phone)
        elif "A" in fate:
            self.befriend(userid, key, phone)
            if "N" in fate:
                self.note(userid, key, phone)
        elif "S" in fate:
            self.do("staff/search", userid=userid, customer={"key": key}, mobile=phone)
            if "refused" in fate:
                self.do("people/answer", userid=userid, customer=key, agrees=False)

    def by_scan(self, userid: str, key: str, phone: str) -> None:
        """They came by a live code, and the member noted the number."""
        self.do("scan", state=self.state, customer={"key": key}, userid=userid)
        self.note(userid, key, phone)

    def by_colleague(self, userid: str, key: str, phone: str) -> None:
        """Somebody else was quicker."""
        other = next(one for one in MEMBERS if one != userid)
        self.befriend(other, key, phone)
        self.note(other, key, phone)

    def at_old_friend(self, userid: str, _key: str, phone: str) -> None:
        """The number turns out to be one of a friend from before the list."""
        self.note(userid, self.old[userid].pop(), phone)

    def with_two(self, userid: str, key: str, phone: str) -> None:
        """The second of each two numbers belongs to the owner of the first."""
        owner, *phones = self.twins.pop(userid, (key,))
        self.befriend(userid, owner, phone)
        self.note(userid, owner, *phones, phone)
        if not phones:
            self.twins[userid] = (owner, phone)

    def tap(self, items: Sequence[PhoneItem]) -> None:
        """The members say that they have asked."""
        with clock.held_at(self.shop.moment), transaction() as session:
            for item in items:
                own = deeds.own_item(session, item.corp_id, str(item.userid), item.id)
                deeds.ask(session, own)
        self.tapped |= {plain(item) for item in items}

    def mark(self, items: Sequence[PhoneItem]) -> None:
        """The members say that it cannot be."""
        with clock.held_at(self.shop.moment), transaction() as session:
            for item in items:
                own = deeds.own_item(session, item.corp_id, str(item.userid), item.id)
                deeds.fail(session, own, "stranger")

    def point(self, items: Sequence[PhoneItem]) -> None:
        """The members say which friend it is."""
        customers = self.shop.world.customers.values()
        ids = {customer.key: customer.external_userid for customer in customers}
        with clock.held_at(self.shop.moment), transaction() as session:
            for item in items:
                userid, external_userid = str(item.userid), ids[key_of(item)]
                own = deeds.own_item(session, item.corp_id, userid, item.id)
                deeds.confirm(session, own, external_userid)
                self.pointed.add((plain(item), userid, external_userid))

    def rest(self) -> None:
        """Let everything settle, look at WeCom's truth, and let a few minutes pass."""
        self.shop.settle()
        for follow in self.shop.sim.see("truth?part=follows")["follows"]:
            pair = (follow["userid"], follow["external_userid"])
            numbers = {"".join(filter(str.isdigit, one))[-11:] for one in follow["remark_mobiles"]}
            numbers |= {number for number, *pointed in self.pointed if tuple(pointed) == pair}
            for number in numbers:
                tie = Tie(number, *pair, follow["createtime"])
                self.ties.setdefault(tie, self.holder.get(number, ""))
        self.pass_time(timedelta(minutes=3))

    def pass_time(self, span: timedelta) -> None:
        for _ in self.shop.until(self.shop.moment + span):
            pass
        self.shop.act()


# What a fate means where it is no search that the customer agrees to.
WAYS: dict[str, Callable[[Workshop, str, str, str], None]] = {
    "N by a scan": Workshop.by_scan,
    "N by a colleague": Workshop.by_colleague,
    "N at an old friend": Workshop.at_old_friend,
    "N on one with two": Workshop.with_two,
}


def held(list_id: int) -> list[PhoneItem]:
    """The numbers that wait with somebody."""
    with reading() as session:
        found = select(PhoneItem).where(
            PhoneItem.list_id == list_id, PhoneItem.state.in_(WITH_SOMEBODY)
        )
        return list(session.scalars(found.order_by(PhoneItem.place)))


def plain(item: PhoneItem) -> str:
    """The number's eleven digits."""
    return item.phone.removeprefix("+86")


def key_of(item: PhoneItem) -> str:
    """Who is behind a number."""
    return f"owner of {plain(item)}"
