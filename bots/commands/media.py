"""What we say about files that WeCom fetches by itself."""

from dataclasses import dataclass

from bots.limits import Limit, require
from bots.speech import Command


@dataclass(frozen=True)
class UploadByUrl(Command):
    """异步上传临时素材: WeCom fetches the file; MediaJobFinished tells when. At most 200 MB. Page 96219."""

    path = "media/upload_by_url"
    page = 96219
    limits = (
        Limit("filename", 64, "bytes"),
        Limit("url", 1024, "bytes"),
    )

    scene: int
    type: str
    filename: str
    url: str
    md5: str

    def verify(self) -> None:
        require(self.type in ("video", "file"), "WeCom fetches videos and files only")
