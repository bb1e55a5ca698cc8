"""Welcomes of groups, the files that welcomes show, and the quota of links: kept by the clock."""

from datetime import datetime, timedelta

from app.acquisition.links.models import AcquisitionQuota
from app.acquisition.links.publishing import publish
from app.acquisition.links.quota import refresh_by_the_clock, refresh_quota
from app.corps.models import Corp
from app.db import reading, transaction
from app.outreach.group_welcomes import (
    NO_SUCH_TEMPLATE,
    add,
    change,
    push,
    push_waiting,
    stop,
)
from app.outreach.library import is_ready, keep_image
from app.outreach.materials import refresh_media, refresh_stale
from app.outreach.models import GroupWelcome, Material
from bots.errors import WeComError
from jobs.schedule import SCHEDULE
from tests.acquisition.schedule.conftest import Shop
from tests.acquisition.scripted import PNG
from tests.refusals.doors import new_link
from tests.refusals.kinds import Call, corp_row

EVERY = {line.name: line.every or timedelta(days=1) for line in SCHEDULE}


class Templates:
    """Rows of group welcomes."""

    page, button = "/group-welcomes", "/group-welcomes/{}/push"

    def say(self, row_id: int) -> bool:
        return push(row_id)

    def turn(self, shop: Shop) -> None:
        push_waiting(corp_row(shop.corp_id))

    def next_at(self, row_id: int, at: datetime) -> datetime | None:
        return at + EVERY["group welcomes"]

    def stands(self, row_id: int) -> bool:
        with reading() as session:
            return session.get_one(GroupWelcome, row_id).is_pushed

    def count(self, shop: Shop, number: int) -> int:
        there = [one.text["content"] for one in shop.sim.world.groups.welcomes.values()]
        return sum(text.removesuffix("！") == f"欢迎{number}" for text in there)


class Files:
    """Rows of materials."""

    page, button = "/materials/{}/about", "/materials/{}/lend"

    def say(self, row_id: int) -> bool:
        try:
            refresh_media(row_id)
        except WeComError:
            return False
        return True

    def turn(self, shop: Shop) -> None:
        refresh_stale(corp_row(shop.corp_id))

    def next_at(self, row_id: int, at: datetime) -> datetime | None:
        return at + EVERY["media"]

    def stands(self, row_id: int) -> bool:
        with reading() as session:
            return is_ready(session.get_one(Material, row_id))

    def count(self, shop: Shop, number: int) -> int:
        return 1  # a file that WeCom has twice is forgotten there after three days


class Quota:
    """The corp's one row of what links may still bring."""

    page, button = "/links", "/links/quota"

    def say(self, row_id: int) -> bool:
        with reading() as session:
            corp_id = session.get_one(Corp, row_id).corp_id
        return refresh_quota(corp_id)

    def turn(self, shop: Shop) -> None:
        refresh_by_the_clock(corp_row(shop.corp_id))

    def next_at(self, row_id: int, at: datetime) -> datetime | None:
        return at + EVERY["link-quota"]

    def stands(self, row_id: int) -> bool:
        with reading() as session:
            return session.query(AcquisitionQuota).one().errcode is None

    def count(self, shop: Shop, number: int) -> int:
        return 1  # nothing is made


def new_template(shop: Shop, number: int) -> int:
    """A welcome that WeCom has not heard of."""
    words = {"name": f"欢迎{number}", "text": f"欢迎{number}", "attachments": [], "notify": False}
    with transaction() as session:
        return add(session, shop.corp_id, f"k{number}", **words)


def changed_template(shop: Shop, number: int) -> int:
    """A welcome that says something else since a moment ago."""
    row_id = new_template(shop, number)
    assert push(row_id)
    with transaction() as session:
        row = session.get_one(GroupWelcome, row_id)
        change(row, name=row.name, text=f"{row.text}！", attachments=[])
    return row_id


def stopped_template(shop: Shop, number: int) -> int:
    """A welcome that nobody wants any more."""
    row_id = new_template(shop, number)
    assert push(row_id)
    with transaction() as session:
        stop(session.get_one(GroupWelcome, row_id))
    return row_id


def new_file(shop: Shop, number: int) -> int:
    """A file that WeCom has not been lent."""
    with transaction() as session:
        return keep_image(session, shop.corp_id, f"{number}.png", PNG + number.to_bytes(2)).id


def quota_row(shop: Shop, number: int) -> int:
    """The quota is only asked for where there are links."""
    publish(new_link(shop, 0))
    return corp_row(shop.corp_id)


def is_gone(errcode: int) -> bool:
    return errcode == NO_SUCH_TEMPLATE


TEMPLATE = "externalcontact/group_welcome_template"
WORDS = (
    Call(f"{TEMPLATE}/add", Templates(), new_template, is_looked_up=False),
    Call(f"{TEMPLATE}/edit", Templates(), changed_template),
    Call(f"{TEMPLATE}/del", Templates(), stopped_template, leaves=0, forgives=is_gone),
    Call("media/upload", Files(), new_file),
    Call("externalcontact/customer_acquisition_quota", Quota(), quota_row),
)
