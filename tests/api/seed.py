"""One of each thing that programs can make, so that ids of 1 lead somewhere."""

from typing import Any

from app.db import transaction
from tests.api.conftest import BODY, Call
from tests.conftest import CORP

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
LINK: dict[str, Any] = {"name": "抖音", "userids": ["lina"], "tag_ids": ["et1"]}
GROUP_CODE: dict[str, Any] = {"name": "团购", "pool": ["wr1"], "room_base_name": "团购"}
ROWS: dict[str, Any] = {"rows": [{"phone": "13800138000", "name": "王芳"}, {"phone": "12"}]}
PHONE_LIST: dict[str, Any] = {"name": "展会名单", "members": [{"userid": "lina"}]}


def picture(more: bytes = b"") -> int:
    """A picture in the library."""
    from app.outreach.library import keep_image

    with transaction() as session:
        return keep_image(session, CORP, "门店.png", PNG + more).id


def seed(call: Call) -> None:
    """One of each."""
    picture()
    for address, body in (
        ("codes", BODY),
        ("links", LINK),
        ("group-codes", GROUP_CODE),
        ("phone-drafts", ROWS),
        ("phone-drafts/1/keep", PHONE_LIST),
        ("phone-drafts", ROWS),
    ):
        made = call("POST", f"/api/{address}", key=f"seed {address}".replace(" ", "-"), json=body)
        assert made.status_code in (201, 409), (address, made.json)
