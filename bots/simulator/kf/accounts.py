"""Accounts of 微信客服 and the links that lead to them (kf/account/*, kf/add_contact_way)."""

import re

from bots.simulator.api.call import Call, integer, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.api.media import check_media
from bots.simulator.errors import RefusalError
from bots.simulator.kf.models import Account
from bots.simulator.kf.sessions import account_of
from bots.simulator.models import Json
from bots.simulator.world import World

MOST_ACCOUNTS = 5000
LONGEST_NAME = 16
SCENE = re.compile(r"[0-9a-zA-Z_-]{0,32}")


def add(world: World, call: Call) -> Json:
    name = _name(call.body)
    media_id = text(call.body, "media_id", missing=40063)
    check_media(world, media_id)
    if len(living(world)) >= MOST_ACCOUNTS:
        raise RefusalError(95005)
    return {"open_kfid": found(world, name, media_id, managed=True).open_kfid}


def found(world: World, name: str, media_id: str, *, managed: bool) -> Account:
    account = Account(world.seeded.new_id("wk", 32, "kf account", name), name, media_id, managed)
    world.kf.accounts[account.open_kfid] = account
    return account


def delete(world: World, call: Call) -> Json:
    account = account_of(world, text(call.body, "open_kfid", missing=40063))
    if len(living(world)) == 1:
        raise RefusalError(95005, "the last account stays")
    account.deleted = True
    return {}


def update(world: World, call: Call) -> Json:
    """Name and picture, each only if it is there."""
    account = account_of(world, text(call.body, "open_kfid", missing=40063))
    name = _name(call.body) if "name" in call.body else account.name
    media_id = text(call.body, "media_id")
    if media_id:
        check_media(world, media_id)
    account.name, account.media_id = name, media_id or account.media_id
    return {}


def list_accounts(world: World, call: Call) -> Json:
    offset = integer(call.body, "offset", 0)
    limit = integer(call.body, "limit", 100, least=1, most=100)
    rows = [
        {
            "open_kfid": account.open_kfid,
            "name": account.name,
            "avatar": f"{world.base_url}/avatar/{account.open_kfid}.svg",
            "manage_privilege": account.managed,
        }
        for account in living(world)
    ]
    return {"account_list": rows[offset : offset + limit]}


def add_contact_way(world: World, call: Call) -> Json:
    """The same link again for the same account and scene."""
    account = account_of(world, text(call.body, "open_kfid", missing=40063))
    scene = text(call.body, "scene")
    if not SCENE.fullmatch(scene):
        raise RefusalError(40058, "scene is at most 32 of 0-9 a-z A-Z _ -")
    return {"url": link_to(world, account.open_kfid, scene)}


def link_to(world: World, open_kfid: str, scene: str) -> str:
    page = world.seeded.letters(17, "kf page", open_kfid, alphabet="0123456789abcdef")
    sealed = world.seeded.letters(17, "kf scene", open_kfid, scene)
    url = f"https://work.weixin.qq.com/kf/kf{page}?enc_scene=ENC{sealed}"
    world.kf.links[url] = (open_kfid, scene)
    return url


def get_corp_qualification(world: World, _call: Call) -> Json:
    return {"wechat_channels_binding": world.kf.wechat_channels_binding}


def living(world: World) -> list[Account]:
    return [account for account in world.kf.accounts.values() if not account.deleted]


def _name(body: Json) -> str:
    name = text(body, "name")
    if not name or len(name) > LONGEST_NAME:
        raise RefusalError(95006)
    return name


PATHS: dict[str, Endpoint] = {
    "kf/account/add": Endpoint("POST", add),
    "kf/account/del": Endpoint("POST", delete),
    "kf/account/update": Endpoint("POST", update),
    "kf/account/list": Endpoint("POST", list_accounts),
    "kf/add_contact_way": Endpoint("POST", add_contact_way),
    "kf/get_corp_qualification": Endpoint("GET", get_corp_qualification),
}
