"""Product albums: pictures, a price in fen, and limits on both."""

import pytest

from bots.simulator.models import Json

PATH = "externalcontact"


@pytest.fixture
def picture(sim):
    url = f"{sim.base}/cgi-bin/media/upload_attachment?media_type=image&attachment_type=2&access_token={sim.log_in()}"
    content = ("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64, "image/png")
    media_id = sim.http.post(url, files={"media": content}).json()["media_id"]
    return {"type": "image", "image": {"media_id": media_id}}


def add(sim, picture, **fields):
    usual = {"description": "暑期班", "price": 30000, "attachments": [picture]}
    return sim.say(f"{PATH}/add_product_album", **{**usual, **fields})


def test_a_product_is_kept_changed_and_deleted(sim, picture):
    product_id = add(sim, picture, product_sn="SN7")["product_id"]
    assert sim.say(f"{PATH}/update_product_album", product_id=product_id, price=0)["errcode"] == 0
    told = sim.say(f"{PATH}/get_product_album", product_id=product_id)["product"]
    assert told == {
        "product_id": product_id,
        "description": "暑期班",
        "price": 0,
        "product_sn": "SN7",
        "attachments": [picture],
        "create_time": int(sim.world.now()),
    }
    assert sim.say(f"{PATH}/delete_product_album", product_id=product_id)["errcode"] == 0
    assert sim.say(f"{PATH}/get_product_album", product_id=product_id)["errcode"] == 41074
    assert sim.say(f"{PATH}/get_product_album", product_id="no")["errcode"] == 41075
    assert sim.say(f"{PATH}/get_product_album_list")["product_list"] == []


def test_products_are_listed_in_pages(sim, picture):
    made = [add(sim, picture)["product_id"] for _ in range(2)]
    first = sim.say(f"{PATH}/get_product_album_list", limit=1)
    rest = sim.say(f"{PATH}/get_product_album_list", limit=1, cursor=first["next_cursor"])
    assert [row["product_id"] for row in first["product_list"] + rest["product_list"]] == made
    assert sim.say(f"{PATH}/get_product_album_list", limit=101)["errcode"] == 40058


def test_limits(sim, picture):
    tries: list[tuple[Json, int]] = [
        ({"description": "长" * 300}, 0),
        ({"description": "长" * 301}, 41087),
        ({"description": ""}, 41087),
        ({"price": 5_000_000}, 0),
        ({"price": 5_000_001}, 41086),
        ({"price": -1}, 41086),
        ({"price": "30"}, 41086),
        ({"product_sn": "x" * 128}, 0),
        ({"product_sn": "x" * 129}, 41085),
        ({"product_sn": "编码"}, 41085),
        ({"attachments": [picture] * 9}, 0),
        ({"attachments": [picture] * 10}, 41064),
        ({"attachments": []}, 41088),
        ({"attachments": [{"type": "video"}]}, 41065),
        ({"attachments": [{"type": "image", "image": {"media_id": "gone"}}]}, 40007),
    ]
    told = [add(sim, picture, **fields)["errcode"] for fields, _ in tries]
    assert told == [errcode for _, errcode in tries]
    assert sim.say(f"{PATH}/add_product_album", price=1)["errcode"] == 40063
