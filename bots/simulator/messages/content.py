"""What a message may carry, kind by kind: its fields are checked, and what a phone shows is kept."""

from collections.abc import Callable, Collection

from bots.simulator.api.call import Call, child, children, octets, text
from bots.simulator.api.media import check_media
from bots.simulator.errors import RefusalError
from bots.simulator.messages import cards
from bots.simulator.models import Json
from bots.simulator.world import World

MOST_ARTICLES = 8
LONGEST_ARTICLE = 666 * 1024  # bytes of one mpnews article

Reader = Callable[[World, Json], Json]


def read(world: World, call: Call, kinds: Collection[str]) -> tuple[str, Json]:
    """The message's type and what it shows; a type outside `kinds` is refused."""
    msgtype = text(call.body, "msgtype", missing=40008)
    if msgtype not in kinds:
        raise RefusalError(40008, msgtype)
    return msgtype, READERS[msgtype](world, child(call.body, msgtype))


def words(fields: Json, most: int) -> Json:
    content = octets(fields, "content", most)
    if not content:
        raise RefusalError(44004)
    return {"text": content}


def articles(fields: Json, read_one: Callable[[Json], Json]) -> Json:
    found = children(fields, "articles")
    if not 1 <= len(found) <= MOST_ARTICLES:
        raise RefusalError(45008, f"1 to {MOST_ARTICLES} articles")
    return {"articles": [read_one(article) for article in found]}


def news_article(article: Json) -> Json:
    """A link with a picture; where it leads is a page or a mini-program."""
    shown = _limited(article, {"title": 128, "description": 512, "url": 2048, "pagepath": 128})
    if not shown.get("title"):
        raise RefusalError(41016)
    if not (shown.get("url") or (text(article, "appid") and shown.get("pagepath"))):
        raise RefusalError(41010, "or appid and pagepath")
    return {**shown, **_named(article, "picurl", "appid")}


def news(_world: World, fields: Json) -> Json:
    return articles(fields, news_article)


def _mentioning(_world: World, fields: Json) -> Json:
    return {**words(fields, 2048), **_named(fields, "mentioned_list")}


def _markdown(_world: World, fields: Json) -> Json:
    return words(fields, 2048)


def media(kind: str) -> Reader:
    """A message that is one uploaded medium; a file may be of any kind."""

    def read_media(world: World, fields: Json) -> Json:
        media_id = text(fields, "media_id", missing=41006)
        check_media(world, media_id, kind="" if kind == "file" else kind)
        return {"media_id": media_id, **_limited(fields, {"title": 128, "description": 512})}

    return read_media


def _textcard(_world: World, fields: Json) -> Json:
    title = octets(fields, "title", 128)
    if not title:
        raise RefusalError(41016)
    description = octets(fields, "description", 512)
    if not description:
        raise RefusalError(41033)
    url = text(fields, "url", missing=41010)
    octets(fields, "url", 2048)
    return {"title": title, "text": description, "url": url, **_named(fields, "btntxt")}


def _mpnews(world: World, fields: Json) -> Json:
    def read_one(article: Json) -> Json:
        if not octets(article, "title", 128):
            raise RefusalError(41016)
        octets(article, "author", 64, errcode=45032)
        if not octets(article, "content", LONGEST_ARTICLE):
            raise RefusalError(44004)
        octets(article, "digest", 512)
        check_media(world, text(article, "thumb_media_id", missing=41006), kind="image")
        wanted = ("title", "thumb_media_id", "author", "content_source_url", "content", "digest")
        return _named(article, *wanted)

    return articles(fields, read_one)


def _miniprogram_notice(_world: World, fields: Json) -> Json:
    """4 to 12 characters of title and description, ten lines at most."""
    text(fields, "appid", missing=40063)
    text(fields, "title", most=12, missing=41016)
    text(fields, "description", most=12)
    items = children(fields, "content_item")
    if len(items) > 10:
        raise RefusalError(40058, "content_item has more than 10 entries")
    for item in items:
        text(item, "key", most=10, missing=40063)
        text(item, "value", most=30, missing=40063)
    return {"miniprogram_notice": fields}


def _template_card(world: World, fields: Json) -> Json:
    cards.check(world, fields)
    return {"template_card": fields}


def _limited(fields: Json, limits: dict[str, int]) -> Json:
    """The fields that are there, each at most so many bytes."""
    return {name: octets(fields, name, most) for name, most in limits.items() if name in fields}


def _named(fields: Json, *names: str) -> Json:
    return {name: fields[name] for name in names if name in fields}


# TABLE: msgtype → its reader
READERS: dict[str, Reader] = {
    "text": _mentioning,
    "image": media("image"),
    "voice": media("voice"),
    "video": media("video"),
    "file": media("file"),
    "textcard": _textcard,
    "news": news,
    "mpnews": _mpnews,
    "markdown": _markdown,
    "miniprogram_notice": _miniprogram_notice,
    "template_card": _template_card,
}
