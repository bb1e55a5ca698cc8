"""Tags of members and departments (通讯录标签), which have nothing to do with customers' tags."""

from bots.simulator.api.call import Call, integer, strings, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.apps import CONTACTS_WRITE
from bots.simulator.errors import RefusalError
from bots.simulator.lookup import present_staff
from bots.simulator.models import Json, Label
from bots.simulator.rights import EITHER, sees
from bots.simulator.world import World

LONGEST_NAME, MOST_USERS, MOST_PARTIES = 32, 1000, 100


def create(world: World, call: Call) -> Json:
    name = _name(world, call)
    tagid = integer(call.body, "tagid", 0) or max(world.labels, default=0) + 1
    if tagid in world.labels:
        raise RefusalError(40068, "tagid is taken")
    world.labels[tagid] = Label(tagid, name, call.app.agentid)
    return {"errmsg": "created", "tagid": tagid}


def update(world: World, call: Call) -> Json:
    label = _own(world, call, call.body.get("tagid"))
    label.tagname = _name(world, call, but=label)
    return {"errmsg": "updated"}


def delete(world: World, call: Call) -> Json:
    del world.labels[_own(world, call, call.args.get("tagid")).tagid]
    return {"errmsg": "deleted"}


def get(world: World, call: Call) -> Json:
    """As far as the app sees the members."""
    label = _known(world, call.args.get("tagid"))
    rows = [
        {"userid": userid, "name": world.staff[userid].name}
        for userid in label.users
        if sees(world, call.app, userid)
    ]
    return {"tagname": label.tagname, "userlist": rows, "partylist": list(label.parties)}


def list_labels(world: World, _call: Call) -> Json:
    rows = [{"tagid": one.tagid, "tagname": one.tagname} for one in world.labels.values()]
    return {"taglist": rows}


def addtagusers(world: World, call: Call) -> Json:
    label, users, parties, invalid = _named(world, call)
    label.users += [userid for userid in users if userid not in label.users]
    label.parties += [party for party in parties if party not in label.parties]
    return invalid


def deltagusers(world: World, call: Call) -> Json:
    label, users, parties, invalid = _named(world, call)
    label.users = [userid for userid in label.users if userid not in users]
    label.parties = [party for party in label.parties if party not in parties]
    return {"errmsg": "deleted", **invalid}


def _named(world: World, call: Call) -> tuple[Label, list[str], list[int], Json]:
    """The label, the members and departments that exist, and what is answered of the others."""
    label = _own(world, call, call.body.get("tagid"))
    named = strings(call.body, "userlist", most=MOST_USERS)
    parties = call.body.get("partylist") or []
    if not isinstance(parties, list) or len(parties) > MOST_PARTIES or not (named or parties):
        raise RefusalError(40035, "userlist and partylist")
    known = [userid.lower() for userid in named if present_staff(world, userid)]
    inside = [party for party in parties if party in list(world.departments)]
    if not known and not inside:
        raise RefusalError(40070)
    lost = [userid for userid in named if not present_staff(world, userid)]
    outside = [party for party in parties if party not in inside]
    told: Json = {"invalidlist": "|".join(lost)} if lost else {}
    return label, known, inside, {**told, "invalidparty": outside} if outside else told


def _name(world: World, call: Call, but: Label | None = None) -> str:
    name = text(call.body, "tagname")
    if not 1 <= len(name) <= LONGEST_NAME:
        raise RefusalError(40072)
    if any(one.tagname == name and one is not but for one in world.labels.values()):
        raise RefusalError(40071, name)
    return name


def _known(world: World, tagid: object) -> Label:
    number = int(tagid) if isinstance(tagid, str) and tagid.isdecimal() else tagid
    if not isinstance(number, int) or number not in world.labels:
        raise RefusalError(40068)
    return world.labels[number]


def _own(world: World, call: Call, tagid: object) -> Label:
    """Only 通讯录同步 touches labels that another app made."""
    label = _known(world, tagid)
    if label.agentid != call.app.agentid and CONTACTS_WRITE not in call.app.rights:
        raise RefusalError(81011)
    return label


PATHS: dict[str, Endpoint] = {
    "tag/create": Endpoint("POST", create, EITHER),
    "tag/update": Endpoint("POST", update, EITHER),
    "tag/delete": Endpoint("GET", delete, EITHER),
    "tag/get": Endpoint("GET", get, EITHER),
    "tag/list": Endpoint("GET", list_labels, EITHER),
    "tag/addtagusers": Endpoint("POST", addtagusers, EITHER),
    "tag/deltagusers": Endpoint("POST", deltagusers, EITHER),
}
