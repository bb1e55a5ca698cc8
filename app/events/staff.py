"""Facts about the directory (通讯录): members, departments, tags of members (pages 90970 to 90972).

Callbacks that were set up after 2022-08-15 fill in `userid` and `department` only.
"""

from dataclasses import dataclass

from app.events.base import Event


@dataclass(frozen=True, kw_only=True)
class StaffJoined(Event):
    """A member was added: create_user."""

    userid: str
    department: tuple[str, ...] = ()
    name: str = ""
    status: int = 0  # 1 active, 2 disabled, 4 not activated, 5 left


@dataclass(frozen=True, kw_only=True)
class StaffChanged(Event):
    """A member changed: update_user. `new_userid` only when the userid itself was changed."""

    userid: str
    new_userid: str = ""
    department: tuple[str, ...] = ()
    name: str = ""
    status: int = 0


@dataclass(frozen=True, kw_only=True)
class StaffLeft(Event):
    """A member was deleted: delete_user. Their customers wait to be inherited."""

    userid: str


@dataclass(frozen=True, kw_only=True)
class DepartmentCreated(Event):
    """A department was created: create_party."""

    id: str
    name: str = ""
    parent_id: str = ""


@dataclass(frozen=True, kw_only=True)
class DepartmentChanged(Event):
    """A department was renamed or moved: update_party."""

    id: str
    name: str = ""
    parent_id: str = ""


@dataclass(frozen=True, kw_only=True)
class DepartmentDeleted(Event):
    """A department was deleted: delete_party."""

    id: str


@dataclass(frozen=True, kw_only=True)
class StaffTagChanged(Event):
    """Members or departments were put under a tag of the directory or taken off it: update_tag."""

    tag_id: str
    add_user_items: tuple[str, ...] = ()
    del_user_items: tuple[str, ...] = ()
    add_party_items: tuple[str, ...] = ()
    del_party_items: tuple[str, ...] = ()
