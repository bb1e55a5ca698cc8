"""What would happen before it happens: a draft's steps for a customer who is added now."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from flask_babel import gettext as _

from app.sop.drafts import Draft, StepDraft, wrong_times
from app.sop.schedule import Planned, plan
from app.sop.wording import fill


@dataclass(frozen=True)
class Scene:
    """A step at its moment; `planned` is None while its time is not filled in rightly."""

    step: StepDraft
    planned: Planned | None

    @property
    def is_skipped(self) -> bool:
        """Whether a customer who is added now does not meet it."""
        return self.planned is not None and self.planned.skipped_because is not None


def scenes(draft: Draft, added_at: datetime, zone: tzinfo) -> list[Scene]:
    """The draft's steps in the order of an example customer; unfinished ones come last."""
    timings = [
        step.timing(place) for place, step in enumerate(draft.steps) if not wrong_times(step)
    ]
    planned = [Scene(draft.steps[one.position], one) for one in plan(added_at, timings, zone)]
    return planned + [Scene(step, None) for step in draft.steps if wrong_times(step)]


def messages(staged: list[Scene], customer: str, staff: str) -> list[dict[str, str]]:
    """The conversation that the customer would see once the member confirms: WeCom's own words."""
    seen = [
        scene
        for scene in staged
        if scene.planned and not scene.is_skipped and scene.step.kind == "group_message"
    ]
    said: list[dict[str, str]] = []
    for scene in seen:
        text = fill(scene.step.text, customer=customer, staff=staff)
        said.append({"from": "notice", "text": moment_words(scene.step)})
        said.append({"from": "staff", "msgtype": "text", "text": text})
    return said


def moment_words(step: StepDraft) -> str:
    """When a step is, in the corp's words."""
    if step.when == "after" and step.minutes == "0":
        return _("添加后立即")
    if step.when == "after":
        return _("添加后 %(minutes)s 分钟", minutes=step.minutes)
    if step.day == "0":
        return _("添加当天 %(at)s", at=step.at)
    return _("第 %(day)s 天 %(at)s", day=step.day, at=step.at)
