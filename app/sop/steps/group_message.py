"""A group message (企业群发) to one customer: WeCom sends it once the member confirms."""

from sqlalchemy.orm import Session

from app.outbox.say import say
from app.sop.steps.occasion import Occasion
from bots.commands import AddMsgTemplate


def ask_staff(session: Session, occasion: Occasion) -> int | None:
    """Create the group message; it waits in the member's client."""
    task = occasion.task
    return say(
        session,
        task.corp_id,
        AddMsgTemplate(
            chat_type="single",
            external_userid=[task.external_userid],
            sender=task.userid,
            text={"content": task.text} if task.text else None,
            attachments=occasion.attachments or None,
        ),
        key=occasion.key,
        because=occasion.because,
        userid=task.userid,
        external_userid=task.external_userid,
    )
