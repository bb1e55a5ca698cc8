"""WeCom's code as a file for the printer: SVG, PNG or PDF of a size in centimetres."""

import base64
import io
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.acquisition.models import ContactWay
from app.acquisition.prints.qr_matrix import Matrix, opened, read_matrix
from app.db import reading
from app.errors import Unprocessable
from app.outreach.pictures import picture_type
from app.sentences import Sentence

if TYPE_CHECKING:
    from PIL.Image import Image

KINDS = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
SIZES = (3, 5, 8, 15, 30)  # centimetres
QUIET = 4  # modules of white around it, or scanners miss it
DPI = 300


def picture_to_print(way: ContactWay) -> bytes:
    """WeCom's picture of a code. Raises Unprocessable, in words, where there is nothing to print."""
    if way.stopped_at is not None:
        raise Unprocessable(Sentence("这个活码已删除，印出来也不能扫描。"))
    with reading() as session:
        image = session.scalars(select(ContactWay.qr_image).where(ContactWay.id == way.id)).one()
    if image is None or picture_type(image) is None:
        raise Unprocessable(Sentence("二维码图片还没有取到。请在活码页面点「再取一次」。"))
    return image


def printed(content: bytes, kind: str, centimetres: int) -> bytes:
    """The picture as a file of `kind`; what is plain is drawn anew, anything else is enlarged."""
    picture = opened(content)
    matrix = read_matrix(picture)
    if kind == "svg":
        return _svg(matrix, content, centimetres).encode()
    pixels = round(centimetres / 2.54 * DPI)
    drawn = _drawn(matrix, pixels) if matrix else picture.resize((pixels, pixels), 1)
    file = io.BytesIO()
    if kind == "pdf":
        drawn.save(file, "PDF", resolution=drawn.width / (centimetres / 2.54))
    else:
        drawn.save(file, "PNG", dpi=(DPI, DPI), optimize=False)
    return file.getvalue()


def _drawn(matrix: Matrix, pixels: int) -> "Image":
    """Every module a whole number of pixels, so that all edges are sharp."""
    from PIL import Image as Pillow  # noqa: PLC0415  only who prints needs it

    whole = len(matrix) + 2 * QUIET
    small = Pillow.new("1", (whole, whole), 1)
    for y, row in enumerate(matrix, QUIET):
        for x, is_dark in enumerate(row, QUIET):
            if is_dark:
                small.putpixel((x, y), 0)
    scale = max(1, -(-pixels // whole))
    return small.resize((whole * scale, whole * scale), Pillow.Resampling.NEAREST)


def _svg(matrix: Matrix | None, content: bytes, centimetres: int) -> str:
    size = f'width="{centimetres}cm" height="{centimetres}cm"'
    start = f'<svg xmlns="http://www.w3.org/2000/svg" {size}'
    if matrix is None:
        kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
        address = f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
        return f'{start} viewBox="0 0 1 1"><image width="1" height="1" href="{address}"/></svg>'
    whole = len(matrix) + 2 * QUIET
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(matrix, QUIET)
        for x, is_dark in enumerate(row, QUIET)
        if is_dark
    )
    paper = f'<rect width="{whole}" height="{whole}" fill="#fff"/>'
    edges = 'shape-rendering="crispEdges"'
    return f'{start} viewBox="0 0 {whole} {whole}" {edges}>{paper}<path d="{path}"/></svg>'
