"""What we say about 客户朋友圈: posts that wait for members to publish them."""

from dataclasses import dataclass

from bots.limits import Limit, require
from bots.speech import JSON, Command


@dataclass(frozen=True)
class AddMomentTask(Command):
    """创建发表任务: at most ten a minute. The jobid of the answer is good for 24 hours. Page 95094."""

    path = "externalcontact/add_moment_task"
    page = 95094
    repeatable = False
    looked_up_by = "a moment stands in WeCom's list only once it is made, and the jobid is lost with the answer"
    limits = (
        Limit("text.content", 2000, "characters"),
        Limit("attachments", 9, "items"),
        Limit("visible_range.sender_list.user_list", 100000, "items"),
    )

    text: JSON | None = None
    attachments: list[JSON] | None = None
    visible_range: JSON | None = None

    def verify(self) -> None:
        require(bool(self.text or self.attachments), "a moment needs text or attachments")
        kinds = [part.get("msgtype") for part in self.attachments or ()]
        alone = len(kinds) <= 1 or set(kinds) == {"image"}
        require(alone, "up to nine images, or one video, or one link")


@dataclass(frozen=True)
class CancelMomentTask(Command):
    """停止发表企业朋友圈: what is published stays. Page 97612."""

    path = "externalcontact/cancel_moment_task"
    page = 97612

    moment_id: str
