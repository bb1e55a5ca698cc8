"""The address book in WeCom's own console: what is changed there calls back."""

from collections.abc import Callable

from bots.simulator.api.call import Call
from bots.simulator.book import register, structure
from bots.simulator.book.events import department_event, member_event, tell
from bots.simulator.book.fields import is_department, userid_of
from bots.simulator.cast import ROOT
from bots.simulator.errors import MistakeError
from bots.simulator.links.acts import look_after
from bots.simulator.lookup import present_staff
from bots.simulator.models import ACTIVE, DISABLED, Json, Staff
from bots.simulator.world import World


def change_staff(world: World, args: Json) -> Json:
    """`change` says what; the answer is the member as he then is."""
    change = CHANGES.get(str(args.get("change")))
    if change is None:
        raise MistakeError(f"change is one of {', '.join(CHANGES)}")
    staff = change(world, args)
    return {"userid": staff.userid, "status": staff.status, "departments": staff.departments}


def change_department(world: World, args: Json) -> Json:
    """create (name, parentid), update (id, name, parentid) or delete (id)."""
    change = args.get("change")
    if change == "create":
        one = structure.create_department(world, {"parentid": ROOT, **args})
    elif change == "update":
        one = structure.update_department(world, args)
    elif change == "delete":
        one = structure.delete_department(world, args.get("id"))
    else:
        raise MistakeError("change is create, update or delete")
    tell(world, department_event(f"{change}_party", one), by_api=False)
    return {"id": one.id, "name": one.name, "parentid": one.parentid}


def _join(world: World, args: Json) -> Staff:
    """Active at once: whoever is entered here has already logged in."""
    userid = userid_of(Call(body=args))
    if present_staff(world, userid) is not None:
        raise MistakeError(f"there is a member {userid} already", 409)
    name, gender = str(args.get("name") or userid), args.get("gender", 1)
    if gender not in (1, 2):
        raise MistakeError("gender is 1 or 2")
    department, *others = _departments(world, args)
    position = str(args.get("position", ""))
    staff = Staff(userid, name, department, position, int(gender), others)
    register.join(world, staff)
    tell(world, member_event("create_user", staff), by_api=False)
    return staff


def _leave(world: World, args: Json) -> Staff:
    staff = _known(world, args)
    register.leave(world, staff)
    tell(world, member_event("delete_user", staff), by_api=False)
    look_after(world)
    return staff


def _rename(world: World, args: Json) -> Staff:
    staff = _known(world, args)
    new = userid_of(Call(body={"userid": args.get("new_userid", "")}))
    if new in world.staff:
        raise MistakeError(f"there is a member {new} already", 409)
    event = member_event("update_user", staff, NewUserID=new)
    register.rename(world, staff, new)
    tell(world, event, by_api=False)
    return staff


def _move(world: World, args: Json) -> Staff:
    return _updated(world, args, departments=_departments(world, args))


def _edit(world: World, args: Json) -> Staff:
    wanted = {name: str(args[name]) for name in ("name", "position") if args.get(name)}
    if not wanted:
        raise MistakeError("name or position is needed")
    return _updated(world, args, **wanted)


def _status(status: int) -> Callable[[World, Json], Staff]:
    return lambda world, args: _updated(world, args, status=status)


def _customer_right(*, has: bool) -> Callable[[World, Json], Staff]:
    """客户联系 is no matter of the address book: nobody is called back."""

    def switch(world: World, args: Json) -> Staff:
        staff = _known(world, args)
        staff.has_customer_right = has
        return staff

    return switch


def _updated(world: World, args: Json, **fields: object) -> Staff:
    staff = _known(world, args)
    register.change(staff, fields)
    tell(world, member_event("update_user", staff), by_api=False)
    return staff


def _known(world: World, args: Json) -> Staff:
    staff = present_staff(world, str(args.get("userid")))
    if staff is None:
        raise MistakeError(f"there is no member {args.get('userid')!r}", 404)
    return staff


def _departments(world: World, args: Json) -> list[int]:
    wanted = args.get("department", ROOT)
    numbers = wanted if isinstance(wanted, list) else [wanted]
    if not numbers or any(not is_department(world, number) for number in numbers):
        raise MistakeError("department is a number or a list of numbers of departments")
    return numbers


# TABLE: what can be changed about a member
CHANGES: dict[str, Callable[[World, Json], Staff]] = {
    "join": _join,
    "leave": _leave,
    "rename": _rename,
    "move": _move,
    "edit": _edit,
    "disable": _status(DISABLED),
    "enable": _status(ACTIVE),
    "activate": _status(ACTIVE),
    "disable_contact": _customer_right(has=False),
    "enable_contact": _customer_right(has=True),
}

ACTS: dict[str, Callable[[World, Json], Json]] = {
    "console/staff": change_staff,
    "console/department": change_department,
}
