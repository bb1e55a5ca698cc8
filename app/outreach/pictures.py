"""What kind of picture some bytes are, by their first bytes: names and headers may lie."""

MAGIC: dict[bytes, str] = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


def picture_type(content: bytes) -> str | None:
    """The content type of a PNG or JPG, None for anything else."""
    return next((kind for magic, kind in MAGIC.items() if content.startswith(magic)), None)


def file_type(content: bytes) -> tuple[str, str]:
    """The kind under which WeCom takes a file, and its content type: only what we are sure of
    is ever shown as more than bytes."""
    picture = picture_type(content)
    if picture is not None:
        return "image", picture
    if content[4:8] == b"ftyp":
        return "video", "video/mp4"
    return "file", "application/octet-stream"
