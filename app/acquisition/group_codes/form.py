"""The form of a group code: read, checked, and turned into what is wanted."""

from collections.abc import Collection
from dataclasses import dataclass, field

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.acquisition.codes.form import MAX_SOURCE, too_long
from app.acquisition.group_codes.models import GroupCode
from app.acquisition.group_codes.wanted import WantedGroupCode
from app.acquisition.states import check

MAX_NAME = 30  # characters: it is the join way's remark at WeCom, too
MAX_BASE_NAME = 40  # characters, WeCom's limit
MOST_PEOPLE = 500  # that a group holds
SWITCH_AT = 180  # people can join by themselves up to 200


@dataclass
class GroupCodeForm:
    """What stands in the form; `errors` go beside the fields."""

    state: str
    name: str = ""
    pool: list[str] = field(default_factory=list)
    switch_at: int | None = SWITCH_AT
    auto_create: bool = True
    room_base_name: str = ""
    room_base_id: int | None = 1
    source: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    def wanted(self) -> WantedGroupCode:
        """What the person has decided; only for a form that was found good."""
        assert self.switch_at is not None
        assert self.room_base_id is not None
        return WantedGroupCode(
            name=self.name,
            pool=self.pool,
            switch_at=self.switch_at,
            auto_create=self.auto_create,
            room_base_name=self.room_base_name if self.auto_create else "",
            room_base_id=self.room_base_id,
            source=self.source,
        )


def form_of(code: GroupCode) -> GroupCodeForm:
    """The form of a group code that stands already."""
    return GroupCodeForm(
        code.channel.state,
        name=code.channel.name,
        pool=code.pool,
        switch_at=code.switch_at,
        auto_create=code.auto_create,
        room_base_name=code.room_base_name,
        room_base_id=code.room_base_id,
        source=code.channel.source,
    )


def read_form(sent: MultiDict[str, str]) -> GroupCodeForm:
    """The form as it was sent."""
    return GroupCodeForm(
        sent.get("state", ""),
        name=sent.get("name", "").strip(),
        pool=sent.getlist("pool"),
        switch_at=sent.get("switch_at", type=int),
        auto_create="auto_create" in sent,
        room_base_name=sent.get("room_base_name", "").strip(),
        room_base_id=sent.get("room_base_id", 1, type=int),
        source=sent.get("source", "").strip(),
    )


def check_form(form: GroupCodeForm, chat_ids: Collection[str]) -> bool:
    """Whether the form can be kept; what is wrong is named in its errors.

    `chat_ids` are the groups that stand.
    """
    name_needed = "" if form.name else _("请填写群活码名称")
    found = {
        "name": name_needed or too_long(form.name, MAX_NAME),
        "source": too_long(form.source, MAX_SOURCE),
        "pool": wrong_pool(form.pool, chat_ids),
        "switch_at": wrong_size(form.switch_at),
        "room_base_name": wrong_base_name(form),
        "room_base_id": "" if (form.room_base_id or 0) >= 1 else _("请填写 1 以上的数字"),
        "state": "" if check(form.state) else _("表单已失效，请重新打开这个页面"),
    }
    form.errors = {name: words for name, words in found.items() if words}
    return not form.errors


def wrong_pool(pool: list[str], chat_ids: Collection[str]) -> str:
    """The complaint about the groups, if any."""
    if not pool:
        return _("请至少选择一个群")
    return "" if set(pool) <= set(chat_ids) else _("有群已解散，请重新选择")


def wrong_size(switch_at: int | None) -> str:
    """The complaint about when the next group's turn comes, if any."""
    is_good = switch_at is not None and 2 <= switch_at <= MOST_PEOPLE
    return "" if is_good else _("请填写 2–%(most)s 之间的人数", most=MOST_PEOPLE)


def wrong_base_name(form: GroupCodeForm) -> str:
    """The complaint about what new groups are called, if any."""
    if form.auto_create and not form.room_base_name:
        return _("自动建群时请填写群名前缀")
    return too_long(form.room_base_name, MAX_BASE_NAME)
