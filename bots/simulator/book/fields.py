"""Reading a member's fields as user/create and user/update take them."""

import re
from collections.abc import Callable
from typing import Any

from bots.simulator.api.call import Call, integer, strings, text
from bots.simulator.errors import RefusalError
from bots.simulator.lookup import present_staff
from bots.simulator.models import DISABLED, NOT_ACTIVATED, Json, Staff
from bots.simulator.world import World

USERID = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.@-]{0,63}")
MOBILE = re.compile(r"[0-9+-]{1,32}")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MOST_DEPARTMENTS, LONGEST_MAIL = 100, 64


def given(world: World, body: Json) -> Json:
    """The fields that the body names, checked."""
    return {name: READERS[name](world, body) for name in READERS if name in body}


def check_unique(world: World, fields: Json, own: Staff | None) -> None:
    """A phone number and a mail address belong to one member."""
    for name, errcode in (("mobile", 60104), ("email", 60106)):
        if any(
            other is not own and not other.has_left and other.details.get(name) == fields[name]
            for other in world.staff.values()
            if fields.get(name)
        ):
            raise RefusalError(errcode)


def userid_of(call: Call) -> str:
    """A new userid; kept in lower case, as WeCom takes upper and lower for the same."""
    userid = text(call.body, "userid", missing=41009)
    if not USERID.fullmatch(userid):
        raise RefusalError(40003)
    return userid.lower()


def _name(_world: World, body: Json) -> str:
    name = text(body, "name")
    if not 1 <= len(name) <= 64:
        raise RefusalError(60112)
    return name


def _departments(world: World, body: Json) -> list[int]:
    wanted = body["department"]
    numbers = wanted if isinstance(wanted, list) else [wanted]
    if len(numbers) > MOST_DEPARTMENTS:
        raise RefusalError(60110)
    if not numbers or any(not is_department(world, number) for number in numbers):
        raise RefusalError(60003)
    for name, errcode in (("is_leader_in_dept", 60132), ("order", 40058)):
        if name in body and len(_numbers(world, body, name)) != len(numbers):
            raise RefusalError(errcode, f"{name} and department differ in length")
    return list(dict.fromkeys(numbers))


def is_department(world: World, number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number in world.departments


def _numbers(_world: World, body: Json, name: str) -> list[int]:
    value = body[name]
    if not isinstance(value, list) or any(not isinstance(one, int) for one in value):
        raise RefusalError(40058, f"{name} must be a list of numbers")
    return value


def _mobile(_world: World, body: Json) -> str:
    mobile = text(body, "mobile")
    if mobile and not MOBILE.fullmatch(mobile):
        raise RefusalError(60103)
    return mobile


def _mail(_world: World, body: Json) -> str:
    mail = text(body, "email")
    if mail and (len(mail) > LONGEST_MAIL or not MAIL.fullmatch(mail)):
        raise RefusalError(60105)
    return mail


def _gender(_world: World, body: Json) -> int:
    gender = body["gender"]
    if str(gender) not in ("0", "1", "2"):  # comes as text
        raise RefusalError(40058, "gender is 1 or 2")
    return int(gender)


def _leaders(world: World, body: Json) -> list[str]:
    leaders = [userid.lower() for userid in strings(body, "direct_leader")]
    if len(leaders) > 5:
        raise RefusalError(60257)
    if any(present_staff(world, userid) is None for userid in leaders):
        raise RefusalError(40003, "direct_leader")
    return leaders


def _status(_world: World, body: Json) -> int:
    return NOT_ACTIVATED if integer(body, "enable", 1, most=1) else DISABLED


def _short(name: str, most: int) -> Callable[[World, Json], str]:
    return lambda _world, body: text(body, name, most=most)


def _list(name: str) -> Callable[[World, Json], list[int]]:
    return lambda world, body: _numbers(world, body, name)


def _object(name: str) -> Callable[[World, Json], Json]:
    def read(_world: World, body: Json) -> Json:
        if not isinstance(body[name], dict):
            raise RefusalError(40058, f"{name} must be an object")
        return dict(body[name])

    return read


# TABLE: field → how it is read
READERS: dict[str, Callable[[World, Json], Any]] = {
    "name": _name,
    "department": _departments,
    "position": _short("position", 128),
    "gender": _gender,
    "mobile": _mobile,
    "email": _mail,
    "alias": _short("alias", 64),
    "telephone": _short("telephone", 32),
    "address": _short("address", 128),
    "biz_mail": _short("biz_mail", 64),
    "external_position": _short("external_position", 12),
    "order": _list("order"),
    "is_leader_in_dept": _list("is_leader_in_dept"),
    "direct_leader": _leaders,
    "extattr": _object("extattr"),
    "external_profile": _object("external_profile"),
    "enable": _status,
}
