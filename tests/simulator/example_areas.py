"""TABLE: what the example corp has, by the path without which there is no such thing to have."""

from collections.abc import Callable

from bots.simulator.api.table import API
from bots.simulator.models import Json
from tests.simulator.example_book import book
from tests.simulator.example_groups import groups, materials, moments
from tests.simulator.example_kf import kf, rooms
from tests.simulator.example_links import links, strategies
from tests.simulator.example_messages import cards, talks
from tests.simulator.examples import Example

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 24
AMR = b"#!AMR\n" + b"\0" * 24
MP4 = b"\0\0\0\x18ftypmp42" + b"\0" * 24
LINK = {"title": "标题", "picurl": "https://example.com/a.png", "url": "https://example.com"}


def media(example: Example) -> None:
    """One file of each kind, and a picture that stays."""
    files = {"image": PNG, "voice": AMR, "video": MP4, "file": b"six bytes or more"}
    for kind, content in files.items():
        told = example.upload("media/upload", content, f"a.{kind}", type=kind)
        example.ids[f"{kind}.media_id"] = told["media_id"]
    example.ids["pic_url"] = example.upload("media/uploadimg", PNG, "a.png")["url"]
    for kind, content, use in (("image", PNG, "1"), ("video", MP4, "1"), ("image", PNG, "2")):
        query = {"media_type": kind, "attachment_type": use}
        told = example.upload("media/upload_attachment", content, f"a.{kind}", **query)
        example.ids[f"{'moment' if use == '1' else 'product'}.{kind}"] = told["media_id"]


def parting(example: Example) -> Json:
    """What is said at the end of a temporary talk."""
    picture = example.ids["image.media_id"]
    return {
        "text": {"content": "再见"},
        "image": {"pic_url": example.ids["pic_url"]},
        "link": {**LINK, "desc": "说明"},
        "miniprogram": {"title": "标题", "pic_media_id": picture, "appid": "wx1", "page": "a"},
    }


def customers(example: Example) -> None:
    """A live code, two customers of two members, tags on one of them, a code not yet used up."""
    way = example.made(
        "externalcontact/add_contact_way",
        type=2,
        scene=2,
        state="expo",
        user=["wangguwen", "lina"],
        party=[2],
        conclusions=parting(example),
    )
    for key, userid in (("first", "wangguwen"), ("second", "lina"), ("first", "lina")):
        scanned = example.done(
            "people/scan", config_id=way["config_id"], customer={"key": key}, userid=userid
        )
        example.ids.setdefault("external_userid", scanned["external_userid"])
    tags = example.made(
        "externalcontact/add_corp_tag", group_name="来源", tag=[{"name": "展会"}, {"name": "官网"}]
    )["tag_group"]
    example.ids |= {
        "config_id": way["config_id"],
        "group_id": tags["group_id"],
        "tag_id": tags["tag"][0]["id"],
        "welcome_code": next(iter(example.world.welcomes)),
    }
    known = example.call("externalcontact/get", external_userid=example.ids["external_userid"])
    example.ids["unionid"] = known["external_contact"]["unionid"]
    pair = {"userid": "wangguwen", "external_userid": example.ids["external_userid"]}
    example.made("externalcontact/mark_tag", **pair, add_tag=[tags["tag"][0]["id"]])
    example.made("externalcontact/remark", **pair, remark="老王", remark_mobiles=["13800000001"])
    example.done("people/say", customer="first", userid="wangguwen", text="在吗")
    example.done("staff/say", customer="first", userid="wangguwen", text="在")


def group_messages(example: Example) -> None:
    """A 群发 with one attachment of each kind that one member has confirmed."""
    kinds = ("image", "video", "file")
    files = {kind: {"media_id": example.ids[f"{kind}.media_id"]} for kind in kinds}
    said = parting(example)
    parts: Json = {**files, "link": said["link"], "miniprogram": said["miniprogram"]}
    told = example.made(
        "externalcontact/add_msg_template",
        sender="wangguwen",
        text={"content": "你好"},
        attachments=[{"msgtype": kind, kind: part} for kind, part in parts.items()],
    )
    example.ids["msgid"] = told["msgid"]
    example.done("staff/confirm", userid="wangguwen", msgid=told["msgid"])


# (a path of the area, the beginning of the paths that want it, what is made)
AREAS: tuple[tuple[str, str, Callable[[Example], None]], ...] = (
    ("media/upload", "", media),
    ("externalcontact/add_contact_way", "", customers),
    ("externalcontact/add_msg_template", "externalcontact/", group_messages),
    ("tag/create", "", book),
    ("externalcontact/groupchat/get", "externalcontact/", groups),
    ("externalcontact/add_moment_task", "externalcontact/", moments),
    ("externalcontact/add_product_album", "externalcontact/", materials),
    ("externalcontact/customer_acquisition/get", "externalcontact/customer_acquisition/", links),
    ("externalcontact/customer_strategy/get", "externalcontact/", strategies),
    ("kf/account/add", "kf/", kf),
    ("msgaudit/check_room_agree", "msgaudit/", rooms),
    ("message/update_template_card", "", cards),
    ("appchat/create", "appchat/", talks),
)


def example_world(wanted: str = "") -> Example:
    """A new corp with everything that is simulated, or that a wanted path may ask about."""
    example = Example()
    for path, beginning, area in AREAS:
        if path in API and (not wanted or wanted.startswith(beginning)):
            area(example)
    return example
