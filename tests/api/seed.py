"""One of each thing that programs can make, so that ids of 1 lead somewhere."""

from typing import Any

from app.db import transaction
from tests.api.conftest import BODY, Call
from tests.conftest import CORP

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
LINK: dict[str, Any] = {"name": "抖音", "userids": ["lina"], "tag_ids": ["et1"]}
GROUP_CODE: dict[str, Any] = {"name": "团购", "pool": ["wr1"], "room_base_name": "团购"}
ROWS: dict[str, Any] = {"rows": [{"phone": "13800138000", "name": "王芳"}, {"phone": "12"}]}
GROUP_WELCOME: dict[str, Any] = {"name": "团购群", "text": "欢迎入群"}
STORE: dict[str, Any] = {"name": "西湖店", "city": "杭州", "target": {"kind": "code", "id": 1}}
LANDING: dict[str, Any] = {
    "name": "春季展",
    "title": "领取资料",
    "asks": ["name", "phone"],
    "sources": ["抖音"],
    "target": {"kind": "code", "id": 1},
}
BLOCK: dict[str, Any] = {"phone": "13700137000"}
PHONE_LIST: dict[str, Any] = {"name": "展会名单", "members": [{"userid": "lina"}]}


def picture(more: bytes = b"") -> int:
    """A picture in the library."""
    from app.outreach.library import keep_image

    with transaction() as session:
        return keep_image(session, CORP, "门店.png", PNG + more).id


def stray() -> int:
    """A live code that WeCom has and we do not."""
    from app.acquisition.models import StrayWay
    from app.clock import now

    with transaction() as session:
        row = StrayWay(corp_id=CORP, config_id="s1", kind=2, scene=2, userids=["lina"])
        row.remark, row.seen_at = "旧工具", now()
        session.add(row)
    return row.id


def seed(call: Call) -> None:
    """One of each."""
    picture()
    stray()
    for address, body in (
        ("codes", BODY),
        ("links", LINK),
        ("group-codes", GROUP_CODE),
        ("phone-drafts", ROWS),
        ("group-welcomes", GROUP_WELCOME),
        ("stores", STORE),
        ("landing-pages", LANDING),
        ("blocked-phones", BLOCK),
        ("phone-drafts/1/keep", PHONE_LIST),
        ("phone-drafts", ROWS),
    ):
        made = call("POST", f"/api/{address}", key=f"seed {address}".replace(" ", "-"), json=body)
        assert made.status_code in (201, 409), (address, made.json)
