"""Acquisition links and group codes: rows that agree, and are tried again by the clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.acquisition.agreement.retry import retry_doors
from app.acquisition.agreement.rows import AgreedRow
from app.acquisition.group_codes import publishing as group_codes
from app.acquisition.group_codes.models import GroupCode
from app.acquisition.group_codes.wanted import (
    WantedGroupCode,
    add_group_code,
    change_group_code,
    stop_group_code,
)
from app.acquisition.links import publishing as links
from app.acquisition.links.models import AcquisitionLink
from app.acquisition.links.wanted import WantedLink, add_link, change_link, stop_link
from app.acquisition.states import make
from app.contacts.groups.mirroring import mirror_groups
from app.db import reading, transaction
from bots.errors import Refused, error_for
from tests.acquisition.schedule.conftest import Shop
from tests.refusals.kinds import Call, corp_row


@dataclass(frozen=True)
class Doors:
    """Rows that agree; what is special to a table stands in its fields."""

    table: type[AgreedRow]
    publish: Any
    page: str
    button: str

    def say(self, row_id: int) -> bool:
        self.publish(row_id)
        return self.stands(row_id)

    def turn(self, shop: Shop) -> None:
        retry_doors(corp_row(shop.corp_id))

    def next_at(self, row_id: int, at: datetime) -> datetime | None:
        due: datetime | None = self.row(row_id).retry_at
        return due

    def stands(self, row_id: int) -> bool:
        row = self.row(row_id)
        return row.is_pushed and row.error is None

    def row(self, row_id: int) -> Any:
        with reading() as session:
            return session.get_one(self.table, row_id)

    def count(self, shop: Shop, number: int) -> int:
        world = shop.sim.world
        if self.table is AcquisitionLink:
            names = [link.link_name for link in world.acquisition.links.values()]
            return sum(name.removesuffix("+") == called(number) for name in names)
        states = [way.fields["state"] for way in world.groups.ways.values()]
        there = states.count(make(number.to_bytes(16)))
        # no API lists them: the page says how many there may be that nobody uses
        return 1 if 1 < there <= 1 + self.maybe(number) else there

    def maybe(self, number: int) -> int:
        with reading() as session:
            rows = session.query(GroupCode).all()
        mine = [row for row in rows if row.channel.state == make(number.to_bytes(16))]
        return sum(row.maybe_made for row in mine)


LINKS = Doors(AcquisitionLink, links.publish, "/links/{}", "/links/{}/publish")
GROUPS = Doors(GroupCode, group_codes.publish, "/group-codes/{}", "/group-codes/{}/publish")


def called(number: int) -> str:
    return f"链接{number}"


def wanted_link(name: str) -> WantedLink:
    return WantedLink(name=name, userids=["lina"], department_ids=[], tag_ids=[])


def new_link(shop: Shop, number: int) -> int:
    """A link that WeCom has not heard of."""
    with transaction() as session:
        state, link = make(number.to_bytes(16)), wanted_link(called(number))
        return add_link(session, shop.corp_id, state, link, made_by="ops").id


def lost_link(shop: Shop, number: int) -> int:
    """A link that WeCom was asked for, and its answer lost; somebody else's stands there too."""
    if not shop.sim.world.acquisition.links:
        shop.sim.say(f"{CA}/create_link", link_name="别人的", range={"user_list": ["lina"]})
    row_id = new_link(shop, number)
    shop.sim.order("faults", cut={"path": f"{CA}/create_link", "when": "before", "times": 1})
    assert not links.publish(row_id)
    return row_id


def changed_link(shop: Shop, number: int) -> int:
    """A link that is called otherwise since a moment ago."""
    row_id = new_link(shop, number)
    assert links.publish(row_id)
    with transaction() as session:
        link = session.get_one(AcquisitionLink, row_id)
        change_link(session, link, wanted_link(f"{called(number)}+"))
    return row_id


def stopped_link(shop: Shop, number: int) -> int:
    """A link that nobody wants any more."""
    row_id = new_link(shop, number)
    assert links.publish(row_id)
    with transaction() as session:
        stop_link(session.get_one(AcquisitionLink, row_id))
    return row_id


def wanted_code(shop: Shop, name: str) -> WantedGroupCode:
    if not shop.sim.world.groups.chats:
        shop.sim.order("groups/settings", lag=0)
        shop.sim.order("groups/create", owner="lina", name="福利一群", members=["zhaolei"])
        mirror_groups(shop.corp_id)
    pool = list(shop.sim.world.groups.chats)
    return WantedGroupCode(name=name, pool=pool, switch_at=180, auto_create=False)


def new_code(shop: Shop, number: int) -> int:
    """A group code that WeCom has not heard of."""
    wanted = wanted_code(shop, f"群码{number}")
    with transaction() as session:
        state = make(number.to_bytes(16))
        return add_group_code(session, shop.corp_id, state, wanted, made_by="ops").id


def changed_code(shop: Shop, number: int) -> int:
    """A group code that is called otherwise since a moment ago."""
    code_id = new_code(shop, number)
    assert group_codes.publish(code_id)
    with transaction() as session:
        code = session.get_one(GroupCode, code_id)
        change_group_code(session, code, wanted_code(shop, f"群码{number}+"))
    return code_id


def stopped_code(shop: Shop, number: int) -> int:
    """A group code that nobody wants any more."""
    code_id = new_code(shop, number)
    assert group_codes.publish(code_id)
    with transaction() as session:
        stop_group_code(session.get_one(GroupCode, code_id))
    return code_id


def is_of_another(errcode: int) -> bool:
    return type(error_for(errcode, "")) is Refused  # what WeCom does not show us is not ours


def is_gone(errcode: int) -> bool:
    return errcode == group_codes.NO_SUCH_CODE


CA, GROUP = "externalcontact/customer_acquisition", "externalcontact/groupchat"
DOORS = (
    Call(f"{CA}/create_link", LINKS, new_link),
    Call(f"{CA}/list_link", LINKS, lost_link),
    Call(f"{CA}/get", LINKS, lost_link, forgives=is_of_another),
    Call(f"{CA}/update_link", LINKS, changed_link),
    Call(f"{CA}/delete_link", LINKS, stopped_link, leaves=0),
    Call(f"{GROUP}/add_join_way", GROUPS, new_code),
    Call(f"{GROUP}/get_join_way", GROUPS, new_code),
    Call(f"{GROUP}/update_join_way", GROUPS, changed_code),
    Call(f"{GROUP}/del_join_way", GROUPS, stopped_code, leaves=0, forgives=is_gone),
)
