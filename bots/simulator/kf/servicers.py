"""Who serves an account (kf/servicer/*): members and whole departments."""

from typing import Any

from bots.simulator.api.call import Call, strings, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.apps import App
from bots.simulator.errors import WORDS, RefusalError
from bots.simulator.kf.models import RECEIVING, SUSPENDED, Account
from bots.simulator.kf.sessions import account_of
from bots.simulator.lookup import present_staff
from bots.simulator.models import Json
from bots.simulator.rights import sees
from bots.simulator.world import World

MOST_AT_ONCE = 100
MOST_MEMBERS, MOST_DEPARTMENTS = 2000, 20


def add(world: World, call: Call) -> Json:
    account, userids, departments = _named(world, call.body)
    members = {*account.servicers, *userids}
    if len(members) > MOST_MEMBERS or len({*account.departments, *departments}) > MOST_DEPARTMENTS:
        raise RefusalError(40058, f"at most {MOST_MEMBERS} members, {MOST_DEPARTMENTS} departments")
    rows = [
        _row("userid", userid, _add_member(world, call.app, account, userid)) for userid in userids
    ]
    rows += [
        _row("department_id", number, _add_department(world, account, number))
        for number in departments
    ]
    return {"result_list": rows}


def delete(world: World, call: Call) -> Json:
    account, userids, departments = _named(world, call.body)
    rows = []
    for userid in userids:
        gone = account.servicers.pop(userid.lower(), None)
        rows.append(_row("userid", userid, "ignored" if gone is None else "success"))
    for number in departments:
        had = number in account.departments
        account.departments = [one for one in account.departments if one != number]
        rows.append(_row("department_id", number, "success" if had else "ignored"))
    return {"result_list": rows}


def list_servicers(world: World, call: Call) -> Json:
    """Who has stopped also says how: for good or for a while."""
    account = account_of(world, call.args.get("open_kfid", ""))
    rows: list[Json] = []
    for userid, receives in account.servicers.items():
        row: Json = {"userid": userid, "status": int(receives != RECEIVING)}
        if receives != RECEIVING:
            row["stop_type"] = int(receives == SUSPENDED)
        rows.append(row)
    rows += [{"department_id": number} for number in account.departments]
    return {"servicer_list": rows}


def _named(world: World, body: Json) -> tuple[Account, list[str], list[int]]:
    account = account_of(world, text(body, "open_kfid", missing=40063))
    userids = strings(body, "userid_list", most=MOST_AT_ONCE)
    departments = numbers(body, "department_id_list")
    if not userids and not departments:
        raise RefusalError(40063, "userid_list and department_id_list")
    return account, userids, departments


def numbers(body: Json, name: str) -> list[int]:
    value: Any = body.get(name) or []
    if not isinstance(value, list) or not all(type(one) is int for one in value):
        raise RefusalError(40058, f"{name} must be a list of numbers")
    if len(value) > MOST_AT_ONCE:
        raise RefusalError(40058, f"{name} has more than {MOST_AT_ONCE} entries")
    return list(dict.fromkeys(value))


def _add_member(world: World, app: App, account: Account, userid: str) -> str | int:
    if present_staff(world, userid) is None:
        return 60111
    if not sees(world, app, userid):
        return 60011
    if userid.lower() in account.servicers:
        return "ignored"
    account.servicers[userid.lower()] = RECEIVING
    return "success"


def _add_department(world: World, account: Account, number: int) -> str | int:
    if number not in world.departments:
        return 60123
    if number in account.departments:
        return "ignored"
    account.departments.append(number)
    return "success"


def _row(name: str, value: str | int, outcome: str | int) -> Json:
    if isinstance(outcome, int):
        return {name: value, "errcode": outcome, "errmsg": WORDS[outcome]}
    return {name: value, "errcode": 0, "errmsg": outcome}


PATHS: dict[str, Endpoint] = {
    "kf/servicer/add": Endpoint("POST", add),
    "kf/servicer/del": Endpoint("POST", delete),
    "kf/servicer/list": Endpoint("GET", list_servicers),
}
