"""The red banner: WeCom refuses an app or an API, why, since when, and the button that tries."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from app.console.pages import local
from app.console.person import current_corp_id, current_person
from app.corps.wecom import wecom
from app.db import reading, transaction
from app.outbox.breakers import probe_now, standing
from app.outbox.models import Breaker

blueprint = Blueprint("breakers", __name__)


def standing_breakers() -> Sequence[tuple[Breaker, int]]:
    """What the layout shows on every page: each breaker with how many calls wait for it."""
    if current_person() is None:
        return ()
    try:
        with reading() as session:
            return standing(session, current_corp_id())
    except (SQLAlchemyError, RuntimeError):  # the page of this very error wears the layout too
        return ()


@blueprint.post("/breakers/<int:breaker_id>/try")
def try_now(breaker_id: int) -> ResponseReturnValue:
    """Somebody says that the cause is gone: let one call through at once."""
    with transaction() as session:
        is_standing = probe_now(session, current_corp_id(), breaker_id)
    if is_standing:
        wecom(current_corp_id()).forgive()
        flash(_("正在向企业微信重试一次，成功后所有等待的调用会自动继续"), "good")
    else:
        flash(_("已经恢复，无需重试"), "good")
    return redirect(local(request.form.get("next") or url_for("console.home")))
