"""Customers and their follows: list, get, batch/get_by_user and remark."""

from bots.simulator.api.call import Call, strings, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.api.paging import page, walk
from bots.simulator.errors import RefusalError
from bots.simulator.events import contact_event
from bots.simulator.lookup import (
    api_follow,
    follows_of_customer,
    follows_of_staff,
    present_staff,
    tag_of,
)
from bots.simulator.models import WECHAT_USER, Customer, Follow, Json
from bots.simulator.rights import must_see, sees
from bots.simulator.world import World

MOST_FOLLOWERS = 500
OF_CORP, OWN, OF_STRATEGY = 1, 2, 3  # types of a tag


def list_customers(world: World, call: Call) -> Json:
    userid = call.args.get("userid", "")
    if not userid:
        raise RefusalError(41009)
    if present_staff(world, userid) is None:
        raise RefusalError(60111)
    must_see(world, call, userid)
    follows = [f for f in follows_of_staff(world, userid.lower()) if not _is_new(world, f)]
    if not follows:
        raise RefusalError(84061)
    return {"external_userid": [follow.external_userid for follow in follows]}


def get(world: World, call: Call) -> Json:
    external_userid = call.args.get("external_userid", "")
    if not external_userid:
        raise RefusalError(41035)
    customer = world.customers.get(external_userid)
    if customer is None:
        raise RefusalError(40096)
    everybody = follows_of_customer(world, external_userid)
    if not everybody:
        raise RefusalError(84061)
    follows = [follow for follow in everybody if sees(world, call.app, follow.userid)]
    if not follows:
        raise RefusalError(40096, "no member who follows him is visible")
    asked = {"cursor": call.args.get("cursor", "")}
    shown, cursor = page(follows, asked, default=MOST_FOLLOWERS, most=MOST_FOLLOWERS)
    told = {
        "external_contact": _contact(world, customer),
        "follow_user": [_follow_user(world, follow) for follow in shown],
    }
    return {**told, "next_cursor": cursor} if cursor else told


def batch_get_by_user(world: World, call: Call) -> Json:
    userids = strings(call.body, "userid_list", most=100)
    if not userids:
        raise RefusalError(40063, "userid_list")
    if any(present_staff(world, userid) is None for userid in userids):
        raise RefusalError(60111)
    for userid in userids:
        must_see(world, call, userid)
    lists = [world.follows.pages_of(userid.lower()) for userid in userids]
    shown, cursor = walk(lists, lambda one: _is_listed(world, one), call.body, default=50, most=100)
    rows = [
        {
            "external_contact": _contact(world, world.customers[follow.external_userid]),
            "follow_info": {**_follow(follow), "tag_id": list(follow.tags)},
        }
        for follow in shown
    ]
    return {"external_contact_list": rows, "next_cursor": cursor}


def remark(world: World, call: Call) -> Json:
    """Fields that are absent stay; an empty string clears; nothing given is a refusal."""
    body = call.body
    userid = text(body, "userid", missing=41009)
    must_see(world, call, userid)
    follow = api_follow(world, userid, text(body, "external_userid", missing=41035))
    limits = {"remark": 20, "description": 150, "remark_company": 20}
    given = {name: text(body, name, most=most) for name, most in limits.items() if name in body}
    if not given and "remark_mobiles" not in body:
        raise RefusalError(40063, "remark, description, remark_company and remark_mobiles")
    follow.remark = given.get("remark", follow.remark)
    follow.description = given.get("description", follow.description)
    follow.remark_corp_name = given.get("remark_company", follow.remark_corp_name)
    if "remark_mobiles" in body:
        follow.remark_mobiles = [mobile for mobile in strings(body, "remark_mobiles") if mobile]
    if world.echo:
        world.courier.send(contact_event("edit_external_contact", follow))
    return {}


def _contact(world: World, customer: Customer) -> Json:
    told: Json = {
        "external_userid": customer.external_userid,
        "name": customer.name,
        "avatar": f"{world.base_url}/avatar/{customer.external_userid}.svg",
        "type": customer.type,
        "gender": customer.gender,
    }
    if customer.type == WECHAT_USER:
        return {**told, "unionid": customer.unionid}
    return {**told, "corp_name": customer.corp_name, "corp_full_name": customer.corp_name}


def _follow(follow: Follow) -> Json:
    told: Json = {
        "userid": follow.userid,
        "remark": follow.remark,
        "description": follow.description,
        "createtime": follow.createtime,
        "remark_corp_name": follow.remark_corp_name,
        "remark_mobiles": list(follow.remark_mobiles),
        "oper_userid": follow.oper_userid,
        "add_way": follow.add_way,
    }
    return {**told, "state": follow.state} if follow.state else told


def _follow_user(world: World, follow: Follow) -> Json:
    tags = []
    for tag_id in follow.tags:
        found = tag_of(world, tag_id)
        if found is not None:
            names = {"group_name": found[0].group_name, "tag_name": found[1].name}
            kind = OF_STRATEGY if found[0].strategy_id else OF_CORP
            tags.append({**names, "tag_id": tag_id, "type": kind})
    tags += [{"group_name": "", "tag_name": own, "type": OWN} for own in follow.personal_tags]
    return {**_follow(follow), "tags": tags}


def _is_new(world: World, follow: Follow) -> bool:
    """Lists may lag behind: then a fresh follow is not in them yet."""
    return world.hides("customers", follow.createtime)


def _is_listed(world: World, follow: Follow) -> bool:
    return follow.staff_has and world.follows.is_current(follow) and not _is_new(world, follow)


PATHS: dict[str, Endpoint] = {
    "externalcontact/list": Endpoint("GET", list_customers),
    "externalcontact/get": Endpoint("GET", get),
    "externalcontact/batch/get_by_user": Endpoint("POST", batch_get_by_user),
    "externalcontact/remark": Endpoint("POST", remark),
}
