"""Welcomes for programs: the default one and the members' own."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from flask import Response, abort, jsonify
from flask_babel import gettext as _
from pydantic import StringConstraints
from sqlalchemy.orm import Session

from app.api.guard import caller
from app.api.problems import against
from app.api.shell import N_, Asked, Told, resources
from app.contacts.queries import staff_names
from app.db import reading, transaction
from app.outreach.bodies import WholeWelcomeBody, WholeWelcomeTold, draft_from, welcome_told
from app.outreach.composer import Draft, check_draft, name_images
from app.outreach.library import is_ready, of_corp, shown_in
from app.outreach.materials import refresh_media
from app.outreach.models import Welcome
from app.outreach.welcomes import active_welcomes, set_welcome, welcome_for
from bots.errors import WeComError

welcomes = resources("welcomes", __name__, N_("欢迎语"))

Userid = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_@.\-]{1,64}$")]


class ByMember(Asked):
    """The path of a member's own."""

    userid: Userid


class WelcomeSummary(Told):
    """Whose welcome it is: a state's, a member's, or (both null) the default one."""

    name: str
    state: str | None
    userid: str | None
    version: int


class WelcomesTold(Told):
    """All that are on."""

    items: list[WelcomeSummary]


@welcomes.get("/welcomes", summary=N_("开启的欢迎语"), responses={"200": WelcomesTold})
def listing() -> Response:
    """All that are on, by name."""
    with reading() as session:
        rows = active_welcomes(session, caller().corp_id)
    names = list(WelcomeSummary.model_fields)
    return jsonify(items=[{name: getattr(row, name) for name in names} for row in rows])


@welcomes.get("/welcomes/default", summary=N_("默认欢迎语"), responses={"200": WholeWelcomeTold})
def default() -> Response:
    """The default welcome."""
    return answer(None, None)


@welcomes.put(
    "/welcomes/default", summary=N_("修改默认欢迎语"), responses={"200": WholeWelcomeTold}
)
def change_default(body: WholeWelcomeBody) -> Response:
    """Let everybody be welcomed so who has no other welcome."""
    return keep_welcome(body, name=_("默认欢迎语"))


@welcomes.get(
    "/welcomes/staff/<userid>", summary=N_("成员的欢迎语"), responses={"200": WholeWelcomeTold}
)
def of_member(path: ByMember) -> Response:
    """A member's own welcome."""
    name_of(path.userid)
    return answer(None, path.userid)


@welcomes.put(
    "/welcomes/staff/<userid>", summary=N_("修改成员的欢迎语"), responses={"200": WholeWelcomeTold}
)
def change_of_member(path: ByMember, body: WholeWelcomeBody) -> Response:
    """Let a member's customers be welcomed so."""
    return keep_welcome(body, name=name_of(path.userid), userid=path.userid)


def name_of(userid: str) -> str:
    """What the member is called; 404 for who is none."""
    with reading() as session:
        names = staff_names(session, caller().corp_id)
    return names.get(userid) or abort(404)


def keep_welcome(
    body: WholeWelcomeBody,
    *,
    name: str,
    state: str | None = None,
    userid: str | None = None,
    more: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """Check it, keep it, and have WeCom take its files before the first customer comes. `more`:
    state → name of other channels that say the same."""
    corp_id, draft = caller().corp_id, draft_from(body)
    with reading() as session:
        wrong = wrong_welcome(session, corp_id, draft)
    if wrong:
        return against(wrong)
    with transaction() as session:
        for channel, called in ((state, name), *more.items()):
            set_welcome(
                session,
                corp_id,
                channel,
                userid=userid,
                name=called,
                text=draft.text,
                attachments=draft.attachments,
                windows=draft.kept_windows,
            )
    lend(draft.used)
    return answer(state, userid)


def wrong_welcome(session: Session, corp_id: str, draft: Draft) -> dict[str, str]:
    """Field → complaint; a material that is not this corp's is named, never left out in silence."""
    if gone := missing_materials(session, corp_id, draft):
        return gone
    check_draft(draft)
    return draft.errors


def missing_materials(session: Session, corp_id: str, draft: Draft) -> dict[str, str]:
    """Learn what the draft's files are; the complaint about those that are not there."""
    used = draft.used
    name_images(session, corp_id, draft)
    gone = [one for one in used if one not in draft.materials]
    words = _("没有这些素材：%(ids)s", ids=", ".join(map(str, gone)))
    return {"materials": words} if gone else {}


def lend(material_ids: list[int]) -> None:
    """Upload now what will be needed within 20 seconds; the answer names what WeCom refused."""
    for one in material_ids:
        try:
            refresh_media(one)
        except WeComError:
            continue  # kept on the material, told as `unready`


def answer(state: str | None, userid: str | None) -> Response:
    """A welcome as JSON."""
    corp_id = caller().corp_id
    with reading() as session:
        welcome = welcome_for(session, corp_id, state, userid)
        return jsonify(welcome_told(welcome, unready(session, welcome)))


def unready(session: Session, welcome: Welcome | None) -> list[int]:
    """The files of a welcome that is on, which WeCom would not show now."""
    if welcome is None or not welcome.is_active:
        return []
    shown = of_corp(session, welcome.corp_id, shown_in(welcome.attachments, welcome.windows))
    return sorted(one for one, material in shown.items() if not is_ready(material))
