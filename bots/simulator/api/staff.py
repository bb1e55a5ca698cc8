"""Members and departments as a new self-built app sees them: no phone, mail or avatar."""

from bots.simulator import cast
from bots.simulator.api.call import Call, integer, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.api.paging import page
from bots.simulator.departments import Department
from bots.simulator.errors import RefusalError
from bots.simulator.lookup import present_staff
from bots.simulator.models import DISABLED, Json, Staff
from bots.simulator.rights import must_see, visible_staff
from bots.simulator.world import World

MOST_IDS = 10_000


def user_get(world: World, call: Call) -> Json:
    userid = call.args.get("userid", "")
    if not userid:
        raise RefusalError(41009)
    staff = present_staff(world, userid)
    if staff is None:
        raise RefusalError(60111)
    must_see(world, call, userid)
    return _whole(staff)


def user_list_id(world: World, call: Call) -> Json:
    """Members by department, for 通讯录同步 only."""
    everybody = visible_staff(world, call.app)
    pairs = [(staff.userid, number) for staff in everybody for number in staff.departments]
    shown, cursor = page(pairs, call.body, default=MOST_IDS, most=MOST_IDS)
    rows = [{"userid": userid, "department": number} for userid, number in shown]
    return {"next_cursor": cursor, "dept_user": rows}


def getuserid(world: World, call: Call) -> Json:
    return _found(world, call, "mobile")


def get_userid_by_email(world: World, call: Call) -> Json:
    """`email_type` 1 is the corp mail, 2 the member's own; the simulator knows one of each."""
    kind = integer(call.body, "email_type", 1, least=1, most=2)
    return _found(world, call, "biz_mail" if kind == 1 else "email", given="email")


def _found(world: World, call: Call, name: str, *, given: str = "") -> Json:
    wanted = text(call.body, given or name, missing=40063)
    for staff in visible_staff(world, call.app):
        if private(world, staff)[name] == wanted:
            return {"userid": staff.userid}
    raise RefusalError(46004)


def user_simplelist(world: World, call: Call) -> Json:
    members = _inside(world, call)
    return {"userlist": [_brief(staff) for staff in members]}


def user_list(world: World, call: Call) -> Json:
    return {"userlist": [_whole(staff) for staff in _inside(world, call)]}


def department_list(world: World, call: Call) -> Json:
    rows = [_department(world, one) for one in _departments(world, call)]
    return {"department": rows}


def department_get(world: World, call: Call) -> Json:
    number = _number(world, call.args.get("id", ""))
    if not call.app.sees_party(number, world.departments):
        raise RefusalError(60011, "department")
    return {"department": _department(world, world.departments[number])}


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


def _department(world: World, one: Department) -> Json:
    leaders = [staff.userid for staff in world.staff.values() if _leads(staff, one)]
    return {
        "id": one.id,
        "name": one.name,
        "name_en": one.name_en,
        "department_leader": leaders,
        "parentid": one.parentid,
        "order": one.order,
    }


def _leads(staff: Staff, department: Department) -> bool:
    """`is_leader_in_dept` stands in the order of the member's departments."""
    flags = staff.details.get("is_leader_in_dept", [])
    return not staff.has_left and (department.id, 1) in zip(staff.departments, flags, strict=False)


def _brief(staff: Staff) -> Json:
    return {"userid": staff.userid, "name": staff.name, "department": staff.departments}


def _whole(staff: Staff) -> Json:
    """Nothing private: no phone, mail, gender, address or picture."""
    places = [0] * len(staff.departments)
    blank: Json = {"order": places, "is_leader_in_dept": places, "direct_leader": [], "alias": ""}
    blank |= {"telephone": "", "extattr": {"attrs": []}, "external_position": ""}
    blank |= {"external_profile": {"external_corp_name": "", "external_attr": []}}
    kept = {name: value for name, value in staff.details.items() if name in blank}
    place = {"position": staff.position, "main_department": staff.department}
    more = {"status": staff.status, "enable": int(staff.status != DISABLED), "isleader": 0}
    return {**_brief(staff), **place, **blank, **kept, **more, "hide_mobile": 0}


def private(world: World, staff: Staff) -> Json:
    """What a member's own consent opens (auth/getuserdetail); made up from the seed if not set."""
    number = world.seeded.letters(8, "mobile", staff.userid, alphabet="0123456789")
    invented = {
        "gender": str(staff.gender),
        "avatar": f"{world.base_url}/avatar/{staff.userid}.svg",
        "qr_code": f"{world.base_url}/qr/staff/{staff.userid}",
        "mobile": f"138{number}",
        "email": f"{staff.userid}@mail.example.com",
        "biz_mail": f"{staff.userid}@corp.example.com",
        "address": "",
    }
    kept = {name: staff.details[name] for name in invented if staff.details.get(name)}
    return {**invented, **kept}


PATHS: dict[str, Endpoint] = {
    "user/get": Endpoint("GET", user_get),
    "user/simplelist": Endpoint("GET", user_simplelist),
    "user/list": Endpoint("GET", user_list),
    "user/list_id": Endpoint("POST", user_list_id),
    "user/getuserid": Endpoint("POST", getuserid),
    "user/get_userid_by_email": Endpoint("POST", get_userid_by_email),
    "department/get": Endpoint("GET", department_get),
    "department/list": Endpoint("GET", department_list),
    "department/simplelist": Endpoint("GET", department_simplelist),
    "externalcontact/get_follow_user_list": Endpoint(
        "GET", get_follow_user_list, empty=("follow_user",)
    ),
}
