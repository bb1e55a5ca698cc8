"""What happens at the other doors in the scenes that a crash falls into: groups, acquisition links."""

from collections.abc import Callable

from tests.chaos.crash_town import CrashTown
from tests.chaos.scenes import Person, at_minute, await_quiet, befriend, tell


def link_event(change: str) -> Callable[[CrashTown, Person], None]:
    """WeCom tells of acquisition links, a minute later each time: else it would be the same news."""
    told = tell(change, Event="customer_acquisition", LinkId="a link that is not ours")

    def happened(town: CrashTown, person: Person) -> None:
        town.pass_until(at_minute(person, 1))
        told(town, person)

    return happened


def found_group(town: CrashTown, person: Person) -> None:
    """The member founds a group with the customer."""
    group = {"owner": person.pair[0], "name": person.key, "members": [person.pair[1]]}
    person.expects["chat_id"] = town.wecom.post("/groups/create", group)["chat_id"]
    await_quiet(town)


def with_group(town: CrashTown, person: Person) -> None:
    """A group stands, and we know it."""
    befriend(town, person)
    found_group(town, person)
    town.recover()


def change_group(deed: str, **more: str) -> Callable[[CrashTown, Person], None]:
    """Something happens to the group."""

    def changed(town: CrashTown, person: Person) -> None:
        town.wecom.post(f"/groups/{deed}", {"chat_id": person.expects["chat_id"], **more})
        await_quiet(town)

    return changed
