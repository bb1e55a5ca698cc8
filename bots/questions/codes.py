"""What we ask about live codes (联系我)."""

from dataclasses import dataclass

from bots.limits import Limit
from bots.speech import Question


@dataclass(frozen=True)
class GetContactWay(Question):
    """One 联系我. Page 92228."""

    path = "externalcontact/get_contact_way"
    page = 92228

    config_id: str


@dataclass(frozen=True)
class ListContactWay(Question):
    """config_ids created since 2021-07-10, without temporary ones. Page 92228."""

    path = "externalcontact/list_contact_way"
    page = 92228
    limits = (Limit("limit", 1000, "items"),)

    start_time: int | None = None  # WeCom's default: the last 90 days
    end_time: int | None = None
    cursor: str | None = None
    limit: int | None = None
