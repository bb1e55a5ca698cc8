"""Files that WeCom takes and how a test uploads them."""

from typing import Any

from bots.simulator.models import Json
from tests.simulator.rig import Sim

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100
GIF = b"GIF89a" + b"0" * 100
VOICE = b"#!AMR\n" + b"0" * 100
MP4 = b"\0\0\0\x18ftypmp42" + b"0" * 100


def upload(sim: Sim, path: str, content: bytes, **args: Any) -> Json:
    """Post a file as `media`; without a key it goes in the app's name."""
    if "key" not in args:
        args["access_token"] = sim.token or sim.log_in()
    where = f"{sim.base}/cgi-bin/{path}"
    files = {"media": ("课程表.png", content, "image/png")}
    return dict(sim.http.post(where, params=args, files=files, timeout=9).json())


def medium(sim: Sim, kind: str = "image") -> str:
    """The media_id of a small file of this kind."""
    content = {"image": PNG, "voice": VOICE, "video": MP4, "file": GIF}[kind]
    return str(upload(sim, "media/upload", content, type=kind)["media_id"])


def attachment(sim: Sim, attachment_type: int) -> str:
    """The media_id of a picture for moments (1) or product albums (2)."""
    args = {"media_type": "image", "attachment_type": attachment_type}
    return str(upload(sim, "media/upload_attachment", PNG, **args)["media_id"])
