"""A task (任务): the member does it; we tell him that it waits and link the customer's card."""

from sqlalchemy.orm import Session

from app.config import settings
from app.outbox.say import say
from app.sop.steps.occasion import Occasion
from app.sop.wording import clip
from bots.commands import SendMessage


def tell_staff(session: Session, occasion: Occasion) -> int | None:
    """Send the member a card (文本卡片) that opens the customer's sidebar."""
    task = occasion.task
    who = f"客户：{occasion.customer}"
    return say(
        session,
        task.corp_id,
        SendMessage(
            msgtype="textcard",
            agentid=occasion.agentid,
            touser=task.userid,
            textcard={
                "title": clip(task.title, 128),
                "description": clip(f"{who}\n{task.text}" if task.text else who, 512),
                "url": f"{settings().public_url}/sidebar/{task.external_userid}",
                "btntxt": "去完成",
            },
            enable_duplicate_check=1,  # the card of another customer has another link
        ),
        key=f"{occasion.key}:notice",
        because=occasion.because,
        userid=task.userid,
        external_userid=task.external_userid,
    )
