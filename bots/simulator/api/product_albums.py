"""Product albums (商品图册): what members may show customers, with pictures and a price in fen."""

from bots.simulator.api.call import Call, child, children, octets, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.api.media import ALBUMS, check_attachment
from bots.simulator.api.paging import page
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json, Product
from bots.simulator.world import World

LONGEST_DESCRIPTION, LONGEST_SN, MOST_PICTURES = 300, 128, 9
HIGHEST_PRICE = 50_000 * 100  # fen


def add_product_album(world: World, call: Call) -> Json:
    for name in ("description", "price", "attachments"):
        if name not in call.body:
            raise RefusalError(40063, name)
    fields = {"product_sn": "", **_given(world, call.body)}
    product_id = world.seeded.new_id("", 32, "product", fields["description"])
    world.products[product_id] = Product(product_id, fields, int(world.now()))
    return {"product_id": product_id}


def get_product_album(world: World, call: Call) -> Json:
    product = _known(world, call)
    return {"product": {**_shown(product), "create_time": product.create_time}}


def get_product_album_list(world: World, call: Call) -> Json:
    products = [product for product in world.products.values() if not product.deleted]
    shown, cursor = page(products, call.body, default=50, most=100)
    return {"next_cursor": cursor, "product_list": [_shown(product) for product in shown]}


def update_product_album(world: World, call: Call) -> Json:
    """What is given replaces the old."""
    product = _known(world, call)
    product.fields = {**product.fields, **_given(world, call.body)}
    return {}


def delete_product_album(world: World, call: Call) -> Json:
    _known(world, call).deleted = True
    return {}


def _known(world: World, call: Call) -> Product:
    product = world.products.get(text(call.body, "product_id", missing=40063))
    if product is None:
        raise RefusalError(41075)
    if product.deleted:
        raise RefusalError(41074)
    return product


def _shown(product: Product) -> Json:
    return {"product_id": product.product_id, **product.fields}


def _given(world: World, body: Json) -> Json:
    given: Json = {}
    if "description" in body:
        given["description"] = _description(body)
    if "price" in body:
        given["price"] = _price(body["price"])
    if "product_sn" in body:
        given["product_sn"] = _number(body)
    if "attachments" in body:
        given["attachments"] = _pictures(world, body)
    return given


def _description(body: Json) -> str:
    words = text(body, "description")
    if not 1 <= len(words) <= LONGEST_DESCRIPTION:
        raise RefusalError(41087)
    return words


def _price(price: object) -> int:
    if isinstance(price, bool) or not isinstance(price, int) or not 0 <= price <= HIGHEST_PRICE:
        raise RefusalError(41086)
    return price


def _number(body: Json) -> str:
    """Digits and English letters only."""
    number = octets(body, "product_sn", LONGEST_SN, errcode=41085)
    if number and not (number.isascii() and number.isalnum()):
        raise RefusalError(41085)
    return number


def _pictures(world: World, body: Json) -> list[Json]:
    attachments = children(body, "attachments")
    if not attachments:
        raise RefusalError(41088)
    if len(attachments) > MOST_PICTURES:
        raise RefusalError(41064)
    for attachment in attachments:
        if attachment.get("type") != "image":
            raise RefusalError(41065)
        media_id = text(child(attachment, "image"), "media_id", missing=40063)
        check_attachment(world, media_id, ALBUMS)
    return attachments


PATHS: dict[str, Endpoint] = {
    "externalcontact/add_product_album": Endpoint("POST", add_product_album),
    "externalcontact/get_product_album": Endpoint("POST", get_product_album),
    "externalcontact/get_product_album_list": Endpoint("POST", get_product_album_list),
    "externalcontact/update_product_album": Endpoint("POST", update_product_album),
    "externalcontact/delete_product_album": Endpoint("POST", delete_product_album),
}
