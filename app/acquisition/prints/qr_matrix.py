"""Reads the modules of a QR code off WeCom's picture, so that it can be printed sharp at any size.

WeCom gives the address of a picture, never what the code says: a new QR code made of that address
would lead a customer to a picture. So what is printed is always WeCom's own code.
"""

import io
from typing import TYPE_CHECKING

from app.errors import Unprocessable
from app.sentences import Sentence

if TYPE_CHECKING:
    from PIL.Image import Image

Matrix = list[list[bool]]  # True is dark; without the quiet zone

FINDER = 7  # modules: the dark bar at the top of the pattern in each corner
SIZES = range(21, 178, 4)
DARK = 128
LOOKS = ((0.5, 0.5), (0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75))


def opened(content: bytes) -> "Image":
    """The picture in shades of grey, what is transparent as white. Raises Unprocessable where the
    bytes are not whole.
    """
    from PIL import Image as Pillow  # noqa: PLC0415  only who prints needs it

    try:
        picture = Pillow.open(io.BytesIO(content)).convert("RGBA")
    except (OSError, SyntaxError, ValueError) as error:  # whatever is wrong with its bytes
        told = Sentence("二维码图片损坏，不能印刷。请在活码页面点「再取一次」。")
        raise Unprocessable(told) from error
    paper = Pillow.new("RGBA", picture.size, "white")
    return Pillow.alpha_composite(paper, picture).convert("L")


def read_matrix(picture: "Image") -> Matrix | None:
    """The modules; None for a code that is not plain, such as one with a face in its middle."""
    box = picture.point(lambda shade: 255 if shade < DARK else 0).getbbox()
    if box is None:
        return None
    left, top, right, bottom = box
    width = right - left
    bar = max(_run(picture, left, y, right) for y in range(top, top + max(3, width // 60)))
    count = round(width * FINDER / bar)
    if count not in SIZES or abs(width - (bottom - top)) > width / count / 2:
        return None
    step = width / count
    rows = [
        [_module(picture, left + x * step, top + y * step, step) for x in range(count)]
        for y in range(count)
    ]
    matrix = [[cell for cell in row if cell is not None] for row in rows]
    return matrix if all(len(row) == count for row in matrix) else None


def _run(picture: "Image", left: int, y: int, right: int) -> int:
    """How far it is dark from the left; the very edge may be soft."""
    return next((x for x in range(left + 1, right) if _shade(picture, x, y) >= DARK), right) - left


def _module(picture: "Image", left: float, top: float, step: float) -> bool | None:
    """Whether a module is dark; None when it is partly so."""
    seen = {_shade(picture, int(left + x * step), int(top + y * step)) < DARK for x, y in LOOKS}
    return seen.pop() if len(seen) == 1 else None


def _shade(picture: "Image", x: int, y: int) -> int:
    shade = picture.getpixel((x, y))
    assert isinstance(shade, int)  # a picture in shades of grey
    return shade
