"""What is printed says what WeCom's code says, sharp at every size, and is never made up."""

import io
import re

import pytest
import segno
from flask.testing import FlaskClient
from PIL import Image

from app.acquisition.models import ContactWay
from app.acquisition.prints.files import printed
from app.acquisition.prints.qr_matrix import opened, read_matrix
from app.db import transaction
from tests.acquisition.ops import GOOD, ops_client, page_of, qr_png, ways
from tests.acquisition.scripted import Script

CONTENT = "https://work.weixin.qq.com/ca/cawcde3f0a1b2c3d4e"


def modules(content: str) -> list[list[bool]]:
    return [[bool(cell) for cell in row] for row in segno.make(content, error="m").matrix]


def shades(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("L")


def with_a_face(content: bytes) -> bytes:
    """As WeCom draws it: a round picture in the middle."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    middle, half = picture.width // 2, picture.width // 10
    face = Image.effect_noise((2 * half, 2 * half), 90).convert("RGB")
    picture.paste(face, (middle - half, middle - half))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("scale", [3, 7, 10, 13])
def test_the_modules_are_read_off_a_plain_picture(scale: int):
    assert read_matrix(opened(qr_png(CONTENT, scale))) == modules(CONTENT)


@pytest.mark.parametrize("width", [333, 400, 512])
def test_they_are_read_off_an_enlarged_and_a_jpeg_picture_too(width: int):
    picture = Image.open(io.BytesIO(qr_png(CONTENT, 5))).convert("RGB")
    file = io.BytesIO()
    picture.resize((width, width), Image.Resampling.BICUBIC).save(file, "JPEG", quality=90)
    assert read_matrix(opened(file.getvalue())) == modules(CONTENT)


@pytest.mark.parametrize("width", [60, 90, 120, 170, 215])
def test_a_picture_too_small_to_be_sure_of_is_never_read_wrongly(width: int):
    picture = Image.open(io.BytesIO(qr_png(CONTENT, 5))).convert("L")
    found = read_matrix(picture.resize((width, width), Image.Resampling.BICUBIC))
    assert found in (None, modules(CONTENT))


def test_a_code_with_a_face_in_it_is_left_as_it_is():
    content = with_a_face(qr_png(CONTENT, 10))
    assert read_matrix(opened(content)) is None
    assert 'href="data:image/png;base64,' in printed(content, "svg", 8).decode()
    enlarged = shades(printed(content, "png", 8))
    assert enlarged.size == (945, 945)  # 8 cm at 300 dots an inch


@pytest.mark.parametrize(("kind", "centimetres"), [("png", 3), ("png", 30)])
def test_a_png_is_at_least_as_fine_as_the_printer(kind: str, centimetres: int):
    content = printed(qr_png(CONTENT), kind, centimetres)
    picture = shades(content)
    assert picture.width >= centimetres / 2.54 * 300
    assert read_matrix(picture) == modules(CONTENT)
    step = picture.width // (len(modules(CONTENT)) + 8)
    edge = [picture.getpixel((step * 2, y)) for y in range(picture.height)]
    assert set(edge) == {255}  # the quiet zone


def test_an_svg_draws_every_dark_module_and_no_other():
    drawn = printed(qr_png(CONTENT), "svg", 5).decode()
    assert 'width="5cm"' in drawn
    found = {(int(x) - 4, int(y) - 4) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawn)}
    matrix = modules(CONTENT)
    dark = {(x, y) for y, row in enumerate(matrix) for x, cell in enumerate(row) if cell}
    assert found == dark


def test_a_pdf_has_the_size_that_was_asked_for():
    content = printed(qr_png(CONTENT), "pdf", 8)
    assert content.startswith(b"%PDF")
    box = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+)", content)
    assert box is not None
    assert float(box[1]) == pytest.approx(8 / 2.54 * 72, abs=0.5)


@pytest.mark.parametrize("shade", [0, 200, 255])
def test_a_page_of_one_shade_is_no_code(shade: int):
    assert read_matrix(Image.new("L", (50, 50), shade)) is None


@pytest.fixture
def client(wecom: Script) -> FlaskClient:
    client = ops_client(wecom)
    wecom.answers["qr/c1"] = qr_png(CONTENT)
    client.post("/codes/new", data=GOOD)
    return client


def test_files_and_poster_are_offered_on_the_page_of_the_code(client: FlaskClient):
    (way,) = ways()
    page = page_of(client.get(f"/codes/{way.id}"))
    for kind, mime in (("png", "image/png"), ("svg", "image/svg+xml"), ("pdf", "application/pdf")):
        assert f"/codes/{way.id}/print.{kind}?cm=8" in page
        answer = client.get(f"/codes/{way.id}/print.{kind}?cm=8&download=1")
        assert (answer.status_code, answer.mimetype) == (200, mime)
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert client.get(f"/codes/{way.id}/print.exe").status_code == 404
    assert client.get(f"/codes/{way.id}/print.png?cm=99999").status_code == 404


def test_the_words_of_the_poster_stand_in_its_address(client: FlaskClient):
    (way,) = ways()
    page = page_of(client.get(f"/codes/{way.id}/poster"))
    assert "李娜" in page
    page = page_of(client.get(f"/codes/{way.id}/poster?title=<b>春&member=&paper=card"))
    assert "&lt;b&gt;春" in page
    assert "poster-card" in page


def test_what_cannot_be_printed_says_why(client: FlaskClient):
    (way,) = ways()
    with transaction() as session:
        kept = session.get_one(ContactWay, way.id)
        kept.qr_image = kept.qr_type = None
    answer = client.get(f"/codes/{way.id}/poster")
    assert answer.status_code == 422
    assert "再取一次" in page_of(answer)
