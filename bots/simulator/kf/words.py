"""What customers and servicers say in 微信客服: each msgtype with believable content."""

from bots.simulator.errors import MistakeError
from bots.simulator.kf.models import BY_API, Session
from bots.simulator.models import Json, Media
from bots.simulator.world import World

MEDIA = {
    "image": ("image/png", "kf.png"),
    "voice": ("audio/amr", "kf.amr"),
    "video": ("video/mp4", "kf.mp4"),
    "file": ("application/pdf", "kf.pdf"),
}

# TABLE: msgtype → its fields and what stands in them unless something else is said
EXAMPLES: dict[str, Json] = {
    "location": {
        "latitude": 23.1060218811035,
        "longitude": 113.320503234863,
        "name": "国际媒体港",
        "address": "滨江东路",
    },
    "link": {"title": "课程表", "desc": "", "url": "https://example.com/kc", "pic_url": ""},
    "business_card": {"userid": "lina"},
    "miniprogram": {
        "title": "报名",
        "appid": "wx0000000000000001",
        "pagepath": "",
        "thumb_media_id": "",
    },
    "channels_shop_product": {
        "product_id": "10001",
        "head_img": "",
        "title": "体验课",
        "sales_price": "990",
        "shop_nickname": "小店",
        "shop_head_img": "",
    },
    "channels_shop_order": {
        "order_id": "20001",
        "product_titles": "体验课",
        "price_wording": "¥9.90",
        "state": "已付款",
        "image_url": "",
        "shop_nickname": "小店",
    },
    "channels": {"sub_type": 1, "nickname": "视频号", "title": "一条动态"},
    "merged_msg": {"title": "聊天记录", "item": []},
}


def spoken(world: World, session: Session, args: Json) -> tuple[str, Json]:
    """The msgtype and content that an act speaks of: `text`, or `msgtype` and fields of its own."""
    msgtype = str(args.get("msgtype") or "text")
    if msgtype == "text":
        return "text", _text(world, session, args)
    given = args.get(msgtype) or {}
    if not isinstance(given, dict):
        raise MistakeError(f"{msgtype} is an object")
    if msgtype in MEDIA:
        return msgtype, {"media_id": _media(world, session, msgtype)}
    if msgtype not in EXAMPLES:
        raise MistakeError(f"msgtype is text, {', '.join((*MEDIA, *EXAMPLES))}")
    unknown = set(given) - set(EXAMPLES[msgtype])
    if unknown:
        raise MistakeError(f"{msgtype} has no {', '.join(sorted(unknown))}")
    return msgtype, {**EXAMPLES[msgtype], **given}


def _text(world: World, session: Session, args: Json) -> Json:
    """His own words, or the words of the menu entry that he clicks."""
    menu_id = args.get("menu_id")
    content = args.get("text") or (_menu_words(world, session, str(menu_id)) if menu_id else None)
    if not isinstance(content, str) or not content:
        raise MistakeError("text is missing")
    return {"content": content, "menu_id": str(menu_id)} if menu_id else {"content": content}


def _menu_words(world: World, session: Session, menu_id: str) -> str:
    """Of the entry with this id in the menus that he was sent, the latest first."""
    pair = (session.open_kfid, session.external_userid)
    for entry in reversed(world.kf.log):
        if entry.origin != BY_API or (entry.open_kfid, entry.external_userid) != pair:
            continue
        for choice in entry.content.get("list", []):
            if choice.get("type") == "click" and choice["click"].get("id") == menu_id:
                return str(choice["click"]["content"])
    raise MistakeError(f"no menu with the id {menu_id} was sent to this customer", 409)


def _media(world: World, session: Session, kind: str) -> str:
    """A new medium that media/get hands out for three days."""
    mimetype, filename = MEDIA[kind]
    pair = (session.open_kfid, session.external_userid)
    media_id = world.seeded.new_id("", 60, "kf media", kind, *pair)
    content = world.seeded.octets(1024, media_id)
    world.media[media_id] = Media(media_id, kind, filename, mimetype, content, world.now())
    return media_id
