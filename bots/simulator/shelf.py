"""What lies ready beside temporary media: permanent pictures and uploads by URL."""

import re
from dataclasses import dataclass, field

from bots.simulator.models import Json

PICTURE_HOST = re.compile(r"https?://[a-z]+\.qpic\.cn/(pic_wework|wwpic)/")


@dataclass(frozen=True)
class Picture:
    """Served for ever under its key, as uploadimg promises."""

    key: str
    url: str
    mimetype: str
    content: bytes


@dataclass
class UploadJob:
    """One upload_by_url, from its acceptance to its result."""

    jobid: str
    agentid: int
    kind: str
    filename: str
    url: str
    md5: str
    status: int = 1  # 1 at work, 2 done, 3 failed
    detail: Json = field(default_factory=dict)


class Shelf:
    """Hold the world's lock."""

    def __init__(self) -> None:
        self.pictures: dict[str, Picture] = {}
        self.jobs: dict[str, UploadJob] = {}

    def is_picture(self, url: str) -> bool:
        """Whether uploadimg gave out this URL, here or in life; group messages take no other."""
        here = any(picture.url == url for picture in self.pictures.values())
        return here or PICTURE_HOST.match(url) is not None
