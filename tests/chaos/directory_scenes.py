"""What changes in the directory in the scenes that a crash falls into: members and departments."""

from collections.abc import Callable, Iterator
from typing import Any
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contacts.models import Department, Staff
from tests.chaos.crash_town import CrashTown
from tests.chaos.scenes import Person, befriend, tell

Tell = Callable[[CrashTown, Person], None]


def number_of(person: Person) -> int:
    """A department of the customer's own, so to say: nobody else's scene has the same."""
    return 1000 + crc32(person.key.encode()) % 1_000_000


def joined(town: CrashTown, person: Person) -> None:
    """Somebody whom nobody waits for begins to work here."""
    directory("create_user", UserID=f"new-{person.key}", Department="2")(town, person)


def departed(town: CrashTown, person: Person) -> None:
    """Somebody whom we have never met works here no more."""
    directory("delete_user", UserID=f"gone-{person.key}")(town, person)


def moved(town: CrashTown, person: Person) -> None:
    """The customer's member comes into a department."""
    userid, number = person.pair[0], number_of(person)
    person.expects["departments_of"] = (userid, [number])
    directory("update_user", UserID=userid, Department=str(number))(town, person)


def founded(town: CrashTown, person: Person) -> None:
    """A department is founded."""
    department("create_party", person, "新部门")(town, person)


def renamed(town: CrashTown, person: Person) -> None:
    """It gets another name."""
    department("update_party", person, "改名部门")(town, person)


def closed(town: CrashTown, person: Person) -> None:
    """It is closed."""
    department("delete_party", person, None)(town, person)


def with_department(town: CrashTown, person: Person) -> None:
    """A department stands, and we know it."""
    befriend(town, person)
    founded(town, person)
    town.recover()


def department(change: str, person: Person, name: str | None) -> Tell:
    """Something becomes of the customer's own department, which then has this name."""
    number = number_of(person)
    person.expects["department"] = (number, name)
    called = {"Name": name, "ParentId": "1"} if name else {}
    return directory(change, Id=str(number), **called)


def directory(change: str, **fields: str) -> Tell:
    return tell(change, Event="change_contact", **fields)


def unmet(session: Session, expects: dict[str, Any]) -> Iterator[str]:
    """What of it is not in our rows."""
    if "departments_of" in expects:
        userid, wanted = expects["departments_of"]
        theirs = session.scalar(select(Staff.department_ids).where(Staff.userid == userid))
        if theirs != wanted:
            yield f"{userid} is in {theirs}"
    if "department" in expects:
        number, wanted = expects["department"]
        name = session.scalar(select(Department.name).where(Department.department_id == number))
        if name != wanted:
            yield f"department {number} is called {name}"
