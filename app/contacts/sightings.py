"""What WeCom says of a customer and a member, read out of its answers. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

CORP_TAG = 1  # 2 is a member's private tag, 3 a tag of a rule group


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """One customer with one member, as WeCom saw them."""

    external_userid: str
    name: str
    avatar: str
    gender: int
    type: int
    corp_name: str
    userid: str
    remark: str
    description: str
    mobiles: str
    state: str
    add_way: int
    followed_at: datetime
    tag_ids: frozenset[str]


def of_customer(answer: Mapping[str, Any]) -> list[Sighting]:
    """The sightings in an answer of externalcontact/get."""
    contact = answer["external_contact"]
    return [
        _sighting(
            contact, follow, [tag["tag_id"] for tag in follow.get("tags", ()) if _is_corps(tag)]
        )
        for follow in answer.get("follow_user", ())
    ]


def of_batch(answer: Mapping[str, Any], library: frozenset[str]) -> list[Sighting]:
    """The sightings on a page of batch/get_by_user; it names tags of rule groups too, so `library`
    says which are the corp's."""
    return [
        _sighting(
            item["external_contact"],
            item["follow_info"],
            [tag_id for tag_id in item["follow_info"].get("tag_id", ()) if tag_id in library],
        )
        for item in answer.get("external_contact_list", ())
    ]


def _is_corps(tag: Mapping[str, Any]) -> bool:
    return tag.get("type", CORP_TAG) == CORP_TAG and bool(tag.get("tag_id"))


def _sighting(
    contact: Mapping[str, Any], follow: Mapping[str, Any], tag_ids: list[str]
) -> Sighting:
    """WeCom leaves out what is empty, and what an app may not see."""
    return Sighting(
        external_userid=contact["external_userid"],
        name=contact.get("name", ""),
        avatar=contact.get("avatar", ""),
        gender=contact.get("gender", 0),
        type=contact.get("type", 1),
        corp_name=contact.get("corp_name", ""),
        userid=follow["userid"],
        remark=follow.get("remark", ""),
        description=follow.get("description", ""),
        mobiles="\n".join(follow.get("remark_mobiles") or ()),
        state=follow.get("state", ""),
        add_way=follow.get("add_way", 0),
        followed_at=datetime.fromtimestamp(follow["createtime"], UTC),
        tag_ids=frozenset(tag_ids),
    )
