"""What people do in the scenes that a crash falls into, each with one customer of their own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
from sqlalchemy import delete, func, select, update

from app import clock
from app.config import settings
from app.corps.wecom import wecom
from app.db import transaction
from app.timers import Timer
from bots.questions import GetCorpTagList
from jobs.timetable import draw_up
from tests.chaos.crash_town import CrashTown, do_all, is_row_due
from tests.chaos.history import Added, History, Left, Pair, Said
from tests.chaos.letters import letter, posted

WORDS = "请问多少钱？可以试用吗"
STATE = "lk-demo-shop"


@dataclass
class Person:
    """A customer, what they have done, and what is expected besides what the checker knows."""

    key: str
    pair: Pair = ("", "")
    history: History = field(default_factory=History)
    expects: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """`prepare` is done in peace, `begin` leaves something to be done, `deed` is what may die."""

    name: str
    begin: Callable[[CrashTown, Person], None]
    prepare: Callable[[CrashTown, Person], None] = lambda town, person: None
    deed: Callable[[CrashTown, Person], None] = lambda town, _person: do_all()
    after: Callable[[CrashTown, Person], None] = lambda town, _person: town.recover()
    covers: tuple[str, ...] = ()  # what else happens in it; else what its name says


def scan(town: CrashTown, person: Person) -> None:
    """The customer scans a live code."""
    body = {"state": STATE, "customer": {"key": person.key}}
    told = town.wecom.post("/people/scan", body)
    person.pair = (told["userid"], told["external_userid"])
    person.history.note(Added(told["at"], person.pair, STATE))
    await_quiet(town)


def befriend(town: CrashTown, person: Person) -> None:
    """The customer has scanned, and everything about it is done."""
    scan(town, person)
    town.recover()


def half(town: CrashTown, person: Person) -> None:
    """The customer scans, and the member has yet to add them in return."""
    town.wecom.post("/staff/policy", {"userid": "*", "half_add": "never"})
    scan(town, person)
    town.wecom.post("/staff/policy", {"userid": "*", "half_add": None})


def accept(town: CrashTown, person: Person) -> None:
    """The member adds the customer in return."""
    town.recover()
    town.wecom.post("/staff/accept", about(person))
    await_quiet(town)
    town.recover()


def edited(town: CrashTown, person: Person) -> None:
    """The member has just written a remark, and we have read it."""
    befriend(town, person)
    edit(town, person)
    town.recover()


def edit(town: CrashTown, person: Person) -> None:
    """The member writes another remark; the same second's second is told in the same words."""
    person.expects["remark"] = f"更{person.expects.get('remark', '老客户')}"
    town.wecom.post("/staff/edit", about(person) | {"remark": person.expects["remark"]})
    await_quiet(town)


def ask(town: CrashTown, person: Person) -> None:
    """The customer asks for the price; the archive's bell rings within some seconds."""
    town.pass_until(at_minute(person, 1))
    town.wecom.post("/people/say", about(person) | {"text": WORDS})
    person.history.note(Said(clock.now().timestamp(), person.pair, WORDS))
    await_bell(town)


def answer(town: CrashTown, person: Person) -> None:
    """The member writes to the customer."""
    town.wecom.post("/staff/say", about(person) | {"text": "您好"})
    await_bell(town)


def wait_for_message(town: CrashTown, person: Person) -> None:
    """A group message waits for the member's tap."""
    befriend(town, person)
    town.pass_until(at_minute(person, 121))
    town.recover()


def lose(town: CrashTown, person: Person) -> None:
    """The customer deletes the member."""
    town.wecom.post("/people/delete", about(person))
    leave(town, person)


def remove(town: CrashTown, person: Person) -> None:
    """The member deletes the customer."""
    town.wecom.post("/staff/delete", about(person))
    leave(town, person)


def leave(town: CrashTown, person: Person) -> None:
    person.history.note(Left(clock.now().timestamp(), person.pair))
    person.expects["cancelled"] = True
    await_quiet(town)


def come_due(minute: int) -> Callable[[CrashTown, Person], None]:
    """What lies at that minute falls due."""

    def come(town: CrashTown, person: Person) -> None:
        town.pass_until(at_minute(person, minute))
        assert is_row_due(), f"nothing is due at minute {minute}"

    return come


def confirm(town: CrashTown, person: Person) -> None:
    """The member sends the group message, and the moment comes at which we ask for it."""
    town.wecom.post("/staff/confirm_all", {})
    person.expects["task"] = "done"
    come_due(130)(town, person)


def tag_library(town: CrashTown, person: Person) -> None:
    """The administrator makes a tag."""
    body = {"change": "create", "group_name": "备用", "name": f"新标签{person.key}"}
    person.expects["made"] = town.wecom.post("/console/tag", body)
    await_quiet(town)


def with_tag(town: CrashTown, person: Person) -> None:
    """The administrator has made a tag, and we know it."""
    befriend(town, person)
    tag_library(town, person)
    town.recover()


def change_tag(change: str, **more: str) -> Callable[[CrashTown, Person], None]:
    """The administrator changes the tag that was made, or deletes it."""

    def changed(town: CrashTown, person: Person) -> None:
        named = {"name": f"{more['name']}{person.key}"} if more else {}
        body = {"change": change, "id": person.expects["made"]["id"], **named}
        town.wecom.post("/console/tag", body)
        await_quiet(town)

    return changed


def shuffle_tags(town: CrashTown, person: Person) -> None:
    """The administrator turns the order of a group's tags round."""
    town.pass_until(at_minute(person, 1))  # two in one second are told in the same words
    group_id = person.expects["made"]["group_id"]
    groups = wecom(town.corp_id).ask(GetCorpTagList(group_id=[group_id]))["tag_group"]
    order = [tag["id"] for tag in groups[0]["tag"]][::-1]
    town.wecom.post("/console/tag", {"change": "shuffle", "id": group_id, "order": order})
    await_quiet(town)


def clock_strikes(town: CrashTown, person: Person) -> None:
    """Every line of the timetable is due."""
    draw_up()
    with transaction() as session:
        session.execute(update(Timer).values(due_at=clock.now() - timedelta(seconds=1)))


def strike_no_more(town: CrashTown, person: Person) -> None:
    """Another scene knows no timetable."""
    town.recover()
    with transaction() as session:
        assert session.scalar(select(func.count(Timer.id))), "the timetable is there"
        session.execute(delete(Timer))


def unheard_scan(town: CrashTown, person: Person) -> None:
    """A scan whose callback is not carried: the crash falls into the door itself."""
    town.wecom.post("/faults", {"callbacks": {"do": "lose", "event": "*", "times": 1}})
    scan(town, person)
    welcomes = town.wecom.get("/truth?part=welcomes")["welcomes"]
    person.expects["letter"] = letter(town, person.pair, "add_external_contact", welcomes[-1])


def knock(town: CrashTown, person: Person) -> None:
    """WeCom's callback, taken by this process as the web would."""
    from werkzeug.test import Client

    from wsgi import app

    assert Client(app).post(**person.expects["letter"]).status_code == 200


def knock_again(town: CrashTown, person: Person) -> None:
    """WeCom was not answered, so it comes again."""
    knock(town, person)
    town.recover()


def tell(change: str, **fields: str) -> Callable[[CrashTown, Person], None]:
    """WeCom tells of a change that our simulated people cannot make so simply; with `fields`, of
    one that is not about a customer."""

    def told(town: CrashTown, person: Person) -> None:
        about_us = fields | {"ChangeType": change}
        post = posted(town, about_us) if fields else letter(town, person.pair, change, {})
        address = f"{settings().public_url}{post['path']}"
        sent = requests.post(address, params=post["query_string"], data=post["data"], timeout=10)
        assert sent.status_code == 200, sent.text

    return told


def at_minute(person: Person, minute: int) -> datetime:
    began = person.history.between(person.pair).added[0].at
    return datetime.fromtimestamp(began, UTC) + timedelta(minutes=minute)


def about(person: Person) -> dict[str, str]:
    return {"userid": person.pair[0], "customer": person.pair[1]}


def await_quiet(town: CrashTown) -> None:
    """Until WeCom has told us."""
    while town.wecom.state().is_busy:
        pass


def await_bell(town: CrashTown) -> None:
    """Until the archive's bell has rung: at most every 15 seconds."""
    while (due := town.wecom.state().next_due) and due - clock.now() < timedelta(seconds=20):
        town.wecom.move_clock(due)
        await_quiet(town)
