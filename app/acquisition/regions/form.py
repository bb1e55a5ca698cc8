"""A store as somebody fills it in, on the page or through REST: checked, and written into its row."""

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.acquisition.codes.form import too_long
from app.acquisition.landing.targets import parted, target_choices
from app.acquisition.regions.models import Store

LIMITS = {"name": 30, "region": 20, "city": 20, "address": 100}  # characters

Sent = dict[str, str]


def wrong_store(session: Session, corp_id: str, sent: Mapping[str, str]) -> dict[str, str]:
    """Field → complaint."""
    errors = {field: too_long(sent[field], most) for field, most in LIMITS.items()}
    if not sent["name"]:
        errors["name"] = _("请填写门店名称")
    if sent["target"] not in [key for key, _kind, _name in target_choices(session, corp_id)]:
        errors["target"] = _("请选择由谁接待")
    return {field: words for field, words in errors.items() if words}


def fill(store: Store, sent: Mapping[str, str]) -> None:
    """Let the store be as it was sent."""
    store.name, store.region, store.city = sent["name"], sent["region"], sent["city"]
    store.address, store.is_open = sent["address"], bool(sent["is_open"])
    store.target, target_id = parted(sent["target"])
    assert target_id is not None  # `wrong_store` knows the door
    store.target_id = target_id
