"""Members and departments as a new self-built app sees them: no phone, mail or avatar."""

from bots.simulator import cast
from bots.simulator.api.call import Call
from bots.simulator.api.endpoint import ARCHIVE, Endpoint
from bots.simulator.departments import Department
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json, Staff
from bots.simulator.rights import must_see, visible_staff
from bots.simulator.world import World


def user_get(world: World, call: Call) -> Json:
    userid = call.args.get("userid", "")
    if not userid:
        raise RefusalError(41009)
    if userid.lower() not in world.staff:
        raise RefusalError(60111)
    must_see(world, call, userid)
    return _whole(world.staff[userid.lower()])


def user_simplelist(world: World, call: Call) -> Json:
    members = _inside(world, call)
    return {"userlist": [_brief(staff) for staff in members]}


def user_list(world: World, call: Call) -> Json:
    return {"userlist": [_whole(staff) for staff in _inside(world, call)]}


def department_list(world: World, call: Call) -> Json:
    return {"department": [_department(one) for one in _departments(world, call)]}


def department_simplelist(world: World, call: Call) -> Json:
    rows = [
        {"id": one.id, "parentid": one.parentid, "order": one.order}
        for one in _departments(world, call)
    ]
    return {"department_id": rows}


def get_follow_user_list(world: World, call: Call) -> Json:
    """Members with 客户联系 inside the app's visible range."""
    seen = visible_staff(world, call.app)
    return {"follow_user": [staff.userid for staff in seen if staff.has_customer_right]}


def get_permit_user_list(world: World, _call: Call) -> Json:
    return {"ids": list(world.staff)}


def _departments(world: World, call: Call) -> list[Department]:
    """The department asked for and all below it, as far as the app sees."""
    wanted = _number(world, call.args.get("id") or str(cast.ROOT))
    below = world.departments.under([wanted])
    found = (world.departments[number] for number in world.departments if number in below)
    return [one for one in found if call.app.sees_party(one.id, world.departments)]


def _inside(world: World, call: Call) -> list[Staff]:
    """Members of a department, with fetch_child those of all below it too."""
    wanted = _number(world, call.args.get("department_id", ""))
    if not call.app.sees_party(wanted, world.departments):
        raise RefusalError(60011, "department")
    numbers = {wanted}
    if call.args.get("fetch_child", "0") == "1":
        numbers = world.departments.under(numbers)
    seen = visible_staff(world, call.app)
    return [staff for staff in seen if numbers & set(staff.departments)]


def _number(world: World, number: str) -> int:
    if not number.isdecimal() or int(number) not in world.departments:
        raise RefusalError(60123)
    return int(number)


def _department(one: Department) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "department_leader": list(one.department_leader),
        "parentid": one.parentid,
        "order": one.order,
    }


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
