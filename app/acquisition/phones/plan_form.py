"""The form under a draft: which column is what, and what shall happen with the numbers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.acquisition.codes.form import too_long, wrong_template
from app.acquisition.phones.importing import Plan
from app.acquisition.phones.judging import COLUMNS

MOST_NAME, MOST_SOURCE, MOST_SCRIPT = 30, 30, 300  # characters
MOST_DAYS, MOST_REMINDERS, MOST_WEIGHT = 90, 5, 10
RECLAIM_TO = ("others", "ops")


@dataclass
class PlanForm:
    """What stands in the form, as typed; `errors` go beside the fields."""

    name: str = ""
    source: str = ""
    script: str = ""
    remark_template: str = ""
    tag_ids: list[str] = field(default_factory=list)
    userids: list[str] = field(default_factory=list)
    weights: dict[str, int] = field(default_factory=dict)
    reclaim_days: str = "7"
    reclaim_to: str = "others"
    reminders: str = "2"
    errors: dict[str, str] = field(default_factory=dict)

    def plan(self) -> Plan:
        """What the person has decided."""
        return Plan(
            name=self.name,
            source=self.source,
            script=self.script,
            remark_template=self.remark_template,
            tag_ids=self.tag_ids,
            weights={userid: self.weights.get(userid, 1) for userid in self.userids},
            reclaim_days=int(self.reclaim_days),
            reclaim_to=self.reclaim_to,
            reminders=int(self.reminders),
        )


def read_form(sent: MultiDict[str, str]) -> PlanForm:
    """The form as it was sent."""
    userids = sent.getlist("userids")
    return PlanForm(
        name=sent.get("name", "").strip(),
        source=sent.get("source", "").strip(),
        remark_template=sent.get("remark_template", "").strip(),
        script=sent.get("script", "").replace("\r\n", "\n").strip(),
        tag_ids=sent.getlist("tag_ids"),
        userids=userids,
        weights={userid: read_weight(sent, userid) for userid in userids},
        reclaim_days=sent.get("reclaim_days", "").strip(),
        reclaim_to=sent.get("reclaim_to", ""),
        reminders=sent.get("reminders", "").strip(),
    )


def read_weight(sent: MultiDict[str, str], userid: str) -> int:
    """A member's share, at least 1."""
    weight = sent.get(f"weight-{userid}", 1, type=int)
    return min(max(weight, 1), MOST_WEIGHT)


def read_weights(sent: MultiDict[str, str]) -> dict[str, int]:
    """Every member that was chosen, with their share."""
    return {userid: read_weight(sent, userid) for userid in sent.getlist("userids")}


def read_columns(sent: MultiDict[str, str], width: int) -> dict[str, int]:
    """Column → place; what was not chosen is not in it."""
    found = {name: sent.get(f"column-{name}", -1, type=int) for name in COLUMNS}
    chosen = {name: place for name, place in found.items() if 0 <= place < width}
    return {"phone": 0, **chosen}


def check_form(form: PlanForm, userids: Collection[str], tag_ids: Collection[str]) -> bool:
    """Whether the form can be kept; what is wrong is named in its errors."""
    found = {
        "name": too_long(form.name, MOST_NAME) if form.name else _("请填写名单名称"),
        "source": too_long(form.source, MOST_SOURCE),
        "script": too_long(form.script, MOST_SCRIPT),
        "remark_template": wrong_template(form.remark_template),
        "tag_ids": "" if set(form.tag_ids) <= set(tag_ids) else _("有标签已被删除，请重新选择"),
        "userids": wrong_members(form.weights, userids),
        "reclaim_days": wrong_number(form.reclaim_days, MOST_DAYS),
        "reclaim_to": "" if form.reclaim_to in RECLAIM_TO else _("请选择一种"),
        "reminders": wrong_number(form.reminders, MOST_REMINDERS),
    }
    form.errors = {name: words for name, words in found.items() if words}
    return not form.errors


def wrong_members(chosen: Mapping[str, int], there: Collection[str]) -> str:
    """The complaint about the members, if any."""
    if not chosen:
        return _("请至少选择一位成员")
    return "" if set(chosen) <= set(there) else _("有成员已不能添加客户，请重新选择")


def wrong_number(typed: str, most: int) -> str:
    """The complaint about a number from 0 to `most`, if any."""
    is_good = typed.isascii() and typed.isdigit() and len(typed) < 4 and int(typed) <= most
    return "" if is_good else _("请填 0 到 %(most)s 的整数", most=most)
