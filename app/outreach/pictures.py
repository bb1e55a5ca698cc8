"""What kind of picture some bytes are, by their first bytes: names and headers may lie."""

MAGIC: dict[bytes, str] = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


def picture_type(content: bytes) -> str | None:
    """The content type of a PNG or JPG, None for anything else."""
    return next((kind for magic, kind in MAGIC.items() if content.startswith(magic)), None)
