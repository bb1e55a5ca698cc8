"""Writing members with the secret of 通讯录同步: user/create, update, delete and batchdelete."""

from bots.simulator.api.call import Call, strings, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.apps import CONTACTS_WRITE
from bots.simulator.book import register
from bots.simulator.book.events import member_event, tell
from bots.simulator.book.fields import check_unique, given, userid_of
from bots.simulator.cast import ROOT
from bots.simulator.errors import RefusalError
from bots.simulator.lookup import present_staff
from bots.simulator.models import ACTIVE, DISABLED, NOT_ACTIVATED, Json, Staff
from bots.simulator.world import World

MOST_DELETED = 200


def create(world: World, call: Call) -> Json:
    """A new member is not activated until he logs in (`console/staff` activate)."""
    userid = userid_of(call)
    if present_staff(world, userid) is not None:
        raise RefusalError(60102)
    fields = _own(given(world, call.body))
    if not fields.get("name"):
        raise RefusalError(60112)
    if not fields.get("mobile") and not fields.get("email"):
        raise RefusalError(60129)
    check_unique(world, fields, None)
    department, *others = fields.pop("departments", [ROOT])
    staff = Staff(userid, fields.pop("name"), department, "", 0, others, status=NOT_ACTIVATED)
    register.change(staff, fields)
    register.join(world, staff)
    tell(world, member_event("create_user", staff), by_api=True)
    return {"errmsg": "created"}


def update(world: World, call: Call) -> Json:
    """Fields that are absent stay. `enable` 1 brings a disabled member back."""
    staff = _known(world, text(call.body, "userid", missing=41009))
    fields = _own(given(world, call.body))
    check_unique(world, fields, staff)
    if fields.get("status") == NOT_ACTIVATED and staff.status != DISABLED:
        del fields["status"]  # it was never switched off
    elif fields.get("status") == NOT_ACTIVATED:
        fields["status"] = ACTIVE
    register.change(staff, fields)
    tell(world, member_event("update_user", staff), by_api=True)
    return {"errmsg": "updated"}


def delete(world: World, call: Call) -> Json:
    userid = call.args.get("userid", "")
    if not userid:
        raise RefusalError(41009)
    _leave(world, _known(world, userid))
    return {"errmsg": "deleted"}


def batchdelete(world: World, call: Call) -> Json:
    """All of them or none."""
    userids = strings(call.body, "useridlist")
    if not userids:
        raise RefusalError(40063, "useridlist")
    if len(userids) > MOST_DELETED:
        raise RefusalError(40032)
    for staff in [_known(world, userid) for userid in userids]:
        _leave(world, staff)
    return {"errmsg": "deleted"}


def _leave(world: World, staff: Staff) -> None:
    register.leave(world, staff)
    tell(world, member_event("delete_user", staff), by_api=True)


def _known(world: World, userid: str) -> Staff:
    staff = present_staff(world, userid)
    if staff is None:
        raise RefusalError(60111)
    return staff


def _own(fields: Json) -> Json:
    """In the words of `Staff`."""
    words = {"department": "departments", "enable": "status"}
    return {words.get(name, name): value for name, value in fields.items()}


PATHS: dict[str, Endpoint] = {
    "user/create": Endpoint("POST", create, CONTACTS_WRITE),
    "user/update": Endpoint("POST", update, CONTACTS_WRITE),
    "user/delete": Endpoint("GET", delete, CONTACTS_WRITE),
    "user/batchdelete": Endpoint("POST", batchdelete, CONTACTS_WRITE),
}
