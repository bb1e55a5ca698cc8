"""Members and departments as a new self-built app sees them: no phone, mail or avatar."""

from bots.simulator import cast
from bots.simulator.api.call import Call
from bots.simulator.api.endpoint import ARCHIVE, Endpoint
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json, Staff
from bots.simulator.world import World


def user_get(world: World, call: Call) -> Json:
    userid = call.args.get("userid", "")
    if not userid:
        raise RefusalError(41009)
    if userid.lower() not in world.staff:
        raise RefusalError(60111)
    return _whole(world.staff[userid.lower()])


def user_simplelist(world: World, call: Call) -> Json:
    members = _inside(world, call)
    return {"userlist": [_brief(staff) for staff in members]}


def user_list(world: World, call: Call) -> Json:
    return {"userlist": [_whole(staff) for staff in _inside(world, call)]}


def department_list(_world: World, call: Call) -> Json:
    rows = [
        {"id": number, "name": name, "department_leader": [], "parentid": parent, "order": number}
        for number, name, parent in _departments(call)
    ]
    return {"department": rows}


def department_simplelist(_world: World, call: Call) -> Json:
    rows = [{"id": n, "parentid": parent, "order": n} for n, _, parent in _departments(call)]
    return {"department_id": rows}


def get_follow_user_list(world: World, _call: Call) -> Json:
    return {"follow_user": list(world.staff)}


def get_permit_user_list(world: World, _call: Call) -> Json:
    return {"ids": list(world.staff)}


def _departments(call: Call) -> list[tuple[int, str, int]]:
    wanted = _department(call.args.get("id") or str(cast.ROOT))
    return [row for row in cast.DEPARTMENTS if wanted in (cast.ROOT, row[0], row[2])]


def _inside(world: World, call: Call) -> list[Staff]:
    """Members of a department; the root has none of its own, so it is asked with fetch_child."""
    wanted = _department(call.args.get("department_id", ""))
    whole = wanted == cast.ROOT and call.args.get("fetch_child", "0") == "1"
    return [staff for staff in world.staff.values() if whole or staff.department == wanted]


def _department(number: str) -> int:
    if not number.isdecimal() or int(number) not in {row[0] for row in cast.DEPARTMENTS}:
        raise RefusalError(60123)
    return int(number)


def _brief(staff: Staff) -> Json:
    return {"userid": staff.userid, "name": staff.name, "department": [staff.department]}


def _whole(staff: Staff) -> Json:
    more = {"order": [0], "is_leader_in_dept": [0], "direct_leader": [], "alias": "", "status": 1}
    place = {"position": staff.position, "main_department": staff.department}
    return {**_brief(staff), **place, **more, "enable": 1, "isleader": 0, "hide_mobile": 0}


PATHS: dict[str, Endpoint] = {
    "user/get": Endpoint("GET", user_get),
    "user/simplelist": Endpoint("GET", user_simplelist),
    "user/list": Endpoint("GET", user_list),
    "department/list": Endpoint("GET", department_list),
    "department/simplelist": Endpoint("GET", department_simplelist),
    "externalcontact/get_follow_user_list": Endpoint(
        "GET", get_follow_user_list, empty=("follow_user",)
    ),
    "msgaudit/get_permit_user_list": Endpoint("POST", get_permit_user_list, ARCHIVE),
}
