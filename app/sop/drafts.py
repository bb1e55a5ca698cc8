"""A SOP as it stands in the editor: what was typed is kept, word for word, until it is right."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.sop.models import Sop, Step
from app.sop.schedule import Timing
from app.sop.wording import longest

MOST_STEPS = 50
LONGEST_NAME = 40
LONGEST_TITLE = 40
TEXT_BYTES = 4000
LAST_DAY = 365
MOST_MINUTES = 30 * 24 * 60
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
KINDS = ("task", "group_message")
FIELDS = ("kind", "when", "day", "at", "minutes", "title", "text")


@dataclass(frozen=True)
class StepDraft:
    """One row of the editor; `when` is "day" (day and at) or "after" (minutes)."""

    kind: str = "task"
    when: str = "day"
    day: str = "0"
    at: str = "10:00"
    minutes: str = "120"
    title: str = ""
    text: str = ""

    def timing(self, position: int) -> Timing:
        """Its time; only for a step without mistakes in `when`, `day`, `at` and `minutes`."""
        if self.when == "after":
            return Timing(position, after_minutes=int(self.minutes))
        return Timing(position, int(self.day), self.at)


@dataclass(frozen=True)
class Draft:
    """The whole form."""

    name: str = ""
    states: list[str] = field(default_factory=list)
    ends_on_reply: bool = True
    steps: list[StepDraft] = field(default_factory=lambda: [StepDraft()])


def read(form: MultiDict[str, str]) -> Draft:
    """What the form says; rows come in the order of the page."""
    places = [at for at in range(MOST_STEPS) if f"step-kind-{at}" in form]
    return Draft(
        name=form.get("name", "").strip(),
        states=form.getlist("states"),
        ends_on_reply="ends_on_reply" in form,
        steps=[_read_row(form, at) for at in places],
    )


def _read_row(form: MultiDict[str, str], at: int) -> StepDraft:
    """The row that stands at place `at`; browsers send line ends as CRLF."""
    typed = {name: form.get(f"step-{name}-{at}", "") for name in FIELDS}
    return StepDraft(**{name: text.replace("\r\n", "\n").strip() for name, text in typed.items()})


def drawn_from(sop: Sop, steps: list[Step]) -> Draft:
    """The editor's form of a SOP that exists."""
    return Draft(sop.name, list(sop.states), sop.ends_on_reply, [_row(step) for step in steps])


def _row(step: Step) -> StepDraft:
    """One step as a row of the form."""
    row = StepDraft(kind=step.kind, title=step.title, text=step.text)
    if step.after_minutes is not None:
        return replace(row, when="after", minutes=str(step.after_minutes))
    return replace(row, day=str(step.day), at=step.at or row.at)


def revise(draft: Draft, deed: str) -> tuple[Draft, str]:
    """The draft after a button (`add`, `remove:2`, `up:2`, `down:2`), and what to look at next."""
    steps = list(draft.steps)
    name, _colon, place = deed.partition(":")
    at = int(place) if place.isdecimal() else -1
    if name == "add" and len(steps) < MOST_STEPS:
        steps.append(following(steps))
        return replace(draft, steps=steps), f"step-title-{len(steps) - 1}"
    if name == "remove" and 0 <= at < len(steps):
        del steps[at]
        return replace(draft, steps=steps), "step-add"
    to = at + {"up": -1, "down": 1}.get(name, 0)
    if 0 <= at < len(steps) and 0 <= to < len(steps) and to != at:
        steps[at], steps[to] = steps[to], steps[at]
        return replace(draft, steps=steps), f"step-{name}-{to}"
    return draft, ""


def following(steps: list[StepDraft]) -> StepDraft:
    """A new row: a day after the last one, at the same time."""
    last = next((step for step in reversed(steps) if step.when == "day"), None)
    if last is None or not last.day.isdecimal():
        return StepDraft(day="1")
    return StepDraft(day=str(min(int(last.day) + 1, LAST_DAY)), at=last.at)


def mistakes(draft: Draft) -> dict[str, str]:
    """Field → what is wrong with it and what the limit is; empty when it can be published."""
    found: dict[str, str] = {}
    if not draft.name:
        found["name"] = _("请填写名称。")
    elif len(draft.name) > LONGEST_NAME:
        found["name"] = _("名称最多 %(most)s 个字。", most=LONGEST_NAME)
    if not draft.steps:
        found["steps"] = _("至少需要一个步骤。")
    for position, step in enumerate(draft.steps):
        wrong = {**wrong_times(step), **wrong_words(step)}
        found |= {f"step-{name}-{position}": text for name, text in wrong.items()}
    return found


def wrong_times(step: StepDraft) -> dict[str, str]:
    """What is wrong with a step's moment."""
    if step.when == "after":
        if is_number(step.minutes, MOST_MINUTES):
            return {}
        return {"minutes": _("请填写 0 到 %(most)s 之间的整数分钟。", most=MOST_MINUTES)}
    found = {}
    if not is_number(step.day, LAST_DAY):
        found["day"] = _("请填写 0 到 %(most)s 之间的天数。", most=LAST_DAY)
    if not CLOCK.fullmatch(step.at):
        found["at"] = _("请填写时间，例如 09:30。")
    return found


def wrong_words(step: StepDraft) -> dict[str, str]:
    """What is wrong with a step's kind and words."""
    found = {}
    if step.kind not in KINDS:
        found["kind"] = _("请选择步骤类型。")
    if not step.title:
        found["title"] = _("请填写标题。")
    elif len(step.title) > LONGEST_TITLE:
        found["title"] = _("标题最多 %(most)s 个字。", most=LONGEST_TITLE)
    if step.kind == "group_message" and not step.text:
        found["text"] = _("请填写发给客户的内容。")
    elif longest(step.text) > TEXT_BYTES:
        found["text"] = _("内容代入名字后最多 %(most)s 字节。", most=TEXT_BYTES)
    return found


def is_number(text: str, most: int) -> bool:
    """Whether `text` is a whole number from 0 to `most`, in ASCII digits."""
    return text.isascii() and text.isdigit() and len(text) <= 6 and int(text) <= most


def columns(step: StepDraft, position: int) -> Mapping[str, Any]:
    """The step as its row in the database."""
    timing = step.timing(position)
    return {
        "position": position,
        "kind": step.kind,
        "day": timing.day,
        "at": timing.at,
        "after_minutes": timing.after_minutes,
        "title": step.title,
        "text": step.text,
        "attachments": [],
    }
