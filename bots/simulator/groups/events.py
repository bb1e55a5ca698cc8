"""change_external_chat: what its create, update and dismiss carry."""

from collections.abc import Sequence

from bots.simulator.groups.models import BY_QR
from bots.simulator.models import Json


def chat_event(change: str, chat_id: str, **more: object) -> Json:
    return {"Event": "change_external_chat", "ChatId": chat_id, "ChangeType": change, **more}


def update_event(chat_id: str, detail: str, **more: object) -> Json:
    return chat_event("update", chat_id, UpdateDetail=detail, **more)


def members_event(
    chat_id: str,
    detail: str,
    who: Sequence[str],
    *,
    versions: tuple[str, str],
    join_scene: int = 0,
    quit_scene: int = 0,
) -> Json:
    """The event knows two ways in: 3 by a QR code, 0 all others; the member list knows three."""
    return update_event(
        chat_id,
        detail,
        JoinScene=BY_QR if join_scene == BY_QR else 0,
        QuitScene=quit_scene,
        MemChangeCnt=len(who),
        MemChangeList={"Item": list(who)},
        LastMemVer=versions[0],
        CurMemVer=versions[1],
    )
